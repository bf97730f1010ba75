//! Fault injection: rules that make the server respond as a faulty server or network would.

mod gate;
mod rule;
mod scope;

use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

pub use gate::Gate;
pub use rule::{FaultRule, FaultRuleStart, RuleHandle};
pub(crate) use rule::{Rules, WorkGates};
pub use scope::{Any, Path, Scope};

/// A fault that is injected into a request.
///
/// There are four groups of faults. The first delays the request. The second sends another
/// response, and the request is not executed. The third executes the request and corrupts the
/// response. The fourth accepts the request and holds the work that it starts. If several rules
/// apply to a request, it gets all delays, the first response, all corruptions and all gates.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Fault {
    /// Delays the request by this duration of the clock of tokio.
    Latency(Duration),
    /// Holds the request until the gate is opened.
    Hold(Gate),

    /// Responds with this status and an empty body.
    Status(u16),
    /// Responds with this status, an empty body, and the header `Retry-After` with this number of
    /// seconds, as a server does that has reached a limit (429) or is starting (503).
    RetryAfter {
        /// The HTTP status.
        status: u16,
        /// The number of seconds.
        seconds: u64,
    },
    /// Responds with this status, content type and body, as a gateway does.
    Answer {
        /// The HTTP status.
        status: u16,
        /// The `Content-Type`.
        content_type: String,
        /// The body.
        body: Bytes,
    },
    /// Responds with HTTP 200 and an error in the envelope of RESTPP.
    Error {
        /// The code, such as `REST-3002`.
        code: String,
        /// The message.
        message: String,
    },
    /// Reports an expired token: HTTP 401, with the code `REST-10019` on RESTPP and without a code
    /// on the GSQL server.
    ExpiredToken,
    /// Reports a missing token, even if the request has one: HTTP 403 with `REST-10016`. This
    /// happens if a gateway that is starting loses the header.
    NoToken,
    /// Responds with HTTP 200 and an HTML page, as a Savanna workspace does while it starts.
    StartingWorkspace,
    /// Closes the connection before the request is processed.
    Disconnect,

    /// Executes the request and closes the connection after this number of bytes of the response,
    /// including its head.
    HangUp(usize),
    /// Executes the request and truncates the body of the response to this number of bytes. The
    /// head is consistent with the shorter body.
    Truncate(usize),
    /// Executes the request and responds with `error` as the text `"false"`, as some endpoints do.
    TextFlag,
    /// Executes the request and inserts a raw line feed and tab into the message, which strict JSON
    /// does not allow.
    RawControls,
    /// Executes the request and responds with this content type.
    ContentType(String),
    /// Executes the request and responds with another status, content type and body, as a gateway
    /// does that gives up waiting; see [`Fault::applied`].
    Applied {
        /// The HTTP status.
        status: u16,
        /// The `Content-Type`.
        content_type: String,
        /// The body.
        body: Bytes,
    },
    /// Executes the request and sends the body of the response byte by byte, each after this
    /// duration. The head is sent at once.
    Drip(Duration),
    /// Executes the request and sends the response twice, so that the second one is in the place of
    /// the response to the next request of the connection.
    Twice,

    /// Accepts the request and holds the work that it starts until the gate is opened. In the
    /// meantime, a query is listed as running, can be aborted, and ends when its time limit is
    /// exceeded on the [`Clock`](crate::Clock); an installation is `RUNNING`. A request that waits
    /// for its work gets the response when the work has ended; one that does not wait (`GSQL-ASYNC:
    /// true`, `async=true`) gets it immediately.
    ///
    /// A loading job in the background is held before its first batch of lines, by a second rule
    /// before its second batch, and so on. In the meantime, it can be paused and aborted.
    ///
    /// ```no_run
    /// # async fn example(emulator: &tg_emulator::Emulator) {
    /// use tg_emulator::{Fault, Gate, Path};
    ///
    /// let gate = Gate::new();
    /// emulator.on(Path::ends("/query/Social/friends")).then(Fault::HoldWork(gate.clone()));
    /// // start the query in detached mode here ...
    /// gate.held(1).await; // `/query_status` reports the query as running
    /// gate.open();        // the query continues and ends
    /// # }
    /// ```
    HoldWork(Gate),
    /// Like [`Fault::HoldWork`], but before the work is started: a query is in the list of delayed
    /// queries, cannot be aborted, and its time limit has not started.
    QueueWork(Gate),
}

