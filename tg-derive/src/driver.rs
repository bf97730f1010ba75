//! The steps of every macro: read, check, expand.

use proc_macro2::TokenStream;
use quote::quote;

use crate::problems::Problems;

/// A type of the user's, as a macro understands it.
///
/// Reading it always yields a model. Where something is wrong, the model has the best guess, and
/// what cannot be used is marked: one build then shows the mistakes that the compiler finds in the
/// expansion next to those that the macro finds.
pub(crate) trait Model {
    /// Compares the type with the schema file.
    fn check(&self) -> Findings {
        Findings::default()
    }

    /// Returns the impls of the type.
    ///
    /// They are placeholders where the type has mistakes (`is_sound` is false): they never run, and
    /// exist so that uses of the type raise no further errors.
    fn expand(&self, is_sound: bool) -> TokenStream;
}

/// The result of a check.
#[derive(Default)]
pub(crate) struct Findings {
    pub(crate) problems: Problems,
    /// Items for the compiler: constants that evaluate only if the type agrees with the schema, and
    /// the files that decide.
    pub(crate) items: TokenStream,
}

/// Runs a macro: `read` returns its model.
pub(crate) fn run<M: Model>(read: impl FnOnce(&mut Problems) -> M) -> TokenStream {
    let mut problems = Problems::default();
    let model = read(&mut problems);
    let Findings { problems: found, items } = model.check();
    problems.extend(found);
    let expanded = model.expand(problems.is_empty());
    let errors = problems.into_error().map(syn::Error::into_compile_error);
    quote!(#errors #expanded #items)
}
