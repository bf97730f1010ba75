//! Arguments of queries: typed, with vertex ids as text.

use crate::store::datetime;

/// The value of a parameter before ids are looked up in the store.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Argument {
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f32),
    Double(f64),
    Text(String),
    /// Seconds since 1970.
    DateTime(i64),
    Vertex {
        ty: String,
        id: Id,
    },
    List(Vec<Argument>),
    Map(Vec<(Argument, Argument)>),
}

/// The id of a vertex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Id {
    /// The spelling in URL paths: the parts of a composite key are separated by commas.
    Text(String),
    /// The parts of a composite key with their names.
    Parts(Vec<(String, String)>),
}

impl Argument {
    /// Creates a FLOAT, or returns `None` if the number is out of range.
    pub(crate) fn float(number: f64) -> Option<Self> {
        let number = number as f32;
        number.is_finite().then_some(Self::Float(number))
    }

    /// Returns the spelling of a default in the list of endpoints.
    pub(crate) fn as_text(&self) -> String {
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Int(value) => value.to_string(),
            Self::Uint(value) => value.to_string(),
            Self::Float(value) => value.to_string(),
            Self::Double(value) => value.to_string(),
            Self::Text(text) => text.clone(),
            Self::DateTime(value) => datetime::format(*value),
            // Only scalars can have defaults.
            Self::Vertex { .. } | Self::List(_) | Self::Map(_) => String::new(),
        }
    }
}
