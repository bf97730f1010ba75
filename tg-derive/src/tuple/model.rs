//! The model of a user-defined tuple: a record of fixed size.

use syn::{DeriveInput, Type};

use crate::attr::{Key, Place};
use crate::problems::Problems;
use crate::record::{Field, Naming, Places, Record, Role};
use crate::types::{Known, refuse_tuple_field, spell};

/// A user-defined tuple.
pub(crate) struct Tuple<'a> {
    pub(crate) record: Record<'a>,
}

const PLACES: Places = Places {
    kind: "a tuple",
    may_be_empty: false,
    naming: Naming::Server,
    container: Place::TUPLE,
    field: Place::TUPLE_FIELD,
};

impl<'a> Tuple<'a> {
    /// Reads the annotated struct.
    pub(crate) fn read(input: &'a DeriveInput, problems: &mut Problems) -> Self {
        let mut record = Record::read(input, &PLACES, problems);
        record.refuse_type_parameters("a tuple is one type on the server", problems);
        if record.is_struct && record.attributes().next().is_none() {
            problems.at(record.ident, "a tuple has at least one field");
        }
        record.refuse_types_by(|field| refuse_tuple_field(field.ty), problems);
        for field in record.fields.iter_mut().filter(|field| field.role == Role::Attribute) {
            check_size(field, problems);
        }
        Self { record }
    }

    /// The fields on the server that the impls can use.
    pub(super) fn sound_fields(&self) -> impl Iterator<Item = &Field<'a>> {
        self.record.attributes().filter(|field| !field.is_broken)
    }
}

fn check_size(field: &mut Field<'_>, problems: &mut Problems) {
    let known = if field.with.is_some() { Known::Other } else { Known::of(field.ty) };
    match (known, field.attrs.number(Key::Size)) {
        (Known::Text, None) => {
            problems.at(
                field.ident,
                "a STRING in a tuple needs its size in characters: write `#[tg(size = 40)]`",
            );
            field.is_broken = true;
        }
        (Known::Text | Known::Other, Some(size)) if size.base10_digits() == "0" => {
            problems.at(size, "the size is at least 1 character");
        }
        (Known::Text | Known::Other, _) | (_, None) => {}
        (known, Some(_)) => {
            problems.at(field.attrs.word(Key::Size), size_has_no_meaning(known, field.ty));
        }
    }
}

fn size_has_no_meaning(known: Known<'_>, ty: &Type) -> String {
    match known {
        Known::Int(bits) | Known::Uint(bits) => format!(
            "the size of a number follows from its type, `{}` takes {} bytes: remove `size`",
            spell(ty),
            bits / 8
        ),
        _ => "only a STRING has a size: remove `size`".to_owned(),
    }
}
