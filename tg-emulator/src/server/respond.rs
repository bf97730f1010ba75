//! From a request to its answer, with the faults in between.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONNECTION, HeaderValue};
use http::{StatusCode, Uri};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Incoming;

use super::wire::Allowance;
use crate::fault::{self, Fault, WorkGates};
use crate::http::{self as endpoints, Port, Reply, Request};
use crate::log;
use crate::state::State;

/// The longest body that nginx lets through by default.
const LONGEST_BODY: usize = 200 * 1024 * 1024;
/// The longest URL, query included.
const LONGEST_URL: usize = 8 * 1024;

/// The connection is to be closed without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the connection is closed without an answer")]
pub(super) struct Closed;

pub(super) async fn respond(
    request: http::Request<Incoming>,
    port: Port,
    state: &Arc<State>,
    allowance: &Allowance,
) -> Result<http::Response<Full<Bytes>>, Closed> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    state.log().push(log::Request {
        method: parts.method.clone(),
        path: path.clone(),
        query: parts.uri.query().map(ToOwned::to_owned),
    });
    let plan = state.faults.plan(&parts.method, &path);
    let body = match Limited::new(body, LONGEST_BODY).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => {
            let mut response = Reply::page(StatusCode::PAYLOAD_TOO_LARGE).into_response();
            // The rest of the body would be taken for the next request.
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            return Ok(response);
        }
        Err(_) => return Err(Closed),
    };
    let received = body.len();
    for delay in &plan.delays {
        delay.delay().await;
    }
    let mut reply = match plan.answer {
        Some(fault) => answer(&fault, port, &path)?,
        None if url_length(&parts.uri) > LONGEST_URL => Reply::page(StatusCode::URI_TOO_LONG),
        None => guarded(state, || handle(state, port, &parts, body, plan.work)),
    };
    if let Some(later) = reply.later.take() {
        reply = later.wait().await;
    }
    if let Some(time) = reply.delay.take() {
        tokio::time::sleep(time).await;
    }
    for fault in plan.spoilers {
        match fault {
            Fault::HangUp(bytes) => allowance.limit(bytes),
            Fault::Truncate(bytes) => reply.body.truncate(bytes),
            Fault::TextFlag => replace(&mut reply, r#""error":false"#, r#""error":"false""#),
            Fault::RawControls => replace(&mut reply, r#""message":""#, "\"message\":\"\n\t"),
            Fault::ContentType(value) => reply.content_type = value.into(),
            _ => {}
        }
    }
    state.monitor().count(received, reply.body.len());
    Ok(reply.into_response())
}

fn handle(
    state: &Arc<State>,
    port: Port,
    parts: &http::request::Parts,
    body: Bytes,
    work: WorkGates,
) -> Reply {
    match Request::read(parts, body, port, state.config.path_decoding) {
        Ok(request) => endpoints::handle(state, &Request { work, ..request }),
        Err(reply) => reply,
    }
}

/// Replaces a part of an answer, where it occurs first.
fn replace(reply: &mut Reply, old: &str, new: &str) {
    if let Ok(text) = std::str::from_utf8(&reply.body) {
        reply.body = text.replacen(old, new, 1).into();
    }
}

/// Runs a handler. A panic becomes HTTP 500 here, and again a panic in the test that owns the
/// server.
fn guarded(state: &State, handler: impl FnOnce() -> Reply) -> Reply {
    catch_unwind(AssertUnwindSafe(handler)).unwrap_or_else(|payload| {
        state.panicked(payload);
        Reply::page(StatusCode::INTERNAL_SERVER_ERROR)
    })
}

/// What a fault answers in place of an endpoint.
fn answer(fault: &Fault, port: Port, path: &str) -> Result<Reply, Closed> {
    Ok(match fault {
        Fault::Status(status) => Reply::text(fault::status(*status), Bytes::new()),
        Fault::Answer { status, content_type, body } => Reply {
            status: fault::status(*status),
            content_type: content_type.clone().into(),
            body: body.clone(),
            cookie: None,
            delay: None,
            later: None,
        },
        Fault::Error { code, message } => endpoints::restpp_error(code, message),
        Fault::ExpiredToken => endpoints::expired_token(port, path),
        Fault::NoToken => endpoints::missing_token(),
        Fault::StartingWorkspace => Reply {
            status: StatusCode::OK,
            content_type: "text/html".into(),
            body: Bytes::from_static(fault::STARTING_PAGE.as_bytes()),
            cookie: None,
            delay: None,
            later: None,
        },
        _ => return Err(Closed),
    })
}

fn url_length(uri: &Uri) -> usize {
    uri.path_and_query().map_or(0, |whole| whole.as_str().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Emulator;

    #[tokio::test]
    #[should_panic(expected = "a fault of the emulator")]
    async fn a_panic_of_a_handler_fails_the_test_that_owns_the_server() {
        let emulator = Emulator::start().await.unwrap();
        let reply = guarded(emulator.state(), || panic!("a fault of the emulator"));
        assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
        emulator.shutdown().await;
    }
}
