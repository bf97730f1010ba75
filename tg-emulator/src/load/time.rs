//! The formats of times in loading jobs.

use crate::store::datetime::{self, parse_timestamp};

/// Parses a DATETIME attribute: a timestamp, or seconds since 1970.
pub(super) fn attribute(text: &str) -> Option<i64> {
    if let Some(seconds) = parse_timestamp(text) {
        return Some(seconds);
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|seconds| datetime::is_in_range(*seconds))
}
