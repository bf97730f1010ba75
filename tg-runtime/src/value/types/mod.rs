//! The Rust types that attributes are made of.

mod binary;
mod collections;
mod numbers;
mod set_of;
mod text;
mod vector;
mod wrappers;

pub use binary::FixedBinary;
pub use set_of::SetOf;
pub use vector::Vector;
