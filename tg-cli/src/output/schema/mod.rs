//! A schema as data and as a listing.

mod differences;
mod json;
mod listing;

pub(crate) use differences::{Differences, lines};
pub(crate) use json::Schema;
pub(crate) use listing::listing;
