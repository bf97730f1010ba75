//! The public face of tg-gsql, one module per subject.

mod apply;
mod check;
mod parse;
