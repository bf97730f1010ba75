//! The types of parameters and results.

use std::collections::{BTreeSet, HashSet};

use crate::query::infer::{Accum, Column, Fields, Inference, Printed, PrintedValue, Ty, Types};

/// The type of a parameter or result.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValueType {
    /// INT
    Int,
    /// UINT
    Uint,
    /// FLOAT
    Float,
    /// DOUBLE; also an average and a percentile.
    Double,
    /// BOOL
    Bool,
    /// STRING
    String,
    /// DATETIME
    DateTime,
    /// FILE
    File,
    /// A `BitwiseAndAccum` or `BitwiseOrAccum`.
    Bits,
    /// VERTEX of any type, or of one; printed as its id.
    Vertex(Option<String>),
    /// EDGE of any type, or of one.
    Edge(Option<String>),
    /// A value that may be missing, or a VERTEX or EDGE of one type that may be unset: printed as
    /// `Unknown` or `{}`.
    Optional(Box<ValueType>),
    /// JSONOBJECT
    JsonObject,
    /// JSONARRAY
    JsonArray,
    /// An ordered collection: also of a `HeapAccum` or `ArrayAccum`.
    List(Box<ValueType>),
    /// An unordered collection of unique elements.
    Set(Box<ValueType>),
    /// An unordered collection.
    Bag(Box<ValueType>),
    /// Keys, each with a value.
    Map(Box<(ValueType, ValueType)>),
    /// A tuple.
    Tuple(TupleType),
    /// A table or a `GroupByAccum`: the columns of its rows.
    Rows(Vec<(String, ValueType)>),
    /// A vertex set: each type that its vertices may have, sorted by name.
    Vertices(Vec<PrintedVertex>),
    /// Not known before the query runs.
    Unknown,
}

/// A tuple.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TupleType {
    /// The name of its `TYPEDEF`, in the query or in the catalog.
    pub name: Option<String>,
    /// `true` if the catalog has the tuple.
    pub is_of_schema: bool,
    /// The fields, in order.
    pub fields: Vec<(String, ValueType)>,
}

/// Vertices of one type in a printed set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedVertex {
    /// The vertex type.
    pub vertex_type: String,
    /// `true` if only `columns` are printed, and not the attributes of the type.
    pub is_projection: bool,
    /// The key and type of each column of a projection, or of each accumulator: `@stops`.
    pub columns: Vec<(String, ValueType)>,
}

/// Returns the type of a value.
pub(super) fn of(inference: &Inference<'_>, ty: Ty) -> ValueType {
    let of = |ty: Ty| of(inference, ty);
    let fields = |fields: Fields| -> Vec<(String, ValueType)> {
        fields.into_iter().map(|(name, ty)| (name, of(ty))).collect()
    };
    let boxed = |ty: Ty| Box::new(of(ty));
    if let Ty::Optional(ty) = ty {
        return match of(*ty) {
            ValueType::Unknown => ValueType::Unknown,
            // Of a type that is not known, the value says that it is unset; null does not.
            any @ (ValueType::Vertex(None) | ValueType::Edge(None)) if !inference.has_nulls() => {
                any
            }
            one => one.optional(),
        };
    }
    match ty.value() {
        Ty::Int => ValueType::Int,
        Ty::Uint => ValueType::Uint,
        Ty::Float => ValueType::Float,
        Ty::Double => ValueType::Double,
        Ty::Bool => ValueType::Bool,
        Ty::String => ValueType::String,
        Ty::DateTime => ValueType::DateTime,
        Ty::File => ValueType::File,
        Ty::JsonObject => ValueType::JsonObject,
        Ty::JsonArray => ValueType::JsonArray,
        Ty::Vertex(types) => ValueType::Vertex(only(types)),
        Ty::Edge(types) => {
            let declared = |types: HashSet<String>| {
                types.iter().map(|name| inference.names().declared_edge(name)).collect()
            };
            ValueType::Edge(only(types.and_then(declared)))
        }
        Ty::Set(ty) => ValueType::Set(boxed(*ty)),
        Ty::Bag(ty) => ValueType::Bag(boxed(*ty)),
        Ty::List(ty) => ValueType::List(boxed(*ty)),
        Ty::Map(types) => ValueType::Map(Box::new((of(types.0), of(types.1)))),
        // Fields without names are printed in a way that is not documented.
        Ty::Tuple(tuple) if tuple.fields.iter().all(|(name, _)| !name.is_empty()) => {
            let field = |(name, ty): &(String, Ty)| {
                (name.clone(), of(inference.field_type(&tuple, name, ty.clone())))
            };
            let fields = tuple.fields.iter().map(field).collect();
            let names = inference.names();
            let is_of_schema = tuple.name.as_deref().is_some_and(|name| {
                !names.typedefs.contains_key(name) && names.catalog.tuple(name).is_some()
            });
            ValueType::Tuple(TupleType { name: tuple.name, is_of_schema, fields })
        }
        Ty::Rows(columns) => ValueType::Rows(fields(columns)),
        Ty::Accum(accum) => match *accum {
            Accum::BitwiseOr | Accum::BitwiseAnd => ValueType::Bits,
            Accum::List(ty) | Accum::Heap(ty) => ValueType::List(boxed(ty)),
            Accum::Set(ty) => ValueType::Set(boxed(ty)),
            Accum::Bag(ty) => ValueType::Bag(boxed(ty)),
            Accum::Map(key, value) => ValueType::Map(Box::new((of(key), of(value)))),
            Accum::Array(_, 0) => ValueType::Unknown,
            Accum::Array(ty, dimensions) => {
                let element = of(ty.optional());
                (0..dimensions).fold(element, |element, _| ValueType::List(Box::new(element)))
            }
            Accum::GroupBy { keys, values } => {
                ValueType::Rows(fields(keys.into_iter().chain(values).collect()))
            }
            // Accumulators with a single value have the type of the value.
            _ => ValueType::Unknown,
        },
        Ty::Vertices(_)
        | Ty::Tuple(_)
        | Ty::Row(_)
        | Ty::Entry(..)
        | Ty::Optional(_)
        | Ty::Unknown => ValueType::Unknown,
    }
}

