//! The outer object of an answer.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The members of an answer next to its results.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Envelope {
    /// `None` without the member: the answer then reports neither success nor failure.
    pub(super) error: Option<bool>,
    pub(super) message: String,
    pub(super) code: Option<String>,
    pub(super) results: Option<Results>,
}

/// The kind of `results`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Results {
    List,
    Other,
}

impl Envelope {
    /// Reads the envelope; `None` if the body is not a JSON object, or is cut off. Invalid
    /// characters of a message are replaced, so that an error is read with any text.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        serde_json::from_str(&String::from_utf8_lossy(&escape_controls(body))).ok()
    }
}

impl<'de> Deserialize<'de> for Envelope {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_map(EnvelopeVisitor)
    }
}

/// Written by hand, because answers are irregular: keys are repeated and in any order, and their
/// values have other types.
struct EnvelopeVisitor;

impl<'de> Visitor<'de> for EnvelopeVisitor {
    type Value = Envelope;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Envelope, A::Error> {
        let mut envelope = Envelope::default();
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match &*key {
                // Every text except "false" is an error.
                "error" => {
                    let flag: &RawValue = map.next_value()?;
                    envelope.error = match flag.get() {
                        "null" => None,
                        flag => Some(!matches!(flag, "false" | "\"false\"")),
                    };
                }
                "message" => envelope.message = text(map.next_value()?).unwrap_or_default(),
                "code" => {
                    envelope.code = text(map.next_value()?).filter(|code| !code.is_empty());
                }
                "results" => {
                    let results: &RawValue = map.next_value()?;
                    let is_list = results.get().starts_with('[');
                    envelope.results = Some(if is_list { Results::List } else { Results::Other });
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(envelope)
    }
}

/// Returns a string, or a number as text; `None` for other values.
fn text(value: &RawValue) -> Option<String> {
    let json = value.get();
    match json.as_bytes().first() {
        Some(b'"') => serde_json::from_str(json)
            .or_else(|_| serde_json::from_str(&replace_surrogates(json)))
            .ok(),
        Some(b'-' | b'0'..=b'9') => Some(json.to_owned()),
        _ => None,
    }
}

/// Replaces each escaped surrogate that is not in a pair: it is valid JSON, but not a character.
fn replace_surrogates(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        let unit = |text: &str, range: std::ops::RangeInclusive<u16>| {
            let digits = text.strip_prefix("\\u")?.get(..4)?;
            u16::from_str_radix(digits, 16).ok().filter(|unit| range.contains(unit))
        };
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let is_high = unit(escape, 0xd800..=0xdbff).is_some();
        let is_pair =
            is_high && escape.get(6..).is_some_and(|low| unit(low, 0xdc00..=0xdfff).is_some());
        let (replaced, length) = match escape {
            _ if is_pair => (&escape[..12], 12),
            _ if unit(escape, 0xd800..=0xdfff).is_some() => ("\\ufffd", 6),
            // The character after a backslash does not begin another escape.
            _ => {
                let length = 1 + escape[1..].chars().next().map_or(0, char::len_utf8);
                (&escape[..length], length)
            }
        };
        out.push_str(replaced);
        rest = &escape[length..];
    }
    out.push_str(rest);
    out
}

/// Escapes raw control characters in strings. TigerGraph sends some, and JSON does not allow them.
pub(super) fn escape_controls(json: &[u8]) -> Cow<'_, [u8]> {
    if !json.iter().any(|byte| *byte < b' ') {
        return Cow::Borrowed(json);
    }
    let mut out = Vec::with_capacity(json.len() + 64);
    let (mut inside, mut escaped) = (false, false);
    for &byte in json {
        if inside && byte < b' ' {
            out.extend_from_slice(format!("\\u{byte:04x}").as_bytes());
        } else {
            out.push(byte);
        }
        inside ^= byte == b'"' && !escaped;
        escaped = inside && byte == b'\\' && !escaped;
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_white_space_are_free() {
        let body = b"{ \"results\" : [ {\"m\":\"}]\\\"\"} ] ,\n\"code\":601, \
                     \"message\":\"a\nb\\u00e9\" , \"error\" : \"true\" }";
        let envelope = Envelope::read(body).unwrap();
        assert_eq!((envelope.error, envelope.results), (Some(true), Some(Results::List)));
        assert_eq!(envelope.message, "a\nb\u{e9}");
        assert_eq!(envelope.code.as_deref(), Some("601"));
    }

    #[test]
    fn the_flag_may_be_text() {
        let flag =
            |value| Envelope::read(format!("{{\"error\":{value}}}").as_bytes()).unwrap().error;
        for text in ["\"false\"", "false"] {
            assert_eq!(flag(text), Some(false), "{text}");
        }
        for text in ["true", "\"true\"", "\"yes\"", "0", "{}"] {
            assert_eq!(flag(text), Some(true), "{text}");
        }
        assert_eq!(flag("null"), None);
        assert_eq!(Envelope::read(b"{}").unwrap().error, None);
    }

    #[test]
    fn an_error_is_read_with_any_text() {
        for (message, expected) in [
            (&b"box \\ud83d"[..], "box \u{fffd}"),
            (b"\\ude00 \\ud83d\\ude00", "\u{fffd} \u{1f600}"),
            (b"\\\\ud83d \\ud83d\\n", "\\ud83d \u{fffd}\n"),
            (b"\\ud83d\\ud83d\\ude00", "\u{fffd}\u{1f600}"),
            (b"user J\xf8rgen", "user J\u{fffd}rgen"),
        ] {
            let body = [b"{\"error\":true,\"code\":\"c\",\"message\":\"", message, b"\"}"].concat();
            let envelope = Envelope::read(&body).unwrap();
            assert_eq!(envelope.error, Some(true));
            assert_eq!(
                (envelope.message.as_str(), envelope.code.as_deref()),
                (expected, Some("c"))
            );
        }
    }

    #[test]
    fn a_cut_off_body_is_not_an_envelope() {
        let whole = r#"{"results":[{"a":"b\"c"}],"error":true,"message":"m"}"#;
        for end in 0..whole.len() {
            assert_eq!(Envelope::read(&whole.as_bytes()[..end]), None, "{}", &whole[..end]);
        }
        assert!(Envelope::read(whole.as_bytes()).is_some());
        for other in ["", "[]", "<html>", "GSQL version: 4.2", "null", "{]"] {
            assert_eq!(Envelope::read(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn raw_control_characters_are_escaped_only_inside_strings() {
        let json = b"{\n\"a\": \"x\ny\\\"\t\"}\n";
        assert_eq!(&*escape_controls(json), b"{\n\"a\": \"x\\u000ay\\\"\\u0009\"}\n");
    }
}
