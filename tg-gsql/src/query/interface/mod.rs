//! The parameters and results of a query, with their types.

mod context;
mod times;
mod value;

pub use context::Context;
pub use times::Times;
pub use value::{PrintedVertex, TupleType, ValueType};

use self::times::Key;
use super::in_own_context;
use super::infer::{Inference, PrintedValue, TABLE};
use crate::syntax::Span;
use crate::syntax::ast::query::{Body, Constant, Query};

/// The key under which a query with `RETURNS` prints its value.
pub const RETURNED: &str = "@@ret";

/// The parameters and results of a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Interface {
    /// The parameters, in order.
    pub parameters: Vec<TypedParameter>,
    /// The printed keys, each once, in the order of the text.
    pub results: Vec<TypedResult>,
    /// The type of `RETURNS`.
    pub returns: Option<ValueType>,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct TypedParameter {
    /// The name.
    pub name: String,
    /// The position of the name.
    pub span: Span,
    /// The type.
    pub ty: ValueType,
    /// The default.
    pub default: Option<Constant>,
}

/// A printed key.
#[derive(Debug, Clone, PartialEq)]
pub struct TypedResult {
    /// The key in the answer.
    pub key: String,
    /// The position of its `AS`, or of the printed expression, where it is printed first.
    pub span: Span,
    /// The number of times that it is printed.
    pub times: Times,
    /// The type; [`ValueType::Unknown`] if it is printed with different types.
    pub ty: ValueType,
}

/// Returns the parameters and results of a query; `text` is the text of the query. A type that is
/// known only when the query runs is [`ValueType::Unknown`].
///
/// ```
/// use tg_gsql::query::{Context, Times, ValueType, interface, parse};
///
/// let text = "CREATE QUERY q(VERTEX<Depot> depot, INT least = 0) FOR GRAPH g {
///     MapAccum<STRING, AvgAccum> @@mean;
///     FOREACH (key, mean) IN @@mean DO PRINT key, mean > least AS heavy; END;
///     PRINT @@mean AS means;
/// }";
/// let query = parse(text).query.unwrap();
/// let interface = interface(text, &query, &Context::default());
/// assert_eq!(interface.parameters[0].ty, ValueType::Vertex(Some("Depot".to_owned())));
/// let keys: Vec<_> = interface.results.iter().map(|it| (it.key.as_str(), it.times)).collect();
/// assert_eq!(keys, [("key", Times::Any), ("heavy", Times::Any), ("means", Times::Once)]);
/// let means = ValueType::Map(Box::new((ValueType::String, ValueType::Double)));
/// assert_eq!(interface.results[2].ty, means);
/// ```
#[must_use]
pub fn interface(text: &str, query: &Query, context: &Context<'_>) -> Interface {
    in_own_context(query, context, |context, _| interface_in(text, query, context))
}

fn interface_in(text: &str, query: &Query, context: &Context<'_>) -> Interface {
    let inference = Inference::of(text, query, context, false);
    let parameters = query.parameters.iter().map(|parameter| TypedParameter {
        name: parameter.name.value.clone(),
        span: parameter.name.span,
        ty: value::of(&inference, inference.resolve(&parameter.ty)),
        default: parameter.default.as_ref().map(|it| it.value.clone()),
    });
    let keys = inference.printed().iter().map(|printed| {
        let is_set = !matches!(printed.value, PrintedValue::Plain(_));
        (printed.span.start, Key { name: &printed.key, is_set })
    });
    let mut times = times::times(&keys.collect(), query.statements());
    if let Body::OpenCypher(_) = query.body {
        times.insert(TABLE.to_owned(), Times::Once);
    }
    let mut results: Vec<TypedResult> = Vec::new();
    for printed in inference.printed() {
        let ty = value::printed(&inference, printed);
        if let Some(known) = results.iter_mut().find(|known| known.key == printed.key) {
            let before = std::mem::replace(&mut known.ty, ValueType::Unknown);
            known.ty = before.or(ty);
            continue;
        }
        results.push(TypedResult {
            key: printed.key.clone(),
            span: printed.span,
            times: times.get(&printed.key).copied().unwrap_or(Times::Any),
            ty,
        });
    }
    let returns =
        query.returns.as_ref().map(|ty| value::of(&inference, inference.resolve(ty).optional()));
    if let (Some(ty), Some(returns)) = (&query.returns, &returns) {
        // Called by itself and not by a query, it prints the value.
        results.push(TypedResult {
            key: RETURNED.to_owned(),
            span: ty.span,
            times: Times::AtMostOnce,
            ty: returns.clone(),
        });
    }
    Interface { parameters: parameters.collect(), results, returns }
}
