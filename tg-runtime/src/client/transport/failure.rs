//! From errors of the HTTP libraries to errors of this crate.

use std::error::Error as StdError;
use std::io;
use std::iter::successors;

use super::tls;
use crate::error::{Error, ErrorKind};

pub(super) type BoxError = Box<dyn StdError + Send + Sync>;

/// Returns the error of a request for which no connection was opened.
pub(super) fn disconnected(error: impl Into<BoxError>) -> Error {
    classified(ErrorKind::Connect, error.into())
}

/// Returns the error of a request that may have reached the server.
pub(super) fn interrupted(error: impl Into<BoxError>) -> Error {
    let error = error.into();
    let is_timeout = causes(&*error)
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::TimedOut);
    let kind = if is_timeout { ErrorKind::TimedOut } else { ErrorKind::Interrupted };
    classified(kind, error)
}

fn classified(kind: ErrorKind, error: BoxError) -> Error {
    let failure = tls::failure(&*error).unwrap_or_else(|| Error::new(kind, chain(&*error)));
    failure.with_source(error)
}

/// Returns the messages of an error and of all its causes.
pub(super) fn chain(error: &(dyn StdError + 'static)) -> String {
    causes(error).map(ToString::to_string).fold(String::new(), |text, cause| {
        match (text.is_empty(), text.contains(&cause)) {
            (true, _) => cause,
            // Some errors repeat the message of their cause.
            (_, true) => text,
            (_, false) => format!("{text}: {cause}"),
        }
    })
}

/// Returns an error and its causes.
pub(super) fn causes<'e>(
    error: &'e (dyn StdError + 'static),
) -> impl Iterator<Item = &'e (dyn StdError + 'static)> {
    successors(Some(error), |&error| {
        // The source of an I/O error is the source of the error in it, which would be left out.
        match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => error.source(),
        }
    })
}
