//! The informant: states of services and metrics.

use http::Method;
use serde::Serialize;
use serde_json::json;

use super::{Call, json as encode};
use crate::client::path::{Path, Query};
use crate::client::request::{Expects, Request};
use crate::error::{Error, Result};

/// Reads the states of services.
pub(crate) fn services<'a>(names: impl Iterator<Item = &'a str>) -> Request {
    let services: Vec<_> = names.map(|name| json!({"ServiceName": name})).collect();
    Request::to_gsql(Method::POST, Path::fixed("/informant/current-service-status"))
        .json(json!({"ServiceDescriptors": services}).to_string())
        .expects(Expects::Json)
        .idempotent(true)
}

/// A category of metrics.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Category {
    CpuMemory,
    DiskSpace,
    Network,
    Qps,
}

impl Category {
    fn path(self) -> &'static str {
        match self {
            Self::CpuMemory => "/informant/metrics/get/cpu-memory",
            Self::DiskSpace => "/informant/metrics/get/diskspace",
            Self::Network => "/informant/metrics/get/network",
            Self::Qps => "/informant/metrics/get/qps",
        }
    }

    /// Returns the member of the answer that contains the rows.
    pub(crate) fn member(self) -> &'static str {
        match self {
            Self::CpuMemory => "CPUMemoryMetrics",
            Self::DiskSpace => "DiskMetrics",
            Self::Network => "NetworkMetrics",
            Self::Qps => "QPSMetrics",
        }
    }
}

/// The rows of a category that are read; all unless restricted.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Rows {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) time_range: Option<TimeRange>,
    #[serde(rename = "HostID", skip_serializing_if = "Option::is_none")]
    pub(crate) host: Option<String>,
    /// A number as text, as the official client sends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) latest_num: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) service_descriptors: Vec<ServiceName>,
}

/// Nanoseconds since the Unix epoch, as text.
#[derive(Debug, Default, Serialize)]
pub(crate) struct TimeRange {
    #[serde(rename = "StartTimestampNS", skip_serializing_if = "Option::is_none")]
    pub(crate) start: Option<String>,
    #[serde(rename = "EndTimestampNS", skip_serializing_if = "Option::is_none")]
    pub(crate) end: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct ServiceName {
    #[serde(rename = "ServiceName")]
    pub(crate) name: String,
}

/// Reads the metrics of a category.
pub(crate) fn metrics(category: Category, rows: &Rows) -> Result<Request> {
    let request = Request::to_gsql(Method::POST, Path::fixed(category.path()));
    Ok(request.json(encode(rows)?).idempotent(true).expects(Expects::Json))
}

/// Reads all metrics as OpenMetrics text.
pub(crate) fn open_metrics() -> Request {
    Request::to_gsql(Method::GET, Path::fixed("/informant/metrics")).expects(Expects::Text)
}

/// The measurements of 3.x that are read; all unless restricted.
#[derive(Debug, Default)]
pub(crate) struct Datapoints {
    pub(crate) metric: Option<String>,
    pub(crate) instance: Option<String>,
    pub(crate) host: Option<String>,
    /// Seconds since the Unix epoch.
    pub(crate) since: Option<u64>,
    /// Seconds since the Unix epoch.
    pub(crate) until: Option<u64>,
    pub(crate) latest: Option<u32>,
}

/// Reads the measurements of 3.x.
pub(crate) fn datapoints(selected: &Datapoints) -> Call {
    let query = Query::default()
        .with_some("what", selected.metric.as_deref())
        .with_some("who", selected.instance.as_deref())
        .with_some("where", selected.host.as_deref())
        .with_some("from", selected.since)
        .with_some("to", selected.until)
        .with_some("latest", selected.latest);
    let missing = "datapoints are of 3.x: read `cpu_memory`, `disk_space`, `network` or `qps`";
    let request = Request::to_gsql(Method::GET, Path::fixed("/ts3/api/datapoints")).query(query);
    let request = request.expects(Expects::Json);
    Call::new(Error::unsupported(missing), request)
}
