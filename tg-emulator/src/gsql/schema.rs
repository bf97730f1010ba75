//! Statements that change the schema.

use tg_gsql::apply::{self, Effect, Outcome, TypeKind};
use tg_gsql::syntax::ast::{Drop, GraphDecl, GraphMembers, Statement};
use tg_gsql::syntax::{Name, Spanned};

use super::catalog::visible_types;
use super::change::{self, change, graph_in_use};
use super::session::Session;
use crate::catalog::Job;
use crate::config::Generation;

impl Session<'_> {
    /// Executes a statement that declares or drops types and graphs.
    pub(super) fn change_schema(&mut self, statement: &Spanned<Statement>) {
        if let Statement::Drop(Drop::Graph { name, cascade: false }) = &statement.value {
            let users = self.state.stored().kept_by(&name.value);
            if let Some(users) = users {
                self.output.semantic_error(graph_in_use(&name.value, &users));
                return self.output.failure(refusal(&statement.value));
            }
        }
        if let Statement::CreateGraph(GraphDecl { members: GraphMembers::Named(names), .. }) =
            &statement.value
            && self.state.config.generation() == Generation::V3
            && self.are_vertex_types(names)
        {
            self.output.semantic_error(
                "There is no edge type specified! Please specify at least one edge type!",
            );
            return self.output.failure(refusal(&statement.value));
        }
        let graph = self.graph.clone();
        let changed = change(self.state, |it| apply::apply(it, graph.as_deref(), &statement.value));
        let findings = &changed.outcome.findings;
        match &statement.value {
            Statement::CreateVertex(_) => self.output.findings_about("vertex", findings),
            Statement::CreateEdge(_) => self.output.findings_about("edge", findings),
            _ => self.output.findings(findings),
        }
        if changed.outcome.is_ok() {
            changed.dependents.iter().for_each(|line| self.output.line(line));
            self.report(&statement.value, &changed.outcome);
        } else {
            self.output.failure(refusal(&statement.value));
        }
    }

    /// Returns `true` if there are names, all of them of global vertex types.
    fn are_vertex_types(&self, names: &[Name]) -> bool {
        let catalog = self.catalog();
        let (vertices, _) = visible_types(&catalog, None);
        let is_vertex = |name: &Name| vertices.iter().any(|ty| ty.name == name.value);
        !names.is_empty() && names.iter().all(is_vertex)
    }

    /// Runs a schema change job, completely or not at all.
    pub(super) fn change_by_job(&mut self, job: &Job) {
        let started = std::time::Instant::now();
        let changed = change::run_job(self.state, job);
        self.output.findings(&changed.outcome.findings);
        let scope = if job.graph.is_some() { "Local" } else { "Global" };
        if !changed.outcome.is_ok() {
            return self.output.failure(format!("{scope} schema change failed!"));
        }
        for (graph, before, _) in &changed.versions {
            let version = format!("(current version: {before})");
            self.output.line(format!("Doing schema change on graph '{graph}' {version}"));
            for line in changed.outcome.effects.iter().filter_map(|it| step(it, graph)) {
                self.output.line(line);
            }
        }
        changed.dependents.iter().for_each(|line| self.output.line(line));
        self.output.line("");
        for (graph, _, version) in changed.versions {
            self.output.line(format!("Graph {graph} updated to new version {version}"));
        }
        if self.state.config.generation() == Generation::V4 {
            self.output.line(format!("{scope} schema change succeeded."));
        }
        let seconds = started.elapsed().as_secs_f64();
        self.output.line(format!("The job {} completes in {seconds:.3} seconds!", job.name));
    }

    fn report(&mut self, statement: &Statement, outcome: &Outcome) {
        match statement {
            Statement::CreateVertex(declared) => {
                let name = &declared.name.value;
                self.output.line(format!("Successfully created vertex types: [{name}]."));
            }
            Statement::CreateEdge(declared) => {
                let name = &declared.name.value;
                self.output.line(format!("Successfully created edge types: [{name}]."));
            }
            Statement::CreateTuple(declared) => {
                let name = &declared.name.value;
                self.output.line(format!("Successfully created tuple types: [{name}]."));
            }
            Statement::CreateGraph(declared) => {
                let name = &declared.name.value;
                self.output.line(format!("The graph {name} is created."));
                self.graph = Some(name.clone());
            }
            Statement::Drop(Drop::Graph { name, .. }) => {
                if self.graph.as_ref() == Some(&name.value) {
                    self.graph = None;
                }
                self.output.line(format!("The graph {} is dropped.", name.value));
            }
            Statement::Drop(Drop::All) => {
                self.graph = None;
                self.state.stored().packages.clear();
                self.output.line("Everything is dropped.");
            }
            _ => self.report_dropped(&outcome.effects),
        }
    }

    fn report_dropped(&mut self, effects: &[Effect]) {
        let types = |kind: TypeKind| {
            let name = |effect: &Effect| match effect {
                Effect::TypeDropped(of) if of.kind == kind => Some(of.name.clone()),
                _ => None,
            };
            effects.iter().filter_map(name).collect::<Vec<_>>()
        };
        let tuple = |effect: &Effect| match effect {
            Effect::TupleDropped(name) => Some(name.clone()),
            _ => None,
        };
        let tuples: Vec<_> = effects.iter().filter_map(tuple).collect();
        let (vertices, edges) = (types(TypeKind::Vertex), types(TypeKind::Edge));
        for (kind, names) in [("vertex", vertices), ("edge", edges), ("tuple", tuples)] {
            if !names.is_empty() {
                let names = names.join(", ");
                self.output.line(format!("Successfully dropped {kind} types: [{names}]."));
            }
        }
    }
}

