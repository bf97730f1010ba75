//! Addition and subtraction of intervals to a DATETIME.

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::query::{Expr, ExprKind};

use super::machine::Machine;
use super::stop::{Stop, semantic, unsupported};
use super::{Failure, Value};
use crate::store::datetime;

/// Splits a call of `datetime_add(d, INTERVAL n unit)` or `datetime_sub(..)` into its parts.
/// Returns `None` for other calls.
pub(super) fn parse_call<'e>(
    function: &str,
    arguments: &'e [Expr],
) -> Option<(bool, (&'e Expr, &'e Expr, &'e str))> {
    let add = match function.to_ascii_lowercase().as_str() {
        "datetime_add" => true,
        "datetime_sub" => false,
        _ => return None,
    };
    let [of, Expr { kind: ExprKind::Interval { amount, unit }, .. }] = arguments else {
        return None;
    };
    Some((add, (of, amount, &unit.value)))
}

impl Machine<'_> {
    /// Adds an interval to a DATETIME or subtracts it.
    pub(super) fn shift_datetime(
        &self,
        add: bool,
        (of, amount, unit): (&Expr, &Expr, &str),
        span: Span,
    ) -> Result<Value, Stop> {
        let Value::DateTime(at) = self.eval(of)? else {
            return Err(semantic(self.text, of.span, "this is not a DATETIME"));
        };
        let seconds = match unit.to_ascii_uppercase().trim_end_matches('S') {
            "SECOND" => 1,
            "MINUTE" => 60,
            "HOUR" => 3600,
            "DAY" => 86_400,
            _ => return Err(unsupported(self.text, span, format!("an interval in {unit}"))),
        };
        let amount = self.eval_int(amount)?;
        let by = amount.checked_mul(seconds);
        let changed = by.and_then(|by| if add { at.checked_add(by) } else { at.checked_sub(by) });
        let changed = changed.filter(|at| datetime::is_in_range(*at));
        let changed = changed.ok_or_else(|| Failure::runtime("a DATETIME is out of range."))?;
        Ok(Value::DateTime(changed))
    }
}
