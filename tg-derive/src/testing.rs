//! Support for the tests of all macros.

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::driver::Model;
use crate::problems::Problems;

/// Parses an item.
pub(crate) fn item(source: &str) -> DeriveInput {
    syn::parse_str(source).unwrap()
}

/// Prints an expansion as rustfmt would.
pub(crate) fn pretty(tokens: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(tokens).unwrap())
}

/// Returns every message, in order, after the text that it points at.
pub(crate) fn messages(problems: Problems) -> Vec<String> {
    let problems = problems.into_error().into_iter().flatten();
    problems
        .map(|problem| {
            let pointed_at = problem.span().source_text().unwrap_or_default();
            format!("{pointed_at}: {problem}")
        })
        .collect()
}

/// The function that reads the model of a derive.
pub(crate) type Read<'a, M> = fn(&'a DeriveInput, &mut Problems) -> M;

/// Returns the messages about an item.
pub(crate) fn mistakes<'a, M>(item: &'a DeriveInput, read: Read<'a, M>) -> Vec<String> {
    let mut problems = Problems::default();
    read(item, &mut problems);
    messages(problems)
}

/// Returns the expansion of an item: its impls, or their placeholders.
pub(crate) fn expanded<'a, M: Model>(item: &'a DeriveInput, read: Read<'a, M>) -> String {
    let mut problems = Problems::default();
    let model = read(item, &mut problems);
    pretty(model.expand(problems.is_empty()))
}
