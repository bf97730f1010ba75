//! Converts expressions to values of an attribute's type.

use tg_gsql::syntax::ast::query::{Constant, Expr, ExprKind};

use crate::store::{TupleShape, Value, ValueType, datetime, last_of_each_key, unique};

/// Returns the value of an expression; `None` if it does not have the type.
pub(super) fn value(expr: &Expr, ty: &ValueType) -> Option<Value> {
    match ty {
        ValueType::List(element) => {
            elements(expr, element, "LIST").map(|it| Value::List(it.into()))
        }
        ValueType::Set(element) => elements(expr, element, "SET").map(|it| Value::List(unique(it))),
        ValueType::Map(key, of) => map(expr, key, of),
        ValueType::Tuple(shape) => tuple(expr, shape),
        ValueType::Vector(dimension) => {
            let numbers = elements(expr, &ValueType::Float, "LIST")?;
            let fits = numbers.len() == *dimension as usize;
            let number = |value| match value {
                Value::Float(number) => Some(number),
                _ => None,
            };
            fits.then(|| Value::Vector(numbers.into_iter().filter_map(number).collect()))
        }
        _ => match &ungrouped(expr).kind {
            ExprKind::Constant(constant) => scalar(constant, ty),
            ExprKind::Call { function, arguments, .. }
                if function.value.eq_ignore_ascii_case("to_datetime")
                    && *ty == ValueType::DateTime =>
            {
                arguments.first().filter(|_| arguments.len() == 1).and_then(|it| value(it, ty))
            }
            _ => None,
        },
    }
}

/// Removes the parentheses around an expression.
pub(super) fn ungrouped(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Group(items) if items.len() == 1 => ungrouped(&items[0]),
        _ => expr,
    }
}

fn scalar(constant: &Constant, ty: &ValueType) -> Option<Value> {
    use ValueType::{Bool, DateTime, Double, FixedBinary, Float, Int, Text, Uint};
    Some(match (ty, constant) {
        (Text(_) | FixedBinary(_), Constant::String(text)) => ty.of_text(text)?,
        (Text(_), Constant::Int(number)) => Value::text(&number.to_string()),
        (Text(_), Constant::Real(number)) => Value::text(&number.to_string()),
        (Bool, Constant::Bool(value)) => Value::Bool(*value),
        (Bool, Constant::Int(number @ (0 | 1))) => Value::Bool(*number == 1),
        (Bool, Constant::String(text)) => match text.to_ascii_lowercase().as_str() {
            "true" | "1" => Value::Bool(true),
            "false" | "0" => Value::Bool(false),
            _ => return None,
        },
        (Int(_) | Uint(_), Constant::Int(number)) => ty.whole(*number)?,
        (Int(_) | Uint(_), Constant::String(text)) => ty.whole(text.trim().parse().ok()?)?,
        (Double, _) => Value::Double(real(constant)?),
        (Float, _) => {
            let number = real(constant)? as f32;
            number.is_finite().then_some(Value::Float(number))?
        }
        (DateTime, Constant::String(text) | Constant::DateTime(text)) => {
            Value::DateTime(datetime::parse_timestamp(text.trim())?)
        }
        (DateTime, Constant::Int(seconds)) => {
            let seconds = i64::try_from(*seconds).ok()?;
            datetime::is_in_range(seconds).then_some(Value::DateTime(seconds))?
        }
        _ => return None,
    })
}

fn real(constant: &Constant) -> Option<f64> {
    let number = match constant {
        Constant::Int(number) => *number as f64,
        Constant::Real(number) => *number,
        Constant::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}

/// `[a, b]`, `(a, b)`, `{a, b}`, `LIST(a, b)`, or one element.
fn elements(expr: &Expr, element: &ValueType, word: &str) -> Option<Vec<Value>> {
    let items = match &expr.kind {
        ExprKind::List(items) | ExprKind::Braces(items) => items,
        ExprKind::Call { function, arguments, .. } if function.value.eq_ignore_ascii_case(word) => {
            arguments
        }
        // `(1, "a")` is one tuple rather than a collection of its fields.
        ExprKind::Group(items) => match value(expr, element).filter(|_| is_tuple(element)) {
            Some(one) => return Some(vec![one]),
            None => items,
        },
        _ => return value(expr, element).map(|one| vec![one]),
    };
    items.iter().map(|item| value(item, element)).collect()
}

fn is_tuple(ty: &ValueType) -> bool {
    matches!(ty, ValueType::Tuple(_))
}

/// `(k -> v)`, `((k -> v), (l -> w))`, `[(k -> v)]`, `{k -> v}`, `{k: v}`, `MAP((k -> v))`
fn map(expr: &Expr, key: &ValueType, of: &ValueType) -> Option<Value> {
    let entry = |expr: &Expr| match &ungrouped(expr).kind {
        ExprKind::Entry { keys, values } => match (&keys[..], &values[..]) {
            ([k], [v]) => Some((value(k, key)?, value(v, of)?)),
            _ => None,
        },
        _ => None,
    };
    let entries: Vec<_> = match &expr.kind {
        ExprKind::Group(items) | ExprKind::List(items) | ExprKind::Braces(items) => {
            items.iter().map(entry).collect::<Option<_>>()?
        }
        ExprKind::Call { function, arguments, .. }
            if function.value.eq_ignore_ascii_case("MAP") =>
        {
            arguments.iter().map(entry).collect::<Option<_>>()?
        }
        _ => vec![entry(expr)?],
    };
    Some(Value::Map(last_of_each_key(entries)))
}

/// `Name(a, b)`, `(a, b)`
fn tuple(expr: &Expr, shape: &TupleShape) -> Option<Value> {
    let fields = match &expr.kind {
        ExprKind::Call { function, arguments, .. } if function.value == shape.name => arguments,
        ExprKind::Group(items) => items,
        _ => return None,
    };
    if fields.len() != shape.fields.len() {
        return None;
    }
    let values = fields.iter().zip(&shape.fields).map(|(field, (_, ty))| value(field, ty));
    Some(Value::Tuple(values.collect::<Option<_>>()?))
}

/// Returns an id as text: a string, a number, or the parts of a composite key in parentheses.
pub(super) fn id(expr: &Expr) -> Option<String> {
    match &ungrouped(expr).kind {
        ExprKind::Constant(Constant::String(text)) => Some(text.clone()),
        ExprKind::Constant(Constant::Int(number)) => Some(number.to_string()),
        ExprKind::Group(parts) => {
            let parts: Vec<_> = parts.iter().map(id).collect::<Option<_>>()?;
            Some(parts.join(","))
        }
        ExprKind::Call { function, arguments, .. }
            if function.value.eq_ignore_ascii_case("to_datetime") =>
        {
            arguments.first().and_then(id)
        }
        _ => None,
    }
}
