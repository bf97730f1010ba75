//! Conversion of texts to the values of a schema.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;
use tg_gsql::model::{AttributeType, ElementType, KeyType, MapKeyType};
use tg_runtime::value::{DateTime, Encoder, MapKey};

use super::record::{Field, json_text};

/// The form of the texts of a column.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Conversion {
    /// The format of dates, as that of `strftime`.
    pub(super) date: Option<String>,
    /// Numbers are written `1.234,5`.
    pub(super) has_decimal_comma: bool,
    /// The text between two elements of a LIST, SET or MAP.
    pub(super) split: Option<String>,
    /// The text between the key and the value of a MAP.
    pub(super) pairs: Option<String>,
}

/// The key and the value of an element of a MAP.
type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

/// The type of an attribute.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Target {
    Attribute(AttributeType),
    /// A vector of so many numbers.
    Vector(u32),
}

impl Conversion {
    /// Writes the attribute `name`, with the operator that joins it to the stored value.
    ///
    /// # Errors
    ///
    /// With the reason why the value does not fit the type.
    pub(super) fn write(
        &self,
        out: &mut Encoder,
        name: &str,
        target: &Target,
        value: &Field<'_>,
        operator: Option<&str>,
    ) -> Result<(), String> {
        let ty = match target {
            Target::Attribute(ty) => ty,
            Target::Vector(dimension) => {
                let items = self.items(value, target)?;
                let numbers: Vec<f64> = all(&items, |item| self.double(item))?;
                if u32::try_from(numbers.len()) != Ok(*dimension) {
                    return Err(format!(
                        "it has {} numbers, and the vector has {dimension}",
                        numbers.len()
                    ));
                }
                out.change(name, &numbers, operator);
                return Ok(());
            }
        };
        let text = || value.text();
        match ty {
            AttributeType::Int => out.change(name, &self.int(text())?, operator),
            AttributeType::Uint => out.change(name, &self.uint(text())?, operator),
            AttributeType::Float => out.change(name, &self.float(text())?, operator),
            AttributeType::Double => out.change(name, &self.double(text())?, operator),
            AttributeType::Bool => out.change(name, &bool(text())?, operator),
            AttributeType::String => out.change(name, text(), operator),
            AttributeType::DateTime => out.change(name, &self.date(text())?, operator),
            AttributeType::List(element) | AttributeType::Set(element) => {
                let items = self.items(value, target)?;
                match element {
                    ElementType::Int => {
                        out.change(name, &all(&items, |it| self.int(it))?, operator);
                    }
                    ElementType::Double => {
                        out.change(name, &all(&items, |it| self.double(it))?, operator);
                    }
                    ElementType::DateTime => {
                        out.change(name, &all(&items, |it| self.date(it))?, operator);
                    }
                    ElementType::String => {
                        out.change(name, &all(&items, |it| Ok(it.to_owned()))?, operator);
                    }
                    ElementType::Tuple(_) => return Err(NO_TUPLES.to_owned()),
                }
            }
            AttributeType::Map(key, element) => {
                let pairs = self.map(value)?;
                match key {
                    MapKeyType::Int => {
                        self.write_map(out, (name, operator), element, &pairs, |it| self.int(it))?;
                    }
                    MapKeyType::DateTime => {
                        self.write_map(out, (name, operator), element, &pairs, |it| self.date(it))?;
                    }
                    MapKeyType::String => {
                        self.write_map(out, (name, operator), element, &pairs, |it| {
                            Ok(it.to_owned())
                        })?;
                    }
                }
            }
            AttributeType::Tuple(_) => return Err(NO_TUPLES.to_owned()),
            AttributeType::FixedBinary(_) => return Err(NO_BINARY.to_owned()),
        }
        Ok(())
    }

    fn write_map<K: MapKey + Ord>(
        &self,
        out: &mut Encoder,
        (name, operator): (&str, Option<&str>),
        element: &ElementType,
        pairs: &[Pair<'_>],
        key: impl Fn(&str) -> Result<K, String>,
    ) -> Result<(), String> {
        fn map<K: Ord, V>(
            pairs: &[Pair<'_>],
            key: impl Fn(&str) -> Result<K, String>,
            value: impl Fn(&str) -> Result<V, String>,
        ) -> Result<BTreeMap<K, V>, String> {
            pairs.iter().map(|(name, text)| Ok((key(name)?, value(text)?))).collect()
        }
        match element {
            ElementType::Int => out.change(name, &map(pairs, key, |it| self.int(it))?, operator),
            ElementType::Double => {
                out.change(name, &map(pairs, key, |it| self.double(it))?, operator);
            }
            ElementType::DateTime => {
                out.change(name, &map(pairs, key, |it| self.date(it))?, operator);
            }
            ElementType::String => {
                out.change(name, &map(pairs, key, |it| Ok(it.to_owned()))?, operator);
            }
            ElementType::Tuple(_) => return Err(NO_TUPLES.to_owned()),
        }
        Ok(())
    }

    /// Returns the text of a part of an id, as the server writes it.
    ///
    /// # Errors
    ///
    /// With the reason why the value does not fit the type.
    pub(super) fn key<'a>(&self, ty: KeyType, text: Cow<'a, str>) -> Result<Cow<'a, str>, String> {
        Ok(match ty {
            KeyType::String => text,
            KeyType::Int => self.int(&text)?.to_string().into(),
            KeyType::Uint => self.uint(&text)?.to_string().into(),
            KeyType::DateTime => self.date(&text)?.to_string().into(),
        })
    }

