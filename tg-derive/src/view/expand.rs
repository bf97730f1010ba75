//! The impl of a view. Nothing here can fail: the model is sound.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::View;
use crate::paths::{as_trait, at};
use crate::record::in_const;

/// The trait impl, in an anonymous constant.
pub(crate) fn expand(view: &View<'_>) -> TokenStream {
    let View { record, of, id } = view;
    let (rt, ident) = (&record.rt, record.ident);
    let of_vertex = as_trait(of, &rt.vertex());
    let selected = view.columns().map(|(_, source)| quote!(#of_vertex::COLUMNS.#source.name()));
    let first = id.map(|id| record.decode_id(&record.fields[id], false));
    let fields = record.fields.iter().enumerate();
    let rest = fields.filter(|(position, _)| Some(*position) != *id).map(|(_, field)| field);
    let (of_view, row, error) = (rt.view(), rt.row(), rt.decode_error());
    let decode = record.decode(&quote!(#first), rest);
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
    let of_vertex = as_trait(of, &record.rt.vertex());
    let id = id.map(|id| {
        let ty = record.fields[id].stored_type();
        let (here, of_part) = (at(&ty), as_trait(&ty, &record.rt.key_part()));
        quote_spanned! {here=>
            const _: fn(#of_vertex::Key) -> #of_part::Owned = |__key| __key;
        }
    });
    quote! {
        const _: fn(#of_vertex::Columns) = |__columns| { #(#columns)* };
        #id
    }
}
