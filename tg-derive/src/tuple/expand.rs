//! The impls of a tuple.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::Tuple;
use crate::attr::Key;
use crate::paths::{at, item_of};
use crate::queried::{self, As};
use crate::record::{Field, in_const};

/// Returns the trait impls, in an anonymous constant.
pub(super) fn expand(tuple: &Tuple<'_>, is_sound: bool) -> TokenStream {
    let record = &tuple.record;
    let (rt, name) = (&record.rt, record.spec_name(is_sound));
    let fields = tuple.sound_fields().map(|field| field_spec(tuple, field));
    let names: Vec<_> = tuple.sound_fields().map(|field| format!("\"{}\"", field.name)).collect();
    let names = format!("[{}]", names.join(","));
    let items = tuple.sound_fields().map(item);
    let (tuple_spec, attribute_type, encoder) =
        (rt.tuple_spec(), rt.attribute_type(), rt.encoder());
    let (of_tuple, of_attribute) =
        (record.write_impl(&rt.tuple()), record.write_impl(&rt.attribute()));
    let (tuple_trait, kind) = (rt.tuple(), rt.kind());
    let parameter = queried::parameter(rt, &record.write_impl(&rt.parameter()), As::Attribute);
    let read = (!record.borrows()).then(|| read(tuple));
    in_const(&quote! {
        #[automatically_derived]
        #of_tuple {
            const SPEC: #tuple_spec = #tuple_spec { name: #name, fields: &[#(#fields),*] };
        }

        #[automatically_derived]
        #of_attribute {
            type Kind = #kind::Tuple;

            const TYPE: #attribute_type = #attribute_type::Tuple(&<Self as #tuple_trait>::SPEC);

            fn encode(&self, __out: &mut #encoder) {
                __out.tuple(#names, |__out| { #(#items)* });
            }
        }

        #parameter
        #read
    })
}

fn field_spec(tuple: &Tuple<'_>, field: &Field<'_>) -> TokenStream {
    let rt = &tuple.record.rt;
    let (spec, name, stored) = (rt.tuple_field_spec(), &field.name, field.stored_type());
    let ty = item_of(&stored, &rt.attribute(), "TYPE");
    let size = match field.attrs.number(Key::Size) {
        Some(size) => quote!(#size),
        None => {
            let (of_type, tuple_size, here) =
                (item_of(&stored, &rt.tuple_field(), "SIZE"), rt.tuple_size(), at(&stored));
            quote_spanned!(here=> #tuple_size(#ty, #of_type))
        }
    };
    quote!(#spec { name: #name, ty: #ty, size: #size })
}

fn item(field: &Field<'_>) -> TokenStream {
    let (ty, value) = (field.stored_type(), field.stored(&quote!(self)));
    match field.attrs.number(Key::Size) {
        Some(size) => quote!(__out.item_text::<#ty>(#value, #size);),
        None => quote!(__out.item::<#ty>(#value);),
    }
}

fn read(tuple: &Tuple<'_>) -> TokenStream {
    let record = &tuple.record;
    let (rt, none) = (&record.rt, TokenStream::new());
    let (decoder, error) = (rt.decoder(), rt.decode_error());
    let header = record.read_impl(&rt.read_attribute());
    let body = record.decode(&none, record.fields.iter());
    quote! {
        #[automatically_derived]
        #header {
            fn decode(__input: &mut #decoder<'_>) -> ::core::result::Result<Self, #error> {
                let __row = &mut __input.object()?;
                #body
            }
        }
    }
}
