//! The macros of typed TigerGraph, re-exported by `tg-runtime`.
//!
//! Each goes the same way: a model is read from the annotated type and checked against the schema file,
//! with every mistake collected; a sound model is expanded into trait impls, which cannot fail. For a type with mistakes the
//! complaints are printed beside hollow impls, so that its uses do not raise a second wave.

mod attr;
mod attribute;
mod edge;
mod graph;
mod group;
#[cfg(feature = "include")]
mod include;
mod paths;
mod problems;
mod queried;
mod record;
mod snapshot;
mod tuple;
mod types;
mod vertex;
mod view;

#[cfg(test)]
mod testing;

use proc_macro::TokenStream;
use proc_macro2::TokenStream as TokenStream2;
use quote::ToTokens;
use syn::{DeriveInput, parse_macro_input};

use problems::Problems;

#[doc = include_str!("../docs/vertex.md")]
#[proc_macro_derive(Vertex, attributes(tg))]
pub fn derive_vertex(input: TokenStream) -> TokenStream {
    let item = parse_macro_input!(input as DeriveInput);
    let mut problems = Problems::default();
    let expanded = vertex::Vertex::read(&item, &mut problems).map(|vertex| {
        let mut expanded = vertex::expand(&vertex);
        expanded.extend(vertex::check(&vertex, &mut problems));
        expanded
    });
    finish(problems.finish(expanded), || vertex::hollow(&item))
}

#[doc = include_str!("../docs/edge.md")]
#[proc_macro_derive(Edge, attributes(tg))]
pub fn derive_edge(input: TokenStream) -> TokenStream {
    let item = parse_macro_input!(input as DeriveInput);
    let mut problems = Problems::default();
    let expanded = edge::Edge::read(&item, &mut problems).map(|edge| {
        let mut expanded = edge::expand(&edge);
        expanded.extend(edge::check(&edge, &mut problems));
        expanded
    });
    finish(problems.finish(expanded), || edge::hollow(&item))
}

#[doc = include_str!("../docs/tuple.md")]
#[proc_macro_derive(Tuple, attributes(tg))]
pub fn derive_tuple(input: TokenStream) -> TokenStream {
    let item = parse_macro_input!(input as DeriveInput);
    let mut problems = Problems::default();
    let expanded = tuple::Tuple::read(&item, &mut problems).map(|tuple| {
        let mut expanded = tuple::expand(&tuple);
        expanded.extend(tuple::check(&tuple, &mut problems));
        expanded
    });
    finish(problems.finish(expanded), || tuple::hollow(&item))
}

#[doc = include_str!("../docs/attribute.md")]
#[proc_macro_derive(Attribute, attributes(tg))]
pub fn derive_attribute(input: TokenStream) -> TokenStream {
    let item = parse_macro_input!(input as DeriveInput);
    finish(attribute::expand(&item), || attribute::hollow(&item))
}

#[doc = include_str!("../docs/attribute_group.md")]
#[proc_macro_derive(AttributeGroup, attributes(tg))]
pub fn derive_attribute_group(input: TokenStream) -> TokenStream {
    let item = parse_macro_input!(input as DeriveInput);
    let expanded = group::Group::read(&item).map(|group| group::expand(&group));
    finish(expanded, || group::hollow(&item))
}

#[doc = include_str!("../docs/view.md")]
#[proc_macro_derive(View, attributes(tg))]
pub fn derive_view(input: TokenStream) -> TokenStream {
    let item = parse_macro_input!(input as DeriveInput);
    let expanded = view::View::read(&item).map(|view| view::expand(&view));
    finish(expanded, || view::hollow(&item))
}

#[doc = include_str!("../docs/tigergraph.md")]
#[proc_macro_attribute]
pub fn tigergraph(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as DeriveInput);
    let mut problems = Problems::default();
    let graph = graph::Graph::read(arguments.into(), &item, &mut problems);
    let checked = graph.as_ref().map(|graph| graph::check(graph, &mut problems));
    let expanded = graph.map_or_else(|| item.to_token_stream(), |graph| graph::expand(&graph));
    let mut whole = expanded.clone();
    whole.extend(checked);
    finish(problems.finish(Some(whole)), || expanded)
}

#[cfg(feature = "include")]
#[doc = include_str!("../docs/include_schema.md")]
#[proc_macro]
pub fn include_schema(arguments: TokenStream) -> TokenStream {
    let mut problems = Problems::default();
    let include = include::Include::read(arguments.into(), &mut problems);
    let expanded = include.map(|include| include::expand(&include, &mut problems));
    finish(problems.finish(expanded.clone()), || expanded.unwrap_or_default())
}

/// The expansion, or the complaints with what stands in for it.
fn finish(
    expanded: syn::Result<TokenStream2>,
    hollow: impl FnOnce() -> TokenStream2,
) -> TokenStream {
    expanded
        .unwrap_or_else(|problems| {
            let mut tokens = problems.into_compile_error();
            tokens.extend(hollow());
            tokens
        })
        .into()
}