impl Fault {
    /// Creates a [`Fault::Answer`].
    #[must_use]
    pub fn answer(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self::Answer { status, content_type: content_type.to_owned(), body: body.into() }
    }

    /// Creates a [`Fault::Applied`].
    ///
    /// ```no_run
    /// # fn example(emulator: &tg_emulator::Emulator) {
    /// use tg_emulator::{Fault, Method, Path};
    ///
    /// // The upsert is stored, and the client cannot know it.
    /// let upserts = Path::starts("/restpp/graph").and(Method::POST);
    /// emulator.on(upserts).times(1).then(Fault::applied(504, "text/html", "Gateway Timeout"));
    /// # }
    /// ```
    #[must_use]
    pub fn applied(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self::Applied { status, content_type: content_type.to_owned(), body: body.into() }
    }

    /// Creates a [`Fault::Error`].
    #[must_use]
    pub fn error(code: &str, message: &str) -> Self {
        Self::Error { code: code.to_owned(), message: message.to_owned() }
    }

    /// Creates the error for an exceeded time limit, `REST-3002`, with the message of a real
    /// server.
    #[must_use]
    pub fn query_timeout() -> Self {
        Self::error(
            "REST-3002",
            "The query didn't finish because it exceeded the query timeout threshold (16 seconds). \
             Please check GSE log for license expiration and RESTPP/GPE log with request id \
             (16777217.RESTPP_1_1.1740477142564.N) for details. Try increase \
             RESTPP.Factory.DefaultQueryTimeoutSec or add header GSQL-TIMEOUT to override default \
             system timeout. ",
        )
    }

    /// Creates the error for a response that exceeds the size limit, `REST-4000`.
    #[must_use]
    pub fn response_too_large() -> Self {
        Self::error("REST-4000", "The query response size is 256MB, which exceeds limit 32MB.")
    }

    /// Creates the error for a query that is being installed, `REST-1005`. Set the number of such
    /// responses with [`FaultRuleStart::times`].
    #[must_use]
    pub fn query_disabled(graph: &str, query: &str) -> Self {
        let message = format!(
            "Query endpoint '/query/{graph}/{query}' is disabled, please make sure all its \
             sub-queries are installed and enabled with same signature."
        );
        Self::error("REST-1005", &message)
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Latency(_) | Self::Hold(_) => Kind::Delay,
            Self::Status(_)
            | Self::RetryAfter { .. }
            | Self::Answer { .. }
            | Self::Error { .. }
            | Self::ExpiredToken
            | Self::NoToken
            | Self::StartingWorkspace
            | Self::Disconnect => Kind::Answer,
            Self::HangUp(_)
            | Self::Truncate(_)
            | Self::TextFlag
            | Self::RawControls
            | Self::ContentType(_)
            | Self::Applied { .. }
            | Self::Drip(_)
            | Self::Twice => Kind::Corruption,
            Self::HoldWork(_) | Self::QueueWork(_) => Kind::Work,
        }
    }

    /// Waits if this is a fault that delays the request.
    pub(crate) async fn delay(&self) {
        match self {
            Self::Latency(time) => tokio::time::sleep(*time).await,
            Self::Hold(gate) => gate.pass().await,
            _ => {}
        }
    }
}

/// The group of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Delay,
    Answer,
    Corruption,
    Work,
}

/// Converts the status of a fault, with 500 for a number that is not an HTTP status.
pub(crate) fn status(number: u16) -> StatusCode {
    StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The page of a workspace that is starting.
pub(crate) const STARTING_PAGE: &str = "<!DOCTYPE html><html><head>\
    <title>Starting workspace</title></head><body><h1>Starting workspace</h1></body></html>";
