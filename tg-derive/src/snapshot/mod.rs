//! The check of a type against a schema file that is committed next to the code.
//!
//! A macro reads two files and nothing else: `tigergraph.toml`, which names the schema file, and
//! that file. The macro itself reports differences that tokens show. For the others, such as the
//! type of an alias, it writes a constant that does not evaluate if the two differ.

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
use quote::{ToTokens, quote};
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
    /// The name of the file in messages.
    pub(crate) name: String,
}

impl Snapshot {
    /// The schema.
    pub(crate) fn catalog(&self) -> Option<&Catalog> {
        self.file.as_ref().as_ref().ok()
    }
}

/// Returns the schema file of an item. [`check`] reports why it cannot be read.
pub(crate) fn find(attrs: &Attrs, ident: &Ident) -> Option<Snapshot> {
    find::find(attrs, ident, &mut Problems::default()).snapshot
}

/// Returns the schema file for `ident`, and the items by which cargo builds again when it changes.
pub(crate) fn find_tracked(
    attrs: &Attrs,
    ident: &Ident,
    problems: &mut Problems,
) -> (Option<Snapshot>, TokenStream) {
    let found = find::find(attrs, ident, problems);
    let items = tracked(&found.files, &found.user);
    (found.snapshot, items)
}

/// The folder of the crate.
pub(crate) fn folder() -> PathBuf {
    find::folder()
}

/// A check of one item.
pub(crate) struct Check<'a> {
    pub(crate) catalog: &'a Catalog,
    /// The name of the schema file in messages.
    pub(crate) file: &'a str,
    pub(crate) rt: &'a Runtime,
    findings: Findings,
}

/// Checks the item `ident` if there is a schema file for it.
pub(crate) fn check(
    (ident, attrs, rt): (&Ident, &Attrs, &Runtime),
    with: impl FnOnce(&mut Check<'_>),
) -> Findings {
    let mut problems = Problems::default();
    let found = find::find(attrs, ident, &mut problems);
    let findings = Findings { problems, items: tracked(&found.files, &found.user) };
    let snapshot = found.snapshot.as_ref();
    let Some((catalog, snapshot)) = snapshot.and_then(|it| Some((it.catalog()?, it))) else {
        return findings;
    };
    let mut check = Check { catalog, file: &snapshot.name, rt, findings };
    with(&mut check);
    check.findings
}

impl Check<'_> {
    /// Reports a difference at these tokens.
    pub(crate) fn at(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.findings.problems.at(tokens, message);
    }

    /// Leaves a comparison to the compiler: `holds` is a constant expression, and `message` is
    /// reported at `here` if it is false.
    pub(crate) fn assert(&mut self, here: Span, holds: &TokenStream, message: &str) {
        self.findings.items.extend(self.rt.assertion(here, holds, message));
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

/// Includes the file of [`included`], so that cargo builds again when it changes.
#[cfg(feature = "include")]
pub(crate) fn watched_file(path: &LitStr) -> TokenStream {
    let file = find::folder().join(path.value());
    file.is_file().then(|| file.to_str().map(watched)).flatten().unwrap_or_default()
}

/// Includes a file, so that cargo builds again when it changes.
pub(crate) fn watched(file: &str) -> TokenStream {
    quote!(
        const _: &[::core::primitive::u8] = ::core::include_bytes!(#file);
    )
}

/// Includes the files in the first expansion that uses them, which is enough for the crate.
fn tracked(files: &[PathBuf], user: &str) -> TokenStream {
    static TRACKED: Mutex<BTreeMap<PathBuf, String>> = Mutex::new(BTreeMap::new());
    let mut tracked = TRACKED.lock().unwrap_or_else(PoisonError::into_inner);
    let mut tokens = TokenStream::new();
    for file in files {
        let first = tracked.entry(file.clone()).or_insert_with(|| user.to_owned());
        // A path that is not UTF-8 cannot be written.
        if let (true, Some(file)) = (first == user, file.to_str()) {
            tokens.extend(watched(file));
        }
    }
    tokens
}
