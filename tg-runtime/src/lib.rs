//! Typed TigerGraph for Rust.
//!
//! The schema lives in Rust types, the compiler checks it, and the wire is somebody else's problem:
//! annotate structs with the derive macros, declare a graph of them, connect, and work with typed
//! vertices and edges.
//!
//! * [`schema`] holds the traits that the macros implement, [`value`] what a field may hold and how
//!   it is written and read, [`body`] upserts and the arguments and results of queries, [`filter`]
//!   typed conditions and orders.
//! * [`Graph`](trait@Graph) is what every annotated graph can do; [`GraphBuilder`] sets its
//!   connection up.
//! * [`Server`] is the server as a whole, beyond its graphs.
//! * [`Vertices`] and [`Edges`] are the handles of a graph; [`Batch`] sends both in one request.
//! * [`query`] runs installed queries and texts, and reads what they print; [`Queries`] manages them.
//! * [`paths`] finds ways between vertices, [`statistics`] counts; [`Metadata`] answers questions about
//!   types by name.
//! * [`Error`] is the one error.
//! * What speaks of whole schemas (catalogs, differences, plans) has the types of the crate `tg-gsql`.
//!
//! Without the feature `client` the crate is traits and values only, and compiles in a third of the
//! time.
#![cfg_attr(not(feature = "client"), allow(rustdoc::broken_intra_doc_links))]

// Lets the derive macros, which spell `::tg_runtime`, be used inside this crate.
#[allow(unused_extern_crates)]
extern crate self as tg_runtime;

#[doc(hidden)]
#[allow(missing_docs)]
pub mod __private;
#[cfg(feature = "client")]
pub mod admin;
#[cfg(feature = "client")]
pub mod batch;
pub mod body;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
pub mod edges;
mod error;
pub mod filter;
#[cfg(feature = "client")]
mod graph;
#[cfg(feature = "client")]
pub mod load;
#[cfg(feature = "client")]
mod operation;
#[cfg(feature = "client")]
pub mod paths;
pub mod prelude;
#[cfg(feature = "client")]
pub mod query;
pub mod schema;
#[cfg(feature = "client")]
mod schema_change;
#[cfg(feature = "client")]
pub mod sources;
#[cfg(feature = "client")]
pub mod statistics;
#[cfg(feature = "client")]
mod udf;
#[cfg(feature = "client")]
mod upsert;
pub mod value;
#[cfg(feature = "client")]
pub mod vertices;

pub use body::{Parameter, ReadResult};
pub use filter::{Filter, Order};
#[cfg(feature = "client")]
pub use graph::auth;
#[cfg(feature = "blocking")]
pub use operation::blocking;
pub use schema::{AnyId, AsId, Column, Edge, Id, ReadEdge, ReadVertex, Vertex, View};
pub use value::{Attribute, DateTime, DecodeError, EncodeError, FixedBinary, SetOf, Vector};

#[cfg(feature = "client")]
pub use self::{
    admin::{EndpointParameter, ListEndpoints, RestEndpoint, Server},
    batch::{Batch, Upserted},
    client::{
        AtomicLevel, Client, FileTokenStore, Generation, Handle, InvalidVersion, RetryPolicy,
        RowStream, StoreFuture, Token, TokenScope, TokenStore, Version,
    },
    edges::{EdgeRecord, Edges},
    error::{Error, ErrorKind, Result},
    graph::{AnyGraph, Connected, Graph, GraphBuilder},
    load::{LoadReport, LoadingJob, LoadingJobs},
    operation::gsql::{
        Gsql, GsqlFinding, GsqlOutput, GsqlRequest, GsqlRequestState, GsqlRequestStatus,
        WaitForGsql,
    },
    operation::{ConfirmAll, Operation, Pending, RawRequest},
    paths::{FindPaths, PathEnds, Paths},
    query::{
        DetachedQuery, Interpret, Json, Projected, Queries, QueryResults, QueryVertex, RunQuery,
    },
    schema_change::{
        Affected, AppliedPlan, ApplyPlan, Cost, Dependent, DependentKind, Metadata,
        PlanSchemaChange, RunSchemaChange, SchemaChangeJobs, SchemaOutcome, SchemaPlan,
        SchemaReport, StoredSchemaChange, Verify,
    },
    sources::{DataSourceConfig, DataSources},
    statistics::Statistics,
    udf::{UdfFile, UdfFiles},
    vertices::Vertices,
};
#[cfg(feature = "client")]
pub use http::Method;
#[cfg(feature = "client")]
pub use secrecy::SecretString;
#[cfg(feature = "include")]
pub use tg_derive::include_schema;
#[cfg(feature = "derive")]
pub use tg_derive::{Attribute, AttributeGroup, Edge, Tuple, Vertex, View, tigergraph};
/// What may be the name of a type, an attribute or a graph: the reserved words, and checks of names.
#[doc(inline)]
pub use tg_gsql::name;
#[cfg(feature = "client")]
pub use tg_gsql::{diff::Difference, model::Catalog};
