//! Faults as data: what goes wrong, for which requests, how often.

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

/// Something that goes wrong with a request.
///
/// The first group delays a request; the second answers in its place, so that nothing is
/// executed; the third lets it be executed and spoils the answer; the fourth lets it be accepted and
/// holds the work that it starts. Several rules may meet in one request: all delays, the first
/// answer, all spoilers, all gates.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Fault {
    /// Waits this long on tokio's clock, then goes on.
    Latency(Duration),
    /// Waits until the gate is opened, then goes on.
    Hold(Gate),

    /// Answers with this status and an empty body.
    Status(u16),
    /// Answers with this status, content type and body, as a gateway does.
    Answer {
        /// The HTTP status.
        status: u16,
        /// The `Content-Type`.
        content_type: String,
        /// The body.
        body: Bytes,
    },
    /// Answers with HTTP 200 and an error in RESTPP's envelope.
    Error {
        /// The code, such as `REST-3002`.
        code: String,
        /// The message.
        message: String,
    },
    /// Answers that the token has expired, in the way of the side that was asked: HTTP 401, with
    /// code `REST-10019` on RESTPP and without a code on GSQL.
    ExpiredToken,
    /// Answers as to a request without a token, whatever it carries: HTTP 403 with `REST-10016`. A gateway
    /// that starts up loses the header so.
    NoToken,
    /// Answers 200 with an HTML page, as a Savanna workspace does while it wakes up.
    StartingWorkspace,
    /// Closes the connection without looking at the request.
    Disconnect,

    /// Executes the request and closes the connection after this many bytes of the answer, its
    /// head included.
    HangUp(usize),
    /// Executes the request and cuts the answer's body after this many bytes; the head is
    /// consistent with what is left.
    Truncate(usize),
    /// Executes the request and writes `error` as the text `"false"`, as some endpoints do.
    TextFlag,
    /// Executes the request and puts a raw line feed and tab into the message, which strict JSON forbids.
    RawControls,
    /// Executes the request and labels the answer with this content type.
    ContentType(String),

    /// Accepts the request and holds the work that it starts, until the gate is opened. A query is
    /// listed as running meanwhile, can be aborted, and ends by its time limit when the
    /// [`Clock`](crate::Clock) gets there; an installation is `RUNNING`. A request that waits for
    /// its work is answered when that is over; one that does not (`GSQL-ASYNC: true`, `async=true`)
    /// is answered at once.
    ///
    /// A loading job that goes on in the background is held before its first batch of lines, by a
    /// second rule before its second batch, and so on; meanwhile it can be paused and aborted.
    ///
    /// ```no_run
    /// # async fn example(emulator: &tg_emulator::Emulator) {
    /// use tg_emulator::{Fault, Gate, Path};
    ///
    /// let gate = Gate::new();
    /// emulator.on(Path::ends("/query/Social/friends")).then(Fault::HoldWork(gate.clone()));
    /// // start the query in detached mode here ...
    /// gate.held(1).await; // it runs, and `/query_status` says so
    /// gate.open();        // it goes on, and ends
    /// # }
    /// ```
    HoldWork(Gate),
    /// As [`Fault::HoldWork`], but before the work has begun: a query waits in the list of delayed
    /// ones, which cannot be aborted, and its time has not begun to run.
    QueueWork(Gate),
}

impl Fault {
    /// An answer with a body, as [`Fault::Answer`].
    #[must_use]
    pub fn answer(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self::Answer { status, content_type: content_type.to_owned(), body: body.into() }
    }

    /// An error in RESTPP's envelope, as [`Fault::Error`].
    #[must_use]
    pub fn error(code: &str, message: &str) -> Self {
        Self::Error { code: code.to_owned(), message: message.to_owned() }
    }

    /// The server's own time limit: `REST-3002`, in the words of a real server.
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

    /// An answer over the limit: `REST-4000`.
    #[must_use]
    pub fn response_too_large() -> Self {
        Self::error("REST-4000", "The query response size is 256MB, which exceeds limit 32MB.")
    }

    /// A query that is being installed: `REST-1005`. With `times` for as long as it takes.
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
            | Self::ContentType(_) => Kind::Spoil,
            Self::HoldWork(_) | Self::QueueWork(_) => Kind::Work,
        }
    }

    /// Waits, for a fault that delays.
    pub(crate) async fn delay(&self) {
        match self {
            Self::Latency(time) => tokio::time::sleep(*time).await,
            Self::Hold(gate) => gate.pass().await,
            _ => {}
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Delay,
    Answer,
    Spoil,
    Work,
}

/// The status of a fault, or 500 where the number is not one that HTTP has.
pub(crate) fn status(number: u16) -> StatusCode {
    StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The page of a workspace that wakes up.
pub(crate) const STARTING_PAGE: &str = "<!DOCTYPE html><html><head><title>Starting workspace</title>\
    </head><body><h1>Starting workspace</h1></body></html>";
