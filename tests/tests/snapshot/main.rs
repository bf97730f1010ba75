//! Crates whose types are checked against a schema file: built by cargo like those of users, and
//! built again after a change of the schema file or of its configuration.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod built;
mod drifts;
mod rebuilt;
