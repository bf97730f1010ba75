//! Problems in the text of a query.

use tg_gsql::syntax::Span;
use tg_gsql::{Finding, Rule};

/// An error or a warning about the text of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) span: Span,
    /// A sentence without the full stop.
    pub(crate) message: String,
    /// `true` if the text violates the grammar, `false` for a semantic problem.
    pub(crate) syntax: bool,
    /// `true` for an error, `false` for a warning.
    pub(crate) error: bool,
}

impl Problem {
    /// Creates a semantic error.
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
