//! `#[derive(Tuple)]`

mod expand;
mod hollow;
mod model;
#[cfg(test)]
mod tests;

pub(crate) use expand::expand;
pub(crate) use hollow::hollow;
pub(crate) use model::Tuple;
