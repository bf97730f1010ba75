//! The results of queries on the wire.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use serde::Serialize;

use crate::eval::{Output, PrintedValue};
use crate::http::reply::Reply;
use crate::http::restpp::envelope::{Version, too_long};
use crate::http::restpp::error::RestError;
use crate::json::{self, TooLong};
use crate::runs::{End, Run};
use crate::threads::blocking;

/// The body of the answer of a query.
#[derive(Serialize)]
struct QueryBody<'a> {
    version: Version,
    error: bool,
    message: &'a str,
    results: &'a [PrintedValue],
}

impl<'a> QueryBody<'a> {
    fn new(output: &'a Output) -> Self {
        let Output { results, message, schema, .. } = output;
        Self { version: Version::of(*schema), error: false, message, results }
    }
}

/// The memory of a result, in bytes, whose answer is written without a change of the thread.
const SMALL: usize = 16 << 10;

/// Waits until a run has ended, and returns its answer.
///
/// # Errors
///
/// As [`answer_of`].
pub(crate) async fn answer_to(run: Arc<Run>, limit: usize) -> Result<Reply, RestError> {
    let end = run.ended().await;
    if !matches!(&*end, End::Done(Ok(output)) if output.bytes > SMALL) {
        return answer_of(&run, &end, limit);
    }
    blocking(move || answer_of(&run, &end, limit)).await
}

/// Returns the answer of a run that has ended.
///
/// # Errors
///
/// If it failed, exceeded its time limit or was aborted; `REST-4000` if the answer exceeds the
/// caller's limit.
pub(super) fn answer_of(run: &Run, end: &End, limit: usize) -> Result<Reply, RestError> {
    let body = QueryBody::new(output_of(run, end)?);
    match json::write(&body, limit) {
        Ok(body) => Ok(Reply::json(StatusCode::OK, body)),
        Err(TooLong { size }) => Err(too_long(size, limit)),
    }
}

fn output_of<'e>(run: &Run, end: &'e End) -> Result<&'e Output, RestError> {
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
