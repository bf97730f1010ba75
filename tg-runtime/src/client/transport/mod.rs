//! HTTP: the only folder that names the libraries that speak it.

mod connector;
mod failure;
#[cfg(feature = "tls")]
mod tls;

use std::mem;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, RETRY_AFTER, USER_AGENT};
use http::{HeaderMap, HeaderValue, Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tower_http::decompression::{Decompression, DecompressionBody};
use tower_service::Service as _;

use self::connector::Connector;
use self::failure::{disconnected, interrupted};
use super::config::Config;
use crate::error::Result;

/// The time after which an idle connection is closed.
const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(90);

/// The pool of connections.
///
/// It does not follow redirects, which would send credentials to another address. It does not use
/// the proxies of the environment, which would get the credentials that plain HTTP carries, and
/// which cannot reach the loopback address of this machine.
pub(super) struct Transport {
    http: Client<Connector, Full<Bytes>>,
    /// The headers of every request that does not set them itself.
    headers: HeaderMap,
    gzip: bool,
}

/// An answer whose body has not been read.
pub(super) struct Incoming {
    response: Response<DecompressionBody<hyper::body::Incoming>>,
}

impl Transport {
    pub(super) fn new(config: &Config, needs_tls: bool) -> Result<Self> {
        let http = Client::builder(TokioExecutor::new())
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(POOL_IDLE_TIMEOUT)
            .pool_max_idle_per_host(config.pool_size)
            .build(Connector::new(config, needs_tls)?);
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
        headers.insert(USER_AGENT, config.user_agent.clone());
        headers.extend(config.headers.clone());
        Ok(Self { http, headers, gzip: config.gzip })
    }

    /// Sends a request and waits for the head of the answer.
    pub(super) async fn send(&self, request: Request<Bytes>) -> Result<Incoming> {
        let mut request = request.map(Full::new);
        let own = mem::replace(request.headers_mut(), self.headers.clone());
        request.headers_mut().extend(own);
        let mut http = Decompression::new(&self.http).gzip(self.gzip);
        let response = http.call(request).await.map_err(|error| {
            if error.is_connect() { disconnected(error) } else { interrupted(error) }
        })?;
        Ok(Incoming { response })
    }
}

impl Incoming {
    pub(super) fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    /// Returns the time after which the server accepts requests again, if the answer contains it in
    /// seconds.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        let seconds = self.response.headers().get(RETRY_AFTER)?.to_str().ok()?.parse().ok()?;
        Some(Duration::from_secs(seconds))
    }

    /// Reads the next part of the body.
    pub(super) async fn chunk(&mut self) -> Result<Option<Bytes>> {
        while let Some(frame) = self.response.body_mut().frame().await {
            // Frames that are not data are trailers.
            if let Ok(chunk) = frame.map_err(interrupted)?.into_data() {
                return Ok(Some(chunk));
            }
        }
        Ok(None)
    }

    /// Reads the whole body.
    pub(super) async fn body(self) -> Result<Bytes> {
        let body = self.response.into_body().collect().await;
        Ok(body.map_err(interrupted)?.to_bytes())
    }
}

#[cfg(not(feature = "tls"))]
mod tls {
    use std::error::Error as StdError;

    use hyper_util::client::legacy::connect::HttpConnector;

    use crate::client::config::Config;
    use crate::error::{Error, Result};

    pub(super) type TlsConnector = HttpConnector;

    pub(super) fn connector(tcp: HttpConnector, _: &Config, _: bool) -> Result<TlsConnector> {
        Ok(tcp)
    }

    pub(super) fn failure(_: &(dyn StdError + 'static)) -> Option<Error> {
        None
    }
}
