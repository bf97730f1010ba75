//! Statements applied to a [`Catalog`].
//!
//! Functions of this module are pure: they change the catalog that they are given or, with an error
//! among the findings, leave it unchanged.
//!
//! ```
//! use tg_gsql::{apply, model::Catalog, syntax::parse};
//!
//! let mut catalog = Catalog::default();
//! for statement in parse("CREATE VERTEX A (PRIMARY_ID id STRING) CREATE GRAPH g(*)").statements {
//!     let outcome = apply::apply(&mut catalog, None, &statement.value);
//!     assert!(outcome.is_ok());
//! }
//! assert!(catalog.vertex("g", "A").is_some());
//! ```

mod alter;
mod change;
mod create;
mod drop;
mod effect;
#[cfg(feature = "loading")]
mod loading;
mod script;

pub use effect::{Effect, TypeKind, TypeRef};
pub use script::{Script, script};

use std::collections::HashSet;

use crate::check::{Checker, Scope};
use crate::finding::{Finding, Rule};
use crate::model::Catalog;
use crate::syntax::ast::{SchemaChangeJob, Statement};

/// The outcome of a statement.
#[derive(Debug, Clone, PartialEq, Default)]
#[must_use = "a statement with errors changes nothing: check the findings"]
pub struct Outcome {
    /// The changes in order; empty if there was an error.
    pub effects: Vec<Effect>,
    /// Errors and warnings. Their spans belong to the text that the statement was parsed from;
    /// those of a job, to the text that created the job.
    pub findings: Vec<Finding>,
}

impl Outcome {
    /// Returns `true` if the statement took effect; there may be warnings.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        !self.findings.iter().any(Finding::is_error)
    }
}

/// Applies one statement; `graph` is the working graph.
///
/// Statements that declare or drop types and graphs change the catalog. All others, those about
/// queries, jobs or secrets among them, leave it alone and have no effects.
pub fn apply(catalog: &mut Catalog, graph: Option<&str>, statement: &Statement) -> Outcome {
    Editor::new(catalog, Scope::Global).statement(graph, statement)
}

/// Runs a schema change job as a whole or not at all. A local job that does not name a graph
/// changes `graph`, the working graph.
///
/// The order of effects differs from that of the text: edge types are dropped before vertex types,
/// drops come before adds, vertex types before edge types, and alterations last.
pub fn run_job(catalog: &mut Catalog, graph: Option<&str>, job: &SchemaChangeJob) -> Outcome {
    let mut staged = catalog.clone();
    let named = job.graph.as_ref().map(|graph| graph.value.as_str());
    let scope = match named.or(graph) {
        _ if job.global => Scope::Global,
        Some(graph) => Scope::Graph(graph),
        None => {
            let message = format!("the job `{}` does not name a graph", job.name.value);
            let finding = Finding::new(Rule::NoGraph, job.name.span, message)
                .help("write `FOR GRAPH name`, or `USE GRAPH name` before it");
            return Outcome { effects: Vec::new(), findings: vec![finding] };
        }
    };
    let mut editor = Editor::new(&mut staged, scope);
    if let (false, Some(graph)) = (job.global, &job.graph) {
        editor.checked(|checker| checker.known_graph(graph).is_some());
    }
    if editor.is_ok() {
        editor.changes(&job.changes);
    }
    let outcome = editor.into_outcome();
    if outcome.is_ok() {
        *catalog = staged;
    }
    outcome
}

/// Puts findings into the order of the text.
fn sort(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| finding.span.start);
}

/// A catalog that is changed statement by statement. A statement with an error changes nothing.
struct Editor<'a> {
    catalog: &'a mut Catalog,
    scope: Scope<'a>,
    effects: Vec<Effect>,
    findings: Vec<Finding>,
    /// Every name of a type in the catalog, and perhaps others. With it, a long script does not
    /// search all types for every new name.
    known: Option<&'a HashSet<String>>,
}

impl<'a> Editor<'a> {
    fn new(catalog: &'a mut Catalog, scope: Scope<'a>) -> Self {
        Self { catalog, scope, effects: Vec::new(), findings: Vec::new(), known: None }
    }

    fn is_ok(&self) -> bool {
        !self.findings.iter().any(Finding::is_error)
    }

    fn statement(mut self, graph: Option<&str>, statement: &Statement) -> Outcome {
        match statement {
            Statement::CreateVertex(vertex) => self.create_vertex(vertex),
            Statement::CreateEdge(edge) => self.create_edge(edge),
            Statement::CreateTuple(tuple) => self.create_tuple(tuple),
            Statement::CreateGraph(graph) => self.create_graph(graph),
            Statement::Drop(dropped) => self.drop_statement(dropped, graph),
            _ => {}
        }
        self.into_outcome()
    }

    fn into_outcome(mut self) -> Outcome {
        if !self.is_ok() {
            self.effects.clear();
        }
        Outcome { effects: self.effects, findings: self.findings }
    }

    /// Returns the result of the check, unless it found an error.
    fn checked<T>(&mut self, check: impl FnOnce(&mut Checker<'_>) -> T) -> Option<T> {
        let mut checker = Checker::new(self.catalog, self.scope);
        checker.known = self.known;
        let answer = check(&mut checker);
        let mut findings = checker.into_findings();
        let sound = !findings.iter().any(Finding::is_error);
        self.findings.append(&mut findings);
        sound.then_some(answer)
    }
}
