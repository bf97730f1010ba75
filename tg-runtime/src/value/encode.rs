//! Writing upserts.

/// A value that cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodeError {
    problem: String,
}

/// The body of an upsert, being written.
#[derive(Debug, Default)]
pub struct Encoder {
    body: Vec<u8>,
}
