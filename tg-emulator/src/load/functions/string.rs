//! String functions that queries also have, and functions for conditions.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Family;
use super::Function as F;
use super::text::{find, is_true};
use crate::load::value::{decimal, integer};

pub(super) const FUNCTIONS: Family = &[
    F { name: "lower", run: |a, _| Some(a.first()?.to_lowercase()) },
    F { name: "upper", run: |a, _| Some(a.first()?.to_uppercase()) },
    F { name: "trim", run: |a, _| Some(a.first()?.trim().to_owned()) },
    F {
        name: "ltrim",
        run: |a, _| {
            let set = a.get(1).cloned().unwrap_or(Cow::Borrowed(" "));
            Some(a.first()?.trim_start_matches(|c| set.contains(c)).to_owned())
        },
    },
    F {
        name: "rtrim",
        run: |a, _| {
            let set = a.get(1).cloned().unwrap_or(Cow::Borrowed(" "));
            Some(a.first()?.trim_end_matches(|c| set.contains(c)).to_owned())
        },
    },
    F { name: "length", run: |a, _| Some(a.first()?.chars().count().to_string()) },
    F { name: "token_len", run: |a, _| Some(a.first()?.chars().count().to_string()) },
    F { name: "concat", run: |a, _| Some(a.concat()) },
    F {
        name: "replace",
        run: |a, _| {
            let new = a.get(2).cloned().unwrap_or_default();
            replace(a.first()?, a.get(1)?, &new, usize::MAX)
        },
    },
    F { name: "substr", run: |a, _| substr(a) },
    F { name: "left", run: |a, _| Some(a.first()?.chars().take(count(a.get(1)?)?).collect()) },
    F {
        name: "right",
        run: |a, _| {
            let (text, length) = (a.first()?, count(a.get(1)?)?);
            Some(text.chars().skip(text.chars().count().saturating_sub(length)).collect())
        },
    },
    F { name: "lpad", run: |a, _| pad(a, true) },
    F { name: "rpad", run: |a, _| pad(a, false) },
    F { name: "space", run: |a, _| Some(" ".repeat(count(a.first()?)?)) },
    F {
        name: "ascii",
        run: |a, _| Some(a.first()?.chars().next().map_or(0, u32::from).to_string()),
    },
    F {
        name: "chr",
        run: |a, _| Some(char::from_u32(a.first()?.trim().parse().ok()?)?.to_string()),
    },
    F { name: "instr", run: |a, _| instr(a) },
    F { name: "insert", run: |a, _| insert(a) },
    F {
        name: "find_in_set",
        run: |a, _| {
            let (item, list) = (a.first()?, a.get(1)?);
            let position = list.split(',').position(|other| other == item);
            Some(position.map_or_else(|| "-1".to_owned(), |at| at.to_string()))
        },
    },
    F {
        name: "translate",
        run: |a, _| {
            let [text, from, to] = a else { return None };
            let mut new = HashMap::new();
            let mut to = to.chars();
            for known in from.chars() {
                let other = to.next();
                new.entry(known).or_insert(other);
            }
            let new = |c: char| new.get(&c).map_or(Some(c), |other| *other);
            Some(text.chars().filter_map(new).collect())
        },
    },
    F { name: "soundex", run: |a, _| Some(soundex(a.first()?)) },
    F {
        name: "difference",
        run: |a, _| {
            let (first, second) = (soundex(a.first()?), soundex(a.get(1)?));
            let same = first.chars().zip(second.chars()).filter(|(a, b)| a == b).count();
            Some(same.to_string())
        },
    },
    F {
        name: "to_int",
        run: |a, _| {
            let text = a.first()?.trim();
            let truncate = || decimal(text).map(|number| number as i64);
            Some(integer(text).or_else(truncate)?.to_string())
        },
    },
    F {
        name: "to_float",
        run: |a, _| {
            let text = a.first()?.trim();
            decimal(text)?;
            Some(text.to_owned())
        },
    },
    F { name: "gsql_is_not_empty_string", run: |a, _| Some((!a.first()?.is_empty()).to_string()) },
    F { name: "gsql_is_true", run: |a, _| Some(is_true(a.first()?).to_string()) },
    F {
        name: "gsql_is_false",
        run: |a, _| {
            let text = a.first()?;
            let is_false = text.eq_ignore_ascii_case("f") || text.eq_ignore_ascii_case("false");
            Some(is_false.to_string())
        },
    },
    F { name: "gsql_token_equal", run: |a, _| Some((a.first()? == a.get(1)?).to_string()) },
    F {
        name: "gsql_token_ignore_case_equal",
        run: |a, _| Some((a.first()?.to_lowercase() == a.get(1)?.to_lowercase()).to_string()),
    },
];

