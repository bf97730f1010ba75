//! The surroundings of a query.

use std::collections::BTreeMap;

use crate::model::Catalog;
use crate::syntax::ast::query::Query;

/// Everything outside of a query that its names can refer to.
#[derive(Debug, Clone, Default)]
pub struct Context<'a> {
    /// The catalog and the graph. Without it, types and attributes are not known, and nothing is
    /// reported about them.
    pub schema: Option<(&'a Catalog, &'a str)>,
    /// The queries that can be called, by name.
    pub queries: BTreeMap<&'a str, &'a Query>,
    /// The names of the user-defined functions. Without it, every unknown function may be one.
    pub functions: Option<&'a [String]>,
}
