//! Reading DATETIME text.

use std::fmt;
use std::str::FromStr;

use super::DateTime;
use super::calendar::Civil;

/// A text or number that is not a moment of a DATETIME.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidDateTime {
    input: Box<str>,
    problem: Box<str>,
}

impl InvalidDateTime {
    pub(super) fn new(input: impl Into<Box<str>>, problem: impl Into<Box<str>>) -> Self {
        Self { input: input.into(), problem: problem.into() }
    }

    pub(super) fn out_of_range(input: impl Into<Box<str>>) -> Self {
        Self::new(input, "a DATETIME lies between 1582-10-15 00:00:00 and 9999-12-31 23:59:59 UTC")
    }
}

impl fmt::Display for InvalidDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a date and time: {}", self.input, self.problem)
    }
}

impl std::error::Error for InvalidDateTime {}

/// Reads what the server reads: `2024-02-29 12:30:00`, `2024/02/29 12:30:00`,
/// `2024-02-29T12:30:00.000Z`, `2024-02-29`, `2024/02/29`, or whole seconds since 1970.
///
/// Leading zeros may be left out. A server drops a fraction of a second, so one that is not zero is
/// refused; and the moment is UTC: another offset than `Z` is refused.
impl FromStr for DateTime {
    type Err = InvalidDateTime;

    fn from_str(text: &str) -> Result<Self, InvalidDateTime> {
        if let Some(civil) = fixed_form(text.as_bytes()) {
            return moment(text, civil);
        }
        if let Ok(seconds) = text.parse::<i64>() {
            return Self::from_unix(seconds);
        }
        let mut cursor = Cursor { rest: text.as_bytes(), has_fraction: false };
        let civil = cursor.civil().ok_or_else(|| {
            InvalidDateTime::new(
                text,
                "write `YYYY-MM-DD HH:MM:SS`, `YYYY-MM-DDTHH:MM:SSZ`, `YYYY-MM-DD`, or seconds since 1970",
            )
        })?;
        if cursor.has_fraction {
            let problem = "a DATETIME has whole seconds: remove or round the fraction of a second";
            return Err(InvalidDateTime::new(text, problem));
        }
        moment(text, civil)
    }
}

fn moment(text: &str, civil: Civil) -> Result<DateTime, InvalidDateTime> {
    let seconds = civil.unix().map_err(|problem| InvalidDateTime::new(text, problem))?;
    DateTime::from_unix(seconds).map_err(|_| InvalidDateTime::out_of_range(text))
}

/// `YYYY-MM-DD HH:MM:SS`, the only form that the server prints.
fn fixed_form(text: &[u8]) -> Option<Civil> {
    let text: &[u8; 19] = text.try_into().ok()?;
    if [text[4], text[7], text[10], text[13], text[16]] != *b"-- ::" {
        return None;
    }
    let two = |at: usize| {
        let (tens, ones) = (text[at].wrapping_sub(b'0'), text[at + 1].wrapping_sub(b'0'));
        (tens <= 9 && ones <= 9).then(|| tens * 10 + ones)
    };
    Some(Civil {
        year: u16::from(two(0)?) * 100 + u16::from(two(2)?),
        month: two(5)?,
        day: two(8)?,
        hour: two(11)?,
        minute: two(14)?,
        second: two(17)?,
    })
}

struct Cursor<'a> {
    rest: &'a [u8],
    /// The second has a fraction that is not zero.
    has_fraction: bool,
}

impl Cursor<'_> {
    fn civil(&mut self) -> Option<Civil> {
        let year = self.digits(4, 4)?;
        let separator = if self.take(b'-') {
            b'-'
        } else if self.take(b'/') {
            b'/'
        } else {
            return None;
        };
        let month = self.digits(1, 2)? as u8;
        if !self.take(separator) {
            return None;
        }
        let day = self.digits(1, 2)? as u8;
        let mut civil = Civil { year, month, day, hour: 0, minute: 0, second: 0 };
        if self.rest.is_empty() {
            return Some(civil);
        }

        let zoned = separator == b'-' && self.take(b'T');
        if !zoned && !self.take(b' ') {
            return None;
        }
        civil.hour = self.digits(1, 2)? as u8;
        if !self.take(b':') {
            return None;
        }
        civil.minute = self.digits(1, 2)? as u8;
        if !self.take(b':') {
            return None;
        }
        civil.second = self.digits(1, 2)? as u8;
        if self.take(b'.') {
            let fraction = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let (fraction, rest) = self.rest.split_at(fraction);
            self.has_fraction = fraction.iter().any(|digit| *digit != b'0');
            self.rest = rest;
        }
        if zoned && !self.take(b'Z') {
            self.take(b'z');
        }
        self.rest.is_empty().then_some(civil)
    }

    /// A number of this many digits.
    fn digits(&mut self, least: usize, most: usize) -> Option<u16> {
        let count = self.rest.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.rest.split_at(count);
        self.rest = rest;
        (count >= least)
            .then(|| digits.iter().fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0')))
    }

    fn take(&mut self, byte: u8) -> bool {
        match self.rest.split_first() {
            Some((first, rest)) if *first == byte => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        text.parse::<DateTime>().map_or_else(|error| error.to_string(), |moment| moment.to_string())
    }

    #[test]
    fn the_documented_forms() {
        for text in [
            "2024-02-29 12:30:00",
            "2024/02/29 12:30:00",
            "2024-2-29 12:30:0",
            "2024-02-29T12:30:00.000z",
            "2024-02-29T12:30:00Z",
            "2024-02-29 12:30:00.0",
            "1709209800",
        ] {
            assert_eq!(read(text), "2024-02-29 12:30:00", "{text}");
        }
        assert_eq!(read("2024-02-29"), "2024-02-29 00:00:00");
        assert_eq!(read("2024/2/29"), "2024-02-29 00:00:00");
        assert_eq!(read("-1"), "1969-12-31 23:59:59");
    }

    #[test]
    fn what_is_no_moment_is_refused_with_the_reason() {
        for (text, problem) in [
            ("24-02-29", "write `YYYY-MM-DD"),
            ("2024-02-29 12:30", "write `YYYY-MM-DD"),
            ("2024-02/29", "write `YYYY-MM-DD"),
            ("2024-02-29T12:30:00+02:00", "write `YYYY-MM-DD"),
            ("2024-02-29 12:30:0x", "write `YYYY-MM-DD"),
            ("", "write `YYYY-MM-DD"),
            ("2024-02-29 12:30:00.999", "remove or round the fraction"),
            ("2024-02-29T12:30:00.0001Z", "remove or round the fraction"),
            ("2023-02-29", "February 2023 has 28 days"),
            ("2024-13-01", "the month is not 1 to 12"),
            ("2024-04-31", "April 2024 has 30 days"),
            ("2024-01-01 24:00:00", "the hour is not 0 to 23"),
            ("2024-01-01 00:60:00", "the minute is not 0 to 59"),
            ("2024-01-01 00:00:60", "the second is not 0 to 59"),
            ("1582-10-14 23:59:59", "lies between"),
            ("99999999999999", "lies between"),
        ] {
            let message = read(text);
            assert!(message.contains(problem), "{text}: {message}");
        }
        assert_eq!(read("1582-10-15"), DateTime::MIN.to_string());
        assert_eq!(read("9999-12-31 23:59:59"), DateTime::MAX.to_string());
    }
}
