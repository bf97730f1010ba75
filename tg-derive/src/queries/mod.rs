//! `queries = ".."`: the files of a graph's queries, and what is written for each query.

mod check;
mod expand;
mod files;
mod model;
mod names;
mod types;

pub(crate) use check::check;
pub(crate) use expand::{expand, specs};
pub(crate) use model::Queries;
