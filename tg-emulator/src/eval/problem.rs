//! Problems in the text of a query.

use tg_gsql::syntax::Span;
use tg_gsql::{Finding, Rule};

/// The number of all errors whose own is not known.
const OTHER: &str = "SEM-45";

/// An error or a warning about the text of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) span: Span,
    /// A sentence without the full stop.
    pub(crate) message: String,
    /// The number of a semantic problem in the messages of servers.
    pub(crate) code: &'static str,
    /// `true` if the text violates the grammar, `false` for a semantic problem.
    pub(crate) syntax: bool,
    /// `true` for an error, `false` for a warning.
    pub(crate) error: bool,
}

impl Problem {
    /// Creates a semantic error.
    pub(crate) fn semantic(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), code: OTHER, syntax: false, error: true }
    }
}

impl From<&Finding> for Problem {
    fn from(finding: &Finding) -> Self {
        // Servers' own texts, where they are known.
        let message = match (finding.rule, &finding.help) {
            (Rule::OtherAlias, _) => finding.message.replace('`', "").replacen("the", "The", 1),
            (Rule::UnknownAttributeType, _) => {
                let name = finding.message.split('`').nth(1).unwrap_or_default();
                format!("The tuple name or the vertex type {name} is not defined")
            }
            (_, Some(help)) => format!("{}; {help}", finding.message),
            (_, None) => finding.message.clone(),
        };
        let syntax = matches!(finding.rule, Rule::Syntax | Rule::Unclosed | Rule::TooDeep);
        let code = match finding.rule {
            Rule::UnknownAttribute => "TYP-158",
            Rule::OtherAlias | Rule::UnknownAttributeType => "SEM-50",
            _ => OTHER,
        };
        Self { span: finding.span, message, code, syntax, error: finding.is_error() }
    }
}
