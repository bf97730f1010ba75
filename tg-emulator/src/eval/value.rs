//! The values of a running query.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::PrintedValue;
use crate::store::{self, EdgeRef, EdgeView, Graphs, ValueType, VertexRef, datetime, join_parts};

/// An edge, and the direction in which a pattern followed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct EdgeValue {
    pub(crate) at: EdgeRef,
    /// `true` if it was matched by its reverse type.
    pub(crate) reversed: bool,
    /// `true` if it was followed from its target or second end.
    pub(crate) turned: bool,
}

/// A value. The order compares contents; numbers of different types are compared numerically.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    /// A parameter without a value. The only legal use is a test for NULL.
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
    List(Vec<Value>),
    Set(BTreeSet<Value>),
    Bag(Vec<Value>),
    Map(BTreeMap<Value, Value>),
    /// Field names and values, in the order of the declaration.
    Tuple(Vec<(Arc<str>, Value)>),
    /// `(k1, k2 -> v1, v2)`: an entry to be added to an accumulator.
    Entry(Box<(Vec<Value>, Vec<Value>)>),
    /// A vertex set variable: vertices without duplicates, in the order of ORDER BY if there was
    /// one.
    Vertices(Arc<Vec<VertexRef>>),
}

impl Value {
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// Converts the value of an attribute.
    pub(crate) fn of_stored(value: &store::Value, ty: &ValueType) -> Self {
        match (value, ty) {
            (store::Value::Bool(value), _) => Self::Bool(*value),
            (store::Value::Int(value), _) => Self::Int(*value),
            (store::Value::Uint(value), _) => Self::Uint(*value),
            (store::Value::Float(value), _) => Self::Float(*value),
            (store::Value::Double(value), _) => Self::Double(*value),
            (store::Value::DateTime(value), _) => Self::DateTime(*value),
            (store::Value::Text(text), _) => Self::text(text),
            (store::Value::List(values), ValueType::Set(ty)) => {
                Self::Set(values.iter().map(|value| Self::of_stored(value, ty)).collect())
            }
            (store::Value::List(values), ValueType::List(ty)) => {
                Self::List(values.iter().map(|value| Self::of_stored(value, ty)).collect())
            }
            (store::Value::Map(entries), ValueType::Map(key, ty)) => {
                let entries = entries.iter();
                Self::Map(
                    entries
                        .map(|(k, v)| (Self::of_stored(k, key), Self::of_stored(v, ty)))
                        .collect(),
                )
            }
            (store::Value::Tuple(values), ValueType::Tuple(shape)) => {
                let fields = shape.fields.iter().zip(values);
                let field = |((name, ty), value): (&(String, ValueType), _)| {
                    (Arc::from(name.as_str()), Self::of_stored(value, ty))
                };
                Self::Tuple(fields.map(field).collect())
            }
            (store::Value::Vector(values), _) => {
                Self::List(values.iter().map(|value| Self::Float(*value)).collect())
            }
            // Cannot occur: a column has values of its own type only.
            (store::Value::List(_) | store::Value::Map(_) | store::Value::Tuple(_), _) => {
                Self::List(Vec::new())
            }
        }
    }

    /// Converts the value to its printed form. Vertices are printed as their ids.
    pub(crate) fn to_printed(&self, graphs: &Graphs) -> PrintedValue {
        let all = |values: &mut dyn Iterator<Item = &Self>| {
            PrintedValue::List(values.map(|value| value.to_printed(graphs)).collect())
        };
        match self {
            // Cannot occur: the evaluation of NULL fails.
            Self::Null => PrintedValue::text(""),
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
            Self::Tuple(fields) => {
                let fields = fields.iter();
                PrintedValue::Object(
                    fields.map(|(k, v)| (k.to_string(), v.to_printed(graphs))).collect(),
                )
            }
            Self::Entry(entry) => {
                let both = entry.0.iter().chain(&entry.1);
                PrintedValue::List(both.map(|value| value.to_printed(graphs)).collect())
            }
            Self::Vertices(vertices) => PrintedValue::List(
                vertices.iter().map(|at| PrintedValue::text(id_of(graphs, Some(*at)))).collect(),
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
            Self::List(values) | Self::Bag(values) => Some(values.clone()),
            Self::Set(values) => Some(values.iter().cloned().collect()),
            Self::Vertices(vertices) => {
                Some(vertices.iter().map(|at| Self::Vertex(Some(*at))).collect())
            }
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

    /// The position of the type in the order of values of different types.
    fn rank(&self) -> u8 {
        match self {
            Self::Null => 13,
            Self::Bool(_) => 0,
            Self::Int(_) | Self::Uint(_) | Self::Float(_) | Self::Double(_) => 1,
            Self::Text(_) => 2,
            Self::DateTime(_) => 3,
            Self::Vertex(_) => 4,
            Self::List(_) => 5,
            Self::Set(_) => 6,
            Self::Bag(_) => 7,
            Self::Map(_) => 8,
            Self::Tuple(_) => 9,
            Self::Vertices(_) => 10,
            Self::Edge(_) => 11,
            Self::Entry(_) => 12,
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

impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Some(a), Some(b)) = (self.as_integer(), other.as_integer()) {
            return a.cmp(&b);
        }
        if let (Some(a), Some(b)) = (self.as_double(), other.as_double()) {
            // The two zeros are equal, unlike in `total_cmp`.
            return if a == b { Ordering::Equal } else { a.total_cmp(&b) };
        }
        match (self, other) {
            (Self::Bool(a), Self::Bool(b)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::DateTime(a), Self::DateTime(b)) => a.cmp(b),
            (Self::Vertex(a), Self::Vertex(b)) => a.cmp(b),
            (Self::Edge(a), Self::Edge(b)) => a.cmp(b),
            (Self::List(a), Self::List(b)) | (Self::Bag(a), Self::Bag(b)) => a.cmp(b),
            (Self::Set(a), Self::Set(b)) => a.cmp(b),
            (Self::Map(a), Self::Map(b)) => a.cmp(b),
            (Self::Tuple(a), Self::Tuple(b)) => {
                a.iter().map(|(_, value)| value).cmp(b.iter().map(|(_, value)| value))
            }
            (Self::Vertices(a), Self::Vertices(b)) => a.cmp(b),
            (Self::Entry(a), Self::Entry(b)) => a.cmp(b),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Value {}
