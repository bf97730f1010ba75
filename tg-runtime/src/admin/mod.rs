//! The server as a whole, in the global scope.

mod endpoints;
mod engine;
mod health;
mod metrics;
mod openmetrics;
mod rows;
mod secrets;
mod services;
mod tokens;
mod transfer;

use std::fmt;

pub use endpoints::{EndpointParameter, ListEndpoints, RestEndpoint};
pub(crate) use engine::request_statistics;
pub use engine::{CheckDeletedVertices, EndpointStatistics, EngineCheck, Rebuild};
pub use health::{Component, License};
pub use metrics::{Metric, ReadDatapoints, ReadMetrics};
pub use openmetrics::{OpenMetrics, Sample};
pub use secrets::{Secret, Secrets};
pub use services::{Service, ServiceState, ServiceStatus};
pub use tokens::Tokens;
pub use transfer::Transfer;

pub use crate::operation::ConfirmServer;

use self::rows::rows;
use crate::client::Client;
use crate::operation::Operation;
use crate::schema_change::{
    SchemaChangeJobs, check_schema, list_graphs, read_catalog, recover_schema,
};
use crate::sources::DataSources;
use crate::udf::UdfFiles;
use tg_gsql::model::Catalog;

/// A server as a whole, in the global scope.
///
/// It is made from a graph ([`GraphAdmin::server`](crate::graph::GraphAdmin::server)), whose
/// connections it shares, or connected by itself. It never works on that graph, or on any single
/// graph.
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// use tg_runtime::Server;
///
/// # async fn example() -> Result<()> {
/// let server = Server::builder().env()?.connect().await?;
/// println!("{:?}", server.client().version().await?);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Server {
    client: Client,
}

impl Server {
    /// The client is one without a graph.
    pub(crate) fn from_client(client: Client) -> Self {
        Self { client }
    }

    /// Returns the connection, which has no [graph](Client::graph).
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Manages the stored global schema change jobs.
    pub fn schema_change_jobs(&self) -> SchemaChangeJobs {
        SchemaChangeJobs::new(self.client.clone())
    }

    /// Manages the files of user-defined functions.
    pub fn udf_files(&self) -> UdfFiles {
        UdfFiles::new(self.client.clone())
    }

    /// Manages the data sources of the server, which it can let graphs use.
    pub fn data_sources(&self) -> DataSources {
        DataSources::new(self.client.clone())
    }

    /// Manages the secrets of the user.
    pub fn secrets(&self) -> Secrets {
        Secrets::new(self.client.clone())
    }

    /// Manages tokens of the user, which are valid for all graphs.
    pub fn tokens(&self) -> Tokens {
        Tokens::new(self.client.clone())
    }
}

/// The catalog.
impl Server {
    /// Lists the graphs that the credentials may see.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or rejects the request.
    pub fn graphs(&self) -> Operation<Vec<String>> {
        list_graphs(self.client.clone())
    }

    /// Reads the whole catalog: all graphs that the credentials may see, and the global types, in
    /// graphs or not.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or with [`Decode`](crate::ErrorKind::Decode) when its
    /// answer cannot be read.
    pub fn catalog(&self) -> Operation<Catalog> {
        read_catalog(self.client.clone())
    }

    /// Makes the server check its catalog: `POST /gsql/v1/schema/check`, on 4.x.
    ///
    /// # Errors
    ///
    /// When the check fails, with the message of the server; with
    /// [`Unsupported`](crate::ErrorKind::Unsupported) on 3.x.
    pub fn check_schema(&self) -> Operation<String> {
        check_schema(self.client.clone())
    }

    /// Makes the server repair its catalog: `POST /gsql/v1/schema/recover`, on 4.x.
    ///
    /// # Errors
    ///
    /// When the server rejects the request; with [`Unsupported`](crate::ErrorKind::Unsupported) on
    /// 3.x.
    pub fn recover_schema(&self) -> Operation<String> {
        recover_schema(self.client.clone())
    }

    /// Lists the endpoints of RESTPP, those of the queries of all graphs among them:
    /// `GET /endpoints`.
    pub fn endpoints(&self) -> ListEndpoints {
        ListEndpoints::new(self.client.clone())
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Server").field(&self.client).finish()
    }
}
