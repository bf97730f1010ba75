//! The outer object of an answer.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The members of an answer next to its results.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Envelope {
    pub(super) error: bool,
    pub(super) message: String,
    pub(super) code: Option<String>,
    pub(super) has_results: bool,
}

impl Envelope {
    /// Reads the envelope; `None` if the body is not a JSON object, or is cut off.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        serde_json::from_slice(&escape_controls(body)).ok()
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
                    envelope.error = !matches!(flag.get(), "false" | "\"false\"" | "null");
                }
                "message" => envelope.message = text(map.next_value()?)?.unwrap_or_default(),
                "code" => {
                    envelope.code = text(map.next_value()?)?.filter(|code| !code.is_empty());
                }
                key => {
                    envelope.has_results |= key == "results";
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(envelope)
    }
}

/// Returns a string, or a number as text; `None` for other values.
fn text<E: serde::de::Error>(value: &RawValue) -> Result<Option<String>, E> {
    match value.get().as_bytes().first() {
        Some(b'"') => serde_json::from_str(value.get()).map(Some).map_err(E::custom),
        Some(b'-' | b'0'..=b'9') => Ok(Some(value.get().to_owned())),
        _ => Ok(None),
    }
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
        assert!(envelope.error && envelope.has_results);
        assert_eq!(envelope.message, "a\nb\u{e9}");
        assert_eq!(envelope.code.as_deref(), Some("601"));
    }

    #[test]
    fn the_flag_may_be_text() {
        let flag =
            |value| Envelope::read(format!("{{\"error\":{value}}}").as_bytes()).unwrap().error;
        assert!(!flag("\"false\"") && !flag("false"));
        assert!(flag("true") && flag("\"true\"") && flag("\"yes\""));
        assert!(!Envelope::read(b"{}").unwrap().error);
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
