//! Schema change jobs.

use super::{AttributeDecl, EdgeDecl, OptionDecl, PairDecl, VertexDecl};
use crate::syntax::{Name, Spanned};

/// `CREATE [GLOBAL] SCHEMA_CHANGE JOB name [FOR GRAPH graph] { ... }`
#[derive(Debug, Clone, PartialEq)]
pub struct SchemaChangeJob {
    /// The name of the job.
    pub name: Name,
    /// `true` if the job changes global types, `false` for those of one graph.
    pub global: bool,
    /// The graph of `FOR GRAPH`; without it a local job is for the working graph.
    pub graph: Option<Name>,
    /// The changes, in order; all or none of them take effect.
    pub changes: Vec<Spanned<Change>>,
}

/// One step of a schema change job.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// `ADD VERTEX name (...)`: a new local type.
    AddVertex(VertexDecl),
    /// `ADD DIRECTED EDGE name (...)`: a new local type.
    AddEdge(EdgeDecl),
    /// `ADD VERTEX a, b TO GRAPH g`: global types into a graph.
    AddVerticesTo {
        /// The types.
        names: Vec<Name>,
        /// The graph.
        graph: Name,
    },
    /// `ADD EDGE a, b TO GRAPH g`
    AddEdgesTo {
        /// The types.
        names: Vec<Name>,
        /// The graph.
        graph: Name,
    },
    /// `DROP VERTEX a, b`, or with `FROM GRAPH g` global types out of a graph.
    DropVertices {
        /// The types.
        names: Vec<Name>,
        /// The graph of `FROM GRAPH`.
        graph: Option<Name>,
    },
    /// `DROP EDGE a, b [FROM GRAPH g]`
    DropEdges {
        /// The types.
        names: Vec<Name>,
        /// The graph of `FROM GRAPH`.
        graph: Option<Name>,
    },
    /// `DROP TUPLE a, b`
    DropTuples(Vec<Name>),
    /// `ALTER VERTEX name ...`
    AlterVertex {
        /// The type.
        name: Name,
        /// The alteration.
        alteration: Alteration,
    },
    /// `ALTER EDGE name ...`
    AlterEdge {
        /// The type.
        name: Name,
        /// The alteration.
        alteration: Alteration,
    },
}

/// The alteration of a type by `ALTER`. The parser accepts indexes and vectors in vertex types
/// only, endpoints in edge types only.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Alteration {
    /// `ADD ATTRIBUTE (name type, ...)`
    AddAttributes(Vec<AttributeDecl>),
    /// `DROP ATTRIBUTE (name, ...)`
    DropAttributes(Vec<Name>),
    /// `ADD [FROM (a, b)] [TO (c, d)] [ATTRIBUTE (...)]`: more vertex types at either end.
    AddEnds {
        /// New types to begin at.
        from: Vec<Name>,
        /// New types to end at.
        to: Vec<Name>,
        /// New attributes.
        attributes: Vec<AttributeDecl>,
    },
    /// `ADD PAIR (FROM a, TO b | ...)`
    AddPairs(Vec<PairDecl>),
    /// `ADD INDEX name ON (attribute)`
    AddIndex {
        /// The name of the index.
        name: Name,
        /// The attribute that it covers.
        attribute: Name,
    },
    /// `DROP INDEX name`
    DropIndex(Name),
    /// `ADD VECTOR ATTRIBUTE name (DIMENSION=3, ...)`
    AddVector {
        /// The name of the attribute.
        name: Name,
        /// Its parameters.
        parameters: Vec<OptionDecl>,
    },
    /// `DROP VECTOR ATTRIBUTE name`
    DropVector(Name),
}
