//! Path finding, apart from HTTP: conditions on what a path may hold, and the search itself.

mod condition;
mod search;

pub(crate) use condition::{Condition, Rules};
pub(crate) use search::{Expired, Goal, Kind, find};
