//! Upsert requests: one, or as many as the data needs.

mod ack;
mod changes;
mod conditions;
mod many;
mod one;
mod operators;
mod outcome;
mod post;
mod split;

pub use ack::Ack;
pub(crate) use changes::{Assigned, Changes, assigned, change_methods};
pub(crate) use conditions::condition_methods;
pub use many::UpsertMany;
pub use one::Upsert;
pub use operators::{Boolean, Comparable, Numeric};
pub(crate) use outcome::Count;
pub use outcome::Upserted;
pub(crate) use post::{Existing, MAX_BODY, Payload, Rules};
