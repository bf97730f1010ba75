//! The metrics of a server.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::Deserialize;
use serde_json::Value;

use super::services::Service;
use super::{OpenMetrics, Server, rows};
use crate::client::Client;
use crate::client::api::monitoring::{self as api, Category};
use crate::error::Result;
use crate::operation::gsql::Scope;
use crate::operation::{Deadline, Operation, operation};

/// One row of a metric.
///
/// Only time, host and service have names that all servers share. All other values are in
/// [`numbers`](Self::numbers) and [`texts`](Self::texts) by the names of the server; those of
/// nested objects are joined by a dot.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Metric {
    /// The time of the measurement.
    pub at: Option<SystemTime>,
    /// The machine.
    pub host: Option<String>,
    /// The service.
    pub service: Option<Service>,
    /// The numbers.
    pub numbers: BTreeMap<String, f64>,
    /// The texts and truth values.
    pub texts: BTreeMap<String, String>,
}

/// Its metrics.
impl Server {
    /// Reads the use of processor and memory, by service: `POST /informant/metrics/get/cpu-memory`.
    ///
    /// # Errors
    ///
    /// When the request fails.
    pub fn cpu_memory(&self) -> ReadMetrics {
        ReadMetrics::new(self.client(), Category::CpuMemory)
    }

    /// Reads the space on the disks: `POST /informant/metrics/get/diskspace`.
    ///
    /// # Errors
    ///
    /// When the request fails.
    pub fn disk_space(&self) -> ReadMetrics {
        ReadMetrics::new(self.client(), Category::DiskSpace)
    }

    /// Reads the traffic on the network: `POST /informant/metrics/get/network`.
    ///
    /// # Errors
    ///
    /// When the request fails.
    pub fn network(&self) -> ReadMetrics {
        ReadMetrics::new(self.client(), Category::Network)
    }

    /// Reads the requests per second, by endpoint: `POST /informant/metrics/get/qps`.
    ///
    /// # Errors
    ///
    /// When the request fails.
    pub fn qps(&self) -> ReadMetrics {
        ReadMetrics::new(self.client(), Category::Qps)
    }

    /// Reads all metrics as OpenMetrics text and parses them: `GET /informant/metrics`.
    ///
    /// # Errors
    ///
    /// When the request fails, or the text is not OpenMetrics; the message names the line.
    pub fn open_metrics(&self) -> Operation<OpenMetrics> {
        let scope = Scope::of_server(self.client(), "read the metrics of");
        Operation::new(async move |deadline| {
            OpenMetrics::parse(scope.reply(api::open_metrics(), deadline).await?.text())
        })
    }

    /// Reads the measurements of 3.x: `GET /ts3/api/datapoints`.
    ///
    /// # Errors
    ///
    /// When the request fails; with [`Unsupported`](crate::ErrorKind::Unsupported) on 4.x, which
    /// has the metrics by category instead.
    pub fn datapoints(&self) -> ReadDatapoints {
        ReadDatapoints {
            client: self.client().clone(),
            selected: api::Datapoints::default(),
            timeout: None,
        }
    }
}

/// Reads a category of metrics: [`Server::cpu_memory`], [`Server::disk_space`], [`Server::network`]
/// and [`Server::qps`]. Newer rows come last.
///
/// # Errors
///
/// When the request fails.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct ReadMetrics {
    client: Client,
    category: Category,
    rows: api::Rows,
    timeout: Option<Duration>,
}

impl ReadMetrics {
    fn new(client: &Client, category: Category) -> Self {
        Self { client: client.clone(), category, rows: api::Rows::default(), timeout: None }
    }

    /// Restricts it to measurements from this time on.
    pub fn since(mut self, start: SystemTime) -> Self {
        self.range().start = Some(since_epoch(start).as_nanos().to_string());
        self
    }

    /// Restricts it to measurements up to this time.
    pub fn until(mut self, end: SystemTime) -> Self {
        self.range().end = Some(since_epoch(end).as_nanos().to_string());
        self
    }

    /// Restricts it to this number of the latest rows.
    pub fn latest(mut self, rows: u32) -> Self {
        self.rows.latest_num = Some(rows.to_string());
        self
    }

    /// Restricts it to this machine, such as `m1`.
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.rows.host = Some(host.into());
        self
    }

    /// Restricts it to this service; called again, it adds another.
    pub fn service(mut self, service: &Service) -> Self {
        let name = service.name().to_owned();
        self.rows.service_descriptors.push(api::ServiceName { name });
        self
    }

    fn range(&mut self) -> &mut api::TimeRange {
        self.rows.time_range.get_or_insert_default()
    }

    async fn run(self) -> Result<Vec<Metric>> {
        let scope = Scope::of_server(&self.client, "read the metrics of");
        let request = api::metrics(self.category, &self.rows)?;
        let reply = scope.reply(request, Deadline::after(self.timeout)).await?;
        let found: Vec<Value> = rows(&reply, self.category.member())?;
        Ok(found.into_iter().map(row).collect())
    }
}

operation!(impl [] ReadMetrics => Vec<Metric>);

