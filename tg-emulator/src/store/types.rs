//! The types of columns, with all names resolved.

use std::collections::HashMap;
use std::sync::Arc;

use tg_gsql::model::{
    AttributeType, ElementType, KeyType, Literal, MapKeyType, TupleFieldType, TupleType,
};

use super::datetime;
use super::value::Value;

/// The type of a column, of an element, of a map key or of a tuple field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ValueType {
    Bool,
    /// A signed integer with its size in bytes.
    Int(u8),
    /// An unsigned integer with its size in bytes.
    Uint(u8),
    Float,
    Double,
    DateTime,
    /// Text, truncated to the given number of characters. Only fields of tuples have a limit.
    Text(Option<u32>),
    /// Text of exactly the given number of bytes.
    FixedBinary(u32),
    List(Box<ValueType>),
    Set(Box<ValueType>),
    Map(Box<ValueType>, Box<ValueType>),
    Tuple(Arc<TupleShape>),
    /// A vector with its number of dimensions.
    Vector(u32),
}

/// The name and the fields of a tuple type.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TupleShape {
    pub(crate) name: String,
    pub(crate) fields: Vec<(String, ValueType)>,
}

/// The tuple types of a catalog by name.
pub(crate) type Tuples = HashMap<String, Arc<TupleShape>>;

impl ValueType {
    /// Returns the type of an attribute. A tuple type that is not in the catalog does not have
    /// fields; the catalog itself rejects such an attribute.
    pub(crate) fn of_attribute(ty: &AttributeType, tuples: &Tuples) -> Self {
        match ty {
            AttributeType::Int => Self::Int(8),
            AttributeType::Uint => Self::Uint(8),
            AttributeType::Float => Self::Float,
            AttributeType::Double => Self::Double,
            AttributeType::Bool => Self::Bool,
            AttributeType::String => Self::Text(None),
            AttributeType::DateTime => Self::DateTime,
            AttributeType::FixedBinary(length) => Self::FixedBinary(*length),
            AttributeType::List(element) => Self::List(Self::of_element(element, tuples).into()),
            AttributeType::Set(element) => Self::Set(Self::of_element(element, tuples).into()),
            AttributeType::Map(key, element) => {
                Self::Map(Self::of_map_key(*key).into(), Self::of_element(element, tuples).into())
            }
            AttributeType::Tuple(name) => Self::of_tuple(name, tuples),
        }
    }

    pub(crate) fn of_key(ty: KeyType) -> Self {
        match ty {
            KeyType::String => Self::Text(None),
            KeyType::Int => Self::Int(8),
            KeyType::Uint => Self::Uint(8),
            KeyType::DateTime => Self::DateTime,
        }
    }

    fn of_element(element: &ElementType, tuples: &Tuples) -> Self {
        match element {
            ElementType::Int => Self::Int(8),
            ElementType::Double => Self::Double,
            ElementType::String => Self::Text(None),
            ElementType::DateTime => Self::DateTime,
            ElementType::Tuple(name) => Self::of_tuple(name, tuples),
        }
    }

    fn of_map_key(key: MapKeyType) -> Self {
        match key {
            MapKeyType::Int => Self::Int(8),
            MapKeyType::String => Self::Text(None),
            MapKeyType::DateTime => Self::DateTime,
        }
    }

    fn of_tuple(name: &str, tuples: &Tuples) -> Self {
        Self::Tuple(
            tuples.get(name).cloned().unwrap_or_else(|| {
                Arc::new(TupleShape { name: name.to_owned(), fields: Vec::new() })
            }),
        )
    }

    /// Returns the value of an attribute that was never set and does not have a DEFAULT.
    pub(crate) fn zero(&self) -> Value {
        match self {
            Self::Bool => Value::Bool(false),
            Self::Int(_) => Value::Int(0),
            Self::Uint(_) => Value::Uint(0),
            Self::Float => Value::Float(0.0),
            Self::Double => Value::Double(0.0),
            Self::DateTime => Value::DateTime(0),
            Self::Text(_) => Value::text(""),
            Self::FixedBinary(length) => Value::Text("\0".repeat(*length as usize).into()),
            Self::List(_) | Self::Set(_) => Value::List(Box::default()),
            Self::Map(..) => Value::Map(Box::default()),
            Self::Tuple(shape) => {
                Value::Tuple(shape.fields.iter().map(|(_, ty)| ty.zero()).collect())
            }
            Self::Vector(_) => Value::Vector(Box::default()),
        }
    }

