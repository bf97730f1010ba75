//! An enum that is a view: a vertex of one of several types.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::{DataEnum, DeriveInput, Fields, Type};

use crate::attr::{Attrs, Place};
use crate::paths::{Runtime, at};
use crate::problems::Problems;
use crate::record::{impl_header, in_const};

/// An enum with a variant for each vertex type.
pub(crate) struct Several<'a> {
    rt: Runtime,
    input: &'a DeriveInput,
    variants: Vec<(&'a Ident, &'a Type)>,
}

impl<'a> Several<'a> {
    /// Reads the annotated enum.
    pub(super) fn read(
        input: &'a DeriveInput,
        data: &'a DataEnum,
        problems: &mut Problems,
    ) -> Self {
        let attrs = Attrs::read(&input.attrs, &Place::VIEW_ENUM, problems);
        if !input.generics.params.is_empty() {
            problems.at(&input.generics, "an enum that is a view has no parameters: remove them");
        }
        if data.variants.is_empty() {
            let message = "an enum that is a view has a variant for each vertex type: write \
                           `Package(Package)`";
            problems.at(&input.ident, message);
        }
        let mut variants: Vec<(&Ident, &Type)> = Vec::new();
        for variant in &data.variants {
            Attrs::read(&variant.attrs, &Place::VIEW_VARIANT, problems);
            let ty = match &variant.fields {
                Fields::Unnamed(fields) if fields.unnamed.len() == 1 => &fields.unnamed[0].ty,
                _ => {
                    let ident = &variant.ident;
                    let message = format!(
                        "a variant of a view has one field, a vertex type: write `{ident}({ident})`"
                    );
                    problems.at(ident, message);
                    continue;
                }
            };
            let text = ty.to_token_stream().to_string();
            let same = |(_, other): &&(&Ident, &Type)| other.to_token_stream().to_string() == text;
            match variants.iter().find(same) {
                Some((first, _)) => {
                    problems.at(ty, format!("variant `{first}` has this type already: keep one"));
                }
                None => variants.push((&variant.ident, ty)),
            }
        }
        Self { rt: Runtime::of(&attrs), input, variants }
    }

    /// Returns the impl, in an anonymous constant.
    pub(super) fn expand(&self) -> TokenStream {
        let Self { rt, input, variants } = self;
        let of_type = (&input.ident, &input.generics);
        let header = impl_header(of_type, &rt.read_result(), None, &TokenStream::new());
        let (decoder, error) = (rt.decoder(), rt.decode_error());
        let one_of = rt.one_of();
        let reads = variants.iter().map(|(ident, ty)| {
            let here = at(ty);
            let read = quote_spanned!(here=> __vertex.read::<#ty>());
            quote! {
                if let ::core::option::Option::Some(__read) = #read {
                    return __read.map(Self::#ident);
                }
            }
        });
        in_const(&quote! {
            #[automatically_derived]
            #header {
                fn read(__input: &mut #decoder<'_>) -> ::core::result::Result<Self, #error> {
                    let mut __vertex = #one_of::new(__input)?;
                    #(#reads)*
                    ::core::result::Result::Err(__vertex.unread())
                }
            }
        })
    }
}
