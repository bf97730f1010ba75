//! Typed TigerGraph for Rust.

// Lets the derive macros, which spell `::tg_runtime`, be used inside this crate.
extern crate self as tg_runtime;

pub mod filter;
pub mod schema;
pub mod value;

#[cfg(feature = "derive")]
pub use tg_derive::{Edge, Vertex, tigergraph};
