//! `#[tigergraph(graph = "..", auth = "..")]`

mod auth;
mod check;
mod expand;
mod model;
#[cfg(test)]
mod tests;

#[cfg(feature = "include")]
pub(crate) use auth::Auth;
pub(crate) use check::check;
#[cfg(test)]
pub(crate) use check::compare;
pub(crate) use expand::expand;
pub(crate) use model::Graph;
