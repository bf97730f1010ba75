//! The types of variables, fields and elements, and conversions to them.

use std::collections::BTreeMap;
use std::sync::Arc;

use tg_gsql::syntax::ast::query::{Field, Type, TypeKind};

use super::stop::{Stop, unsupported};
use super::{Failure, Value};

/// The names and types of the fields of a tuple.
pub(super) type Fields = Arc<Vec<(Arc<str>, VarType)>>;

/// The tuple types that a query declares.
pub(super) type Tuples = BTreeMap<String, Fields>;

/// The type of a variable.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum VarType {
    Int,
    Uint,
    Float,
    Double,
    Bool,
    Text,
    DateTime,
    Vertex,
    Edge,
    Set(Box<VarType>),
    Bag(Box<VarType>),
    List(Box<VarType>),
    Map(Box<VarType>, Box<VarType>),
    Tuple(Fields),
}

impl VarType {
    pub(super) fn of(ty: &Type, tuples: &Tuples, text: &str) -> Result<Self, Stop> {
        let boxed = |ty: &Type| Self::of(ty, tuples, text).map(Box::new);
        Ok(match &ty.kind {
            TypeKind::Int => Self::Int,
            TypeKind::Uint => Self::Uint,
            TypeKind::Float => Self::Float,
            TypeKind::Double => Self::Double,
            TypeKind::Bool => Self::Bool,
            TypeKind::String => Self::Text,
            TypeKind::DateTime => Self::DateTime,
            TypeKind::Vertex(_) => Self::Vertex,
            TypeKind::Edge(_) => Self::Edge,
            TypeKind::Set(element) => Self::Set(boxed(element)?),
            TypeKind::Bag(element) => Self::Bag(boxed(element)?),
            TypeKind::List(element) => Self::List(boxed(element)?),
            TypeKind::Map(types) => Self::Map(boxed(&types[0])?, boxed(&types[1])?),
            TypeKind::Named(name) if tuples.contains_key(name) => Self::Tuple(tuples[name].clone()),
            TypeKind::Tuple(fields) => Self::Tuple(fields_of(fields, tuples, text)?),
            _ => return Err(unsupported(text, ty.span, "the type")),
        })
    }

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
            Self::Vertex => Value::Vertex(None),
            Self::Edge => Value::Edge(None),
            Self::Set(_) => Value::Set(Default::default()),
            Self::Bag(_) => Value::Bag(Vec::new()),
            Self::List(_) => Value::List(Vec::new()),
            Self::Map(..) => Value::Map(BTreeMap::new()),
            Self::Tuple(fields) => {
                Value::Tuple(fields.iter().map(|(name, ty)| (name.clone(), ty.zero())).collect())
            }
        }
    }

    /// Converts a value to this type. A real number is truncated to an integer, an integer is
    /// widened.
    pub(super) fn convert(&self, value: Value) -> Result<Value, Failure> {
        let mismatch = |value: &Value| {
            Failure::runtime(format!("expected {}, found {}.", self.name(), value.type_name()))
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
            | (Self::Vertex, value @ Value::Vertex(_))
            | (Self::Edge, value @ Value::Edge(_)) => value,
            (Self::Set(ty), value) => match value.elements() {
                Some(elements) => Value::Set(ty.convert_all(elements)?.into_iter().collect()),
                None => return Err(mismatch(&value)),
            },
            (Self::Bag(ty), value) => match value.elements() {
                Some(elements) => Value::Bag(ty.convert_all(elements)?),
                None => return Err(mismatch(&value)),
            },
            (Self::List(ty), value) => match value.elements() {
                Some(elements) => Value::List(ty.convert_all(elements)?),
                None => return Err(mismatch(&value)),
            },
            (Self::Map(key, ty), Value::Map(entries)) => {
                let entries =
                    entries.into_iter().map(|(k, v)| Ok((key.convert(k)?, ty.convert(v)?)));
                Value::Map(entries.collect::<Result<_, Failure>>()?)
            }
            (Self::Tuple(fields), Value::Tuple(values)) if fields.len() == values.len() => {
                let fields = fields.iter().zip(values);
                let fields =
                    fields.map(|((name, ty), (_, value))| Ok((name.clone(), ty.convert(value)?)));
                Value::Tuple(fields.collect::<Result<_, Failure>>()?)
            }
            (_, value) => return Err(mismatch(&value)),
        })
    }

    fn convert_all(&self, values: Vec<Value>) -> Result<Vec<Value>, Failure> {
        values.into_iter().map(|value| self.convert(value)).collect()
    }

    pub(super) fn name(&self) -> &'static str {
        self.zero().type_name()
    }
}

/// Returns the fields of a declared tuple.
pub(super) fn fields_of(fields: &[Field], tuples: &Tuples, text: &str) -> Result<Fields, Stop> {
    let fields = fields.iter().map(|field| {
        let Some(name) = &field.name else {
            return Err(unsupported(text, field.ty.span, "a tuple without field names"));
        };
        Ok((Arc::from(name.value.as_str()), VarType::of(&field.ty, tuples, text)?))
    });
    Ok(Arc::new(fields.collect::<Result<_, Stop>>()?))
}
