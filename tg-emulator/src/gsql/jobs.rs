//! Schema change jobs: stored, run, dropped.

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::{Alteration, Change, SchemaChangeJob, Selection};

use super::session::Session;
use crate::config::Generation;

/// The jobs that have been created and not dropped.
#[derive(Debug, Default)]
pub(crate) struct Jobs(Vec<Job>);

/// A schema change job.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub(super) name: String,
    /// The graph that it changes; a global job has none.
    pub(super) graph: Option<String>,
    pub(super) definition: SchemaChangeJob,
    /// What it was created by.
    pub(super) text: String,
}

impl Jobs {
    /// The job of a name that can be run in a graph: its own, or a global one.
    fn find<'a>(&'a self, name: &str, graph: Option<&'a str>) -> Option<&'a Job> {
        self.visible(graph).find(|job| job.name == name)
    }

    /// The jobs of a graph, and global ones.
    pub(super) fn visible<'a>(&'a self, graph: Option<&'a str>) -> impl Iterator<Item = &'a Job> {
        self.0.iter().filter(move |job| job.graph.is_none() || job.graph.as_deref() == graph)
    }

    /// Drops the jobs of a graph, as when the graph is dropped.
    pub(super) fn forget_graph(&mut self, graph: &str) {
        self.0.retain(|job| job.graph.as_deref() != Some(graph));
    }

    pub(super) fn forget_all(&mut self) {
        self.0.clear();
    }
}

fn adds_vector(change: &Change) -> bool {
    matches!(change, Change::AlterVertex { alteration: Alteration::AddVector { .. }, .. })
}

impl Session<'_> {
    pub(super) fn create_job(&mut self, definition: &SchemaChangeJob, span: Span) {
        let name = &definition.name.value;
        let failed = format!("Failed to create schema change jobs: [{name}].");
        let generation = self.state.config.generation;
        if generation == Generation::V3
            && definition.changes.iter().any(|it| adds_vector(&it.value))
        {
            let version = generation.version();
            self.output
                .semantic_error(format!("vector attributes need 4.2, and this is {version}."));
            return self.output.failure(failed);
        }
        let named = definition.graph.as_ref().map(|graph| graph.value.clone());
        let graph = match (definition.global, named.or_else(|| self.graph.clone())) {
            (true, _) => None,
            (false, Some(graph)) => Some(graph),
            (false, None) => {
                self.output.semantic_error("no graph is in use; say FOR GRAPH or USE GRAPH.");
                return self.output.failure(failed);
            }
        };
        if let Some(graph) = &graph
            && self.state.read().graphs.schema().graph(graph).is_none()
        {
            self.output.semantic_error(format!("Graph '{graph}' does not exist."));
            return self.output.failure(failed);
        }
        let mut jobs = self.state.jobs();
        if jobs.0.iter().any(|job| job.name == *name && job.graph == graph) {
            drop(jobs);
            self.output.semantic_error(format!("The job '{name}' already exists."));
            return self.output.failure(failed);
        }
        let text = span.of(self.script).to_owned();
        jobs.0.push(Job { name: name.clone(), graph, definition: definition.clone(), text });
        drop(jobs);
        self.output.line(format!("Successfully created schema change jobs: [{name}]."));
    }

    pub(super) fn run_job(&mut self, name: &str) {
        let job = self.state.jobs().find(name, self.graph.as_deref()).cloned();
        let Some(job) = job else {
            return self.output.semantic_error(format!("The job '{name}' does not exist."));
        };
        self.output.line(format!("Kick off schema change job {name}"));
        self.change_by_job(&job);
    }

    pub(super) fn drop_jobs(&mut self, selection: &Selection) {
        let graph = self.graph.clone();
        let mut dropped = Vec::new();
        let mut missing = Vec::new();
        let mut jobs = self.state.jobs();
        match selection {
            Selection::All => {
                dropped.extend(jobs.visible(graph.as_deref()).map(|job| job.name.clone()));
            }
            Selection::Named(names) => {
                for name in names {
                    let found = jobs.find(&name.value, graph.as_deref()).is_some();
                    if found { &mut dropped } else { &mut missing }.push(name.value.clone());
                }
            }
        }
        jobs.0.retain(|job| {
            let visible = job.graph.is_none() || job.graph == graph;
            !(visible && dropped.contains(&job.name))
        });
        drop(jobs);
        for name in missing {
            self.output.semantic_error(format!("The job '{name}' does not exist."));
        }
        if !dropped.is_empty() || *selection == Selection::All {
            let names = dropped.join(", ");
            let on = graph.map(|graph| format!(" on the graph '{graph}'")).unwrap_or_default();
            self.output.line(format!("Successfully dropped jobs{on}: [{names}]."));
        }
    }
}
