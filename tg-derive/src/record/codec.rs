//! Writing and reading the attributes: one straight line of calls.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::{Field, Missing, Record, Role};
use crate::paths::{at, item_of};

impl Record<'_> {
    /// Writes statements that encode these fields of `self` into `__out`.
    pub(crate) fn encode<'f>(&self, fields: impl Iterator<Item = &'f Field<'f>>) -> TokenStream {
        fields
            .filter(|field| !field.is_broken)
            .map(|field| match field.role {
                Role::Attribute => {
                    let (key, value) = (field.key_text(), field.stored(&quote!(self)));
                    if let Some(none) = &field.none {
                        let write_or = self.rt.write_or();
                        return quote!(#write_or(#value, #key, #none, __out););
                    }
                    let write = item_of(&field.stored_type(), &self.written_field(field), "write");
                    quote!(#write(#value, #key, __out);)
                }
                Role::Group => {
                    let encode = item_of(field.ty, &self.rt.attribute_group(), "encode");
                    let ident = field.ident;
                    quote!(#encode(&self.#ident, __out);)
                }
                Role::Skipped => TokenStream::new(),
            })
            .collect()
    }

    /// Writes the impl of a trait that reads these fields, after those in `first`. Their order is
    /// that of the schema, in which the server sends them.
    pub(crate) fn decode_impl<'f>(
        &self,
        of: &TokenStream,
        first: &TokenStream,
        fields: impl Iterator<Item = &'f Field<'f>>,
    ) -> TokenStream {
        let (row, error) = (self.rt.row(), self.rt.decode_error());
        let header = self.read_impl(of);
        let body = self.decode(first, fields);
        quote! {
            #[automatically_derived]
            #header {
                fn decode(__row: &mut #row<'_>) -> ::core::result::Result<Self, #error> {
                    #body
                }
            }
        }
    }

    /// Writes an expression that reads the type from `__row`.
    pub(crate) fn decode<'f>(
        &self,
        first: &TokenStream,
        fields: impl Iterator<Item = &'f Field<'f>>,
    ) -> TokenStream {
        let fields: TokenStream = fields
            .map(|field| {
                let (ident, value) = (field.ident, self.decode_field(field));
                quote!(#ident: #value,)
            })
            .collect();
        let whole = match &self.missing {
            Missing::Error => None,
            Missing::Default => Some(quote!(<Self as ::core::default::Default>::default())),
            Missing::Call(path) => Some(quote!(#path())),
        };
        let whole = whole.map(|value| quote!(let __default: Self = #value;));
        if !self.is_struct {
            let placeholder = self.rt.placeholder();
            return quote!(#placeholder());
        }
        quote! {
            #whole
            ::core::result::Result::Ok(Self { #first #fields })
        }
    }

    fn decode_field(&self, field: &Field<'_>) -> TokenStream {
        if field.is_broken {
            let placeholder = self.rt.placeholder();
            return quote!(#placeholder());
        }
        let Field { ident, ty, wire_name: name, .. } = field;
        let missing = field.missing.value(ty).or_else(|| match self.missing {
            Missing::Error => None,
            Missing::Default | Missing::Call(_) => Some(quote!(__default.#ident)),
        });
        match (field.role, missing) {
            (Role::Skipped, Some(value)) => value,
            (Role::Skipped, None) => {
                let here = at(*ty);
                quote_spanned!(here=> <#ty as ::core::default::Default>::default())
            }
            (Role::Group, _) => {
                let decode = item_of(ty, &self.rt.attribute_group(), "decode");
                quote!(#decode(__row)?)
            }
            (Role::Attribute, missing) if field.none.is_some() => {
                let (present_or, none) = (self.rt.present_or(), &field.none);
                let here = at(*ty);
                let missing = missing.unwrap_or_else(|| quote!(::core::option::Option::None));
                quote_spanned! {here=>
                    ::core::option::Option::unwrap_or_else(#present_or(__row, #name, #none)?, || #missing)
                }
            }
            (Role::Attribute, None) => {
                let read = item_of(&field.stored_type(), &self.rt.stored_field(), "read");
                field.load(quote!(#read(__row, #name)?), &self.rt)
            }
            (Role::Attribute, Some(value)) => {
                let present = item_of(&field.stored_type(), &self.rt.stored_field(), "present");
                let read = field.load(quote!(__value), &self.rt);
                quote! {
                    match #present(__row, #name)? {
                        ::core::option::Option::Some(__value) => #read,
                        ::core::option::Option::None => #value,
                    }
                }
            }
        }
    }
}
