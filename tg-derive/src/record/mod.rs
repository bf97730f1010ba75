//! The common part of vertices, edges, tuples, views and attribute groups: a struct with named
//! fields, most of which are attributes.

mod codec;
mod columns;
mod field;
mod generics;
mod index;
mod key;
mod names;
mod none;
mod read;
mod read_field;
mod renamed_from;
mod schema_default;
mod shape;
mod spec;
mod types;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Generics, Visibility};

pub(crate) use field::{Field, Missing, Role};
pub(crate) use generics::impl_header;
pub(crate) use key::MAX_KEY_PARTS;
pub(crate) use names::check_type_name;
pub(crate) use read::{Naming, Places};
pub(crate) use shape::named_fields;
pub(crate) use spec::optional;

use crate::attr::{Attrs, Key};
use crate::paths::Runtime;

/// A struct with named fields.
pub(crate) struct Record<'a> {
    pub(crate) rt: Runtime,
    pub(crate) vis: &'a Visibility,
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    /// The keys on the struct.
    pub(crate) attrs: Attrs,
    /// The name of the type on the server.
    pub(crate) name: String,
    /// The former name of the type.
    pub(crate) renamed_from: Option<String>,
    /// The value for an answer without an attribute, unless its field has one.
    pub(crate) missing: Missing,
    pub(crate) fields: Vec<Field<'a>>,
    /// `false` for what is not a struct with named fields, nor a unit struct where that is enough.
    pub(crate) is_struct: bool,
}

impl<'a> Record<'a> {
    /// The type, with its parameters.
    pub(crate) fn owner(&self) -> TokenStream {
        let (ident, (_, ty_generics, _)) = (self.ident, self.generics.split_for_impl());
        quote!(#ident #ty_generics)
    }

    /// Returns `true` if graphs share the type.
    pub(crate) fn is_global(&self) -> bool {
        self.attrs.has(Key::Global)
    }

    /// Writes the former name of the type, as a constant.
    pub(crate) fn old_name(&self) -> TokenStream {
        optional(self.renamed_from.as_ref().map(|name| quote!(#name)))
    }

    /// The name in the constant that describes the type: empty if the type has mistakes, so that no
    /// check of another type against the schema file reports them again.
    pub(crate) fn spec_name(&self, is_sound: bool) -> &str {
        if is_sound { &self.name } else { "" }
    }

    /// The fields that are attributes on the server, ids among them.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = &Field<'a>> {
        self.fields.iter().filter(|field| matches!(field.role, Role::Attribute))
    }
}

/// Puts items into an anonymous constant, so that their names are not visible outside.
///
/// The items repeat names that the user has chosen: the compiler reports these lints at the user's
/// own item, where the user can also allow them.
pub(crate) fn in_const(items: &TokenStream) -> TokenStream {
    quote! {
        #[allow(deprecated, non_camel_case_types, non_snake_case)]
        const _: () = { #items };
    }
}
