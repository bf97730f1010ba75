//! The types of parameters and results.

use std::collections::BTreeSet;

use crate::query::infer::{Accum, Fields, Inference, Printed, PrintedValue, Ty, Types};

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
pub(super) fn of(ty: Ty) -> ValueType {
    let boxed = |ty: Ty| Box::new(of(ty));
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
        Ty::Edge(types) => ValueType::Edge(only(types)),
        Ty::Set(ty) => ValueType::Set(boxed(*ty)),
        Ty::Bag(ty) => ValueType::Bag(boxed(*ty)),
        Ty::List(ty) => ValueType::List(boxed(*ty)),
        Ty::Map(types) => ValueType::Map(Box::new((of(types.0), of(types.1)))),
        // Fields without names are printed in a way that is not documented.
        Ty::Tuple(tuple) if tuple.fields.iter().all(|(name, _)| !name.is_empty()) => {
            ValueType::Tuple(TupleType { name: tuple.name, fields: fields(tuple.fields) })
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
                (0..dimensions).fold(of(ty), |element, _| ValueType::List(Box::new(element)))
            }
            Accum::GroupBy { keys, values } => {
                ValueType::Rows(fields(keys.into_iter().chain(values).collect()))
            }
            // Accumulators with a single value have the type of the value.
            _ => ValueType::Unknown,
        },
        Ty::Vertices(_) | Ty::Tuple(_) | Ty::Row(_) | Ty::Entry(..) | Ty::Unknown => {
            ValueType::Unknown
        }
    }
}

fn fields(fields: Fields) -> Vec<(String, ValueType)> {
    fields.into_iter().map(|(name, ty)| (name, of(ty))).collect()
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
        PrintedValue::Plain(ty) => of(ty.clone()),
        PrintedValue::Vertices(Some(types)) if !types.is_empty() => {
            let columns = inference.vertex_accumulators().into_iter();
            let columns: Vec<_> = columns.map(|(name, ty)| (format!("@{name}"), of(ty))).collect();
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
            let vertices = types.iter().map(|(ty, columns)| PrintedVertex {
                vertex_type: ty.clone(),
                is_projection: true,
                columns: columns.iter().map(|it| (it.key.clone(), of(it.ty.clone()))).collect(),
            });
            ValueType::Vertices(vertices.collect())
        }
        PrintedValue::Vertices(_) | PrintedValue::Projection(_) => ValueType::Unknown,
    }
}
