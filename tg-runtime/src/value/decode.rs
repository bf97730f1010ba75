//! Reading answers.

use std::fmt;

/// An answer that does not fit the type it is read into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    expected: String,
    found: String,
}

impl DecodeError {
    /// `expected` was wanted, the answer has `found`.
    pub fn mismatch(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self { expected: expected.into(), found: found.into() }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}

impl std::error::Error for DecodeError {}

/// A place in an answer, from which values are read.
#[derive(Debug)]
pub struct Decoder<'a> {
    bytes: &'a [u8],
}

/// One vertex or edge of an answer.
#[derive(Debug)]
pub struct Row<'a> {
    bytes: &'a [u8],
}
