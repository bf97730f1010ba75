//! The model of a view: a record that reads some fields of a vertex.

use proc_macro2::Ident;
use quote::quote;
use syn::{DeriveInput, Type};

use crate::attr::{Key, Place};
use crate::paths::item_of;
use crate::problems::Problems;
use crate::record::{Field, Naming, Places, Record, Role};
use crate::types::Known;

/// A part of a vertex.
pub(crate) struct View<'a> {
    pub(crate) record: Record<'a>,
    /// The vertex; `None` if it is missing, which is a mistake.
    pub(crate) of: Option<Type>,
    /// The position of the field that holds the primary id.
    pub(crate) id: Option<usize>,
}

const PLACES: Places = Places {
    kind: "a view",
    may_be_empty: false,
    naming: Naming::Vertex,
    container: Place::VIEW,
    field: Place::VIEW_FIELD,
};

impl<'a> View<'a> {
    /// Reads the annotated struct.
    pub(crate) fn read(input: &'a DeriveInput, problems: &mut Problems) -> Self {
        let mut record = Record::read_unnamed(input, &PLACES, problems);
        record.refuse_type_parameters("a view has the types of its vertex", problems);
        record.refuse_lifetimes("a view is read from an answer", problems);
        record.refuse_types(problems);
        let id = read_id(&record, problems);
        let of = record.attrs.ty(Key::Of).cloned();
        for field in record.fields.iter_mut().filter(|field| field.role == Role::Attribute) {
            match source(field) {
                Some(source) => {
                    // The columns of the vertex have the names on the server.
                    let columns = of.as_ref().map(|of| item_of(of, &record.rt.vertex(), "COLUMNS"));
                    field.wire_name = quote!(#columns.#source.name());
                    if matches!(field.known(), Known::Option(_)) {
                        field.none = Some(quote!(#columns.#source.none()));
                    }
                }
                None => {
                    let text = field.attrs.text(Key::Rename);
                    problems.at(
                        text,
                        "`rename` is the name of a field of the vertex: write an identifier",
                    );
                    field.is_broken = true;
                }
            }
        }
        if of.is_none() && !record.attrs.is_doubtful() {
            let message = "the vertex of the view is missing: write `#[tg(of = Package)]`";
            problems.at(record.ident, message);
        }
        Self { of, id, record }
    }

    /// The fields that read a column, each with the vertex's field.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (&Field<'a>, Ident)> {
        let fields = self.record.fields.iter().enumerate();
        fields
            .filter(|(at, field)| {
                Some(*at) != self.id && field.role == Role::Attribute && !field.is_broken
            })
            .filter_map(|(_, field)| Some((field, source(field)?)))
    }
}

/// The vertex's field that a field reads: that of `rename`, or the one of its own name.
fn source(field: &Field<'_>) -> Option<Ident> {
    match field.attrs.text(Key::Rename) {
        Some(text) => text.parse().ok(),
        None => Some(field.ident.clone()),
    }
}

fn read_id(record: &Record<'_>, problems: &mut Problems) -> Option<usize> {
    let is_id =
        |field: &Field<'_>| field.attrs.has(Key::PrimaryId) && field.role == Role::Attribute;
    let mut ids = record.fields.iter().enumerate().filter(|(_, field)| is_id(field));
    let (first, field) = ids.next()?;
    for (_, other) in ids {
        problems.at(
            other.attrs.word(Key::PrimaryId),
            format!("`{}` is the primary id already", field.ident),
        );
    }
    for word in field.attrs.others(&[Key::PrimaryId, Key::With]) {
        problems.at(
            word,
            format!("a primary id is always given, so `{word}` has no meaning: remove it"),
        );
    }
    Some(first)
}
