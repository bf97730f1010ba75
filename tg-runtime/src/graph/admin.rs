//! The administration of a graph.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use http::Method;

use crate::admin::{
    EndpointStatistics, ListEndpoints, Rebuild, Secrets, Server, Tokens, request_statistics,
};
use crate::client::Client;
use crate::operation::gsql::{Gsql, GsqlRequest};
use crate::operation::{ConfirmAll, Operation, RawRequest};
use crate::schema_change::drop_graph;
use crate::sources::DataSources;

/// The administration of a graph: [`Graph::admin`](crate::Graph::admin).
#[derive(Debug, Clone)]
pub struct GraphAdmin {
    client: Client,
}

impl GraphAdmin {
    pub(super) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Returns the server as a whole, on the same connections and with the same credentials, in the
    /// global scope: its operations do not depend on this graph.
    pub fn server(&self) -> Server {
        Server::from_client(self.client.global())
    }

    /// Manages the secrets of the user; on 3.x, those of this graph.
    pub fn secrets(&self) -> Secrets {
        Secrets::new(self.client.clone())
    }

    /// Creates, refreshes and drops tokens for this graph, for use by other programs.
    pub fn tokens(&self) -> Tokens {
        Tokens::new(self.client.clone())
    }

    /// Manages the data sources of the graph, and lists those of the server that it can use.
    pub fn data_sources(&self) -> DataSources {
        DataSources::new(self.client.clone())
    }

    /// Lists the endpoints of RESTPP: the built-in ones, and those of queries.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// for endpoint in graph.admin().endpoints().dynamic().await? {
    ///     println!("{} {} {:?}", endpoint.method, endpoint.path, endpoint.enabled);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn endpoints(&self) -> ListEndpoints {
        ListEndpoints::new(self.client.clone())
    }

    /// Reads statistics of the requests to this graph in the last 1 to 60 seconds: one entry per
    /// endpoint that was called, by method and path. The answers to an endpoint are divided into 1
    /// to 100 `segments` by their time. It is `GET /statistics/{graph}`.
    ///
    /// # Errors
    ///
    /// When the request fails; with [`ErrorKind::Encode`](crate::ErrorKind::Encode), and nothing
    /// sent, when a number is out of its range.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # use std::time::Duration;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// let statistics = graph.admin().request_statistics(Duration::from_secs(30), 10).await?;
    /// for (endpoint, requests) in statistics {
    ///     let (count, mean) = (requests.completed_requests, requests.average_latency);
    ///     println!("{endpoint}: {count} in {mean} ms each");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn request_statistics(
        &self,
        last: Duration,
        segments: u8,
    ) -> Operation<BTreeMap<String, EndpointStatistics>> {
        request_statistics(&self.client, last, segments)
    }

    /// Rebuilds the storage of this graph now, which the engine otherwise does at intervals.
    pub fn rebuild(&self) -> Rebuild {
        Rebuild::new(self.client.clone())
    }

    /// Runs a file of GSQL like [`Graph::gsql`](crate::Graph::gsql). The file is read when the
    /// operation is awaited.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// let output = graph.admin().gsql_file("schema/jobs.gsql").checked().output().await?;
    /// for failure in output.failures() {
    ///     eprintln!("{failure}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn gsql_file(&self, path: impl Into<PathBuf>) -> Gsql {
        Gsql::of_file(self.client.clone(), path.into())
    }

    /// Returns the script that was [submitted](Gsql::submit) earlier under this
    /// [id](GsqlRequest::id).
    pub fn gsql_request(&self, id: impl Into<String>) -> GsqlRequest {
        GsqlRequest::new(self.client.clone(), id.into())
    }

    /// Creates a request to any endpoint of the GSQL server, by the segments of its path, such as
    /// `["gsql", "v1", "schema", "graphs"]`. [`Graph::request`](crate::Graph::request) is the same
    /// for RESTPP.
    pub fn gsql_endpoint<S: AsRef<str>>(
        &self,
        method: Method,
        path: impl IntoIterator<Item = S>,
    ) -> RawRequest {
        RawRequest::gsql(self.client.clone(), method, path)
    }

    /// Drops the graph with its vertex and edge types, queries, jobs and all data. Returns `false`
    /// if it did not exist. Tuples are global and remain: other graphs may use them.
    ///
    /// # Errors
    ///
    /// When the server rejects it.
    pub fn drop_graph(&self, _: ConfirmAll) -> Operation<bool> {
        drop_graph(self.client.clone())
    }
}
