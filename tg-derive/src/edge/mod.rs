//! `#[derive(Edge)]`

mod check;
mod expand;
mod hollow;
mod model;
#[cfg(test)]
mod tests;

pub(crate) use check::check;
pub(crate) use expand::expand;
pub(crate) use hollow::hollow;
pub(crate) use model::Edge;
