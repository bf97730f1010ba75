//! The kinds of errors.

use std::fmt;

/// The kind of an [`Error`](super::Error), to match on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The configuration of the connection, or of an operation, is not valid; nothing was sent.
    Configuration,
    /// A value, an id or a filter cannot be sent; nothing was sent.
    Encode,
    /// A file, a reader or a stream of data cannot be read, or a file of a load cannot be written.
    Source,
    /// A `wait()` was called where it would block an async runtime; nothing was sent.
    Blocking,
    /// No connection to the server; nothing was sent.
    Connect,
    /// The connection ended before the whole answer arrived.
    Interrupted,
    /// No answer within the deadline.
    TimedOut,
    /// The credentials or the token were not accepted.
    Unauthorized,
    /// The credentials are good and do not allow this.
    Forbidden,
    /// No vertex or detached query has this id, or no token this text.
    NotFound,
    /// The server has no endpoint, or no installed query, at this path.
    NoEndpoint,
    /// The server has no graph, type, attribute, query, job or data source of this name.
    UnknownName,
    /// The server is of a version that cannot do this; nothing was sent.
    Unsupported,
    /// The request is not valid: a value of another type, a wrong parameter.
    InvalidRequest,
    /// The request or the answer is larger than a limit.
    TooLarge,
    /// The server stopped working on the request at its own time limit.
    ServerTimedOut,
    /// The server, or a part of it, is not available at the moment.
    Unavailable,
    /// The request was aborted on the server, or the load by the program.
    Aborted,
    /// The server's license does not allow it.
    License,
    /// A query ended in a runtime error or an exception of its own.
    Query,
    /// A GSQL statement failed.
    Gsql,
    /// Only a part of what was sent or read was accepted.
    PartiallyAccepted,
    /// The live schema differs from the types, or the live queries from the typed ones; or a change
    /// of the schema was rejected before anything was sent.
    Schema,
    /// An answer does not fit the Rust type that it is read into.
    Decode,
    /// The answer is not one of TigerGraph.
    Protocol,
    /// Any other error of the server.
    Server,
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Configuration => "the configuration is not valid",
            Self::Encode => "the value cannot be sent",
            Self::Source => "a file or source of data failed",
            Self::Blocking => "this would block an async runtime",
            Self::Connect => "no connection to the server",
            Self::Interrupted => "the connection ended before the whole answer arrived",
            Self::TimedOut => "no answer within the deadline",
            Self::Unauthorized => "the credentials were not accepted",
            Self::Forbidden => "the credentials do not allow this",
            Self::NotFound => "there is nothing with this id",
            Self::NoEndpoint => "the server has no such endpoint",
            Self::UnknownName => "the server does not know this name",
            Self::Unsupported => "the server cannot do this",
            Self::InvalidRequest => "the request is not valid",
            Self::TooLarge => "the request or the answer is too large",
            Self::ServerTimedOut => "the server reached its time limit",
            Self::Unavailable => "the server is not available at the moment",
            Self::Aborted => "the work was aborted",
            Self::License => "the server's license does not allow it",
            Self::Query => "the query ended in an error",
            Self::Gsql => "the GSQL statement failed",
            Self::PartiallyAccepted => "only a part was accepted",
            Self::Schema => "the schema does not fit",
            Self::Decode => "the answer does not fit the Rust type",
            Self::Protocol => "the answer is not one of TigerGraph",
            Self::Server => "the server failed",
        })
    }
}

/// The condition under which a request that failed may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// The same request fails again.
    Never,
    /// Nothing was executed.
    Always,
    /// It may have been executed: only a request that changes nothing the second time.
    IfIdempotent,
    /// It may have been executed, and a second execution changes something or has another result.
    InDoubt,
}
