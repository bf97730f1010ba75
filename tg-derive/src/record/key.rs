//! Primary ids, composite keys and discriminators: one or several fields that identify.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::{Field, Record};
use crate::paths::{at, item_of};
use crate::types::{Known, refuse_key};

/// The maximum number of fields in a key: the runtime has no longer tuples of keys.
pub(crate) const MAX_KEY_PARTS: usize = 6;

impl Record<'_> {
    /// Writes the type of the key: the owned type of its one part, or a tuple of these. Without
    /// parts, a placeholder: the type of the first field that could be a key.
    pub(crate) fn key_type(&self, parts: &[&Field<'_>]) -> TokenStream {
        if parts.is_empty() {
            let could_be = |field: &&Field<'_>| {
                refuse_key(field.ty).is_none() && !matches!(Known::of(field.ty), Known::Other)
            };
            let likely = self.fields.iter().find(could_be);
            return likely.map_or_else(
                || quote!(::std::string::String),
                |field| self.key_item(field, "Owned"),
            );
        }
        one_or_tuple(parts.iter().map(|part| self.key_item(part, "Owned")))
    }

    /// Writes the key of `self`.
    pub(crate) fn key_value(&self, parts: &[&Field<'_>]) -> TokenStream {
        if parts.is_empty() {
            let placeholder = self.rt.placeholder();
            return quote!(#placeholder());
        }
        let values = parts.iter().map(|part| {
            let (here, owned) = (at(part.ty), self.key_item(part, "owned"));
            let value = part.stored(&quote!(self));
            quote_spanned!(here=> #owned(#value))
        });
        one_or_tuple(values)
    }

    /// Writes the constant with the type of a part.
    pub(crate) fn key_part_type(&self, part: &Field<'_>) -> TokenStream {
        self.key_item(part, "TYPE")
    }

    /// Writes statements that write the parts of `self` into `__id` by this method: `write_single`
    /// or `write_part`.
    pub(crate) fn write_key(&self, parts: &[&Field<'_>], method: &str) -> TokenStream {
        parts
            .iter()
            .map(|part| {
                let (write, value) = (self.key_item(part, method), part.stored(&quote!(self)));
                quote!(#write(#value, __id);)
            })
            .collect()
    }

    /// Writes the field of a struct literal that reads a primary id from `__row`.
    pub(crate) fn decode_id(&self, id: &Field<'_>, as_attribute: bool) -> TokenStream {
        let (ident, name) = (id.ident, &id.wire_name);
        if id.is_broken {
            let placeholder = self.rt.placeholder();
            return quote!(#ident: #placeholder(),);
        }
        let read = if as_attribute {
            let read = self.key_item(id, "read_attribute");
            quote!(#read(__row, #name)?)
        } else {
            let read = self.key_item(id, "read");
            quote!(#read(__row)?)
        };
        let value = id.load(read, &self.rt);
        quote!(#ident: #value,)
    }

    fn key_item(&self, part: &Field<'_>, item: &str) -> TokenStream {
        let of = if self.borrows() { self.rt.written_key() } else { self.rt.stored_key() };
        item_of(&part.stored_type(), &of, item)
    }
}

fn one_or_tuple(parts: impl ExactSizeIterator<Item = TokenStream>) -> TokenStream {
    if parts.len() == 1 { quote!(#(#parts)*) } else { quote!((#(#parts),*)) }
}
