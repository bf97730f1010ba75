//! The names that types and attributes have on the server.

use std::collections::HashMap;

use proc_macro2::Ident;
use syn::LitStr;
use syn::ext::IdentExt;
use tg_gsql::name::{self, NameProblem};

use super::read::Naming;
use super::{Field, Record, Role};
use crate::attr::{Attrs, Case, Key};
use crate::problems::Problems;

/// Reads the name of a type: that of `rename`, or the struct's own.
pub(super) fn type_name(ident: &Ident, attrs: &Attrs, problems: &mut Problems) -> String {
    match attrs.text(Key::Rename) {
        Some(text) => {
            check_type_name(text, problems);
            text.value()
        }
        None => {
            let name = ident.unraw().to_string();
            if let Err(problem) = name::check(&name) {
                problems.at(ident, renaming(&problem, &name));
            }
            name
        }
    }
}

/// Checks the text that names a type or a graph.
pub(crate) fn check_type_name(text: &LitStr, problems: &mut Problems) {
    if let Err(problem) = name::check(&text.value()) {
        problems.at(text, choosing(&problem));
    }
}

/// Checks the text that names an attribute.
pub(super) fn check_attribute_name(text: &LitStr, problems: &mut Problems) {
    if let Err(problem) = name::check_attribute(&text.value()) {
        problems.at(text, choosing(&problem));
    }
}

/// Reads the name of an attribute: that of `rename`, or the field's own in the case of
/// `rename_all`.
pub(super) fn attribute_name(
    ident: &Ident,
    attrs: &Attrs,
    case: Option<Case>,
    problems: &mut Problems,
) -> String {
    match attrs.text(Key::Rename) {
        Some(text) => {
            check_attribute_name(text, problems);
            text.value()
        }
        None => {
            let own = ident.unraw().to_string();
            let name = case.map_or_else(|| own.clone(), |case| case.of_field(&own));
            if let Err(problem) = name::check_attribute(&name) {
                problems.at(ident, renaming(&problem, &name));
            }
            name
        }
    }
}

/// Reads the name of the vertex's field that a field of a view reads.
pub(super) fn source_name(ident: &Ident, attrs: &Attrs) -> String {
    attrs.text(Key::Rename).map_or_else(|| ident.to_string(), LitStr::value)
}

/// Reports names that are taken.
pub(super) fn check_distinct(record: &mut Record<'_>, naming: Naming, problems: &mut Problems) {
    let mut taken = HashMap::with_capacity(record.fields.len());
    // An id that is not an attribute may have the name of one.
    let listed = |field: &Field<'_>| field.attrs.is_true(Key::AsAttribute) != Some(false);
    let attributes = record.fields.iter_mut().filter(|field| field.role == Role::Attribute);
    for field in attributes.filter(|field| listed(field)) {
        if let Some(first) = taken.insert(field.name.clone(), field.ident) {
            field.is_broken = true;
            let name = &field.name;
            let message = match naming {
                Naming::Server => {
                    format!(
                        "field `{first}` has the name `{name}` on the server \
                         already: give this one another name"
                    )
                }
                Naming::Vertex => format!("field `{first}` reads `{name}` already: keep one"),
            };
            match field.attrs.text(Key::Rename) {
                Some(text) => problems.at(text, message),
                None => problems.at(field.ident, message),
            }
        }
    }
}

fn choosing(problem: &NameProblem) -> String {
    format!("{problem}; {}", problem.help())
}

fn renaming(problem: &NameProblem, name: &str) -> String {
    match problem {
        NameProblem::Reserved(_) => {
            format!("{problem}; give it another name on the server: `#[tg(rename = \"{name}_\")]`")
        }
        other => format!("{other}; {}, with `#[tg(rename = \"..\")]`", other.help()),
    }
}
