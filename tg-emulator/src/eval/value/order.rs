//! The order of values: that of their contents.

use std::cmp::Ordering;

use super::{EdgeValue, Value};

impl Value {
    /// The position of the type in the order of values of different types, which is that of
    /// openCypher.
    fn rank(&self) -> u8 {
        match self {
            Self::Map(_) => 0,
            Self::Vertex(_) => 1,
            Self::Edge(_) => 2,
            Self::List(_) => 3,
            Self::DateTime(_) => 4,
            Self::Text(_) => 5,
            Self::Bool(_) => 6,
            Self::Int(_) | Self::Uint(_) | Self::Float(_) | Self::Double(_) => 7,
            Self::Set(_) => 8,
            Self::Bag(_) => 9,
            Self::Tuple(_) => 10,
            Self::Vertices(_) => 11,
            Self::Entry(_) => 12,
            Self::Json(_) => 13,
            Self::Table(_) => 14,
            Self::File(_) => 15,
            Self::Null => 16,
        }
    }
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) | (Self::DateTime(a), Self::DateTime(b)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Vertex(a), Self::Vertex(b)) => a.cmp(b),
            (Self::Bool(a), Self::Bool(b)) => a.cmp(b),
            (Self::Edge(a), Self::Edge(b)) => a.cmp(b),
            (Self::List(a), Self::List(b)) | (Self::Bag(a), Self::Bag(b)) => a.cmp(b),
            (Self::Set(a), Self::Set(b)) => a.cmp(b),
            (Self::Map(a), Self::Map(b)) => a.cmp(b),
            (Self::Tuple(a), Self::Tuple(b)) => a.values.cmp(&b.values),
            (Self::Vertices(a), Self::Vertices(b)) => a.members().cmp(b.members()),
            (Self::Entry(a), Self::Entry(b)) => a.cmp(b),
            (Self::Json(a), Self::Json(b)) => a.to_string().cmp(&b.to_string()),
            (Self::Table(a), Self::Table(b)) => a.rows.cmp(&b.rows),
            (Self::File(a), Self::File(b)) => a.cmp(b),
            _ => self.cmp_numbers(other).unwrap_or_else(|| self.rank().cmp(&other.rank())),
        }
    }
}

impl Value {
    fn cmp_numbers(&self, other: &Self) -> Option<Ordering> {
        if let (Some(a), Some(b)) = (self.as_integer(), other.as_integer()) {
            return Some(a.cmp(&b));
        }
        let (a, b) = (self.as_double()?, other.as_double()?);
        Some(cmp_doubles(a, b))
    }
}

/// Compares reals. The two zeros are equal, unlike in [`f64::total_cmp`].
pub(crate) fn cmp_doubles(a: f64, b: f64) -> Ordering {
    if a == b { Ordering::Equal } else { a.total_cmp(&b) }
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

impl Ord for EdgeValue {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.at, self.reversed).cmp(&(other.at, other.reversed))
    }
}

impl PartialOrd for EdgeValue {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for EdgeValue {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for EdgeValue {}
