//! The error of an operation.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::prose::Prose;
use super::{DecodeError, EncodeError, ErrorKind, Repeat, code};

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The error of an operation: a [`kind`](Self::kind) to match on, and the server's answer.
///
/// One pointer wide. It never holds a secret, a token or a password.
///
/// ```
/// # use tg_runtime::{Error, ErrorKind};
/// fn advice(error: &Error) -> &'static str {
///     match error.kind() {
///         ErrorKind::UnknownName => "the schema on the server has drifted",
///         _ if error.is_unauthorized() => "check the secret",
///         _ if error.is_retryable() => "try again later",
///         _ => "look at the message",
///     }
/// }
/// ```
#[derive(Clone)]
pub struct Error(Box<Detail>);

#[derive(Clone)]
struct Detail {
    kind: ErrorKind,
    repeat: Repeat,
    message: Cow<'static, str>,
    code: Option<String>,
    status: Option<u16>,
    operation: Option<String>,
    retry_after: Option<Duration>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl Error {
    /// Returns the kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the server's return code, such as `REST-30200` or `601`.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// Returns the server's message, or the message of this crate.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns the id of the request in the server's logs, if the message contains it: for a query
    /// that ran out of time, for instance.
    pub fn request_id(&self) -> Option<&str> {
        let (_, after) = self.0.message.split_once("request id (")?;
        after.split_once(')').map(|(id, _)| id)
    }

    /// Returns the HTTP status of the answer, if there was one. TigerGraph also sends errors with
    /// 200.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// Returns the operation that failed, such as `upsert Package`.
    pub fn operation(&self) -> Option<&str> {
        self.0.operation.as_deref()
    }

    /// Returns `true` if the operation may succeed later, and can be repeated as it is without
    /// another effect or result than that of one execution. The client has then already repeated it
    /// as often as its `RetryPolicy` allows.
    ///
    /// It is `false` for an addition, an insertion, a deletion, a query or GSQL text that
    /// [may have been executed](Self::is_in_doubt).
    pub fn is_retryable(&self) -> bool {
        matches!(self.0.repeat, Repeat::Always | Repeat::IfIdempotent)
    }

    /// Returns `true` if the operation may have been executed, in whole or in part, although it
    /// failed: the answer was lost or late, is not understood, or came from a gateway. If it is
    /// `false`, nothing was executed, or the server rejected it. Of an operation that only reads, it
    /// has no meaning; of GSQL text, statements before the rejected one were executed.
    pub fn is_in_doubt(&self) -> bool {
        match self.0.repeat {
            Repeat::Always => false,
            Repeat::IfIdempotent | Repeat::InDoubt => true,
            Repeat::Never => match self.0.kind {
                ErrorKind::Protocol | ErrorKind::Decode => true,
                // The answer is too large; with these statuses it is the request.
                ErrorKind::TooLarge => !matches!(self.0.status, None | Some(413 | 414)),
                _ => false,
            },
        }
    }

    /// Returns `true` if the credentials or the token were not accepted.
    pub fn is_unauthorized(&self) -> bool {
        self.0.kind == ErrorKind::Unauthorized
    }

    /// Returns `true` if a vertex that the request names does not exist.
    pub fn is_not_found(&self) -> bool {
        self.0.kind == ErrorKind::NotFound
    }
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        let repeat = match kind {
            ErrorKind::Connect => Repeat::Always,
            ErrorKind::Interrupted | ErrorKind::TimedOut => Repeat::IfIdempotent,
            _ => Repeat::Never,
        };
        Self(Box::new(Detail {
            kind,
            repeat,
            message: message.into(),
            code: None,
            status: None,
            operation: None,
            retry_after: None,
            source: None,
        }))
    }

