//! Functions of texts. Positions are counted from 0.

use super::{Entry, random, text_of};
use crate::eval::operator::check_text_length;
use crate::eval::value::id_of;
use crate::eval::{Failure, Value};
use crate::store::datetime;

pub(super) const FUNCTIONS: &[Entry] = &[
    ("length", 1, 1, |_, arguments| {
        let [Value::Text(text)] = arguments else { return None };
        Some(Ok(Value::Int(text.chars().count() as i64)))
    }),
    ("lower", 1, 1, |_, arguments| {
        let [Value::Text(text)] = arguments else { return None };
        text_of(text.to_lowercase())
    }),
    ("upper", 1, 1, |_, arguments| {
        let [Value::Text(text)] = arguments else { return None };
        text_of(text.to_uppercase())
    }),
    ("reverse", 1, 1, |_, arguments| {
        let [Value::Text(text)] = arguments else { return None };
        text_of(text.chars().rev().collect::<String>())
    }),
    ("trim", 1, 1, |_, arguments| {
        let [Value::Text(text)] = arguments else { return None };
        text_of(text.trim())
    }),
    ("ltrim", 1, 2, |_, arguments| match arguments {
        [Value::Text(text)] => text_of(text.trim_start()),
        [Value::Text(text), Value::Text(set)] => {
            text_of(text.trim_start_matches(|it| set.contains(it)))
        }
        _ => None,
    }),
    ("rtrim", 1, 2, |_, arguments| match arguments {
        [Value::Text(text)] => text_of(text.trim_end()),
        [Value::Text(text), Value::Text(set)] => {
            text_of(text.trim_end_matches(|it| set.contains(it)))
        }
        _ => None,
    }),
    ("left", 2, 2, |_, arguments| {
        let [Value::Text(text), Value::Int(length)] = arguments else { return None };
        text_of(text.chars().take(usize::try_from(*length).unwrap_or(0)).collect::<String>())
    }),
    ("right", 2, 2, |_, arguments| {
        let [Value::Text(text), Value::Int(length)] = arguments else { return None };
        let skipped = text.chars().count().saturating_sub(usize::try_from(*length).unwrap_or(0));
        text_of(text.chars().skip(skipped).collect::<String>())
    }),
    ("substr", 2, 3, |_, arguments| match arguments {
        [Value::Text(text), Value::Int(start)] => {
            text_of(text.chars().skip(start_of(text, *start)?).collect::<String>())
        }
        [Value::Text(text), Value::Int(start), Value::Int(length)] => {
            let characters = text.chars().skip(start_of(text, *start)?);
            text_of(characters.take(usize::try_from(*length).unwrap_or(0)).collect::<String>())
        }
        _ => None,
    }),
    ("instr", 2, 4, |_, arguments| {
        let [Value::Text(text), Value::Text(part), rest @ ..] = arguments else { return None };
        let number = |at: usize, default: i128| match rest.get(at) {
            Some(value) => usize::try_from(value.as_integer()?).ok(),
            None => usize::try_from(default).ok(),
        };
        Some(Ok(Value::Int(find(text, part, number(0, 0)?, number(1, 1)?))))
    }),
    ("find_in_set", 2, 2, |_, arguments| {
        let [Value::Text(text), Value::Text(list)] = arguments else { return None };
        let at = list.split(',').position(|item| *item == **text);
        Some(Ok(Value::Int(at.map_or(-1, |at| at as i64))))
    }),
    ("ascii", 1, 1, |_, arguments| {
        let [Value::Text(text)] = arguments else { return None };
        Some(Ok(Value::Int(text.chars().next().map_or(0, |first| i64::from(u32::from(first))))))
    }),
    ("chr", 1, 1, |_, arguments| {
        let code = u32::try_from(arguments[0].as_integer()?).ok()?;
        text_of(char::from_u32(code)?)
    }),
    ("translate", 3, 3, |_, arguments| {
        let [Value::Text(text), Value::Text(from), Value::Text(to)] = arguments else {
            return None;
        };
        let translated = text.chars().filter_map(|it| match from.chars().position(|f| f == it) {
            Some(at) => to.chars().nth(at),
            None => Some(it),
        });
        text_of(translated.collect::<String>())
    }),
    ("soundex", 1, 1, |_, arguments| {
        let [Value::Text(text)] = arguments else { return None };
        text_of(soundex(text))
    }),
    ("difference", 2, 2, |_, arguments| {
        let [Value::Text(a), Value::Text(b)] = arguments else { return None };
        let same = soundex(a).chars().zip(soundex(b).chars()).filter(|(a, b)| a == b).count();
        Some(Ok(Value::Int(same as i64)))
    }),
    ("gsql_uuid_v4", 0, 0, |cx, _| {
        let (a, b) = (random(cx), random(cx));
        let (version, variant) = (a & 0xFFF | 0x4000, b >> 48 & 0x3FFF | 0x8000);
        let (first, second, last) = (a >> 32, a >> 16 & 0xFFFF, b & 0xFFFF_FFFF_FFFF);
        text_of(format!("{first:08x}-{second:04x}-{version:04x}-{variant:04x}-{last:012x}"))
    }),
    ("to_string", 1, 1, |cx, arguments| match &arguments[0] {
        Value::Vertex(at) => text_of(id_of(cx.graphs, *at)),
        Value::Text(text) => Some(Ok(Value::Text(text.clone()))),
        Value::Int(value) => text_of(value.to_string()),
        Value::Uint(value) => text_of(value.to_string()),
        Value::Float(value) => text_of(format_short(f64::from(*value))),
        Value::Double(value) => text_of(format_short(*value)),
        Value::Bool(value) => text_of(value.to_string()),
        Value::DateTime(value) => text_of(datetime::format(*value)),
        _ => None,
    }),
    ("str_to_int", 1, 1, |_, arguments| {
        let [Value::Text(text)] = arguments else { return None };
        let parsed = text.trim().parse().map(Value::Int);
        Some(parsed.map_err(|_| Failure::runtime(format!("'{text}' is not a valid INT."))))
    }),
    ("insert", 3, 4, |_, arguments| {
        let (Value::Text(text), Value::Int(at)) = (&arguments[0], &arguments[1]) else {
            return None;
        };
        let (removed, new) = match &arguments[2..] {
            [Value::Text(new)] => (0, new),
            [Value::Int(count), Value::Text(new)] => (usize::try_from(*count).unwrap_or(0), new),
            _ => return None,
        };
        // At a position outside of the text, nothing is inserted.
        let Some(at) = usize::try_from(*at).ok().filter(|at| *at <= text.chars().count()) else {
            return Some(Ok(Value::Text(text.clone())));
        };
        if let Err(failure) = check_text_length(text.len() + new.len()) {
            return Some(Err(failure));
        }
        let before: String = text.chars().take(at).collect();
        let after: String = text.chars().skip(at.saturating_add(removed)).collect();
        text_of(format!("{before}{new}{after}"))
    }),
];

