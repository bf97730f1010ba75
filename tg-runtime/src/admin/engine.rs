//! The engine: statistics of requests, rebuilding, checks.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::Server;
use crate::client::Client;
use crate::client::api::engine as api;
use crate::error::{ErrorKind, Result};
use crate::operation::gsql::Scope;
use crate::operation::{Deadline, Operation, operation};

/// Statistics of the requests to one endpoint.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct EndpointStatistics {
    /// The number of requests that were answered.
    pub completed_requests: u64,
    /// The number of requests per second.
    #[serde(rename = "QPS")]
    pub qps: f64,
    /// The number of requests that timed out.
    pub timeout_requests: u64,
    /// The average time of an answer, in milliseconds.
    pub average_latency: f64,
    /// The longest time of an answer, in milliseconds.
    pub max_latency: f64,
    /// The shortest time of an answer, in milliseconds.
    pub min_latency: f64,
    /// The upper bound of each segment of the answers, in milliseconds; the last is that of all
    /// answers.
    pub latency_percentile: Vec<f64>,
}

/// Reads the statistics of the requests of the `last` seconds to a graph.
pub(crate) fn request_statistics(
    client: &Client,
    last: Duration,
    segments: u8,
) -> Operation<BTreeMap<String, EndpointStatistics>> {
    let scope = Scope::of_graph(client, "read the request statistics of");
    Operation::new(async move |deadline| {
        let limited = |name: &str, number: u64, max: u8| match u8::try_from(number) {
            Ok(number) if (1..=max).contains(&number) => Ok(number),
            _ => {
                let message = format!("`{name}` is {number}: the server takes 1 to {max}");
                Err(scope.error(ErrorKind::Encode, message))
            }
        };
        let seconds = limited("last", last.as_secs(), 60)?;
        let segments = limited("segments", segments.into(), 100)?;
        let request = api::request_statistics(scope.graph(), seconds, segments);
        scope.reply(request, deadline).await?.json()
    })
}

/// Rebuilds the storage of the engine: [`GraphAdmin::rebuild`](crate::graph::GraphAdmin::rebuild),
/// by `POST /rebuildnow/{graph}`. It returns the message of the server, which names the folder of
/// the summary.
///
/// # Errors
///
/// When the request fails.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Rebuild {
    client: Client,
    part: api::Part,
    folder: Option<String>,
    force: bool,
    timeout: Option<Duration>,
}

impl Rebuild {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, part: api::Part::default(), folder: None, force: false, timeout: None }
    }

    /// Sets the number of threads.
    pub fn threads(mut self, threads: u32) -> Self {
        self.part.threads = Some(threads);
        self
    }

    /// Restricts it to the vertices of this type.
    pub fn vertex_type(mut self, name: &str) -> Self {
        self.part.vertex_type = Some(name.to_owned());
        self
    }

    /// Restricts it to this segment.
    pub fn segment(mut self, id: &str) -> Self {
        self.part.segment = Some(id.to_owned());
        self
    }

    /// Sets the folder for the summary, on the disk of the server. Default: `/tmp/rebuildnow`.
    pub fn path(mut self, folder: &str) -> Self {
        self.folder = Some(folder.to_owned());
        self
    }

    /// Rebuilds segments without new data, too.
    pub fn force(mut self) -> Self {
        self.force = true;
        self
    }

    async fn run(self) -> Result<String> {
        let scope = Scope::of_graph(&self.client, "rebuild");
        let request = api::rebuild(scope.graph(), &self.part, self.folder.as_deref(), self.force);
        let reply = scope.reply(request, Deadline::after(self.timeout)).await?;
        Ok(reply.message().to_owned())
    }
}

operation!(impl [] Rebuild => String);

/// The result of a check of one part of the engine.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct EngineCheck {
    /// The part of the engine: a name such as `GPE_1_1`, or the number of a partition whose
    /// replicas were compared.
    #[serde(alias = "GPE", alias = "Partition", deserialize_with = "text")]
    pub part: String,
    /// `true` if no difference was found.
    #[serde(rename = "PassCheck")]
    pub passed: bool,
    /// The differences, as the server writes them.
    #[serde(rename = "UnSyncList", default, deserialize_with = "texts")]
    pub differences: Vec<String>,
}

fn as_text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

fn text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Value::deserialize(deserializer).map(as_text)
}

fn texts<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let all = Option::<Vec<Value>>::deserialize(deserializer)?;
    Ok(all.unwrap_or_default().into_iter().map(as_text).collect())
}

/// Checks of the engine.
impl Server {
    /// Checks that deleted vertices are gone everywhere: `GET /deleted_vertex_check`.
    ///
    /// # Errors
    ///
    /// When the request fails. It is not an error that some still exist.
    pub fn check_deleted_vertices(&self) -> CheckDeletedVertices {
        let (client, part) = (self.client().clone(), api::Part::default());
        CheckDeletedVertices { client, part, verbosity: None, log_level: None, timeout: None }
    }

    /// Checks that all copies of the data agree: `GET /data_consistency_check`. It compares the
    /// replicas of each partition with each other, and each engine with the storage of ids.
    ///
    /// # Errors
    ///
    /// When the request fails. It is not an error that they differ.
    pub fn check_data_consistency(&self) -> Operation<Vec<EngineCheck>> {
        #[derive(Deserialize)]
        struct Checks {
            #[serde(rename = "GPESelfCheck")]
            partitions: Vec<EngineCheck>,
            #[serde(rename = "GPEGSECheck")]
            engines: Vec<EngineCheck>,
        }
        let scope = Scope::of_server(self.client(), "check the consistency of");
        Operation::new(async move |deadline| {
            let checks: Checks =
                scope.reply(api::check_data_consistency(), deadline).await?.results()?;
            Ok(checks.partitions.into_iter().chain(checks.engines).collect())
        })
    }
}

/// Checks that deleted vertices are gone: [`Server::check_deleted_vertices`].
///
/// # Errors
///
/// When the request fails. It is not an error that some still exist.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct CheckDeletedVertices {
    client: Client,
    part: api::Part,
    verbosity: Option<u8>,
    log_level: Option<u8>,
    timeout: Option<Duration>,
}

impl CheckDeletedVertices {
    /// Sets the number of threads. Default: 6.
    pub fn threads(mut self, threads: u32) -> Self {
        self.part.threads = Some(threads);
        self
    }

    /// Restricts it to this segment.
    pub fn segment(mut self, id: &str) -> Self {
        self.part.segment = Some(id.to_owned());
        self
    }

    /// Restricts it to the vertices of this type.
    pub fn vertex_type(mut self, name: &str) -> Self {
        self.part.vertex_type = Some(name.to_owned());
        self
    }

    /// Sets the level of detail of the answer: 0, 1, 2 or 4, as in the documentation of the server.
    pub fn verbosity(mut self, level: u8) -> Self {
        self.verbosity = Some(level);
        self
    }

    /// Sets the level of detail in the log of the server, 0 to 2.
    pub fn log_level(mut self, level: u8) -> Self {
        self.log_level = Some(level);
        self
    }

    async fn run(self) -> Result<Vec<EngineCheck>> {
        let scope = Scope::of_server(&self.client, "check the deleted vertices of");
        let request = api::check_deleted_vertices(&self.part, self.verbosity, self.log_level);
        scope.reply(request, Deadline::after(self.timeout)).await?.results()
    }
}

operation!(impl [] CheckDeletedVertices => Vec<EngineCheck>);
