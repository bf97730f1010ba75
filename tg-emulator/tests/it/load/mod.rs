//! Execution of loading jobs.

mod concurrency;
mod counters;
mod csv;
mod flights;
mod functions;
mod runs;
mod tables;

use reqwest::Method;
use serde_json::Value;
use tg_emulator::{Emulator, Generation};

use crate::support::{Answer, SCHEMA, Server};

/// Starts a server with the common schema and the job `j` with the given body.
pub(crate) async fn server(generation: Generation, job: &str) -> Server {
    let script = format!("{SCHEMA}\nUSE GRAPH g\nCREATE LOADING JOB j FOR GRAPH g {{ {job} }}");
    Server::with(Emulator::builder().generation(generation).gsql(script)).await
}

impl Server {
    /// Posts lines for the file variable `f` of the job `j`.
    pub(crate) async fn ddl(&self, more: &str, lines: &str) -> Answer {
        self.rest(Method::POST, &format!("/ddl/g?tag=j&filename=f{more}"), lines).await
    }

    /// Posts lines, which must succeed, and returns the statistics.
    pub(crate) async fn load(&self, lines: &str) -> Value {
        let results = self.ddl("", lines).await.results();
        results[0]["statistics"]["parsingStatistics"].clone()
    }

    /// Returns the attributes of a vertex.
    pub(crate) async fn attributes(&self, ty: &str, id: &str) -> Value {
        let found = self.get(&format!("/graph/g/vertices/{ty}/{id}")).await.results();
        found[0]["attributes"].clone()
    }
}
