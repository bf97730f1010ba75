//! A plan for the live graph: what would be sent, and what that costs.

use std::fmt;
use std::time::Duration;

use tg_gsql::apply::TypeKind;
use tg_gsql::diff::Rename;
use tg_gsql::model::Catalog;
use tg_gsql::plan::{self, Action, Goal, Loss, Plan};

use super::apply::ApplyPlan;
use super::cost::{Affected, Cost, affected, costs, lost_jobs};
use super::live::DependentKind;
use super::target::TargetSchema;
use crate::client::Client;
use crate::error::Result;
use crate::operation::{Deadline, operation};

/// Makes a plan: [`GraphSchema::plan_change`](crate::graph::GraphSchema::plan_change) and
/// [`AnyGraph::plan_change_to`](crate::AnyGraph::plan_change_to). Nothing is changed by it.
///
/// # Errors
///
/// When the schema cannot be read, or what would be lost cannot be counted.
#[must_use = "operations do nothing until they are awaited"]
pub struct PlanSchemaChange {
    client: Client,
    target: Result<TargetSchema>,
    check: Option<CheckQueries>,
    keep_extra: bool,
    timeout: Option<Duration>,
}

/// Returns the mistakes of the program's queries in a schema.
pub(crate) type CheckQueries = Box<dyn Fn(&Catalog) -> Vec<String> + Send>;

impl PlanSchemaChange {
    pub(crate) fn new(client: Client, target: Result<TargetSchema>) -> Self {
        Self { client, target, check: None, keep_extra: false, timeout: None }
    }

    /// Adds the check of the program's queries, which the plan would break.
    pub(crate) fn checking(self, check: CheckQueries) -> Self {
        Self { check: Some(check), ..self }
    }

    /// Keeps types, attributes, endpoint pairs and indexes that the graph has and that are not
    /// wanted. Without it the plan drops them, and its losses name them.
    pub fn keep_extra(mut self) -> Self {
        self.keep_extra = true;
        self
    }

    /// Adds a rename to those that the types declare.
    pub fn renamed(mut self, rename: Rename) -> Self {
        if let Ok(target) = &mut self.target {
            target.renames.push(rename);
        }
        self
    }

    async fn run(self) -> Result<SchemaPlan> {
        let target = self.target?;
        let deadline = Deadline::after(self.timeout);
        let have = target.read_live(&self.client, deadline).await?;
        let goal = Goal {
            have: &have,
            want: &target.catalog,
            graph: self.client.graph(),
            renames: &target.renames,
            keep_extra: self.keep_extra,
        };
        let plan = plan::plan(&goal);
        let mut costs = costs(&self.client, &have, &plan, deadline).await?;
        let affected = affected(&self.client, &have, &plan, deadline).await?;
        costs.extend(lost_jobs(&affected));
        // What is kept can be used, too.
        let check = self.check.filter(|_| !self.keep_extra && !plan.is_empty());
        let broken_queries = check.map_or_else(Vec::new, |check| {
            let before = check(&have);
            let mut after = check(&target.catalog);
            after.retain(|mistake| !before.contains(mistake));
            after
        });
        Ok(SchemaPlan { client: self.client, target, have, plan, costs, affected, broken_queries })
    }
}

operation!(impl [] PlanSchemaChange => SchemaPlan);

impl fmt::Debug for PlanSchemaChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlanSchemaChange")
            .field("client", &self.client)
            .field("target", &self.target)
            .field("keep_extra", &self.keep_extra)
            .finish_non_exhaustive()
    }
}

/// The steps after which the graph has the declared schema, and their losses.
///
/// Its `Display` is the dry run: every step with its GSQL, what each destroys in numbers, and the
/// queries and loading jobs that break.
#[derive(Debug, Clone)]
pub struct SchemaPlan {
    pub(super) client: Client,
    pub(super) target: TargetSchema,
    /// The schema from which the plan was made.
    pub(super) have: Catalog,
    pub(super) plan: Plan,
    costs: Vec<Cost>,
    affected: Vec<Affected>,
    broken_queries: Vec<String>,
}

impl SchemaPlan {
    /// The steps, the differences that stay, and why the goal cannot be reached if it cannot.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The schema that the server had when the plan was made: of the graph, or all of it where
    /// global types are concerned.
    pub fn live_schema(&self) -> &Catalog {
        &self.have
    }

