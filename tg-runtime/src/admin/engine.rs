//! The engine: how fast it answers, whether it is consistent, and rebuilding it.

use std::collections::BTreeMap;
use std::time::Duration;

use http::Method;
use serde::Deserialize;
use serde_json::Value;

use super::Server;
use crate::client::Client;
use crate::client::path::{Path, Query};
use crate::client::request::{Label, Request};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Operation;
use crate::operation::operation;

/// How requests to one endpoint went.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[derive(Default)]
#[non_exhaustive]
pub struct EndpointStatistics {
    /// How many were answered.
    pub completed_requests: u64,
    /// How many came a second.
    #[serde(rename = "QPS")]
    pub qps: f64,
    /// How many took too long.
    pub timeout_requests: u64,
    /// How long an answer took on average, in milliseconds.
    pub average_latency: f64,
    /// How long the slowest took, in milliseconds.
    pub max_latency: f64,
    /// How long the fastest took, in milliseconds.
    pub min_latency: f64,
    /// Below how many milliseconds each segment of the answers was: the last one holds for all.
    pub latency_percentile: Vec<f64>,
}

/// Reads how requests went: [`Graph::request_statistics`](crate::Graph::request_statistics), by
/// `GET /statistics/{graph}`. Awaited, it gives the endpoints that were called, by method and path.
///
/// # Errors
///
/// When the request fails.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct RequestStatistics {
    client: Client,
    seconds: u8,
    segments: u8,
    timeout: Option<Duration>,
}

impl RequestStatistics {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, seconds: 60, segments: 10, timeout: None }
    }

    /// Of the last seconds, 1 to 60. Default: 60.
    pub fn seconds(mut self, seconds: u8) -> Self {
        self.seconds = seconds;
        self
    }

    /// Into how many parts the answers are divided by their time, 1 to 100. Default: 10.
    pub fn segments(mut self, segments: u8) -> Self {
        self.segments = segments;
        self
    }

    async fn run(self) -> Result<BTreeMap<String, EndpointStatistics>> {
        let label = Label::of_graph("read the request statistics of", &self.client);
        for (what, number, most) in
            [("seconds", self.seconds, 60), ("segments", self.segments, 100)]
        {
            if !(1..=most).contains(&number) {
                let message = format!("`{what}` is {number}: the server takes 1 to {most}");
                return Err(Error::new(ErrorKind::Encode, message).during(|| label.to_string()));
            }
        }
        let query = Query::default().with("seconds", self.seconds).with("segments", self.segments);
        let path = Path::fixed("/statistics").name(self.client.graph());
        let request = Request::restpp(label, Method::GET, path).query(query);
        self.client.send(request.timeout(self.timeout)).await?.json()
    }
}

operation!(impl [] RequestStatistics => BTreeMap<String, EndpointStatistics>);

/// Rebuilds the engine's storage now: [`Graph::rebuild`](crate::Graph::rebuild), by
/// `POST /rebuildnow/{graph}`. Awaited, it gives the server's note, which names the folder of the summary.
///
/// # Errors
///
/// When the request fails.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Rebuild {
    client: Client,
    query: Query,
    timeout: Option<Duration>,
}

impl Rebuild {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, query: Query::default(), timeout: None }
    }

    /// How many threads work on it.
    pub fn threads(mut self, threads: u32) -> Self {
        self.query.push("threadnum", threads);
        self
    }

    /// Only the vertices of this type.
    pub fn vertex_type(mut self, name: &str) -> Self {
        self.query.push("vertextype", name);
        self
    }

    /// Only this segment.
    pub fn segment(mut self, id: &str) -> Self {
        self.query.push("segid", id);
        self
    }

    /// The folder on the server's disk where the summary is written. Default: `/tmp/rebuildnow`.
    pub fn path(mut self, folder: &str) -> Self {
        self.query.push("path", folder);
        self
    }

    /// Also what has no new data.
    pub fn force(mut self) -> Self {
        self.query.push("force", true);
        self
    }

    async fn run(self) -> Result<String> {
        let path = Path::fixed("/rebuildnow").name(self.client.graph());
        let request = Request::restpp(Label::of_graph("rebuild", &self.client), Method::POST, path)
            .query(self.query)
            .idempotent(true)
            .timeout(self.timeout);
        Ok(self.client.send(request).await?.message().to_owned())
    }
}

