//! Queries checked against a graph: an error makes the query a draft.
//!
//! Only what is certain is an error, since a draft cannot be run. Nothing is reported where a name
//! may come from a statement that is not parsed (statements about tables), or where a type is known
//! at run time only.

mod body;
mod functions;
mod names;
mod patterns;
mod types;

pub(crate) use names::Names;

use std::collections::HashSet;

use crate::finding::{Finding, Rule};
use crate::model::Catalog;
use crate::syntax::Name;
use crate::syntax::ast::query::{Body, Query};

/// Returns the errors that make a query a draft in a graph of the catalog. Spans are of the query's
/// text. Empty if there is no such graph.
///
/// ```
/// use tg_gsql::apply::script;
/// use tg_gsql::{check, query};
///
/// let schema = script("CREATE VERTEX Person (PRIMARY_ID id STRING, age INT) CREATE GRAPH g(*)");
/// let text = "CREATE QUERY q() { S = {Persn.*}; PRINT S; }";
/// let query = query::parse(text).query.unwrap();
/// let findings = check::query(&query, &schema.catalog, "g");
/// assert_eq!(findings[0].message, "the vertex type `Persn` does not exist");
/// ```
#[must_use]
pub fn query(query: &Query, catalog: &Catalog, graph: &str) -> Vec<Finding> {
    if catalog.graph(graph).is_none() {
        return Vec::new();
    }
    let mut checker =
        QueryChecker { names: Names::of(query, Some((catalog, graph))), findings: Vec::new() };
    checker.header(query);
    if let Body::Gsql(statements) = &query.body {
        checker.top_level(statements);
        checker.block(statements, &[]);
    }
    checker.findings.sort_by_key(|finding| finding.span.start);
    checker.findings
}

struct QueryChecker<'a> {
    names: Names<'a>,
    findings: Vec<Finding>,
}

impl QueryChecker<'_> {
    fn header(&mut self, query: &Query) {
        let mut seen = HashSet::new();
        for parameter in &query.parameters {
            if !seen.insert(parameter.name.value.as_str()) {
                let message = format!("the parameter `{}` is declared twice", parameter.name.value);
                self.error(Rule::Duplicate, &parameter.name, message);
            }
            self.parameter_type(&parameter.ty);
        }
        if let Some(returns) = &query.returns {
            self.used_type(returns);
        }
    }

    fn error(&mut self, rule: Rule, name: &Name, message: String) {
        self.findings.push(Finding::new(rule, name.span, message));
    }

    fn unknown_vertex(&mut self, name: &Name) {
        let message = format!("the vertex type `{}` does not exist", name.value);
        let types = self.names.catalog.vertices_of(self.names.graph);
        let mut types = types.map(|ty| ty.name.as_str());
        self.findings.push(Finding::unknown(Rule::UnknownType, name, message, &mut types));
    }

    fn unknown_edge(&mut self, name: &Name) {
        let message = format!("the edge type `{}` does not exist", name.value);
        let types = self.names.catalog.edges_of(self.names.graph);
        let mut types = types.map(|ty| ty.name.as_str());
        self.findings.push(Finding::unknown(Rule::UnknownType, name, message, &mut types));
    }
}
