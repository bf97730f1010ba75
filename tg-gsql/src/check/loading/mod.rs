//! Loading jobs against the schema that they load into: one file per family of rules.

mod definitions;
mod ends;
mod functions;
mod run;
mod targets;
mod using;
mod values;

pub use run::run_loading_job;

use super::{Checker, Scope};
use crate::finding::{Finding, Rule};
use crate::model::Catalog;
use crate::syntax::Span;
use crate::syntax::ast::{Deleted, Load, LoadDelete, LoadingJob, LoadingStep};
use definitions::Definitions;
use values::Place;

/// Returns the findings about a loading job. A job that does not name a graph is for `graph`, the
/// working graph.
///
/// A token function that is not built in is a warning only, since functions can be added to
/// servers.
#[must_use]
pub fn loading_job(catalog: &Catalog, graph: Option<&str>, job: &LoadingJob) -> Vec<Finding> {
    let named = job.graph.as_ref().map(|graph| graph.value.as_str());
    let Some(graph) = named.or(graph) else {
        let message = format!("the job `{}` does not name a graph", job.name.value);
        let finding = Finding::new(Rule::NoGraph, job.name.span, message)
            .help("write `FOR GRAPH name`, or `USE GRAPH name` before it");
        return vec![finding];
    };
    let mut checker = Checker::new(catalog, Scope::Graph(graph));
    if let Some(graph) = &job.graph
        && checker.known_graph(graph).is_none()
    {
        return checker.into_findings();
    }
    checker.job(job);
    let mut findings = checker.into_findings();
    findings.sort_by_key(|finding| finding.span.start);
    findings
}

impl Checker<'_> {
    fn job(&mut self, job: &LoadingJob) {
        let defined = self.definitions(job);
        self.loads_or_deletes(job);
        self.equal_using(job);
        for step in &job.steps {
            match &step.value {
                LoadingStep::Load(load) => self.load(load, &defined),
                LoadingStep::Delete(delete) => self.load_delete(delete, &defined),
                LoadingStep::LineFilter { condition, .. } => {
                    self.condition(condition, &Place::of_any_line());
                }
                LoadingStep::Filename { .. } | LoadingStep::Header { .. } => {}
            }
        }
    }

    /// Checks that a job does not mix LOAD and DELETE statements.
    fn loads_or_deletes(&mut self, job: &LoadingJob) {
        let first = |matches: fn(&LoadingStep) -> bool| {
            job.steps.iter().find(|step| matches(&step.value)).map(|step| step.span)
        };
        let load = first(|step| matches!(step, LoadingStep::Load(_)));
        let delete = first(|step| matches!(step, LoadingStep::Delete(_)));
        if let (Some(load), Some(delete)) = (load, delete) {
            let (start, word) = if load.start < delete.start {
                (delete.start, "DELETE")
            } else {
                (load.start, "LOAD")
            };
            let span = Span { start, end: start + word.len() };
            let message = "a job contains either LOAD or DELETE statements, not both";
            self.error_with_help(Rule::MixedJob, span, message, "make two jobs of it");
        }
    }

    fn load(&mut self, load: &Load, defined: &Definitions<'_>) {
        self.load_source(load.source.as_ref(), defined);
        self.load_using(&load.using, defined);
        if let Some(tags) = &load.tags {
            let message = "tags are deprecated since October 2023";
            let help = "leave the clause out";
            self.error_with_help(Rule::Unsupported, tags.span, message, help);
        }
        let place = Place::of(load.source.as_ref(), &load.using, defined);
        for destination in &load.destinations {
            self.destination(&destination.value, destination.span, &place);
        }
    }

    fn load_delete(&mut self, delete: &LoadDelete, defined: &Definitions<'_>) {
        self.load_source(delete.source.as_ref(), defined);
        self.load_using(&delete.using, defined);
        let place = Place::of(delete.source.as_ref(), &delete.using, defined);
        match &delete.deleted {
            Deleted::Vertex { name, id } => {
                self.known_vertex(name);
                self.key_value(id, None, &place);
            }
            Deleted::Edge { name, from, to, discriminator } => {
                if let Some(name) = name {
                    self.deleted_edge(name, from, to.as_ref(), discriminator);
                }
                for end in [Some(from), to.as_ref()].into_iter().flatten() {
                    self.key_value(&end.expr, None, &place);
                }
                for part in discriminator {
                    self.key_value(part, None, &place);
                }
            }
        }
        if let Some(filter) = &delete.filter {
            self.condition(filter, &place);
        }
    }
}
