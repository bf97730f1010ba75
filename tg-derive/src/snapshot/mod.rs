//! The check of a type against a schema file that stands beside the code.
//!
//! A macro reads two files and nothing else: `tigergraph.toml`, which names the schema file, and that
//! file. What tokens can tell is told as the macro's own complaints. What only the compiler knows, such
//! as the type behind an alias, becomes a constant that does not evaluate when the answer is no.

mod cache;
mod default;
mod fields;
mod file;
mod find;
mod line;
mod lookup;
mod rust;
#[cfg(test)]
mod tests;
mod toml;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
#[cfg(feature = "include")]
use syn::LitStr;
use tg_gsql::model::Catalog;

pub(crate) use fields::{Owner, name_of};
pub(crate) use file::is_json;
pub(crate) use lookup::{Kind, list, name_tokens};
pub(crate) use rust::{Fit, constant, fit, fit_key, fit_tuple_field, last_name, spell, spell_key};

use crate::attr::Attrs;
use crate::driver::Findings;
use crate::paths::Runtime;
use crate::problems::Problems;

/// The schema that a type is checked against.
pub(crate) struct Snapshot {
    file: Arc<file::Read>,
    /// The file, as messages call it.
    pub(crate) name: String,
}

impl Snapshot {
    /// The schema.
    pub(crate) fn catalog(&self) -> Option<&Catalog> {
        self.file.as_ref().as_ref().ok()
    }
}

/// A check under way.
pub(crate) struct Check<'a> {
    pub(crate) catalog: &'a Catalog,
    /// The schema file, as messages call it.
    pub(crate) file: &'a str,
    pub(crate) rt: &'a Runtime,
    findings: Findings,
}

/// Runs a check of the item `ident` if there is a schema file for it, and returns what belongs beside
/// the item's expansion.
pub(crate) fn check(
    (ident, attrs, rt): (&Ident, &Attrs, &Runtime),
    with: impl FnOnce(&mut Check<'_>),
) -> Findings {
    let mut problems = Problems::default();
    let found = find::find(attrs, ident, &mut problems);
    let findings = Findings { problems, items: tracked(&found.files, &found.asking) };
    let snapshot = found.snapshot.as_ref();
    let Some((catalog, snapshot)) = snapshot.and_then(|it| Some((it.catalog()?, it))) else {
        return findings;
    };
    let mut check = Check { catalog, file: &snapshot.name, rt, findings };
    with(&mut check);
    check.findings
}

impl Check<'_> {
    /// Complains about these tokens.
    pub(crate) fn at(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.findings.problems.at(tokens, message);
    }

    /// Leaves a question to the compiler: `holds` is a constant expression, and `message` what is wrong
    /// if it is false, told at the place `here`.
    pub(crate) fn ask(&mut self, here: Span, holds: &TokenStream, message: &str) {
        // The call is reported where its path stands.
        let agrees: TokenStream = self
            .rt
            .agrees()
            .into_iter()
            .map(|mut token| {
                token.set_span(here);
                token
            })
            .collect();
        self.findings.items.extend(quote_spanned!(here=> const _: () = #agrees(#holds, #message);));
    }
}

/// Reads the schema file that a literal names, as a path from the crate's folder.
#[cfg(feature = "include")]
pub(crate) fn included(path: &LitStr, problems: &mut Problems) -> Option<Snapshot> {
    let name = path.value();
    let file = file::read(&find::folder().join(&name), &name, "Cargo.toml");
    if let Err(failure) = file.as_ref() {
        problems.at(path, failure.message());
        return None;
    }
    Some(Snapshot { file, name })
}

/// Names the file of [`included`] where cargo sees it, so that it builds again when the file changes.
#[cfg(feature = "include")]
pub(crate) fn watched_file(path: &LitStr) -> TokenStream {
    let file = find::folder().join(path.value());
    file.is_file().then(|| file.to_str().map(watched)).flatten().unwrap_or_default()
}

/// Names a file where cargo sees it.
fn watched(file: &str) -> TokenStream {
    quote!(
        const _: &[::core::primitive::u8] = ::core::include_bytes!(#file);
    )
}

/// Names the files where cargo sees them, so that it builds again when one changes: in the first
/// expansion that asks for a file, which is enough for the crate.
fn tracked(files: &[PathBuf], asking: &str) -> TokenStream {
    static TRACKED: Mutex<BTreeMap<PathBuf, String>> = Mutex::new(BTreeMap::new());
    let mut tracked = TRACKED.lock().unwrap_or_else(PoisonError::into_inner);
    let mut tokens = TokenStream::new();
    for file in files {
        let first = tracked.entry(file.clone()).or_insert_with(|| asking.to_owned());
        // A path that is no text cannot be named.
        if let (true, Some(file)) = (first == asking, file.to_str()) {
            tokens.extend(watched(file));
        }
    }
    tokens
}
