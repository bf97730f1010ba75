//! The columns of a dump, and their values in a row.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use csv::StringRecord;
use tg_gsql::model::{AttributeType, Catalog, KeyType, Literal, PrimaryKey};
use tg_gsql::suggest::nearest;
use tg_runtime::value::{DecodeError, Decoder, Row};

use super::Type;
use crate::exit::{Failure, Outcome};

/// The columns of a type, shared by all rows.
#[derive(Debug, Clone)]
pub(crate) struct Columns(Arc<[Column]>);

#[derive(Debug)]
struct Column {
    name: &'static str,
    origin: Origin,
    /// `true` if `tg load` would not set an empty text to an empty text.
    is_lossy: bool,
    empty: AtomicU64,
}

/// The place of a value in a row.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Origin {
    Id(KeyType),
    From(KeyType),
    FromType,
    To(KeyType),
    ToType,
    Attribute,
}

impl Columns {
    /// Returns the columns of these names, or all of the type without names.
    ///
    /// # Errors
    ///
    /// With all names that are not columns of the type.
    pub(crate) fn of(
        ty: Type<'_>,
        names: &[String],
        catalog: &Catalog,
        graph: &str,
    ) -> Outcome<Self> {
        let mut all = match ty {
            Type::Vertex(ty) => match &ty.key {
                PrimaryKey::PrimaryId { name, ty, .. } => {
                    vec![Column::new(name, Origin::Id(*ty), false)]
                }
                PrimaryKey::Attributes(_) => Vec::new(),
            },
            Type::Edge(ty) => {
                let ends = |end: fn(&tg_gsql::model::EndpointPair) -> &String| {
                    let mut types: Vec<&str> = ty.pairs.iter().map(|it| end(it).as_str()).collect();
                    types.sort_unstable();
                    types.dedup();
                    types
                };
                let mut columns = Vec::new();
                for (types, names, id, of_type) in [
                    (
                        ends(|it| &it.from),
                        ["from", "from_type"],
                        Origin::From as fn(_) -> _,
                        Origin::FromType,
                    ),
                    (ends(|it| &it.to), ["to", "to_type"], Origin::To, Origin::ToType),
                ] {
                    let key = match types.as_slice() {
                        [only] => catalog.vertex(graph, only).and_then(|it| {
                            let (_, key) = it.key_parts().next()?;
                            (!it.has_composite_key()).then_some(key)
                        }),
                        _ => None,
                    };
                    columns.push(Column::new(names[0], id(key.unwrap_or(KeyType::String)), false));
                    if types.len() > 1 {
                        columns.push(Column::new(names[1], of_type, false));
                    }
                }
                columns
            }
        };
        let empty = Literal::String(String::new());
        let discriminators = match ty {
            Type::Vertex(_) => 0,
            Type::Edge(ty) => ty.discriminators,
        };
        all.extend(ty.attributes().iter().enumerate().map(|(index, it)| {
            let has_default = it.default.as_ref().is_some_and(|it| *it != empty);
            let is_lossy =
                it.ty == AttributeType::String && (has_default || index < discriminators);
            Column::new(&it.name, Origin::Attribute, is_lossy)
        }));
        if names.is_empty() {
            return Ok(Self(all.into()));
        }
        let known: Vec<&str> = all.iter().map(|column| column.name).collect();
        let mut chosen = Vec::new();
        let mut unknown = Vec::new();
        for name in names {
            match all.iter().find(|column| column.name == name) {
                Some(column) => chosen.push(column.clone()),
                None => unknown.push(match nearest(name, known.iter().copied()) {
                    Some(near) => format!("`{name}`, did you mean `{near}`?"),
                    None => format!("`{name}`"),
                }),
            }
        }
        if unknown.is_empty() {
            return Ok(Self(chosen.into()));
        }
        let message = format!("`{}` has no column {}", ty.name(), unknown.join("; and none "));
        Err(Failure::input(message).help(format!("its columns are {}", known.join(", "))))
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|column| column.name)
    }

    /// Returns the attributes among the columns.
    pub(crate) fn attributes(&self) -> Vec<&'static str> {
        let attributes = self.0.iter().filter(|column| column.origin == Origin::Attribute);
        attributes.map(|column| column.name).collect()
    }

    /// Returns the columns with empty texts that `tg load` would not set, and their number.
    pub(crate) fn lossy(&self) -> Vec<(&'static str, u64)> {
        let lossy = self.0.iter().map(|it| (it.name, it.empty.load(Ordering::Relaxed)));
        lossy.filter(|(_, number)| *number > 0).collect()
    }

    /// Counts the texts of a written row that are empty.
    pub(super) fn count_empty(&self, record: &StringRecord) {
        for (column, text) in self.0.iter().zip(record) {
            if column.is_lossy && text.is_empty() {
                column.empty.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// Returns the values of a row as texts; of collections and tuples, their JSON.
    pub(super) fn record(&self, row: &mut Row<'_>) -> Result<StringRecord, DecodeError> {
        let mut record = StringRecord::with_capacity(64, self.0.len());
        for column in &*self.0 {
            let text = match column.value(row)? {
                Value::Text(text) => text,
                Value::Json(json) if json.starts_with('"') => Decoder::new(json).text()?,
                Value::Json(json) => escape_controls(json),
            };
            record.push_field(&text);
        }
        Ok(record)
    }

    /// Returns the values of a row as an object of JSON, with a line end.
    pub(super) fn line(&self, row: &mut Row<'_>) -> Result<String, DecodeError> {
        let mut line = String::from("{");
        for (index, column) in self.0.iter().enumerate() {
            if index > 0 {
                line.push(',');
            }
            line.push('"');
            line.push_str(column.name);
            line.push_str("\":");
            match column.value(row)? {
                Value::Json(json) => line.push_str(&escape_controls(json)),
                Value::Text(text) if column.origin.is_number() => line.push_str(&text),
                Value::Text(text) => line.push_str(&serde_json::Value::from(text).to_string()),
            }
        }
        line.push_str("}\n");
        Ok(line)
    }
}

/// A value of a row.
enum Value<'a> {
    Text(Cow<'a, str>),
    Json(&'a str),
}

impl Column {
    fn new(name: &str, origin: Origin, is_lossy: bool) -> Self {
        // A name lives as long as the command.
        let name = String::leak(name.to_owned());
        Self { name, origin, is_lossy, empty: AtomicU64::new(0) }
    }

    fn value<'a>(&self, row: &mut Row<'a>) -> Result<Value<'a>, DecodeError> {
        Ok(Value::Text(match self.origin {
            Origin::Id(_) => row.vertex_id()?,
            Origin::From(_) => row.source()?.1,
            Origin::FromType => row.source()?.0,
            Origin::To(_) => row.target()?.1,
            Origin::ToType => row.target()?.0,
            Origin::Attribute => {
                let missing = || {
                    let expected = format!("a value of `{}`", self.name);
                    DecodeError::mismatch(expected, "none; was the schema changed?")
                };
                return row.raw(self.name)?.map(Value::Json).ok_or_else(missing);
            }
        }))
    }
}

impl Clone for Column {
    fn clone(&self) -> Self {
        Self::new(self.name, self.origin, self.is_lossy)
    }
}

impl Origin {
    fn is_number(self) -> bool {
        let (Self::Id(key) | Self::From(key) | Self::To(key)) = self else { return false };
        matches!(key, KeyType::Int | KeyType::Uint)
    }
}

/// Escapes the control characters that some servers leave in texts as they are.
fn escape_controls(json: &str) -> Cow<'_, str> {
    if !json.bytes().any(|byte| byte < b' ') {
        return json.into();
    }
    let mut escaped = String::with_capacity(json.len() + 8);
    let (mut is_text, mut is_escape) = (false, false);
    for character in json.chars() {
        match character {
            '"' if !is_escape => is_text = !is_text,
            control if control < ' ' => {
                if is_text {
                    escaped.push_str(&format!("\\u{:04x}", u32::from(control)));
                }
                continue;
            }
            _ => {}
        }
        is_escape = is_text && character == '\\' && !is_escape;
        escaped.push(character);
    }
    escaped.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped_in_texts_and_dropped_elsewhere() {
        for (json, expected) in [
            ("[\"a\",\n \"b\"]", "[\"a\", \"b\"]"),
            ("{\"a\\\"\n\": \"\\\\\"\t}", "{\"a\\\"\\u000a\": \"\\\\\"}"),
            ("\"\u{0}\"", "\"\\u0000\""),
            ("12", "12"),
        ] {
            assert_eq!(escape_controls(json), expected);
        }
    }
}
