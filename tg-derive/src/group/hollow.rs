//! The impl of a group that could not be read.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Generics, parse_quote};

use crate::attr::Place;
use crate::record::{Hollow, in_const};

/// An impl that makes uses of the type compile as far as they can.
pub(crate) fn hollow(input: &DeriveInput) -> TokenStream {
    let hollow = Hollow::of(input, &Place::GROUP);
    let rt = &hollow.rt;
    if !input.generics.params.is_empty() {
        return TokenStream::new();
    }
    let any_owner: Generics = parse_quote!(<__Owner>);
    let (columns_items, columns_ty, columns_value) = hollow.columns(&quote!(__Owner), &any_owner);
    let (of_group, body) = (hollow.header(&rt.attribute_group()), Hollow::body());
    let (column_set, spec, encoder, row, error) =
        (rt.column_set(), rt.attribute_spec(), rt.encoder(), rt.row(), rt.decode_error());
    in_const(&quote! {
        #columns_items
        impl<__Owner> #column_set for #columns_ty {
            const ALL: Self = #columns_value;
        }
        #of_group {
            type Columns<__Owner> = #columns_ty;
            const ATTRIBUTES: &'static [#spec] = &[];
            fn encode(&self, _: &mut #encoder) #body
            fn decode(_: &mut #row<'_>) -> ::core::result::Result<Self, #error> #body
        }
    })
}
