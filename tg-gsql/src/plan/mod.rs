//! From the schema that a graph has to the one that it shall have: steps that a person can read
//! before anything is changed.
//!
//! A plan is made from what is there alone. It can be made again after any of its steps, and then
//! holds what is left to do.
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

/// What a plan is made from.
#[derive(Debug, Clone)]
pub struct Goal<'a> {
    /// What is there. Where global types are concerned, all graphs that share them must be in it.
    pub have: &'a Catalog,
    /// What shall be.
    pub want: &'a Catalog,
    /// The graph that is changed; no other one is.
    pub graph: &'a str,
    /// What was renamed. Nothing else is taken for a rename.
    pub renames: &'a [Rename],
    /// Whether types, attributes, endpoint pairs and indexes stay that are there and not wanted.
    pub keep_extra: bool,
}

impl<'a> Goal<'a> {
    /// Nothing was renamed, and what is not wanted is dropped.
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
    /// What is done, in order.
    pub steps: Vec<Step>,
    /// Differences that stay: harmless ones that DDL cannot remove, and what is kept on purpose.
    pub left: Vec<Left>,
    /// Why the plan does not reach its goal. A plan with refusals is not to be applied.
    pub refusals: Vec<String>,
}

/// One step: it is taken as a whole or not at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What is done.
    pub action: Action,
    /// What is gone afterwards.
    pub losses: Vec<Loss>,
    /// The types that are altered or dropped. The server drops loading jobs that name them.
    pub touched: Vec<TypeRef>,
}

/// What a [`Step`] does.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// The server runs a script.
    Gsql(String),
    /// The client reads data and writes it under another name.
    Copy(Copy),
}

/// A difference that no step removes.
#[derive(Debug, Clone, PartialEq)]
pub struct Left {
    /// The difference.
    pub difference: Difference,
    /// Why it stays: a clause.
    pub reason: &'static str,
}

impl Plan {
    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.refusals.is_empty()
    }

    /// Whether nothing that is there is lost.
    #[must_use]
    pub fn is_additive(&self) -> bool {
        self.steps.iter().all(Step::is_additive)
    }

    /// All that is gone afterwards, in the order of the steps.
    pub fn losses(&self) -> impl Iterator<Item = &Loss> {
        self.steps.iter().flat_map(|step| &step.losses)
    }

    /// The new name of what is lost under its old one, if its data is copied before.
    #[must_use]
    pub fn copied_to(&self, loss: &Loss) -> Option<&str> {
        self.steps.iter().find_map(|step| match &step.action {
            Action::Copy(copy) => copy.saves(loss),
            Action::Gsql(_) => None,
        })
    }
}

impl Step {
    /// Whether nothing is lost by it.
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
