//! Typed TigerGraph for Rust: the schema is in Rust types, and the compiler checks it.
//!
//! # Example
//!
//! ```no_run
//! use std::collections::BTreeSet;
//! use tg_runtime::prelude::*;
//!
//! #[derive(Debug, Clone, PartialEq, Vertex)]
//! pub struct Package {
//!     #[tg(primary_id)]
//!     pub id: String,
//!     pub weight_kg: f64,
//!     pub fragile: bool,
//!     pub handling: BTreeSet<String>,
//! }
//!
//! #[derive(Debug, Clone, PartialEq, Vertex)]
//! pub struct Depot {
//!     #[tg(primary_id)]
//!     pub code: String,
//!     pub city: String,
//! }
//!
//! #[derive(Debug, Clone, PartialEq, Edge)]
//! #[tg(from = Package, to = Depot, reverse = "Holds")]
//! pub struct StoredAt {
//!     pub since: DateTime,
//! }
//!
//! #[tigergraph(graph = "GoodsDelivery", auth = "secret")]
//! pub struct GoodsDelivery {
//!     pub packages: Vertices<Package>,
//!     pub depots: Vertices<Depot>,
//!     pub stored_at: Edges<StoredAt>,
//! }
//!
//! # async fn example() -> std::result::Result<(), Box<dyn std::error::Error>> {
//! let graph = GoodsDelivery::connect("https://r-alliance.i.tgcloud.io", "the secret").await?;
//! graph.create_schema().await?; // creates the types that do not exist
//!
//! let package = Package {
//!     id: "P-1".into(),
//!     weight_kg: 24.9,
//!     fragile: true,
//!     handling: ["keep upright".into()].into(),
//! };
//! let depot = Depot { code: "HAM".into(), city: "Hamburg".into() };
//! graph.packages.upsert(&package).await?;
//! graph.depots.upsert(&depot).await?;
//! let stored = StoredAt { since: "2026-11-23 08:00:00".parse()? };
//! graph.stored_at.upsert(&package, &depot, &stored).await?;
//!
//! let found: Option<Package> = graph.packages.get("P-1").await?;
//! let heavy: Vec<Package> = graph
//!     .packages
//!     .find(|p| p.weight_kg.gt(20.0).and(p.fragile.eq(true)))
//!     .order_by(|p| p.weight_kg.desc())
//!     .limit(50)
//!     .await?;
//! let results = graph.query("weights_by_city").param("over", 20.0).await?;
//! let weights: std::collections::BTreeMap<String, f64> = results.get("@@weights")?;
//! # Ok(())
//! # }
//! ```
//!
//! # Where to find what
//!
//! * Types: the derives [`Vertex`](derive@Vertex), [`Edge`](derive@Edge),
//!   [`Attribute`](derive@Attribute), [`Tuple`](derive@Tuple),
//!   [`AttributeGroup`](derive@AttributeGroup) and [`View`](derive@View), or [`include_schema!`]
//!   for those of a schema file. [`value`] lists the types of attributes.
//! * The connection: [`#[tigergraph]`](macro@tigergraph), [`auth`] for its credentials,
//!   [`GraphBuilder`] for all settings; [`AnyGraph`] for a graph that is named at run time.
//! * Vertices and edges: the handles [`Vertices`] and [`Edges`], [`filter`] for conditions and
//!   orders, [`Graph::batch`] to write many of any types.
//! * Queries: [`Graph::query`], [`Graph::interpret`] and [`Graph::queries`]; [`query`] has the
//!   results.
//! * Files: [`Graph::loading_job`] and [`load`].
//! * Paths and counts: [`Graph::shortest_path`], [`Graph::all_paths`], [`Graph::statistics`].
//! * The schema: [`Graph::create_schema`], [`Graph::verify_schema`], [`Graph::schema`].
//! * Administration: [`Graph::admin`] for the graph, [`Server`] for the server.
//! * Everything else: [`Graph::gsql`] runs GSQL, [`Graph::request`] calls any endpoint.
//!
//! An operation is a value that sends nothing before it is awaited. All of them are futures or
//! implement [`IntoFuture`]; with the feature `blocking` they have a method `wait`. Each fails with
//! the one [`Error`], whose [`kind`](Error::kind) a program can match.
//!
//! The crate `tg-emulator` is a TigerGraph-compatible server in memory, for tests.
//!
//! # Features
//!
//! | feature | adds |
//! | --- | --- |
//! | `derive` (default) | the derive macros and `#[tigergraph]` |
//! | `include` (default) | `include_schema!`, for types that a schema file declares |
//! | `client` (default) | the connection; without it the crate is traits and values only |
//! | `tls` (default) | HTTPS, by rustls on ring, with the certificates of the platform |
//! | `blocking` | `.wait()` for each operation, for programs without an async runtime |
//! | `serde` (default, by `client`) | serde's traits for `DateTime`, `Vector`, `FixedBinary`, `SetOf` and ids |
//! | `metrics` | a histogram `tigergraph_request_duration_seconds` by operation and outcome, and a counter `tigergraph_request_repetitions_total`, by the facade of the crate `metrics` |
//! | `arrow-60` | rows of a load from Parquet files and Arrow record batches of version 60; vertices and edges as record batches |
//! | `chrono-04`, `jiff-1`, `time-03` | conversions of [`DateTime`] from and to these crates |
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
pub mod client;
#[cfg(feature = "client")]
pub mod edges;
mod error;
pub mod filter;
#[cfg(feature = "client")]
pub mod graph;
#[cfg(feature = "client")]
pub mod load;
#[cfg(feature = "client")]
pub mod operation;
#[cfg(feature = "client")]
pub mod paths;
pub mod prelude;
#[cfg(feature = "client")]
pub mod query;
pub mod schema;
#[cfg(feature = "client")]
pub mod schema_change;
#[cfg(feature = "client")]
pub mod sources;
#[cfg(feature = "client")]
pub mod statistics;
#[cfg(feature = "client")]
pub mod udf;
#[cfg(feature = "client")]
mod upsert;
pub mod value;
#[cfg(feature = "client")]
pub mod vertices;

pub use filter::{Filter, Order};
#[cfg(feature = "client")]
pub use graph::auth;
#[cfg(feature = "blocking")]
pub use operation::blocking;
pub use schema::{AnyId, AsId, Column, Edge, Id, Vertex, View};
pub use value::{Attribute, DateTime, FixedBinary, SetOf, Vector};

#[cfg(feature = "client")]
pub use self::{
    admin::Server,
    batch::{Batch, Upserted},
    client::{Client, Generation, RetryPolicy, Token, Version},
    edges::{EdgeRecord, Edges},
    error::{Error, ErrorKind, Result},
    graph::{AnyGraph, Graph, GraphBuilder},
    load::LoadReport,
    operation::{ConfirmAll, Operation},
    query::{Json, QueryResults},
    vertices::Vertices,
};
#[cfg(feature = "client")]
pub use http::Method;
#[cfg(feature = "client")]
pub use secrecy::SecretString;
#[cfg(all(feature = "client", feature = "derive"))]
pub use tg_derive::gsql;
#[cfg(feature = "include")]
pub use tg_derive::include_schema;
#[cfg(feature = "derive")]
pub use tg_derive::{Attribute, AttributeGroup, Edge, Tuple, Vertex, View, tigergraph};
/// The reserved words of GSQL, and checks of names.
#[doc(inline)]
pub use tg_gsql::name;
