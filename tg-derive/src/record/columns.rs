//! The columns: one typed handle an attribute, for filters, orders and updates.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::Generics;
use syn::ext::IdentExt;

use super::{Field, Record, Role};
use crate::paths::as_trait;

/// A columns type and its one value.
pub(crate) struct Columns {
    /// The declaration, with `Clone` and `Copy`.
    pub(crate) items: TokenStream,
    /// The type, with its parameters.
    pub(crate) ty: TokenStream,
    /// The value.
    pub(crate) value: TokenStream,
}

impl Record<'_> {
    /// The columns of these fields, for an owner; `generics` are those of the columns type.
    pub(crate) fn columns<'f>(
        &self,
        fields: impl Iterator<Item = &'f Field<'f>>,
        owner: &TokenStream,
        generics: &Generics,
    ) -> Columns {
        let (column, group, set) =
            (self.rt.column(), self.rt.attribute_group(), self.rt.column_set());
        let (mut declared, mut values) = (TokenStream::new(), TokenStream::new());
        for field in fields {
            let Field { vis, ident, name, ty, .. } = field;
            match field.role {
                Role::Attribute => {
                    let stored = field.stored_type();
                    declared.extend(quote!(#vis #ident: #column<#owner, #stored>,));
                    values.extend(quote!(#ident: #column::new(#name),));
                }
                Role::Group => {
                    let of_group = as_trait(ty, &group);
                    declared.extend(quote!(#vis #ident: #of_group::Columns<#owner>,));
                    values.extend(quote!(#ident: <#of_group::Columns<#owner> as #set>::ALL,));
                }
                Role::Skipped => {}
            }
        }
        if !generics.params.is_empty() {
            // A parameter that no column mentions must be mentioned here.
            declared.extend(quote!(__owner: ::core::marker::PhantomData<fn() -> #owner>,));
            values.extend(quote!(__owner: ::core::marker::PhantomData,));
        }
        let ident = self.columns_ident();
        let vis = self.vis;
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        Columns {
            items: quote! {
                #[doc(hidden)]
                #[allow(dead_code, missing_docs)]
                #vis struct #ident #impl_generics #where_clause { #declared }

                #[automatically_derived]
                impl #impl_generics ::core::clone::Clone for #ident #ty_generics #where_clause {
                    fn clone(&self) -> Self {
                        *self
                    }
                }

                #[automatically_derived]
                impl #impl_generics ::core::marker::Copy for #ident #ty_generics #where_clause {}
            },
            ty: quote!(#ident #ty_generics),
            value: quote!(#ident { #values }),
        }
    }

    /// The name that the compiler shows when a column is misspelt.
    fn columns_ident(&self) -> Ident {
        format_ident!("{}Columns", self.ident.unraw())
    }
}
