//! The types of query parameters.

use super::Argument;

/// The type of a parameter, or of the elements, keys or values of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Type {
    Int,
    Uint,
    Float,
    Double,
    Bool,
    Text,
    DateTime,
    /// `VERTEX`, or `VERTEX<name>`.
    Vertex(Option<String>),
    /// The path of a file.
    File,
    Set(Box<Type>),
    Bag(Box<Type>),
    List(Box<Type>),
    Map(Box<Type>, Box<Type>),
}

impl Type {
    /// Returns the message about a value of another type, as the server words it.
    pub(crate) fn wrong_value(&self, name: &str, value: &str) -> String {
        let ty = self.wire_name();
        format!("Values of parameter {name} must be {ty} type, invalid value [{value}] provided.")
    }

    /// Returns the name of the type in error messages of RESTPP and in its list of endpoints.
    pub(crate) fn wire_name(&self) -> &'static str {
        match self {
            Self::Int => "INT64",
            Self::Uint => "UINT64",
            Self::Float => "FLOAT",
            Self::Double => "DOUBLE",
            Self::Bool => "BOOL",
            Self::DateTime => "DATETIME",
            Self::Text | Self::File | Self::Vertex(_) => "STRING",
            Self::Set(element) | Self::Bag(element) | Self::List(element) => element.wire_name(),
            Self::Map(..) => "MAP",
        }
    }

    /// Returns the type of the elements of a collection, or `None` for other types.
    pub(crate) fn element(&self) -> Option<&Self> {
        match self {
            Self::Set(element) | Self::Bag(element) | Self::List(element) => Some(element),
            _ => None,
        }
    }
}

/// A parameter of a query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) default: Option<Argument>,
    /// `true` if the query tests it for NULL, so that the caller can omit it.
    pub(crate) nullable: bool,
}

impl Parameter {
    /// Returns `true` if the caller can omit the parameter.
    pub(crate) fn is_optional(&self) -> bool {
        self.default.is_some() || self.nullable
    }
}
