//! Statements about stored queries.

use std::sync::Arc;

use tg_gsql::query::Position;
use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::{QueryText, Selection};

use super::pattern::Pattern;
use super::session::Session;
use super::{NO_GRAPH, Rejection};
use crate::catalog::{Descriptions, Query, Words, to_be_created};
use crate::config::Generation;
use crate::eval::{Parameter, Problem, Type};
use crate::state::State;

/// The outcome of storing a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Created {
    /// With warnings about constructs that the emulator cannot run.
    Valid(Vec<String>),
    /// With errors in its text, which the lines report.
    Draft(Vec<String>),
}

/// Returns errors in the form of the server's compiler, which adds `before` lines to the text.
pub(crate) fn lines(text: &str, problems: &[Problem], before: usize) -> Vec<String> {
    let line = |problem: &Problem| {
        let Position { line, column } = Position::of(text, problem.span);
        let near = problem.span.of(text).lines().next().unwrap_or_default();
        let near = if near.is_empty() { "<EOF>" } else { near };
        let what = match problem.syntax {
            true => format!("no viable alternative at input '{near}'; {}", problem.message),
            false => problem.message.clone(),
        };
        format!("line {}:{column} {what}", line + before)
    };
    problems.iter().filter(|problem| problem.error).map(line).collect()
}

/// Returns the errors in the text of a query that is stored: those of its syntax are the parser's,
/// the others have a number and a place, with the message on the next line.
fn draft_lines(name: &str, text: &str, problems: &[Problem]) -> Vec<String> {
    let line = |problem: &Problem| {
        if problem.syntax || !problem.error {
            return lines(text, std::slice::from_ref(problem), 0);
        }
        let Position { line, column } = Position::of(text, problem.span);
        let kind = if problem.code.starts_with("TYP") { "Type" } else { "Semantic" };
        let code = problem.code;
        let place = format!("({code}): line {line}, col {column}");
        let message = format!("{}.", problem.message);
        vec![format!("{kind} Check Error in query {name} {place}"), message]
    };
    problems.iter().flat_map(line).collect()
}

/// Stores a query; one with errors in its body as a draft.
///
/// # Errors
///
/// The server's message, if the query cannot be stored.
pub(crate) fn create(
    state: &State,
    graph: Option<&str>,
    query: &QueryText,
    (script, span): (&str, Span),
) -> Result<Created, Rejection> {
    let name = &query.name.value;
    let graph = query.graph.as_ref().map(|graph| graph.value.as_str()).or(graph);
    let Some(graph) = graph else {
        return Err(Rejection::NoGraph);
    };
    if state.read().graphs.schema().graph(graph).is_none() {
        return Err(format!("Graph '{graph}' does not exist.").into());
    }
    let text = span.of(script).trim().trim_end_matches(';').trim_end();
    let read = state.program(text);
    let problems = match &read {
        Ok(program) => program.problems(&state.read(), graph),
        Err(_) => Vec::new(),
    };
    let warnings = match &read {
        Ok(program) => program.unsupported(&state.read(), graph),
        Err(_) => Vec::new(),
    };
    let mut stored = state.stored();
    if let Some((package, _)) = name.rsplit_once('.')
        && !stored.packages.has(package)
    {
        return Err(to_be_created(package).into());
    }
    if !query.or_replace && stored.queries.get(graph, name).is_some() {
        return Err(format!("The query {name} already exists on the graph {graph}.").into());
    }
    let (program, problems) = match read {
        Ok(program) => (Some(Arc::new(program)), problems),
        Err(problems) => (None, problems),
    };
    let mut lines = draft_lines(name, text, &problems);
    let draft = !lines.is_empty();
    stored.queries.put(Query {
        name: name.clone(),
        graph: graph.to_owned(),
        text: span.of(script).trim().to_owned(),
        words: Arc::new(Words::of(text)),
        parameter_text: query.parameters.of(script).trim().to_owned(),
        program: program.filter(|_| !draft),
        draft,
        installed: false,
        enabled: false,
        replaced: false,
        installing: false,
        descriptions: Descriptions::default(),
    });
    if !draft {
        warnings.iter().for_each(|reason| tracing::warn!(%name, %reason, "cannot be run"));
        return Ok(Created::Valid(warnings));
    }
    let syntax = problems.iter().filter(|problem| problem.error && problem.syntax).count();
    if syntax > 0 {
        lines.push(format!("Parsing encountered {syntax} syntax error(s)"));
    }
    lines.push(format!("Saved as draft query with type/semantic error: [{name}]."));
    Ok(Created::Draft(lines))
}

