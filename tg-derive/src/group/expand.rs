//! The impl of a group.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Generics, parse_quote};

use super::Group;
use crate::record::in_const;

/// Returns the trait impl, in an anonymous constant.
pub(super) fn expand(group: &Group<'_>, is_sound: bool) -> TokenStream {
    let record = &group.record;
    if !record.generics.params.is_empty() {
        // A mistake: the columns, which have the owner as a parameter, cannot have others.
        return TokenStream::new();
    }
    let (rt, ident) = (&record.rt, record.ident);
    let any_owner: Generics = parse_quote!(<__Owner>);
    let columns = record.columns(record.fields.iter(), &quote!(__Owner), &any_owner);
    let (columns_items, columns_ty, columns_value) = (columns.items, columns.ty, columns.value);
    let attributes = record.attribute_specs(record.fields.iter());
    let encode = record.encode(record.fields.iter());
    let decode = record.decode(&TokenStream::new(), record.fields.iter());
    let (of_group, column_set, spec) = (rt.attribute_group(), rt.column_set(), rt.attribute_spec());
    let (encoder, row, error) = (rt.encoder(), rt.row(), rt.decode_error());
    let defaults = is_sound.then(|| record.assertions());
    in_const(&quote! {
        #columns_items

        #[automatically_derived]
        impl<__Owner> #column_set for #columns_ty {
            const ALL: Self = #columns_value;
        }

        #[automatically_derived]
        impl #of_group for #ident {
            type Columns<__Owner> = #columns_ty;
            const ATTRIBUTES: &'static [#spec] = #attributes;

            fn encode(&self, __out: &mut #encoder) {
                #encode
            }

            fn decode(__row: &mut #row<'_>) -> ::core::result::Result<Self, #error> {
                #decode
            }
        }

        #defaults
    })
}
