//! HTTP: the only folder that names the libraries that speak it.

mod connector;
mod failure;
#[cfg(feature = "tls")]
mod tls;

use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use http::header::{ACCEPT, CONTENT_ENCODING, RETRY_AFTER, USER_AGENT};
use http::{HeaderMap, HeaderValue, Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::{Client, ResponseFuture};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tower_http::decompression::{Decompression, DecompressionBody};
use tower_service::Service as _;

use self::connector::Connector;
use self::failure::{disconnected, interrupted};
use super::config::Config;
use crate::error::{Error, ErrorKind, Result};

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
        let mut http = Decompression::new(Codings(&self.http)).gzip(self.gzip);
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

    /// Returns the time after which the server accepts requests again, if the answer contains it,
    /// in seconds or as a date.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        let text = self.response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim();
        match text.parse() {
            Ok(seconds) => Some(Duration::from_secs(seconds)),
            // After a date that has passed there is no wait.
            Err(_) => {
                let moment = httpdate::parse_http_date(text).ok()?;
                Some(moment.duration_since(SystemTime::now()).unwrap_or_default())
            }
        }
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

    /// Reads the whole body, of at most this many bytes after it was decompressed.
    pub(super) async fn body(&mut self, limit: u64) -> Result<Bytes> {
        let mut body = Received::new(limit);
        let Some(first) = self.chunk().await? else { return Ok(Bytes::new()) };
        body.count(&first)?;
        let Some(second) = self.chunk().await? else { return Ok(first) };
        let mut whole = BytesMut::from(first);
        let mut next = Some(second);
        while let Some(chunk) = next {
            body.count(&chunk)?;
            whole.extend_from_slice(&chunk);
            next = self.chunk().await?;
        }
        Ok(whole.freeze())
    }
}

/// The number of bytes of a body that have arrived, and its limit.
pub(super) struct Received {
    limit: u64,
    bytes: u64,
}

impl Received {
    pub(super) fn new(limit: u64) -> Self {
        Self { limit, bytes: 0 }
    }

    /// Counts a part of the body; an error if it is more than the limit. The server has the limit,
    /// too, and does not keep it for what a gateway compresses.
    pub(super) fn count(&mut self, chunk: &Bytes) -> Result<()> {
        self.bytes = self.bytes.saturating_add(chunk.len() as u64);
        if self.bytes <= self.limit {
            return Ok(());
        }
        let message = format!(
            "the answer has more than {} bytes: raise the limit with `response_limit(bytes)`, or ask \
             for less",
            self.limit
        );
        Err(Error::new(ErrorKind::TooLarge, message))
    }
}

/// A client that spells the codings of answers as the decompression expects them: RFC 9110 compares
/// them without regard to case, and `x-gzip` is gzip.
#[derive(Clone)]
struct Codings<'c>(&'c Client<Connector, Full<Bytes>>);

impl tower_service::Service<Request<Full<Bytes>>> for Codings<'_> {
    type Response = Response<hyper::body::Incoming>;
    type Error = hyper_util::client::legacy::Error;
    type Future = Coded;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Full<Bytes>>) -> Coded {
        Coded(self.0.request(request))
    }
}

struct Coded(ResponseFuture);

impl Future for Coded {
    type Output = Result<Response<hyper::body::Incoming>, hyper_util::client::legacy::Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map_ok(|mut response| {
            if let Some(coding) = response.headers_mut().get_mut(CONTENT_ENCODING) {
                let is = |name: &str| coding.as_bytes().eq_ignore_ascii_case(name.as_bytes());
                if is("gzip") || is("x-gzip") {
                    *coding = HeaderValue::from_static("gzip");
                }
            }
            response
        })
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
