//! The public interface of tg-gsql, one module per subject.

mod apply;
mod check;
mod corpus;
mod diff;
mod format;
mod generate;
mod json;
mod loading;
mod loading_check;
mod parse;
mod plan;
mod print;
mod query;
mod scripts;
mod tokens;
