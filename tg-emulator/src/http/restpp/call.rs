//! The parameters that many endpoints of RESTPP share, and the time limit of a call.

use std::time::{Duration, Instant};

use crate::http::limits::response_limit;
use crate::request::Call;
use crate::runs::DEFAULT_LIMIT;
use crate::store::{Database, GraphShape};

use super::error::RestError;

/// The maximum length of a text parameter.
const MAX_PARAMETER: usize = 2560;

impl<'a> Call<'a> {
    /// Returns the graph of a name, if the caller may use it.
    pub(crate) fn graph<'d>(
        &self,
        database: &'d Database,
        name: &str,
    ) -> Result<&'d GraphShape, RestError> {
        let graph = database.graphs.schema().graph(name);
        let graph = graph.ok_or_else(|| RestError::graph(name, &self.request.path))?;
        match &self.identity.graph {
            Some(allowed) if allowed != name => Err(RestError::privilege(name)),
            _ => Ok(graph),
        }
    }

    /// Returns a flag: `true` or `false` in any case.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, RestError> {
        match self.request.query.given(name) {
            None => Ok(false),
            Some(text) if text.eq_ignore_ascii_case("true") => Ok(true),
            Some(text) if text.eq_ignore_ascii_case("false") => Ok(false),
            Some(text) => Err(wrong_type(name, "BOOL", text)),
        }
    }

    pub(crate) fn number(&self, name: &str) -> Result<Option<u64>, RestError> {
        let parse = |text: &str| text.parse().map_err(|_| wrong_type(name, "UINT64", text));
        self.request.query.get(name).map(parse).transpose()
    }

    /// Returns a text parameter. An empty one counts as given: a delete whose filter was lost on
    /// the way must not become a delete of everything.
    pub(crate) fn text(&self, name: &str) -> Result<Option<&'a str>, RestError> {
        let text = self.request.query.get(name);
        if text.is_some_and(|text| text.chars().count() > MAX_PARAMETER) {
            return Err(RestError::parameter(format!(
                "The length of parameter {name} exceeds the limit of {MAX_PARAMETER}."
            )));
        }
        Ok(text)
    }

    /// Checks `timeout`, in seconds, and `ack`, which has no effect: the emulator always
    /// acknowledges after the write.
    pub(crate) fn check_common(&self) -> Result<(), RestError> {
        self.number("timeout")?;
        match self.request.query.given("ack") {
            None | Some("all" | "none") => Ok(()),
            Some(other) => Err(RestError::parameter(format!(
                "Values of parameter ack must be all or none, invalid value [{other}] provided."
            ))),
        }
    }

    /// Returns the time limit of the call: `GSQL-TIMEOUT` in milliseconds, else the parameter
    /// `timeout` in seconds, else the server's own limit. 0, and a header that is not a number, set
    /// no limit.
    pub(crate) fn deadline(&self) -> Deadline {
        let header = self.request.header("GSQL-TIMEOUT").and_then(|text| text.trim().parse().ok());
        let seconds = self.request.query.get("timeout").and_then(|text| text.parse().ok());
        let given = |seconds: Option<f64>| {
            let seconds = seconds.filter(|seconds| *seconds > 0.0)?;
            Duration::try_from_secs_f64(seconds).ok()
        };
        let explicit = given(header.map(|millis: f64| millis / 1000.0)).map(|it| (it, "REST-3000"));
        let (limit, code) = explicit
            .or_else(|| given(seconds).map(|it| (it, "REST-3001")))
            .unwrap_or((DEFAULT_LIMIT, "REST-3002"));
        Deadline { begun: Instant::now(), limit, code }
    }

    /// Returns the maximum size of the answer, in bytes.
    pub(crate) fn response_limit(&self) -> usize {
        response_limit(self.request)
    }
}

/// The time limit of a call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline {
    begun: Instant,
    limit: Duration,
    /// The error code, which depends on what set the limit.
    code: &'static str,
}

/// The number of rows between two checks of the clock.
const BETWEEN_LOOKS: usize = 4096;

impl Deadline {
    pub(crate) fn is_over(&self) -> bool {
        self.begun.elapsed() >= self.limit
    }

    /// Returns the rows; once the time is over, an error.
    pub(crate) fn bound<T>(
        self,
        rows: impl Iterator<Item = T>,
    ) -> impl Iterator<Item = Result<T, RestError>> {
        rows.enumerate().map(move |(at, row)| {
            let late = at % BETWEEN_LOOKS == BETWEEN_LOOKS - 1 && self.is_over();
            if late { Err(self.error()) } else { Ok(row) }
        })
    }

    /// Returns the error of a call whose time is over.
    pub(crate) fn error(&self) -> RestError {
        RestError::new(
            self.code,
            format!(
                "The query didn't finish because it exceeded the query timeout threshold ({} \
                 seconds). Try increase RESTPP.Factory.DefaultQueryTimeoutSec or add header \
                 GSQL-TIMEOUT to override default system timeout. ",
                self.limit.as_secs_f64()
            ),
        )
    }
}

fn wrong_type(name: &str, ty: &str, value: &str) -> RestError {
    RestError::parameter(format!(
        "Values of parameter {name} must be {ty} type, invalid value [{value}] provided."
    ))
}
