//! Support for the tests of several crates. The crate is not part of the product.

pub mod catalogs;
