//! The construction of a plan. Each step is tried on a copy of the catalog, and the next one starts
//! from the result: this reveals everything that the server would reject, and every effect.

use super::job::Changes;
use super::{Action, Copy, Goal, Loss, Plan, RemainingDifference, Step};
use crate::apply::{self, Effect, TypeKind, TypeRef};
use crate::diff::{self, Change, Difference, Rename};
use crate::finding::Finding;
use crate::model::{Catalog, EdgeType, VertexType};
use crate::syntax::ast::{SchemaChangeJob, Statement};
use crate::syntax::parse;

pub(super) struct Planner<'a> {
    pub(super) goal: &'a Goal<'a>,
    /// The catalog after the steps so far.
    pub(super) new: Catalog,
    /// The renames that are still to be done.
    pub(super) renames: Vec<&'a Rename>,
    plan: Plan,
}

impl<'a> Planner<'a> {
    pub(super) fn new(goal: &'a Goal<'a>) -> Self {
        let plan = Plan { graph: goal.graph.to_owned(), ..Plan::default() };
        Self { goal, new: goal.have.clone(), renames: Vec::new(), plan }
    }

    pub(super) fn run(mut self) -> Plan {
        if self.goal.want.graph(self.goal.graph).is_none() {
            self.reject(format!(
                "the expected schema does not contain the graph `{}`",
                self.goal.graph
            ));
            return self.plan;
        }
        self.find_renames();
        if self.is_sound() {
            self.clear_the_way();
        }
        if self.is_sound() {
            self.add();
        }
        if self.is_sound() {
            self.copy();
        }
        if self.is_sound() {
            self.drop_extra();
        }
        if self.is_sound() {
            self.list_remaining();
        }
        if !self.is_sound() {
            self.plan.steps.clear();
        }
        self.plan
    }

    pub(super) fn is_sound(&self) -> bool {
        self.plan.refusals.is_empty()
    }

    pub(super) fn reject(&mut self, reason: String) {
        if !self.plan.refusals.contains(&reason) {
            self.plan.refusals.push(reason);
        }
    }

    pub(super) fn have_vertex(&self, name: &str) -> Option<&VertexType> {
        self.new.vertex(self.goal.graph, name)
    }

    pub(super) fn have_edge(&self, name: &str) -> Option<&EdgeType> {
        self.new.edge(self.goal.graph, name)
    }

    pub(super) fn want_vertex(&self, name: &str) -> Option<&'a VertexType> {
        self.goal.want.vertex(self.goal.graph, name)
    }

    pub(super) fn want_edge(&self, name: &str) -> Option<&'a EdgeType> {
        self.goal.want.edge(self.goal.graph, name)
    }

    /// Returns another graph that contains a global type.
    pub(super) fn shared_with(&self, kind: TypeKind, name: &str) -> Option<&str> {
        let graph = self.new.graphs.iter().filter(|it| it.name != self.goal.graph).find(|graph| {
            let global = match kind {
                TypeKind::Vertex => {
                    self.new.vertex(&graph.name, name).map(|it| it.local_to.is_none())
                }
                TypeKind::Edge => self.new.edge(&graph.name, name).map(|it| it.local_to.is_none()),
            };
            global == Some(true)
        });
        graph.map(|graph| graph.name.as_str())
    }

    /// Adds the steps that make these changes: for drops, the graph's own types come before global
    /// ones, for additions after them.
    pub(super) fn drop_steps(&mut self, changes: &Changes) {
        let graph = self.goal.graph;
        self.step(changes.local_script(graph));
        self.step(changes.global_script(graph));
        self.step(changes.statement_script());
    }

    pub(super) fn step(&mut self, script: Option<String>) {
        let Some(script) = script else { return };
        if !self.is_sound() {
            return;
        }
        match run(&mut self.new, &script) {
            Ok(effects) => {
                let (losses, touched) = losses(&effects);
                self.plan.steps.push(Step { action: Action::Gsql(script), losses, touched });
            }
            Err(finding) => {
                let help = finding.help.map(|help| format!("; {help}")).unwrap_or_default();
                self.reject(format!("the server would reject a step: {}{help}", finding.message));
            }
        }
    }

    pub(super) fn copy_step(&mut self, copy: Copy) {
        let action = Action::Copy(copy);
        self.plan.steps.push(Step { action, losses: Vec::new(), touched: Vec::new() });
    }

    /// Lists differences that no step removes, and rejects the plan if one matters.
    fn list_remaining(&mut self) {
        let Goal { want, graph, .. } = *self.goal;
        for difference in diff::graph(&self.new, want, graph, &[]) {
            match self.reason_to_leave(&difference) {
                Some(reason) => {
                    self.plan.remaining.push(RemainingDifference { difference, reason });
                }
                None => self.reject(format!("this difference cannot be removed: {difference}")),
            }
        }
    }

    fn reason_to_leave(&self, difference: &Difference) -> Option<&'static str> {
        let shared = || {
            let name = difference.subject.name();
            self.shared_with(TypeKind::Vertex, name).is_some()
                || self.shared_with(TypeKind::Edge, name).is_some()
        };
        Some(match &difference.change {
            Change::AttributeOrder { .. } => "new attributes go to the end",
            Change::Stats { .. } => "statistics are chosen when a type is made",
            Change::Scope { .. } => "a type stays global, or local, as long as it exists",
            Change::AttributeDefault { .. } => {
                "a default is chosen when an attribute is made; existing data has it already"
            }
            _ if difference.is_extra() && self.goal.keep_extra => "kept on request",
            _ if difference.is_extra() && shared() => "other graphs share the type",
            _ => return None,
        })
    }
}

