//! Pictures of schemas, also of names that try to break out of them.
//!
//! `UPDATE_GOLDEN=1` writes the pictures over those in `golden/`, for a review before they are
//! committed.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[cfg(feature = "browser")]
mod browser;
mod command;
mod escaping;
mod golden;
mod html;
mod schemas;
mod svg;
