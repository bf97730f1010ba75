//! Reading a record, with the messages that all records share.

use syn::DeriveInput;

use super::field::{Missing, Role};
use super::read_field::read_field;
use super::shape::{NotNamed, named_fields, not_a_record};
use super::{Record, names, renamed_from};
use crate::attr::{Attrs, Case, Key, Place};
use crate::paths::Runtime;
use crate::problems::Problems;

/// The kind of a record, and the keys that it and its fields take.
pub(crate) struct Places {
    /// As in "a vertex".
    pub(crate) kind: &'static str,
    /// `true` if the record may be a unit struct.
    pub(crate) may_be_empty: bool,
    pub(crate) naming: Naming,
    pub(crate) container: Place,
    pub(crate) field: Place,
}

/// The meaning of the names of fields, and of their `rename`s.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Naming {
    /// Attributes on the server.
    Server,
    /// Fields of a vertex.
    Vertex,
}

impl<'a> Record<'a> {
    /// Reads a struct that is a type on the server.
    pub(crate) fn read(input: &'a DeriveInput, places: &Places, problems: &mut Problems) -> Self {
        let mut record = Self::read_unnamed(input, places, problems);
        record.name = names::type_name(record.ident, &record.attrs, problems);
        record.renamed_from = renamed_from::of_type(&record, problems);
        record
    }

    /// Reads a struct that has no name of its own on the server.
    pub(crate) fn read_unnamed(
        input: &'a DeriveInput,
        places: &Places,
        problems: &mut Problems,
    ) -> Self {
        let attrs = Attrs::read(&input.attrs, &places.container, problems);
        let (fields, is_struct): (Vec<&syn::Field>, _) = match named_fields(&input.data) {
            Ok(fields) => (fields.iter().collect(), true),
            Err(NotNamed::Unit) if places.may_be_empty => (Vec::new(), true),
            Err(found) => {
                problems.at(&input.ident, not_a_record(places.kind, found));
                (Vec::new(), false)
            }
        };
        let case = attrs.case(problems).filter(|case| takes_case(*case, &attrs, problems));
        let mut record = Self {
            rt: Runtime::of(&attrs),
            vis: &input.vis,
            ident: &input.ident,
            generics: &input.generics,
            name: String::new(),
            renamed_from: None,
            missing: Missing::of(&attrs),
            attrs,
            fields: Vec::with_capacity(fields.len()),
            is_struct,
        };
        for field in fields {
            record.fields.extend(read_field(field, places, case, &record.rt, problems));
        }
        names::check_distinct(&mut record, places.naming, problems);
        record.check_groups(problems);
        record.check_indexes(problems);
        record.check_old_names(problems);
        record
    }

    fn check_groups(&mut self, problems: &mut Problems) {
        let Some(parameter) = self.generics.type_params().next() else { return };
        for field in self.fields.iter_mut().filter(|field| field.role == Role::Group) {
            field.is_broken = true;
            problems.at(
                field.attrs.word(Key::Flatten),
                format!(
                    "a type with parameters cannot include a group: its list of attributes would \
                     depend on `{}`; write the attributes out, or remove the parameter",
                    parameter.ident
                ),
            );
        }
    }
}

/// Attribute names are identifiers, so they have no hyphens.
fn takes_case(case: Case, attrs: &Attrs, problems: &mut Problems) -> bool {
    let hyphens = matches!(case, Case::Kebab | Case::ScreamingKebab);
    if hyphens {
        problems.at(
            attrs.text(Key::RenameAll),
            "GSQL names have no hyphens; write \"snake_case\" or \"SCREAMING_SNAKE_CASE\"",
        );
    }
    !hyphens
}
