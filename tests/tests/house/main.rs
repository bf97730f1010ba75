//! The house rules that a compiler does not check: who may depend on whom, on what, and under
//! which licence.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod arrows;
mod dependencies;
mod emulator_layers;
mod gsql_tokens;
mod layers;
mod metadata;
mod runtime_layers;
mod sources;
