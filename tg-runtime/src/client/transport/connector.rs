//! Opening connections.

use std::io;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use tokio::time::timeout;
use tower_service::Service;

use super::failure::BoxError;
use super::tls::{self, TlsConnector};
use crate::client::config::Config;
use crate::error::Result;

/// The time without traffic before a connection is probed, and between probes. Without probes, a
/// server that disappears during a long query is not noticed before the deadline.
const KEEPALIVE: Duration = Duration::from_secs(15);
const KEEPALIVE_PROBES: u32 = 3;
/// The time for which sent data may remain unacknowledged.
#[cfg(any(target_os = "android", target_os = "fuchsia", target_os = "linux"))]
const ACKNOWLEDGEMENT_TIMEOUT: Duration = Duration::from_secs(30);

/// Opens connections within a time limit, which includes the TLS handshake.
#[derive(Clone)]
pub(super) struct Connector {
    inner: TlsConnector,
    timeout: Duration,
}

impl Connector {
    pub(super) fn new(config: &Config, needs_tls: bool) -> Result<Self> {
        let mut tcp = HttpConnector::new();
        // It gets the `https` addresses, too.
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(KEEPALIVE));
        tcp.set_keepalive_interval(Some(KEEPALIVE));
        tcp.set_keepalive_retries(Some(KEEPALIVE_PROBES));
        #[cfg(any(target_os = "android", target_os = "fuchsia", target_os = "linux"))]
        tcp.set_tcp_user_timeout(Some(ACKNOWLEDGEMENT_TIMEOUT));
        let inner = tls::connector(tcp, config, needs_tls)?;
        Ok(Self { inner, timeout: config.connect_timeout })
    }
}

impl Service<Uri> for Connector {
    type Response = <TlsConnector as Service<Uri>>::Response;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let limit = self.timeout;
        let connecting = timeout(limit, self.inner.call(uri));
        let connected = async move {
            let late = |_| {
                io::Error::new(io::ErrorKind::TimedOut, format!("no connection within {limit:?}"))
            };
            let connection = connecting.await.map_err(late)??;
            Ok(connection)
        };
        connected.boxed()
    }
}