/// The maximum length of a text that a function creates.
pub(super) const MAX_LENGTH: usize = 1024 * 1024;

/// Replaces up to `count` matches; `None` if the result would be longer than a function creates.
pub(super) fn replace(text: &str, old: &str, new: &str, count: usize) -> Option<String> {
    if old.is_empty() {
        return Some(text.to_owned());
    }
    let added = new.len().saturating_sub(old.len());
    let matches = if added == 0 { 0 } else { text.matches(old).take(count).count() };
    let length = matches.checked_mul(added)?.checked_add(text.len())?;
    (added == 0 || length <= MAX_LENGTH.max(text.len())).then(|| text.replacen(old, new, count))
}

fn count(text: &str) -> Option<usize> {
    text.trim().parse().ok().filter(|count| *count <= MAX_LENGTH)
}

/// `substr(text, begin [, length])`. Positions are counted from 0, negative ones from the end.
fn substr(arguments: &[Cow<'_, str>]) -> Option<String> {
    let text = arguments.first()?;
    let begin: i64 = arguments.get(1)?.trim().parse().ok()?;
    let distance = usize::try_from(begin.unsigned_abs()).ok()?;
    let begin = if begin < 0 { text.chars().count().saturating_sub(distance) } else { distance };
    let rest = text.chars().skip(begin);
    match arguments.get(2) {
        Some(length) => Some(rest.take(count(length)?).collect()),
        None => Some(rest.collect()),
    }
}

/// `lpad(text, length [, padding])`. A longer text is truncated.
fn pad(arguments: &[Cow<'_, str>], left: bool) -> Option<String> {
    let (text, length) = (arguments.first()?, count(arguments.get(1)?)?);
    let padding = arguments.get(2).map_or(" ", |padding| padding);
    let missing = length.saturating_sub(text.chars().count());
    let padding: String = padding.chars().cycle().take(missing).collect();
    let truncated: String = text.chars().take(length).collect();
    Some(if left { padding + &truncated } else { truncated + &padding })
}

/// `instr(text, part [, begin [, occurrence]])`. Positions are counted from 0; -1 means not found.
fn instr(arguments: &[Cow<'_, str>]) -> Option<String> {
    let (text, part) = (arguments.first()?, arguments.get(1)?);
    let begin = arguments.get(2).map_or(Some(0), |begin| count(begin))?;
    let occurrence = arguments.get(3).map_or(Some(1), |occurrence| count(occurrence))?;
    let from = text.char_indices().nth(begin).map_or(text.len(), |(at, _)| at);
    if occurrence <= 1 {
        let found = find(&text[from..], part)?;
        let found: i64 = found.parse().ok()?;
        return Some(if found < 0 { found } else { found + begin as i64 }.to_string());
    }
    let position = text[from..].match_indices(&**part).nth(occurrence - 1);
    let position = position.map(|(at, _)| begin + text[from..from + at].chars().count());
    Some(position.map_or_else(|| "-1".to_owned(), |at| at.to_string()))
}

/// `insert(text, position [, length], new)`
fn insert(arguments: &[Cow<'_, str>]) -> Option<String> {
    let (text, position, length, new) = match arguments {
        [text, position, new] => (text, position, 0, new),
        [text, position, length, new] => (text, position, count(length)?, new),
        _ => return None,
    };
    let position = count(position)?;
    let before: String = text.chars().take(position).collect();
    let after: String = text.chars().skip(position.checked_add(length)?).collect();
    Some(format!("{before}{new}{after}"))
}

/// Returns the Soundex code: the first letter, and three digits for the following consonants.
fn soundex(text: &str) -> String {
    let digit = |letter: char| match letter {
        'B' | 'F' | 'P' | 'V' => Some('1'),
        'C' | 'G' | 'J' | 'K' | 'Q' | 'S' | 'X' | 'Z' => Some('2'),
        'D' | 'T' => Some('3'),
        'L' => Some('4'),
        'M' | 'N' => Some('5'),
        'R' => Some('6'),
        _ => None,
    };
    let mut letters =
        text.chars().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_uppercase());
    let Some(first) = letters.next() else { return String::new() };
    let mut code = first.to_string();
    let mut last = digit(first);
    for letter in letters {
        let sound = digit(letter);
        if let Some(sound) = sound
            && last != Some(sound)
        {
            code.push(sound);
        }
        // H and W do not separate equal sounds, vowels do.
        if !matches!(letter, 'H' | 'W') {
            last = sound;
        }
        if code.len() == 4 {
            break;
        }
    }
    format!("{code:0<4}")
}
