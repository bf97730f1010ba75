//! Writes JSON in the server's form, directly into bytes.

use std::io;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

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
    let _ = value.serialize(&mut Serializer::with_formatter(&mut sink, Style));
    if sink.size > limit { Err(TooLong { size: sink.size }) } else { Ok(sink.bytes) }
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

/// Compact, with FLOAT and DOUBLE as RESTPP prints them: whole numbers without a decimal point, and
/// exponents with at least two digits.
struct Style;

impl Formatter for Style {
    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        write_number(writer, zmij::Buffer::new().format_finite(value))
    }

    fn write_f32<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f32) -> io::Result<()> {
        write_number(writer, zmij::Buffer::new().format_finite(value))
    }
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
        assert_eq!(text(-1.5e20), "-1.5e+20");
        assert_eq!(text(1e300), "1e+300");
        for value in [0.1, 1e300, 5e-324, f64::MAX, -1.0 / 3.0, 1e15, 123_456_789_012_345_680.0] {
            assert_eq!(text(value).parse(), Ok(value));
        }
        assert_eq!(write(&0.1_f32, 100).unwrap(), b"0.1");
    }

    #[test]
    fn what_is_too_long_is_measured_whole() {
        assert_eq!(write(&"abcdef", 4), Err(TooLong { size: 8 }));
        assert_eq!(write(&"abcdef", 8), Ok(b"\"abcdef\"".to_vec()));
    }
}
