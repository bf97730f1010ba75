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
use http::header::{CONTENT_TYPE, HeaderValue, SET_COOKIE};
use http::{Response, StatusCode};
use http_body_util::Full;
use serde::Serialize;

const JSON: &str = "application/json";

/// An answer: its body is whole, so it goes out with a `Content-Length`.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) content_type: Cow<'static, str>,
    pub(crate) body: Bytes,
    /// The value of `Set-Cookie`.
    pub(crate) cookie: Option<String>,
    /// How long to wait before the answer goes out.
    pub(crate) delay: Option<Duration>,
    /// The answer that takes this one's place as soon as it is there.
    pub(crate) later: Option<Later>,
}

/// An answer that is not there yet.
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
    /// An answer that others have to finish first.
    pub(crate) fn later(reply: impl Future<Output = Self> + Send + 'static) -> Self {
        let later = Some(Later(Box::pin(reply)));
        Self { later, ..Self::text(StatusCode::OK, Bytes::new()) }
    }

    pub(crate) fn json(status: StatusCode, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            content_type: JSON.into(),
            body: body.into(),
            cookie: None,
            delay: None,
            later: None,
        }
    }

    pub(crate) fn text(status: StatusCode, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            content_type: "text/plain".into(),
            body: body.into(),
            cookie: None,
            delay: None,
            later: None,
        }
    }

    /// A small JSON document, as it stands.
    pub(crate) fn document(status: StatusCode, document: &impl Serialize) -> Self {
        // Our own types have only string keys and cannot fail to serialize.
        Self::json(status, serde_json::to_vec(document).unwrap_or_default())
    }

    /// The GSQL server's answer to what is done.
    pub(crate) fn done(message: impl Into<String>) -> Self {
        let body = serde_json::json!({"error": false, "message": message.into()});
        Self::document(StatusCode::OK, &body)
    }

    /// The GSQL server's answer with results.
    pub(crate) fn results(results: impl Serialize) -> Self {
        let body = serde_json::json!({"error": false, "message": "", "results": results});
        Self::document(StatusCode::OK, &body)
    }

    /// What nginx shows when it refuses a request by itself.
    pub(crate) fn page(status: StatusCode) -> Self {
        let body =
            format!("<html><head><title>{status}</title></head><body>{status}</body></html>");
        Self {
            status,
            content_type: "text/html".into(),
            body: body.into(),
            cookie: None,
            delay: None,
            later: None,
        }
    }

    pub(crate) fn into_response(self) -> Response<Full<Bytes>> {
        let mut response = Response::new(Full::new(self.body));
        *response.status_mut() = self.status;
        if let Ok(value) = HeaderValue::from_str(&self.content_type) {
            response.headers_mut().insert(CONTENT_TYPE, value);
        }
        if let Some(Ok(value)) = self.cookie.as_deref().map(HeaderValue::from_str) {
            response.headers_mut().insert(SET_COOKIE, value);
        }
        response
    }
}
