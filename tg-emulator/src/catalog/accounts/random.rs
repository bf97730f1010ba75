//! Secrets and tokens that cannot be guessed by counting.
//!
//! The randomness is the standard library's, which seeds its hash maps from the system: enough
//! for a server that holds test data, not a substitute for a cryptographic generator.

use std::hash::{BuildHasher, RandomState};

const ALPHABET: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// Returns random lower-case letters and digits.
pub(crate) fn word(length: usize) -> String {
    let letter = |_| char::from(ALPHABET[(number() % 36) as usize]);
    (0..length).map(letter).collect()
}

/// Returns random bytes, for the place of a signature.
pub(super) fn bytes<const N: usize>() -> [u8; N] {
    std::array::from_fn(|_| number().to_le_bytes()[0])
}

fn number() -> u64 {
    RandomState::new().hash_one(0_u8)
}
