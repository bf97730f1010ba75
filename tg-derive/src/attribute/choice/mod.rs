//! An enum without fields: one of several texts or numbers.

pub(super) mod expand;
mod model;

pub(super) use model::{Choice, Stored};
