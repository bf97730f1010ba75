//! The value of an attribute that was never written.

use super::{AttributeType, Decoder};

impl AttributeType {
    /// Returns the JSON, as an upsert has it, of the value that a server gives an attribute of this
    /// type without a `DEFAULT`; empty for types whose value has parts.
    pub(crate) const fn unset(self) -> &'static str {
        match self {
            Self::Int | Self::Uint | Self::Float | Self::Double => "0",
            Self::Bool => "false",
            Self::String => "\"\"",
            Self::DateTime => "\"1970-01-01 00:00:00\"",
            Self::List(_) | Self::Set(_) => "[]",
            Self::Map(..) => EMPTY_MAP,
            Self::FixedBinary(_) | Self::Tuple(_) | Self::Vector(_) => "",
        }
    }
}

const EMPTY_MAP: &str = "{\"keylist\":[],\"valuelist\":[]}";

/// Returns `true` if the JSON value of an answer is equal to the one of an upsert. Collections are
/// equal only if both are empty.
pub(super) fn is_equal(answer: &str, upsert: &str) -> bool {
    if answer == upsert {
        return true;
    }
    match upsert.as_bytes() {
        [b'"', ..] => {
            text(answer).is_some_and(|text_of_answer| Some(text_of_answer) == text(upsert))
        }
        [b'[' | b'{', ..] => {
            let brackets = if upsert == EMPTY_MAP { ["{", "}"] } else { ["[", "]"] };
            let inner =
                answer.strip_prefix(brackets[0]).and_then(|it| it.strip_suffix(brackets[1]));
            inner.is_some_and(|inner| inner.trim().is_empty())
        }
        [b'-' | b'0'..=b'9', ..] => {
            let number = |text: &str| text.parse::<f64>().ok();
            // An INT that an `f64` rounds is only equal to the same digits.
            let is_exact =
                |number: f64| number.abs() < 9_007_199_254_740_992.0 || number.fract() != 0.0;
            number(answer).is_some_and(|it| is_exact(it) && Some(it) == number(upsert))
        }
        _ => false,
    }
}

fn text(json: &str) -> Option<String> {
    Decoder::new(json).text().ok().map(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_value_are_equal() {
        for (answer, upsert) in [
            ("0", "0"),
            ("0.0", "0"),
            ("-0", "0"),
            ("1e0", "1.0"),
            ("\"\"", "\"\""),
            ("\"\\u00fc\"", "\"\u{fc}\""),
            ("[ ]", "[]"),
            ("{}", EMPTY_MAP),
            ("false", "false"),
            ("18446744073709551615", "18446744073709551615"),
        ] {
            assert!(is_equal(answer, upsert), "{answer} {upsert}");
        }
        for (answer, upsert) in [
            ("1", "0"),
            ("\"0\"", "0"),
            ("\" \"", "\"\""),
            ("[0]", "[]"),
            ("{\"a\":1}", EMPTY_MAP),
            ("true", "false"),
            ("18446744073709551614", "18446744073709551615"),
            ("null", "0"),
        ] {
            assert!(!is_equal(answer, upsert), "{answer} {upsert}");
        }
    }
}
