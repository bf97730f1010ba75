//! The catalog: everything that is stored except types and data.
//!
//! It is above `eval` in the layers, since a stored query contains the program that runs.

pub(crate) mod accounts;
mod archives;
mod cardinality;
mod functions;
mod installs;
mod jobs;
mod loading;
mod packages;
mod queries;
mod sources;
mod workload;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(crate) use archives::{Archives, TransferRequest};
pub(crate) use cardinality::{Cardinality, EdgeCount, VertexCount};
pub(crate) use functions::FunctionFiles;
pub(crate) use installs::{Install, InstallState, Installs};
pub(crate) use jobs::{Job, Jobs};
pub(crate) use loading::{LoadingJob, LoadingJobs};
pub(crate) use packages::{
    BUILT_IN as BUILT_IN_PACKAGES, Packages, missing as missing_package, to_be_created,
};
pub(crate) use queries::{Descriptions, Queries, Query, Words};
pub(crate) use sources::{DataSource, DataSources};
pub(crate) use workload::{Holder, Workload};

/// Queries, packages, jobs, data sources, workload queues, and types of accumulators.
#[derive(Debug, Default, Clone)]
pub(crate) struct Stored {
    /// By name and as declared; visible in all graphs.
    pub(crate) accumulators: Vec<(String, String)>,
    pub(crate) functions: FunctionFiles,
    pub(crate) jobs: Jobs,
    pub(crate) queries: Queries,
    pub(crate) loading: LoadingJobs,
    pub(crate) packages: Packages,
    pub(crate) sources: DataSources,
    pub(crate) workload: Workload,
}

/// The stored objects, shared by all that serve requests and by the runs of loading jobs.
#[derive(Debug, Default, Clone)]
pub(crate) struct SharedStored(Arc<Mutex<Stored>>);

impl SharedStored {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Stored> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stored {
    /// Returns the objects that keep a graph from being dropped, or `None` if it can be dropped.
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

    /// Drops everything that belongs to a graph.
    pub(crate) fn forget_graph(&mut self, graph: &str) {
        self.jobs.forget_graph(graph);
        self.queries.forget_graph(graph);
        self.loading.forget_graph(graph);
        self.sources.forget_graph(graph);
    }
}
