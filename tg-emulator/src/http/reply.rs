//! An answer, before it becomes HTTP.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER, SET_COOKIE};
use http::{Response, StatusCode};
use serde::Serialize;

/// An answer. Its body is complete, so that it has a `Content-Length`.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) content_type: Cow<'static, str>,
    pub(crate) body: Bytes,
    /// The value of `Set-Cookie`.
    pub(crate) cookie: Option<String>,
    /// The value of `Retry-After`, in seconds.
    pub(crate) retry_after: Option<u64>,
    /// The time to wait before the answer is sent.
    pub(crate) delay: Option<Duration>,
    /// The answer that replaces this one as soon as it is available.
    pub(crate) later: Option<Later>,
}

/// An answer that is not available yet.
pub(crate) struct Later(Pin<Box<dyn Future<Output = Reply> + Send>>);

impl Later {
    /// Waits for the answer; a panic on the way is the error.
    pub(crate) async fn wait(mut self) -> Result<Reply, Box<dyn Any + Send>> {
        poll_fn(|context| {
            let poll = AssertUnwindSafe(|| self.0.as_mut().poll(context));
            match catch_unwind(poll) {
                Ok(poll) => poll.map(Ok),
                Err(payload) => Poll::Ready(Err(payload)),
            }
        })
        .await
    }
}

impl fmt::Debug for Later {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Later")
    }
}

impl Reply {
    /// Creates an answer that has to wait for other work.
    pub(crate) fn later(reply: impl Future<Output = Self> + Send + 'static) -> Self {
        let later = Some(Later(Box::pin(reply)));
        Self { later, ..Self::text(StatusCode::OK, Bytes::new()) }
    }

    pub(crate) fn new(
        status: StatusCode,
        content_type: impl Into<Cow<'static, str>>,
        body: impl Into<Bytes>,
    ) -> Self {
        let (content_type, body) = (content_type.into(), body.into());
        Self {
            status,
            content_type,
            body,
            cookie: None,
            retry_after: None,
            delay: None,
            later: None,
        }
    }

    pub(crate) fn json(status: StatusCode, body: impl Into<Bytes>) -> Self {
        Self::new(status, "application/json", body)
    }

    pub(crate) fn text(status: StatusCode, body: impl Into<Bytes>) -> Self {
        Self::new(status, "text/plain", body)
    }

    /// Creates an answer with a small JSON document, written in standard JSON.
    pub(crate) fn document(status: StatusCode, document: &impl Serialize) -> Self {
        // Our own types have string keys only and cannot fail to serialize.
        Self::json(status, serde_json::to_vec(document).unwrap_or_default())
    }

    /// Creates an answer with status 200 and a small JSON document.
    pub(crate) fn ok(document: &impl Serialize) -> Self {
        Self::document(StatusCode::OK, document)
    }

    /// Creates the GSQL server's answer that reports success.
    pub(crate) fn done(message: impl Into<String>) -> Self {
        let body = serde_json::json!({"error": false, "message": message.into()});
        Self::document(StatusCode::OK, &body)
    }

    /// Creates the GSQL server's answer with results.
    pub(crate) fn results(results: impl Serialize) -> Self {
        let body = serde_json::json!({"error": false, "message": "", "results": results});
        Self::document(StatusCode::OK, &body)
    }

    /// Creates the page of nginx for a request that it rejects by itself.
    pub(crate) fn page(status: StatusCode) -> Self {
        let body = format!(
            "<html>\r\n<head><title>{status}</title></head>\r\n<body>\r\n\
             <center><h1>{status}</h1></center>\r\n<hr><center>nginx</center>\r\n\
             </body>\r\n</html>\r\n"
        );
        Self::new(status, "text/html", body)
    }

    pub(crate) fn into_response(self) -> Response<Bytes> {
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        if let Ok(value) = HeaderValue::from_str(&self.content_type) {
            response.headers_mut().insert(CONTENT_TYPE, value);
        }
        if let Some(Ok(value)) = self.cookie.as_deref().map(HeaderValue::from_str) {
            response.headers_mut().insert(SET_COOKIE, value);
        }
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}
