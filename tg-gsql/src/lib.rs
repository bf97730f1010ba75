//! TigerGraph's schema language, as data and as text.
//!
//! The [`model`] is a schema as data. [`syntax`] parses text, [`apply`] applies statements to a
//! model and reports mistakes, [`print`](mod@print) writes a model as text, and [`report`] renders
//! findings for people.
//!
//! No I/O and no async: the macros, the client and the emulator all build on this crate, so it is
//! compiled into every user's build.

pub mod apply;
pub mod check;
pub mod diff;
mod finding;
#[cfg(feature = "format")]
pub mod format;
#[cfg(feature = "generate")]
pub mod generate;
pub mod json;
pub mod model;
pub mod name;
pub mod plan;
pub mod print;
#[cfg(feature = "query")]
pub mod query;
pub mod report;
pub mod suggest;
pub mod syntax;

pub use finding::{Finding, Rule, Severity};
