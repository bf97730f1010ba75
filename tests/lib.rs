//! Nothing to use: this package exists for the tests in `tests/`, and for the code in the README.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
