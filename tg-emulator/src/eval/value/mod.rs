//! The values of a running query.

mod column;
mod order;
mod plain;
mod set;
mod size;
mod stored;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(crate) use column::Column;
pub(crate) use order::cmp_doubles;
pub(crate) use plain::Plain;
pub(crate) use set::VertexSet;
pub(crate) use size::tree_entry;

use super::PrintedValue;
use crate::store::{EdgeRef, EdgeView, Graphs, VertexRef, datetime, join_parts};

/// An edge, and the direction in which a pattern followed it. An undirected edge that is followed
/// from one end is equal to the same edge that is followed from the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EdgeValue {
    pub(crate) at: EdgeRef,
    /// `true` if it was matched by its reverse type.
    pub(crate) reversed: bool,
    /// `true` if it was followed from its target or second end.
    pub(crate) turned: bool,
}

/// A value. The order compares contents; numbers of different types are compared numerically.
///
/// Collections are shared: a copy of a value is cheap, and a change copies what is shared.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    /// A parameter without a value, a vertex set that was not assigned yet, null of openCypher.
    /// GSQL tests it for NULL, and reads a collection or a set as empty; all else is an error.
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f32),
    Double(f64),
    Text(Arc<str>),
    /// Seconds since 1970.
    DateTime(i64),
    /// A vertex. `None` is the initial value of vertex variables.
    Vertex(Option<VertexRef>),
    Edge(Option<EdgeValue>),
    List(Arc<Vec<Value>>),
    Set(Arc<BTreeSet<Value>>),
    Bag(Arc<Vec<Value>>),
    Map(Arc<BTreeMap<Value, Value>>),
    Tuple(Arc<Tuple>),
    /// `(k1, k2 -> v1, v2)`: an entry to be added to an accumulator.
    Entry(Arc<(Vec<Value>, Vec<Value>)>),
    /// A vertex set variable.
    Vertices(Arc<VertexSet>),
    /// A JSONOBJECT or JSONARRAY.
    Json(Arc<serde_json::Value>),
    /// The result of `SELECT ... INTO`.
    Table(Arc<Table>),
    /// A FILE object, by its number in the run.
    File(usize),
}

/// The names of the fields of a tuple, in the order of the declaration.
pub(crate) type FieldNames = Arc<[Arc<str>]>;

/// A tuple, or a row of a table or of a `GroupByAccum`.
#[derive(Debug, Clone)]
pub(crate) struct Tuple {
    pub(crate) names: FieldNames,
    pub(crate) values: Vec<Value>,
}

/// A table.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) columns: FieldNames,
    pub(crate) rows: Vec<Vec<Value>>,
}

impl Tuple {
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        let at = self.names.iter().position(|known| **known == *name)?;
        self.values.get(at)
    }
}

impl Value {
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn list(values: Vec<Self>) -> Self {
        Self::List(Arc::new(values))
    }

    pub(crate) fn bag(values: Vec<Self>) -> Self {
        Self::Bag(Arc::new(values))
    }

    pub(crate) fn set(values: impl IntoIterator<Item = Self>) -> Self {
        Self::Set(Arc::new(values.into_iter().collect()))
    }

    pub(crate) fn map(entries: impl IntoIterator<Item = (Self, Self)>) -> Self {
        Self::Map(Arc::new(entries.into_iter().collect()))
    }

    pub(crate) fn tuple(names: FieldNames, values: Vec<Self>) -> Self {
        Self::Tuple(Arc::new(Tuple { names, values }))
    }

