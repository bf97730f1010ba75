//! Functions of times.

use std::ops::Range;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{Entry, text_of};
use crate::eval::{Failure, Value};
use crate::store::datetime;

/// Returns the present time.
pub(super) fn since_epoch() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

pub(super) const FUNCTIONS: &[Entry] = &[
    ("now", 0, 0, |_, _| Some(Ok(Value::DateTime(since_epoch().as_secs() as i64)))),
    ("to_datetime", 1, 1, |_, arguments| {
        let [Value::Text(text)] = arguments else { return None };
        let parsed = datetime::parse_timestamp(text).map(Value::DateTime);
        Some(parsed.ok_or_else(|| Failure::runtime(format!("'{text}' is not a valid DATETIME."))))
    }),
    ("epoch_to_datetime", 1, 1, |_, arguments| {
        let seconds = i64::try_from(arguments[0].as_integer()?).ok()?;
        Some(match datetime::is_in_range(seconds) {
            true => Ok(Value::DateTime(seconds)),
            false => Err(Failure::runtime("a DATETIME is out of range.")),
        })
    }),
    ("datetime_to_epoch", 1, 1, |_, arguments| {
        let [Value::DateTime(at)] = arguments else { return None };
        Some(Ok(Value::Int(*at)))
    }),
    ("datetime_diff", 2, 2, |_, arguments| {
        let [Value::DateTime(a), Value::DateTime(b)] = arguments else { return None };
        Some(Ok(Value::Int(a - b)))
    }),
    ("datetime_format", 1, 2, |_, arguments| {
        let (at, format) = match arguments {
            [Value::DateTime(at)] => (*at, "%Y-%m-%d %H:%M:%S"),
            [Value::DateTime(at), Value::Text(format)] => (*at, &**format),
            _ => return None,
        };
        text_of(formatted(at, format))
    }),
    ("year", 1, 1, |_, arguments| part(arguments, 0..4)),
    ("month", 1, 1, |_, arguments| part(arguments, 5..7)),
    ("day", 1, 1, |_, arguments| part(arguments, 8..10)),
    ("hour", 1, 1, |_, arguments| part(arguments, 11..13)),
    ("minute", 1, 1, |_, arguments| part(arguments, 14..16)),
    ("second", 1, 1, |_, arguments| part(arguments, 17..19)),
];

fn part(arguments: &[Value], range: Range<usize>) -> Option<Result<Value, Failure>> {
    let [Value::DateTime(at)] = arguments else { return None };
    let text = datetime::format(*at);
    Some(Ok(Value::Int(text.get(range)?.parse().ok()?)))
}

fn formatted(at: i64, format: &str) -> String {
    let text = datetime::format(at);
    let part = |range: Range<usize>| text.get(range).unwrap_or_default();
    let mut result = String::new();
    let mut characters = format.chars();
    while let Some(character) = characters.next() {
        match (character, if character == '%' { characters.next() } else { None }) {
            ('%', Some('Y')) => result.push_str(part(0..4)),
            ('%', Some('m')) => result.push_str(part(5..7)),
            ('%', Some('d')) => result.push_str(part(8..10)),
            ('%', Some('H')) => result.push_str(part(11..13)),
            ('%', Some('M')) => result.push_str(part(14..16)),
            ('%', Some('S')) => result.push_str(part(17..19)),
            (character, next) => {
                result.push(character);
                result.extend(next);
            }
        }
    }
    result
}
