//! Written data is read back unchanged, over real HTTP, in both generations of the server.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod auth;
mod batch;
mod blocking;
mod edges;
mod harness;
mod ids;
mod shapes;
mod values;
mod vertices;
