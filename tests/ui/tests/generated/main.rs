//! Schema -> Rust -> schema: generated types compile without a warning and declare the same schema.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod compiled;
mod formatted;
mod names;
mod program;
mod realistic;
