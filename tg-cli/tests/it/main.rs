//! `tg` as a process: its output, the streams that it uses, and its exit codes.
//!
//! `UPDATE_GOLDEN=1` writes the outputs over the files in `golden/`, for a review before they are
//! committed.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod change;
mod cluster;
mod completions;
mod configuration;
mod dump;
mod golden;
mod harness;
mod killed;
mod live;
mod load;
mod load_files;
mod load_flights;
mod load_values;
mod output;
mod query;
mod round_trip;
mod schema_files;
mod secrets;
mod server;
