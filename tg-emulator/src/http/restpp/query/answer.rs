//! The results of queries on the wire.

use std::time::Duration;

use http::StatusCode;
use serde::Serialize;

use crate::eval::{Output, PrintedValue};
use crate::http::json::{self, TooLong};
use crate::http::reply::Reply;
use crate::http::restpp::envelope::{Version, too_long};
use crate::http::restpp::error::RestError;
use crate::runs::{End, Run};

/// The body of the answer of a query.
#[derive(Serialize)]
pub(crate) struct QueryBody<'a> {
    version: Version,
    error: bool,
    message: &'a str,
    results: &'a [PrintedValue],
}

impl<'a> QueryBody<'a> {
    pub(crate) fn new(output: &'a Output) -> Self {
        let Output { results, message, schema } = output;
        Self { version: Version::of(*schema), error: false, message, results }
    }

    /// # Errors
    ///
    /// `REST-4000` if the answer exceeds the caller's limit.
    pub(crate) fn reply(&self, limit: usize) -> Result<Reply, RestError> {
        match json::write(self, limit) {
            Ok(body) => Ok(Reply::json(StatusCode::OK, body)),
            Err(TooLong { size }) => Err(too_long(size, limit)),
        }
    }
}

/// Returns the output of a run, or its error.
///
/// # Errors
///
/// If it failed, exceeded its time limit or was aborted.
pub(crate) fn error_of<'e>(run: &Run, end: &'e End) -> Result<&'e Output, RestError> {
    match end {
        End::Done(Ok(output)) => Ok(output),
        End::Done(Err(failure)) => Err(failure.clone().into()),
        End::Timeout => Err(timeout(run)),
        End::Aborted => Err(RestError::new("REST-12002", run.abort_message())),
        End::Panicked => Err(RestError::new("GSQL-8003", "The emulator failed to run the query.")),
    }
}

/// Returns REST-3002 with the message of a real server, including the blank at its end.
fn timeout(run: &Run) -> RestError {
    let message = format!(
        "The query didn't finish because it exceeded the query timeout threshold ({} seconds). \
         Please check GSE log for license expiration and RESTPP/GPE log with request id ({}) for \
         details. Try increase RESTPP.Factory.DefaultQueryTimeoutSec or add header GSQL-TIMEOUT to \
         override default system timeout. ",
        seconds(run.limit),
        run.id
    );
    RestError::new("REST-3002", message)
}

fn seconds(time: Duration) -> String {
    if time.subsec_nanos() == 0 {
        time.as_secs().to_string()
    } else {
        time.as_secs_f64().to_string()
    }
}
