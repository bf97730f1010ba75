//! Execution of GSQL text: one file per family of statements.

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
mod packages;
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

pub(crate) use catalog::{HELP, visible_types};
use output::NO_GRAPH;
pub(crate) use output::{Output, Rejection};

use std::panic::resume_unwind;
use std::sync::Arc;

use tg_gsql::syntax::parse;
use tokio::runtime::Handle;

use crate::fault::WorkGates;
use crate::state::State;
use crate::threads::on_own_thread;
use session::Session;

/// The return code of a script with a syntax error.
const SYNTAX_ERROR: u16 = 211;

/// The return code after `USE GRAPH` of a graph that does not exist.
const UNKNOWN_GRAPH: u16 = 41;

/// The circumstances of a script.
#[derive(Debug, Default)]
pub(crate) struct Context {
    /// The working graph at the beginning; it lasts as long as the script.
    pub(crate) graph: Option<String>,
    /// A user is there to answer questions.
    pub(crate) interactive: bool,
    /// The gates that queries and loading in the background have to pass.
    pub(crate) work: WorkGates,
}

/// Runs a script for a user; returns its output, and the working graph at its end.
///
/// As clients expect, a statement that fails does not stop those after it, and does not change the
/// return code; only a syntax error does both.
///
/// It is executed on a thread of its own, also if the caller no longer waits for it.
pub(crate) async fn run(
    state: &Arc<State>,
    user: &str,
    context: Context,
    script: &str,
) -> (Output, Option<String>) {
    let (state, user, script) = (state.clone(), user.to_owned(), script.to_owned());
    let runtime = Handle::current();
    let _slot = state.scripts.clone().acquire_owned().await;
    let execution = move || runtime.block_on(execute(&state, &user, context, &script));
    on_own_thread(execution).await.unwrap_or_else(|payload| resume_unwind(payload))
}

async fn execute(
    state: &State,
    user: &str,
    context: Context,
    script: &str,
) -> (Output, Option<String>) {
    let parsed = parse(script);
    let mut session = Session::new(state, user, context, script);
    for statement in &parsed.statements {
        let errors: Vec<_> = parsed.errors_in(statement.span).collect();
        if !errors.is_empty() {
            session.output.syntax_errors(script, errors);
            session.output.code = SYNTAX_ERROR;
            break;
        }
        let text = statement.span.of(script).trim_end_matches(';').trim_end();
        if ["EXIT", "QUIT"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
            break;
        }
        session.execute(statement).await;
    }
    (session.output, session.graph)
}
