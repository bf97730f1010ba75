//! What a server measures of itself.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::services::Service;
use super::{OpenMetrics, Server};
use crate::client::path::{Path, Query};
use crate::client::request::{Expects, Label, Request};
use crate::client::{Client, Generation};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Operation;
use crate::operation::operation;

/// One row of a metric.
///
/// Of the rows only time, host and service have names that all servers share; everything else stands
/// in [`numbers`](Self::numbers) and [`texts`](Self::texts) under the server's own names, those of
/// objects in objects joined by a dot.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Metric {
    /// When it was measured.
    pub at: Option<SystemTime>,
    /// On which machine.
    pub host: Option<String>,
    /// Of which service.
    pub service: Option<Service>,
    /// What was measured.
    pub numbers: BTreeMap<String, f64>,
    /// What was said beside.
    pub texts: BTreeMap<String, String>,
}

/// A point of the older monitoring of 3.x.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Datapoint {
    /// The value.
    pub detail: f64,
    /// Unix seconds.
    pub when: i64,
    /// The machine.
    #[serde(rename = "where")]
    pub host: String,
    /// The service, such as `GPE_1#1`.
    pub who: String,
    /// The metric, such as `cpu`.
    pub what: String,
}

/// Its metrics.
impl Server {
    /// Processor and memory, by service: `POST /informant/metrics/get/cpu-memory`.
    pub fn cpu_memory(&self) -> Metrics {
        Metrics::new(self.client(), "/informant/metrics/get/cpu-memory", "CPUMemoryMetrics")
    }

    /// Space on the disks: `POST /informant/metrics/get/diskspace`.
    pub fn disk_space(&self) -> Metrics {
        Metrics::new(self.client(), "/informant/metrics/get/diskspace", "DiskMetrics")
    }

    /// Traffic on the network: `POST /informant/metrics/get/network`.
    pub fn network(&self) -> Metrics {
        Metrics::new(self.client(), "/informant/metrics/get/network", "NetworkMetrics")
    }

    /// Requests per second, by endpoint: `POST /informant/metrics/get/qps`.
    pub fn qps(&self) -> Metrics {
        Metrics::new(self.client(), "/informant/metrics/get/qps", "QPSMetrics")
    }

    /// All metrics as OpenMetrics text, parsed: `GET /informant/metrics`.
    ///
    /// # Errors
    ///
    /// When the request fails, or the text is not OpenMetrics; the message names the line.
    pub fn open_metrics(&self) -> Operation<OpenMetrics> {
        let client = self.client().clone();
        Operation::new(async move |deadline| {
            let label = Label::new("read the metrics of", "the server");
            let request = Request::gsql(label, Method::GET, Path::fixed("/informant/metrics"))
                .expects(Expects::Text)
                .timeout(deadline.left());
            OpenMetrics::parse(client.send(request).await?.text())
        })
    }

    /// The points of the older monitoring: `GET /ts3/api/datapoints`, on 3.x.
    pub fn datapoints(&self) -> Datapoints {
        Datapoints { client: self.client().clone(), query: Query::default(), timeout: None }
    }
}

/// Reads a metric: [`Server::cpu_memory`], [`Server::disk_space`], [`Server::network`] and
/// [`Server::qps`]. Newer rows come last.
///
/// # Errors
///
/// When the request fails.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Metrics {
    client: Client,
    path: &'static str,
    key: &'static str,
    filter: Filter,
    timeout: Option<Duration>,
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Filter {
    #[serde(skip_serializing_if = "Option::is_none")]
    time_range: Option<TimeRange>,
    #[serde(rename = "HostID", skip_serializing_if = "Option::is_none")]
    host: Option<String>,
    /// As text: so does the official client.
    #[serde(skip_serializing_if = "Option::is_none")]
    latest_num: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    service_descriptors: Vec<Named>,
}

#[derive(Debug, Serialize)]
struct TimeRange {
    /// Nanoseconds, as text.
    #[serde(rename = "StartTimestampNS", skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    #[serde(rename = "EndTimestampNS", skip_serializing_if = "Option::is_none")]
    end: Option<String>,
}

#[derive(Debug, Serialize)]
struct Named {
    #[serde(rename = "ServiceName")]
    name: String,
}

impl Metrics {
    fn new(client: &Client, path: &'static str, key: &'static str) -> Self {
        Self { client: client.clone(), path, key, filter: Filter::default(), timeout: None }
    }

    /// Only what was measured from this moment on.
    pub fn since(mut self, start: SystemTime) -> Self {
        self.range().start = Some(nanoseconds(start));
        self
    }

    /// Only what was measured up to this moment.
    pub fn until(mut self, end: SystemTime) -> Self {
        self.range().end = Some(nanoseconds(end));
        self
    }

    /// Only the latest rows, this many.
    pub fn latest(mut self, rows: u32) -> Self {
        self.filter.latest_num = Some(rows.to_string());
        self
    }

