//! The codec against serde_json and against itself, through the public interface only.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::needless_pass_by_value, reason = "arguments as a user passes them")]

mod answers;
mod filters;
mod ids;
mod json;
mod node;
mod reading;
mod record;
mod soup;
mod upserts;
