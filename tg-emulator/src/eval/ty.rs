//! The types of variables, fields and elements, and conversions to them.

use std::sync::Arc;

use super::value::FieldNames;
use super::{Failure, Value};
use crate::store::VertexTypeId;

/// The names and types of the fields of a tuple.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TupleType {
    pub(super) names: FieldNames,
    pub(super) types: Vec<Ty>,
}

/// The type of a variable.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ty {
    Int,
    Uint,
    Float,
    Double,
    Bool,
    Text,
    DateTime,
    /// With the type of `VERTEX<T>`.
    Vertex(Option<VertexTypeId>),
    Edge,
    File,
    JsonObject,
    JsonArray,
    Set(Box<Ty>),
    Bag(Box<Ty>),
    List(Box<Ty>),
    Map(Box<Ty>, Box<Ty>),
    Tuple(Arc<TupleType>),
}

impl TupleType {
    /// Creates a tuple of values that are converted to the types of the fields.
    pub(super) fn tuple(&self, values: Vec<Value>) -> Result<Value, Failure> {
        if values.len() != self.types.len() {
            let (fields, found) = (self.types.len(), values.len());
            let reason = format!("a tuple of {fields} fields cannot have {found} values.");
            return Err(Failure::runtime(reason));
        }
        let values = self.types.iter().zip(values).map(|(ty, value)| ty.convert(value));
        Ok(Value::tuple(self.names.clone(), values.collect::<Result<_, _>>()?))
    }

    pub(super) fn zero(&self) -> Value {
        Value::tuple(self.names.clone(), self.types.iter().map(Ty::zero).collect())
    }
}

impl Ty {
    /// Returns the initial value of a variable that is declared without one.
    pub(super) fn zero(&self) -> Value {
        match self {
            Self::Int => Value::Int(0),
            Self::Uint => Value::Uint(0),
            Self::Float => Value::Float(0.0),
            Self::Double => Value::Double(0.0),
            Self::Bool => Value::Bool(false),
            Self::Text => Value::text(""),
            Self::DateTime => Value::DateTime(0),
            Self::Vertex(_) => Value::Vertex(None),
            Self::Edge => Value::Edge(None),
            Self::File => Value::File(usize::MAX),
            Self::JsonObject => Value::Json(Arc::new(serde_json::json!({}))),
            Self::JsonArray => Value::Json(Arc::new(serde_json::json!([]))),
            Self::Set(_) => Value::Set(Arc::default()),
            Self::Bag(_) => Value::Bag(Arc::default()),
            Self::List(_) => Value::List(Arc::default()),
            Self::Map(..) => Value::Map(Arc::default()),
            Self::Tuple(ty) => ty.zero(),
        }
    }

    /// Returns the type that a text names, as in `getAttr` and `evaluate`: that of a single value,
    /// or of a collection.
    pub(super) fn named(name: &str) -> Option<Self> {
        let name = name.trim();
        static SINGLE: [(&str, Ty); 7] = [
            ("INT", Ty::Int),
            ("UINT", Ty::Uint),
            ("FLOAT", Ty::Float),
            ("DOUBLE", Ty::Double),
            ("BOOL", Ty::Bool),
            ("STRING", Ty::Text),
            ("DATETIME", Ty::DateTime),
        ];
        if let Some((_, ty)) = SINGLE.iter().find(|it| name.eq_ignore_ascii_case(it.0)) {
            return Some(ty.clone());
        }
        let (collection, element) = name.strip_suffix('>')?.split_once('<')?;
        let element = Box::new(Self::named(element)?);
        Some(match &*collection.trim().to_ascii_uppercase() {
            "LIST" => Self::List(element),
            "SET" => Self::Set(element),
            "BAG" => Self::Bag(element),
            _ => return None,
        })
    }