fn only(types: Types) -> Option<String> {
    let mut types = types?.into_iter();
    let first = types.next()?;
    types.next().is_none().then_some(first)
}

/// Returns the type of a printed item.
pub(super) fn printed(inference: &Inference<'_>, printed: &Printed<'_>) -> ValueType {
    let known = |ty: &str| inference.names().may_be_vertex_type(ty);
    match &printed.value {
        PrintedValue::Plain(ty) => of(inference, ty.clone()),
        PrintedValue::Vertices(Some(types)) if !types.is_empty() => {
            let columns = inference.vertex_accumulators().into_iter();
            let column = |(name, ty): (&str, Ty)| {
                let ty = of(inference, ty.optional());
                let is_declared = printed.declared.contains(&name);
                (format!("@{name}"), if is_declared { ty } else { ty.optional() })
            };
            let columns: Vec<_> = columns.map(column).collect();
            let types: BTreeSet<_> = types.iter().cloned().collect();
            if !types.iter().all(|ty| known(ty)) {
                return ValueType::Unknown;
            }
            let vertex = |vertex_type| PrintedVertex {
                vertex_type,
                is_projection: false,
                columns: columns.clone(),
            };
            ValueType::Vertices(types.into_iter().map(vertex).collect())
        }
        PrintedValue::Projection(Some(types)) if types.iter().all(|(ty, _)| known(ty)) => {
            let vertices = types.iter().map(|(ty, columns)| {
                let column = |it: &Column<'_>| (it.key.clone(), of(inference, it.ty.clone()));
                let columns = columns.iter().map(column).collect();
                PrintedVertex { vertex_type: ty.clone(), is_projection: true, columns }
            });
            ValueType::Vertices(vertices.collect())
        }
        PrintedValue::Vertices(_) | PrintedValue::Projection(_) => ValueType::Unknown,
    }
}

impl ValueType {
    fn optional(self) -> Self {
        match self {
            Self::Optional(_) => self,
            ty => Self::Optional(Box::new(ty)),
        }
    }

    /// Returns the type of a value that is printed with one type or the other.
    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (one, other) if one == other => one,
            (Self::Optional(one), other) | (other, Self::Optional(one)) => {
                let other = if let Self::Optional(other) = other { *other } else { other };
                match one.or(other) {
                    Self::Unknown => Self::Unknown,
                    both => both.optional(),
                }
            }
            (Self::Vertex(_), Self::Vertex(_)) => Self::Vertex(None),
            (Self::Int | Self::Float | Self::Double, Self::Int | Self::Float | Self::Double) => {
                Self::Double
            }
            (Self::Vertices(one), Self::Vertices(other)) => vertices(one, other),
            _ => Self::Unknown,
        }
    }
}

/// Returns the type of a set of vertices of both types.
fn vertices(mut one: Vec<PrintedVertex>, other: Vec<PrintedVertex>) -> ValueType {
    for vertex in other {
        let Some(known) = one.iter_mut().find(|it| it.vertex_type == vertex.vertex_type) else {
            one.push(vertex);
            continue;
        };
        let names = known.columns.iter().map(|(name, _)| name);
        let is_same = known.is_projection == vertex.is_projection
            && names.eq(vertex.columns.iter().map(|(name, _)| name));
        if !is_same {
            return ValueType::Unknown;
        }
        for ((_, ty), (_, other)) in known.columns.iter_mut().zip(vertex.columns) {
            *ty = std::mem::replace(ty, ValueType::Unknown).or(other);
        }
    }
    one.sort_by(|a, b| a.vertex_type.cmp(&b.vertex_type));
    ValueType::Vertices(one)
}
