//! What the catalog keeps beside types and graphs: queries, jobs, data sources.

mod functions;
mod loading;
mod queries;
mod sources;
pub(crate) mod words;

pub(crate) use functions::FunctionFiles;
pub(crate) use loading::{LoadingJob, LoadingJobs};
pub(crate) use queries::{Descriptions, Queries, Query};
pub(crate) use sources::{DataSource, DataSources};

use super::jobs::Jobs;

/// Queries, jobs, data sources, and types of accumulators.
#[derive(Debug, Default, Clone)]
pub(crate) struct Stored {
    /// By name and as declared; seen in all graphs.
    pub(crate) accumulators: Vec<(String, String)>,
    pub(crate) functions: FunctionFiles,
    pub(crate) jobs: Jobs,
    pub(crate) queries: Queries,
    pub(crate) loading: LoadingJobs,
    pub(crate) sources: DataSources,
}

impl Stored {
    /// What keeps a graph from being dropped, in words; nothing if it can go.
    pub(crate) fn kept_by(&self, graph: &str) -> Option<String> {
        let queries: Vec<_> = self.queries.of(graph).map(|query| query.name.as_str()).collect();
        let jobs: Vec<_> = self.loading.of(graph).map(|job| job.name.as_str()).collect();
        let mut users = Vec::new();
        if !queries.is_empty() {
            users.push(format!("queries [{}]", queries.join(", ")));
        }
        if !jobs.is_empty() {
            users.push(format!("loading jobs [{}]", jobs.join(", ")));
        }
        (!users.is_empty()).then(|| users.join(" and "))
    }

    /// Drops what belongs to a graph, as when the graph is dropped.
    pub(crate) fn forget_graph(&mut self, graph: &str) {
        self.jobs.forget_graph(graph);
        self.queries.forget_graph(graph);
        self.loading.forget_graph(graph);
        self.sources.forget_graph(graph);
    }
}
