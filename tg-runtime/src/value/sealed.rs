//! The supertrait of traits that only this crate implements.

/// A type for which this crate implements a sealed trait. Other crates cannot name it.
pub trait Sealed {}
