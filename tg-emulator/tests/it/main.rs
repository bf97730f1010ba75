//! The emulator over raw HTTP, in both generations.

mod auth;
mod builtins;
mod concurrency;
mod edges;
mod faults;
mod gsql;
mod lifecycle;
mod malformed;
mod migration;
mod schema;
mod support;
mod system;
mod upsert;
mod values;
mod vertices;
