//! Queries: what `tests/queries` shows of the language is read, and what is wrong is refused at
//! its place.

mod check;
mod corpus;
mod errors;
mod tree;
