//! One request, repeated while that is safe, without any knowledge of tokens.

use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use tokio::time::timeout;

use super::Limits;
use super::address::Address;
use super::config::{ABOVE_SERVER, Config};
use super::request::Request;
use super::response::Reply;
use super::transport::{Incoming, Transport};
use crate::error::{Error, ErrorKind, Result};

/// The code of an answer that is larger than the limit.
const RESPONSE_TOO_LARGE: &str = "REST-4000";
const WAYS_ON: &str =
    "raise it with `response_limit(bytes)`, ask for less, or read a stream where there is one";

/// The way to the server: addresses, connections and limits.
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

    /// Sends a request once and takes the whole answer in.
    pub(super) async fn once(
        &self,
        request: &Request,
        authorization: Option<&HeaderValue>,
    ) -> Result<Reply> {
        let exchange = async {
            let incoming = self.transport.send(self.outgoing(request, authorization)?).await?;
            complete(incoming, request).await
        };
        self.within_limits(request, exchange).await
    }

    /// Sends a request once. Of a good answer only the head has been taken in.
    pub(super) async fn open(
        &self,
        request: &Request,
        authorization: Option<&HeaderValue>,
    ) -> Result<Download> {
        let exchange = async {
            let incoming = self.transport.send(self.outgoing(request, authorization)?).await?;
            if incoming.status() < 300 {
                return Ok(incoming);
            }
            complete(incoming, request).await?;
            Err(Error::new(ErrorKind::Protocol, "an error status with a good answer"))
        };
        let incoming = self.within_limits(request, exchange).await?;
        Ok(Download { incoming, patience: self.patience(request) })
    }

    async fn within_limits<T>(
        &self,
        request: &Request,
        exchange: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        let patience = self.patience(request);
        timeout(patience, exchange).await.unwrap_or_else(|_| Err(too_late(patience)))
    }

    /// How long one exchange may take: longer than the server's own limit, so that its error
    /// arrives.
    fn patience(&self, request: &Request) -> Duration {
        let server = self.limits(request).timeout.unwrap_or_default();
        self.config.request_timeout.max(server.saturating_add(ABOVE_SERVER)).max(request.patience)
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
        for (name, value) in &request.headers {
            headers.insert(name, value.clone());
        }
        Ok(outgoing)
    }

    /// What the server may spend: what the call says, and otherwise the connection.
    fn limits(&self, request: &Request) -> Limits {
        request.limits.or(self.config.limits)
    }

    /// Says of an answer that was too large which limit it met, and the ways on.
    pub(super) fn explain(&self, request: &Request, error: Error) -> Error {
        too_large(error, self.limits(request).response)
    }
}

/// Says which limit an answer met that was too large, unless it was told before.
pub(super) fn too_large(error: Error, limit: Option<u64>) -> Error {
    if error.code() != Some(RESPONSE_TOO_LARGE) || error.message().contains(WAYS_ON) {
        return error;
    }
    let limit = match limit {
        Some(bytes) => format!("the limit of {bytes} bytes that was asked for"),
        None => "the server's own limit, 32 MiB unless configured".to_owned(),
    };
    error.adding(format_args!("({limit}; {WAYS_ON})"))
}

pub(super) fn too_late(patience: Duration) -> Error {
    Error::new(ErrorKind::TimedOut, format!("waited {patience:?}"))
}

async fn complete(incoming: Incoming, request: &Request) -> Result<Reply> {
    let status = incoming.status();
    tracing::Span::current().record("status", status);
    let wait = incoming.retry_after();
    let body = incoming.body().await.map_err(|error| error.with_status(status))?;
    Reply::check(status, body, request.expects).map_err(|error| error.with_retry_after(wait))
}

/// The body of an answer, part by part.
pub(crate) struct Download {
    incoming: Incoming,
    patience: Duration,
}

impl Download {
    /// The next part; an error when none arrives in the time that a request may take.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>> {
        let next = timeout(self.patience, self.incoming.chunk()).await;
        next.unwrap_or_else(|_| Err(too_late(self.patience)))
    }

    pub(crate) fn status(&self) -> u16 {
        self.incoming.status()
    }
}