    /// Creates the error for a request that this version of the server does not support. The
    /// message names a version that does.
    pub(crate) fn unsupported(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Unsupported, message)
    }

    pub(crate) fn configuration(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Configuration, message)
    }

    /// Creates the error that the server reported in a body.
    pub(crate) fn reported(status: Option<u16>, code: Option<String>, message: String) -> Self {
        let (kind, repeat) = code::classify(code.as_deref(), &message, status);
        let mut error = Self::new(kind, message);
        error.0.repeat = repeat;
        error.0.code = code;
        error.0.status = status;
        error
    }

    /// Creates the error for an answer without a report in its body: the page of a gateway, or
    /// nothing.
    pub(crate) fn bare(status: u16, message: impl Into<Cow<'static, str>>) -> Self {
        let (kind, repeat) = code::classify_status(status);
        let mut error = Self::new(kind, message);
        error.0.repeat = repeat;
        error.0.status = Some(status);
        error
    }

    pub(crate) fn with_kind(mut self, kind: ErrorKind) -> Self {
        self.0.kind = kind;
        self
    }

    pub(crate) fn with_repeat(mut self, repeat: Repeat) -> Self {
        self.0.repeat = repeat;
        self
    }

    /// Marks the error of a request that prepares the operation, which itself was not sent.
    pub(crate) fn before_execution(mut self) -> Self {
        if self.0.repeat == Repeat::IfIdempotent {
            self.0.repeat = Repeat::Always;
        }
        self
    }

    /// Adapts the repetition to the operation as a whole: `idempotent` if a second execution has
    /// the same effect and result, `in_doubt` if another attempt or request of it may have been
    /// executed.
    pub(crate) fn of_operation(mut self, idempotent: bool, in_doubt: bool) -> Self {
        self.0.repeat = match self.0.repeat {
            Repeat::Never if in_doubt => Repeat::InDoubt,
            Repeat::Always if in_doubt && idempotent => Repeat::IfIdempotent,
            Repeat::Always if in_doubt => Repeat::InDoubt,
            Repeat::IfIdempotent if !idempotent => Repeat::InDoubt,
            repeat => repeat,
        };
        self
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    pub(crate) fn with_source(
        mut self,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(Arc::from(source.into()));
        self
    }

    pub(crate) fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    /// Names the operation, unless code closer to the failure already did.
    pub(crate) fn during(mut self, operation: impl FnOnce() -> String) -> Self {
        self.0.operation.get_or_insert_with(operation);
        self
    }

    /// Names the operation, in place of a name from code closer to the failure.
    pub(crate) fn about(mut self, operation: String) -> Self {
        self.0.operation = Some(operation);
        self
    }

    /// Blanks secrets that the server repeats in its message.
    pub(crate) fn without(mut self, secrets: &[String]) -> Self {
        for secret in secrets {
            if self.0.message.contains(secret.as_str()) {
                self.0.message = self.0.message.replace(secret.as_str(), "****").into();
                // The source may contain it, too.
                self.0.source = None;
            }
            if self.0.code.as_ref().is_some_and(|code| code.contains(secret.as_str())) {
                self.0.code = None;
            }
        }
        self
    }

    /// Puts text before the message.
    pub(crate) fn because(mut self, context: impl fmt::Display) -> Self {
        self.0.message = format!("{context}: {}", self.0.message).into();
        self
    }

    /// Puts text after the message.
    pub(crate) fn adding(mut self, text: impl fmt::Display) -> Self {
        self.0.message = format!("{} {text}", self.0.message.trim_end()).into();
        self
    }

    /// Returns `true` if the message has this meaning.
    pub(crate) fn reports(&self, prose: Prose) -> bool {
        prose.is_in(self.message())
    }

    pub(crate) fn repeat(&self) -> Repeat {
        self.0.repeat
    }

    pub(crate) fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Detail { kind, message, code, status, operation, .. } = &*self.0;
        if let Some(operation) = operation {
            write!(f, "{operation}: ")?;
        }
        write!(f, "{kind}")?;
        if !message.is_empty() {
            write!(f, ": {}", Excerpt(message.trim_end()))?;
        }
        let code = code.as_deref().map(Excerpt);
        match (code, status) {
            (Some(code), Some(status)) => write!(f, " ({code}, HTTP {status})"),
            (Some(code), None) => write!(f, " ({code})"),
            (None, Some(status)) => write!(f, " (HTTP {status})"),
            (None, None) => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &Excerpt(&self.0.message))
            .field("code", &self.0.code.as_deref().map(Excerpt))
            .field("status", &self.0.status)
            .field("operation", &self.0.operation)
            .field("source", &self.0.source)
            .finish()
    }
}

/// A text of a server that is displayed up to a length: a whole page in each line of a log helps
/// as little as none. The end is displayed, too, because it may be the remedy.
struct Excerpt<'t>(&'t str);

impl<'t> Excerpt<'t> {
    const START: usize = 6 * 1024;
    const END: usize = 1024;

    /// Returns the start and the end, and the number of bytes between them.
    fn parts(&self) -> (&'t str, usize, &'t str) {
        let text = self.0;
        if text.len() <= Self::START + Self::END {
            return (text, 0, "");
        }
        let boundary = |from: usize| (0..=from).rev().find(|at| text.is_char_boundary(*at));
        let start = boundary(Self::START).unwrap_or_default();
        let end = boundary(text.len() - Self::END).unwrap_or_default();
        (&text[..start], end - start, &text[end..])
    }
}

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts() {
            (text, 0, _) => f.write_str(text),
            (start, bytes, end) => {
                write!(
                    f,
                    "{start} ... ({bytes} bytes are left out, `message()` has them) ... {end}"
                )
            }
        }
    }
}

impl fmt::Debug for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_string(), f)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

impl From<EncodeError> for Error {
    fn from(error: EncodeError) -> Self {
        Self::new(ErrorKind::Encode, error.to_string())
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        Self::new(ErrorKind::Decode, error.to_string())
    }
}

const _: () = assert!(size_of::<Error>() == size_of::<usize>());
const fn thread_safe<T: Send + Sync + 'static>() {}
const _: () = thread_safe::<Error>();
