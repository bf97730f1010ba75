//! The formats of times in loading jobs.

use crate::store::datetime;

/// Parses a DATETIME attribute: a timestamp, or seconds since 1970.
pub(super) fn attribute(text: &str) -> Option<i64> {
    if let Some(seconds) = timestamp(text) {
        return Some(seconds);
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|seconds| datetime::is_in_range(*seconds))
}

/// Parses a timestamp: `%Y-%m-%d %H:%M:%S`, `%Y/%m/%d %H:%M:%S`, either of them without the time,
/// or `%Y-%m-%dT%H:%M:%S.<ignored>z`.
pub(super) fn timestamp(text: &str) -> Option<i64> {
    let Some((date, time)) = text.split_once('T') else { return datetime::parse(text) };
    let time = time.strip_suffix(['z', 'Z']).unwrap_or(time);
    let time = time.split_once('.').map_or(time, |(seconds, _)| seconds);
    datetime::parse(&format!("{date} {time}"))
}
