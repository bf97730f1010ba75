//! The impls of a view.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Type;

use super::View;
use crate::paths::{at, item_of};
use crate::queried::{self, As};
use crate::record::{impl_header, in_const};

/// Returns the trait impls, in an anonymous constant.
pub(super) fn expand(view: &View<'_>) -> TokenStream {
    let View { record, id, .. } = view;
    let Some(of) = &view.of else { return TokenStream::new() };
    let (rt, of_type) = (&record.rt, (record.ident, record.generics));
    let header = |of: TokenStream| impl_header(of_type, &of, None, &TokenStream::new());
    let selected = view.columns().map(|(field, _)| &field.wire_name);
    let first = id.map(|id| record.decode_id(&record.fields[id], false));
    let fields = record.fields.iter().enumerate();
    let rest = fields.filter(|(position, _)| Some(*position) != *id).map(|(_, field)| field);
    let (of_view, row, error) = (header(rt.view()), rt.row(), rt.decode_error());
    let decode = record.decode(&quote!(#first), rest);
    let result = queried::read_result(rt, &header(rt.read_result()), As::View);
    let check = check(view, of);
    in_const(&quote! {
        #[automatically_derived]
        #of_view {
            type Of = #of;
            const SELECT: &'static [&'static ::core::primitive::str] = &[#(#selected),*];

            fn decode(__row: &mut #row<'_>) -> ::core::result::Result<Self, #error> {
                #decode
            }
        }

        #result

        #check
    })
}

/// Writes the assertion, at each field, that the vertex has it with this type.
fn check(view: &View<'_>, of: &Type) -> TokenStream {
    let View { record, id, .. } = view;
    let column = record.rt.column();
    let columns = view.columns().map(|(field, source)| {
        let (here, ty) = (at(field.ty), field.stored_type());
        quote_spanned!(here=> let _: #column<#of, #ty, _> = __columns.#source;)
    });
    let vertex = record.rt.vertex();
    let id = id.filter(|id| !record.fields[*id].is_broken).map(|id| {
        let ty = record.fields[id].stored_type();
        let (here, key) = (at(&ty), item_of(of, &vertex, "Key"));
        let owned = item_of(&ty, &record.rt.stored_key(), "Owned");
        quote_spanned!(here=> const _: fn(#key) -> #owned = |__key| __key;)
    });
    let all = item_of(of, &vertex, "Columns");
    quote! {
        const _: fn(#all) = |__columns| { #(#columns)* };
        #id
    }
}
