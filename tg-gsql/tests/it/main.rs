//! The public face of tg-gsql, one module per subject.

mod parse;
