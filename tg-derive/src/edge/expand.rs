//! The impls of an edge. Nothing here can fail: the model is sound.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{GenericParam, Type, parse_quote};

use super::Edge;
use super::model::Ends;
use crate::paths::{Runtime, at, item_of};
use crate::record::{Record, impl_header, in_const, optional};
use crate::types::{same, spell};

/// The trait impls, in an anonymous constant.
pub(crate) fn expand(edge: &Edge<'_>) -> TokenStream {
    let record = &edge.record;
    let rt = &record.rt;
    let columns = record.columns(record.fields.iter(), &record.owner(), record.generics);
    let (columns_items, columns_item) = (&columns.items, columns.associated_type());
    let columns_const = columns.associated_const();
    let from = endpoint(rt, "From", edge.pairs.iter().map(|pair| &pair.from));
    let to = endpoint(rt, "To", edge.pairs.iter().map(|pair| &pair.to));
    let encode = record.encode(record.fields.iter());
    let spec = spec(edge);
    let (edge_spec, encoder) = (rt.edge_spec(), rt.encoder());
    let header = record.write_impl(&rt.edge());
    let read = (!record.borrows())
        .then(|| record.decode_impl(&rt.read_edge(), &TokenStream::new(), record.fields.iter()));
    let global_ends = global_ends(edge);
    let (joins, reverse, discriminator) =
        (joins(record, &edge.pairs, edge.directed), reverse(edge), discriminator(edge));
    in_const(&quote! {
        #columns_items

        #[automatically_derived]
        #header {
            #from
            #to
            #columns_item
            const SPEC: #edge_spec = #spec;
            #columns_const

            fn encode(&self, __out: &mut #encoder) {
                #encode
            }
        }

        #read
        #joins
        #reverse
        #discriminator
        #global_ends
    })
}

/// What an answer says of the side `name`: the id of its one type, or that of any.
pub(super) fn endpoint<'t>(
    rt: &Runtime,
    name: &str,
    types: impl Iterator<Item = &'t Type>,
) -> TokenStream {
    match distinct(types).as_slice() {
        [ty] => {
            let (here, id) = (at(ty), item_of(ty, &rt.edge_end(), "Id"));
            let name = Ident::new(name, here);
            quote_spanned!(here=> type #name = #id;)
        }
        _ => {
            let (name, id) = (format_ident!("{name}"), rt.any_id());
            quote!(type #name = #id;)
        }
    }
}

pub(super) fn distinct<'t>(types: impl Iterator<Item = &'t Type>) -> Vec<&'t Type> {
    let mut found: Vec<&Type> = Vec::new();
    for ty in types {
        if !found.iter().any(|other| same(other, ty)) {
            found.push(ty);
        }
    }
    found
}

fn spec(edge: &Edge<'_>) -> TokenStream {
    let Edge { record, discriminators, pairs, directed, reverse } = edge;
    let (edge_spec, pair_spec, end) =
        (record.rt.edge_spec(), record.rt.pair_spec(), record.rt.edge_end());
    let pairs = pairs.iter().map(|Ends { from, to }| {
        let (from, to) = (item_of(from, &end, "NAME"), item_of(to, &end, "NAME"));
        quote!(#pair_spec { from: #from, to: #to })
    });
    let name = &record.name;
    let attributes = record.attribute_specs(record.fields.iter());
    let reverse = optional(reverse.as_ref().map(|name| quote!(#name)));
    let (global, renamed_from) = (record.is_global(), record.old_name());
    quote! {
        #edge_spec {
            name: #name,
            directed: #directed,
            pairs: &[#(#pairs),*],
            attributes: #attributes,
            discriminators: #discriminators,
            reverse: #reverse,
            global: #global,
            renamed_from: #renamed_from,
        }
    }
}

/// Which vertices the edge may join, and what a graph that holds it must declare.
fn joins(record: &Record<'_>, pairs: &[Ends], directed: bool) -> TokenStream {
    let rt = &record.rt;
    let leaves = sides(record, pairs, &rt.leaves(), |pair| (&pair.from, &pair.to), directed);
    let reaches = sides(record, pairs, &rt.reaches(), |pair| (&pair.to, &pair.from), directed);
    let connects = rt.connects();
    let connects: TokenStream = pairs
        .iter()
        .map(|Ends { from, to }| {
            let header = record.write_impl(&quote!(#connects<#from, #to>));
            quote! {
                #[automatically_derived]
                #header {}
            }
        })
        .collect();
    let (ends_in, declares) = (rt.ends_in(), rt.declares());
    let ends = distinct(pairs.iter().flat_map(|Ends { from, to }| [from, to]));
    let ends_in = quote!(#ends_in<__Graph>);
    let any_graph: GenericParam = parse_quote!(__Graph);
    let mut bounds = record.write_bounds();
    bounds.extend(quote!(__Graph: #(#declares<#ends>)+*));
    let of_type = (record.ident, record.generics);
    let header = impl_header(of_type, &ends_in, [any_graph], &bounds);
    quote! {
        #connects
        #leaves
        #reaches

        #[automatically_derived]
        #header {}
    }
}

/// One impl a vertex type on one side of the edge; an undirected edge has the types of both there.
fn sides(
    record: &Record<'_>,
    pairs: &[Ends],
    of: &TokenStream,
    side: fn(&Ends) -> (&Type, &Type),
    directed: bool,
) -> TokenStream {
    let types = pairs
        .iter()
        .map(side)
        .flat_map(|(this, other)| [Some(this), (!directed).then_some(other)].into_iter().flatten());
    distinct(types)
        .into_iter()
        .map(|ty| {
            let header = record.write_impl(&quote!(#of<#ty>));
            quote! {
                #[automatically_derived]
                #header {}
            }
        })
        .collect()
}

/// What a global edge asks of its ends: other graphs do not see a local type.
fn global_ends(edge: &Edge<'_>) -> TokenStream {
    let record = &edge.record;
    if !record.is_global() || !record.generics.params.is_empty() {
        return TokenStream::new();
    }
    let ends = distinct(edge.pairs.iter().flat_map(|Ends { from, to }| [from, to]));
    ends.into_iter()
        .map(|ty| {
            let (here, is_global) = (at(ty), item_of(ty, &record.rt.edge_end(), "GLOBAL"));
            let message = format!(
                "a global edge joins global vertices: write `#[tg(global)]` on `{}`, or remove it here",
                spell(ty)
            );
            quote_spanned!(here=> const _: () = ::core::assert!(#is_global, #message);)
        })
        .collect()
}

fn reverse(edge: &Edge<'_>) -> Option<TokenStream> {
    let name = edge.reverse.as_ref()?;
    let header = edge.record.write_impl(&edge.record.rt.reversible());
    Some(quote! {
        #[automatically_derived]
        #header {
            const REVERSE: &'static ::core::primitive::str = #name;
        }
    })
}

fn discriminator(edge: &Edge<'_>) -> Option<TokenStream> {
    let record = &edge.record;
    let fields = edge.discriminator();
    if fields.is_empty() {
        return None;
    }
    let header = record.write_impl(&record.rt.discriminated());
    let ty = record.key_type(&fields);
    let write = record.write_key(&fields, "write_escaped");
    let id_text = record.rt.id_text();
    Some(quote! {
        #[automatically_derived]
        #header {
            type Discriminator = #ty;

            fn write_discriminator(&self, __id: &mut #id_text) {
                #write
            }
        }
    })
}
