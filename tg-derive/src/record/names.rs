//! The names that types and attributes have on the server.

use proc_macro2::Ident;
use syn::LitStr;
use syn::ext::IdentExt;
use tg_gsql::name::{self, NameProblem};

use crate::attr::{Attrs, Case, Key};
use crate::problems::Problems;

/// The name of a type: what `rename` says, else the struct's own.
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

/// The name of an attribute: what `rename` says, else the field's own in the case of `rename_all`.
pub(super) fn attribute_name(
    ident: &Ident,
    attrs: &Attrs,
    case: Option<Case>,
    problems: &mut Problems,
) -> String {
    match attrs.text(Key::Rename) {
        Some(text) => {
            if let Err(problem) = name::check_attribute(&text.value()) {
                problems.at(text, choosing(&problem));
            }
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
