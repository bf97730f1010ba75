//! A schema as data and as a listing.

mod differences;
mod json;
mod listing;
mod plan;

pub(crate) use differences::{Differences, lines};
pub(crate) use json::Schema;
pub(crate) use listing::listing;
pub(crate) use plan::{PlanView, plan_text};
