//! Vertex types.

use std::fmt;

use super::{Attribute, KeyType};

/// A vertex type.
#[derive(Debug, Clone, PartialEq)]
pub struct VertexType {
    /// The name, case-sensitive.
    pub name: String,
    /// The key of a vertex.
    pub key: PrimaryKey,
    /// The attributes in declaration order. Those that a `PRIMARY KEY` names are among them, the
    /// id of a `PRIMARY_ID` is not, whether or not it can be read as an attribute.
    pub attributes: Vec<Attribute>,
    /// Vector attributes (4.2 and later), which are not part of the ordinary list.
    pub vectors: Vec<VectorAttribute>,
    /// Secondary indexes.
    pub indexes: Vec<Index>,
    /// The statistics that the engine keeps.
    pub stats: Stats,
    /// The graph that owns a local type; `None` for a global one.
    pub local_to: Option<String>,
}

impl VertexType {
    /// Returns the attribute of this name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// Returns the vector attribute of this name.
    #[must_use]
    pub fn vector(&self, name: &str) -> Option<&VectorAttribute> {
        self.vectors.iter().find(|vector| vector.name == name)
    }

    /// Returns the name and type of each part of the key, in key order: one, unless it is
    /// composite.
    ///
    /// A part that is not an attribute, or whose type a key cannot have, is left out; a checked
    /// schema has neither.
    pub fn key_parts(&self) -> impl Iterator<Item = (&str, KeyType)> {
        let (own, named) = match &self.key {
            PrimaryKey::PrimaryId { name, ty, .. } => (Some((name.as_str(), *ty)), &[][..]),
            PrimaryKey::Attributes(names) => (None, names.as_slice()),
        };
        own.into_iter().chain(named.iter().filter_map(|name| {
            let attribute = self.attribute(name)?;
            Some((attribute.name.as_str(), KeyType::of(&attribute.ty)?))
        }))
    }

    /// Returns `true` if the key has several parts, which the external id joins by commas.
    #[must_use]
    pub fn has_composite_key(&self) -> bool {
        matches!(&self.key, PrimaryKey::Attributes(names) if names.len() > 1)
    }

    /// Returns the id that is not an attribute but is read like one: that of a `PRIMARY_ID` with
    /// `PRIMARY_ID_AS_ATTRIBUTE="true"`. It comes first when attributes are listed.
    #[must_use]
    pub fn id_as_attribute(&self) -> Option<(&str, KeyType)> {
        match &self.key {
            PrimaryKey::PrimaryId { name, ty, as_attribute: true } => Some((name, *ty)),
            _ => None,
        }
    }

    /// Returns `true` if the attribute is part of the key and therefore written once, on insert.
    #[must_use]
    pub fn is_key(&self, attribute: &str) -> bool {
        matches!(&self.key, PrimaryKey::Attributes(names) if names.iter().any(|n| n == attribute))
    }
}

/// The key of a vertex type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrimaryKey {
    /// `PRIMARY_ID name TYPE`: the id is separate from the attributes.
    PrimaryId {
        /// The declared name of the id.
        name: String,
        /// Its type.
        ty: KeyType,
        /// `PRIMARY_ID_AS_ATTRIBUTE="true"`: the id can be read, filtered and sorted by.
        as_attribute: bool,
    },
    /// `name TYPE PRIMARY KEY`, or `PRIMARY KEY (a, b)`: the named attributes, in key order.
    Attributes(Vec<String>),
}

/// The statistics that the engine keeps of a vertex type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stats {
    /// `STATS="none"`
    None,
    /// `STATS="outdegree_by_edgetype"`, the default.
    #[default]
    OutdegreeByEdgeType,
}

/// A secondary index: it makes filters on one attribute fast and has no other effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// The name of the index.
    pub name: String,
    /// The attribute that it covers, of type STRING, INT, UINT or DATETIME.
    pub attribute: String,
}

/// A vector attribute: an embedding with a fixed number of dimensions and an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VectorAttribute {
    /// The name, case-sensitive.
    pub name: String,
    /// The number of components of each vector.
    pub dimension: u32,
    /// The distance function of two vectors.
    pub metric: Metric,
}

/// The distance function of two vectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Metric {
    /// `COSINE`, the default.
    #[default]
    Cosine,
    /// `L2`, the Euclidean distance.
    L2,
    /// `IP`, the inner product.
    InnerProduct,
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cosine => "COSINE",
            Self::L2 => "L2",
            Self::InnerProduct => "IP",
        })
    }
}

impl fmt::Display for Stats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::OutdegreeByEdgeType => "outdegree_by_edgetype",
        })
    }
}
