//! `#[derive(Vertex)]`

mod check;
mod expand;
mod hollow;
mod model;
#[cfg(test)]
mod tests;

pub(crate) use check::check;
#[cfg(test)]
pub(crate) use check::compare;
pub(crate) use expand::expand;
pub(crate) use hollow::hollow;
pub(crate) use model::Vertex;
