//! DATETIME as text.

/// Returns `true` if a server reads the text as a DATETIME: `2024-05-17 08:00:00`, the same with
/// `/` between the parts of the date, `2024-05-17T08:00:00.000z` and other zones, a date alone, or
/// seconds since 1970. Leading zeros may be missing. The date must exist, and lie between 1582-10-15
/// and 9999-12-31.
#[must_use]
pub fn is_datetime(text: &str) -> bool {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse::<i64>().is_ok_and(|seconds| seconds <= LAST_SECOND);
    }
    let separator = if text.contains('/') { '/' } else { '-' };
    let (date, time) = match text.split_once([' ', 'T']) {
        None => (text, None),
        Some((date, time)) => (date, Some(time)),
    };
    let with_zone = text.contains('T');
    if with_zone && separator == '/' {
        return false;
    }
    is_date(date, separator) && time.is_none_or(|time| is_time(time, with_zone))
}

/// 9999-12-31 23:59:59
const LAST_SECOND: i64 = 253_402_300_799;

fn is_date(text: &str, separator: char) -> bool {
    let mut parts = text.split(separator).map(|part| digits(part, 4));
    let (Some(Some(year)), Some(Some(month)), Some(Some(day)), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day) && ((1582, 10, 15)..=(9999, 12, 31)).contains(&(year, month, day))
}

/// `8:00:00`, `8:00:00.5`; after a `T` also with a zone: `8:00:00.<ignored>z`, `8:00:00+00:00`.
fn is_time(text: &str, with_zone: bool) -> bool {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(text.len());
    let (text, rest) = text.split_at(end);
    let fraction = rest.strip_prefix('.');
    let rest_is_known = match fraction {
        Some(fraction) => with_zone || fraction.bytes().all(|byte| byte.is_ascii_digit()),
        None => rest.is_empty() || (with_zone && is_zone(rest)),
    };
    let mut parts = text.split(':').map(|part| digits(part, 2));
    rest_is_known
        && matches!(
            (parts.next(), parts.next(), parts.next(), parts.next()),
            (Some(Some(0..=23)), Some(Some(0..=59)), Some(Some(0..=59)), None)
        )
}

/// Returns `true` for `z`, `+00:00`, `+0000` and `+00`, or the same with a `-`.
fn is_zone(text: &str) -> bool {
    if matches!(text, "z" | "Z") {
        return true;
    }
    let Some(offset) = text.strip_prefix(['+', '-']) else { return false };
    let numbers = offset.replacen(':', "", 1);
    let length = matches!((offset.len(), numbers.len()), (2, 2) | (4 | 5, 4));
    length && offset.find(':').is_none_or(|at| at == 2) && digits(&numbers, 4).is_some()
}

fn digits(text: &str, most: usize) -> Option<u32> {
    let fits = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_forms_are_read() {
        for text in [
            "2024-05-17 08:00:00",
            "2024/5/7 8:0:0",
            "2024-05-17T08:00:00.123z",
            "2012-02-07T12:12:27.096+00:00",
            "2012-02-07T12:12:27+0000",
            "2012-02-07T12:12:27",
            "2012-02-07 12:12:27.096",
            "2024-05-17",
            "1582-10-15 00:00:00",
            "9999-12-31 23:59:59",
            "2024-02-29",
            "0",
            "1716000000",
        ] {
            assert!(is_datetime(text), "{text}");
        }
    }

    #[test]
    fn dates_that_do_not_exist_are_not_read() {
        for text in [
            "",
            "today",
            "24-05-17",
            "2023-02-29",
            "2024-13-01",
            "2024-05-17 24:00:00",
            "1582-10-14",
            "10000-01-01",
            "2024-05",
            "2024-05-17 08:00",
            "2024-05/17",
            "253402300800",
            "2024-05-17 08:00:00.5z",
            "2024-05-17 08:00:00z",
            "2012-02-07T12:12:27+0:000",
            "2012-02-07T12:12:27+",
            "99999999999999999999",
        ] {
            assert!(!is_datetime(text), "{text}");
        }
    }
}
