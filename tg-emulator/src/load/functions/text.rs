//! The functions `gsql_*` that convert the text of a token.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use regex_lite::Regex;

use super::Family;
use super::Function as F;
use super::string;
use crate::load::value::{decimal, integer, natural};

pub(super) const FUNCTIONS: Family = &[
    F { name: "gsql_reverse", run: |a, _| Some(a.first()?.chars().rev().collect()) },
    F { name: "gsql_upper", run: |a, _| Some(a.first()?.to_uppercase()) },
    F { name: "gsql_lower", run: |a, _| Some(a.first()?.to_lowercase()) },
    F { name: "gsql_trim", run: |a, _| Some(a.first()?.trim().to_owned()) },
    F { name: "gsql_ltrim", run: |a, _| Some(a.first()?.trim_start().to_owned()) },
    F { name: "gsql_rtrim", run: |a, _| Some(a.first()?.trim_end().to_owned()) },
    F { name: "gsql_concat", run: |a, _| Some(a.concat()) },
    F { name: "gsql_substring", run: |a, _| substring(a) },
    F { name: "gsql_substr", run: |a, _| substring(a) },
    F { name: "gsql_replace", run: |a, _| replace(a) },
    F { name: "gsql_regex_replace", run: |a, _| regex_replace(a) },
    F { name: "gsql_regex_match", run: |a, _| regex_match(a) },
    F { name: "gsql_split_by_space", run: |a, _| Some(a.first()?.replace(' ', "\u{1e}")) },
    F { name: "gsql_uuid_v4", run: |_, _| Some(uuid()) },
    F { name: "gsql_find", run: |a, _| find(a.first()?, a.get(1)?) },
    F { name: "gsql_length", run: |a, _| Some(a.first()?.chars().count().to_string()) },
    F { name: "gsql_to_bool", run: |a, _| Some(is_true(a.first()?).to_string()) },
    F { name: "gsql_to_int", run: |a, _| to_int(a.first()?) },
    F { name: "gsql_to_uint", run: |a, _| to_uint(a.first()?) },
];

/// `gsql_substring(text, begin [, length])`. Positions are counted in characters, from 0.
fn substring(arguments: &[Cow<'_, str>]) -> Option<String> {
    let begin: usize = arguments.get(1)?.trim().parse().ok()?;
    let rest = arguments.first()?.chars().skip(begin);
    match arguments.get(2) {
        Some(length) => Some(rest.take(length.trim().parse().ok()?).collect()),
        None => Some(rest.collect()),
    }
}

/// `gsql_replace(text, old, new [, count])`
fn replace(arguments: &[Cow<'_, str>]) -> Option<String> {
    let [text, old, new, rest @ ..] = arguments else { return None };
    let count = rest.first().map_or(Some(usize::MAX), |count| count.trim().parse().ok())?;
    string::replace(text, old, new, count)
}

/// `gsql_regex_replace(text, pattern, new [, count])`. Without a count, all matches are replaced.
fn regex_replace(arguments: &[Cow<'_, str>]) -> Option<String> {
    let [text, pattern, new, rest @ ..] = arguments else { return None };
    let count: usize = rest.first().map_or(Some(0), |count| count.trim().parse().ok())?;
    with_regex(pattern, |regex| {
        let (mut replaced, mut end) = (String::new(), 0);
        let all = regex.captures_iter(text);
        for captures in all.take(if count == 0 { usize::MAX } else { count }) {
            let found = captures.get(0)?;
            replaced.push_str(&text[end..found.start()]);
            captures.expand(new, &mut replaced);
            end = found.end();
            if replaced.len() > string::MAX_LENGTH.max(text.len()) {
                return None;
            }
        }
        Some(replaced + &text[end..])
    })?
}

/// `gsql_regex_match(text, pattern)`. The pattern must match the whole text.
fn regex_match(arguments: &[Cow<'_, str>]) -> Option<String> {
    let [text, pattern] = arguments else { return None };
    let anchored = format!("^(?:{pattern})$");
    with_regex(&anchored, |regex| regex.is_match(text).to_string())
}

/// Runs a function with a compiled pattern. Compiled patterns are cached, because most jobs use the
/// same pattern for all lines.
fn with_regex<T>(pattern: &str, run: impl FnOnce(&Regex) -> T) -> Option<T> {
    thread_local! {
        static COMPILED: RefCell<HashMap<String, Option<Regex>>> = RefCell::default();
    }
    /// A limit for the cache, since patterns can also come from columns.
    const MAX_PATTERNS: usize = 256;
    COMPILED.with_borrow_mut(|compiled| {
        if compiled.len() >= MAX_PATTERNS && !compiled.contains_key(pattern) {
            compiled.clear();
        }
        if !compiled.contains_key(pattern) {
            compiled.insert(pattern.to_owned(), Regex::new(pattern).ok());
        }
        compiled.get(pattern)?.as_ref().map(run)
    })
}

/// Returns a random UUID with the version and variant bits of version 4.
fn uuid() -> String {
    let random = || RandomState::new().hash_one(0_u8);
    let (high, low) = (random(), random());
    let high = (high & 0xffff_ffff_ffff_0fff) | 0x4000;
    let low = (low & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000;
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}

/// Returns the position of a part in a text, or -1.
pub(super) fn find(text: &str, part: &str) -> Option<String> {
    Some(match text.find(part) {
        Some(at) => text[..at].chars().count().to_string(),
        None => "-1".to_owned(),
    })
}

pub(super) fn is_true(text: &str) -> bool {
    text.eq_ignore_ascii_case("t") || text.eq_ignore_ascii_case("true")
}

/// Converts a text to an integer; a fraction is dropped. An empty text is returned unchanged.
fn to_int(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return Some(String::new());
    }
    let number = integer(text).or_else(|| decimal(text).map(|number| number as i64))?;
    Some(number.to_string())
}

fn to_uint(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return Some(String::new());
    }
    let truncate = |number: f64| (number >= 0.0).then_some(number as u64);
    Some(natural(text).or_else(|| decimal(text).and_then(truncate))?.to_string())
}