/// The outcome of installing queries.
#[derive(Debug, Default)]
pub(crate) struct Installed {
    pub(crate) done: Vec<String>,
    /// Those that were installed already.
    pub(crate) skipped: Vec<String>,
    /// Drafts, which cannot be installed.
    pub(crate) failed: Vec<String>,
    pub(crate) missing: Vec<String>,
}

/// Marks queries of a graph as installed: those named, or all if `names` is `None`.
pub(crate) fn install(
    state: &State,
    graph: &str,
    names: Option<&[String]>,
    force: bool,
) -> Installed {
    let mut stored = state.stored();
    let all: Vec<_> = stored.queries.of(graph).map(|query| query.name.clone()).collect();
    let mut installed = Installed::default();
    for name in names.unwrap_or(&all) {
        let list = match stored.queries.get(graph, name) {
            None => &mut installed.missing,
            Some(query) if query.draft => &mut installed.failed,
            Some(query) if query.installed && query.enabled && !force => &mut installed.skipped,
            Some(_) => {
                stored.queries.install(graph, name);
                &mut installed.done
            }
        };
        list.push(name.clone());
    }
    installed
}

/// Drops queries of a graph; returns those that existed, and those that did not.
pub(crate) fn drop_queries(
    state: &State,
    graph: &str,
    names: Option<&[String]>,
) -> (Vec<String>, Vec<String>) {
    let mut stored = state.stored();
    let all: Vec<_> = stored.queries.of(graph).map(|query| query.name.clone()).collect();
    let named = names.unwrap_or(&all).iter().cloned();
    named.partition(|name| stored.queries.remove(graph, name))
}

/// Returns the parameters of a query as the example of a URL has them.
fn in_a_url(query: &Query) -> String {
    let parameter = |parameter: &Parameter| {
        let name = &parameter.name;
        match parameter.ty {
            Type::Vertex(None) => format!("{name}=VALUE&{name}.type=VERTEX_TYPE"),
            _ => format!("{name}=VALUE"),
        }
    };
    let parameters: Vec<_> = query.parameters().iter().map(parameter).collect();
    if parameters.is_empty() { String::new() } else { format!("?{}", parameters.join("&")) }
}

/// Returns the names of a selection, or `None` for all.
pub(super) fn selected(selection: &Selection) -> Option<Vec<String>> {
    match selection {
        Selection::All => None,
        Selection::Named(names) => Some(names.iter().map(|name| name.value.clone()).collect()),
    }
}

