//! The impl of a view that could not be read.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::attr::{Key, Place};
use crate::record::{Hollow, in_const};

/// An impl that makes uses of the type compile, if it is known what the view looks at.
pub(crate) fn hollow(input: &DeriveInput) -> TokenStream {
    let hollow = Hollow::of(input, &Place::VIEW);
    let rt = &hollow.rt;
    let Some(of) = hollow.attrs.ty(Key::Of) else { return TokenStream::new() };
    let (of_view, body) = (hollow.header(&rt.view()), Hollow::body());
    let (row, decoder, error) = (rt.row(), rt.decoder(), rt.decode_error());
    let of_result = hollow.header(&rt.read_result());
    in_const(&quote! {
        #of_view {
            type Of = #of;
            const SELECT: &'static [&'static ::core::primitive::str] = &[];
            fn decode(_: &mut #row<'_>) -> ::core::result::Result<Self, #error> #body
        }
        #of_result {
            fn read(_: &mut #decoder<'_>) -> ::core::result::Result<Self, #error> #body
        }
    })
}
