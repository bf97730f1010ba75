//! Tests of the emulator over HTTP, in both generations.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod auth;
mod builtins;
mod cardinality;
mod concurrency;
mod data;
mod dependents;
mod edges;
mod endpoints;
mod faithful;
mod faults;
mod functions;
mod gsql;
mod lifecycle;
mod load;
mod malformed;
mod migration;
mod paths;
mod query;
mod rest;
mod schema;
mod scripts;
mod shell;
mod stored;
mod support;
mod system;
mod upsert;
mod users;
mod users_text;
mod values;
mod vectors;
mod versions;
mod vertices;
