//! Changes of the schema, by statements and by jobs. Each is made completely or not at all.

use tg_gsql::apply::{self, Effect, Outcome};
use tg_gsql::model::Catalog;
use tg_gsql::syntax::ast::{Drop, Statement};
use tg_gsql::syntax::parse;

use super::{Output, dependents};
use crate::catalog::Job;
use crate::state::State;

/// The outcome of a change.
#[derive(Debug, Default)]
pub(crate) struct Changed {
    pub(super) outcome: Outcome,
    /// The graphs that have a new version: the old one and the new one.
    pub(super) versions: Vec<(String, u32, u32)>,
    /// The lines about loading jobs and queries that the change affected.
    pub(super) dependents: Vec<String>,
}

impl Changed {
    /// # Errors
    ///
    /// The server's message, if nothing was changed.
    pub(crate) fn into_result(self) -> Result<Vec<Effect>, String> {
        let mut refusals = Output::default();
        refusals.findings(&self.outcome.findings);
        if self.outcome.is_ok() { Ok(self.outcome.effects) } else { Err(refusals.text) }
    }
}

/// Applies a change to the catalog, migrates the data, and updates the objects that depend on it.
pub(super) fn change(state: &State, change: impl FnOnce(&mut Catalog) -> Outcome) -> Changed {
    let mut database = state.write();
    let old = database.graphs.shared_schema();
    let mut catalog = old.catalog.clone();
    let outcome = change(&mut catalog);
    if !outcome.is_ok() || outcome.effects.is_empty() {
        return Changed { outcome, ..Changed::default() };
    }
    let names: Vec<_> = catalog.graphs.iter().map(|graph| graph.name.clone()).collect();
    let before: Vec<_> = names.iter().map(|name| database.version(name)).collect();
    database.set_catalog(catalog, &outcome.effects);
    let after = names.into_iter().map(|name| {
        let version = database.version(&name);
        (name, version)
    });
    let changed = after.zip(before).filter(|((_, after), before)| after != before);
    let versions = changed.map(|((graph, after), before)| (graph, before, after)).collect();
    let dependents = dependents::follow(&old.catalog, &outcome.effects, &mut state.stored());
    Changed { outcome, versions, dependents }
}

/// Runs a schema change job.
pub(crate) fn run_job(state: &State, job: &Job) -> Changed {
    let graph = job.graph.as_deref();
    change(state, |catalog| apply::run_job(catalog, graph, &job.definition))
}

/// Runs statements that declare or drop types and graphs, and jobs as if they were run at their
/// place: all of them or none. For requests that contain GSQL within JSON, or mean the same.
///
/// # Errors
///
/// The server's message.
pub(crate) fn at_once(
    state: &State,
    script: &str,
    expected: &str,
    is_allowed: fn(&Statement) -> bool,
) -> Result<Vec<Effect>, String> {
    let parsed = parse(script);
    let mut refusals = Output::of(state.config.version);
    refusals.syntax_errors(script, parsed.findings.iter().filter(|finding| finding.is_error()));
    let other =
        |it: &Statement| !matches!(it, Statement::Begin | Statement::End) && !is_allowed(it);
    if refusals.text.is_empty() && parsed.statements.iter().any(|it| other(&it.value)) {
        refusals.semantic_error(format!("only {expected} is possible here."));
    }
    if parsed.statements.is_empty() && !expected.is_empty() {
        refusals.semantic_error(format!("a {expected} is expected."));
    }
    for statement in &parsed.statements {
        if let Statement::Drop(Drop::Graph { name, cascade: false }) = &statement.value {
            let users = state.stored().kept_by(&name.value);
            users
                .iter()
                .for_each(|users| refusals.semantic_error(graph_in_use(&name.value, users)));
        }
    }
    if !refusals.text.is_empty() {
        return Err(refusals.text);
    }
    let all = |catalog: &mut Catalog| {
        let mut whole = Outcome::default();
        for statement in &parsed.statements {
            let outcome = match &statement.value {
                Statement::CreateSchemaChangeJob(job) => apply::run_job(catalog, None, job),
                statement => apply::apply(catalog, None, statement),
            };
            whole.effects.extend(outcome.effects);
            whole.findings.extend(outcome.findings);
        }
        whole
    };
    change(state, all).into_result()
}

/// Returns the reason why a graph cannot be dropped.
pub(super) fn graph_in_use(graph: &str, users: &str) -> String {
    format!("the graph {graph} has {users}; drop them first, or write DROP GRAPH {graph} CASCADE.")
}
