//! The keys of printed items.

use crate::syntax::Span;
use crate::syntax::ast::query::{Expr, ExprKind, PrintItem};

/// The functions whose names a server writes in small letters.
const LOWERED: &[&str] = &["count", "sum", "avg", "min", "max", "coalesce"];

/// Returns the key under which a PRINT outputs an item: its `AS`, the name of the variable, or the
/// text of the expression without blanks. `text` is that of the query; `S.a` has the key `S` if it
/// `is_column`, an attribute of each vertex of a set.
///
/// ```
/// use tg_gsql::query::{key, parse};
/// use tg_gsql::syntax::ast::query::StatementKind;
///
/// let text = "CREATE QUERY q() {
///     PRINT @@m.get(\"a b\") + 1, x AS y, S.@n, S.a, v.a, MAX( @@l ); }";
/// let query = parse(text).query.unwrap();
/// let StatementKind::Print(print) = &query.statements()[0].kind else { panic!() };
/// let keys: Vec<_> = print.items.iter().map(|item| key(text, item, false)).collect();
/// assert_eq!(keys, ["@@m.get(\"a b\")+1", "y", "S", "S.a", "v.a", "max(@@l)"]);
/// assert_eq!(key(text, &print.items[3], true), "S");
/// ```
#[must_use]
pub fn key(text: &str, item: &PrintItem, is_column: bool) -> String {
    if let Some(key) = &item.key {
        return key.value.clone();
    }
    match &item.value.kind {
        ExprKind::Name(name) => name.clone(),
        ExprKind::Global(name) => format!("@@{name}"),
        // `S.@a` is `S[S.@a]`.
        ExprKind::Accumulator(of, _) if matches!(of.kind, ExprKind::Name(_)) => {
            of.span.of(text).to_owned()
        }
        // `S.a` is `S[S.a]`.
        ExprKind::Member(of, _) if is_column && matches!(of.kind, ExprKind::Name(_)) => {
            of.span.of(text).to_owned()
        }
        _ => expression_key(text, &item.value),
    }
}

/// Returns the key of an expression without a name, in a PRINT or the brackets of one: its text
/// without blanks outside of strings, functions of collections in small letters. `text` is that of
/// the query.
///
/// ```
/// use tg_gsql::query::{expression_key, parse};
/// use tg_gsql::syntax::ast::query::StatementKind;
///
/// let text = "CREATE QUERY q() { PRINT S[MAX( S.@l' ) + x, S.a + \"a b\" + 'c d']; }";
/// let query = parse(text).query.unwrap();
/// let StatementKind::Print(print) = &query.statements()[0].kind else { panic!() };
/// let columns = print.items[0].projection.iter().flatten();
/// let keys: Vec<_> = columns.map(|(value, _)| expression_key(text, value)).collect();
/// assert_eq!(keys, ["max(S.@l')+x", "S.a+\"a b\"+'c d'"]);
/// ```
#[must_use]
pub fn expression_key(text: &str, expr: &Expr) -> String {
    let (mut lowered, mut constants) = (Vec::new(), Vec::new());
    expr.each(&mut |part| {
        if let ExprKind::Call { function, .. } = &part.kind
            && LOWERED.iter().any(|known| function.value.eq_ignore_ascii_case(known))
        {
            lowered.push(function.span);
        }
        match &part.kind {
            ExprKind::Aggregate(aggregate) => lowered.push(aggregate.function.span),
            ExprKind::Constant(_) => constants.push(part.span),
            _ => {}
        }
    });
    let mut condensed = String::new();
    for (at, c) in expr.span.of(text).char_indices() {
        let at = expr.span.start + at;
        let is_in = |spans: &[Span]| spans.iter().any(|span| (span.start..span.end).contains(&at));
        if c.is_whitespace() && !is_in(&constants) {
            continue;
        }
        condensed.push(if is_in(&lowered) { c.to_ascii_lowercase() } else { c });
    }
    condensed
}
