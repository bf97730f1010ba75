//! Dates in the formats of `strftime`.

use tg_runtime::value::DateTime;

/// Returns the problem of a moment between two seconds.
pub(super) fn fraction_of_second(text: &str) -> String {
    let between = if text.contains('T') { "T" } else { " " };
    let zone = if text.ends_with('Z') { "Z" } else { "" };
    format!(
        "{text:?} has a fraction of a second, which a DATETIME does not have: to drop it, add \
         `--date '%Y-%m-%d{between}%H:%M:%S%.f{zone}'` (in a mapping `date = \"..\"`)"
    )
}

/// Returns the problem of a number that may be a date or a count of seconds.
pub(super) fn ambiguous_date(text: &str) -> String {
    let (what, how) = match text.len() {
        4 => ("a year", "write the value as `{COLUMN}-01-01`"),
        _ => ("a date", "add `--date %Y%m%d`"),
    };
    format!(
        "{text:?} may be {what} or seconds since 1970: for {what} {how}, for seconds add `--date \
         %s` (in a mapping `date = \"..\"`)"
    )
}

/// Reads a date; without a time it is midnight, without an offset UTC.
pub(in super::super) fn date(text: &str, format: &str) -> Option<DateTime> {
    let parsed = jiff::fmt::strtime::parse(format, text).ok()?;
    if let Ok(moment) = parsed.to_timestamp() {
        return DateTime::from_unix(moment.as_second()).ok();
    }
    let date = parsed.to_date().ok()?;
    let time = parsed.to_time().unwrap_or(jiff::civil::Time::midnight());
    let part = |number: i8| u8::try_from(number).ok();
    DateTime::ymd_hms(
        date.year().try_into().ok()?,
        part(date.month())?,
        part(date.day())?,
        part(time.hour())?,
        part(time.minute())?,
        part(time.second())?,
    )
    .ok()
}

/// Returns the problem of a format of dates.
pub(in super::super) fn problem_of_format(format: &str) -> Option<String> {
    if !format.contains('%') {
        let message = "a format of dates has the fields of `strftime`, such as `%d.%m.%Y %H:%M`";
        return Some(message.to_owned());
    }
    match jiff::fmt::strtime::format(format, jiff::Timestamp::UNIX_EPOCH) {
        Err(error) => Some(error.to_string()),
        // Some fields can be written and not read, or are not of a date.
        Ok(written) if date(&written, format).is_none() => {
            Some("no date can be read by it: it needs a year, a month and a day".to_owned())
        }
        Ok(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Conversion;
    use super::*;

    #[test]
    fn dates_have_a_format() {
        let read = |text, format| date(text, format).map(|it| it.to_string());
        let expected = |text: &str| Some(text.to_owned());
        assert_eq!(read("03.02.2024", "%d.%m.%Y"), expected("2024-02-03 00:00:00"));
        assert_eq!(read("2/3/24 9:05", "%m/%d/%y %H:%M"), expected("2024-02-03 09:05:00"));
        assert_eq!(read("2024-02-03T09:05:00+02:00", "%FT%T%:z"), expected("2024-02-03 07:05:00"));
        assert_eq!(read("1709209800", "%s"), expected("2024-02-29 12:30:00"));
        assert_eq!(read("2024", "%s"), expected("1970-01-01 00:33:44"));
        assert_eq!(read("20240229", "%Y%m%d"), expected("2024-02-29 00:00:00"));
        assert_eq!(read("31.02.2024", "%d.%m.%Y"), None);
        let plain = Conversion::default();
        for (text, how) in [("20240229", "%Y%m%d"), ("2024", "{COLUMN}-01-01"), ("0000", "%s")] {
            let problem = plain.date(text).unwrap_err();
            assert!(problem.contains(how), "{problem}");
        }
        for text in ["1709209800", "0", "2024-02-29"] {
            assert!(plain.date(text).is_ok(), "{text}");
        }
        // A fraction is dropped only by a format that names it.
        for (text, format) in [
            ("2024-02-29 12:30:00.5", "%Y-%m-%d %H:%M:%S%.f"),
            ("2024-02-29T12:30:00.123Z", "%Y-%m-%dT%H:%M:%S%.fZ"),
        ] {
            let problem = plain.date(text).unwrap_err();
            assert!(problem.contains(format), "{problem}");
            assert_eq!(read(text, format), expected("2024-02-29 12:30:00"));
        }
        assert!(plain.date("2024-02-29 12:30:00.000").is_ok());
        for format in ["%d.%m.%Y", "%s", "%y%m%d", "%b %d, %Y %I:%M %p", "%FT%T%:z", "%FT%T%.fZ"] {
            assert_eq!(problem_of_format(format), None, "{format}");
        }
        for format in ["%!", "dd.mm.yyyy", "%Q", "%d.%m", "%Y-%m-%d %Z", "%H:%M"] {
            assert!(problem_of_format(format).is_some(), "{format}");
        }
    }
}
