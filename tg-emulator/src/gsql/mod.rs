//! Executing GSQL text: one file per family of statements.

mod accumulators;
mod catalog;
pub(crate) mod change;
mod data;
mod dependents;
pub(crate) mod jobs;
mod load_run;
mod load_text;
pub(crate) mod loading;
mod output;
mod pattern;
pub(crate) mod queries;
mod questions;
mod run;
mod schema;
mod secrets;
pub(crate) mod security;
mod session;
mod show;
pub(crate) mod sources;
mod transfer;

pub(crate) use catalog::HELP;
pub(crate) use output::Output;

use tg_gsql::syntax::parse;

use crate::fault::Gate;
use crate::state::State;
use session::Session;

/// The return code of a script with a syntax error.
const SYNTAX_ERROR: u16 = 211;

/// Runs a script for a user, with a working graph if one is given. The working graph lasts as long
/// as the script.
///
/// As clients expect, a statement that fails does not stop those behind it, and does not change the
/// return code; only a syntax error does both.
pub(crate) fn run(state: &State, user: &str, graph: Option<&str>, script: &str) -> Output {
    run_amid(state, user, graph, Surroundings::default(), script).0
}

/// What a script is run amid.
#[derive(Debug, Default)]
pub(crate) struct Surroundings {
    /// Whether somebody is there to be asked.
    pub(crate) asks: bool,
    /// The gates that work in the background has to pass.
    pub(crate) gates: Vec<Gate>,
}

/// As [`run`]. Tells the working graph at the end.
pub(crate) fn run_amid(
    state: &State,
    user: &str,
    graph: Option<&str>,
    surroundings: Surroundings,
    script: &str,
) -> (Output, Option<String>) {
    let parsed = parse(script);
    let mut session = Session::new(state, user, script);
    session.asks = surroundings.asks;
    session.gates = surroundings.gates;
    if let Some(graph) = graph {
        session.resume(graph);
    }
    for statement in &parsed.statements {
        let errors: Vec<_> = parsed.errors_in(statement.span).collect();
        if !errors.is_empty() {
            for error in errors {
                session.output.syntax_error(script, error);
            }
            session.output.code = SYNTAX_ERROR;
            break;
        }
        let text = statement.span.of(script).trim_end_matches(';').trim_end();
        if ["EXIT", "QUIT"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
            break;
        }
        session.execute(statement);
    }
    (session.output, session.graph)
}
