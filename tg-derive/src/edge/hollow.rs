//! The impls of an edge that could not be read.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, GenericParam, parse_quote};

use super::expand::{distinct, endpoint};
use super::model::{Ends, declared_pairs};
use crate::attr::{Key, Place};
use crate::record::{Hollow, in_const};
use crate::types::same;

/// Impls that make uses of the type compile as far as they can.
pub(crate) fn hollow(input: &DeriveInput) -> TokenStream {
    let hollow = Hollow::of(input, &Place::EDGE);
    let rt = &hollow.rt;
    let pairs = declared_pairs(&hollow.attrs);
    let from = endpoint(rt, "From", pairs.iter().map(|pair| &pair.from));
    let to = endpoint(rt, "To", pairs.iter().map(|pair| &pair.to));
    let (columns_items, columns_ty, columns_value) =
        hollow.columns(&hollow.owner(), &input.generics);
    let (written, body) = (hollow.header(&rt.edge()), Hollow::body());
    let (edge_spec, encoder, row, error) =
        (rt.edge_spec(), rt.encoder(), rt.row(), rt.decode_error());
    let read = hollow.is_read().then(|| {
        let read = hollow.header(&rt.read_edge());
        quote! {
            #read {
                fn decode(_: &mut #row<'_>) -> ::core::result::Result<Self, #error> #body
            }
        }
    });
    let joins = joins(&hollow, &pairs);
    let ends_in = rt.ends_in();
    let any_graph: GenericParam = parse_quote!(__Graph);
    let ends_in = hollow.header_with(&quote!(#ends_in<__Graph>), [any_graph]);
    let reversible = hollow.attrs.has(Key::Reverse).then(|| {
        let header = hollow.header(&rt.reversible());
        quote!(#header { const REVERSE: &'static ::core::primitive::str = ""; })
    });
    let discriminated = hollow.key_type(&Place::EDGE_FIELD).map(|ty| {
        let (header, id_text) = (hollow.header(&rt.discriminated()), rt.id_text());
        quote! {
            #header {
                type Discriminator = #ty;
                fn write_discriminator(&self, _: &mut #id_text) #body
            }
        }
    });
    in_const(&quote! {
        #columns_items
        #written {
            #from
            #to
            type Columns = #columns_ty;
            const SPEC: #edge_spec = #edge_spec {
                name: "",
                directed: true,
                pairs: &[],
                attributes: &[],
                discriminators: 0,
                reverse: ::core::option::Option::None,
                global: false,
                renamed_from: ::core::option::Option::None,
            };
            const COLUMNS: Self::Columns = #columns_value;
            fn encode(&self, _: &mut #encoder) #body
        }
        #read
        #joins
        #ends_in {}
        #reversible
        #discriminated
    })
}

/// Which vertices the edge may join: the declared pairs, from which its uses infer their types, or any
/// when none can be read.
fn joins(hollow: &Hollow<'_>, pairs: &[Ends]) -> TokenStream {
    let rt = &hollow.rt;
    let (connects, leaves, reaches) = (rt.connects(), rt.leaves(), rt.reaches());
    if pairs.is_empty() {
        let vertex = rt.vertex();
        let any_pair: [GenericParam; 2] =
            [parse_quote!(__From: #vertex), parse_quote!(__To: #vertex)];
        let any_vertex: GenericParam = parse_quote!(__Vertex: #vertex);
        let connects = hollow.header_with(&quote!(#connects<__From, __To>), any_pair);
        let leaves = hollow.header_with(&quote!(#leaves<__Vertex>), [any_vertex.clone()]);
        let reaches = hollow.header_with(&quote!(#reaches<__Vertex>), [any_vertex]);
        return quote!(#connects {} #leaves {} #reaches {});
    }
    let both = hollow.attrs.has(Key::Undirected);
    let leaving = pairs.iter().flat_map(|Ends { from, to }| [Some(from), both.then_some(to)]);
    let reached = pairs.iter().flat_map(|Ends { from, to }| [Some(to), both.then_some(from)]);
    let leaving = distinct(leaving.flatten());
    let reached = distinct(reached.flatten());
    let pairs = distinct_pairs(pairs);
    let headers = (pairs.iter().map(|Ends { from, to }| quote!(#connects<#from, #to>)))
        .chain(leaving.iter().map(|ty| quote!(#leaves<#ty>)))
        .chain(reached.iter().map(|ty| quote!(#reaches<#ty>)))
        .map(|of| hollow.header(&of));
    quote!(#(#headers {})*)
}

/// The pairs, each once: that one stands there twice is complained about elsewhere.
fn distinct_pairs(pairs: &[Ends]) -> Vec<&Ends> {
    let mut found: Vec<&Ends> = Vec::new();
    for pair in pairs {
        if !found.iter().any(|other| same(&other.from, &pair.from) && same(&other.to, &pair.to)) {
            found.push(pair);
        }
    }
    found
}
