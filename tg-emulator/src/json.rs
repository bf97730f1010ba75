//! Writes JSON in the server's form: for RESTPP directly into bytes, for the shell as text.

use std::fmt::LowerExp;
use std::io;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{Formatter, PrettyFormatter};
use serde_json::value::RawValue;

/// The error of an answer that exceeds the limit.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooLong {
    /// The size in bytes that it would have.
    pub(crate) size: usize,
}

/// Serializes a value; beyond `limit` bytes it only counts them.
pub(crate) fn write(value: &impl Serialize, limit: usize) -> Result<Vec<u8>, TooLong> {
    let mut sink = Sink { bytes: Vec::new(), size: 0, limit };
    // Writing into memory cannot fail, and our own types have string keys only.
    let _ = value.serialize(&mut Serializer::with_formatter(&mut sink, Style(Compact)));
    if sink.size > limit { Err(TooLong { size: sink.size }) } else { Ok(sink.bytes) }
}

/// Returns a value as text in several lines.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    let style = Style(PrettyFormatter::new());
    // As above, this cannot fail.
    let _ = value.serialize(&mut Serializer::with_formatter(&mut bytes, style));
    String::from_utf8(bytes).unwrap_or_default()
}

/// Returns a value as a part of a larger one, in one line.
///
/// # Errors
///
/// If the value is not valid JSON, which the emulator's own types always are.
pub(crate) fn raw(value: &impl Serialize) -> serde_json::Result<Box<RawValue>> {
    RawValue::from_string(text(value))
}

/// Returns a value as text in one line.
pub(crate) fn text(value: &impl Serialize) -> String {
    String::from_utf8(write(value, usize::MAX).unwrap_or_default()).unwrap_or_default()
}

struct Sink {
    bytes: Vec<u8>,
    size: usize,
    limit: usize,
}

impl io::Write for Sink {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.size += buf.len();
        if self.size <= self.limit {
            self.bytes.extend_from_slice(buf);
        }
        Ok(buf.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// FLOAT and DOUBLE as servers print them: whole numbers without a decimal point, and exponents
/// with at least two digits. Everything else is written by another formatter.
struct Style<F>(F);

/// Without blanks and line ends.
struct Compact;

impl Formatter for Compact {}

impl<F: Formatter> Formatter for Style<F> {
    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        if value != 0.0 && value.abs() < 1e-4 {
            return write_small(writer, value);
        }
        write_number(writer, zmij::Buffer::new().format_finite(value))
    }

    fn write_f32<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f32) -> io::Result<()> {
        if value != 0.0 && value.abs() < 1e-4 {
            return write_small(writer, value);
        }
        write_number(writer, zmij::Buffer::new().format_finite(value))
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

/// Writes `1e-05` for `0.00001`: from there downwards, `%g` of C has an exponent.
fn write_small<W: ?Sized + io::Write>(writer: &mut W, value: impl LowerExp) -> io::Result<()> {
    write_number(writer, &format!("{value:e}"))
}

/// Writes `1e-08` for `1e-8`.
fn write_number<W: ?Sized + io::Write>(writer: &mut W, text: &str) -> io::Result<()> {
    let Some((mantissa, exponent)) = text.split_once('e') else {
        return writer.write_all(whole_without_point(text).as_bytes());
    };
    // The sign is always written.
    let (sign, digits) = exponent.split_at(1);
    write!(writer, "{mantissa}e{sign}{digits:0>2}")
}

/// Writes `3` for `3.0`; `-0.0` keeps its point, since it would read back as the whole number 0.
fn whole_without_point(text: &str) -> &str {
    match text {
        "-0.0" => text,
        _ => text.strip_suffix(".0").unwrap_or(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back_as_they_were() {
        let text = |value: f64| String::from_utf8(write(&value, 100).unwrap()).unwrap();
        assert_eq!(text(3.0), "3");
        assert_eq!(text(36.5), "36.5");
        assert_eq!(text(-0.0), "-0.0");
        assert_eq!(text(1e-8), "1e-08");
        assert_eq!(text(0.0001), "0.0001");
        assert_eq!(text(0.000_01), "1e-05");
        assert_eq!(text(-0.000_012_345), "-1.2345e-05");
        assert_eq!(text(0.0), "0");
        assert_eq!(text(-1.5e20), "-1.5e+20");
        assert_eq!(text(1e300), "1e+300");
        for value in [0.1, 1e300, 5e-324, f64::MAX, -1.0 / 3.0, 1e15, 123_456_789_012_345_680.0] {
            assert_eq!(text(value).parse(), Ok(value));
        }
        assert_eq!(write(&0.1_f32, 100).unwrap(), b"0.1");
    }

    #[test]
    fn a_text_for_the_shell_has_the_same_numbers() {
        let value = serde_json::json!({"a": [1000.0, 1e-8, "x"], "b": {}});
        let printed = pretty(&value);
        assert_eq!(
            printed,
            "{\n  \"a\": [\n    1000,\n    1e-08,\n    \"x\"\n  ],\n  \"b\": {}\n}"
        );
        assert_eq!(raw(&value).unwrap().get(), r#"{"a":[1000,1e-08,"x"],"b":{}}"#);
        assert_eq!(pretty(&vec![raw(&2.0).unwrap()]), "[\n  2\n]");
    }

    #[test]
    fn what_is_too_long_is_measured_whole() {
        assert_eq!(write(&"abcdef", 4), Err(TooLong { size: 8 }));
        assert_eq!(write(&"abcdef", 8), Ok(b"\"abcdef\"".to_vec()));
    }
}
