//! Crates whose types are checked against a schema file: built by cargo as a user's are, and built
//! again after the file, or what names it, has changed.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod built;
mod drifts;
mod rebuilt;
