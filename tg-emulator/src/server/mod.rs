//! Listening, connections, and what surrounds the handling of a request.

mod body;
mod head_timeout;
mod request_line;
mod respond;
mod wire;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::request::Port;
use crate::state::State;
use head_timeout::HeadTimeout;
use request_line::RequestLine;
use wire::{Allowance, Wire};

/// The delay after a failure to accept a connection, usually for lack of file descriptors.
const AFTER_FAILED_ACCEPT: Duration = Duration::from_millis(50);

/// The time limit for an idle connection, in time limits for reading: with a minute for these, the
/// 900 s of the gateway.
const IDLE_TIMES: u32 = 15;

const YEAR: Duration = Duration::from_secs(365 * 86_400);

/// Accepts connections until it is dropped, which closes them too.
pub(crate) async fn serve(listener: TcpListener, port: Port, state: Arc<State>) {
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.spawn(converse(stream, port, state.clone()));
            }
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(AFTER_FAILED_ACCEPT).await;
            }
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn converse(stream: TcpStream, port: Port, state: Arc<State>) {
    // Without this, small answers wait for the acknowledgement of the previous one.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "cannot set TCP_NODELAY");
    }
    let allowance = Allowance::unlimited();
    // It is added to the time, which must not overflow.
    let read_timeout = state.config.read_timeout.min(YEAR);
    let request_line = RequestLine::expected();
    let head_is_received = Arc::new(AtomicBool::new(false));
    let head = HeadTimeout::new(read_timeout, head_is_received.clone());
    let wire = Wire::new(stream, allowance.clone(), request_line.clone(), head);
    let service = service_fn(move |request| {
        head_is_received.store(true, Ordering::Relaxed);
        let (state, allowance, request_line) =
            (state.clone(), allowance.clone(), request_line.clone());
        async move {
            let response = respond::respond(request, port, &state, &allowance).await;
            request_line.expect_next();
            response
        }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(read_timeout * IDLE_TIMES)
        .serve_connection(TokioIo::new(wire), service)
        .await;
    if let Err(error) = served {
        tracing::debug!(%error, "connection ended");
    }
}