    /// Only of this machine, such as `m1`.
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.filter.host = Some(host.into());
        self
    }

    /// Only of this service; called again, of that too.
    pub fn service(mut self, service: &Service) -> Self {
        self.filter.service_descriptors.push(Named { name: service.name().to_owned() });
        self
    }

    fn range(&mut self) -> &mut TimeRange {
        self.filter.time_range.get_or_insert(TimeRange { start: None, end: None })
    }

    async fn run(self) -> Result<Vec<Metric>> {
        let label = Label::new("read the metrics of", "the server");
        let request = Request::gsql(label, Method::POST, Path::fixed(self.path))
            .json(super::json(&self.filter)?)
            .idempotent(true)
            .timeout(self.timeout);
        let mut body: Map<String, Value> = self.client.send(request).await?.json()?;
        match body.remove(self.key) {
            Some(Value::Array(rows)) => Ok(rows.into_iter().map(row).collect()),
            Some(Value::Null) => Ok(Vec::new()),
            _ => {
                let message = format!("the answer has no `{}`", self.key);
                Err(Error::new(ErrorKind::Protocol, message))
            }
        }
    }
}

operation!(impl [] Metrics => Vec<Metric>);

fn nanoseconds(moment: SystemTime) -> String {
    moment.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos().to_string()
}

fn row(value: Value) -> Metric {
    let mut row = Metric {
        at: None,
        host: None,
        service: None,
        numbers: BTreeMap::new(),
        texts: BTreeMap::new(),
    };
    gather(&mut row, "", value);
    row
}

fn gather(row: &mut Metric, path: &str, value: Value) {
    let last = path.rsplit('.').next().unwrap_or(path);
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = if path.is_empty() { name } else { format!("{path}.{name}") };
                gather(row, &path, value);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.into_iter().enumerate() {
                gather(row, &format!("{path}.{at}"), item);
            }
        }
        Value::String(text) if last == "TimestampNS" => row.at = moment(&text),
        Value::String(text) if last == "HostID" => row.host = Some(text),
        Value::String(text) if path == "ServiceDescriptor.ServiceName" => {
            row.service = Some(Service::from(text.as_str()));
        }
        Value::String(text) => drop(row.texts.insert(path.to_owned(), text)),
        Value::Number(number) if last == "TimestampNS" => row.at = moment(&number.to_string()),
        Value::Number(number) => {
            if let Some(number) = number.as_f64() {
                row.numbers.insert(path.to_owned(), number);
            }
        }
        Value::Bool(flag) => drop(row.texts.insert(path.to_owned(), flag.to_string())),
        Value::Null => {}
    }
}

fn moment(nanoseconds: &str) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(Duration::from_nanos(nanoseconds.parse().ok()?))
}

/// Reads the points of 3.x: [`Server::datapoints`].
///
/// # Errors
///
/// When the request fails; with [`ErrorKind::Unsupported`] on 4.x, where the metrics by category have
/// taken their place.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Datapoints {
    client: Client,
    query: Query,
    timeout: Option<Duration>,
}

impl Datapoints {
    /// Only of this metric: `cpu`, `mem`, `diskspace`, `network`, `qps`, `servicestate` or
    /// `connection`.
    pub fn what(self, metric: &str) -> Self {
        self.with("what", metric)
    }

    /// Only of this service, such as `GPE_1#1`.
    pub fn who(self, service: &str) -> Self {
        self.with("who", service)
    }

    /// Only of this machine, such as `m1`.
    pub fn host(self, host: &str) -> Self {
        self.with("where", host)
    }

    /// Only from this moment on, in Unix seconds.
    pub fn since(self, seconds: i64) -> Self {
        self.with("from", seconds)
    }

    /// Only up to this moment, in Unix seconds.
    pub fn until(self, seconds: i64) -> Self {
        self.with("to", seconds)
    }

    /// The latest points, this many; the moments are not looked at then.
    pub fn latest(self, points: u32) -> Self {
        self.with("latest", points)
    }

    fn with(mut self, key: &str, value: impl std::fmt::Display) -> Self {
        self.query.push(key, value);
        self
    }

    async fn run(self) -> Result<Vec<Datapoint>> {
        let label = Label::new("read the datapoints of", "the server");
        if self.client.generation().await? == Generation::V4 {
            let message =
                "datapoints are of 3.x: ask for `cpu_memory`, `disk_space`, `network` or `qps`";
            return Err(Error::unsupported(message).during(|| label.to_string()));
        }
        let request = Request::gsql(label, Method::GET, Path::fixed("/ts3/api/datapoints"))
            .query(self.query)
            .timeout(self.timeout);
        self.client.send(request).await?.json()
    }
}

operation!(impl [] Datapoints => Vec<Datapoint>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_gathered_by_the_servers_names() {
        let row = row(serde_json::json!({
            "EventMeta": {"TimestampNS": "1500000000", "EventId": "x"}, "HostID": "m1",
            "ServiceDescriptor": {"ServiceName": "gpe", "Partition": 1},
            "CPU": {"Usage": 0.5, "Hot": true}, "None": null
        }));
        assert_eq!(row.at, UNIX_EPOCH.checked_add(Duration::from_millis(1500)));
        assert_eq!((row.host.as_deref(), row.service), (Some("m1"), Some(Service::Gpe)));
        assert_eq!(row.numbers["CPU.Usage"], 0.5);
        assert_eq!(row.texts["CPU.Hot"], "true");
        assert_eq!(row.texts["EventMeta.EventId"], "x");
    }
}
