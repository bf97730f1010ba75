//! One field of a record.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Attribute, Path, Type, Visibility};

use crate::attr::{Attrs, Key};
use crate::paths::{Runtime, at};
use crate::types::Known;

/// A field.
pub(crate) struct Field<'a> {
    pub(crate) vis: &'a Visibility,
    pub(crate) ident: &'a Ident,
    pub(crate) ty: &'a Type,
    /// `#[deprecated]`, which its column has too.
    pub(crate) deprecated: Option<&'a Attribute>,
    /// The keys on the field.
    pub(crate) attrs: Attrs,
    /// The name on the server; in a view, the name of the vertex's field.
    pub(crate) name: String,
    /// An expression for the name on the server.
    pub(crate) wire_name: TokenStream,
    pub(crate) role: Role,
    /// `true` if the field has a mistake that excludes it from the impls: the expansion has a
    /// column for it, and otherwise mentions neither its type nor its name.
    pub(crate) is_broken: bool,
    /// The module that stores and loads the field.
    pub(crate) with: Option<Path>,
    /// The value for an answer without the attribute.
    pub(crate) missing: Missing,
    /// The literal of DEFAULT, in GSQL spelling.
    pub(crate) schema_default: Option<String>,
    /// An expression for the JSON that is stored for `None`, if there is any.
    pub(crate) none: Option<TokenStream>,
    /// The variant of the runtime's `VectorMetric`.
    pub(crate) metric: Option<&'static str>,
    /// The name of the secondary index.
    pub(crate) index: Option<String>,
    /// The former name of the attribute.
    pub(crate) renamed_from: Option<String>,
}

/// The meaning of a field on the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// An attribute or an id.
    Attribute,
    /// Several attributes, of a group.
    Group,
    /// None.
    Skipped,
}

/// The value for an answer without the attribute.
pub(crate) enum Missing {
    /// None: an error.
    Error,
    /// `Default::default()`
    Default,
    /// The value of a function.
    Call(Path),
}

impl Field<'_> {
    /// Returns the stored type, as far as its spelling identifies it.
    pub(crate) fn known(&self) -> Known<'_> {
        known(self.ty, self.with.as_ref())
    }

    /// The type that the attribute is written from and read into.
    pub(crate) fn stored_type(&self) -> Type {
        match &self.with {
            Some(module) => {
                let here = at(module);
                Type::Verbatim(quote_spanned!(here=> #module::Stored))
            }
            None => self.ty.clone(),
        }
    }

    /// Writes a reference to the value as it is stored; `record` is the whole.
    pub(crate) fn stored(&self, record: &TokenStream) -> TokenStream {
        let ident = self.ident;
        match &self.with {
            Some(module) => {
                let here = at(module);
                quote_spanned!(here=> &#module::store(&#record.#ident))
            }
            None => quote!(&#record.#ident),
        }
    }

    /// Writes the conversion of a value that was read into the field's type.
    pub(crate) fn load(&self, stored: TokenStream, rt: &Runtime) -> TokenStream {
        match &self.with {
            Some(module) => {
                let (here, name, loaded) = (at(module), &self.wire_name, rt.loaded());
                quote_spanned!(here=> #loaded(#name, #module::load(#stored))?)
            }
            None => stored,
        }
    }

    /// Returns `true` for a part of the primary id or of the discriminator.
    pub(crate) fn is_part_of_key(&self) -> bool {
        [Key::PrimaryId, Key::PrimaryKey, Key::Discriminator].iter().any(|key| self.attrs.has(*key))
    }

    /// The key in the body of an upsert.
    pub(crate) fn key_text(&self) -> String {
        format!("\"{}\":{{\"value\":", self.name)
    }
}

/// Returns the stored type of a field, as far as the spelling identifies it. With `with`, it is a
/// type of that module.
pub(super) fn known<'t>(ty: &'t Type, with: Option<&Path>) -> Known<'t> {
    if with.is_some() { Known::Other } else { Known::of(ty) }
}

impl Missing {
    /// Reads `default`, on a struct or a field.
    pub(super) fn of(attrs: &Attrs) -> Self {
        match attrs.path(Key::Default) {
            Some(path) => Self::Call(path.clone()),
            None if attrs.has(Key::Default) => Self::Default,
            None => Self::Error,
        }
    }

    /// Writes the value, for a field of this type.
    pub(crate) fn value(&self, ty: &Type) -> Option<TokenStream> {
        match self {
            Self::Error => None,
            Self::Default => {
                let here = at(ty);
                Some(quote_spanned!(here=> <#ty as ::core::default::Default>::default()))
            }
            Self::Call(path) => Some(quote!(#path()).into_token_stream()),
        }
    }
}
