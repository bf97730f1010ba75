//! What stands in for a type that could not be read, so that its uses do not raise errors too.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{DeriveInput, GenericParam, Generics, Type};

use super::MOST_KEY_PARTS;
use super::generics::impl_header;
use super::named_fields;
use crate::attr::{Attrs, Key, Place};
use crate::paths::{Runtime, item_of};
use crate::problems::Problems;
use crate::types::{Known, refuse_key};

/// The parts of a hollow impl.
pub(crate) struct Hollow<'a> {
    pub(crate) rt: Runtime,
    pub(crate) attrs: Attrs,
    input: &'a DeriveInput,
}

impl<'a> Hollow<'a> {
    pub(crate) fn of(input: &'a DeriveInput, place: &Place) -> Self {
        // What is wrong has been said; what is right is still of use.
        let attrs = Attrs::read(&input.attrs, place, &mut Problems::default());
        Self { rt: Runtime::of(&attrs), attrs, input }
    }

    pub(crate) fn fields(&self) -> impl Iterator<Item = &'a syn::Field> {
        named_fields(&self.input.data).into_iter().flatten()
    }

    /// The type, with its parameters.
    pub(crate) fn owner(&self) -> TokenStream {
        let (ident, (_, ty_generics, _)) =
            (&self.input.ident, self.input.generics.split_for_impl());
        quote!(#ident #ty_generics)
    }

    /// The header of an impl.
    pub(crate) fn header(&self, of: &TokenStream) -> TokenStream {
        self.header_with(of, None)
    }

    /// The header of an impl that has parameters of its own.
    pub(crate) fn header_with(
        &self,
        of: &TokenStream,
        parameters: impl IntoIterator<Item = GenericParam>,
    ) -> TokenStream {
        let of_type = (&self.input.ident, &self.input.generics);
        impl_header(of_type, of, parameters, &TokenStream::new())
    }

    /// A columns type with a column for every field, its name, and its value.
    pub(crate) fn columns(
        &self,
        owner: &TokenStream,
        generics: &Generics,
    ) -> (TokenStream, TokenStream, TokenStream) {
        let column = self.rt.column();
        let ident = format_ident!("{}Columns", self.input.ident.unraw());
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let (mut declared, mut values) = (TokenStream::new(), TokenStream::new());
        for syn::Field { vis, ident, ty, .. } in self.fields() {
            declared.extend(quote!(#vis #ident: #column<#owner, #ty>,));
            values.extend(quote!(#ident: #column::new(""),));
        }
        let vis = &self.input.vis;
        let items = quote! {
            #[allow(dead_code, missing_docs)]
            #vis struct #ident #impl_generics #where_clause {
                #declared
                __owner: ::core::marker::PhantomData<fn() -> #owner>,
            }
            impl #impl_generics ::core::clone::Clone for #ident #ty_generics #where_clause {
                fn clone(&self) -> Self {
                    *self
                }
            }
            impl #impl_generics ::core::marker::Copy for #ident #ty_generics #where_clause {}
        };
        let value = quote!(#ident { #values __owner: ::core::marker::PhantomData });
        (items, quote!(#ident #ty_generics), value)
    }

    /// `Attribute` and, if the type is read, `ReadAttribute`.
    pub(crate) fn attribute(&self) -> TokenStream {
        let rt = &self.rt;
        let (written, read) = (self.header(&rt.attribute()), self.header(&rt.read_attribute()));
        let (ty, encoder, decoder, error, body) =
            (rt.attribute_type(), rt.encoder(), rt.decoder(), rt.decode_error(), Self::body());
        let tuple = rt.tuple_spec();
        let read = self.is_read().then(|| {
            quote! {
                #read {
                    fn decode(_: &mut #decoder<'_>) -> ::core::result::Result<Self, #error> #body
                }
            }
        });
        quote! {
            #written {
                // That no check against the schema file complains about again.
                const TYPE: #ty = #ty::Tuple(&#tuple { name: "", fields: &[] });
                fn encode(&self, _: &mut #encoder) #body
            }
            #read
        }
    }

    /// A body that is never run: the build has failed.
    pub(crate) fn body() -> TokenStream {
        quote!({ ::core::panic!() })
    }

    /// Whether the type would be read from answers.
    pub(crate) fn is_read(&self) -> bool {
        self.input.generics.lifetimes().next().is_none()
    }

    /// The type of the primary id, key or discriminator that the marked fields form, if any is.
    pub(crate) fn key_type(&self, place: &Place) -> Option<TokenStream> {
        let sound = |field: &&syn::Field| refuse_key(&field.ty).is_none();
        let marked = |key| {
            let parts = self.fields().filter(sound);
            let mut parts: Vec<_> = parts
                .filter_map(|field| place_in_key(field, place, key).zip(Some(&field.ty)))
                .take(MOST_KEY_PARTS)
                .collect();
            parts.sort_by_key(|(number, _)| *number);
            parts.into_iter().map(|(_, ty)| self.owned(ty)).collect::<Vec<_>>()
        };
        // There is one primary id, whatever was written.
        if let Some(id) = marked(Key::PrimaryId).first() {
            return Some(id.clone());
        }
        let parts = [marked(Key::PrimaryKey), marked(Key::Discriminator)].concat();
        match parts.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            several => Some(quote!((#(#several),*))),
        }
    }

    /// The type of the first field that could be a key.
    pub(crate) fn likely_key_type(&self) -> TokenStream {
        let likely =
            |ty: &&Type| refuse_key(ty).is_none() && !matches!(Known::of(ty), Known::Other);
        self.fields()
            .map(|field| &field.ty)
            .find(likely)
            .map_or_else(|| quote!(::std::string::String), |ty| self.owned(ty))
    }

    fn owned(&self, ty: &Type) -> TokenStream {
        item_of(ty, &self.rt.written_key(), "Owned")
    }
}

/// The number behind the key, or 0; `None` if the field is not marked with it.
fn place_in_key(field: &syn::Field, place: &Place, key: Key) -> Option<u32> {
    let attrs = Attrs::read(&field.attrs, place, &mut Problems::default());
    let number = || attrs.number(key)?.base10_parse().ok();
    attrs.has(key).then(|| number().unwrap_or(0))
}
