//! The model of a vertex: a record with a key.

use syn::DeriveInput;
use syn::ext::IdentExt;

use crate::attr::{Attrs, Key, Place};
use crate::problems::Problems;
use crate::record::{Field, MAX_KEY_PARTS, Naming, Places, Record, Role};

/// A vertex type.
pub(crate) struct Vertex<'a> {
    pub(crate) record: Record<'a>,
    pub(crate) key: VertexKey,
    /// `true` if the engine counts the edges of each vertex.
    pub(crate) outdegrees: bool,
}

/// The key of a vertex, by the positions of fields.
pub(crate) enum VertexKey {
    /// `PRIMARY_ID`: next to the attributes, and perhaps readable as one.
    PrimaryId { field: usize, as_attribute: bool },
    /// `PRIMARY KEY`: one or several of the attributes, or none, which is a mistake.
    PrimaryKey(Vec<usize>),
}

const PLACES: Places = Places {
    kind: "a vertex",
    may_be_empty: false,
    naming: Naming::Server,
    container: Place::VERTEX,
    field: Place::VERTEX_FIELD,
};

impl<'a> Vertex<'a> {
    /// Reads the annotated struct.
    pub(crate) fn read(input: &'a DeriveInput, problems: &mut Problems) -> Self {
        let mut record = Record::read(input, &PLACES, problems);
        record.refuse_types(problems);
        let key = read_key(&mut record, problems);
        let outdegrees = read_stats(&record.attrs, problems);
        Self { record, key, outdegrees }
    }

    /// The fields of the key, in key order.
    pub(crate) fn key_fields(&self) -> Vec<&Field<'a>> {
        let fields = &self.record.fields;
        match &self.key {
            VertexKey::PrimaryId { field, .. } => vec![&fields[*field]],
            VertexKey::PrimaryKey(positions) => positions.iter().map(|at| &fields[*at]).collect(),
        }
    }

    /// The fields of the key that the impls can use.
    pub(crate) fn sound_key_fields(&self) -> Vec<&Field<'a>> {
        self.key_fields().into_iter().filter(|field| !field.is_broken).collect()
    }

    /// The fields that are not a part of the key.
    pub(crate) fn plain_fields(&self) -> impl Iterator<Item = &Field<'a>> {
        self.fields_but(|at| match &self.key {
            VertexKey::PrimaryId { field, .. } => *field == at,
            VertexKey::PrimaryKey(positions) => positions.contains(&at),
        })
    }

    /// The fields that the schema lists as attributes.
    pub(crate) fn listed_fields(&self) -> impl Iterator<Item = &Field<'a>> {
        self.fields_but(|at| matches!(self.key, VertexKey::PrimaryId { field, .. } if field == at))
    }

    /// The fields that can be read, filtered and sorted by.
    pub(crate) fn readable_fields(&self) -> impl Iterator<Item = &Field<'a>> {
        self.fields_but(|at| {
            matches!(self.key, VertexKey::PrimaryId { field, as_attribute: false } if field == at)
        })
    }

    fn fields_but(&self, left_out: impl Fn(usize) -> bool) -> impl Iterator<Item = &Field<'a>> {
        let fields = self.record.fields.iter().enumerate();
        fields.filter(move |(at, _)| !left_out(*at)).map(|(_, field)| field)
    }
}

fn read_key(record: &mut Record<'_>, problems: &mut Problems) -> VertexKey {
    let marked = |key: Key| -> Vec<usize> {
        let fields = record.fields.iter().enumerate();
        fields
            .filter(|(_, field)| field.role == Role::Attribute && field.attrs.has(key))
            .map(|(at, _)| at)
            .collect()
    };
    let (ids, parts) = (marked(Key::PrimaryId), marked(Key::PrimaryKey));
    for field in &record.fields {
        check_as_attribute(field, problems);
        check_key_field(field, problems);
    }
    match (ids.as_slice(), parts.as_slice()) {
        ([], []) => {
            // An argument that could not be read may be the key.
            let is_doubtful = record.fields.iter().any(|field| field.attrs.is_doubtful());
            if record.is_struct && !is_doubtful {
                problems.at(record.ident, missing_key(record));
            }
            VertexKey::PrimaryKey(Vec::new())
        }
        ([], parts) => {
            if let Some(extra) = parts.get(MAX_KEY_PARTS) {
                problems.at(
                    record.fields[*extra].attrs.word(Key::PrimaryKey),
                    format!("a key has at most {MAX_KEY_PARTS} parts"),
                );
            }
            for extra in parts.iter().skip(MAX_KEY_PARTS) {
                record.fields[*extra].is_broken = true;
            }
            VertexKey::PrimaryKey(in_key_order(record, parts, problems))
        }
        ([first, more @ ..], parts) => {
            let field = &record.fields[*first];
            for other in more {
                problems.at(
                    record.fields[*other].attrs.word(Key::PrimaryId),
                    format!(
                        "`{}` is the primary id already; for a key of several fields write \
                         `primary_key` on each of them",
                        field.ident
                    ),
                );
            }
            for part in parts.iter().filter(|part| !ids.contains(part)) {
                problems.at(
                    record.fields[*part].attrs.word(Key::PrimaryKey),
                    format!(
                        "`{}` is the primary id already; write `primary_key` on each field of \
                         the key, or `primary_id` on one",
                        field.ident
                    ),
                );
            }
            let as_attribute = field.attrs.is_true(Key::AsAttribute).unwrap_or(true);
            VertexKey::PrimaryId { field: *first, as_attribute }
        }
    }
}

