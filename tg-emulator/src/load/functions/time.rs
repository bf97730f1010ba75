//! The functions for times.

use std::borrow::Cow;

use super::Family;
use super::Function as F;
use crate::load::time::attribute;
use crate::store::datetime::{self, parse_timestamp};

pub(super) const FUNCTIONS: Family = &[
    F {
        name: "gsql_ts_to_epoch_seconds",
        run: |a, _| Some(parse_timestamp(a.first()?)?.to_string()),
    },
    F { name: "gsql_current_time_epoch", run: |_, env| Some(env.now.to_string()) },
    F { name: "gsql_year", run: |a, _| part(parse_timestamp(a.first()?), Part::Year) },
    F { name: "gsql_month", run: |a, _| part(parse_timestamp(a.first()?), Part::Month) },
    F { name: "gsql_day", run: |a, _| part(parse_timestamp(a.first()?), Part::Day) },
    F { name: "gsql_year_epoch", run: |a, _| part(epoch(a.first()?), Part::Year) },
    F { name: "gsql_month_epoch", run: |a, _| part(epoch(a.first()?), Part::Month) },
    F { name: "gsql_day_epoch", run: |a, _| part(epoch(a.first()?), Part::Day) },
    F { name: "to_datetime", run: |a, _| Some(datetime::format(attribute(a.first()?)?)) },
    F { name: "epoch_to_datetime", run: |a, _| Some(datetime::format(epoch(a.first()?)?)) },
    F { name: "datetime_to_epoch", run: |a, _| Some(attribute(a.first()?)?.to_string()) },
    F {
        name: "datetime_diff",
        run: |a, _| Some((attribute(a.first()?)? - attribute(a.get(1)?)?).to_string()),
    },
    F { name: "datetime_add", run: |a, _| add_interval(a, 1) },
    F { name: "datetime_sub", run: |a, _| add_interval(a, -1) },
    F { name: "datetime_format", run: |a, _| format(a) },
    F { name: "now", run: |_, env| Some(datetime::format(i64::try_from(env.now).ok()?)) },
    F { name: "year", run: |a, _| part(attribute(a.first()?), Part::Year) },
    F { name: "month", run: |a, _| part(attribute(a.first()?), Part::Month) },
    F { name: "day", run: |a, _| part(attribute(a.first()?), Part::Day) },
    F { name: "hour", run: |a, _| part(attribute(a.first()?), Part::Hour) },
    F { name: "minute", run: |a, _| part(attribute(a.first()?), Part::Minute) },
    F { name: "second", run: |a, _| part(attribute(a.first()?), Part::Second) },
];

const SECONDS_PER_DAY: i64 = 86_400;

#[derive(Clone, Copy)]
enum Part {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
}

fn epoch(text: &str) -> Option<i64> {
    text.trim().parse().ok().filter(|seconds| datetime::is_in_range(*seconds))
}

fn part(seconds: Option<i64>, part: Part) -> Option<String> {
    Some(number(seconds?, part).to_string())
}

fn number(seconds: i64, part: Part) -> i64 {
    let (year, month, day) = datetime::date_of(seconds.div_euclid(SECONDS_PER_DAY));
    let rest = seconds.rem_euclid(SECONDS_PER_DAY);
    match part {
        Part::Year => year,
        Part::Month => month,
        Part::Day => day,
        Part::Hour => rest / 3600,
        Part::Minute => rest / 60 % 60,
        Part::Second => rest % 60,
    }
}

/// `datetime_add(time, number [, unit])`. The default unit is seconds. `sign` is -1 for a
/// subtraction.
fn add_interval(arguments: &[Cow<'_, str>], sign: i64) -> Option<String> {
    let seconds = attribute(arguments.first()?)?;
    let by = arguments.get(1)?.trim().parse::<i64>().ok()?.checked_mul(sign)?;
    let unit = arguments.get(2).map_or("SECOND", |unit| unit.trim()).to_ascii_uppercase();
    let by_seconds = |length: i64| seconds.checked_add(by.checked_mul(length)?);
    let result = match unit.as_str() {
        "SECOND" => by_seconds(1),
        "MINUTE" => by_seconds(60),
        "HOUR" => by_seconds(3600),
        "DAY" => by_seconds(SECONDS_PER_DAY),
        "MONTH" => add_months(seconds, by),
        "YEAR" => add_months(seconds, by.checked_mul(12)?),
        _ => None,
    };
    result.filter(|it| datetime::is_in_range(*it)).map(datetime::format)
}

/// Adds months. If the resulting month is too short, the result is its last day.
fn add_months(seconds: i64, months: i64) -> Option<i64> {
    let (year, month, day) = datetime::date_of(seconds.div_euclid(SECONDS_PER_DAY));
    let months = year.checked_mul(12)?.checked_add(month - 1)?.checked_add(months)?;
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
    let date_of_day = |day: i64| datetime::parse(&format!("{year:04}-{month}-{day}"));
    let date = (0..4).find_map(|days| date_of_day(day - days))?;
    Some(date + seconds.rem_euclid(SECONDS_PER_DAY))
}

/// `datetime_format(time [, format])`: `%Y`, `%m`, `%d`, `%H`, `%M`, `%S`.
fn format(arguments: &[Cow<'_, str>]) -> Option<String> {
    let seconds = attribute(arguments.first()?)?;
    let Some(format) = arguments.get(1) else { return Some(datetime::format(seconds)) };
    let mut text = String::new();
    let mut characters = format.chars();
    while let Some(character) = characters.next() {
        if character != '%' {
            text.push(character);
            continue;
        }
        let part = match characters.next()? {
            'Y' => Part::Year,
            'm' => Part::Month,
            'd' => Part::Day,
            'H' => Part::Hour,
            'M' => Part::Minute,
            'S' => Part::Second,
            '%' => {
                text.push('%');
                continue;
            }
            _ => return None,
        };
        let width = if matches!(part, Part::Year) { 4 } else { 2 };
        text.push_str(&format!("{:0width$}", number(seconds, part)));
    }
    Some(text)
}
