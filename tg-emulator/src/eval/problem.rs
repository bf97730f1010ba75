//! What is wrong with the text of a query.

use tg_gsql::syntax::Span;
use tg_gsql::{Finding, Rule};

/// A mistake in a query, or a warning about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) span: Span,
    /// A sentence without its full stop.
    pub(crate) message: String,
    /// Whether the text does not follow the grammar; otherwise it does and makes no sense.
    pub(crate) syntax: bool,
    pub(crate) error: bool,
}

impl Problem {
    /// A mistake in what the text means.
    pub(crate) fn semantic(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), syntax: false, error: true }
    }
}

impl From<&Finding> for Problem {
    fn from(finding: &Finding) -> Self {
        let message = match &finding.help {
            Some(help) => format!("{}; {help}", finding.message),
            None => finding.message.clone(),
        };
        let syntax = matches!(finding.rule, Rule::Syntax | Rule::Unclosed | Rule::TooDeep);
        Self { span: finding.span, message, syntax, error: finding.is_error() }
    }
}
