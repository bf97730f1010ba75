//! The reasons for which a query ends early.

use std::fmt::Display;

use tg_gsql::query::Position;
use tg_gsql::syntax::Span;

use super::Failure;

/// The reason why an expression or statement cannot be completed.
#[derive(Debug)]
pub(super) enum Stop {
    Failure(Failure),
    /// An exception that the query itself raised and can handle.
    Raised {
        exception: String,
        failure: Failure,
    },
    /// An attribute that the type of an alias does not have. Clauses that work on several types
    /// skip it.
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
    /// Converts this to the failure of the whole query.
    pub(super) fn into_failure(self, text: &str) -> Failure {
        match self {
            Self::Failure(failure) | Self::Raised { failure, .. } => failure,
            Self::Missing { attribute, span } => semantic_failure(
                text,
                span,
                format!("not every type that is matched here has the attribute {attribute}"),
            ),
        }
    }
}

/// Creates the failure for a feature that a real server has and the emulator does not: its kind and
/// its text in the query.
pub(super) fn unsupported(text: &str, span: Span, what: impl Display) -> Stop {
    const MAX_CHARACTERS: usize = 60;
    let place = Position::of(text, span);
    let mut excerpt = span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = excerpt.char_indices().nth(MAX_CHARACTERS) {
        excerpt.truncate(end);
        excerpt.push_str("..");
    }
    let message =
        format!("SEMANTIC ERROR: line {place} the emulator does not support {what} `{excerpt}`.");
    Stop::Failure(Failure::new(message))
}

/// Creates the failure for a semantic error.
pub(super) fn semantic(text: &str, span: Span, what: impl Display) -> Stop {
    Stop::Failure(semantic_failure(text, span, what))
}

fn semantic_failure(text: &str, span: Span, what: impl Display) -> Failure {
    Failure::new(format!("SEMANTIC ERROR: line {} {what}.", Position::of(text, span)))
}
