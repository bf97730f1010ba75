//! Statements about loading jobs.

use tg_gsql::check;
use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::LoadingJob as Definition;

use super::Rejection;
use super::output;
use super::pattern::Pattern;
use super::session::Session;
use crate::catalog::LoadingJob;
use crate::state::State;

/// Stores a loading job.
///
/// # Errors
///
/// The rejection, with a reason for each mistake.
pub(crate) fn create(
    state: &State,
    graph: Option<&str>,
    definition: &Definition,
    text: &str,
    replace: bool,
) -> Result<(), Rejection> {
    let name = &definition.name.value;
    let named = definition.graph.as_ref().map(|graph| graph.value.as_str());
    let Some(graph) = named.or(graph) else {
        return Err(Rejection::NoGraph);
    };
    // Under this lock, the types of the job cannot be dropped before the job is stored.
    let database = state.write();
    let catalog = &database.graphs.schema().catalog;
    if catalog.graph(graph).is_none() {
        return Err(format!("Graph '{graph}' does not exist.").into());
    }
    let findings = check::loading_job(catalog, Some(graph), definition);
    let mistakes: Vec<_> = output::sentences(&findings).collect();
    if !mistakes.is_empty() {
        return Err(Rejection::Checks(mistakes));
    }
    let mut stored = state.stored();
    if !replace && (stored.loading.get(graph, name).is_some() || stored.jobs.has(name, Some(graph)))
    {
        return Err(format!("The job '{name}' already exists.").into());
    }
    let text = if named.is_some() { text.trim().to_owned() } else { with_graph(text, graph) };
    let (name, graph, definition) = (name.clone(), graph.to_owned(), definition.clone());
    stored.loading.put(LoadingJob { name, graph, definition, text });
    Ok(())
}

/// Returns the text of a job with its graph in it.
fn with_graph(text: &str, graph: &str) -> String {
    match text.trim().split_once('{') {
        Some((header, body)) => format!("{} FOR GRAPH {graph} {{{body}", header.trim_end()),
        None => text.trim().to_owned(),
    }
}

impl Session<'_> {
    pub(super) fn create_loading_job(&mut self, definition: &Definition, span: Span) {
        let name = &definition.name.value;
        let text = span.of(self.script);
        match create(self.state, self.graph.as_deref(), definition, text, false) {
            Ok(()) => self.output.line(format!("Successfully created loading jobs: [{name}].")),
            Err(rejection) => {
                let outcome = format!("Failed to create loading jobs: [{name}].");
                self.output.rejected(&rejection, outcome);
            }
        }
    }

    /// Returns the loading jobs of the working graph, or of all graphs.
    pub(super) fn loading_job_lines(&self, pattern: &Pattern) -> Vec<String> {
        let stored = self.state.stored();
        let graph = self.graph.as_deref();
        let visible = stored.loading.all().filter(|it| graph.is_none_or(|name| name == it.graph));
        visible.filter(|job| pattern.matches(&job.name)).map(|job| job.text.clone()).collect()
    }
}
