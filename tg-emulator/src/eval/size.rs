//! The memory that values occupy, about.

use std::mem::size_of;

use super::{PrintedValue, Value};
use crate::store::VertexRef;

impl Value {
    /// Returns the bytes of the value. A text that several values share counts for each.
    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>() + self.heap_bytes()
    }

    /// Returns the bytes outside of the value itself.
    pub(super) fn heap_bytes(&self) -> usize {
        let all = |values: &[Self]| values.iter().map(Self::bytes).sum();
        match self {
            Self::Text(text) => text.len(),
            Self::List(values) | Self::Bag(values) => all(values),
            Self::Set(values) => values.iter().map(Self::bytes).sum(),
            Self::Map(entries) => entries.iter().map(|(k, v)| k.bytes() + v.bytes()).sum(),
            Self::Tuple(fields) => {
                fields.iter().map(|(_, value)| size_of::<usize>() * 2 + value.bytes()).sum()
            }
            Self::Entry(entry) => all(&entry.0) + all(&entry.1),
            Self::Vertices(vertices) => vertices.len() * size_of::<VertexRef>(),
            _ => 0,
        }
    }
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
            _ => 0,
        };
        size_of::<Self>() + heap
    }
}
