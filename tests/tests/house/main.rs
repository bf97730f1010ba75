//! Rules of the architecture that a compiler does not check: dependencies, layers, licences, language.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod arrows;
mod dependencies;
mod emulator_layers;
mod gsql_tokens;
mod language;
mod layers;
mod metadata;
mod query_methods;
mod runtime_layers;
mod sources;
