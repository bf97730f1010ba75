//! Queries: compiled once to a plan, then run over a snapshot of the store. They do not depend on
//! HTTP.
//!
//! A text is parsed to a [`Program`]. `compile` resolves its names for one version of the schema:
//! the `plan` refers to slots, columns and functions only. `run` executes the plan row by row.

mod accum;
mod argument;
mod bind;
mod budget;
mod compile;
mod function;
mod like;
mod operator;
mod plan;
mod positional;
mod printed_value;
mod problem;
mod program;
mod run;
mod settings;
mod stop;
mod ty;
mod types;
mod value;
mod warnings;

pub(crate) use argument::{Argument, Id};
pub(crate) use budget::{Budget, MemoryPool};
pub(crate) use printed_value::PrintedValue;
pub(crate) use problem::Problem;
pub(crate) use program::Program;
pub(crate) use run::{Effects, Host};
pub(crate) use settings::{Settings, UserFunction};
pub(crate) use types::{Parameter, Type};
pub(crate) use value::Value;
pub(crate) use warnings::Warnings;

/// The result of a query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Output {
    /// One object per executed PRINT.
    pub(crate) results: Vec<PrintedValue>,
    /// The memory of the results.
    pub(crate) bytes: usize,
    /// Warnings; empty if there are none.
    pub(crate) message: String,
    /// The schema version of the graph at the time of the run.
    pub(crate) schema: u32,
}

/// The reason why a query has no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The error code of the server. Most failures do not have one.
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    /// `true` if the query was stopped from outside: by its time limit or by an abort request.
    pub(crate) stopped: bool,
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { code: None, message: message.into(), stopped: false }
    }

    pub(crate) fn with_code(code: &str, message: impl Into<String>) -> Self {
        Self { code: Some(code.to_owned()), ..Self::new(message) }
    }

    /// Creates the failure of a query at run time, in the server's format.
    pub(crate) fn runtime(reason: impl std::fmt::Display) -> Self {
        Self::new(format!("Runtime Error: {reason}"))
    }

    /// Creates the failure of a query that was stopped from outside.
    pub(crate) fn stopped() -> Self {
        Self { stopped: true, ..Self::new("The query was stopped.") }
    }
}