    fn int(&self, text: &str) -> Result<i64, String> {
        let number = self.whole(text).and_then(|number| number.parse().ok());
        number.ok_or_else(|| wrong(text, "an INT"))
    }

    fn uint(&self, text: &str) -> Result<u64, String> {
        let number = self.whole(text).and_then(|number| number.parse().ok());
        number.ok_or_else(|| wrong(text, "a UINT"))
    }

    fn float(&self, text: &str) -> Result<f32, String> {
        let number = self.number(text).and_then(|number| number.parse().ok());
        let number = number.filter(|number: &f32| number.is_finite());
        let number = number.ok_or_else(|| wrong(text, "a FLOAT"))?;
        if number == 0.0 {
            not_too_small(text, "FLOAT")?;
        }
        Ok(number)
    }

    fn double(&self, text: &str) -> Result<f64, String> {
        let number = self.number(text).and_then(|number| number.parse().ok());
        let number = number.filter(|number: &f64| number.is_finite());
        let number = number.ok_or_else(|| wrong(text, "a DOUBLE"))?;
        if number == 0.0 {
            not_too_small(text, "DOUBLE")?;
        }
        Ok(number)
    }

    /// Returns the number without a fraction of zeros, which some programs write.
    fn whole<'a>(&self, text: &'a str) -> Option<Cow<'a, str>> {
        let number = self.number(text)?;
        Some(match number.split_once('.') {
            Some((whole, fraction)) if fraction.bytes().all(|digit| digit == b'0') => {
                whole.to_owned().into()
            }
            _ => number,
        })
    }

    /// Returns the number with a decimal point; `None` if its decimal sign is another one.
    fn number<'a>(&self, text: &'a str) -> Option<Cow<'a, str>> {
        let text = text.trim();
        if !self.has_decimal_comma {
            return Some(text.into());
        }
        let (whole, fraction) = text.split_once(',').unwrap_or((text, ""));
        let (first, groups) = whole.split_once('.').unwrap_or((whole, ""));
        let is_group =
            |group: &str| group.len() == 3 && group.bytes().all(|it| it.is_ascii_digit());
        let is_grouped = (1..=3).contains(&first.trim_start_matches(['-', '+']).len());
        if fraction.contains(['.', ','])
            || whole.contains('.') && !(is_grouped && groups.split('.').all(is_group))
        {
            return None;
        }
        let whole = whole.replace('.', "");
        Some(if fraction.is_empty() { whole } else { format!("{whole}.{fraction}") }.into())
    }

    fn date(&self, text: &str) -> Result<DateTime, String> {
        let text = text.trim();
        match &self.date {
            None if matches!(text.len(), 4 | 8) && text.bytes().all(|it| it.is_ascii_digit()) => {
                Err(ambiguous_date(text))
            }
            None => text.parse().map_err(|_| {
                let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
                match whole.parse::<DateTime>() {
                    Ok(_) if whole.len() < text.len() && whole.contains(':') => {
                        fraction_of_second(text)
                    }
                    _ => wrong(text, "a DATETIME"),
                }
            }),
            Some(format) => date(text, format)
                .ok_or_else(|| format!("{text:?} is not a DATETIME of the format `{format}`")),
        }
    }

    /// Returns the elements of a LIST or SET.
    fn items<'a>(
        &self,
        value: &'a Field<'_>,
        target: &Target,
    ) -> Result<Vec<Cow<'a, str>>, String> {
        match (value, &self.split) {
            (Field::Json(text), _) => {
                array(text).ok_or_else(|| format!("`{text}` is not an array"))
            }
            (Field::Text(text), Some(split)) => {
                let items = text.split(split.as_str()).map(str::trim);
                Ok(items.filter(|item| !item.is_empty()).map(Cow::Borrowed).collect())
            }
            (Field::Text(text), None) => array(text).ok_or_else(|| {
                format!(
                    "{text:?} is not a JSON array; for another form of {target} give the text \
                     between two elements, `split`"
                )
            }),
        }
    }

    /// Returns the keys and values of a MAP.
    fn map<'a>(&self, value: &'a Field<'_>) -> Result<Vec<Pair<'a>>, String> {
        if let (Field::Text(text), Some(split)) = (value, &self.split) {
            let pairs = self.pairs.as_deref().unwrap_or("=");
            let items = text.split(split.as_str()).map(str::trim).filter(|it| !it.is_empty());
            let pair = |item: &'a str| {
                let (key, value) = item.split_once(pairs)?;
                Some((key.trim().into(), value.trim().into()))
            };
            return items
                .map(|item| pair(item).ok_or_else(|| format!("{item:?} has no `{pairs}`")))
                .collect();
        }
        object(value.text()).ok_or_else(|| {
            format!(
                "{:?} is not a JSON object; for another form give the texts between two elements, \
                 `split`, and between key and value, `pairs`",
                value.text()
            )
        })
    }
}

