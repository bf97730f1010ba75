//! `queries = ".."`: the files of a graph's queries, and what is written for each query; and
//! `gsql!`, a query at the place of its use.

mod check;
mod expand;
mod files;
mod literal;
mod model;
mod names;
mod structs;
mod types;

pub(crate) use check::check;
pub(crate) use expand::{expand, handles_by_name, specs};
pub(crate) use literal::Literal;
pub(crate) use model::Queries;
