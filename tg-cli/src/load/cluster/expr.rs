//! Parts of statements of a loading job.

use tg_gsql::model::Literal;
use tg_gsql::syntax::ast::LoadExpr;
use tg_gsql::syntax::{Name, Span, Spanned};

/// Gives a part the place that it needs: the text is new.
pub(super) fn at<T>(value: T) -> Spanned<T> {
    Spanned { value, span: Span { start: 0, end: 0 } }
}

pub(super) fn name(text: &str) -> Name {
    at(text.to_owned())
}

pub(super) fn text(text: impl Into<String>) -> LoadExpr {
    LoadExpr::Literal(Literal::String(text.into()))
}

pub(super) fn call(function: &str, arguments: impl IntoIterator<Item = LoadExpr>) -> LoadExpr {
    LoadExpr::Call { name: name(function), arguments: arguments.into_iter().map(at).collect() }
}

/// `left operator right`
pub(super) fn binary(left: LoadExpr, operator: &'static str, right: LoadExpr) -> LoadExpr {
    LoadExpr::Chain(Box::new(at(left)), vec![(operator, at(right))])
}

/// `operand IN (..)`, or `operand NOT IN (..)`
pub(super) fn among(operand: LoadExpr, negated: bool, values: Vec<LoadExpr>) -> LoadExpr {
    let among = values.into_iter().map(at).collect();
    LoadExpr::In { operand: Box::new(at(operand)), negated, among }
}

/// Joins conditions by `AND`; `None` if there is none.
pub(super) fn all(conditions: Vec<LoadExpr>) -> Option<LoadExpr> {
    let mut conditions = conditions.into_iter();
    let first = conditions.next()?;
    let rest: Vec<_> = conditions.map(|condition| ("AND", at(condition))).collect();
    Some(if rest.is_empty() { first } else { LoadExpr::Chain(Box::new(at(first)), rest) })
}

/// `NOT (condition)`
pub(super) fn not(condition: LoadExpr) -> LoadExpr {
    LoadExpr::Prefix("NOT", Box::new(at(LoadExpr::Group(vec![at(condition)]))))
}
