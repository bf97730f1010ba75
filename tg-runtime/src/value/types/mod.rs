//! The Rust types that attributes are made of.

mod binary;
mod collections;
mod numbers;
mod text;
mod vector;
mod wrappers;

pub use binary::FixedBinary;
pub use vector::Vector;
