//! The impls of `Parameter` and `ReadResult`: a query takes the type, and prints it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::paths::Runtime;

/// The form in which a query takes and prints a type.
#[derive(Clone, Copy)]
pub(crate) enum As {
    Vertex,
    Attribute,
    View,
}

/// Writes the impl of `Parameter` with this header.
pub(crate) fn parameter(rt: &Runtime, header: &TokenStream, form: As) -> TokenStream {
    let argument = rt.argument();
    let make = Ident::new(
        if matches!(form, As::Vertex) { "vertex" } else { "attribute" },
        Span::call_site(),
    );
    quote! {
        #[automatically_derived]
        #header {
            fn argument(&self) -> #argument {
                #argument::#make(self)
            }
        }
    }
}

/// Writes the impl of `ReadResult` with this header.
pub(crate) fn read_result(rt: &Runtime, header: &TokenStream, form: As) -> TokenStream {
    let (decoder, error) = (rt.decoder(), rt.decode_error());
    let read =
        Ident::new(if matches!(form, As::Vertex) { "vertex" } else { "view" }, Span::call_site());
    quote! {
        #[automatically_derived]
        #header {
            fn read(__input: &mut #decoder<'_>) -> ::core::result::Result<Self, #error> {
                __input.#read()
            }
        }
    }
}
