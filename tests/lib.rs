//! Nothing to use: this package exists for the tests in `tests/`, and for the code in the README and in
//! `docs`.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(doctest)]
#[doc = include_str!("../docs/schema.md")]
struct LifeOfASchema;
