//! Taking the steps of a plan.

use std::time::Duration;

use tg_gsql::diff;
use tg_gsql::plan::{Action, Loss, RemainingDifference};

use super::copy::copy;
use super::cost::{Cost, affected, lost_jobs};
use super::plan::SchemaPlan;
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::gsql::{Confirm, Gsql};
use crate::operation::{Deadline, operation};

/// Takes the steps of a plan: [`SchemaPlan::apply`].
///
/// # Errors
///
/// With [`ErrorKind::Schema`], and nothing sent, when the plan has refusals, when something would
/// be lost that was not allowed (the message names all of it), or when the schema has changed since
/// the plan was made. When a step fails, its own error, which has the number of steps taken; make
/// the plan again then. A job of the step's name that remains of an interruption is dropped before.
/// That the catalog is locked by another change [may pass](Error::is_retryable).
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct ApplyPlan {
    plan: SchemaPlan,
    allowed: Vec<Loss>,
    timeout: Option<Duration>,
}

/// The result of [`SchemaPlan::apply`].
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct AppliedPlan {
    /// The number of steps taken.
    pub steps: usize,
    /// The number of vertices that were written under a new name, or got an attribute of a new
    /// name.
    pub copied_vertices: u64,
    /// The same number of edges.
    pub copied_edges: u64,
    /// The differences that stay.
    pub remaining: Vec<RemainingDifference>,
}

/// The call that allows a loss, as it is written after [`SchemaPlan::apply`].
fn call(loss: &Loss) -> String {
    match loss {
        Loss::Vertex(name) => format!(".allow_drop_vertex({name:?})"),
        Loss::Edge(name) => format!(".allow_drop_edge({name:?})"),
        Loss::Attribute { of, name } => format!(".allow_drop_attribute({of:?}, {name:?})"),
        Loss::Vector { of, name } => format!(".allow_drop_vector({of:?}, {name:?})"),
        Loss::Index { of, name } => format!(".allow_drop_index({of:?}, {name:?})"),
        Loss::Tuple(name) => format!(".allow_drop_tuple({name:?})"),
        Loss::Member(name) => format!(".allow_leave({name:?})"),
        Loss::LoadingJob { graph, name } => format!(".allow_drop_loading_job({graph:?}, {name:?})"),
        _ => ".allow(..)".to_owned(),
    }
}

impl ApplyPlan {
    pub(super) fn new(plan: SchemaPlan) -> Self {
        Self { plan, allowed: Vec::new(), timeout: None }
    }

    /// Allows one thing to be lost. What the plan does not lose may be allowed, too, so that the
    /// same call serves when the plan is made again after an interruption.
    pub fn allow(mut self, loss: Loss) -> Self {
        self.allowed.push(loss);
        self
    }

    /// Allows a vertex type to be dropped, with all its vertices.
    pub fn allow_drop_vertex(self, name: impl Into<String>) -> Self {
        self.allow(Loss::Vertex(name.into()))
    }

    /// Allows an edge type to be dropped, with all its edges.
    pub fn allow_drop_edge(self, name: impl Into<String>) -> Self {
        self.allow(Loss::Edge(name.into()))
    }

    /// Allows an attribute of a vertex or edge type to be dropped, with its values.
    pub fn allow_drop_attribute(self, of: impl Into<String>, name: impl Into<String>) -> Self {
        self.allow(Loss::Attribute { of: of.into(), name: name.into() })
    }

    /// Allows a vector attribute to be dropped, with its values.
    pub fn allow_drop_vector(self, of: impl Into<String>, name: impl Into<String>) -> Self {
        self.allow(Loss::Vector { of: of.into(), name: name.into() })
    }

    /// Allows an index to be dropped.
    pub fn allow_drop_index(self, of: impl Into<String>, name: impl Into<String>) -> Self {
        self.allow(Loss::Index { of: of.into(), name: name.into() })
    }

    /// Allows a tuple to be dropped.
    pub fn allow_drop_tuple(self, name: impl Into<String>) -> Self {
        self.allow(Loss::Tuple(name.into()))
    }

    /// Allows a global type to leave the graph.
    pub fn allow_leave(self, name: impl Into<String>) -> Self {
        self.allow(Loss::Member(name.into()))
    }

    /// Allows the server to drop a loading job that names what is altered or dropped. It has to be
    /// created again afterwards; [`Dependent::text`](crate::schema_change::Dependent::text) has
    /// what it was.
    pub fn allow_drop_loading_job(self, graph: impl Into<String>, name: impl Into<String>) -> Self {
        self.allow(Loss::LoadingJob { graph: graph.into(), name: name.into() })
    }

