//! Filters and sort orders of rows.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::schema::Field;
use super::value::Value;

/// A conjunction of conditions.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Filter(pub(crate) Vec<Condition>);

/// A comparison of a field with a literal.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Condition {
    pub(crate) field: Field,
    pub(crate) comparison: Comparison,
    pub(crate) operand: Operand,
}

/// A comparison operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

/// The right side of a comparison. Integers are exact, also beyond 2^53.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Operand {
    Integer(i128),
    Double(f64),
    /// The operand for a FLOAT, which is rounded in the same way as the stored value.
    Float(f32),
    Other(Value),
}

/// A sort order: fields in decreasing precedence, each with `true` for descending.
pub(crate) type Order = Vec<(Field, bool)>;

impl Filter {
    pub(crate) fn holds<'a>(&self, get: impl Fn(Field) -> Cow<'a, Value>) -> bool {
        self.0.iter().all(|condition| condition.holds(&get(condition.field)))
    }
}

impl Condition {
    pub(crate) fn holds(&self, value: &Value) -> bool {
        let ordering = match (value, &self.operand) {
            (Value::Int(v), Operand::Integer(o)) => i128::from(*v).partial_cmp(o),
            (Value::Uint(v), Operand::Integer(o)) => i128::from(*v).partial_cmp(o),
            (Value::Int(v), Operand::Double(o)) => (*v as f64).partial_cmp(o),
            (Value::Uint(v), Operand::Double(o)) => (*v as f64).partial_cmp(o),
            (Value::Double(v), Operand::Double(o)) => v.partial_cmp(o),
            (Value::Float(v), Operand::Float(o)) => v.partial_cmp(o),
            (value, Operand::Other(o)) => Some(value.cmp(o)),
            _ => None,
        };
        ordering.is_some_and(|ordering| self.comparison.accepts(ordering))
    }
}

impl Comparison {
    fn accepts(self, ordering: Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::NotEqual => ordering.is_ne(),
            Self::Greater => ordering.is_gt(),
            Self::GreaterOrEqual => ordering.is_ge(),
            Self::Less => ordering.is_lt(),
            Self::LessOrEqual => ordering.is_le(),
        }
    }
}

/// Compares two rows by a sort order.
pub(crate) fn compare<'a>(
    order: &Order,
    a: impl Fn(Field) -> Cow<'a, Value>,
    b: impl Fn(Field) -> Cow<'a, Value>,
) -> Ordering {
    order
        .iter()
        .map(|(field, descending)| {
            let ordering = a(*field).cmp(&b(*field));
            if *descending { ordering.reverse() } else { ordering }
        })
        .find(|ordering| ordering.is_ne())
        .unwrap_or(Ordering::Equal)
}
