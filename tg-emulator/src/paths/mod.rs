//! Path finding: filter conditions and the search.

mod condition;
mod search;

pub(crate) use condition::{Condition, Rules};
pub(crate) use search::{Expired, Goal, Kind, find};