    async fn run(self) -> Result<AppliedPlan> {
        let graph = self.plan.plan.graph.clone();
        let outcome = self.take_steps().await;
        outcome.map_err(|error| error.during(|| format!("change the schema of {graph}")))
    }

    async fn take_steps(self) -> Result<AppliedPlan> {
        self.check_refusals()?;
        self.check_losses(self.plan.costs())?;
        let deadline = Deadline::after(self.timeout);
        let SchemaPlan { client, target, have, plan, .. } = &self.plan;
        let mut applied =
            AppliedPlan { remaining: plan.remaining.clone(), ..AppliedPlan::default() };
        if plan.steps.is_empty() {
            return Ok(applied);
        }
        let live = target.read_live(client, deadline).await?;
        let changed = if live.graphs == have.graphs {
            diff::graph(have, &live, &plan.graph, &[])
        } else {
            diff::catalog(have, &live, &[])
        };
        if let Some(first) = changed.first() {
            let message = format!(
                "the schema has changed since the plan was made ({first}, in the plan's): make the \
                 plan again"
            );
            return Err(Error::new(ErrorKind::Schema, message));
        }
        let count = plan.steps.len();
        let new = affected(client, have, plan, deadline).await.map_err(|error| {
            error.because(format_args!(
                "none of {count} steps was taken, and a new plan has the rest"
            ))
        })?;
        self.check_losses(&lost_jobs(&new).collect::<Vec<_>>())?;
        for (index, step) in plan.steps.iter().enumerate() {
            let taken = match &step.action {
                Action::Gsql(script) => run_script(client, script, deadline).await,
                Action::Copy(what) => {
                    let copied = copy(client, have, &target.catalog, what, deadline);
                    let copied = deadline.bound(copied).await;
                    copied.map(|(vertices, edges)| {
                        applied.copied_vertices += vertices;
                        applied.copied_edges += edges;
                    })
                }
            };
            taken.map_err(|error| {
                let step = index + 1;
                error.of_operation(false, index > 0).because(format_args!(
                    "step {step} of {count} failed, {index} were taken, and a new plan has the rest"
                ))
            })?;
            applied.steps += 1;
        }
        self.check_result(deadline).await?;
        Ok(applied)
    }

    fn check_refusals(&self) -> Result<()> {
        let refusals = &self.plan.plan.refusals;
        if refusals.is_empty() {
            return Ok(());
        }
        let message = format!("the plan does not reach its goal: {}", refusals.join("; "));
        Err(Error::new(ErrorKind::Schema, message))
    }

    fn check_losses(&self, costs: &[Cost]) -> Result<()> {
        let unnamed: Vec<_> =
            costs.iter().filter(|cost| !self.allowed.contains(&cost.loss)).collect();
        if unnamed.is_empty() {
            return Ok(());
        }
        let lost: Vec<_> =
            unnamed.iter().map(|cost| format!("`{}`{}", cost.loss, cost.rest())).collect();
        let calls: String = unnamed.iter().map(|cost| call(&cost.loss)).collect();
        let message = format!(
            "this would be lost and is not allowed: {}; to lose it, add `{calls}`, or plan with \
             `keep_extra()` to keep what is only not target",
            lost.join(", ")
        );
        Err(Error::new(ErrorKind::Schema, message))
    }

    /// Reads the schema again, because the server reports in prose if a statement succeeded.
    async fn check_result(&self, deadline: Deadline) -> Result<()> {
        let SchemaPlan { client, target, plan, .. } = &self.plan;
        let live = target.read_live(client, deadline).await?;
        let found = diff::graph(&live, &target.catalog, &plan.graph, &[]);
        let unexpected =
            found.iter().find(|it| !plan.remaining.iter().any(|kept| kept.difference == **it));
        match unexpected {
            None => Ok(()),
            Some(difference) => {
                let message = format!(
                    "every step was taken, and yet {difference}; make the plan again to see what is left"
                );
                Err(Error::new(ErrorKind::Schema, message))
            }
        }
    }
}

operation!(impl [] ApplyPlan => AppliedPlan);

/// Runs the script of a step.
pub(crate) async fn run_script(client: &Client, script: &str, deadline: Deadline) -> Result<()> {
    let run = |script: String| {
        let gsql = Gsql::new(client.clone(), script).limit(deadline.left());
        gsql.confirm(Confirm::All).run()
    };
    // The job of an interrupted change has the name of this one, and would be in its way. That
    // there is none is reported as a failure.
    if let Some(drop) = script.lines().last().filter(|line| line.starts_with("DROP JOB ")) {
        let scope = script.lines().next().unwrap_or_default();
        match run(format!("{scope}\n{drop}")).await {
            Err(error) if error.kind() != ErrorKind::Gsql => return Err(error),
            _ => {}
        }
    }
    run(script.to_owned()).await.map(|_| ())
}
