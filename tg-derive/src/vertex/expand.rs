//! The impls of a vertex.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::Vertex;
use super::model::VertexKey;
use crate::paths::at;
use crate::queried::{self, As};
use crate::record::in_const;

/// Returns the trait impls, in an anonymous constant.
pub(super) fn expand(vertex: &Vertex<'_>, is_sound: bool) -> TokenStream {
    let Vertex { record, key, .. } = vertex;
    let rt = &record.rt;
    let key_fields = vertex.sound_key_fields();
    let (key_ty, key_value) = (record.key_type(&key_fields), record.key_value(&key_fields));
    let here = key_fields.first().map_or_else(Span::call_site, |part| at(part.ty));
    let key_item = quote_spanned!(here=> type Key = #key_ty;);
    let key_method = quote_spanned!(here=> fn key(&self) -> #key_ty { #key_value });
    let key_writer = if key_fields.len() == 1 { "write_single" } else { "write_part" };
    let write_id = record.write_key(&key_fields, key_writer);

    let columns = record.columns(vertex.readable_fields(), &record.owner(), record.generics);
    let (columns_items, columns_item) = (&columns.items, columns.associated_type());
    let columns_const = columns.associated_const();
    let spec = spec(vertex, is_sound);
    let encode = record.encode(vertex.plain_fields());
    let (vertex_spec, id_text, encoder) = (rt.vertex_spec(), rt.id_text(), rt.encoder());
    let header = record.write_impl(&rt.vertex());
    let written = quote! {
        #columns_items

        #[automatically_derived]
        #header {
            #key_item
            #columns_item
            const SPEC: #vertex_spec = #spec;
            #columns_const

            #key_method

            fn write_id(&self, __id: &mut #id_text) {
                #write_id
            }

            fn encode(&self, __out: &mut #encoder) {
                #encode
            }
        }
    };
    let parameter = queried::parameter(rt, &record.write_impl(&rt.parameter()), As::Vertex);
    let defaults = is_sound.then(|| record.assertions());
    if record.borrows() {
        return in_const(&quote!(#written #parameter #defaults));
    }
    let first = match key {
        VertexKey::PrimaryId { field, as_attribute } => {
            record.decode_id(&record.fields[*field], *as_attribute)
        }
        VertexKey::PrimaryKey(_) => TokenStream::new(),
    };
    let read = record.decode_impl(&rt.read_vertex(), &first, vertex.listed_fields());
    let result = queried::read_result(rt, &record.read_impl(&rt.read_result()), As::Vertex);
    in_const(&quote!(#written #parameter #read #result #defaults))
}

fn spec(vertex: &Vertex<'_>, is_sound: bool) -> TokenStream {
    let Vertex { record, key, outdegrees } = vertex;
    let (vertex_spec, key_spec) = (record.rt.vertex_spec(), record.rt.key_spec());
    let key = match key {
        VertexKey::PrimaryId { field, as_attribute } if !record.fields[*field].is_broken => {
            let id = &record.fields[*field];
            let (name, ty) = (&id.name, record.key_part_type(id));
            quote!(#key_spec::PrimaryId { name: #name, ty: #ty, as_attribute: #as_attribute })
        }
        _ => {
            let names = vertex.sound_key_fields().into_iter().map(|field| &field.name);
            quote!(#key_spec::PrimaryKey(&[#(#names),*]))
        }
    };
    let name = record.spec_name(is_sound);
    let attributes = record.attribute_specs(vertex.listed_fields());
    let (global, renamed_from) = (record.is_global(), record.old_name());
    quote! {
        #vertex_spec {
            name: #name,
            key: #key,
            attributes: #attributes,
            outdegrees: #outdegrees,
            global: #global,
            renamed_from: #renamed_from,
        }
    }
}
