//! The reasons for which a query ends early.

use std::fmt::Display;
use std::sync::Arc;

use tg_gsql::query::Position;
use tg_gsql::syntax::Span;

use super::Failure;
use super::plan::Attribute;

/// The reason why an expression or statement cannot be completed.
#[derive(Debug)]
pub(super) enum Stop {
    Failure(Box<Failure>),
    /// An exception that the query itself raised and can handle.
    Raised {
        exception: usize,
        failure: Box<Failure>,
    },
    /// An attribute that the type of an alias does not have. Clauses that work on several types
    /// skip it.
    Missing(Box<(Arc<Attribute>, Span)>),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failure(Box::new(failure))
    }
}

impl Stop {
    /// Converts this to the failure of the whole query.
    pub(super) fn into_failure(self, text: &str) -> Failure {
        match self {
            Self::Failure(failure) | Self::Raised { failure, .. } => *failure,
            Self::Missing(missing) => {
                let (attribute, span) = *missing;
                let name = &attribute.name;
                semantic_failure(
                    text,
                    span,
                    format!("not every type that is matched here has the attribute {name}"),
                )
            }
        }
    }
}

/// Creates the failure for a semantic error.
pub(super) fn semantic(text: &str, span: Span, what: impl Display) -> Stop {
    semantic_failure(text, span, what).into()
}

fn semantic_failure(text: &str, span: Span, what: impl Display) -> Failure {
    Failure::new(format!("SEMANTIC ERROR: line {} {what}.", Position::of(text, span)))
}
