//! The impls of an enum. Nothing here can fail: the model is sound.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Choice, Stored};
use crate::queried::{self, As};
use crate::record::in_const;

/// The trait impls, in an anonymous constant.
pub(crate) fn expand(choice: &Choice<'_>) -> TokenStream {
    let items = match choice.stored {
        Stored::Name => by_name(choice),
        Stored::Number => by_number(choice),
    };
    let Choice { rt, ident, .. } = choice;
    let (element, literal) = (rt.element(), rt.literal());
    let (of_parameter, of_result) = (rt.parameter(), rt.read_result());
    let parameter = queried::parameter(rt, &quote!(impl #of_parameter for #ident), As::Attribute);
    let result = queried::read_result(rt, &quote!(impl #of_result for #ident), As::Attribute);
    in_const(&quote! {
        #items
        #parameter
        #result

        #[automatically_derived]
        impl #element for #ident {}

        #[automatically_derived]
        impl #literal<#ident> for #ident {}
    })
}

fn by_name(choice: &Choice<'_>) -> TokenStream {
    let Choice { rt, ident, variants, .. } = choice;
    let (idents, names): (Vec<_>, Vec<_>) =
        variants.iter().map(|variant| (variant.ident, &variant.name)).unzip();
    let expected = format!(
        "one of `{}`",
        variants.iter().map(|v| v.name.as_str()).collect::<Vec<_>>().join("`, `")
    );
    let (error, key_part) = (rt.decode_error(), rt.key_part());
    let impls = impls(
        choice,
        &Spelling {
            ty: quote!(String),
            size: 0,
            encode: quote!(__out.text(__stored(self))),
            decode: quote!(__load(&__input.text()?)),
            parse: quote!(__load(__text)),
            write_part: quote!(<::core::primitive::str as #key_part>::write_part(__stored(self), __out)),
        },
    );
    quote! {
        fn __stored(value: &#ident) -> &'static ::core::primitive::str {
            match value {
                #(#ident::#idents => #names,)*
            }
        }

        fn __load(text: &::core::primitive::str) -> ::core::result::Result<#ident, #error> {
            match text {
                #(#names => ::core::result::Result::Ok(#ident::#idents),)*
                _ => ::core::result::Result::Err(#error::mismatch(#expected, text)),
            }
        }

        #impls
    }
}

fn by_number(choice: &Choice<'_>) -> TokenStream {
    let Choice { rt, ident, variants, .. } = choice;
    let idents: Vec<_> = variants.iter().map(|variant| variant.ident).collect();
    let expected = format!("the number of a `{ident}`");
    let (error, key_part, map_key, ordered) =
        (rt.decode_error(), rt.key_part(), rt.map_key(), rt.ordered());
    let impls = impls(
        choice,
        &Spelling {
            ty: quote!(Int),
            size: 8,
            encode: quote!(__out.int(__stored(self))),
            decode: quote!(__load(__input.int()?)),
            parse: quote!(__load(<::core::primitive::i64 as #map_key>::parse_key(__text)?)),
            write_part: quote! {
                <::core::primitive::i64 as #key_part>::write_part(&__stored(self), __out)
            },
        },
    );
    quote! {
        fn __stored(value: &#ident) -> ::core::primitive::i64 {
            match value {
                #(#ident::#idents => #ident::#idents as ::core::primitive::i64,)*
            }
        }

        fn __load(number: ::core::primitive::i64) -> ::core::result::Result<#ident, #error> {
            #(if number == #ident::#idents as ::core::primitive::i64 {
                return ::core::result::Result::Ok(#ident::#idents);
            })*
            let found = ::std::string::ToString::to_string(&number);
            ::core::result::Result::Err(#error::mismatch(#expected, found))
        }

        #impls

        #[automatically_derived]
        impl #ordered for #ident {}
    }
}

/// What differs between enums that are stored by name and by number.
struct Spelling {
    ty: TokenStream,
    size: u32,
    encode: TokenStream,
    decode: TokenStream,
    parse: TokenStream,
    write_part: TokenStream,
}

/// A where clause on a bound variable is not checked at the impl: an enum that cannot be a key is an
/// attribute all the same.
fn impls(choice: &Choice<'_>, spelling: &Spelling) -> TokenStream {
    let Choice { rt, ident, .. } = choice;
    let Spelling { ty, size, encode, decode, parse, write_part } = spelling;
    let (attribute, read_attribute, map_key, tuple_field, key_part) =
        (rt.attribute(), rt.read_attribute(), rt.map_key(), rt.tuple_field(), rt.key_part());
    let (attribute_type, encoder, decoder, error) =
        (rt.attribute_type(), rt.encoder(), rt.decoder(), rt.decode_error());
    let (can_be_key, result) = (rt.can_be_key(), quote!(::core::result::Result<Self, #error>));
    quote! {
        #[automatically_derived]
        impl #attribute for #ident {
            const TYPE: #attribute_type = #attribute_type::#ty;

            fn encode(&self, __out: &mut #encoder) {
                #encode
            }
        }

        #[automatically_derived]
        impl #read_attribute for #ident {
            fn decode(__input: &mut #decoder<'_>) -> #result {
                #decode
            }
        }

        #[automatically_derived]
        impl #map_key for #ident {
            fn parse_key(__text: &::core::primitive::str) -> #result {
                #parse
            }
        }

        #[automatically_derived]
        impl #tuple_field for #ident {
            const SIZE: ::core::primitive::u32 = #size;
        }

        #[automatically_derived]
        impl #key_part for #ident where for<'__key> Self: #can_be_key {
            type Owned = Self;
            const TYPE: #attribute_type = #attribute_type::#ty;

            fn to_owned_part(&self) -> Self {
                ::core::clone::Clone::clone(self)
            }

            fn write_part(&self, __out: &mut ::std::string::String) {
                #write_part
            }

            fn parse_part(__text: &::core::primitive::str) -> #result {
                #parse
            }
        }
    }
}
