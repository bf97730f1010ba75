//! One request, repeated while that is safe, without any knowledge of tokens.

use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue};
use tokio::time::timeout;

use super::address::Address;
use super::config::{ABOVE_SERVER, Config};
use super::request::Request;
use super::response::Reply;
use super::transport::{Incoming, Outgoing, Transport};
use crate::error::{Error, ErrorKind, Result};

const GSQL_TIMEOUT: HeaderName = HeaderName::from_static("gsql-timeout");
const RESPONSE_LIMIT: HeaderName = HeaderName::from_static("response-limit");

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
        let server = self.server_limit(request).unwrap_or_default();
        self.config.request_timeout.max(server.saturating_add(ABOVE_SERVER)).max(request.patience)
    }

    fn outgoing(&self, request: &Request, authorization: Option<&HeaderValue>) -> Result<Outgoing> {
        let mut headers = HeaderMap::with_capacity(4 + request.headers.len());
        if let Some(limit) = self.server_limit(request) {
            let milliseconds = u64::try_from(limit.as_millis()).unwrap_or(u64::MAX).max(1);
            headers.insert(GSQL_TIMEOUT, HeaderValue::from(milliseconds));
        }
        if let Some(limit) = self.config.response_limit {
            headers.insert(RESPONSE_LIMIT, HeaderValue::from(limit));
        }
        if let Some(authorization) = authorization {
            headers.insert(AUTHORIZATION, authorization.clone());
        }
        if let Some(body) = &request.body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(body.content_type));
        }
        for (name, value) in &request.headers {
            headers.insert(name, value.clone());
        }
        Ok(Outgoing {
            method: request.method.clone(),
            url: self.address.url(request.service, &request.path, &request.query)?,
            headers,
            body: request.body.as_ref().map(|body| body.content.clone()),
        })
    }

    /// How long the server may work: the answer is not worth more than the caller's own time.
    fn server_limit(&self, request: &Request) -> Option<Duration> {
        match (self.config.server_timeout, request.timeout) {
            (Some(general), Some(own)) => Some(general.min(own)),
            (general, own) => general.or(own),
        }
    }
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
#[derive(Debug)]
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
