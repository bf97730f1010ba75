//! A newtype: stored as the type that it wraps.

pub(super) mod expand;
mod model;

pub(super) use model::Newtype;
