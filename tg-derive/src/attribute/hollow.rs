//! The impls of an attribute that could not be read.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::attr::Place;
use crate::queried;
use crate::record::{Hollow, in_const};

/// Impls that make uses of the type compile.
pub(crate) fn hollow(input: &DeriveInput) -> TokenStream {
    let hollow = Hollow::of(input, &Place::ENUM);
    let rt = &hollow.rt;
    let (attribute, owner, body) = (hollow.attribute(), hollow.owner(), Hollow::body());
    let (literal, map_key, tuple_field, error) =
        (rt.literal(), rt.map_key(), rt.tuple_field(), rt.decode_error());
    let (element, map_key, tuple_field, literal) = (
        hollow.header(&rt.element()),
        hollow.header(&map_key),
        hollow.header(&tuple_field),
        hollow.header(&quote!(#literal<#owner>)),
    );
    let queried = queried::hollow(&hollow);
    in_const(&quote! {
        #attribute
        #element {}
        #map_key {
            fn parse_key(_: &::core::primitive::str) -> ::core::result::Result<Self, #error> #body
        }
        #tuple_field {
            const SIZE: ::core::primitive::u32 = 0;
        }
        #literal {}
        #queried
    })
}
