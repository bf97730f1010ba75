//! What the tests of all macros share.

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::problems::Problems;

/// The item that some source text holds.
pub(crate) fn item(source: &str) -> DeriveInput {
    syn::parse_str(source).unwrap()
}

/// An expansion as rustfmt would print it.
pub(crate) fn pretty(tokens: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(tokens).unwrap())
}

/// Every complaint about an item, in order, with the text that it points at.
pub(crate) fn complaints<T>(read: syn::Result<T>) -> Vec<String> {
    let problems = read.err().map(IntoIterator::into_iter).into_iter().flatten();
    problems
        .map(|problem| {
            let pointed_at = problem.span().source_text().unwrap_or_default();
            format!("{pointed_at}: {problem}")
        })
        .collect()
}

/// The model of an item, or all that is wrong with it.
pub(crate) fn read<'a, T>(
    item: &'a DeriveInput,
    read: fn(&'a DeriveInput, &mut Problems) -> Option<T>,
) -> syn::Result<T> {
    let mut problems = Problems::default();
    let model = read(item, &mut problems);
    problems.finish(model)
}
