//! Upsert requests: one, or as many as the data needs.

mod ack;
mod one;
mod outcome;
mod post;
mod split;

pub use ack::Ack;
pub(crate) use one::One;
pub use outcome::Upserted;
pub(crate) use post::{Existing, MAX_BODY, Payload, Rules};
pub(crate) use split::{Division, Plan, upsert_all};
