//! What goes in comes back, over real HTTP, in both generations of the server.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod batch;
mod edges;
mod harness;
mod ids;
mod values;
mod vertices;
