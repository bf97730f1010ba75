//! An empty library: this package exists for the tests in `tests/`.
