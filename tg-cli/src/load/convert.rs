//! Conversion of texts to the values of a schema.

mod date;
mod value;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;
use tg_gsql::model::{
    AttributeType, ElementType, KeyType, MapKeyType, TupleField, TupleFieldType, TupleType,
};
use tg_runtime::value::{DateTime, Encoder};

use self::date::{ambiguous_date, fraction_of_second};
pub(super) use self::date::{date, problem_of_format};
use self::value::Value;
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
    /// A tuple, or a collection of it.
    Tuples(AttributeType, TupleType),
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
        out.change(name, &self.value(target, value)?, operator);
        Ok(())
    }

    fn value<'a>(&self, target: &Target, value: &'a Field<'_>) -> Result<Value<'a>, String> {
        let (ty, tuple) = match target {
            Target::Attribute(ty) => (ty, None),
            Target::Tuples(ty, tuple) => (ty, Some(tuple)),
            Target::Vector(dimension) => {
                let items = self.items(value, target)?;
                let numbers = items.iter().map(|item| self.double(item).map(Value::Double));
                let numbers: Vec<_> = numbers.collect::<Result<_, _>>()?;
                if u32::try_from(numbers.len()) != Ok(*dimension) {
                    return Err(format!(
                        "it has {} numbers, and the vector has {dimension}",
                        numbers.len()
                    ));
                }
                return Ok(Value::List(numbers));
            }
        };
        let text = value.text();
        Ok(match ty {
            AttributeType::Int => Value::Int(self.int(text)?),
            AttributeType::Uint => Value::Uint(self.uint(text)?),
            AttributeType::Float => Value::Float(self.float(text)?),
            AttributeType::Double => Value::Double(self.double(text)?),
            AttributeType::Bool => Value::Bool(bool(text)?),
            AttributeType::String => Value::Text(text.into()),
            AttributeType::DateTime => Value::Date(self.date(text)?),
            AttributeType::FixedBinary(length) if u32::try_from(text.len()) == Ok(*length) => {
                Value::Text(text.into())
            }
            AttributeType::FixedBinary(length) => {
                return Err(format!("{text:?} has {} bytes, not {length}", text.len()));
            }
            AttributeType::Tuple(_) => self.tuple(tuple, text)?,
            AttributeType::List(element) | AttributeType::Set(element) => {
                let items = self.items(value, target)?.into_iter();
                Value::List(
                    items.map(|it| self.element(element, tuple, it)).collect::<Result<_, _>>()?,
                )
            }
            AttributeType::Map(key, element) => {
                let pairs = self.map(value)?;
                let (mut keys, mut values) = (Vec::new(), Vec::new());
                for (name, text) in pairs {
                    keys.push(match key {
                        MapKeyType::Int => Value::Int(self.int(&name)?),
                        MapKeyType::DateTime => Value::Date(self.date(&name)?),
                        MapKeyType::String => Value::Text(name),
                    });
                    values.push(self.element(element, tuple, text)?);
                }
                Value::Pairs(keys, values)
            }
        })
    }

    fn element<'a>(
        &self,
        ty: &ElementType,
        tuple: Option<&TupleType>,
        text: Cow<'a, str>,
    ) -> Result<Value<'a>, String> {
        Ok(match ty {
            ElementType::Int => Value::Int(self.int(&text)?),
            ElementType::Double => Value::Double(self.double(&text)?),
            ElementType::DateTime => Value::Date(self.date(&text)?),
            ElementType::String => Value::Text(text),
            ElementType::Tuple(_) => self.tuple(tuple, &text)?,
        })
    }

    /// Returns the tuple that an object of JSON has the fields of.
    fn tuple(&self, ty: Option<&TupleType>, text: &str) -> Result<Value<'static>, String> {
        let ty = ty.ok_or("the schema does not have the fields of this tuple")?;
        let names = || {
            let names: Vec<_> = ty.fields.iter().map(|field| format!("`{}`", field.name)).collect();
            names.join(", ")
        };
        let members = object(text).ok_or_else(|| {
            format!("{text:?} is not a JSON object with the fields of `{}`: {}", ty.name, names())
        })?;
        if let Some((unknown, _)) = members.iter().find(|(name, _)| ty.field(name).is_none()) {
            return Err(format!("`{}` has no field `{unknown}`; it has {}", ty.name, names()));
        }
        let (mut keys, mut values) = (Vec::new(), Vec::new());
        for TupleField { name, ty: field } in &ty.fields {
            let value = members.iter().find(|(member, _)| member == name);
            let (_, text) =
                value.ok_or_else(|| format!("it has no value of the field `{name}`"))?;
            let value = self.field(*field, text).map_err(|error| format!("`{name}`: {error}"))?;
            keys.push(Value::Text(name.clone().into()));
            values.push(value);
        }
        Ok(Value::Pairs(keys, values))
    }

    fn field(&self, ty: TupleFieldType, text: &str) -> Result<Value<'static>, String> {
        let too_large = || wrong(text, &format!("an {ty}"));
        Ok(match ty {
            TupleFieldType::Int(bytes) => {
                let number = self.int(text)?;
                let unused = 64 - 8 * u32::from(bytes.clamp(1, 8));
                if (number << unused) >> unused != number {
                    return Err(too_large());
                }
                Value::Int(number)
            }
            TupleFieldType::Uint(bytes) => {
                let number = self.uint(text)?;
                if number > u64::MAX >> (64 - 8 * u32::from(bytes.clamp(1, 8))) {
                    return Err(too_large());
                }
                Value::Uint(number)
            }
            TupleFieldType::Float => Value::Float(self.float(text)?),
            TupleFieldType::Double => Value::Double(self.double(text)?),
            TupleFieldType::Bool => Value::Bool(bool(text)?),
            TupleFieldType::DateTime => Value::Date(self.date(text)?),
            TupleFieldType::String(length) => {
                if text.chars().nth(length as usize).is_some() {
                    return Err(format!("{text:?} has more than {length} characters"));
                }
                Value::Text(text.to_owned().into())
            }
        })
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

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Attribute(ty) | Self::Tuples(ty, _) => ty.fmt(f),
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
    fn a_tuple_has_all_its_fields_in_their_types() {
        let field = |name: &str, ty| TupleField { name: name.to_owned(), ty };
        let fields =
            vec![field("n", TupleFieldType::Int(1)), field("s", TupleFieldType::String(2))];
        let tuple = TupleType { name: "Mark".to_owned(), fields };
        let target = Target::Tuples(AttributeType::Tuple("Mark".to_owned()), tuple);
        let read = |text: &str| {
            let field = Field::of(text.to_owned());
            Conversion::default().value(&target, &field).map(|value| format!("{value:?}"))
        };
        let expected = r#"Pairs([Text("n"), Text("s")], [Int(-128), Text("ab")])"#;
        assert_eq!(read(r#"{"s": "ab", "n": -128}"#).as_deref(), Ok(expected));
        for (text, problem) in [
            ("(1, a)", "\"(1, a)\" is not a JSON object with the fields of `Mark`: `n`, `s`"),
            (r#"{"n": 1}"#, "it has no value of the field `s`"),
            (r#"{"n": 1, "s": "a", "m": 1}"#, "`Mark` has no field `m`; it has `n`, `s`"),
            (r#"{"n": 128, "s": "a"}"#, "`n`: \"128\" is not an INT(1)"),
            (r#"{"n": 1, "s": "abc"}"#, "`s`: \"abc\" has more than 2 characters"),
        ] {
            assert_eq!(read(text).unwrap_err(), problem);
        }
        let binary = Target::Attribute(AttributeType::FixedBinary(2));
        let problem = Conversion::default().value(&binary, &Field::of("abc")).unwrap_err();
        assert_eq!(problem, "\"abc\" has 3 bytes, not 2");
    }
}
