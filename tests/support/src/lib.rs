//! Support for the tests of several crates. Nothing here is part of the product.

pub mod catalogs;
