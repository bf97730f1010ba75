//! Remedies for the errors of queries.

use crate::error::prose::Prose;
use crate::error::{Error, ErrorKind};

/// Adds the remedy to an error of an installed query.
pub(super) fn explain(error: Error, query: &str, graph: &str) -> Error {
    let because = match (error.kind(), error.code()) {
        (ErrorKind::NoEndpoint, _) => format!(
            "no query `{query}` is installed in graph `{graph}`: create it with `queries().create(..)`, \
             install it with `queries().install([\"{query}\"])`"
        ),
        (ErrorKind::Unavailable, Some("REST-1005")) => format!(
            "query `{query}` is not enabled: it, or a query that it calls, is being installed or has to \
             be installed again"
        ),
        _ => return explain_run(error),
    };
    error.because(because)
}

/// Adds the remedy to an error of a run, of an installed query or of a text.
pub(super) fn explain_run(error: Error) -> Error {
    let because = match (error.kind(), error.code()) {
        (ErrorKind::InvalidRequest, Some("3001" | "GSQL-1001")) => {
            "a parameter without a default was not given: give it with `.param(..)`"
        }
        (ErrorKind::InvalidRequest, _) if error.reports(Prose::VertexWithoutId) => {
            "a vertex is given as `Id::<V>::from(id)`, which says its type where that has to be said; the \
             bare id is understood only while the parameters fit into a URL"
        }
        (ErrorKind::ServerTimedOut, _) => "let it work longer with `.timeout(..)`",
        _ => return error,
    };
    error.because(because)
}
