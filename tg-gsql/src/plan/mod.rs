//! From the actual schema of a graph to the expected one: steps that a person can read before
//! anything is changed.
//!
//! A plan depends on the actual schema alone. It can be made again after any of its steps, and then
//! contains the remaining ones.
//!
//! ```
//! use tg_gsql::{apply::script, plan};
//!
//! let have = script("CREATE VERTEX A (PRIMARY_ID id STRING, n INT) CREATE GRAPH g (A)").catalog;
//! let want = script("CREATE VERTEX A (PRIMARY_ID id STRING, m INT) CREATE GRAPH g (A)").catalog;
//! let plan = plan::plan(&plan::Goal::new(&have, &want, "g"));
//! assert_eq!(plan.steps.len(), 2);
//! assert!(plan.steps[0].is_additive());
//! assert_eq!(plan.losses().next().unwrap().to_string(), "attribute A.n");
//! ```

mod add;
mod clear;
mod copy;
mod drop;
mod job;
mod loss;
mod planner;
mod renames;
mod take;
mod text;

pub use copy::{Copy, CopyOf};
pub use loss::{InvalidLoss, Loss};

use crate::apply::TypeRef;
use crate::diff::{Difference, Rename};
use crate::model::Catalog;

/// The input of a plan.
#[derive(Debug, Clone)]
pub struct Goal<'a> {
    /// The actual schema. Where global types are concerned, it must contain all graphs that share
    /// them.
    pub have: &'a Catalog,
    /// The expected schema.
    pub want: &'a Catalog,
    /// The graph that is changed; no other one is.
    pub graph: &'a str,
    /// The renames. Only these are treated as such.
    pub renames: &'a [Rename],
    /// `true` to keep types, attributes, endpoint pairs and indexes that are not expected.
    pub keep_extra: bool,
}

impl<'a> Goal<'a> {
    /// Creates a goal without renames, in which everything that is not expected is dropped.
    #[must_use]
    pub fn new(have: &'a Catalog, want: &'a Catalog, graph: &'a str) -> Self {
        Self { have, want, graph, renames: &[], keep_extra: false }
    }
}

/// Steps in the order in which they are taken. Its `Display` shows them all, with their GSQL.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// The graph.
    pub graph: String,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// Differences that remain: harmless ones that DDL cannot remove, and those that are kept on
    /// purpose.
    pub remaining: Vec<RemainingDifference>,
    /// The reasons why the plan does not reach its goal. A plan with refusals must not be applied.
    pub refusals: Vec<String>,
}

/// One step: it is taken as a whole or not at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The action.
    pub action: Action,
    /// The losses of the step.
    pub losses: Vec<Loss>,
    /// The types that are altered or dropped. The server drops loading jobs that name them.
    pub touched: Vec<TypeRef>,
}

/// The action of a [`Step`].
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// The server runs a script.
    Gsql(String),
    /// The client reads data and writes it under another name.
    Copy(Copy),
}

/// A difference that no step removes.
#[derive(Debug, Clone, PartialEq)]
pub struct RemainingDifference {
    /// The difference.
    pub difference: Difference,
    /// The reason why it remains: a clause.
    pub reason: &'static str,
}

impl Plan {
    /// Returns `true` if there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.refusals.is_empty()
    }

    /// Returns `true` if nothing is lost.
    #[must_use]
    pub fn is_additive(&self) -> bool {
        self.steps.iter().all(Step::is_additive)
    }

    /// Returns all losses, in the order of the steps.
    pub fn losses(&self) -> impl Iterator<Item = &Loss> {
        self.steps.iter().flat_map(|step| &step.losses)
    }

    /// Returns the new name of something that is dropped under its old one, if its data is copied
    /// before.
    #[must_use]
    pub fn copied_to(&self, loss: &Loss) -> Option<&str> {
        self.steps.iter().find_map(|step| match &step.action {
            Action::Copy(copy) => copy.saves(loss),
            Action::Gsql(_) => None,
        })
    }
}

impl Step {
    /// Returns `true` if the step does not lose anything.
    #[must_use]
    pub fn is_additive(&self) -> bool {
        self.losses.is_empty()
    }
}

/// Makes a plan.
#[must_use]
pub fn plan(goal: &Goal<'_>) -> Plan {
    planner::Planner::new(goal).run()
}
