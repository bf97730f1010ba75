//! Loading jobs, as text and as definitions.

use tg_gsql::syntax::Name;
use tg_gsql::syntax::ast::{
    Deleted, EndType, LoadValue, LoadingJob as Definition, LoadingStep, Target,
};

/// The loading jobs of all graphs, in the order of their creation.
#[derive(Debug, Default, Clone)]
pub(crate) struct LoadingJobs(Vec<LoadingJob>);

/// A stored loading job.
#[derive(Debug, Clone)]
pub(crate) struct LoadingJob {
    pub(crate) name: String,
    pub(crate) graph: String,
    pub(crate) definition: Definition,
    /// The statement that created it, with the graph in it.
    pub(crate) text: String,
}

impl LoadingJob {
    /// Returns `true` if the job's statements name a type.
    pub(crate) fn mentions(&self, name: &str) -> bool {
        self.types().iter().any(|mentioned| mentioned.value == name)
    }

    /// Returns the types that the job writes, deletes, or names as the end of an edge.
    fn types(&self) -> Vec<&Name> {
        let mut types = Vec::new();
        for step in &self.definition.steps {
            match &step.value {
                LoadingStep::Load(load) => {
                    for destination in &load.destinations {
                        match &destination.value.target {
                            Target::Vertex(name)
                            | Target::Edge(name)
                            | Target::Vector { vertex: name, .. } => types.push(name),
                            _ => {}
                        }
                        types.extend(destination.value.values.iter().filter_map(end));
                    }
                }
                LoadingStep::Delete(delete) => match &delete.deleted {
                    Deleted::Vertex { name, .. } => types.push(name),
                    Deleted::Edge { name, from, to, .. } => {
                        types.extend(name);
                        types.extend(
                            [Some(from), to.as_ref()].into_iter().flatten().filter_map(end),
                        );
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        types
    }
}

/// Returns the vertex type that is named after a value.
fn end(value: &LoadValue) -> Option<&Name> {
    match &value.ty {
        Some(EndType::Named(name)) => Some(name),
        _ => None,
    }
}

impl LoadingJobs {
    pub(crate) fn of(&self, graph: &str) -> impl Iterator<Item = &LoadingJob> {
        self.0.iter().filter(move |job| job.graph == graph)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &LoadingJob> {
        self.0.iter()
    }

    pub(crate) fn get(&self, graph: &str, name: &str) -> Option<&LoadingJob> {
        self.of(graph).find(|job| job.name == name)
    }

    /// Adds a job, or replaces the one of its name.
    pub(crate) fn put(&mut self, job: LoadingJob) {
        let same = |known: &&mut LoadingJob| known.graph == job.graph && known.name == job.name;
        match self.0.iter_mut().find(same) {
            Some(known) => *known = job,
            None => self.0.push(job),
        }
    }

    pub(crate) fn remove(&mut self, graph: &str, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|job| job.graph != graph || job.name != name);
        self.0.len() < before
    }

    pub(crate) fn forget_graph(&mut self, graph: &str) {
        self.0.retain(|job| job.graph != graph);
    }
}
