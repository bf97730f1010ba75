//! `include_schema!("schema/goods.gsql", auth = "secret")`

mod expand;
mod model;
#[cfg(test)]
mod tests;

pub(crate) use expand::expand;
pub(crate) use model::Include;
