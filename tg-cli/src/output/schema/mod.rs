//! A schema as data and as a listing.

mod json;
mod listing;

pub(crate) use json::Schema;
pub(crate) use listing::listing;
