//! Types of parameters.

use super::Argument;

/// The type of a parameter, of an element, of a map's key.
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
    /// As error texts of RESTPP and its list of endpoints call it.
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

    /// As signatures call it: in small letters.
    pub(crate) fn signature(&self) -> String {
        match self {
            Self::Int => "int".to_owned(),
            Self::Uint => "uint".to_owned(),
            Self::Float => "float".to_owned(),
            Self::Double => "double".to_owned(),
            Self::Bool => "bool".to_owned(),
            Self::Text => "string".to_owned(),
            Self::DateTime => "datetime".to_owned(),
            Self::Vertex(None) => "vertex".to_owned(),
            Self::Vertex(Some(ty)) => format!("vertex<{ty}>"),
            Self::File => "file".to_owned(),
            Self::Set(element) => format!("set<{}>", element.signature()),
            Self::Bag(element) => format!("bag<{}>", element.signature()),
            Self::List(element) => format!("list<{}>", element.signature()),
            Self::Map(key, value) => format!("map<{},{}>", key.signature(), value.signature()),
        }
    }

    /// What a collection holds.
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
    /// Whether the query asks if it is NULL, so that it may be left out.
    pub(crate) nullable: bool,
}

impl Parameter {
    pub(crate) fn may_be_left_out(&self) -> bool {
        self.default.is_some() || self.nullable
    }
}
