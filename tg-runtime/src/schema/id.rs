//! Ids that are typed by their vertex.

use std::fmt;
use std::hash::{Hash, Hasher};

use super::Vertex;
use crate::value::{DateTime, DecodeError, IdText, Key, Row};

/// The primary id of a vertex of type `V`: `Id<Package>` is not `Id<Depot>`.
///
/// It is displayed as the server spells it; the parts of a composite key are joined by commas.
pub struct Id<V: Vertex>(V::Key);

impl<V: Vertex> Id<V> {
    /// Creates the id with this key.
    pub fn new(key: impl Into<V::Key>) -> Self {
        Self(key.into())
    }

    /// Returns the key.
    pub const fn key(&self) -> &V::Key {
        &self.0
    }

    /// Returns the key by value.
    pub fn into_key(self) -> V::Key {
        self.0
    }
}

/// The id of a vertex whose type is known only at run time: the end of an edge that has several
/// source or target types, or a vertex of a path.
///
/// With serde it is an object with `type` and `id`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AnyId {
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    vertex_type: String,
    #[cfg_attr(feature = "serde", serde(rename = "id"))]
    text: String,
}

impl AnyId {
    /// Creates the id of a vertex of this type, as the server spells both; the parts of a composite
    /// key are joined by commas.
    pub fn new(vertex_type: impl Into<String>, id: impl Into<String>) -> Self {
        Self { vertex_type: vertex_type.into(), text: id.into() }
    }

    /// Returns the name of the vertex type on the server.
    pub fn vertex_type(&self) -> &str {
        &self.vertex_type
    }

    /// Returns the id as the server spells it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the typed id if the vertex is of type `V` and the id is one of its keys.
    pub fn downcast<V: Vertex>(&self) -> Option<Id<V>> {
        if self.vertex_type == V::SPEC.name { V::Key::parse(&self.text).ok().map(Id) } else { None }
    }
}

/// The id of an endpoint of an edge: [`Id<V>`], or [`AnyId`] if the edge has several types there.
pub trait EndpointId: Clone + fmt::Debug + PartialEq + Send + Sync + 'static {
    /// Reads an endpoint from its vertex type and the text of its id.
    ///
    /// # Errors
    ///
    /// If the vertex is of another type, or the id is not a key of it.
    fn decode(vertex_type: &str, id: &str) -> Result<Self, DecodeError>;

    /// Returns the name of the vertex type on the server.
    fn vertex_type(&self) -> &str;

    /// Writes the id as the server spells it.
    fn write_id(&self, out: &mut IdText);
}

impl<V: Vertex + 'static> EndpointId for Id<V> {
    fn decode(vertex_type: &str, id: &str) -> Result<Self, DecodeError> {
        if vertex_type == V::SPEC.name {
            V::Key::parse(id).map(Self)
        } else {
            Err(DecodeError::mismatch(
                format!("a vertex of type `{}`", V::SPEC.name),
                format!("one of type `{vertex_type}`"),
            ))
        }
    }

    fn vertex_type(&self) -> &str {
        V::SPEC.name
    }

    fn write_id(&self, out: &mut IdText) {
        self.0.write(out);
    }
}

impl EndpointId for AnyId {
    fn decode(vertex_type: &str, id: &str) -> Result<Self, DecodeError> {
        Ok(Self { vertex_type: vertex_type.to_owned(), text: id.to_owned() })
    }

    fn vertex_type(&self) -> &str {
        &self.vertex_type
    }

    fn write_id(&self, out: &mut IdText) {
        out.single(&self.text);
    }
}

impl Row<'_> {
    /// Returns the vertex that the edge leaves. For an undirected edge it is the one at which the
    /// request started.
    ///
    /// # Errors
    ///
    /// When the row is not an edge, or the vertex is not of the type.
    pub fn from<P: EndpointId>(&self) -> Result<P, DecodeError> {
        let (vertex_type, id) = self.source()?;
        P::decode(&vertex_type, &id)
    }

    /// Returns the vertex that the edge reaches.
    ///
    /// # Errors
    ///
    /// When the row is not an edge, or the vertex is not of the type.
    pub fn to<P: EndpointId>(&self) -> Result<P, DecodeError> {
        let (vertex_type, id) = self.target()?;
        P::decode(&vertex_type, &id)
    }
}

impl<V: Vertex> From<&V> for Id<V> {
    fn from(vertex: &V) -> Self {
        Self(vertex.key())
    }
}

macro_rules! ids_from_keys {
    ($($ty:ty),+) => {$(
        impl<V: Vertex<Key = $ty>> From<$ty> for Id<V> {
            fn from(key: $ty) -> Self {
                Self(key)
            }
        }
    )+};
}

ids_from_keys!(String, i8, i16, i32, i64, u8, u16, u32, u64, DateTime);

impl<V: Vertex<Key = String>> From<&str> for Id<V> {
    fn from(key: &str) -> Self {
        Self(key.to_owned())
    }
}

impl<V: Vertex> Clone for Id<V> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<V: Vertex> fmt::Debug for Id<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple(V::SPEC.name).field(&self.0).finish()
    }
}

impl<V: Vertex> fmt::Display for Id<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = IdText::new();
        self.0.write(&mut text);
        f.pad(text.as_str())
    }
}

impl<V: Vertex> PartialEq for Id<V> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<V: Vertex> Eq for Id<V> {}

impl<V: Vertex> PartialOrd for Id<V> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<V: Vertex> Ord for Id<V> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

impl<V: Vertex> Hash for Id<V> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