    /// Returns `true` if two texts or collections share their contents.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => Arc::ptr_eq(a, b),
            (Self::Set(a), Self::Set(b)) => Arc::ptr_eq(a, b),
            (Self::List(a), Self::List(b)) | (Self::Bag(a), Self::Bag(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }

    pub(crate) fn vertices(members: impl IntoIterator<Item = VertexRef>) -> Self {
        Self::Vertices(Arc::new(members.into_iter().collect()))
    }

    /// Converts the value to its printed form. Vertices are printed as their ids.
    pub(crate) fn to_printed(&self, graphs: &Graphs) -> PrintedValue {
        let all = |values: &mut dyn Iterator<Item = &Self>| {
            PrintedValue::List(values.map(|value| value.to_printed(graphs)).collect())
        };
        let object = |names: &FieldNames, values: &[Self]| {
            let fields = names.iter().zip(values);
            PrintedValue::Object(
                fields.map(|(name, value)| (name.to_string(), value.to_printed(graphs))).collect(),
            )
        };
        match self {
            // Cannot occur: the evaluation of NULL and the PRINT of a FILE fail.
            Self::Null | Self::File(_) => PrintedValue::text(""),
            Self::Bool(value) => PrintedValue::Bool(*value),
            Self::Int(value) => PrintedValue::Int(*value),
            Self::Uint(value) => PrintedValue::Uint(*value),
            Self::Float(value) => PrintedValue::Float(*value),
            Self::Double(value) => PrintedValue::Double(*value),
            Self::Text(text) => PrintedValue::text(text),
            Self::DateTime(value) => PrintedValue::Text(datetime::format(*value)),
            Self::Vertex(at) => PrintedValue::text(id_of(graphs, *at)),
            Self::Edge(edge) => {
                edge.map_or(PrintedValue::Object(Vec::new()), |edge| edge.to_printed(graphs))
            }
            Self::List(values) | Self::Bag(values) => all(&mut values.iter()),
            Self::Set(values) => all(&mut values.iter()),
            Self::Map(entries) => {
                let entries = entries.iter();
                PrintedValue::Object(
                    entries
                        .map(|(k, v)| (k.to_printed(graphs).into_key(), v.to_printed(graphs)))
                        .collect(),
                )
            }
            Self::Tuple(tuple) => object(&tuple.names, &tuple.values),
            Self::Entry(entry) => all(&mut entry.0.iter().chain(&entry.1)),
            Self::Vertices(vertices) => {
                let ids = vertices.members().iter().map(|at| id_of(graphs, Some(*at)));
                PrintedValue::List(ids.map(PrintedValue::text).collect())
            }
            Self::Json(json) => PrintedValue::Json(json.clone()),
            Self::Table(table) => PrintedValue::List(
                table.rows.iter().map(|row| object(&table.columns, row)).collect(),
            ),
        }
    }

    /// Returns the name of the type for error messages.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Bool(_) => "BOOL",
            Self::Int(_) => "INT",
            Self::Uint(_) => "UINT",
            Self::Float(_) => "FLOAT",
            Self::Double(_) => "DOUBLE",
            Self::Text(_) => "STRING",
            Self::DateTime(_) => "DATETIME",
            Self::Vertex(_) => "VERTEX",
            Self::Edge(_) => "EDGE",
            Self::List(_) => "LIST",
            Self::Set(_) => "SET",
            Self::Bag(_) => "BAG",
            Self::Map(_) => "MAP",
            Self::Tuple(_) => "TUPLE",
            Self::Entry(_) => "map entry",
            Self::Vertices(_) => "vertex set",
            Self::Json(json) if json.is_array() => "JSONARRAY",
            Self::Json(_) => "JSONOBJECT",
            Self::Table(_) => "table",
            Self::File(_) => "FILE",
        }
    }

    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Self::Int(_) | Self::Uint(_) | Self::Float(_) | Self::Double(_))
    }

    /// Converts a number to a DOUBLE. Returns `None` for other values.
    pub(crate) fn as_double(&self) -> Option<f64> {
        match self {
            Self::Int(value) => Some(*value as f64),
            Self::Uint(value) => Some(*value as f64),
            Self::Float(value) => Some(f64::from(*value)),
            Self::Double(value) => Some(*value),
            _ => None,
        }
    }

    /// Returns the elements of a collection, or `None` for other values.
    pub(crate) fn elements(&self) -> Option<Vec<Self>> {
        match self {
            Self::List(values) | Self::Bag(values) => Some(values.to_vec()),
            Self::Set(values) => Some(values.iter().cloned().collect()),
            Self::Vertices(vertices) => {
                Some(vertices.members().iter().map(|at| Self::Vertex(Some(*at))).collect())
            }
            Self::Table(table) => {
                let rows = table.rows.iter();
                Some(rows.map(|row| Self::tuple(table.columns.clone(), row.clone())).collect())
            }
            _ => None,
        }
    }

    /// Returns the number of elements of a collection, or `None` for other values.
    pub(crate) fn count(&self) -> Option<usize> {
        match self {
            Self::List(values) | Self::Bag(values) => Some(values.len()),
            Self::Set(values) => Some(values.len()),
            Self::Vertices(vertices) => Some(vertices.len()),
            Self::Table(table) => Some(table.rows.len()),
            _ => None,
        }
    }

    /// Returns the exact value of an integer, or `None` for other values.
    pub(crate) fn as_integer(&self) -> Option<i128> {
        match self {
            Self::Int(value) => Some((*value).into()),
            Self::Uint(value) => Some((*value).into()),
            _ => None,
        }
    }
}

impl EdgeValue {
    fn to_printed(self, graphs: &Graphs) -> PrintedValue {
        let schema = graphs.schema();
        let Some(edge) = graphs.edge(self.at) else { return PrintedValue::Object(Vec::new()) };
        let shape = schema.edge(self.at.ty);
        let (from, to) = if self.turned { (edge.to, edge.from) } else { (edge.from, edge.to) };
        let name = schema.name_of(EdgeView { ty: self.at.ty, reversed: self.reversed });
        let mut fields = vec![
            ("e_type", PrintedValue::text(name)),
            ("directed", PrintedValue::Bool(shape.directed)),
            ("from_id", PrintedValue::text(id_of(graphs, Some(from)))),
            ("from_type", PrintedValue::text(&schema.vertex(from.ty).name)),
            ("to_id", PrintedValue::text(id_of(graphs, Some(to)))),
            ("to_type", PrintedValue::text(&schema.vertex(to.ty).name)),
        ];
        if shape.discriminators > 0 {
            let parts = join_parts(&edge.values[..shape.discriminators]);
            fields.push(("discriminator", PrintedValue::Text(parts)));
        }
        let attributes = shape.columns.iter().zip(&edge.values).map(|(column, value)| {
            (column.name.clone(), PrintedValue::of_stored(value, &column.ty))
        });
        fields.push(("attributes", PrintedValue::Object(attributes.collect())));
        PrintedValue::Object(
            fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        )
    }
}

/// Returns the id of a vertex for printing.
pub(crate) fn id_of(graphs: &Graphs, at: Option<VertexRef>) -> &str {
    at.and_then(|at| graphs.vertex(at)).map_or("Unknown", |vertex| &vertex.id)
}