operation!(impl [] Rebuild => String);

/// What a check of the engine found.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct EngineCheck {
    /// The part of the engine: a name such as `GPE_1_1`, or the number of a partition.
    #[serde(alias = "GPE", alias = "Partition", deserialize_with = "text")]
    pub part: String,
    /// Whether it is as it should be.
    #[serde(rename = "PassCheck")]
    pub passed: bool,
    /// What is not, as the server writes it.
    #[serde(rename = "UnSyncList", default, deserialize_with = "texts")]
    pub differences: Vec<String>,
}

/// What a check of the data's consistency found.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Consistency {
    /// The replicas of each partition among themselves.
    #[serde(rename = "GPESelfCheck", default)]
    pub engines: Vec<EngineCheck>,
    /// Each engine against the storage of ids.
    #[serde(rename = "GPEGSECheck", default)]
    pub ids: Vec<EngineCheck>,
}

impl Consistency {
    /// Whether everything is as it should be.
    pub fn passed(&self) -> bool {
        self.engines.iter().chain(&self.ids).all(|check| check.passed)
    }
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

/// Its engine.
impl Server {
    /// Checks that deleted vertices are gone everywhere: `GET /deleted_vertex_check`.
    pub fn deleted_vertex_check(&self) -> DeletedVertexCheck {
        DeletedVertexCheck { client: self.client().clone(), query: Query::default(), timeout: None }
    }

    /// Checks that all copies of the data agree: `GET /data_consistency_check`.
    ///
    /// # Errors
    ///
    /// When the request fails. That they do not agree is no error.
    pub fn data_consistency_check(&self) -> Operation<Consistency> {
        let client = self.client().clone();
        Operation::new(async move |deadline| {
            let label = Label::new("check the consistency of", "the server");
            let path = Path::fixed("/data_consistency_check");
            let request = Request::restpp(label, Method::GET, path).timeout(deadline.left());
            client.send(request).await?.results()
        })
    }
}

/// Checks that deleted vertices are gone: [`Server::deleted_vertex_check`].
///
/// # Errors
///
/// When the request fails. That some are still there is no error.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct DeletedVertexCheck {
    client: Client,
    query: Query,
    timeout: Option<Duration>,
}

impl DeletedVertexCheck {
    /// How many threads work on it. Default: 6.
    pub fn threads(mut self, threads: u32) -> Self {
        self.query.push("threadnum", threads);
        self
    }

    /// Only this segment.
    pub fn segment(mut self, id: &str) -> Self {
        self.query.push("segid", id);
        self
    }

    /// Only the vertices of this type.
    pub fn vertex_type(mut self, name: &str) -> Self {
        self.query.push("vertextype", name);
        self
    }

    /// How much is said: 0, 1, 2 or 4, as the server's documentation describes them.
    pub fn verbosity(mut self, level: u8) -> Self {
        self.query.push("verbose", level);
        self
    }

    /// How much is written into the server's log, 0 to 2.
    pub fn log_level(mut self, level: u8) -> Self {
        self.query.push("log", level);
        self
    }

    async fn run(self) -> Result<Vec<EngineCheck>> {
        let label = Label::new("check the deleted vertices of", "the server");
        let request = Request::restpp(label, Method::GET, Path::fixed("/deleted_vertex_check"))
            .query(self.query)
            .timeout(self.timeout);
        self.client.send(request).await?.results()
    }
}

operation!(impl [] DeletedVertexCheck => Vec<EngineCheck>);
