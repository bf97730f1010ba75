//! Conditions on values, and orders of rows.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::schema::Field;
use super::value::Value;

/// Conditions that must all hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Filter(pub(crate) Vec<Condition>);

/// One comparison of a field with a literal.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Condition {
    pub(crate) field: Field,
    pub(crate) comparison: Comparison,
    pub(crate) operand: Operand,
}

/// How a field is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

/// What a field is compared with. Whole numbers stay exact beyond 2^53.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Operand {
    Whole(i128),
    Real(f64),
    /// For a FLOAT: rounded as the stored value was.
    Single(f32),
    Other(Value),
}

/// The order of rows: fields from left to right, each descending or not.
pub(crate) type Order = Vec<(Field, bool)>;

impl Filter {
    pub(crate) fn holds<'a>(&self, get: impl Fn(Field) -> Cow<'a, Value>) -> bool {
        self.0.iter().all(|condition| condition.holds(&get(condition.field)))
    }
}

impl Condition {
    pub(crate) fn holds(&self, value: &Value) -> bool {
        let ordering = match (value, &self.operand) {
            (Value::Int(v), Operand::Whole(o)) => i128::from(*v).partial_cmp(o),
            (Value::Uint(v), Operand::Whole(o)) => i128::from(*v).partial_cmp(o),
            (Value::Int(v), Operand::Real(o)) => (*v as f64).partial_cmp(o),
            (Value::Uint(v), Operand::Real(o)) => (*v as f64).partial_cmp(o),
            (Value::Double(v), Operand::Real(o)) => v.partial_cmp(o),
            (Value::Float(v), Operand::Single(o)) => v.partial_cmp(o),
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

/// Compares two rows by an order.
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
