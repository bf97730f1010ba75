//! The text form of DATETIME values, which are seconds since 1970 in UTC.

use std::time::{SystemTime, UNIX_EPOCH};

use tg_gsql::check::is_datetime;

const SECONDS_PER_DAY: i64 = 86_400;

/// 1582-10-15 00:00:00, the first second of the Gregorian calendar.
const MIN: i64 = -12_219_292_800;
/// 9999-12-31 23:59:59.
const MAX: i64 = 253_402_300_799;

/// Parses `YYYY-MM-DD[ HH:MM:SS[.fraction]]`, also with `/` instead of `-`. The fraction is
/// dropped. Returns `None` for any other format, an impossible date, or one out of range.
///
/// An upsert rejects the format with a `T`; everything else reads it with [`parse_timestamp`].
pub(crate) fn parse(text: &str) -> Option<i64> {
    let (date, time) = match text.split_once(' ') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let separator = if date.contains('/') { b'/' } else { b'-' };
    let [year, month, day] = numbers(date, separator)?;
    if !has_four_digit_year(date) || !(1..=12).contains(&month) {
        return None;
    }
    if !(1..=days_of_month(year, month)).contains(&day) {
        return None;
    }
    let seconds = match time {
        Some(time) => seconds_of_day(time)?,
        None => 0,
    };
    let seconds = days_since_epoch(year, month, day) * SECONDS_PER_DAY + seconds;
    is_in_range(seconds).then_some(seconds)
}

/// Parses what [`parse`] does, and `YYYY-MM-DDTHH:MM:SS[.ignored][zone]`. The fraction and the
/// zone, `z` or `+hh:mm`, are ignored: the documented format is `%Y-%m-%dT%H:%M:%S.<ignored>z`.
pub(crate) fn parse_timestamp(text: &str) -> Option<i64> {
    let Some((date, time)) = text.split_once('T') else { return parse(text) };
    let end = time.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(time.len());
    is_datetime(text).then(|| parse(&format!("{date} {}", &time[..end]))).flatten()
}

/// Returns `true` if a DATETIME can represent a number of seconds since 1970.
pub(crate) fn is_in_range(seconds: i64) -> bool {
    (MIN..=MAX).contains(&seconds)
}

/// Formats a DATETIME as `YYYY-MM-DD HH:MM:SS`, the only format in which the server prints it.
pub(crate) fn format(seconds: i64) -> String {
    let (year, month, day) = date_of(seconds.div_euclid(SECONDS_PER_DAY));
    let rest = seconds.rem_euclid(SECONDS_PER_DAY);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

/// Formats a time as `2024-08-08T13:16:10.038174Z`, as the GSQL server does for requests that it
/// processes in the background.
pub(crate) fn format_iso(at: SystemTime) -> String {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    let text = format(i64::try_from(since.as_secs()).unwrap_or(i64::MAX));
    format!("{}.{:06}Z", text.replace(' ', "T"), since.subsec_micros())
}

/// Formats a DATETIME as `Wed Jul 10 06:12:47 UTC 2024`, as the GSQL server does for the expiration
/// of tokens.
pub(crate) fn format_long(seconds: i64) -> String {
    let Long { weekday, month, day, time, year } = Long::of(seconds);
    format!("{weekday} {month} {day:02} {time} UTC {year}")
}

/// Formats a DATETIME as `ctime` of C does, with a line end, as RESTPP does for the license:
/// `Mon Oct  2 04:00:00 2045`.
pub(crate) fn format_ctime(seconds: i64) -> String {
    let Long { weekday, month, day, time, year } = Long::of(seconds);
    format!("{weekday} {month} {day:2} {time} {year}\n")
}

/// The parts of a DATETIME with names.
struct Long {
    weekday: &'static str,
    month: &'static str,
    day: i64,
    time: String,
    year: i64,
}

impl Long {
    fn of(seconds: i64) -> Self {
        const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let days = seconds.div_euclid(SECONDS_PER_DAY);
        let (year, month, day) = date_of(days);
        let weekday = DAYS[days.rem_euclid(7) as usize];
        let month = MONTHS[(month - 1) as usize];
        let time = format(seconds).rsplit(' ').next().unwrap_or_default().to_owned();
        Self { weekday, month, day, time, year }
    }
}

fn has_four_digit_year(date: &str) -> bool {
    date.find(['-', '/']) == Some(4)
}

fn seconds_of_day(time: &str) -> Option<i64> {
    let whole = match time.split_once('.') {
        Some((whole, fraction)) => fraction.bytes().all(|b| b.is_ascii_digit()).then_some(whole)?,
        None => time,
    };
    let [hour, minute, second] = numbers(whole, b':')?;
    (hour < 24 && minute < 60 && second < 60).then_some(hour * 3600 + minute * 60 + second)
}

/// Parses three unsigned numbers of at most four digits, separated by `separator`.
fn numbers(text: &str, separator: u8) -> Option<[i64; 3]> {
    let (mut found, mut at, mut digits) = ([0; 3], 0, 0);
    for byte in text.bytes() {
        if byte.is_ascii_digit() && digits < 4 {
            found[at] = found[at] * 10 + i64::from(byte - b'0');
            digits += 1;
        } else if byte == separator && digits > 0 && at < 2 {
            (at, digits) = (at + 1, 0);
        } else {
            return None;
        }
    }
    (at == 2 && digits > 0).then_some(found)
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_of_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Returns the number of days before 1 January of a year, counted from year 0 of the proleptic
/// Gregorian calendar.
fn days_before_year(year: i64) -> i64 {
    let past = year - 1;
    year * 365 + past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400)
}

fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let months: i64 = (1..month).map(|month| days_of_month(year, month)).sum();
    days_before_year(year) - days_before_year(1970) + months + day - 1
}

