//! The requests of a load.

use std::pin::pin;
use std::time::{SystemTime, UNIX_EPOCH};

use futures_util::TryStreamExt as _;
use serde_json::Value;

use super::source::Parts;
use super::split::Part;
use super::{Load, LoadFormat, Rules};
use crate::client::api::loading as api;
use crate::client::path::Query;
use crate::client::request::Label;
use crate::client::{Client, Limits, Reply};
use crate::error::{Error, ErrorKind, Result};
use crate::load::jobs;
use crate::load::report::LoadReport;
use crate::load::statistics::Statistics;
use crate::operation::Deadline;

impl Load<'_> {
    pub(super) async fn run(self) -> Result<LoadReport> {
        let label = Label::new("load by", self.job.clone());
        let named = label.to_string();
        self.send_all(label).await.map_err(|error| error.about(named))
    }

    async fn send_all(self, label: Label) -> Result<LoadReport> {
        let Self { client, job, variable, source, mut rules, mut on_progress, limits } = self;
        let deadline = Deadline::after(limits.timeout);
        let format = rules.resolve(&client, &job, &variable, deadline).await?;
        let parts = Parts::new(source, &format, rules.columns.take(), rules.request_bytes)?;
        let post = Post {
            client: &client,
            label,
            query: rules.query(&client, &job, &variable),
            limits,
            deadline,
            rules: &rules,
        };
        let requests = parts
            .into_stream()
            .map_ok(|part| post.send(part))
            .try_buffer_unordered(rules.concurrency.get());
        let mut requests = pin!(requests);
        let mut report = LoadReport { sent_lines: Some(0), ..LoadReport::default() };
        loop {
            let next = deadline.until(requests.try_next()).await.unwrap_or_else(|| {
                Err(Error::new(ErrorKind::TimedOut, "not all requests were answered"))
            });
            match next {
                Ok(Some((lines, bytes, statistics))) => report.add(lines, bytes, statistics),
                Ok(None) => return Ok(report),
                Err(error) => {
                    let others = report.requests() > 0
                        || (rules.concurrency.get() > 1 && error.kind() != ErrorKind::Encode);
                    let error = error.of_operation(rules.repeatable, others);
                    return Err(with_progress(error, &report));
                }
            }
            if let Some(call) = &mut on_progress {
                call(&report);
            }
            if rules.max_errors.is_some_and(|limit| report.faults() > limit) {
                let faults = report.faults();
                let message = format!("{faults} lines and objects are invalid; {report}");
                let error = Error::new(ErrorKind::PartiallyAccepted, message);
                return Err(with_progress(error, &report));
            }
        }
    }
}

/// Adds the number of lines and requests that were answered before, except to an error of the first
/// row, before which nothing was sent.
fn with_progress(error: Error, report: &LoadReport) -> Error {
    let (lines, requests) = (report.sent_lines(), report.requests());
    if requests == 0 && error.kind() == ErrorKind::Encode {
        return error;
    }
    error.because(format_args!("{lines} lines in {requests} requests were answered before"))
}

impl Rules {
    /// Returns the format of the lines: that of the caller, or that of the job.
    async fn resolve(
        &self,
        client: &Client,
        job: &str,
        variable: &str,
        deadline: Deadline,
    ) -> Result<LoadFormat> {
        let mut format = match &self.format {
            Some(format) => format.clone(),
            None => {
                let text = jobs::text(client, job, deadline).await.map_err(|error| {
                    error.because("reading the job for the format of its lines (or set `format`)")
                })?;
                LoadFormat::of_variable(&text, job, variable)?
            }
        };
        if let Some(separator) = self.separator {
            format.separator = separator;
        }
        if let Some(eol) = &self.eol {
            format.eol.clone_from(eol);
        }
        Ok(format)
    }

    fn query(&self, client: &Client, job: &str, variable: &str) -> Query {
        let mut query = Query::default().with("tag", job).with("filename", variable);
        if let Some(separator) = self.separator {
            query.push("sep", separator);
        }
        if let Some(eol) = &self.eol {
            query.push("eol", eol);
        }
        query.push("ack", self.ack.name());
        if let Some(limit) = self.server_timeout {
            query.push("timeout", limit.as_secs().max(1));
        }
        if let Some(count) = self.max_errors {
            query.push("max_num_error", count);
        }
        if let Some(percent) = self.max_error_percent {
            query.push("max_percent_error", percent);
        }
        let limited = self.max_errors.is_some() || self.max_error_percent.is_some();
        let id = self.job_id.clone().or_else(|| limited.then(|| generate_id(client.graph(), job)));
        if let Some(id) = id {
            query.push("jobid", id);
        }
        query
    }
}

fn generate_id(graph: &str, job: &str) -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("{graph}.{job}.spark.all.{}", since.as_millis())
}

struct Post<'p> {
    client: &'p Client,
    label: Label,
    query: Query,
    limits: Limits,
    deadline: Deadline,
    rules: &'p Rules,
}

impl Post<'_> {
    async fn send(&self, part: Part) -> Result<(u64, u64, Statistics)> {
        let Part { body, lines } = part;
        let bytes = body.len() as u64;
        let request = api::post(self.client.graph(), self.query.clone(), body)
            .labelled(self.label.clone())
            .idempotent(self.rules.repeatable)
            .min_timeout(self.rules.server_timeout.unwrap_or_default().max(api::POST_TIME))
            .limits(self.limits.within(self.deadline.left()));
        let statistics = read_statistics(&self.client.send(request).await?)?;
        Ok((lines, bytes, statistics))
    }
}

/// Reads the statistics of an answer.
pub(in crate::load) fn read_statistics(reply: &Reply) -> Result<Statistics> {
    let results: Vec<Value> = reply.results()?;
    if results.is_empty() {
        let message = "the job has no file variable of this name: the server loaded nothing";
        return Err(Error::new(ErrorKind::UnknownName, message));
    }
    let mut statistics = Statistics::default();
    for result in &results {
        let read = result.get("statistics").map(Statistics::read).unwrap_or_default();
        statistics.merge(read, usize::MAX);
    }
    Ok(statistics)
}