impl Session<'_> {
    pub(super) fn create_query(&mut self, query: &QueryText, span: Span) {
        let name = &query.name.value;
        match create(self.state, self.graph.as_deref(), query, (self.script, span)) {
            Ok(Created::Valid(warnings)) => {
                warnings.iter().for_each(|line| self.output.line(format!("Warning: {line}")));
                self.output.line(format!("Successfully created queries: [{name}]."));
            }
            Ok(Created::Draft(lines)) => {
                lines.iter().for_each(|line| self.output.failure(line));
            }
            Err(rejection) => {
                self.output.rejected(&rejection, format!("Failed to create queries: [{name}]."));
            }
        }
    }

    pub(super) fn install_queries(&mut self, options: &[String], selection: &Selection) {
        if *selection == Selection::Named(Vec::new()) {
            // The old `-OPTIMIZE` does not name queries.
            return self.output.line("Query installation finished.");
        }
        let Some(graph) = self.graph_of_queries() else { return };
        let force = options.iter().any(|option| option.eq_ignore_ascii_case("FORCE"));
        let names = selected(selection);
        let installed = install(self.state, &graph, names.as_deref(), force);
        if !installed.missing.is_empty() {
            self.missing_queries(&installed.missing);
            return self.output.failure("Query installation failed!");
        }
        self.report_installed(&graph, &installed);
    }

    /// Reports an installation. One in which only some queries fail finishes all the same: the
    /// others are not mentioned on 3.x, and counted on 4.x.
    fn report_installed(&mut self, graph: &str, installed: &Installed) {
        let Installed { done, skipped, failed, .. } = installed;
        self.output.failed |= !failed.is_empty();
        if done.is_empty() && !failed.is_empty() {
            for name in failed {
                let reason = format!("The query {name} is a draft and is not installed.");
                self.output.semantic_error(reason);
            }
            self.output.code = super::SYNTAX_ERROR;
            self.output.failure("Failed to install queries.");
            return self.output.failure("Query installation failed!");
        }
        if !done.is_empty() {
            let address = match self.state.config.generation() {
                Generation::V3 => "https://127.0.0.1:9000",
                Generation::V4 => "https://127.0.0.1:14240/restpp",
            };
            self.output.line("Start installing queries, about 1 minute ...");
            for name in done {
                let stored = self.state.stored();
                let query = stored.queries.get(graph, name);
                let parameters = query.map_or_else(String::new, in_a_url);
                self.output.line(format!(
                    "{name} query: curl -X GET '{address}/query/{graph}/{name}{parameters}'. Add \
                     -H \"Authorization: Bearer TOKEN\" if authentication is enabled."
                ));
            }
            self.output.line("Select 'm1' as compile server, now connecting ...");
            self.output.line("Node 'm1' is prepared as compile server.\n");
        }
        let (bar, all) = ("=".repeat(75), done.len() + failed.len());
        self.output.line(format!("[{bar}] 100% ({all}/{all})"));
        self.output.line("Query installation finished.");
        if self.state.config.generation() == Generation::V4 {
            let (done, skipped, failed) = (done.len(), skipped.len(), failed.len());
            self.output.line(format!("succeeded: {done}, skipped: {skipped}, failed: {failed}"));
        }
    }

    pub(super) fn drop_queries(&mut self, selection: &Selection) {
        let Some(graph) = self.graph_of_queries() else { return };
        let names = selected(selection);
        let (dropped, missing) = drop_queries(self.state, &graph, names.as_deref());
        if !missing.is_empty() {
            self.missing_queries(&missing);
        }
        if !dropped.is_empty() || names.is_none() {
            let dropped = dropped.join(", ");
            self.output
                .line(format!("Successfully dropped queries on the graph '{graph}': [{dropped}]."));
        }
    }

    /// `SHOW QUERY`: prints the text of each, after its state.
    pub(super) fn show_queries(&mut self, pattern: &Pattern) {
        let database = self.state.read();
        let stored = self.state.stored();
        let graph = self.graph.as_deref();
        let visible = stored.queries.all().filter(|it| graph.is_none_or(|name| name == it.graph));
        let texts: Vec<String> = visible
            .filter(|query| pattern.matches(&query.name))
            .map(|query| {
                let state = query.state().map(|state| format!("# {state}\n"));
                let program = query.program.as_ref();
                let unsupported = program.map(|it| it.unsupported(&database, &query.graph));
                let unsupported = unsupported.unwrap_or_default().into_iter();
                let unsupported: String = unsupported.map(|it| format!("# {it}\n")).collect();
                format!("{}{unsupported}{}", state.unwrap_or_default(), query.text)
            })
            .collect();
        drop(stored);
        match pattern.name() {
            Some(name) if texts.is_empty() => self.missing_queries(&[name.to_owned()]),
            _ => texts.iter().for_each(|text| self.output.line(text)),
        }
    }

    pub(super) fn missing_queries(&mut self, names: &[String]) {
        let names = names.join(", ");
        let message = format!("These queries could not be found anywhere: [{names}].");
        self.output.semantic_error(message);
    }

    /// Returns the working graph.
    fn graph_of_queries(&mut self) -> Option<String> {
        if self.graph.is_none() {
            self.output.failure(NO_GRAPH);
        }
        self.graph.clone()
    }
}
