//! Declarations checked against a schema; they become types of the [`model`].
//!
//! One file per family of rules. A check always returns a type, as complete as possible, so that
//! one text yields all its findings; a type with errors never reaches a catalog.
//!
//! [`model`]: crate::model

mod alterations;
mod attributes;
mod datetime;
mod defaults;
mod edges;
mod graphs;
mod limits;
#[cfg(feature = "loading")]
mod loading;
mod lookup;
mod names;
mod options;
#[cfg(feature = "query")]
mod query;
mod tuples;
mod types;
mod usage;
mod vectors;
mod vertices;

pub(crate) use alterations::{attribute_names, attribute_names_of};
pub use datetime::is_datetime;
pub use defaults::default_of;
#[cfg(feature = "loading")]
pub use loading::{loading_job, run_loading_job};
#[cfg(feature = "query")]
pub(crate) use query::Names;
#[cfg(feature = "query")]
pub use query::{query, query_in};
#[cfg(feature = "format")]
pub(crate) use types::TYPE_KEYWORDS;

use std::collections::HashSet;

use crate::finding::{Finding, Rule};
use crate::model::Catalog;
use crate::syntax::{Name, Span};

/// The scope of a statement: where names are looked up, and where its types belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope<'a> {
    /// Global types.
    Global,
    /// The types of one graph, its own and the global ones that it contains.
    Graph(&'a str),
}

pub(crate) struct Checker<'a> {
    catalog: &'a Catalog,
    scope: Scope<'a>,
    findings: Vec<Finding>,
    /// Every name of a type in the catalog, and perhaps others, if that is known.
    pub(crate) known: Option<&'a HashSet<String>>,
}

impl<'a> Checker<'a> {
    pub(crate) fn new(catalog: &'a Catalog, scope: Scope<'a>) -> Self {
        Self { catalog, scope, findings: Vec::new(), known: None }
    }

    pub(crate) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    pub(crate) fn error(&mut self, rule: Rule, span: Span, message: impl Into<String>) {
        self.findings.push(Finding::new(rule, span, message));
    }

    pub(crate) fn error_with_help(
        &mut self,
        rule: Rule,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.findings.push(Finding::new(rule, span, message).help(help));
    }

    fn unknown(
        &mut self,
        rule: Rule,
        name: &Name,
        message: String,
        candidates: &mut dyn Iterator<Item = &str>,
    ) {
        self.findings.push(Finding::unknown(rule, name, message, candidates));
    }

    fn local_to(&self) -> Option<String> {
        match self.scope {
            Scope::Global => None,
            Scope::Graph(name) => Some(name.to_owned()),
        }
    }
}
