//! The impl of a view. Nothing here can fail: the model is sound.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::View;
use crate::paths::{at, item_of};
use crate::queried::{self, As};
use crate::record::in_const;

/// The trait impl, in an anonymous constant.
pub(crate) fn expand(view: &View<'_>) -> TokenStream {
    let View { record, of, id } = view;
    let (rt, ident) = (&record.rt, record.ident);
    let selected = view.columns().map(|(field, _)| &field.wire_name);
    let first = id.map(|id| record.decode_id(&record.fields[id], false));
    let fields = record.fields.iter().enumerate();
    let rest = fields.filter(|(position, _)| Some(*position) != *id).map(|(_, field)| field);
    let (of_view, row, error) = (rt.view(), rt.row(), rt.decode_error());
    let decode = record.decode(&quote!(#first), rest);
    let of_result = rt.read_result();
    let result = queried::read_result(rt, &quote!(impl #of_result for #ident), As::View);
    let check = check(view);
    in_const(&quote! {
        #[automatically_derived]
        impl #of_view for #ident {
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

/// Asks the compiler, at each field, whether the vertex has it, with this type.
fn check(view: &View<'_>) -> TokenStream {
    let View { record, of, id } = view;
    let column = record.rt.column();
    let columns = view.columns().map(|(field, source)| {
        let (here, ty) = (at(field.ty), field.stored_type());
        quote_spanned!(here=> let _: #column<#of, #ty> = __columns.#source;)
    });
    let vertex = record.rt.vertex();
    let id = id.map(|id| {
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
