//! One exchange of a request and its answer, within its time limit.

use std::pin::{Pin, pin};
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderName, HeaderValue};
use tokio::time::timeout;

use super::Limits;
use super::address::Address;
use super::config::{ABOVE_SERVER, Config};
use super::request::Request;
use super::response::Reply;
use super::transport::{Incoming, Received, Transport};
use crate::body::Answer;
use crate::error::{Error, ErrorKind, Result};
use crate::value::{DecodeError, Row};

/// The maximum size of an answer without a limit of its own. The server's own limit is 32 MiB
/// unless it is configured.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// The size in bytes of what an answer has next to its results, which the server does not count.
const ENVELOPE: u64 = 64 * 1024;

/// The code of the error that an answer would exceed the limit.
const RESPONSE_TOO_LARGE: &str = "REST-4000";
const REMEDY: &str =
    "raise it with `response_limit(bytes)`, ask for less, or read a stream where there is one";

/// Addresses, connections and settings of a server, without a graph and without tokens.
pub(crate) struct Wire {
    pub(super) address: Address,
    transport: Transport,
    pub(super) config: Config,
}

impl Wire {
    pub(super) fn new(config: Config) -> Result<Self> {
        let url = config.url.as_deref().ok_or_else(|| {
            Error::configuration(
                "`url` is missing: call `url(..)`, or set TG_HOST and call `env()`",
            )
        })?;
        let address = Address::new(url, config.port, config.restpp_url.as_deref())?;
        if address.needs_tls() && !cfg!(feature = "tls") {
            return Err(Error::configuration("https needs the feature `tls` of tg-runtime"));
        }
        let transport = Transport::new(&config, address.needs_tls())?;
        Ok(Self { transport, address, config })
    }

    /// Sends a request once and reads the whole answer.
    pub(super) async fn once(
        &self,
        request: &Request,
        authorization: Option<&HeaderValue>,
    ) -> Result<Reply> {
        let exchange = pin!(async {
            let mut incoming = self.transport.send(self.outgoing(request, authorization)?).await?;
            let reply = self.complete(&mut incoming, request).await?;
            Ok(reply.of(request.label(), authorization))
        });
        self.within_limits(request, exchange).await
    }

    /// Sends a request once and reads the head of the answer, or all of an error.
    pub(super) async fn open(
        &self,
        request: &Request,
        authorization: Option<&HeaderValue>,
    ) -> Result<Download> {
        self.within_limits(request, pin!(self.head(request, authorization))).await
    }

    /// Sends a request and reads the head of the answer, or all of an error, without a time limit.
    async fn head(
        &self,
        request: &Request,
        authorization: Option<&HeaderValue>,
    ) -> Result<Download> {
        let mut incoming = self.transport.send(self.outgoing(request, authorization)?).await?;
        if incoming.status() < 300 {
            let received = Received::new(self.max_bytes(request));
            return Ok(Download { incoming, received, timeout: self.timeout(request) });
        }
        self.complete(&mut incoming, request).await?;
        Err(Error::new(ErrorKind::Protocol, "an answer without an error has an error status"))
    }

