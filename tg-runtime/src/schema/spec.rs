//! The schema of a type as constants.
//!
//! Everything here can be built in a `const`, so a derived type costs nothing until its schema is
//! asked for; [`tg_gsql::model`] is the owned form that is printed and compared.

use crate::value::{AttributeType, TupleSpec};

/// One attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttributeSpec {
    /// The name on the server.
    pub name: &'static str,
    /// The type.
    pub ty: AttributeType,
    /// The literal after DEFAULT, in GSQL spelling (`"unknown"`, `-1.0`, `true`).
    pub default: Option<&'static str>,
    /// The distance measure of a vector attribute; `None` for every other type.
    pub metric: Option<VectorMetric>,
    /// The name of the secondary index on the attribute. Only a vertex type has one; an edge type
    /// that takes in a group with indexed attributes has them without.
    pub index: Option<&'static str>,
    /// The name that the attribute had before, by which a plan recognizes a rename.
    pub renamed_from: Option<&'static str>,
}

impl AttributeSpec {
    /// Creates an attribute of this name and type, with defaults for the rest.
    #[must_use]
    pub const fn new(name: &'static str, ty: AttributeType) -> Self {
        Self { name, ty, default: None, metric: None, index: None, renamed_from: None }
    }
}

/// The measure of the distance of two vectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VectorMetric {
    /// `COSINE`
    Cosine,
    /// `L2`, the Euclidean distance.
    L2,
    /// `IP`, the inner product.
    InnerProduct,
}

/// The key of a vertex type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeySpec {
    /// `PRIMARY_ID name TYPE`.
    PrimaryId {
        /// The declared name of the id.
        name: &'static str,
        /// Its type: STRING, INT, UINT or DATETIME.
        ty: AttributeType,
        /// The id can be read, filtered and sorted by as an attribute.
        as_attribute: bool,
    },
    /// `PRIMARY KEY`: the names of the attributes that form the key, in key order.
    PrimaryKey(&'static [&'static str]),
}

/// A vertex type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VertexSpec {
    /// The name on the server.
    pub name: &'static str,
    /// The key.
    pub key: KeySpec,
    /// The attributes in declaration order: with those of a `PRIMARY KEY`, without a `PRIMARY_ID`.
    pub attributes: &'static [AttributeSpec],
    /// The engine counts the edges of each vertex (`STATS="outdegree_by_edgetype"`, the
    /// server's default).
    pub outdegrees: bool,
    /// The type is global, so that graphs share it, and not local to its graph.
    pub global: bool,
    /// The name that the type had before.
    pub renamed_from: Option<&'static str>,
}

/// An edge type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EdgeSpec {
    /// The name on the server.
    pub name: &'static str,
    /// The edges have a direction.
    pub directed: bool,
    /// The pairs of vertex types that it may join.
    pub pairs: &'static [PairSpec],
    /// The attributes in declaration order, the discriminator's first.
    pub attributes: &'static [AttributeSpec],
    /// The number of first attributes that distinguish parallel edges.
    pub discriminators: usize,
    /// The name of the reverse type.
    pub reverse: Option<&'static str>,
    /// The type is global, so that graphs share it, and not local to its graph.
    pub global: bool,
    /// The name that the type had before.
    pub renamed_from: Option<&'static str>,
}

/// One pair of vertex types that an edge may join.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairSpec {
    /// The vertex type that the edge leaves.
    pub from: &'static str,
    /// The vertex type that the edge reaches.
    pub to: &'static str,
}

/// A graph: the types of its handles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GraphSpec {
    /// The name on the server.
    pub name: &'static str,
    /// One entry per handle, in declaration order.
    pub handles: &'static [HandleSpec],
    /// Tuples to declare before those that attributes use, in this order.
    pub tuples: &'static [TupleSpec],
    /// The typed queries, in the order of their files.
    pub queries: &'static [QuerySpec],
    /// The names of the user-defined functions that the queries may call.
    pub functions: &'static [&'static str],
}

/// A typed query of a graph: its text, as it is in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuerySpec {
    /// The name on the server; empty for one that is interpreted.
    pub name: &'static str,
    /// The method of the graph.
    pub method: &'static str,
    /// The path of the file from the folder of the crate.
    pub file: &'static str,
    /// The line of the file on which the query begins, counted from 1.
    pub line: u32,
    /// `CREATE QUERY ..` or `INTERPRET QUERY ..`, up to the closing brace.
    pub text: &'static str,
}

impl QuerySpec {
    /// Returns `true` if the query runs without an installation: `INTERPRET QUERY`.
    #[must_use]
    pub const fn is_interpreted(&self) -> bool {
        self.name.is_empty()
    }
}

/// The types of a handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandleSpec {
    /// The vertices of a type.
    Vertices(&'static VertexSpec),
    /// The edges of a type.
    Edges(&'static EdgeSpec),
}
