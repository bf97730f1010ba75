//! A plan for a schema change, as data and as text.

use serde::Serialize;
use tg_gsql::apply::TypeKind;
use tg_gsql::plan::Action;
use tg_runtime::schema_change::{DependentKind, SchemaPlan};

use crate::output::style::{ADDED, CHANGED, ERROR, FAINT, REMOVED, STRONG};

/// The output of `--json`.
#[derive(Debug, Serialize)]
pub(crate) struct PlanView {
    graph: String,
    /// `true` if there is nothing to do.
    empty: bool,
    /// `true` if no data is lost.
    additive: bool,
    steps: Vec<Step>,
    /// The losses, by the names that `--allow` accepts.
    losses: Vec<Lost>,
    /// Queries and loading jobs that break.
    affected: Vec<Affected>,
    /// Differences that no step removes.
    left: Vec<Left>,
    /// The reasons why the schema cannot be reached, if it cannot.
    refusals: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Step {
    /// `gsql`: the server runs `text`; `copy`: the client copies data, as `text` describes.
    kind: &'static str,
    text: String,
    losses: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Lost {
    name: String,
    /// The number of vertices or edges that are lost or lose a value; null if no data is affected.
    count: Option<u64>,
    /// `vertex` or `edge`: the kind that was counted.
    counted: &'static str,
    copied_to: Option<String>,
}

#[derive(Debug, Serialize)]
struct Affected {
    /// The owner. A global type is in other graphs, too.
    graph: String,
    /// `query` or `loading_job`.
    kind: &'static str,
    name: String,
    types: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Left {
    difference: String,
    reason: &'static str,
}

impl PlanView {
    pub(crate) fn of(plan: &SchemaPlan) -> Self {
        let steps = plan.plan().steps.iter().map(|step| {
            let (kind, text) = match &step.action {
                Action::Gsql(script) => ("gsql", script.clone()),
                Action::Copy(copy) => ("copy", copy.to_string()),
            };
            let losses = step.losses.iter().map(ToString::to_string).collect();
            Step { kind, text, losses }
        });
        let losses = plan.costs().iter().map(|cost| Lost {
            name: cost.loss.to_string(),
            count: cost.count,
            counted: match cost.counted {
                TypeKind::Vertex => "vertex",
                TypeKind::Edge => "edge",
            },
            copied_to: cost.copied_to.clone(),
        });
        let affected = plan.affected().iter().map(|it| Affected {
            graph: it.graph.clone(),
            kind: match it.dependent.kind {
                DependentKind::LoadingJob => "loading_job",
                _ => "query",
            },
            name: it.dependent.name.clone(),
            types: it.types.clone(),
        });
        let left = plan.plan().remaining.iter();
        Self {
            graph: plan.plan().graph.clone(),
            empty: plan.is_empty(),
            additive: plan.is_additive(),
            steps: steps.collect(),
            losses: losses.collect(),
            affected: affected.collect(),
            left: left
                .map(|it| Left { difference: it.difference.to_string(), reason: it.reason })
                .collect(),
            refusals: plan.plan().refusals.clone(),
        }
    }
}

/// Returns the text of the client's dry run, styled by the start of each line.
pub(crate) fn plan_text(plan: &SchemaPlan) -> String {
    let style = |line: &str| {
        let words = line.trim_start();
        let is_step = words.starts_with(|c: char| c.is_ascii_digit());
        match words {
            _ if is_step && words.ends_with("DESTROYS") => ERROR,
            _ if is_step && words.ends_with("adds") => ADDED,
            _ if is_step => CHANGED,
            _ if words.starts_with("loses ") => REMOVED,
            _ if line.starts_with("       ") => FAINT,
            _ if line.ends_with(':') => STRONG,
            _ => anstyle::Style::new(),
        }
    };
    let styled = |line: &str| {
        let style = style(line);
        format!("{style}{line}{style:#}\n")
    };
    plan.to_string().lines().map(styled).collect()
}