/// Converts days since 1970-01-01 to year, month and day.
pub(crate) fn date_of(days: i64) -> (i64, i64, i64) {
    // This estimate ignores leap days. At the ends of the range it is off by a few years, which the
    // loops correct.
    let mut year = 1970 + days.div_euclid(365);
    while days_since_epoch(year, 1, 1) > days {
        year -= 1;
    }
    while days_since_epoch(year + 1, 1, 1) <= days {
        year += 1;
    }
    let mut rest = days - days_since_epoch(year, 1, 1);
    let mut month = 1;
    while rest >= days_of_month(year, month) {
        rest -= days_of_month(year, month);
        month += 1;
    }
    (year, month, rest + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn format_is_the_inverse_of_parse() {
        for (text, seconds) in [
            ("1970-01-01 00:00:00", 0),
            ("1969-12-31 23:59:59", -1),
            ("2000-02-29 12:00:00", 951_825_600),
            ("2038-01-19 03:14:08", 2_147_483_648),
            ("1582-10-15 00:00:00", MIN),
            ("9999-12-31 23:59:59", MAX),
        ] {
            assert_eq!(parse(text), Some(seconds), "{text}");
            assert_eq!(format(seconds), text);
        }
    }

    #[test]
    fn the_whole_range_round_trips() {
        // The step is a prime number, so that all fields take many values.
        for seconds in (MIN..=MAX).step_by(999_999_937) {
            assert_eq!(parse(&format(seconds)), Some(seconds));
        }
        for day in (MIN..=MAX).step_by(SECONDS_PER_DAY as usize) {
            assert_eq!(parse(&format(day)), Some(day));
        }
    }

    #[test]
    fn short_and_long_formats_are_accepted() {
        assert_eq!(parse("2024-01-12").map(format).as_deref(), Some("2024-01-12 00:00:00"));
        assert_eq!(parse("2024/1/2 3:4:5").map(format).as_deref(), Some("2024-01-02 03:04:05"));
        assert_eq!(parse("2024-01-02 03:04:05.999"), parse("2024-01-02 03:04:05"));
    }

    #[test]
    fn a_timestamp_has_a_fraction_and_a_zone() {
        for text in [
            "2012-02-07T12:12:27.096+00:00",
            "2012-02-07T12:12:27.096z",
            "2012-02-07T12:12:27.096Z",
            "2012-02-07T12:12:27.096",
            "2012-02-07T12:12:27Z",
            "2012-02-07T12:12:27+0000",
            "2012-02-07T12:12:27+00",
            "2012-02-07T12:12:27",
            "2012-02-07 12:12:27.096",
        ] {
            let seconds = parse_timestamp(text).map(format);
            assert_eq!(seconds.as_deref(), Some("2012-02-07 12:12:27"), "{text}");
        }
        for text in [
            "2012-02-07T12:12:27x",
            "2012-02-07T12:12:27+",
            "2012-02-07T12:12:27+0:00",
            "2012-02-07T12:12:27+00:",
            "2012-02-07T12:12:27zz",
            "2012-02-07T12:12",
            "2012-02-07T",
            "T12:12:27",
        ] {
            assert_eq!(parse_timestamp(text), None, "{text}");
        }
    }

    #[test]
    fn invalid_texts_are_rejected() {
        for text in [
            "",
            "now",
            "2024-01-02T03:04:05",
            "2023-02-29",
            "24-01-02",
            "2024-13-01",
            "2024-01-02 24:00:00",
            "2024-01-02 03:04",
            "1582-10-14",
            "10000-01-01",
            "2024-01-02 ",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_long_format_has_the_weekday() {
        assert_eq!(
            parse("2024-07-10 06:12:47").map(format_long).as_deref(),
            Some("Wed Jul 10 06:12:47 UTC 2024"),
        );
    }
}
