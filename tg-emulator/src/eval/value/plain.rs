//! Values without memory of their own.

use super::Value;
use crate::store::VertexRef;

/// A value without memory of its own, which most expressions in loops have: it is copied and
/// dropped at no cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Plain {
    Bool(bool),
    Int(i64),
    Double(f64),
    Vertex(VertexRef),
}

impl Plain {
    /// Returns `None` for other values, and for the initial value of vertex variables.
    #[inline]
    pub(crate) fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Bool(value) => Self::Bool(*value),
            Value::Int(value) => Self::Int(*value),
            Value::Double(value) => Self::Double(*value),
            Value::Vertex(Some(at)) => Self::Vertex(*at),
            _ => return None,
        })
    }
}

impl From<Plain> for Value {
    #[inline]
    fn from(value: Plain) -> Self {
        match value {
            Plain::Bool(value) => Self::Bool(value),
            Plain::Int(value) => Self::Int(value),
            Plain::Double(value) => Self::Double(value),
            Plain::Vertex(at) => Self::Vertex(Some(at)),
        }
    }
}