pub(super) const NO_TUPLES: &str = "tuples cannot be written by this command; use a loading job";
pub(super) const NO_BINARY: &str =
    "FIXED_BINARY cannot be written by this command; use a loading job";

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Attribute(ty) => ty.fmt(f),
            Self::Vector(dimension) => write!(f, "VECTOR({dimension})"),
        }
    }
}

/// Rejects the text of a number that is 0 although it is not.
fn not_too_small(text: &str, ty: &str) -> Result<(), String> {
    let digits = text.split(['e', 'E']).next().unwrap_or_default();
    if digits.bytes().any(|it| matches!(it, b'1'..=b'9')) {
        return Err(format!("{text:?} is too small for a {ty}, which would be 0"));
    }
    Ok(())
}

/// Returns the problem of a moment between two seconds.
fn fraction_of_second(text: &str) -> String {
    let between = if text.contains('T') { "T" } else { " " };
    let zone = if text.ends_with('Z') { "Z" } else { "" };
    format!(
        "{text:?} has a fraction of a second, which a DATETIME does not have: to drop it, add \
         `--date '%Y-%m-%d{between}%H:%M:%S%.f{zone}'` (in a mapping `date = \"..\"`)"
    )
}

/// Returns the problem of a number that may be a date or a count of seconds.
fn ambiguous_date(text: &str) -> String {
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
pub(super) fn date(text: &str, format: &str) -> Option<DateTime> {
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
pub(super) fn problem_of_format(format: &str) -> Option<String> {
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

fn all<T>(
    items: &[Cow<'_, str>],
    of: impl Fn(&str) -> Result<T, String>,
) -> Result<Vec<T>, String> {
    items.iter().map(|item| of(item)).collect()
}

fn bool(text: &str) -> Result<bool, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "t" | "yes" | "y" | "1" => Ok(true),
        "false" | "f" | "no" | "n" | "0" => Ok(false),
        _ => Err(wrong(text, "a BOOL")),
    }
}

/// Returns the elements of an array of JSON.
fn array(text: &str) -> Option<Vec<Cow<'_, str>>> {
    let values: Vec<&RawValue> = serde_json::from_str(text).ok()?;
    values.into_iter().map(plain).collect()
}

/// Returns the members of an object of JSON.
fn object(text: &str) -> Option<Vec<Pair<'_>>> {
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(text).ok()?;
    members.into_iter().map(|(key, value)| Some((key.into(), plain(value)?))).collect()
}

/// Returns the text of a value of JSON, and any other value as it is written.
fn plain(value: &RawValue) -> Option<Cow<'_, str>> {
    let is_text = value.get().starts_with('"');
    if is_text { json_text(value.get()) } else { Some(value.get().into()) }
}

fn wrong(text: &str, ty: &str) -> String {
    format!("{text:?} is not {ty}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comma() -> Conversion {
        Conversion { has_decimal_comma: true, ..Conversion::default() }
    }

    #[test]
    fn numbers_are_exact_or_errors() {
        let plain = Conversion::default();
        assert_eq!(plain.int(" 42 "), Ok(42));
        assert_eq!(plain.int("42.00"), Ok(42));
        for text in ["42.5", "", "4 2", "9223372036854775808", "1,000"] {
            assert!(plain.int(text).is_err(), "{text}");
        }
        assert_eq!(plain.uint("18446744073709551615"), Ok(u64::MAX));
        for text in ["NaN", "inf", "1e999", "1,5", "1e-400", "0.0001e-330"] {
            assert!(plain.double(text).is_err(), "{text}");
        }
        assert!(plain.float("1e-50").is_err() && plain.float("1e-40").is_ok());
        for text in ["0", "-0.0", "0e5", "0.00E-400"] {
            assert_eq!(plain.double(text).map(f64::abs), Ok(0.0), "{text}");
        }
        assert_eq!(comma().double("-1.234.567,5"), Ok(-1_234_567.5));
        assert_eq!(comma().double("0,5"), Ok(0.5));
        assert_eq!(comma().int("1.234"), Ok(1234));
        for text in ["1.5", "1,2,3", "12.34,5", "1.2345", ".500", "-.500"] {
            assert!(comma().double(text).is_err(), "{text}");
        }
    }

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
