//! What a caller gives for a parameter: typed, with ids still as text.

use crate::store::datetime;

/// A parameter's value before it meets the store.
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
    /// As it is written in paths: the parts of a composite key are joined by commas.
    Text(String),
    /// The parts of a composite key by name.
    Parts(Vec<(String, String)>),
}

impl Argument {
    /// A FLOAT; nothing if it has no room for the number.
    pub(crate) fn float(number: f64) -> Option<Self> {
        let number = number as f32;
        number.is_finite().then_some(Self::Float(number))
    }

    /// As the list of endpoints shows a default.
    pub(crate) fn as_text(&self) -> String {
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Int(value) => value.to_string(),
            Self::Uint(value) => value.to_string(),
            Self::Float(value) => value.to_string(),
            Self::Double(value) => value.to_string(),
            Self::Text(text) => text.clone(),
            Self::DateTime(value) => datetime::format(*value),
            // Only scalars have defaults.
            Self::Vertex { .. } | Self::List(_) | Self::Map(_) => String::new(),
        }
    }
}
