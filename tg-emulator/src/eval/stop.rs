//! What keeps a query from going on.

use std::fmt::Display;

use tg_gsql::query::Place;
use tg_gsql::syntax::Span;

use super::Failure;

/// Why an expression has no value, or a statement no end.
#[derive(Debug)]
pub(super) enum Stop {
    Failure(Failure),
    /// An exception of the query's own.
    Raised {
        exception: String,
        failure: Failure,
    },
    /// An attribute that the type of an alias does not have.
    Missing {
        attribute: String,
        span: Span,
    },
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl Stop {
    /// The failure that ends the query.
    pub(super) fn into_failure(self, text: &str) -> Failure {
        match self {
            Self::Failure(failure) | Self::Raised { failure, .. } => failure,
            Self::Missing { attribute, span } => semantic_failure(
                text,
                span,
                format!("the attribute {attribute} is not one of every type that is matched here"),
            ),
        }
    }
}

/// Something that a real server does and the emulator does not.
pub(super) fn unsupported(text: &str, span: Span, what: impl Display) -> Stop {
    let place = Place::of(text, span);
    let message = format!("SEMANTIC ERROR: line {place} the emulator does not support {what}.");
    Stop::Failure(Failure::new(message))
}

/// Something that makes no sense.
pub(super) fn semantic(text: &str, span: Span, what: impl Display) -> Stop {
    Stop::Failure(semantic_failure(text, span, what))
}

fn semantic_failure(text: &str, span: Span, what: impl Display) -> Failure {
    Failure::new(format!("SEMANTIC ERROR: line {} {what}.", Place::of(text, span)))
}
