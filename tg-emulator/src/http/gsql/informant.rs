//! The informant: the status of services, and measurements. It does not require credentials.

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::error::GsqlError;
use crate::config::Generation;
use crate::http::reply::Reply;
use crate::monitor::Snapshot;
use crate::request::Request;
use crate::state::State;

/// The name of the machine.
pub(super) const HOST: &str = "m1";
pub(super) const SERVICES: [&str; 13] = [
    "GPE", "GSE", "RESTPP", "GSQL", "IFM", "GUI", "CTRL", "KAFKA", "ETCD", "ZK", "NGINX", "DICT",
    "ADMIN",
];

pub(super) fn now(state: &State) -> std::time::Duration {
    state.clock.now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default()
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Descriptor {
    service_name: String,
    partition: Option<u32>,
    replica: Option<u32>,
}

fn body<'a, T: Deserialize<'a> + Default>(request: &'a Request) -> Result<T, GsqlError> {
    if request.is_blank() {
        return Ok(T::default());
    }
    // `from_slice` would not check the text of members that are skipped.
    let body = super::statements::text(&request.body)?;
    serde_json::from_str(body).map_err(|error| GsqlError::body(&error))
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct StatusFilter {
    service_descriptors: Vec<Descriptor>,
}

/// `POST /informant/current-service-status`: every requested service that exists is online.
pub(super) fn status(state: &State, request: &Request) -> Result<Reply, GsqlError> {
    let filter: StatusFilter = body(request)?;
    let at = now(state).as_nanos().to_string();
    let mut events = Vec::new();
    for descriptor in &filter.service_descriptors {
        let name = SERVICES.iter().find(|name| name.eq_ignore_ascii_case(&descriptor.service_name));
        let Some(name) = name else {
            let message = format!("The service {} does not exist.", descriptor.service_name);
            return Err(GsqlError::with_status(StatusCode::BAD_REQUEST, message));
        };
        // One machine has one of each.
        if descriptor.partition.is_some_and(|it| it != 1)
            || descriptor.replica.is_some_and(|it| it != 1)
        {
            continue;
        }
        events.push(json!({
            "EventMeta": {
                "EventId": format!("{at}-{name}"), "TimestampNS": at,
                "Source": {"ServiceName": "IFM"},
            },
            "ServiceDescriptor": {"ServiceName": name, "Replica": 1, "Partition": 1},
            "ServiceStatus": "Online", "ProcessState": "Running",
        }));
    }
    Ok(Reply::ok(&json!({"ServiceStatusEvents": events})))
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Filter {
    time_range: Option<Range>,
    #[serde(rename = "HostID")]
    host: Option<String>,
    latest_num: Option<Value>,
    service_descriptors: Vec<Descriptor>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Range {
    #[serde(rename = "StartTimestampNS")]
    start: Option<String>,
    #[serde(rename = "EndTimestampNS")]
    end: Option<String>,
}

/// Returns the values of a measurement. Whole numbers are text, as in the JSON of protocol buffers.
type Read = fn(&Snapshot) -> Value;

/// `POST /informant/metrics/get/{category}`. On 3.x, an answer without rows has no member for them.
pub(super) fn metrics(
    state: &State,
    request: &Request,
    category: &str,
) -> Result<Reply, GsqlError> {
    // Network and disk are measured for the machine, not for a service.
    let (key, service, values): (_, _, Read) = match category {
        "cpu-memory" => ("CPUMemoryMetrics", Some("GPE"), |it| {
            let memory = (it.usage.memory as u64).to_string();
            json!({"CPU": {"CPUUsage": it.usage.cpu}, "Memory": {"MemoryUsageMB": memory}})
        }),
        "diskspace" => ("DiskMetrics", None, |_| json!({"Disk": {"Path": "/", "SizeMB": "0"}})),
        "network" => ("NetworkMetrics", None, |it| {
            let (received, sent) = (it.received.to_string(), it.sent.to_string());
            json!({"Network": {"IncomingBytesNum": received, "OutgoingBytesNum": sent}})
        }),
        "qps" => ("QPSMetrics", Some("RESTPP"), |it| json!({"EndpointName": "all", "QPS": it.qps})),
        _ => return Err(GsqlError::endpoint(&request.path)),
    };
    let filter: Filter = body(request)?;
    let number = |name: &str, text: &str| {
        text.trim().parse::<u128>().map_err(|_| {
            let message = format!("{name} is '{text}', which is not a number.");
            GsqlError::with_status(StatusCode::BAD_REQUEST, message)
        })
    };
    let bound = |name: &str, text: Option<&String>| text.map(|text| number(name, text)).transpose();
    let range = filter.time_range.unwrap_or_default();
    let start = bound("StartTimestampNS", range.start.as_ref())?.unwrap_or(0);
    let end = bound("EndTimestampNS", range.end.as_ref())?.unwrap_or(u128::MAX);
    let latest = match &filter.latest_num {
        None | Some(Value::Null) => usize::MAX,
        Some(Value::String(text)) => {
            usize::try_from(number("LatestNum", text)?).unwrap_or(usize::MAX)
        }
        Some(other) => {
            usize::try_from(number("LatestNum", &other.to_string())?).unwrap_or(usize::MAX)
        }
    };
    let services = filter.service_descriptors;
    let is_meant = |it: &Descriptor| {
        service.is_some_and(|service| it.service_name.eq_ignore_ascii_case(service))
    };
    let mut monitor = state.monitor();
    let history = monitor.measure(now(state));
    let mut rows: Vec<Value> = history
        .iter()
        .filter(|it| (start..=end).contains(&it.at))
        .filter(|_| filter.host.as_deref().is_none_or(|host| host == HOST))
        .filter(|_| services.is_empty() || services.iter().any(is_meant))
        .map(|it| {
            let at = it.at.to_string();
            let mut row = json!({
                "EventMeta": {"TimestampNS": at, "Source": {"ServiceName": "IFM"}},
                "HostID": HOST, "CollectTimeStamps": [at],
            });
            if let Some(name) = service {
                row["ServiceDescriptor"] =
                    json!({"ServiceName": name, "Partition": 1, "Replica": 1});
            }
            if let (Value::Object(row), Value::Object(values)) = (&mut row, values(it)) {
                row.extend(values);
            }
            row
        })
        .collect();
    rows.drain(..rows.len().saturating_sub(latest));
    let mut answer = Map::new();
    if !rows.is_empty() || state.config.generation() == Generation::V4 {
        answer.insert(key.to_owned(), rows.into());
    }
    Ok(Reply::ok(&answer))
}

/// `GET /ts3/api/datapoints`, of 3.x
pub(super) fn datapoints(state: &State, request: &Request) -> Result<Reply, GsqlError> {
    let query = &request.query;
    let number = |name: &str| {
        let parse = |text: &str| {
            text.parse::<u64>().map_err(|_| {
                let message = format!("{name} is '{text}', which is not a number.");
                GsqlError::with_status(StatusCode::BAD_REQUEST, message)
            })
        };
        query.given(name).map(parse).transpose()
    };
    let (from, to, latest) = (number("from")?, number("to")?, number("latest")?);
    let matches = |name: &str, value: &str| query.given(name).is_none_or(|it| it == value);
    let mut monitor = state.monitor();
    let mut points = Vec::new();
    for it in monitor.measure(now(state)) {
        let when = u64::try_from(it.at / 1_000_000_000).unwrap_or(u64::MAX);
        // A number of points takes precedence over the period.
        let in_time = from.is_none_or(|from| when >= from) && to.is_none_or(|to| when <= to);
        if latest.is_none() && !in_time {
            continue;
        }
        for (who, what, detail) in [
            ("GPE_1#1", "cpu", it.usage.cpu),
            ("GPE_1#1", "mem", it.usage.memory),
            ("RESTPP#1", "qps", it.qps),
            ("RESTPP#1", "network", it.sent as f64),
            ("GPE_1#1", "servicestate", 1.0),
        ] {
            if matches("who", who) && matches("what", what) && matches("where", HOST) {
                points.push(json!({
                    "detail": detail, "when": when, "where": HOST, "who": who, "what": what,
                }));
            }
        }
    }
    if let Some(latest) = latest {
        let latest = usize::try_from(latest).unwrap_or(usize::MAX);
        points.drain(..points.len().saturating_sub(latest));
    }
    Ok(Reply::ok(&points))
}
