//! From a request to its answer, with the faults in between.

use std::any::Any;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use http::header::{
    CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, EXPECT, HOST, HeaderName, HeaderValue,
    TRANSFER_ENCODING,
};
use http::{StatusCode, Uri, Version};
use http_body_util::BodyExt;
use hyper::body::Incoming;

use super::body::AnswerBody;
use super::wire::Allowance;
use crate::config::Config;
use crate::fault::{self, Fault, WorkGates};
use crate::http::{self as endpoints, Reply};
use crate::log;
use crate::request::{Port, Request};
use crate::state::State;
use crate::threads::blocking;

/// The maximum length of a URL with its query string.
const MAX_URL: usize = 8 * 1024;

/// The connection is to be closed without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the connection is closed without an answer")]
pub(super) struct Closed;

pub(super) async fn respond(
    request: http::Request<Incoming>,
    port: Port,
    state: &Arc<State>,
    allowance: &Allowance,
) -> Result<http::Response<AnswerBody>, Closed> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    state.log().push(log::Request {
        method: parts.method.clone(),
        path: path.clone(),
        query: parts.uri.query().map(ToOwned::to_owned),
    });
    if let Some(status) = refused(&parts, state.config.body_limit) {
        return Ok(last_page(status));
    }
    let plan = state.faults.plan(&parts.method, &path);
    let body = match receive(body, &state.config).await {
        Ok(body) => body,
        Err(status) => return Ok(last_page(status)),
    };
    let received = body.len();
    for delay in &plan.delays {
        delay.delay().await;
    }
    let mut reply = match plan.answer {
        Some(fault) => answer(&fault, port, &path)?,
        None if url_length(&parts.uri) > MAX_URL => Reply::page(StatusCode::URI_TOO_LONG),
        None => handle(state, port, parts, body, plan.work),
    };
    while let Some(later) = reply.later.take() {
        reply = later.wait().await.unwrap_or_else(|payload| broken(state, payload));
    }
    if let Some(time) = reply.delay.take() {
        tokio::time::sleep(time).await;
    }
    let mut drip = None;
    for fault in plan.corruptions {
        match fault {
            Fault::HangUp(bytes) => allowance.limit(bytes),
            Fault::Twice => allowance.repeat(),
            Fault::Drip(time) => drip = Some(time),
            Fault::Applied { status, content_type, body } => {
                reply = Reply::new(fault::status(status), content_type, body);
            }
            Fault::Truncate(bytes) => reply.body.truncate(bytes),
            Fault::TextFlag => replace(&mut reply, r#""error":false"#, r#""error":"false""#),
            Fault::RawControls => replace(&mut reply, r#""message":""#, "\"message\":\"\n\t"),
            Fault::ContentType(value) => reply.content_type = value.into(),
            _ => {}
        }
    }
    state.monitor().count(received, reply.body.len());
    Ok(reply.into_response().map(|body| AnswerBody::new(body, drip)))
}

/// Returns an answer that ends the connection, on which the rest of the body may still arrive.
fn last_page(status: StatusCode) -> http::Response<AnswerBody> {
    let mut response = Reply::page(status).into_response();
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response.map(|body| AnswerBody::new(body, None))
}

/// Receives a body. Its parts are joined as they arrive, because each takes memory, and there can
/// be as many as bytes.
///
/// # Errors
///
/// Returns the status with which nginx rejects a body that is too long, broken, or slow.
async fn receive(mut body: Incoming, config: &Config) -> Result<Bytes, StatusCode> {
    let mut received = BytesMut::new();
    loop {
        let frame = tokio::time::timeout(config.read_timeout, body.frame()).await;
        match frame.map_err(|_| StatusCode::REQUEST_TIMEOUT)? {
            None => return Ok(received.freeze()),
            Some(Err(_)) => return Err(StatusCode::BAD_REQUEST),
            Some(Ok(frame)) => {
                if let Some(data) = frame.data_ref() {
                    received.extend_from_slice(data);
                }
            }
        }
        if received.len() > config.body_limit {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
    }
}

/// Returns the status with which nginx rejects a request by its head, before the body is read.
fn refused(parts: &http::request::Parts, body_limit: usize) -> Option<StatusCode> {
    let headers = &parts.headers;
    let other_than = |name: HeaderName, known: &str| {
        let mut values = headers.get_all(name).iter();
        values.any(|value| !value.as_bytes().eq_ignore_ascii_case(known.as_bytes()))
    };
    let hosts = headers.get_all(HOST).iter().count();
    let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if hosts > 1 || (hosts == 0 && parts.version == Version::HTTP_11) {
        Some(StatusCode::BAD_REQUEST)
    } else if length.is_some_and(|length: usize| length > body_limit) {
        Some(StatusCode::PAYLOAD_TOO_LARGE)
    } else if other_than(TRANSFER_ENCODING, "chunked") {
        Some(StatusCode::NOT_IMPLEMENTED)
    } else if other_than(CONTENT_ENCODING, "identity") {
        Some(StatusCode::UNSUPPORTED_MEDIA_TYPE)
    } else if other_than(EXPECT, "100-continue") {
        Some(StatusCode::EXPECTATION_FAILED)
    } else {
        None
    }
}

/// Returns the answer of an endpoint, whose handler can wait for locks and process large bodies.
fn handle(
    state: &Arc<State>,
    port: Port,
    parts: http::request::Parts,
    body: Bytes,
    work: WorkGates,
) -> Reply {
    let state = state.clone();
    let handler = move || match Request::read(&parts, body, port, state.config.path_decoding) {
        Some(request) => endpoints::handle(&state, &Request { work, ..request }),
        None => Reply::page(StatusCode::BAD_REQUEST),
    };
    Reply::later(blocking(handler))
}

/// Replaces the first occurrence of a part of an answer.
fn replace(reply: &mut Reply, old: &str, new: &str) {
    if let Ok(text) = std::str::from_utf8(&reply.body) {
        reply.body = text.replacen(old, new, 1).into();
    }
}

/// A panic of a handler becomes HTTP 500, and a panic in the test that owns the server.
fn broken(state: &State, payload: Box<dyn Any + Send>) -> Reply {
    state.panics.keep(payload);
    Reply::page(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Returns the answer of a fault that replaces the endpoint.
fn answer(fault: &Fault, port: Port, path: &str) -> Result<Reply, Closed> {
    Ok(match fault {
        Fault::Status(status) => Reply::text(fault::status(*status), Bytes::new()),
        Fault::RetryAfter { status, seconds } => {
            let reply = Reply::text(fault::status(*status), Bytes::new());
            Reply { retry_after: Some(*seconds), ..reply }
        }
        Fault::Answer { status, content_type, body } => {
            Reply::new(fault::status(*status), content_type.clone(), body.clone())
        }
        Fault::Error { code, message } => endpoints::restpp_error(code, message),
        Fault::ExpiredToken => endpoints::expired_token(port, path),
        Fault::NoToken => endpoints::missing_token(),
        Fault::StartingWorkspace => Reply::new(StatusCode::OK, "text/html", fault::STARTING_PAGE),
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
        let handler = Reply::later(blocking(|| panic!("a fault of the emulator")));
        let payload = handler.later.unwrap().wait().await.unwrap_err();
        let reply = broken(emulator.state(), payload);
        assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
        emulator.shutdown().await;
    }
}
