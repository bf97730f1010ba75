//! Statements as they were written, every name with its place.
//!
//! The tree is not resolved: a type may name a tuple that does not exist, an option may be unknown.
//! [`apply`](crate::apply) finds such mistakes.

#[cfg(feature = "query")]
pub mod cypher;
mod declaration;
mod job;
#[cfg(feature = "loading")]
mod loading;
#[cfg(feature = "query")]
pub mod query;

pub use declaration::{
    AttributeDecl, EdgeDecl, Ends, GraphDecl, GraphMembers, KeyDecl, OptionDecl, PairDecl,
    TupleDecl, TupleFieldDecl, TypeExpr, VertexDecl,
};
pub use job::{Alteration, Change, SchemaChangeJob};
#[cfg(feature = "loading")]
pub use loading::{
    Column, DataSource, DataSourceGrant, Deleted, Destination, EndType, Load, LoadDelete, LoadExpr,
    LoadSource, LoadTags, LoadValue, LoadingJob, LoadingStep, RunLoadingJob, Target,
};

use super::{Name, Span};

/// One statement of a script.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Statement {
    /// `CREATE VERTEX`
    CreateVertex(VertexDecl),
    /// `CREATE DIRECTED EDGE`, `CREATE UNDIRECTED EDGE`
    CreateEdge(EdgeDecl),
    /// `TYPEDEF TUPLE`
    CreateTuple(TupleDecl),
    /// `CREATE GRAPH`
    CreateGraph(GraphDecl),
    /// `CREATE [GLOBAL] SCHEMA_CHANGE JOB`
    CreateSchemaChangeJob(SchemaChangeJob),
    /// `RUN [GLOBAL] SCHEMA_CHANGE JOB`
    RunSchemaChangeJob {
        /// The job's name.
        name: Name,
    },
    /// `CREATE LOADING JOB`; without the feature `loading` it is opaque.
    #[cfg(feature = "loading")]
    CreateLoadingJob(LoadingJob),
    /// `RUN LOADING JOB`; without the feature `loading` it is opaque.
    #[cfg(feature = "loading")]
    RunLoadingJob(RunLoadingJob),
    /// `CREATE DATA_SOURCE`; without the feature `loading` it is opaque.
    #[cfg(feature = "loading")]
    CreateDataSource(DataSource),
    /// `GRANT DATA_SOURCE`, `REVOKE DATA_SOURCE`; without the feature `loading` it is opaque.
    #[cfg(feature = "loading")]
    GrantDataSource(DataSourceGrant),
    /// `DROP ...`
    Drop(Drop),
    /// `USE GRAPH g`
    UseGraph(Name),
    /// `USE GLOBAL`
    UseGlobal,
    /// `CREATE SECRET [alias]`
    CreateSecret {
        /// The alias; the server generates one by default.
        alias: Option<Name>,
    },
    /// `SHOW ...`
    Show(Show),
    /// `LS`
    Ls,
    /// `HELP [topic]`
    Help {
        /// `BASIC` or `QUERY`.
        topic: Option<Name>,
    },
    /// `BEGIN`, which opens a block of several lines in the shell and has no effect in a file.
    Begin,
    /// `END`, which closes it.
    End,
    /// `CREATE QUERY`
    CreateQuery(QueryText),
    /// `INTERPRET QUERY () ... { ... }`; its text is the statement's span.
    InterpretQuery {
        /// The graph of `FOR GRAPH`.
        graph: Option<Name>,
    },
    /// `INSTALL QUERY`
    InstallQuery {
        /// The options, without their `-`.
        options: Vec<Name>,
        /// The queries.
        queries: Selection,
    },
    /// `CLEAR GRAPH STORE`
    ClearGraphStore {
        /// `true` if `-HARD` was given: no confirmation.
        hard: bool,
    },
    /// A statement whose extent is known and whose text is not read further.
    Opaque(Family),
    /// A statement that could not be parsed; findings within its span report the mistakes.
    Broken,
}

/// The subject of a [`Statement::Opaque`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Family {
    /// Statements that abort or resume a loading job; without the feature `loading` also `CREATE
    /// LOADING JOB` and `RUN LOADING JOB`.
    LoadingJob,
    /// Without the feature `loading` `CREATE DATA_SOURCE`, and `GRANT` and `REVOKE` of one.
    DataSource,
    /// `RUN QUERY`, and `INTERPRET QUERY` of a named one.
    RunQuery,
    /// `TYPEDEF` of an accumulator.
    AccumulatorType,
    /// Users, roles, groups, privileges.
    Security,
    /// Packages, functions, files of user-defined ones.
    Function,
    /// `UPSERT`, `DELETE`, `SELECT` outside a query.
    Data,
    /// `SET name = value`
    Parameter,
    /// Everything else: export, import, descriptions, row policies, `@file`, `EXIT`.
    Session,
}

/// The objects that a `DROP` drops.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Drop {
    /// `DROP VERTEX a, b`
    Vertices(Vec<Name>),
    /// `DROP EDGE a, b`
    Edges(Vec<Name>),
    /// `DROP TUPLE a, b`
    Tuples(Vec<Name>),
    /// `DROP GRAPH g [CASCADE]`
    Graph {
        /// The graph.
        name: Name,
        /// `true` if its queries and jobs are dropped too; otherwise the server rejects a graph
        /// that has any.
        cascade: bool,
    },
    /// `DROP ALL`
    All,
    /// `DROP QUERY`
    Queries(Selection),
    /// `DROP JOB`
    Jobs(Selection),
    /// `DROP DATA_SOURCE`
    DataSources(Selection),
    /// `DROP SECRET`, by alias or value
    Secrets(Vec<Name>),
    /// Users, roles and others: recognised and not read further.
    Other,
}

/// Some, or all: `a, b`, `*`, `ALL`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// `*` or `ALL`
    All,
    /// By name.
    Named(Vec<Name>),
}

/// A `SHOW`: the rest of its line is text, since patterns such as `us*` or `co?*y` are not tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Show {
    /// The kind of objects.
    pub what: ShowKind,
    /// The rest of the line: a name, a pattern, `-r "regular expression"`, or empty.
    pub pattern: String,
}

/// The kind of objects that a [`Show`] lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ShowKind {
    /// `SHOW GRAPH`
    Graph,
    /// `SHOW VERTEX`
    Vertex,
    /// `SHOW EDGE`
    Edge,
    /// `SHOW TUPLE`
    Tuple,
    /// `SHOW QUERY`
    Query,
    /// `SHOW JOB`
    Job,
    /// `SHOW SECRET`
    Secret,
    /// `SHOW DATA_SOURCE`
    DataSource,
    /// `SHOW USER`
    User,
    /// `SHOW PACKAGE`
    Package,
    /// Roles, privileges and others.
    Other,
}

/// A `CREATE QUERY`: the contents of its header, and the position of its text (the statement's
/// span).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryText {
    /// The name, dotted for a query in a package.
    pub name: Name,
    /// `true` if `OR REPLACE` was given.
    pub or_replace: bool,
    /// The graph of `FOR GRAPH`.
    pub graph: Option<Name>,
    /// The text between the header's parentheses.
    pub parameters: Span,
    /// The body, braces included.
    pub body: Span,
}