/// Runs a script of a plan; returns the effects, or the mistakes.
fn run(catalog: &mut Catalog, script: &str) -> Result<Vec<Effect>, Finding> {
    let parsed = parse(script);
    if let Some(finding) = parsed.findings.into_iter().find(Finding::is_error) {
        return Err(finding);
    }
    let (mut graph, mut jobs) = (None, Vec::<&SchemaChangeJob>::new());
    let mut effects = Vec::new();
    for statement in &parsed.statements {
        let outcome = match &statement.value {
            Statement::UseGraph(name) => {
                graph = Some(name.value.as_str());
                continue;
            }
            Statement::CreateSchemaChangeJob(job) => {
                jobs.push(job);
                continue;
            }
            Statement::RunSchemaChangeJob { name } => {
                let Some(job) = jobs.iter().find(|job| job.name.value == name.value) else {
                    continue;
                };
                apply::run_job(catalog, graph, job)
            }
            other => apply::apply(catalog, graph, other),
        };
        if let Some(finding) = outcome.findings.into_iter().find(Finding::is_error) {
            return Err(finding);
        }
        effects.extend(outcome.effects);
    }
    Ok(effects)
}

/// Returns the losses among the effects, and the types that they alter or drop.
fn losses(effects: &[Effect]) -> (Vec<Loss>, Vec<TypeRef>) {
    let (mut losses, mut touched) = (Vec::new(), Vec::<TypeRef>::new());
    for effect in effects {
        match effect {
            Effect::TypeDropped(of) => losses.push(match of.kind {
                TypeKind::Vertex => Loss::Vertex(of.name.clone()),
                TypeKind::Edge => Loss::Edge(of.name.clone()),
            }),
            Effect::TypeLeft { of, .. } => losses.push(Loss::Member(of.name.clone())),
            Effect::AttributesDropped { of, names } => {
                losses.extend(names.iter().map(|name| {
                    let (of, name) = (of.name.clone(), name.clone());
                    Loss::Attribute { of, name }
                }));
            }
            Effect::VectorDropped { of, name } => {
                losses.push(Loss::Vector { of: of.name.clone(), name: name.clone() });
            }
            Effect::IndexDropped { of, name } => {
                losses.push(Loss::Index { of: of.name.clone(), name: name.clone() });
            }
            Effect::TupleDropped(name) => losses.push(Loss::Tuple(name.clone())),
            _ => {}
        }
        match effect {
            Effect::TypeDropped(of)
            | Effect::TypeLeft { of, .. }
            | Effect::AttributesAdded { of, .. }
            | Effect::AttributesDropped { of, .. }
            | Effect::PairsAdded { of, .. }
            | Effect::IndexAdded { of, .. }
            | Effect::IndexDropped { of, .. }
            | Effect::VectorAdded { of, .. }
            | Effect::VectorDropped { of, .. }
                if !touched.contains(of) =>
            {
                touched.push(of.clone());
            }
            _ => {}
        }
    }
    (losses, touched)
}
