//! The memory that values occupy, about.

use super::Value;
use crate::eval::PrintedValue;

/// Returns the bytes of an entry of a tree, whose nodes can be half empty.
pub(crate) const fn tree_entry<T>() -> usize {
    2 * size_of::<T>() + size_of::<usize>()
}

impl Value {
    /// Returns the bytes of the value. A content that several values share counts for each.
    pub(crate) fn bytes(&self) -> usize {
        size_of::<Self>() + self.heap_bytes()
    }

    /// Returns the bytes of the value as an element of a set.
    pub(crate) fn bytes_in_set(&self) -> usize {
        tree_entry::<Self>() + self.heap_bytes()
    }

    /// Returns the bytes outside of the value itself.
    pub(crate) fn heap_bytes(&self) -> usize {
        let all = |values: &[Self]| values.iter().map(Self::bytes).sum();
        match self {
            Self::Text(text) => text.len(),
            Self::List(values) | Self::Bag(values) => all(values),
            Self::Set(values) => values.iter().map(Self::bytes_in_set).sum(),
            Self::Map(entries) => {
                let entry = |(k, v): (&Self, &Self)| {
                    tree_entry::<(Self, Self)>() + k.heap_bytes() + v.heap_bytes()
                };
                entries.iter().map(entry).sum()
            }
            Self::Tuple(tuple) => all(&tuple.values),
            Self::Entry(entry) => all(&entry.0) + all(&entry.1),
            Self::Vertices(vertices) => vertices.bytes(),
            Self::Table(table) => {
                table.rows.iter().map(|row| size_of::<Vec<Self>>() + all(row)).sum()
            }
            Self::Json(json) => json_bytes(json),
            _ => 0,
        }
    }
}

fn json_bytes(json: &serde_json::Value) -> usize {
    use serde_json::Value as Json;
    let heap: usize = match json {
        Json::String(text) => text.len(),
        Json::Array(items) => items.iter().map(json_bytes).sum(),
        Json::Object(entries) => entries.iter().map(|(k, v)| k.len() + json_bytes(v)).sum(),
        _ => 0,
    };
    size_of::<Json>() + heap
}

impl PrintedValue {
    /// Returns the bytes of the value.
    pub(crate) fn bytes(&self) -> usize {
        let heap: usize = match self {
            Self::Text(text) => text.len(),
            Self::List(values) => values.iter().map(Self::bytes).sum(),
            Self::Object(entries) => {
                let entry = |(name, value): &(String, Self)| {
                    size_of::<String>() + name.len() + value.bytes()
                };
                entries.iter().map(entry).sum()
            }
            Self::Json(json) => json_bytes(json),
            _ => 0,
        };
        size_of::<Self>() + heap
    }
}
