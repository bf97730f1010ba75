//! serde's traits for the types of attributes, in the text form of the server.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

use super::{DateTime, FixedBinary, SetOf, Vector};

/// As `YYYY-MM-DD HH:MM:SS`.
impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// From a text that `DateTime` parses, or from the seconds since 1970.
impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Moment;

        impl Visitor<'_> for Moment {
            type Value = DateTime;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a DATETIME such as \"2026-01-31 08:00:00\", or seconds since 1970")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<DateTime, E> {
                text.parse().map_err(E::custom)
            }

            fn visit_i64<E: Error>(self, seconds: i64) -> Result<DateTime, E> {
                DateTime::from_unix(seconds).map_err(E::custom)
            }

            fn visit_u64<E: Error>(self, seconds: u64) -> Result<DateTime, E> {
                self.visit_i64(i64::try_from(seconds).map_err(E::custom)?)
            }
        }

        deserializer.deserialize_any(Moment)
    }
}

/// As text. Bytes that are not UTF-8 are an error.
impl<const N: usize> Serialize for FixedBinary<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = std::str::from_utf8(&self.0);
        serializer.serialize_str(text.map_err(serde::ser::Error::custom)?)
    }
}

impl<'de, const N: usize> Deserialize<'de> for FixedBinary<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = text.as_bytes().try_into().map(Self);
        bytes.map_err(|_| D::Error::invalid_length(text.len(), &&*format!("{N} bytes")))
    }
}

/// As an array of numbers.
impl<const N: usize> Serialize for Vector<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de, const N: usize> Deserialize<'de> for Vector<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wrong = |values: Vec<f32>| {
            D::Error::invalid_length(values.len(), &&*format!("a vector of {N} dimensions"))
        };
        Self::try_from(Vec::<f32>::deserialize(deserializer)?).map_err(wrong)
    }
}

/// As an array.
impl<T: Serialize> Serialize for SetOf<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for SetOf<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip<T>(value: &T, json: &str)
    where
        T: Serialize + for<'de> Deserialize<'de> + PartialEq + fmt::Debug,
    {
        assert_eq!(serde_json::to_string(value).unwrap(), json);
        assert_eq!(serde_json::from_str::<T>(json).unwrap(), *value);
    }

    #[test]
    fn values_have_the_text_form_of_the_server() {
        let moment: DateTime = "2026-11-28 15:30:00".parse().unwrap();
        round_trip(&moment, "\"2026-11-28 15:30:00\"");
        assert_eq!(serde_json::from_str::<DateTime>("1795879800").unwrap(), moment);
        round_trip(&FixedBinary(*b"ab c"), "\"ab c\"");
        round_trip(&Vector::from([0.5, -1.0]), "[0.5,-1.0]");
        round_trip(&SetOf(vec![1, 2]), "[1,2]");
    }

    #[test]
    fn other_values_are_errors() {
        let error = serde_json::from_str::<DateTime>("\"2026-02-30\"").unwrap_err();
        assert!(error.to_string().contains("February 2026 has 28 days"), "{error}");
        assert!(serde_json::from_str::<DateTime>("true").is_err());
        let error = serde_json::from_str::<FixedBinary<4>>("\"abc\"").unwrap_err();
        assert!(error.to_string().contains("invalid length 3, expected 4 bytes"), "{error}");
        assert!(serde_json::to_string(&FixedBinary([0xff])).is_err());
        let error = serde_json::from_str::<Vector<3>>("[1]").unwrap_err();
        assert!(error.to_string().contains("a vector of 3 dimensions"), "{error}");
    }
}
