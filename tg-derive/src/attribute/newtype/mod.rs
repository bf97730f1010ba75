//! A newtype: stored as what it wraps.

pub(super) mod expand;
mod model;

pub(super) use model::Newtype;
