//! What to do about the errors of queries.

use crate::error::{Error, ErrorKind};

/// Adds the remedy to what the server says.
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
        (ErrorKind::Refused, Some("3001" | "GSQL-1001")) => {
            "a parameter without a default was not given: give it with `.param(..)`".to_owned()
        }
        (ErrorKind::TooLarge, Some("REST-4000")) => {
            "let the query print less, or raise the limit with `.response_limit(..)`".to_owned()
        }
        _ => return error,
    };
    error.because(because)
}
