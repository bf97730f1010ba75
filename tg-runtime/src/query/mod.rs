//! Queries: installed ones are run, texts are interpreted, and both are managed.
//!
//! ```no_run
//! # use tg_runtime::prelude::*;
//! # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String, weight_kg: f64 }
//! # #[derive(Vertex)] struct Depot { #[tg(primary_id)] code: i64 }
//! # #[tigergraph(graph = "Goods", auth = "secret")] struct Goods { packages: Vertices<Package>, depots: Vertices<Depot> }
//! # async fn example(graph: Goods) -> Result<()> {
//! // CREATE QUERY heavy(VERTEX<Depot> depot, DOUBLE least = 10) FOR GRAPH Goods {
//! //   SumAccum<DOUBLE> @@total;
//! //   ..
//! //   PRINT @@total AS total, S;
//! // }
//! let results = graph
//!     .query("heavy")
//!     .param("depot", Id::<Depot>::from(7))
//!     .param("least", 20.0)
//!     .await?;
//! let total: f64 = results.get("total")?;
//! let packages: Vec<Package> = results.get("S")?;
//! # Ok(())
//! # }
//! ```
//!
//! * [`Graph::query`](crate::Graph::query) runs an installed query,
//!   [`Graph::interpret`](crate::Graph::interpret) a text. Parameters are of the types of
//!   [`Parameter`](crate::body::Parameter), results are read into those of [`ReadResult`].
//! * [`RunQuery::detached`] starts a query that the server works on without a connection;
//!   [`DetachedQuery`] asks for its state and fetches its results.
//! * [`Graph::queries`](crate::Graph::queries) creates, installs, reads and drops queries, and
//!   lists those that run.
//!
//! # Typed queries
//!
//! A query in a file is a method of the graph: its parameters are arguments, and its results a
//! struct with a field for each printed key. `#[tigergraph(.., queries = "queries")]` writes both,
//! and checks the files when the program is compiled. A method is a thin layer over the untyped
//! operation, whose results [`RunQuery::typed`] reads into the struct. What is known only when the
//! query runs is an [`UntypedValue`], which is read later.
//!
//! # Limits
//!
//! An answer is taken into memory as a whole. The server gives at most its response limit, 32 MiB
//! unless the connection or the call sets another
//! ([`GraphBuilder::response_limit`](crate::GraphBuilder::response_limit)); over it the query fails
//! with [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge). The engine itself prints at most about
//! 2 GB.

mod arguments;
mod detached;
mod explain;
mod interpret;
mod json;
mod manage;
mod results;
mod run;
mod running;
mod typed;
mod vertex;

pub use detached::DetachedQuery;
pub use interpret::Interpret;
pub use json::Json;
pub use manage::{
    DraftQuery, InstallQueries, Installation, InstalledQuery, Queries, QueryDescription,
    QueryFinding, QuerySignature, QueryType, QueryValue, StoredQuery, StoredState,
};
pub use results::{Printed, QueryResults, ReadResults};
pub use run::RunQuery;
pub use running::QueryStatus;
pub use typed::{
    InstallChanged, InstallReport, QueryCheck, QueryDifference, QueryDifferenceKind, QueryReport,
    QuerySource, SourceFinding,
};
pub use typed::{ReadRecord, Record, TypedResults, UntypedValue};
pub(crate) use typed::{check_sources, check_spec, verify_spec};
pub use vertex::{Projected, QueryVertex};

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::body::ReadResult;
use crate::value::Decoder;

/// Reads a field of a struct of serde's as everything else of a result is read: vertices, edges,
/// ids, numbers that may be infinite.
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String }
/// #[derive(serde::Deserialize)]
/// struct Heavy {
///     total: f64,
///     #[serde(rename = "S", deserialize_with = "tg_runtime::query::typed")]
///     packages: Vec<Package>,
/// }
/// # async fn example(graph: impl Graph) -> Result<()> {
/// let heavy: Heavy = graph.query("heavy").await?.deserialize()?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// When the value does not fit.
pub fn typed<'de, D, T>(input: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: ReadResult,
{
    let raw = Box::<RawValue>::deserialize(input)?;
    T::read(&mut Decoder::new(raw.get())).map_err(D::Error::custom)
}
