//! The columns: one typed handle per attribute, for filters, orders and updates.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{GenericParam, Generics, parse_quote};

use super::{Field, Record, Role};
use crate::paths::{at, item_of};

/// A columns type and its one value.
pub(crate) struct Columns {
    /// The declaration, with `Clone` and `Copy`.
    pub(crate) items: TokenStream,
    /// The type, with its parameters.
    pub(crate) ty: TokenStream,
    /// The value.
    pub(crate) value: TokenStream,
    /// The span of the first group, where a type that is not a group is reported.
    here: Span,
}

impl Columns {
    /// Writes `type Columns = ..;`.
    pub(crate) fn associated_type(&self) -> TokenStream {
        let ty = &self.ty;
        quote_spanned!(self.here=> type Columns = #ty;)
    }

    /// Writes `const COLUMNS: .. = ..;`.
    pub(crate) fn associated_const(&self) -> TokenStream {
        let (ty, value) = (&self.ty, &self.value);
        quote_spanned!(self.here=> const COLUMNS: #ty = #value;)
    }
}

impl Record<'_> {
    /// Makes the columns of these fields, for an owner; `generics` are those of the columns type.
    pub(crate) fn columns<'f>(
        &self,
        fields: impl Iterator<Item = &'f Field<'f>>,
        owner: &TokenStream,
        generics: &Generics,
    ) -> Columns {
        let (column, group, set) =
            (self.rt.column(), self.rt.attribute_group(), self.rt.column_set());
        let (mut declared, mut values) = (TokenStream::new(), TokenStream::new());
        // A group's columns are a parameter, so that the declaration does not depend on the group.
        let mut groups = Vec::new();
        for field in fields {
            let Field { vis, ident, name, ty, deprecated, .. } = field;
            match field.role {
                Role::Attribute => {
                    let stored = field.stored_type();
                    let immutable = self.rt.immutable();
                    let immutable = field.is_part_of_key().then(|| quote!(, #immutable));
                    let types = quote!(#owner, #stored #immutable);
                    declared.extend(quote!(#deprecated #vis #ident: #column<#types>,));
                    let none = field.none.as_ref().map(|none| quote!(.with_none(#none)));
                    values.extend(quote!(#ident: #column::new(#name) #none,));
                }
                Role::Group if field.is_broken => {}
                Role::Group => {
                    let parameter = format_ident!("__Group{}", groups.len());
                    let of_group = item_of(ty, &group, "Columns");
                    let here = at(*ty);
                    let columns = quote_spanned!(here=> #of_group<#owner>);
                    declared.extend(quote!(#vis #ident: #parameter,));
                    values.extend(quote!(#ident: <#columns as #set>::ALL,));
                    groups.push((parameter, columns, here));
                }
                Role::Skipped => {}
            }
        }
        if !generics.params.is_empty() {
            // Rust rejects a parameter that no field mentions.
            declared.extend(quote!(__owner: ::core::marker::PhantomData<fn() -> #owner>,));
            values.extend(quote!(__owner: ::core::marker::PhantomData,));
        }
        let here = groups.first().map_or_else(Span::call_site, |(_, _, here)| *here);
        let mut declaration = generics.clone();
        declaration.params.extend(groups.iter().map(|(parameter, ..)| -> GenericParam {
            parse_quote!(#parameter: ::core::marker::Copy)
        }));
        let arguments = generics
            .params
            .iter()
            .map(argument)
            .chain(groups.into_iter().map(|(_, columns, _)| columns));
        let (ident, vis) = (self.columns_ident(), self.vis);
        let ident_here = Ident::new(&ident.to_string(), here);
        let ty = quote_spanned!(here=> #ident_here<#(#arguments),*>);
        let (impl_generics, ty_generics, where_clause) = declaration.split_for_impl();
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
            ty,
            value: quote!(#ident { #values }),
            here,
        }
    }

    /// The name of the columns type, which the compiler prints when a column is misspelt.
    fn columns_ident(&self) -> Ident {
        format_ident!("{}Columns", self.ident.unraw())
    }
}

/// Writes a parameter as an argument.
fn argument(parameter: &GenericParam) -> TokenStream {
    match parameter {
        GenericParam::Lifetime(parameter) => parameter.lifetime.to_token_stream(),
        GenericParam::Type(parameter) => parameter.ident.to_token_stream(),
        GenericParam::Const(parameter) => parameter.ident.to_token_stream(),
    }
}
