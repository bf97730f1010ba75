//! Primary ids, composite keys and discriminators: one or several fields that identify.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Type;

use super::{Field, Record};
use crate::paths::as_trait;

/// How many fields a key can have: the runtime has keys of so many parts.
pub(crate) const MOST_KEY_PARTS: usize = 6;

impl Record<'_> {
    /// The type of the key: what owns the one part, or a tuple of them.
    pub(crate) fn key_type(&self, parts: &[&Field<'_>]) -> TokenStream {
        let types = parts.iter().map(|part| {
            let of_part = self.as_key_part(part);
            quote!(#of_part::Owned)
        });
        one_or_tuple(types)
    }

    /// The key of `self`.
    pub(crate) fn key_value(&self, parts: &[&Field<'_>]) -> TokenStream {
        let values = parts.iter().map(|part| {
            let (of_part, value) = (self.as_key_part(part), part.stored(&quote!(self)));
            quote!(#of_part::to_owned_part(#value))
        });
        one_or_tuple(values)
    }

    /// The constant type of a part.
    pub(crate) fn key_part_type(&self, part: &Field<'_>) -> TokenStream {
        let of_part = self.as_key_part(part);
        quote!(#of_part::TYPE)
    }

    /// Statements that write the parts of `self` into `__id`, by this method of `IdText`.
    pub(crate) fn write_key(&self, parts: &[&Field<'_>], method: &str) -> TokenStream {
        let method = format_ident!("{method}");
        parts
            .iter()
            .map(|part| {
                let (ty, value) = (part.stored_type(), part.stored(&quote!(self)));
                quote!(__id.#method::<#ty>(#value);)
            })
            .collect()
    }

    /// The field of a struct literal that reads a primary id from `__row`.
    pub(crate) fn decode_id(&self, id: &Field<'_>, as_attribute: bool) -> TokenStream {
        let (ident, name, ty): (_, _, Type) = (id.ident, &id.name, id.stored_type());
        let read = if as_attribute {
            quote!(__row.primary_id::<#ty>(#name)?)
        } else {
            quote!(__row.id::<#ty>()?)
        };
        let value = id.load(read, &self.rt);
        quote!(#ident: #value,)
    }

    fn as_key_part(&self, part: &Field<'_>) -> TokenStream {
        as_trait(&part.stored_type(), &self.rt.key_part())
    }
}

fn one_or_tuple(parts: impl ExactSizeIterator<Item = TokenStream>) -> TokenStream {
    if parts.len() == 1 { quote!(#(#parts)*) } else { quote!((#(#parts),*)) }
}
