//! The number of arguments of the server's functions.

use super::QueryChecker;
use crate::finding::{Finding, Rule};
use crate::syntax::ast::query::Expr;
use crate::syntax::{Name, Span};

/// Functions with a certain number of arguments, and its bounds.
#[rustfmt::skip]
const FUNCTIONS: &[(&str, usize, usize)] = &[
    ("abs", 1, 1), ("sqrt", 1, 1), ("pow", 2, 2), ("exp", 1, 1), ("log2", 1, 1), ("log10", 1, 1),
    ("ceil", 1, 1), ("floor", 1, 1), ("sign", 1, 1), ("square", 1, 1), ("fmod", 2, 2),
    ("float_to_int", 1, 1), ("length", 1, 1), ("lower", 1, 1), ("upper", 1, 1),
    ("str_to_int", 1, 1), ("to_datetime", 1, 1), ("now", 0, 0), ("year", 1, 1), ("month", 1, 1),
    ("day", 1, 1), ("hour", 1, 1), ("minute", 1, 1), ("second", 1, 1), ("datetime_diff", 2, 2),
    ("datetime_to_epoch", 1, 1), ("epoch_to_datetime", 1, 1), ("datetime_format", 1, 2),
    ("parse_json_object", 1, 1), ("parse_json_array", 1, 1), ("to_vertex", 2, 2),
    ("to_vertex_set", 2, 2), ("getvid", 1, 1),
];

impl QueryChecker<'_> {
    pub(super) fn arguments(&mut self, function: &Name, arguments: &[Expr], span: Span) {
        let known = FUNCTIONS.iter().find(|it| function.value.eq_ignore_ascii_case(it.0));
        let Some((name, least, most)) = known else { return };
        if (*least..=*most).contains(&arguments.len()) {
            return;
        }
        let takes = match (least, most) {
            (0, 0) => "no arguments".to_owned(),
            (1, 1) => "1 argument".to_owned(),
            (least, most) if least == most => format!("{most} arguments"),
            (least, most) => format!("{least} to {most} arguments"),
        };
        let message = format!("`{name}` takes {takes}, not {}", arguments.len());
        self.findings.push(Finding::new(Rule::Arguments, span, message));
    }
}
