//! `/informant/metrics`: all measurements as text for Prometheus.

use std::fmt::{Display, Write as _};

use http::StatusCode;

use super::informant::{HOST, SERVICES, now};
use crate::http::reply::Reply;
use crate::state::State;

/// The seconds of which requests are measured.
const PERIOD: u64 = 60;

/// A text of OpenMetrics.
#[derive(Default)]
struct Text(String);

impl Text {
    /// Writes the head of a metric.
    fn metric(&mut self, name: &str, help: &str) -> Metric<'_> {
        let name = format!("tigergraph_{name}");
        self.line(format_args!("# HELP {name} {help}"));
        self.line(format_args!("# TYPE {name} gauge"));
        Metric { text: self, name }
    }

    fn line(&mut self, line: impl Display) {
        // Writing to a text cannot fail.
        let _ = writeln!(self.0, "{line}");
    }
}

/// A metric, of which samples are written.
struct Metric<'t> {
    text: &'t mut Text,
    name: String,
}

impl Metric<'_> {
    /// Writes a sample. Its labels, and the one of the machine, are sorted by name.
    fn sample(&mut self, labels: &[(&str, &str)], value: impl Display) {
        let mut labels = labels.to_vec();
        labels.push(("host_id", HOST));
        labels.sort_unstable();
        let labels = labels.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value)));
        let labels = labels.collect::<Vec<_>>().join(",");
        self.text.line(format_args!("{}{{{labels}}} {value}", self.name));
    }
}

fn escaped(label: &str) -> String {
    label.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

/// `GET` or `POST /informant/metrics`
pub(super) fn open_metrics(state: &State) -> Reply {
    let now = now(state);
    let mut monitor = state.monitor();
    let loads = monitor.by_endpoint(now.as_secs(), PERIOD, None);
    let mut text = Text::default();
    if let Some(it) = monitor.measure(now).back() {
        let service = [("service_name", "GPE")];
        text.metric("cpu_usage", "The percentage of CPU usage by component")
            .sample(&service, it.usage.cpu);
        text.metric("memory_usage", "The memory usage in megabytes by component")
            .sample(&service, it.usage.memory);
        text.metric("memory_total", "The memory of the host in megabytes")
            .sample(&[], it.usage.total_memory);
        let help = "The network traffic in bytes since the start of the service";
        let mut traffic = text.metric("network_traffic", help);
        traffic.sample(&[("direction", "incoming")], it.received);
        traffic.sample(&[("direction", "outgoing")], it.sent);
    }
    let mut qps = text.metric("qps", "The number of requests per second by endpoint");
    for (endpoint, load) in &loads {
        qps.sample(&[("endpoint", endpoint)], load.completed() as f64 / PERIOD as f64);
    }
    let help = "The number of completed requests by endpoint";
    let mut completed = text.metric("query_completed", help);
    for (endpoint, load) in &loads {
        completed.sample(&[("endpoint", endpoint)], load.completed());
    }
    let help = "The latency in milliseconds by endpoint and kind";
    let mut latency = text.metric("query_latency", help);
    for (endpoint, load) in &loads {
        let kinds = [("average", load.average()), ("max", load.max()), ("min", load.min())];
        for (kind, time) in kinds {
            latency.sample(&[("endpoint", endpoint), ("latency_type", kind)], time);
        }
    }
    let help = "The number of requests that timed out by endpoint";
    let mut timed_out = text.metric("query_timeout", help);
    for (endpoint, load) in &loads {
        timed_out.sample(&[("endpoint", endpoint)], load.timed_out);
    }
    let mut states = text.metric("service_status", "The status of the service");
    for service in SERVICES {
        states.sample(&[("service_name", service)], 6);
    }
    text.line("# EOF");
    Reply::text(StatusCode::OK, text.0)
}
