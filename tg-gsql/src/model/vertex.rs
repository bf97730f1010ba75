//! Vertex types.

use super::{Attribute, KeyType};

/// A vertex type.
#[derive(Debug, Clone, PartialEq)]
pub struct VertexType {
    /// The name, case-sensitive.
    pub name: String,
    /// How a vertex is identified.
    pub key: PrimaryKey,
    /// The attributes in declaration order. Those that a `PRIMARY KEY` names are among them, the
    /// id of a `PRIMARY_ID` is not, whether or not it can be read as an attribute.
    pub attributes: Vec<Attribute>,
    /// Vector attributes (4.2 and later), which are not part of the ordinary list.
    pub vectors: Vec<VectorAttribute>,
    /// Which statistics the engine keeps.
    pub stats: Stats,
    /// The graph that owns a local type; `None` for a global one.
    pub local_to: Option<String>,
}

/// How a vertex is identified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrimaryKey {
    /// `PRIMARY_ID name TYPE`: the id stands beside the attributes.
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

/// Which statistics the engine keeps of a vertex type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stats {
    /// `STATS="none"`
    None,
    /// `STATS="outdegree_by_edgetype"`, the default.
    #[default]
    OutdegreeByEdgeType,
}

/// A vector attribute: an embedding with a fixed number of dimensions and an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VectorAttribute {
    /// The name, case-sensitive.
    pub name: String,
    /// How many numbers each vector has.
    pub dimension: u32,
    /// How the distance of two vectors is measured.
    pub metric: Metric,
}

/// How the distance of two vectors is measured.
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