    /// Sends a request once and reads the rows of the answer while it arrives.
    pub(super) async fn rows<T>(
        &self,
        request: &Request,
        authorization: Option<&HeaderValue>,
        read: impl Fn(&mut Row<'_>) -> Result<T, DecodeError>,
    ) -> Result<Vec<T>> {
        let exchange = pin!(async {
            let mut download = self.head(request, authorization).await?;
            let mut answer = Answer::new();
            let mut rows = Vec::new();
            while let Some(chunk) = download.next().await? {
                answer.feed(&chunk);
                while let Some(row) = answer.next(&read)? {
                    rows.push(row);
                }
            }
            Reply::finish(download.status(), answer)?;
            Ok(rows)
        });
        self.within_limits(request, exchange).await
    }

    async fn complete(&self, incoming: &mut Incoming, request: &Request) -> Result<Reply> {
        let status = incoming.status();
        tracing::Span::current().record("http.response.status_code", status);
        let wait = incoming.retry_after();
        let reply = match incoming.body(self.max_bytes(request)).await {
            Ok(body) => Reply::check(status, body, request.expects),
            // The status is enough to handle a failure.
            Err(error) if status >= 400 => {
                Err(Error::bare(status, format!("the body cannot be read: {}", error.message())))
            }
            Err(error) => Err(error.with_status(status)),
        };
        reply.map_err(|error| error.with_retry_after(wait))
    }

    /// Returns the maximum size of an answer in bytes.
    fn max_bytes(&self, request: &Request) -> u64 {
        self.limits(request).response.map_or(MAX_BYTES, |limit| limit.saturating_add(ENVELOPE))
    }

    /// Runs an exchange within its time limit. It is borrowed, because moving it costs more than
    /// the rest.
    async fn within_limits<T>(
        &self,
        request: &Request,
        exchange: Pin<&mut impl Future<Output = Result<T>>>,
    ) -> Result<T> {
        let limit = self.timeout(request);
        timeout(limit, exchange).await.unwrap_or_else(|_| Err(timed_out(limit)))
    }

    /// Returns the time limit of one exchange. It is longer than the limit of the server, if the
    /// request sets that, so that the error of the server arrives.
    fn timeout(&self, request: &Request) -> Duration {
        let server = self.limits(request).timeout;
        let server = server.map_or(Duration::ZERO, |limit| limit.saturating_add(ABOVE_SERVER));
        self.config.request_timeout.max(server).max(request.min_timeout)
    }

    fn outgoing(
        &self,
        request: &Request,
        authorization: Option<&HeaderValue>,
    ) -> Result<http::Request<Bytes>> {
        let body = request.body.as_ref().map(|body| body.content.clone()).unwrap_or_default();
        let mut outgoing = http::Request::new(body);
        *outgoing.method_mut() = request.method.clone();
        *outgoing.uri_mut() = self.address.uri(request.service, &request.path, &request.query)?;
        let headers = outgoing.headers_mut();
        self.limits(request).write(request.work, headers);
        if let Some(authorization) = authorization {
            headers.insert(AUTHORIZATION, authorization.clone());
        }
        if let Some(body) = &request.body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(body.content_type));
        }
        if let Some(headers_of_request) = &self.config.headers_of_request {
            for (name, value) in headers_of_request() {
                let (Ok(name), Ok(mut value)) =
                    (HeaderName::try_from(&name), HeaderValue::try_from(value))
                else {
                    return Err(Error::configuration(format!(
                        "`header_source` returns `{name}`, which is not the name of an HTTP \
                         header or has a value that cannot be one"
                    )));
                };
                value.set_sensitive(true);
                headers.insert(name, value);
            }
        }
        for (name, value) in &request.headers {
            headers.insert(name, value.clone());
        }
        Ok(outgoing)
    }

    /// Returns the limits of the call, and those of the connection where the call has none.
    fn limits(&self, request: &Request) -> Limits {
        request.limits.or(self.config.limits)
    }

    /// Adds limit and remedy to the error that an answer would be too large.
    pub(super) fn explain(&self, request: &Request, error: Error) -> Error {
        too_large(error, self.limits(request).response)
    }
}

/// Adds limit and remedy to the error that an answer would be too large, unless it has them.
pub(super) fn too_large(error: Error, limit: Option<u64>) -> Error {
    if error.code() != Some(RESPONSE_TOO_LARGE) || error.message().contains(REMEDY) {
        return error;
    }
    let limit = match limit {
        Some(bytes) => format!("the limit of {bytes} bytes that was requested"),
        None => "the server's own limit, 32 MiB unless configured".to_owned(),
    };
    error.adding(format_args!("({limit}; {REMEDY})"))
}

pub(super) fn timed_out(limit: Duration) -> Error {
    Error::new(ErrorKind::TimedOut, format!("waited {limit:?}"))
}

/// The body of an answer that is read part by part.
pub(crate) struct Download {
    incoming: Incoming,
    received: Received,
    timeout: Duration,
}

impl Download {
    /// Reads the next part. Each part has the time limit of the exchange.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>> {
        let limit = self.timeout;
        timeout(limit, self.next()).await.unwrap_or_else(|_| Err(timed_out(limit)))
    }

    /// Reads the next part without a time limit.
    async fn next(&mut self) -> Result<Option<Bytes>> {
        let chunk = self.incoming.chunk().await?;
        if let Some(chunk) = &chunk {
            self.received.count(chunk)?;
        }
        Ok(chunk)
    }

    pub(crate) fn status(&self) -> u16 {
        self.incoming.status()
    }
}
