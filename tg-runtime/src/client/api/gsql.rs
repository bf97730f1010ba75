//! Scripts of GSQL.

use std::time::Duration;

use http::Method;
use url::form_urlencoded::byte_serialize;

use super::Call;
use crate::client::path::{Path, Query};
use crate::client::request::{Expects, Request};

const STATEMENTS: &str = "/gsql/v1/statements";

/// The time that a script may take unless the caller sets a limit. Schema changes take tens of
/// seconds, installing queries minutes.
const SCRIPT_TIME: Duration = Duration::from_secs(10 * 60);

/// Runs a script; the answer is the printed text.
pub(crate) fn script(text: &str, timeout: Option<Duration>) -> Call {
    let with_time = |request: Request| {
        request.expects(Expects::Output).min_timeout(timeout.unwrap_or(SCRIPT_TIME))
    };
    // One value of a form, without a key.
    let form: String = byte_serialize(text.as_bytes()).collect();
    let form_v3 = Request::to_gsql(Method::POST, Path::fixed("/gsqlserver/gsql/file"))
        .body(form, "application/x-www-form-urlencoded");
    let text_v4 =
        Request::to_gsql(Method::POST, Path::fixed(STATEMENTS)).body(text.to_owned(), "text/plain");
    Call::new(with_time(text_v4), with_time(form_v3))
}

fn background(request: Request) -> Call {
    Call::only_v4(request, "running a script in the background", "await it instead")
}

/// Submits a script, which the server runs in the background.
pub(crate) fn submit(text: &str) -> Call {
    background(
        Request::to_gsql(Method::POST, Path::fixed(STATEMENTS))
            .query(Query::default().with("async", true))
            .body(text.to_owned(), "text/plain"),
    )
}

/// Reads the status of a submitted script.
pub(crate) fn status(id: &str) -> Call {
    background(Request::to_gsql(Method::GET, Path::fixed(STATEMENTS).value(id)))
}

/// Cancels a submitted script.
pub(crate) fn cancel(id: &str) -> Call {
    let path = Path::fixed(STATEMENTS).value(id).name("cancel");
    background(Request::to_gsql(Method::PUT, path).idempotent(false))
}
