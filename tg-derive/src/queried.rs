//! The impls that let a query take a type and print it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::paths::Runtime;

/// How a query takes and prints the type.
#[derive(Clone, Copy)]
pub(crate) enum As {
    Vertex,
    Attribute,
    View,
}

/// `Parameter`, under this header.
pub(crate) fn parameter(rt: &Runtime, header: &TokenStream, how: As) -> TokenStream {
    let argument = rt.argument();
    let make = Ident::new(
        if matches!(how, As::Vertex) { "vertex" } else { "attribute" },
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

/// `ReadResult`, under this header.
pub(crate) fn read_result(rt: &Runtime, header: &TokenStream, how: As) -> TokenStream {
    let (decoder, error, attribute) = (rt.decoder(), rt.decode_error(), rt.read_attribute());
    let read = match how {
        As::Vertex => quote!(__input.vertex()),
        As::View => quote!(__input.view()),
        As::Attribute => quote!(<Self as #attribute>::decode(__input)),
    };
    quote! {
        #[automatically_derived]
        #header {
            fn read(__input: &mut #decoder<'_>) -> ::core::result::Result<Self, #error> {
                #read
            }
        }
    }
}
