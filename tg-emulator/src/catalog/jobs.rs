//! Schema change jobs.

use tg_gsql::syntax::ast::SchemaChangeJob;

/// The schema change jobs, in the order of their creation.
#[derive(Debug, Default, Clone)]
pub(crate) struct Jobs(Vec<Job>);

/// A schema change job.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    pub(crate) name: String,
    /// The graph that it changes; a global job has none.
    pub(crate) graph: Option<String>,
    pub(crate) definition: SchemaChangeJob,
    /// The statement that created it.
    pub(crate) text: String,
}

impl Jobs {
    /// Returns the job of a name that can be run in a graph: its own, or a global one.
    pub(crate) fn find<'a>(&'a self, name: &str, graph: Option<&'a str>) -> Option<&'a Job> {
        self.visible(graph).find(|job| job.name == name)
    }

    /// Returns the jobs of a graph, and the global ones.
    pub(crate) fn visible<'a>(&'a self, graph: Option<&'a str>) -> impl Iterator<Item = &'a Job> {
        self.0.iter().filter(move |job| job.graph.is_none() || job.graph.as_deref() == graph)
    }

    /// Drops the jobs of a graph.
    pub(crate) fn forget_graph(&mut self, graph: &str) {
        self.0.retain(|job| job.graph.as_deref() != Some(graph));
    }

    /// Returns `true` if a graph, or the global scope, has a job of this name of its own.
    pub(crate) fn has(&self, name: &str, graph: Option<&str>) -> bool {
        self.0.iter().any(|job| job.name == name && job.graph.as_deref() == graph)
    }

    pub(crate) fn add(&mut self, job: Job) {
        self.0.push(job);
    }

    /// Drops the job that [`find`](Self::find) finds.
    pub(crate) fn remove(&mut self, name: &str, graph: Option<&str>) -> bool {
        let Some(owner) = self.find(name, graph).map(|job| job.graph.clone()) else { return false };
        self.0.retain(|job| job.name != name || job.graph != owner);
        true
    }
}
