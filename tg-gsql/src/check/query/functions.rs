//! The number of arguments of the server's functions.

use super::QueryChecker;
use crate::finding::{Finding, Rule};
use crate::query::function;
use crate::syntax::ast::query::Expr;
use crate::syntax::{Name, Span};

impl QueryChecker<'_> {
    pub(super) fn arguments(&mut self, function: &Name, arguments: &[Expr], span: Span) {
        let Some(known) = self::function(&function.value) else { return };
        if known.takes(arguments.len()) {
            return;
        }
        let takes = known.arguments();
        let message = format!("`{}` takes {takes}, not {}", known.name, arguments.len());
        self.findings.push(Finding::new(Rule::Arguments, span, message));
    }
}
