//! The impls of an edge.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{GenericParam, Type, parse_quote};

use super::Edge;
use super::model::Ends;
use crate::paths::{Runtime, at, item_of};
use crate::record::{impl_header, in_const, optional};
use crate::types::{same, spell};

/// Returns the trait impls, in an anonymous constant.
pub(super) fn expand(edge: &Edge<'_>, is_sound: bool) -> TokenStream {
    let record = &edge.record;
    let rt = &record.rt;
    let columns = record.columns(record.fields.iter(), &record.owner(), record.generics);
    let (columns_items, columns_item) = (&columns.items, columns.associated_type());
    let columns_const = columns.associated_const();
    let from = endpoint(rt, "From", edge.pairs.iter().map(|pair| &pair.from));
    let to = endpoint(rt, "To", edge.pairs.iter().map(|pair| &pair.to));
    let encode = record.encode(record.fields.iter());
    let spec = spec(edge, is_sound);
    let (edge_spec, encoder) = (rt.edge_spec(), rt.encoder());
    let header = record.write_impl(&rt.edge());
    let read = (!record.borrows())
        .then(|| record.decode_impl(&rt.read_edge(), &TokenStream::new(), record.fields.iter()));
    let global_ends = global_ends(edge);
    let defaults = is_sound.then(|| record.assertions());
    let (joins, reverse, discriminator) = (joins(edge), reverse(edge), discriminator(edge));
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
        #defaults
    })
}

/// Writes the type of the ids on the side `name`: that of its one vertex type, or of any.
fn endpoint<'t>(rt: &Runtime, name: &str, types: impl Iterator<Item = &'t Type>) -> TokenStream {
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

fn distinct<'t>(types: impl Iterator<Item = &'t Type>) -> Vec<&'t Type> {
    let mut found: Vec<&Type> = Vec::new();
    for ty in types {
        if !found.iter().any(|other| same(other, ty)) {
            found.push(ty);
        }
    }
    found
}

fn spec(edge: &Edge<'_>, is_sound: bool) -> TokenStream {
    let Edge { record, discriminators, pairs, directed, reverse } = edge;
    let (edge_spec, pair_spec, end) =
        (record.rt.edge_spec(), record.rt.pair_spec(), record.rt.edge_end());
    let pairs = pairs.iter().map(|Ends { from, to }| {
        let (from, to) = (item_of(from, &end, "NAME"), item_of(to, &end, "NAME"));
        quote!(#pair_spec { from: #from, to: #to })
    });
    let name = record.spec_name(is_sound);
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

/// Writes the impls for the vertices that the edge may join, and for the graphs that may have it.
fn joins(edge: &Edge<'_>) -> TokenStream {
    let Edge { record, pairs, directed, .. } = edge;
    let rt = &record.rt;
    let (connects, leaves, reaches) = (rt.connects(), rt.has_source(), rt.has_target());
    let mut traits: Vec<(TokenStream, Vec<GenericParam>)> = Vec::new();
    if pairs.is_empty() {
        // The ends are missing, which is a mistake: uses may then join any vertices.
        let vertex = rt.vertex();
        let any: [GenericParam; 2] = [parse_quote!(__From: #vertex), parse_quote!(__To: #vertex)];
        traits.push((quote!(#connects<__From, __To>), any.to_vec()));
        traits.push((quote!(#leaves<__From>), any[..1].to_vec()));
        traits.push((quote!(#reaches<__To>), any[1..].to_vec()));
    }
    for Ends { from, to } in pairs {
        traits.push((quote!(#connects<#from, #to>), Vec::new()));
    }
    for ty in side(pairs, |pair| (&pair.from, &pair.to), *directed) {
        traits.push((quote!(#leaves<#ty>), Vec::new()));
    }
    for ty in side(pairs, |pair| (&pair.to, &pair.from), *directed) {
        traits.push((quote!(#reaches<#ty>), Vec::new()));
    }
    let mut bounds = record.write_bounds();
    let of_type = (record.ident, record.generics);
    let mut headers: Vec<_> = traits
        .into_iter()
        .map(|(of, parameters)| impl_header(of_type, &of, parameters, &bounds))
        .collect();
    let (ends_in, declares) = (rt.endpoints_in(), rt.declares());
    let ends = distinct(pairs.iter().flat_map(|Ends { from, to }| [from, to]));
    bounds.extend(quote!(__Graph: #(#declares<#ends>)+*));
    headers.push(impl_header(
        of_type,
        &quote!(#ends_in<__Graph>),
        [parse_quote!(__Graph)],
        &bounds,
    ));
    quote! {
        #(
            #[automatically_derived]
            #headers {}
        )*
    }
}

/// Returns the vertex types on one side of the edge; an undirected edge has those of both sides
/// there.
fn side(pairs: &[Ends], of: fn(&Ends) -> (&Type, &Type), directed: bool) -> Vec<&Type> {
    let types = pairs
        .iter()
        .map(of)
        .flat_map(|(this, other)| [Some(this), (!directed).then_some(other)].into_iter().flatten());
    distinct(types)
}

/// Writes the assertion that the ends of a global edge are global: other graphs do not see a local
/// type.
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
                "a global edge joins global vertices: write \
                 `#[tg(global)]` on `{}`, or remove it here",
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
    let fields: Vec<_> = edge.discriminator().into_iter().filter(|it| !it.is_broken).collect();
    if fields.is_empty() {
        return None;
    }
    let header = record.write_impl(&record.rt.discriminated());
    let ty = record.key_type(&fields);
    Some(quote! {
        #[automatically_derived]
        #header {
            type Discriminator = #ty;
        }
    })
}
