//! The impls of a vertex that could not be read.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::attr::Place;
use crate::queried;
use crate::record::{Hollow, in_const};

/// Impls that make uses of the type compile as far as they can.
pub(crate) fn hollow(input: &DeriveInput) -> TokenStream {
    let hollow = Hollow::of(input, &Place::VERTEX);
    let rt = &hollow.rt;
    let (columns_items, columns_ty, columns_value) =
        hollow.columns(&hollow.owner(), &input.generics);
    let (written, read, body) =
        (hollow.header(&rt.vertex()), hollow.header(&rt.read_vertex()), Hollow::body());
    let (vertex_spec, key_spec, id_text, encoder, row, error) =
        (rt.vertex_spec(), rt.key_spec(), rt.id_text(), rt.encoder(), rt.row(), rt.decode_error());
    let key_ty = hollow.key_type(&Place::VERTEX_FIELD).unwrap_or_else(|| hollow.likely_key_type());
    let read = hollow.is_read().then(|| {
        quote! {
            #read {
                fn decode(_: &mut #row<'_>) -> ::core::result::Result<Self, #error> #body
            }
        }
    });
    let queried = queried::hollow(&hollow);
    in_const(&quote! {
        #columns_items
        #written {
            type Key = #key_ty;
            type Columns = #columns_ty;
            const SPEC: #vertex_spec = #vertex_spec {
                name: "",
                key: #key_spec::PrimaryKey(&[]),
                attributes: &[],
                outdegrees: true,
                global: false,
                renamed_from: ::core::option::Option::None,
            };
            const COLUMNS: Self::Columns = #columns_value;
            fn key(&self) -> Self::Key #body
            fn write_id(&self, _: &mut #id_text) #body
            fn encode(&self, _: &mut #encoder) #body
        }
        #read
        #queried
    })
}
