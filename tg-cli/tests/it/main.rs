//! `tg` as a process: what it prints, where, and with which exit code.
//!
//! `UPDATE_GOLDEN=1` writes what is printed over the files in `golden/`, to be looked at before they
//! are committed.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod change;
mod completions;
mod configuration;
mod golden;
mod harness;
mod live;
mod output;
mod schema_files;
mod secrets;
mod server;