    /// Converts a value to this type. A real number is truncated to an integer, an integer is
    /// widened.
    pub(super) fn convert(&self, value: Value) -> Result<Value, Failure> {
        let mismatch = |value: &Value| {
            let remedy = match (self, value) {
                (Self::Text, Value::Vertex(_)) => "; to_string returns the id of a vertex",
                (Self::Text, value) if value.is_number() => "; to_string converts a number",
                _ => "",
            };
            let found = value.type_name();
            Failure::runtime(format!("expected {}, found {found}{remedy}.", self.name()))
        };
        let out_of_range = || Failure::runtime("a number is out of range.");
        Ok(match (self, value) {
            (Self::Int, Value::Uint(value)) => Value::Int(value as i64),
            (Self::Int, value @ (Value::Float(_) | Value::Double(_))) => {
                let real = value.as_double().unwrap_or_default().trunc();
                if !(-9.3e18..9.3e18).contains(&real) {
                    return Err(out_of_range());
                }
                Value::Int(i64::try_from(real as i128).map_err(|_| out_of_range())?)
            }
            (Self::Uint, Value::Int(value)) => Value::Uint(value as u64),
            (Self::Uint, value @ (Value::Float(_) | Value::Double(_))) => {
                let real = value.as_double().unwrap_or_default().trunc();
                if !(0.0..1.9e19).contains(&real) {
                    return Err(out_of_range());
                }
                Value::Uint(u64::try_from(real as i128).map_err(|_| out_of_range())?)
            }
            (Self::Float, Value::Double(value)) => Value::Float(value as f32),
            (Self::Float, Value::Int(value)) => Value::Float(value as f32),
            (Self::Float, Value::Uint(value)) => Value::Float(value as f32),
            (Self::Double, value) if value.is_number() => {
                Value::Double(value.as_double().unwrap_or_default())
            }
            (Self::Int, value @ Value::Int(_))
            | (Self::Uint, value @ Value::Uint(_))
            | (Self::Float, value @ Value::Float(_))
            | (Self::Bool, value @ Value::Bool(_))
            | (Self::Text, value @ Value::Text(_))
            | (Self::DateTime, value @ Value::DateTime(_))
            | (Self::Vertex(None), value @ Value::Vertex(_))
            | (Self::Edge, value @ Value::Edge(_)) => value,
            (Self::Vertex(Some(ty)), Value::Vertex(at)) => match at {
                Some(found) if found.ty != *ty => {
                    let reason = "a vertex is of another type than its VERTEX<..> declares.";
                    return Err(Failure::runtime(reason));
                }
                at => Value::Vertex(at),
            },
            // A text is the path of a file.
            (Self::File, value @ (Value::File(_) | Value::Text(_))) => value,
            (Self::JsonObject, Value::Json(json)) if json.is_object() => Value::Json(json),
            (Self::JsonArray, Value::Json(json)) if json.is_array() => Value::Json(json),
            (Self::Set(ty), value) => match value.elements() {
                Some(elements) => Value::set(ty.convert_all(elements)?),
                None => return Err(mismatch(&value)),
            },
            (Self::Bag(ty), value) => match value.elements() {
                Some(elements) => Value::bag(ty.convert_all(elements)?),
                None => return Err(mismatch(&value)),
            },
            (Self::List(ty), value) => match value.elements() {
                Some(elements) => Value::list(ty.convert_all(elements)?),
                None => return Err(mismatch(&value)),
            },
            (Self::Map(key, ty), Value::Map(entries)) => {
                let entries = entries.iter();
                let entries =
                    entries.map(|(k, v)| Ok((key.convert(k.clone())?, ty.convert(v.clone())?)));
                Value::map(entries.collect::<Result<Vec<_>, Failure>>()?)
            }
            (Self::Tuple(ty), Value::Tuple(tuple)) => ty.tuple(tuple.values.clone())?,
            (_, value) => return Err(mismatch(&value)),
        })
    }

    fn convert_all(&self, values: Vec<Value>) -> Result<Vec<Value>, Failure> {
        values.into_iter().map(|value| self.convert(value)).collect()
    }

    /// Returns the depth of nested collections.
    pub(super) fn levels(&self) -> usize {
        match self {
            Self::Set(element) | Self::Bag(element) | Self::List(element) => 1 + element.levels(),
            _ => 0,
        }
    }

    /// Returns `true` if a value can contain an edge.
    pub(super) fn has_edge(&self) -> bool {
        match self {
            Self::Edge => true,
            Self::Set(ty) | Self::Bag(ty) | Self::List(ty) => ty.has_edge(),
            Self::Map(key, ty) => key.has_edge() || ty.has_edge(),
            Self::Tuple(ty) => ty.types.iter().any(Self::has_edge),
            _ => false,
        }
    }

    pub(super) fn name(&self) -> &'static str {
        self.zero().type_name()
    }
}
