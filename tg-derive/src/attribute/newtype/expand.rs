//! The impls of a newtype.

use proc_macro2::TokenStream;
use quote::quote;

use super::Newtype;
use crate::paths::item_of;
use crate::queried::{self, As};
use crate::record::in_const;

/// Returns the trait impls, in an anonymous constant.
pub(crate) fn expand(newtype: &Newtype<'_>) -> TokenStream {
    let attribute = attribute(newtype);
    let key = key(newtype);
    let (rt, ident) = (&newtype.rt, &newtype.input.ident);
    let of_parameter = rt.parameter();
    let parameter = queried::parameter(rt, &quote!(impl #of_parameter for #ident), As::Attribute);
    in_const(&quote!(#attribute #parameter #key))
}

fn attribute(newtype: &Newtype<'_>) -> TokenStream {
    let Newtype { rt, input, inner } = newtype;
    let ident = &input.ident;
    let (attribute, read_attribute) = (rt.attribute(), rt.read_attribute());
    let written = |item| item_of(inner, &attribute, item);
    let (kind, ty, variants) = (written("Kind"), written("TYPE"), written("VARIANTS"));
    let (encode, is_absent) = (written("encode"), written("is_absent"));
    let read = |item| item_of(inner, &read_attribute, item);
    let (decode, absent) = (read("decode"), read("absent"));
    let decode_optional = read("decode_optional");
    let (attribute_type, encoder, decoder, error) =
        (rt.attribute_type(), rt.encoder(), rt.decoder(), rt.decode_error());
    quote! {
        #[automatically_derived]
        impl #attribute for #ident {
            type Kind = #kind;

            const TYPE: #attribute_type = #ty;
            const VARIANTS: &'static [&'static ::core::primitive::str] = #variants;

            fn encode(&self, __out: &mut #encoder) {
                #encode(&self.0, __out);
            }

            fn is_absent(&self) -> ::core::primitive::bool {
                #is_absent(&self.0)
            }
        }

        #[automatically_derived]
        impl #read_attribute for #ident {
            fn decode(__input: &mut #decoder<'_>) -> ::core::result::Result<Self, #error> {
                ::core::result::Result::map(#decode(__input), Self)
            }

            fn decode_optional(
                __input: &mut #decoder<'_>,
            ) -> ::core::result::Result<::core::option::Option<Self>, #error> {
                ::core::result::Result::Ok(::core::option::Option::map(
                    #decode_optional(__input)?,
                    Self,
                ))
            }

            fn absent() -> ::core::option::Option<Self> {
                ::core::option::Option::map(#absent(), Self)
            }
        }
    }
}

fn key(newtype: &Newtype<'_>) -> TokenStream {
    let Newtype { rt, input, inner } = newtype;
    let ident = &input.ident;
    let (key_part, vertex, as_id, id_text) = (rt.key_part(), rt.vertex(), rt.as_id(), rt.id_text());
    let (attribute_type, error, can_be_key) =
        (rt.attribute_type(), rt.decode_error(), rt.can_be_key());
    quote! {
        #[automatically_derived]
        impl #key_part for #ident
        where
            for<'__inner> #inner: #key_part<Owned = #inner>,
            for<'__key> Self: #can_be_key,
        {
            type Owned = Self;
            const TYPE: #attribute_type = <#inner as #key_part>::TYPE;

            fn to_owned_part(&self) -> Self {
                ::core::clone::Clone::clone(self)
            }

            fn write_part(&self, __out: &mut ::std::string::String) {
                <#inner as #key_part>::write_part(&self.0, __out);
            }

            fn parse_part(
                __text: &::core::primitive::str,
            ) -> ::core::result::Result<Self, #error> {
                ::core::result::Result::map(<#inner as #key_part>::parse_part(__text), Self)
            }
        }

        #[automatically_derived]
        impl<__Vertex> #as_id<__Vertex> for #ident
        where
            __Vertex: #vertex<Key = #ident>,
            for<'__inner> #ident: #key_part,
        {
            fn write_id(&self, __id: &mut #id_text) {
                __id.single(self);
            }
        }

        #[automatically_derived]
        impl<__Vertex> #as_id<__Vertex> for &#ident
        where
            __Vertex: #vertex<Key = #ident>,
            for<'__inner> #ident: #key_part,
        {
            fn write_id(&self, __id: &mut #id_text) {
                __id.single(*self);
            }
        }
    }
}
