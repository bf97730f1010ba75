//! Schema change jobs: stored, run, dropped.

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::{Alteration, Change, SchemaChangeJob, Selection};

use super::Rejection;
use super::queries::selected;
use super::session::Session;
use crate::catalog::{Job, Stored};
use crate::config::Version;
use crate::state::State;

/// What a server prints before it changes a schema.
const QUERIES_ARE_REINSTALLED: &str = "WARNING: When modifying the graph schema, reinstalling all \
    affected queries is required, and the duration of this process may vary based on the number \
    and complexity of the queries. To skip query reinstallation, you can run with the '-N' option, \
    but manual reinstallation of queries will be required afterwards.";

fn adds_vector(change: &Change) -> bool {
    matches!(change, Change::AlterVertex { alteration: Alteration::AddVector { .. }, .. })
}

/// Stores a schema change job.
///
/// # Errors
///
/// The server's message, if the job cannot be stored.
pub(crate) fn create(
    state: &State,
    graph: Option<&str>,
    definition: &SchemaChangeJob,
    text: &str,
) -> Result<(), Rejection> {
    let name = &definition.name.value;
    let version = state.config.version;
    if version < Version::V4_2 && definition.changes.iter().any(|it| adds_vector(&it.value)) {
        return Err(format!("vector attributes need 4.2, and this is {version}.").into());
    }
    let named = definition.graph.as_ref().map(|graph| graph.value.as_str());
    let graph = match (definition.global, named.or(graph)) {
        (true, _) => None,
        (false, None) => return Err(Rejection::NoGraph),
        (false, Some(graph)) if state.read().graphs.schema().graph(graph).is_none() => {
            return Err(format!("Graph '{graph}' does not exist.").into());
        }
        (false, Some(graph)) => Some(graph.to_owned()),
    };
    let mut stored = state.stored();
    let taken = |graph: &String| stored.loading.get(graph, name).is_some();
    if stored.jobs.has(name, graph.as_deref()) || graph.as_ref().is_some_and(taken) {
        return Err(format!("The job '{name}' already exists.").into());
    }
    let (name, text) = (name.clone(), text.trim().to_owned());
    stored.jobs.add(Job { name, graph, definition: definition.clone(), text });
    Ok(())
}

impl Session<'_> {
    pub(super) fn create_job(&mut self, definition: &SchemaChangeJob, span: Span) {
        let name = &definition.name.value;
        let text = span.of(self.script);
        match create(self.state, self.graph.as_deref(), definition, text) {
            Ok(()) => {
                self.output.line(format!("Successfully created schema change jobs: [{name}]."));
            }
            Err(rejection) => {
                let outcome = format!("Failed to create schema change jobs: [{name}].");
                self.output.rejected(&rejection, outcome);
            }
        }
    }

    pub(super) fn run_job(&mut self, name: &str) {
        let job = self.state.stored().jobs.find(name, self.graph.as_deref()).cloned();
        let Some(job) = job else {
            let graph = self.graph.as_deref();
            let is_loading =
                graph.is_some_and(|graph| self.state.stored().loading.get(graph, name).is_some());
            return self.output.semantic_error(if is_loading {
                format!(
                    "'{name}' is a loading job, not a schema change job. Please use \
                     'RUN LOADING JOB {name}'."
                )
            } else {
                format!("The job '{name}' does not exist.")
            });
        };
        if self.state.config.version >= Version::V3_9 {
            self.output.line(QUERIES_ARE_REINSTALLED);
        }
        self.output.line(format!("Kick off schema change job {name}"));
        self.change_by_job(&job);
    }

    /// Drops schema change jobs and loading jobs.
    pub(super) fn drop_jobs(&mut self, selection: &Selection) {
        let graph = self.graph.as_deref();
        let mut stored = self.state.stored();
        let loading = |stored: &Stored| match graph {
            Some(graph) => stored.loading.of(graph).map(|job| job.name.clone()).collect(),
            None => Vec::new(),
        };
        let names = selected(selection).unwrap_or_else(|| {
            let jobs = stored.jobs.visible(graph).map(|job| job.name.clone());
            jobs.chain(loading(&stored)).collect()
        });
        let (dropped, missing): (Vec<_>, Vec<_>) = names.into_iter().partition(|name| {
            stored.jobs.remove(name, graph)
                || graph.is_some_and(|graph| stored.loading.remove(graph, name))
        });
        drop(stored);
        if !missing.is_empty() {
            let missing = missing.join(", ");
            let reason = format!("These jobs could not be found anywhere: [{missing}].");
            self.output.semantic_error(reason);
        }
        if !dropped.is_empty() || *selection == Selection::All {
            let names = dropped.join(", ");
            let on = self.graph.as_ref().map(|graph| format!(" on the graph '{graph}'"));
            let on = on.unwrap_or_default();
            self.output.line(format!("Successfully dropped jobs{on}: [{names}]."));
        }
    }
}
