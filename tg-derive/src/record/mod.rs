//! What vertices, edges, tuples, views and attribute groups have in common: a struct with named
//! fields, most of which are attributes.

mod codec;
mod columns;
mod field;
mod generics;
mod index;
mod key;
mod names;
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
    /// The name that it had before.
    pub(crate) renamed_from: Option<String>,
    /// What an attribute that the answer lacks becomes, unless its field says.
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

    /// Whether the type is shared by graphs.
    pub(crate) fn is_global(&self) -> bool {
        self.attrs.has(Key::Global)
    }

    /// The name that the type had before, as a constant.
    pub(crate) fn old_name(&self) -> TokenStream {
        optional(self.renamed_from.as_ref().map(|name| quote!(#name)))
    }

    /// The name in the constant that describes the type: empty if the type has mistakes, so that no
    /// check of another type against the schema file reports them again.
    pub(crate) fn spec_name(&self, is_sound: bool) -> &str {
        if is_sound { &self.name } else { "" }
    }

    /// The fields that the server knows as attributes, ids among them.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = &Field<'a>> {
        self.fields.iter().filter(|field| matches!(field.role, Role::Attribute))
    }
}

/// Everything that a derive writes stands in an anonymous constant: no name of it is seen outside.
pub(crate) fn in_const(items: &TokenStream) -> TokenStream {
    quote!(const _: () = { #items };)
}
