//! Type parameters and lifetimes of the annotated type, and the bounds that its impls need.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics, Type};

use super::{Field, Missing, Record, Role};
use crate::attr::Key;

/// Writes `impl<..> Trait for Type<..> where ..`, with the parameters and bounds of the type and
/// these ones.
pub(crate) fn impl_header(
    (ident, generics): (&Ident, &Generics),
    of: &TokenStream,
    parameters: impl IntoIterator<Item = GenericParam>,
    bounds: &TokenStream,
) -> TokenStream {
    let (_, ty_generics, where_clause) = generics.split_for_impl();
    let mut all = generics.clone();
    all.params.extend(parameters);
    let (impl_generics, ..) = all.split_for_impl();
    if where_clause.is_none() && bounds.is_empty() {
        return quote!(impl #impl_generics #of for #ident #ty_generics);
    }
    let own = where_clause.into_iter().flat_map(|clause| &clause.predicates);
    quote!(impl #impl_generics #of for #ident #ty_generics where #(#own,)* #bounds)
}

impl Record<'_> {
    /// Returns `true` if the type borrows: such a type is written and never read.
    pub(crate) fn borrows(&self) -> bool {
        self.generics.lifetimes().next().is_some()
    }

    /// Returns `true` if a field may not be readable: the type borrows, or the field's type
    /// mentions a parameter, whose bound is only known where the type is read.
    pub(super) fn is_only_written(&self, field: &Field<'_>) -> bool {
        self.borrows()
            || field.with.is_none() && mentions_parameter(field.ty.to_token_stream(), self.generics)
    }

    /// Returns `true` if the field's type mentions a parameter, so that no constant outside the
    /// impls can name it.
    pub(crate) fn depends_on_parameters(&self, field: &Field<'_>) -> bool {
        let constants = || self.generics.const_params().map(|parameter| &parameter.ident);
        let types = || self.generics.type_params().map(|parameter| &parameter.ident);
        field.with.is_none()
            && mentions(field.ty.to_token_stream(), &|ident| {
                types().chain(constants()).any(|parameter| parameter == ident)
            })
    }

    /// The stored type of a field, without the names of the struct's lifetimes.
    pub(crate) fn stored_type_anywhere(&self, field: &Field<'_>) -> Type {
        let ty = field.stored_type();
        if !self.borrows() {
            return ty;
        }
        Type::Verbatim(without_lifetimes(ty.to_token_stream(), self.generics))
    }

    /// Writes the header of an impl, with the bounds that writing the fields needs.
    pub(crate) fn write_impl(&self, of: &TokenStream) -> TokenStream {
        impl_header((self.ident, self.generics), of, None, &self.write_bounds())
    }

    /// Writes the header of an impl, with the bounds that reading the fields needs.
    pub(crate) fn read_impl(&self, of: &TokenStream) -> TokenStream {
        let (read, default) = (self.rt.read_attribute(), quote!(::core::default::Default));
        let bounds = self.bounds(|field| match (field.role, &field.missing) {
            (Role::Attribute, Missing::Default) => Some(quote!(#read + #default)),
            (Role::Attribute, _) => Some(read.clone()),
            (Role::Skipped, Missing::Call(_)) | (Role::Group, _) => None,
            (Role::Skipped, _) => Some(default.clone()),
        });
        impl_header((self.ident, self.generics), of, None, &bounds)
    }

    /// Writes the bounds that writing needs, for the fields whose types mention a type parameter.
    pub(crate) fn write_bounds(&self) -> TokenStream {
        let attribute = self.rt.attribute();
        self.bounds(|field| (field.role == Role::Attribute).then(|| attribute.clone()))
    }

    fn bounds(&self, of_field: impl Fn(&Field<'_>) -> Option<TokenStream>) -> TokenStream {
        if self.generics.type_params().next().is_none() {
            return TokenStream::new();
        }
        let generic = self.fields.iter().filter(|field| {
            !field.is_broken
                && field.with.is_none()
                && mentions_parameter(field.ty.to_token_stream(), self.generics)
        });
        generic
            .filter_map(|field| {
                let (ty, bound) = (field.ty, of_field(field)?);
                Some(match self.key_bound(ty, field) {
                    // A primary id is not an attribute; the parts of other keys are.
                    Some(key) if field.attrs.has(Key::PrimaryId) => key,
                    key => quote!(#ty: #bound, #key),
                })
            })
            .collect()
    }

    fn key_bound(&self, ty: &Type, field: &Field<'_>) -> Option<TokenStream> {
        let keys = [Key::PrimaryId, Key::PrimaryKey, Key::Discriminator];
        let part = self.rt.key_part();
        keys.into_iter()
            .any(|key| field.attrs.has(key))
            .then(|| quote!(#ty: #part, <#ty as #part>::Owned: ::core::convert::Into<#ty>,))
    }
}

/// Returns `true` if a type mentions one of the type parameters.
fn mentions_parameter(ty: TokenStream, generics: &Generics) -> bool {
    mentions(ty, &|ident| generics.type_params().any(|param| param.ident == *ident))
}

/// Returns `true` if a type mentions one of the lifetime parameters.
pub(super) fn mentions_lifetime(ty: TokenStream, generics: &Generics) -> bool {
    mentions(ty, &|ident| generics.lifetimes().any(|param| param.lifetime.ident == *ident))
}

fn mentions(ty: TokenStream, it: &dyn Fn(&Ident) -> bool) -> bool {
    ty.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => it(&ident),
        TokenTree::Group(group) => mentions(group.stream(), it),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// Replaces each lifetime parameter with `'_`, for expressions outside the impls.
fn without_lifetimes(ty: TokenStream, generics: &Generics) -> TokenStream {
    let mut after_quote = false;
    ty.into_iter()
        .map(|token| match token {
            TokenTree::Ident(ident)
                if after_quote && generics.lifetimes().any(|it| it.lifetime.ident == ident) =>
            {
                after_quote = false;
                Ident::new("_", ident.span()).into()
            }
            TokenTree::Group(group) => {
                let mut inner =
                    Group::new(group.delimiter(), without_lifetimes(group.stream(), generics));
                inner.set_span(group.span());
                inner.into()
            }
            other => {
                after_quote = matches!(&other, TokenTree::Punct(quote) if quote.as_char() == '\'');
                other
            }
        })
        .collect()
}