/// Returns the line about an effect on a graph, if there is one.
fn step(effect: &Effect, graph: &str) -> Option<String> {
    let (verb, of, preposition) = match effect {
        Effect::TypeAdded(of) if of.local_to.as_deref() == Some(graph) => ("add", of, "to"),
        Effect::TypeDropped(of) if of.local_to.as_deref() == Some(graph) => ("drop", of, "from"),
        Effect::TypeJoined { of, graph: to } if to == graph => ("add", of, "to"),
        Effect::TypeLeft { of, graph: from } if from == graph => ("drop", of, "from"),
        _ => return None,
    };
    let local = if of.local_to.is_some() { "local " } else { "" };
    let kind = if of.kind == TypeKind::Vertex { "vertex" } else { "edge" };
    let name = &of.name;
    Some(format!("Trying to {verb} {local}{kind} '{name}' {preposition} the graph '{graph}'."))
}

/// Returns the last line of the output of a statement that failed.
fn refusal(statement: &Statement) -> String {
    match statement {
        Statement::CreateVertex(it) => {
            format!("Failed to create vertex types: [{}].", it.name.value)
        }
        Statement::CreateEdge(it) => format!("Failed to create edge types: [{}].", it.name.value),
        Statement::CreateTuple(it) => {
            format!("Failed to create tuple types: [{}].", it.name.value)
        }
        Statement::CreateGraph(it) => format!("The graph {} could not be created!", it.name.value),
        Statement::Drop(Drop::Graph { name, .. }) => {
            format!("The graph {} could not be dropped!", name.value)
        }
        Statement::Drop(Drop::Vertices(names)) => failed_drop("vertex types", names),
        Statement::Drop(Drop::Edges(names)) => failed_drop("edge types", names),
        Statement::Drop(Drop::Tuples(names)) => failed_drop("tuple types", names),
        _ => "Failed to run the statement.".to_owned(),
    }
}

fn failed_drop(what: &str, names: &[Name]) -> String {
    let names: Vec<_> = names.iter().map(|name| name.value.as_str()).collect();
    format!("Failed to drop {what}: [{}].", names.join(", "))
}
