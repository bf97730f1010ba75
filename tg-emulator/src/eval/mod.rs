//! Running queries: what a text means, over the store. Knows nothing of HTTP.

mod accum;
mod argument;
mod assign;
mod bind;
mod budget;
mod call;
mod expr;
mod function;
mod like;
mod machine;
mod mentions;
mod method;
mod operator;
mod pattern;
mod positional;
mod print;
mod problem;
mod program;
mod seeds;
mod select;
mod shown;
mod statement;
mod stop;
mod time;
mod types;
mod value;
mod vartype;

pub(crate) use argument::{Argument, Id};
pub(crate) use bind::bind;
pub(crate) use budget::Budget;
pub(crate) use problem::Problem;
pub(crate) use program::Program;
pub(crate) use shown::Shown;
pub(crate) use types::{Parameter, Type};
pub(crate) use value::Value;

/// What a query gave.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Output {
    /// One object for each PRINT.
    pub(crate) results: Vec<Shown>,
    /// Warnings; empty when there is none.
    pub(crate) message: String,
    /// The schema version of the graph that it ran on.
    pub(crate) schema: u32,
}

/// Why a query gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// Most failures have none.
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    /// Whether it was stopped from outside: its time was over, or somebody aborted it.
    pub(crate) stopped: bool,
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { code: None, message: message.into(), stopped: false }
    }

    pub(crate) fn with_code(code: &str, message: impl Into<String>) -> Self {
        Self { code: Some(code.to_owned()), ..Self::new(message) }
    }

    /// A mistake that shows while a query runs, in the server's form.
    pub(crate) fn runtime(reason: impl std::fmt::Display) -> Self {
        Self::new(format!("Runtime Error: {reason}"))
    }

    pub(crate) fn stopped() -> Self {
        Self { stopped: true, ..Self::new("The query was stopped.") }
    }
}