    /// Returns the value of a DEFAULT, or the zero value if the literal does not fit; the catalog
    /// itself rejects such a literal.
    pub(crate) fn default_value(&self, literal: Option<&Literal>) -> Value {
        literal.and_then(|literal| self.of_literal(literal)).unwrap_or_else(|| self.zero())
    }

    /// Converts an integer to a value of a numeric type. Returns `None` if it is out of range, or
    /// if the type is not numeric.
    pub(crate) fn whole(&self, number: i128) -> Option<Value> {
        let bits = |bytes: u8| 8 * u32::from(bytes);
        match self {
            Self::Int(bytes) => {
                let end = 1_i128 << (bits(*bytes) - 1);
                (-end..end).contains(&number).then_some(Value::Int(number as i64))
            }
            Self::Uint(bytes) => {
                let fits = (0..1_i128 << bits(*bytes)).contains(&number);
                fits.then_some(Value::Uint(number as u64))
            }
            Self::Float => Some(Value::Float(number as f32)),
            Self::Double => Some(Value::Double(number as f64)),
            _ => None,
        }
    }

    /// Converts a text to a value of a text type. A STRING with a limit truncates it, a
    /// FIXED_BINARY requires the exact length.
    pub(crate) fn of_text(&self, text: &str) -> Option<Value> {
        match self {
            Self::Text(None) => Some(Value::text(text)),
            Self::Text(Some(limit)) => {
                Some(Value::Text(text.chars().take(*limit as usize).collect()))
            }
            Self::FixedBinary(length) => {
                (text.len() == *length as usize).then(|| Value::text(text))
            }
            _ => None,
        }
    }

    fn of_literal(&self, literal: &Literal) -> Option<Value> {
        Some(match (self, literal) {
            (Self::Bool, Literal::Bool(value)) => Value::Bool(*value),
            (Self::Bool, Literal::String(text)) => match text.to_ascii_lowercase().as_str() {
                "true" | "1" => Value::Bool(true),
                "false" | "0" => Value::Bool(false),
                _ => return None,
            },
            (Self::Float, Literal::Double(value)) => Value::Float(*value as f32),
            (Self::Double, Literal::Double(value)) => Value::Double(*value),
            (Self::DateTime, Literal::String(text)) => {
                Value::DateTime(datetime::parse_timestamp(text)?)
            }
            (Self::DateTime, Literal::Int(value)) => Value::DateTime((*value).try_into().ok()?),
            (_, Literal::Int(value)) => self.whole(*value)?,
            (_, Literal::String(text)) => self.of_text(text)?,
            _ => return None,
        })
    }

    /// Returns the name of the type in error messages of the server.
    pub(crate) fn spelling(&self) -> &str {
        match self {
            Self::Bool => "BOOL",
            Self::Int(_) => "INT",
            Self::Uint(_) => "UINT",
            Self::Float => "FLOAT",
            Self::Double => "DOUBLE",
            Self::DateTime => "Datetime",
            Self::Text(_) => "STRING",
            Self::FixedBinary(_) => "FIXED_BINARY",
            Self::List(_) => "LIST",
            Self::Set(_) => "SET",
            Self::Map(..) => "MAP",
            Self::Tuple(shape) => &shape.name,
            Self::Vector(_) => "VECTOR",
        }
    }
}

/// Returns the tuple types of a catalog by name.
pub(crate) fn tuples(declared: &[TupleType]) -> Tuples {
    let shape = |tuple: &TupleType| TupleShape {
        name: tuple.name.clone(),
        fields: tuple.fields.iter().map(|f| (f.name.clone(), of_field(f.ty))).collect(),
    };
    declared.iter().map(|tuple| (tuple.name.clone(), Arc::new(shape(tuple)))).collect()
}

fn of_field(ty: TupleFieldType) -> ValueType {
    match ty {
        TupleFieldType::Int(bytes) => ValueType::Int(bytes),
        TupleFieldType::Uint(bytes) => ValueType::Uint(bytes),
        TupleFieldType::Float => ValueType::Float,
        TupleFieldType::Double => ValueType::Double,
        TupleFieldType::Bool => ValueType::Bool,
        TupleFieldType::DateTime => ValueType::DateTime,
        TupleFieldType::String(limit) => ValueType::Text(Some(limit)),
    }
}