/// Sorts the parts by their numbers, or leaves them in the order of the fields if none has one.
fn in_key_order(record: &Record<'_>, parts: &[usize], problems: &mut Problems) -> Vec<usize> {
    let number = |part: &usize| record.fields[*part].attrs.number(Key::PrimaryKey);
    let mut ordered = parts.to_vec();
    if ordered.iter().all(|part| number(part).is_none()) {
        return ordered;
    }
    let place = |part: &usize| number(part).and_then(|it| it.base10_parse::<usize>().ok());
    for (at, part) in parts.iter().enumerate() {
        let field = &record.fields[*part];
        match (number(part), place(part)) {
            (None, _) => problems.at(
                field.attrs.word(Key::PrimaryKey),
                "other parts of the key are numbered: write `primary_key = 1` for \
                 the first, or no number on any",
            ),
            (Some(literal), Some(number)) => {
                let first = parts[..at].iter().find(|other| place(other) == Some(number));
                if let Some(first) = first {
                    let first = record.fields[*first].ident;
                    let message = format!("`{first}` is part {number} of the key already");
                    problems.at(literal, message);
                } else if !(1..=parts.len()).contains(&number) {
                    let count = parts.len();
                    let message = match count {
                        1 => "the key has one part: write `primary_key` alone".to_owned(),
                        _ => format!("the key has {count} parts, numbered from 1 to {count}"),
                    };
                    problems.at(literal, message);
                }
            }
            // The reader takes numbers of 32 bits only.
            (Some(_), None) => {}
        }
    }
    ordered.sort_by_key(place);
    ordered
}

/// Reads `stats`: whether the engine counts the edges of each vertex.
fn read_stats(attrs: &Attrs, problems: &mut Problems) -> bool {
    const STATS: [&str; 2] = ["none", "outdegree_by_edgetype"];
    let Some(text) = attrs.text(Key::Stats) else { return true };
    let value = text.value();
    if !STATS.contains(&value.as_str()) {
        let message = match tg_gsql::suggest::nearest(&value, STATS) {
            Some(near) => format!("unknown statistics; did you mean \"{near}\"?"),
            None => format!("unknown statistics; there are \"{}\"", STATS.join("\" and \"")),
        };
        problems.at(text, message);
    }
    value != STATS[0]
}

fn missing_key(record: &Record<'_>) -> String {
    let name = record.ident.unraw().to_string().to_lowercase();
    let looks_like_id = |field: &&Field<'_>| {
        let field = field.name.to_lowercase();
        field == "id" || field == format!("{name}_id") || field == "code" || field == "key"
    };
    match record.attributes().find(looks_like_id) {
        Some(field) => format!(
            "a vertex needs an id: write `#[tg(primary_id)]` on the field \
             that identifies it, such as `{}`",
            field.ident
        ),
        None => "a vertex needs an id: write `#[tg(primary_id)]` on the field that identifies it"
            .to_owned(),
    }
}

fn check_as_attribute(field: &Field<'_>, problems: &mut Problems) {
    if field.attrs.has(Key::AsAttribute) && !field.attrs.has(Key::PrimaryId) {
        problems.at(
            field.attrs.word(Key::AsAttribute),
            if field.attrs.has(Key::PrimaryKey) {
                "a `primary_key` is always an attribute: remove `as_attribute`"
            } else {
                "only a primary id can be kept out of the attributes: write \
                 `primary_id` next to it, or remove it"
            },
        );
    }
}

/// Reports keys without a meaning on a key, whose value is never absent.
fn check_key_field(field: &Field<'_>, problems: &mut Problems) {
    let Some(marker) = field.attrs.word(Key::PrimaryId).or(field.attrs.word(Key::PrimaryKey))
    else {
        return;
    };
    if field.role != Role::Attribute {
        return;
    }
    if field.attrs.has(Key::PrimaryId) && field.attrs.has(Key::PrimaryKey) {
        problems.at(
            field.attrs.word(Key::PrimaryKey),
            "write `primary_id` or `primary_key`, not both: the first is not one of \
             the attributes, the second is",
        );
    }
    // A schema may declare the default of a part of a key, though no vertex ever gets it.
    let meaningless: &[Key] = if field.attrs.has(Key::PrimaryKey) {
        &[Key::Default, Key::Metric]
    } else {
        &[Key::Default, Key::SchemaDefault, Key::Metric]
    };
    for &key in meaningless {
        if let Some(word) = field.attrs.word(key) {
            problems.at(
                word,
                format!("a `{marker}` is always given, so `{word}` has no meaning: remove it"),
            );
        }
    }
}
