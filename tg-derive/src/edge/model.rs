//! The model of an edge: a record between vertices.

use syn::{DeriveInput, LitStr, Type};

use crate::attr::{Attrs, Key, Place};
use crate::problems::Problems;
use crate::record::{Field, MAX_KEY_PARTS, Naming, Places, Record, Role, check_type_name};
use crate::types::{same, spell};

/// An edge type.
pub(crate) struct Edge<'a> {
    /// Its fields are in the order of the schema: those of the discriminator first.
    pub(crate) record: Record<'a>,
    /// The number of fields in the discriminator.
    pub(crate) discriminators: usize,
    pub(crate) pairs: Vec<Ends>,
    pub(crate) directed: bool,
    /// The name of the reverse type.
    pub(crate) reverse: Option<String>,
}

/// The two ends of an edge.
#[derive(Clone)]
pub(crate) struct Ends {
    pub(crate) from: Type,
    pub(crate) to: Type,
}

const PLACES: Places = Places {
    kind: "an edge",
    may_be_empty: true,
    naming: Naming::Server,
    container: Place::EDGE,
    field: Place::EDGE_FIELD,
};

impl<'a> Edge<'a> {
    /// Reads the annotated struct.
    pub(crate) fn read(input: &'a DeriveInput, problems: &mut Problems) -> Self {
        let mut record = Record::read(input, &PLACES, problems);
        record.refuse_types(problems);
        record.fields.sort_by_key(|field| !is_discriminator(field));
        let discriminators =
            record.fields.iter().take_while(|field| is_discriminator(field)).count();
        check_discriminators(&mut record.fields[..discriminators], problems);
        Self {
            pairs: read_pairs(&record, problems),
            directed: read_direction(&record.attrs, problems),
            reverse: read_reverse(&record, problems),
            discriminators,
            record,
        }
    }

    /// The fields of the discriminator.
    pub(crate) fn discriminator(&self) -> Vec<&Field<'a>> {
        self.record.fields[..self.discriminators].iter().collect()
    }
}

fn is_discriminator(field: &Field<'_>) -> bool {
    field.role == Role::Attribute && field.attrs.has(Key::Discriminator)
}

fn check_discriminators(fields: &mut [Field<'_>], problems: &mut Problems) {
    if let Some(extra) = fields.get(MAX_KEY_PARTS) {
        problems.at(
            extra.attrs.word(Key::Discriminator),
            format!("a discriminator has at most {MAX_KEY_PARTS} parts"),
        );
    }
    for extra in fields.iter_mut().skip(MAX_KEY_PARTS) {
        extra.is_broken = true;
    }
    for field in fields {
        for key in [Key::Default, Key::SchemaDefault] {
            if let Some(word) = field.attrs.word(key) {
                problems.at(
                    word,
                    format!(
                        "a discriminator is always given, so `{word}` has no meaning: remove it"
                    ),
                );
            }
        }
    }
}

/// Returns the pairs that `from` and `to`, or each `pair`, declare.
fn declared_pairs(attrs: &Attrs) -> impl Iterator<Item = Ends> {
    let single = attrs.ty(Key::From).zip(attrs.ty(Key::To));
    let pairs = single.into_iter().chain(attrs.pairs());
    pairs.map(|(from, to)| Ends { from: from.clone(), to: to.clone() })
}

fn read_pairs(record: &Record<'_>, problems: &mut Problems) -> Vec<Ends> {
    let attrs = &record.attrs;
    let (from, to, pair) = (attrs.word(Key::From), attrs.word(Key::To), attrs.word(Key::Pair));
    match (from, to, pair) {
        // An argument that could not be read may be the missing endpoint.
        (None, _, None) | (_, None, None) if attrs.is_doubtful() => {}
        (None, None, None) => problems
            .at(record.ident, "an edge joins two vertex types: write `#[tg(from = A, to = B)]`"),
        (Some(end), None, None) => {
            problems.at(end, "an edge has two ends: write `to = ..` next to it");
        }
        (None, Some(end), None) => {
            problems.at(end, "an edge has two ends: write `from = ..` next to it");
        }
        (Some(end), _, Some(_)) | (None, Some(end), Some(_)) => problems.at(
            end,
            "the ends are in `from` and `to` or in `pair`s, not in both: write \
             `pair(from = A, to = B)` for each pair",
        ),
        _ => {}
    }
    let mut pairs: Vec<Ends> = Vec::new();
    for pair in declared_pairs(attrs) {
        let Ends { from, to } = &pair;
        if pairs.iter().any(|other| same(&other.from, from) && same(&other.to, to)) {
            problems.at(
                to,
                format!("the pair from `{}` to `{}` is declared already", spell(from), spell(to)),
            );
        } else {
            pairs.push(pair);
        }
    }
    pairs
}

fn read_direction(attrs: &Attrs, problems: &mut Problems) -> bool {
    if let (Some(_), Some(word)) = (attrs.word(Key::Directed), attrs.word(Key::Undirected)) {
        problems.at(word, "an edge is `directed`, which is the default, or `undirected`: keep one");
    }
    !attrs.has(Key::Undirected)
}

fn read_reverse(record: &Record<'_>, problems: &mut Problems) -> Option<String> {
    let text: &LitStr = record.attrs.text(Key::Reverse)?;
    check_type_name(text, problems);
    if record.attrs.has(Key::Undirected) {
        problems.at(
            record.attrs.word(Key::Reverse),
            "an undirected edge is its own reverse: remove `reverse`, or remove `undirected`",
        );
    }
    if text.value() == record.name {
        problems.at(text, "the reverse edge is a type of its own: give it another name");
    }
    Some(text.value())
}
