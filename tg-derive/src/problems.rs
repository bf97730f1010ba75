//! What is wrong with a type, collected so that one build reports all of it.

use std::fmt::Display;

use proc_macro2::Span;
use quote::ToTokens;

/// The complaints about one item.
#[must_use = "call `finish`, or the complaints are lost"]
#[derive(Default)]
pub(crate) struct Problems(Option<syn::Error>);

impl Problems {
    /// Complains about these tokens.
    pub(crate) fn at(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// Takes over a complaint of the parser.
    pub(crate) fn push(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(all) => all.combine(error),
            none => *none = Some(error),
        }
    }

    /// The value, if nothing was complained about. A value is missing only after a complaint.
    pub(crate) fn finish<T>(self, value: Option<T>) -> syn::Result<T> {
        match (self.0, value) {
            (None, Some(value)) => Ok(value),
            (Some(problems), _) => Err(problems),
            (None, None) => Err(syn::Error::new(Span::call_site(), "this cannot be read")),
        }
    }
}