/// Returns the start of `substr`. A negative position is counted from the end.
fn start_of(text: &str, start: i64) -> Option<usize> {
    match usize::try_from(start) {
        Ok(start) => Some(start),
        Err(_) => {
            let from_end = usize::try_from(start.unsigned_abs()).ok()?;
            Some(text.chars().count().saturating_sub(from_end))
        }
    }
}

/// Returns the position of an occurrence of a part, or -1.
fn find(text: &str, part: &str, start: usize, occurrence: usize) -> i64 {
    let from = text.char_indices().nth(start).map_or(text.len(), |(at, _)| at);
    let found = text[from..].match_indices(part).nth(occurrence.saturating_sub(1));
    found.map_or(-1, |(at, _)| text[..from + at].chars().count() as i64)
}

/// Formats a real number with six significant digits, as `%g` of C does.
fn format_short(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return format!("{value}");
    }
    let written = format!("{value:.5e}");
    let (digits, exponent) = written.split_once('e').unwrap_or((&written, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let trim = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    };
    if (-4..6).contains(&exponent) {
        let decimals = usize::try_from(5 - exponent).unwrap_or(0);
        trim(&format!("{value:.decimals$}"))
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{}e{sign}{:02}", trim(digits), exponent.abs())
    }
}

/// Returns the code of the sound of a word: a letter and three digits.
fn soundex(text: &str) -> String {
    let code = |letter: char| match letter.to_ascii_uppercase() {
        'B' | 'F' | 'P' | 'V' => '1',
        'C' | 'G' | 'J' | 'K' | 'Q' | 'S' | 'X' | 'Z' => '2',
        'D' | 'T' => '3',
        'L' => '4',
        'M' | 'N' => '5',
        'R' => '6',
        _ => '0',
    };
    let mut letters = text.chars().filter(char::is_ascii_alphabetic);
    let Some(first) = letters.next() else { return String::new() };
    let mut result = String::from(first.to_ascii_uppercase());
    let mut last = code(first);
    for letter in letters {
        let digit = code(letter);
        if digit != '0' && digit != last && result.len() < 4 {
            result.push(digit);
        }
        // H and W do not separate letters with the same code.
        if !matches!(letter.to_ascii_uppercase(), 'H' | 'W') {
            last = digit;
        }
    }
    format!("{result:0<4}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn to_string_formats_real_numbers_as_printf_does() {
        for (value, text) in [
            (0.1, "0.1"),
            (3.0, "3"),
            (1.0 / 3.0, "0.333333"),
            (1_234_567.0, "1.23457e+06"),
            (0.000_01, "1e-05"),
            (123_456.0, "123456"),
            (-2.5, "-2.5"),
        ] {
            assert_eq!(format_short(value), text);
        }
    }

    #[test]
    fn words_that_sound_alike_have_the_same_code() {
        for (word, code) in [("Robert", "R163"), ("Rupert", "R163"), ("Ashcraft", "A261"), ("", "")]
        {
            assert_eq!(soundex(word), code);
        }
    }
}
