//! `#[tigergraph(graph = "..", auth = "..")]`

mod auth;
mod expand;
mod model;
#[cfg(test)]
mod tests;

pub(crate) use expand::expand;
pub(crate) use model::Graph;