    /// Returns `true` if there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.plan.is_empty()
    }

    /// Returns `true` if nothing is lost, so that [`apply`](Self::apply) needs no permission.
    pub fn is_additive(&self) -> bool {
        self.costs.is_empty()
    }

    /// Returns the losses, with their numbers; loading jobs that the server drops come last.
    pub fn costs(&self) -> &[Cost] {
        &self.costs
    }

    /// The queries and loading jobs that would break.
    pub fn affected(&self) -> &[Affected] {
        &self.affected
    }

    /// Returns the mistakes that the typed queries of the program would have after the plan, and do
    /// not have now: each with its file, line and remedy.
    pub fn broken_queries(&self) -> &[String] {
        &self.broken_queries
    }

    /// Takes the steps. Each [loss](Self::costs) must be allowed by name.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// let plan = graph.schema().plan_change().await?;
    /// println!("{plan}");
    /// plan.apply().allow_drop_attribute("Package", "colour").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The schema is read again before the first step: one that has changed since the plan was made
    /// is refused. When a step fails, those before it have been taken; the next plan has what is
    /// left to do.
    pub fn apply(&self) -> ApplyPlan {
        ApplyPlan::new(self.clone())
    }

    pub(super) fn cost(&self, loss: &Loss) -> Option<&Cost> {
        self.costs.iter().find(|cost| cost.loss == *loss)
    }
}

impl Cost {
    /// The text after the name of the loss.
    pub(super) fn rest(&self) -> String {
        let text = self.to_string();
        text.strip_prefix(&self.loss.to_string()).unwrap_or_default().to_owned()
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.loss)?;
        if let Some(count) = self.count {
            let what = match (self.counted, count) {
                (TypeKind::Vertex, 1) => "vertex",
                (TypeKind::Vertex, _) => "vertices",
                (TypeKind::Edge, 1) => "edge",
                (TypeKind::Edge, _) => "edges",
            };
            match self.loss {
                Loss::Vertex(_) | Loss::Edge(_) => write!(f, ": {count} {what}")?,
                Loss::Member(_) if count == 1 => write!(f, ": 1 {what} leaves the graph")?,
                Loss::Member(_) => write!(f, ": {count} {what} leave the graph")?,
                _ => write!(f, ": the values of {count} {what}")?,
            }
        }
        match &self.copied_to {
            Some(new) => write!(f, ", copied to {new} before"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Affected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fate = match self.dependent.kind {
            DependentKind::LoadingJob => "is dropped by the server",
            DependentKind::Query => "becomes invalid",
        };
        let Self { graph, dependent, types } = self;
        write!(f, "{dependent} of `{graph}` {fate}: it names {}", types.join(", "))
    }
}

impl fmt::Display for SchemaPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Plan { graph, steps, remaining, refusals } = &self.plan;
        if !refusals.is_empty() {
            writeln!(f, "The schema of `{graph}` cannot be changed in this way:")?;
        } else if steps.is_empty() {
            writeln!(f, "The schema of `{graph}` is as expected.")?;
        } else {
            let plural = if steps.len() == 1 { "" } else { "s" };
            writeln!(f, "Change the schema of `{graph}` in {} step{plural}:", steps.len())?;
        }
        for reason in refusals {
            writeln!(f, "  - {reason}")?;
        }
        for (index, step) in steps.iter().enumerate() {
            match &step.action {
                Action::Copy(copy) => writeln!(f, "\n{}. {copy}", index + 1)?,
                Action::Gsql(script) => {
                    let kind = if step.is_additive() { "adds" } else { "DESTROYS" };
                    writeln!(f, "\n{}. {kind}", index + 1)?;
                    for line in script.lines() {
                        writeln!(f, "       {line}")?;
                    }
                }
            }
            for loss in &step.losses {
                match self.cost(loss) {
                    Some(cost) => writeln!(f, "   loses {cost}")?,
                    None => writeln!(f, "   loses {loss}")?,
                }
            }
        }
        if !self.affected.is_empty() {
            writeln!(f, "\nThese break:")?;
            for affected in &self.affected {
                writeln!(f, "  - {affected}")?;
            }
        }
        if !self.broken_queries.is_empty() {
            writeln!(f, "\nThese queries of the program no longer fit:")?;
            for mistake in &self.broken_queries {
                writeln!(f, "\n{}", mistake.trim_end())?;
            }
        }
        if !remaining.is_empty() {
            writeln!(f, "\nThese differences stay:")?;
            for it in remaining {
                writeln!(f, "  - {} ({})", it.difference, it.reason)?;
            }
        }
        Ok(())
    }
}
