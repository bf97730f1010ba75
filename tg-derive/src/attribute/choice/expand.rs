//! The impls of an enum.

use proc_macro2::TokenStream;
use quote::quote;
use tg_gsql::print;

use super::{Choice, Stored};
use crate::paths::Runtime;
use crate::queried::{self, As};
use crate::record::{impl_header, in_const};

/// Returns the trait impls, in an anonymous constant.
pub(crate) fn expand(choice: &Choice<'_>, is_sound: bool) -> TokenStream {
    let (functions, spelling) = match choice.stored {
        _ if !is_sound => (TokenStream::new(), placeholder(&choice.rt)),
        Stored::Name => by_name(choice),
        Stored::Number => by_number(choice),
    };
    let impls = impls(choice, &spelling);
    in_const(&quote!(#functions #impls))
}

fn by_name(choice: &Choice<'_>) -> (TokenStream, Spelling) {
    let Choice { rt, input, variants, .. } = choice;
    let ident = &input.ident;
    let (idents, names): (Vec<_>, Vec<_>) =
        variants.iter().map(|variant| (variant.ident, &variant.name)).unzip();
    let expected = format!(
        "one of `{}`",
        variants.iter().map(|v| v.name.as_str()).collect::<Vec<_>>().join("`, `")
    );
    let (error, key_part, kind) = (rt.decode_error(), rt.key_part(), rt.kind());
    let (not_unset, no_variant) = (rt.not_unset(), rt.no_variant());
    let functions = quote! {
        fn __stored(value: &#ident) -> &'static ::core::primitive::str {
            match value {
                #(#ident::#idents => #names,)*
            }
        }

        fn __load(text: &::core::primitive::str) -> ::core::result::Result<#ident, #error> {
            match text {
                #(#names => ::core::result::Result::Ok(#ident::#idents),)*
                _ => ::core::result::Result::Err(#no_variant(#expected, text)),
            }
        }
    };
    let spelling = Spelling {
        ty: quote!(String),
        kind: quote!(#kind::Choice),
        variants: names.iter().map(|name| print::string(name)).collect(),
        encode: quote!(__out.text(__stored(self))),
        decode: quote!(__load(&__input.text()?)),
        decode_optional: quote! {
            let __text = __input.text()?;
            #not_unset(__load(&__text), __text.is_empty())
        },
        parse: quote!(__load(__text)),
        write_part: quote!(<::core::primitive::str as #key_part>::write_part(__stored(self), __out)),
    };
    (functions, spelling)
}

fn by_number(choice: &Choice<'_>) -> (TokenStream, Spelling) {
    let Choice { rt, input, variants, .. } = choice;
    let ident = &input.ident;
    let idents: Vec<_> = variants.iter().map(|variant| variant.ident).collect();
    let expected = format!("the number of a `{ident}`");
    let (error, key_part, kind) = (rt.decode_error(), rt.key_part(), rt.kind());
    let (not_unset, no_variant) = (rt.not_unset(), rt.no_variant());
    let functions = quote! {
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
            ::core::result::Result::Err(#no_variant(#expected, &found))
        }
    };
    let spelling = Spelling {
        ty: quote!(Int),
        kind: quote!(#kind::Int<8>),
        // A number that is not written as one leaves all of them unchecked.
        variants: variants
            .iter()
            .map(|it| it.number)
            .collect::<Option<Vec<_>>>()
            .map_or_else(Vec::new, |numbers| numbers.iter().map(i128::to_string).collect()),
        encode: quote!(__out.int(__stored(self))),
        decode: quote!(__load(__input.int()?)),
        decode_optional: quote! {
            let __number = __input.int()?;
            #not_unset(__load(__number), __number == 0)
        },
        parse: quote!(__load(<::core::primitive::i64 as #key_part>::parse_part(__text)?)),
        write_part: quote! {
            <::core::primitive::i64 as #key_part>::write_part(&__stored(self), __out)
        },
    };
    (functions, spelling)
}

/// The parts of an enum with mistakes. Its type is a tuple without a name: no check against the
/// schema file reports such a type again.
fn placeholder(rt: &Runtime) -> Spelling {
    let (tuple_spec, placeholder, kind) = (rt.tuple_spec(), rt.placeholder(), rt.kind());
    let body = quote!(#placeholder());
    Spelling {
        ty: quote!(Tuple(&#tuple_spec { name: "", fields: &[] })),
        kind: quote!(#kind::Placeholder),
        variants: Vec::new(),
        encode: body.clone(),
        decode: body.clone(),
        decode_optional: body.clone(),
        parse: body.clone(),
        write_part: body,
    }
}

/// The parts in which enums that are stored by name and by number differ.
struct Spelling {
    ty: TokenStream,
    kind: TokenStream,
    /// The literals of GSQL.
    variants: Vec<String>,
    encode: TokenStream,
    decode: TokenStream,
    decode_optional: TokenStream,
    parse: TokenStream,
    write_part: TokenStream,
}

/// The bound of `KeyPart` has a variable of its own, so that the compiler does not check it at the
/// impl: an enum that cannot be a key can still be an attribute.
fn impls(choice: &Choice<'_>, spelling: &Spelling) -> TokenStream {
    let Choice { rt, input, .. } = choice;
    let Spelling { ty, kind, variants, encode, decode, decode_optional, parse, write_part } =
        spelling;
    let of_type = (&input.ident, &input.generics);
    let header = |of: TokenStream| impl_header(of_type, &of, None, &TokenStream::new());
    let (attribute, read_attribute) = (header(rt.attribute()), header(rt.read_attribute()));
    let can_be_key = rt.can_be_key();
    let can_be_key = quote!(for<'__key> Self: #can_be_key);
    let key_part = impl_header(of_type, &rt.key_part(), None, &can_be_key);
    let parameter = queried::parameter(rt, &header(rt.parameter()), As::Attribute);
    let (attribute_type, encoder, decoder, error) =
        (rt.attribute_type(), rt.encoder(), rt.decoder(), rt.decode_error());
    let read = quote!(::core::result::Result<Self, #error>);
    quote! {
        #[automatically_derived]
        #attribute {
            type Kind = #kind;

            const TYPE: #attribute_type = #attribute_type::#ty;
            const VARIANTS: &'static [&'static ::core::primitive::str] = &[#(#variants),*];

            fn encode(&self, __out: &mut #encoder) {
                #encode
            }
        }

        #[automatically_derived]
        #read_attribute {
            fn decode(__input: &mut #decoder<'_>) -> #read {
                #decode
            }

            fn decode_optional(
                __input: &mut #decoder<'_>,
            ) -> ::core::result::Result<::core::option::Option<Self>, #error> {
                #decode_optional
            }
        }

        #[automatically_derived]
        #key_part {
            type Owned = Self;
            const TYPE: #attribute_type = #attribute_type::#ty;

            fn to_owned_part(&self) -> Self {
                ::core::clone::Clone::clone(self)
            }

            fn write_part(&self, __out: &mut ::std::string::String) {
                #write_part
            }

            fn parse_part(__text: &::core::primitive::str) -> #read {
                #parse
            }
        }

        #parameter
    }
}
