//! The macros of typed TigerGraph, re-exported by `tg-runtime`.
//!
//! Each macro takes the same steps. It *reads* a model from the annotated type, *checks* the model
//! against the schema file, and *expands* it into trait impls. Reading and checking collect every
//! mistake; expanding cannot fail. The impls of a type with mistakes are placeholders, so that uses
//! of the type raise no further errors.

mod attr;
mod attribute;
mod driver;
mod edge;
mod graph;
mod group;
#[cfg(feature = "include")]
mod include;
mod paths;
mod problems;
mod queried;
mod queries;
mod record;
mod snapshot;
mod tuple;
mod types;
mod vertex;
mod view;

#[cfg(test)]
mod testing;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

use driver::run;

#[doc = include_str!("../docs/vertex.md")]
#[proc_macro_derive(Vertex, attributes(tg))]
pub fn derive_vertex(input: TokenStream) -> TokenStream {
    let item = parse_macro_input!(input as DeriveInput);
    run(|problems| vertex::Vertex::read(&item, problems)).into()
}

#[doc = include_str!("../docs/edge.md")]
#[proc_macro_derive(Edge, attributes(tg))]
pub fn derive_edge(input: TokenStream) -> TokenStream {
    let item = parse_macro_input!(input as DeriveInput);
    run(|problems| edge::Edge::read(&item, problems)).into()
}

#[doc = include_str!("../docs/tuple.md")]
#[proc_macro_derive(Tuple, attributes(tg))]
pub fn derive_tuple(input: TokenStream) -> TokenStream {
    let item = parse_macro_input!(input as DeriveInput);
    run(|problems| tuple::Tuple::read(&item, problems)).into()
}

#[doc = include_str!("../docs/attribute.md")]
#[proc_macro_derive(Attribute, attributes(tg))]
pub fn derive_attribute(input: TokenStream) -> TokenStream {
    let item = parse_macro_input!(input as DeriveInput);
    run(|problems| attribute::Attribute::read(&item, problems)).into()
}

#[doc = include_str!("../docs/attribute_group.md")]
#[proc_macro_derive(AttributeGroup, attributes(tg))]
pub fn derive_attribute_group(input: TokenStream) -> TokenStream {
    let item = parse_macro_input!(input as DeriveInput);
    run(|problems| group::Group::read(&item, problems)).into()
}

#[doc = include_str!("../docs/view.md")]
#[proc_macro_derive(View, attributes(tg))]
pub fn derive_view(input: TokenStream) -> TokenStream {
    let item = parse_macro_input!(input as DeriveInput);
    run(|problems| view::Derived::read(&item, problems)).into()
}

#[doc = include_str!("../docs/tigergraph.md")]
#[proc_macro_attribute]
pub fn tigergraph(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as DeriveInput);
    run(|problems| graph::Graph::read(arguments.into(), &item, problems)).into()
}

#[cfg(feature = "include")]
#[doc = include_str!("../docs/include_schema.md")]
#[proc_macro]
pub fn include_schema(arguments: TokenStream) -> TokenStream {
    run(|problems| include::Include::read(arguments.into(), problems)).into()
}

#[doc = include_str!("../docs/gsql.md")]
#[proc_macro]
pub fn gsql(arguments: TokenStream) -> TokenStream {
    let expanded = run(|problems| queries::Literal::read(arguments.into(), problems));
    quote::quote!({ #expanded }).into()
}
