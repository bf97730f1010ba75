//! Statements that run queries: `RUN QUERY`, `INTERPRET QUERY`.

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value as Json, json};
use tg_gsql::syntax::Span;

use super::NO_GRAPH;
use super::queries::lines;
use super::session::Session;
use crate::eval::{Output, PrintedValue, Problem, Program};
use crate::json;
use crate::parameters::{Arguments, BadParameter, Receiver, from_json};
use crate::runs::{DEFAULT_LIMIT, DEFAULT_MEMORY, End, SUBMITTED, Start};

/// The output of a query in a script.
#[derive(Serialize)]
struct Answer<'a> {
    error: bool,
    message: &'a str,
    version: Version,
    results: &'a [PrintedValue],
}

#[derive(Serialize)]
struct Version {
    schema: u32,
    edition: &'static str,
    api: &'static str,
}

impl Session<'_> {
    /// `INTERPRET QUERY () { ... }`
    pub(super) async fn interpret_query(&mut self, span: Span) {
        let text = span.of(self.script).trim_end().trim_end_matches(';').trim_end();
        let program = self.state.program(text);
        self.interpret(text, program).await;
    }

    /// Runs a query of a script, if it has no mistakes.
    pub(super) async fn interpret(&mut self, text: &str, program: Result<Program, Vec<Problem>>) {
        let program = match program {
            Ok(program) => program,
            Err(problems) => {
                lines(text, &problems, 0).iter().for_each(|line| self.output.failure(line));
                return;
            }
        };
        if !program.parameters().is_empty() {
            return self.output.semantic_error("Run interpreted query doesn't support parameter.");
        }
        let Some(graph) = program.graph().or(self.graph.as_deref()).map(ToOwned::to_owned) else {
            return self.output.failure(NO_GRAPH);
        };
        if self.state.read().graphs.schema().graph(&graph).is_none() {
            return self.output.failure(format!("Graph '{graph}' does not exist."));
        }
        let problems = program.problems(&self.state.read(), &graph);
        let mistakes = lines(text, &problems, 0);
        if !mistakes.is_empty() {
            return mistakes.iter().for_each(|line| self.output.failure(line));
        }
        let url = "/interpreted_query".to_owned();
        self.run_program(Arc::new(program), graph, url, Arguments::new(), false).await;
    }

    /// `RUN QUERY name(values)`, `RUN QUERY name({"parameter": value})`, and `INTERPRET QUERY` with
    /// the name of a stored query. With `-async` it is detached.
    pub(super) async fn run_query(&mut self, span: Span) {
        let text = span.of(self.script).trim_end().trim_end_matches(';').trim_end();
        let Some((options, name, values)) = called(text) else {
            return self.output.semantic_error("RUN QUERY takes the name of a query and values.");
        };
        let Some(graph) = self.graph.clone() else { return self.output.failure(NO_GRAPH) };
        // An interpreted query need not be installed.
        let interpreted = text.get(..9).is_some_and(|verb| verb.eq_ignore_ascii_case("INTERPRET"));
        let Some(program) = self.stored_program(&graph, name, interpreted) else {
            return self.missing_queries(&[name.to_owned()]);
        };
        let Some(program) = program else {
            return self.output.semantic_error(format!(
                "The query {name} is not installed on graph {graph}; install it first."
            ));
        };
        match arguments(&program, values) {
            Ok(arguments) => {
                let url = format!("/query/{graph}/{name}");
                let mut options = options.split_whitespace();
                let detached = options.any(|it| it.eq_ignore_ascii_case("-async"));
                self.run_program(program, graph, url, arguments, detached).await;
            }
            Err(BadParameter(reason)) => self.output.failure(reason),
        }
    }

    /// Finds a stored query. Returns its program, if it can run: unless it is interpreted, it must
    /// be installed.
    fn stored_program(
        &self,
        graph: &str,
        name: &str,
        interpreted: bool,
    ) -> Option<Option<Arc<Program>>> {
        let stored = self.state.stored();
        let query = stored.queries.get(graph, name)?;
        let ready = interpreted || query.installed && query.enabled;
        Some(query.program.clone().filter(|_| ready))
    }

    async fn run_program(
        &mut self,
        program: Arc<Program>,
        graph: String,
        url: String,
        arguments: Arguments,
        detached: bool,
    ) {
        let roles = self.state.accounts().access().roles_in(self.user, &graph);
        let started = self.state.runs.start(Start {
            program,
            roles,
            graph,
            arguments,
            url,
            detached,
            limit: DEFAULT_LIMIT,
            memory: DEFAULT_MEMORY,
            gates: self.work.clone(),
        });
        let run = match started {
            Ok(run) => run,
            Err(failure) => return self.output.failure(failure.message),
        };
        if detached {
            let answer = json!({"error": false, "message": SUBMITTED, "request_id": run.id});
            return self.output.line(json::pretty(&answer));
        }
        match &*run.ended().await {
            End::Done(Ok(Output { results, message, schema, .. })) => {
                let version = Version { schema: *schema, edition: "enterprise", api: "v2" };
                let answer = Answer { error: false, message, version, results };
                self.output.line(json::pretty(&answer));
            }
            End::Done(Err(failure)) => self.output.failure(&failure.message),
            End::Timeout => {
                let seconds = run.limit.as_secs();
                self.output.failure(format!("The query didn't finish within {seconds} seconds."));
            }
            End::Aborted => self.output.failure(run.abort_message()),
            End::Panicked => self.output.failure("The emulator failed to run the query."),
        }
    }
}

/// Returns the options of a statement that runs a query, the name of the query, and the text
/// between the parentheses.
fn called(text: &str) -> Option<(&str, &str, &str)> {
    let (head, rest) = text.split_once('(')?;
    let head = head.trim_end();
    let (options, name) = head.rsplit_once(char::is_whitespace)?;
    Some((options, name, rest.strip_suffix(')')?.trim()))
}

fn arguments(program: &Program, values: &str) -> Result<Arguments, BadParameter> {
    let failed = |reason: String| BadParameter(format!("Semantic Check Fails: {reason}."));
    if values.starts_with('{') {
        let object = serde_json::from_str::<Json>(values).map_err(|it| failed(it.to_string()))?;
        let object = object.as_object();
        let object = object.ok_or_else(|| failed("the parameters are not an object".to_owned()))?;
        return from_json(object, program.parameters(), Receiver::Gsql);
    }
    program.positional(values).map_err(BadParameter)
}