fn since_epoch(moment: SystemTime) -> Duration {
    moment.duration_since(UNIX_EPOCH).unwrap_or_default()
}

fn row(value: Value) -> Metric {
    let mut row = Metric {
        at: None,
        host: None,
        service: None,
        numbers: BTreeMap::new(),
        texts: BTreeMap::new(),
    };
    flatten(&mut row, "", value);
    row
}

fn flatten(row: &mut Metric, path: &str, value: Value) {
    let last = path.rsplit('.').next().unwrap_or(path);
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = if path.is_empty() { name } else { format!("{path}.{name}") };
                flatten(row, &path, value);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.into_iter().enumerate() {
                flatten(row, &format!("{path}.{at}"), item);
            }
        }
        Value::String(text) if last == "TimestampNS" => row.at = moment(&text),
        Value::String(text) if last == "HostID" => row.host = Some(text),
        Value::String(text) if path == "ServiceDescriptor.ServiceName" => {
            row.service = Some(Service::from(text.as_str()));
        }
        // JSON of the server has 64-bit numbers as text.
        Value::String(text) => match number_in(&text) {
            Some(number) => drop(row.numbers.insert(path.to_owned(), number)),
            None => drop(row.texts.insert(path.to_owned(), text)),
        },
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

/// Returns the whole number that a text consists of.
fn number_in(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_padded = digits.len() > 1 && digits.starts_with('0');
    (is_number && !is_padded).then(|| text.parse().ok()).flatten()
}

fn moment(nanoseconds: &str) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(Duration::from_nanos(nanoseconds.parse().ok()?))
}

/// Reads the measurements of 3.x: [`Server::datapoints`]. A row has one number, by the name of its
/// metric, and the instance of the service as the text `who`.
///
/// # Errors
///
/// When the request fails; with [`Unsupported`](crate::ErrorKind::Unsupported) on 4.x, which has
/// the metrics by category instead.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct ReadDatapoints {
    client: Client,
    selected: api::Datapoints,
    timeout: Option<Duration>,
}

impl ReadDatapoints {
    /// Restricts it to this metric: `cpu`, `mem`, `diskspace`, `network`, `qps`, `servicestate` or
    /// `connection`.
    pub fn metric(mut self, name: &str) -> Self {
        self.selected.metric = Some(name.to_owned());
        self
    }

    /// Restricts it to this instance of a service, such as `GPE_1#1`.
    pub fn instance(mut self, name: &str) -> Self {
        self.selected.instance = Some(name.to_owned());
        self
    }

    /// Restricts it to this machine, such as `m1`.
    pub fn host(mut self, host: &str) -> Self {
        self.selected.host = Some(host.to_owned());
        self
    }

    /// Restricts it to measurements from this time on.
    pub fn since(mut self, start: SystemTime) -> Self {
        self.selected.since = Some(since_epoch(start).as_secs());
        self
    }

    /// Restricts it to measurements up to this time.
    pub fn until(mut self, end: SystemTime) -> Self {
        self.selected.until = Some(since_epoch(end).as_secs());
        self
    }

    /// Restricts it to this number of the latest measurements; the server then ignores the times.
    pub fn latest(mut self, rows: u32) -> Self {
        self.selected.latest = Some(rows);
        self
    }

    async fn run(self) -> Result<Vec<Metric>> {
        #[derive(Deserialize)]
        struct Datapoint {
            detail: f64,
            when: i64,
            #[serde(rename = "where")]
            host: String,
            who: String,
            what: String,
        }
        let scope = Scope::of_server(&self.client, "read the datapoints of");
        let reply =
            scope.reply(api::datapoints(&self.selected), Deadline::after(self.timeout)).await?;
        let points: Vec<Datapoint> = reply.json()?;
        let row = |point: Datapoint| {
            let seconds = u64::try_from(point.when).ok();
            Metric {
                at: seconds.and_then(|it| UNIX_EPOCH.checked_add(Duration::from_secs(it))),
                host: Some(point.host),
                service: point.who.split('_').next().map(Service::from),
                numbers: BTreeMap::from([(point.what, point.detail)]),
                texts: BTreeMap::from([("who".to_owned(), point.who)]),
            }
        };
        Ok(points.into_iter().map(row).collect())
    }
}

operation!(impl [] ReadDatapoints => Vec<Metric>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_may_be_texts() {
        let row = row(serde_json::json!({
            "Network": {"IncomingBytesNum": "1654215", "Device": "eth0", "Id": "007"},
            "CPU": {"CPUUsage": 0.13}, "Memory": {"MemoryUsageMB": "-1"}
        }));
        let numbers: Vec<_> = row.numbers.iter().map(|(name, it)| (name.as_str(), *it)).collect();
        let expected = [
            ("CPU.CPUUsage", 0.13),
            ("Memory.MemoryUsageMB", -1.0),
            ("Network.IncomingBytesNum", 1_654_215.0),
        ];
        assert_eq!(numbers, expected);
        assert_eq!(row.texts.len(), 2);
    }

    #[test]
    fn a_row_is_flattened_to_the_names_of_the_server() {
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
