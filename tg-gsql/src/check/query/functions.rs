//! The number of arguments of the server's functions.

use super::QueryChecker;
use crate::finding::{Finding, Rule};
use crate::query::function;
use crate::syntax::ast::query::Expr;
use crate::syntax::{Name, Span};

impl QueryChecker<'_> {
    pub(super) fn arguments(&mut self, function: &Name, arguments: &[Expr], span: Span) {
        let Some(known) = self::function(&function.value) else { return };
        let (least, most) = (known.least, known.most().unwrap_or(usize::MAX));
        if (least..=most).contains(&arguments.len()) {
            return;
        }
        let takes = match (least, most) {
            (0, 0) => "no arguments".to_owned(),
            (1, 1) => "1 argument".to_owned(),
            (1, usize::MAX) => "at least 1 argument".to_owned(),
            (least, usize::MAX) => format!("at least {least} arguments"),
            (least, most) if least == most => format!("{most} arguments"),
            (least, most) => format!("{least} to {most} arguments"),
        };
        let message = format!("`{}` takes {takes}, not {}", known.name, arguments.len());
        self.findings.push(Finding::new(Rule::Arguments, span, message));
    }
}
