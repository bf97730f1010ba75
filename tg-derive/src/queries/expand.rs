//! The methods of a graph, one for each query.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use tg_gsql::query::TypedParameter;

use super::model::Query;
use super::names::{field, ident, setter};
use super::types::{Target, Types, without_handle};
use crate::graph::{Graph, HandleKind};
use crate::paths::item_of;
use crate::snapshot::watched;

/// The code that is written for the queries of a graph, and the mistakes that prevent it.
#[derive(Default)]
pub(super) struct Written {
    items: TokenStream,
    methods: TokenStream,
    assertions: TokenStream,
    /// The mistakes, each with the index of its file.
    pub(super) problems: Vec<(usize, String)>,
}

/// Returns the code and the mistakes, which are found once per build.
pub(super) fn written<'g>(graph: &'g Graph<'_>) -> &'g Written {
    graph.queries.written.get_or_init(|| write(graph))
}

fn write(graph: &Graph<'_>) -> Written {
    let queries = &graph.queries;
    let mut types = Types::new(Target::of(graph));
    let mut written = Written::default();
    for query in queries.distinct() {
        let method = method(graph, query, &mut types);
        match types.take() {
            Ok(items) => {
                written.methods.extend(method);
                written.items.extend(items);
            }
            Err(messages) => {
                let place = queries.place(query);
                let problems =
                    messages.into_iter().map(|it| (query.file, format!("{place}: {it}")));
                written.problems.extend(problems);
            }
        }
    }
    written.assertions = types.assertions();
    written.assertions.extend(found_by_name(graph, &types));
    written
}

/// Writes the types of the results, the calls and the methods.
pub(crate) fn expand(graph: &Graph<'_>) -> TokenStream {
    let queries = &graph.queries;
    let watched = queries.files.iter().filter_map(|file| Some(watched(file.path.to_str()?)));
    let watched: TokenStream = watched.collect();
    if queries.queries.is_empty() {
        return watched;
    }
    let Written { items, methods, assertions, .. } = written(graph);
    let graph_ident = &graph.input.ident;
    quote! {
        #watched
        #items

        /// The queries of the graph.
        #[allow(dead_code, clippy::too_many_arguments, clippy::wrong_self_convention)]
        impl #graph_ident {
            #methods
        }

        #assertions
    }
}

/// Writes the descriptions of the queries.
pub(crate) fn specs(graph: &Graph<'_>) -> TokenStream {
    let spec = graph.rt.query_spec();
    let specs = graph.queries.queries.iter().map(|query| {
        let file = &graph.queries.files[query.file].name;
        let (name, method) = (query.name.as_deref().unwrap_or_default(), &query.method);
        let text = graph.queries.text_of(query);
        let line = u32::try_from(query.line).unwrap_or(u32::MAX);
        quote!(#spec { name: #name, method: #method, file: #file, line: #line, text: #text })
    });
    quote!(&[#(#specs),*])
}

/// Writes the method of a query, and the type of its call if parameters have defaults.
fn method(graph: &Graph<'_>, query: &Query, types: &mut Types<'_>) -> TokenStream {
    let (rt, vis) = (&graph.rt, &graph.input.vis);
    let results = types.query(query);
    let (mut takes, mut gives, mut setters) = (Vec::new(), Vec::new(), Vec::new());
    for parameter in &query.interface.parameters {
        let (name, ident) = (&parameter.name, ident(&field(&parameter.name)));
        let ty = types.parameter(&parameter.ty);
        let of = rt.parameter_of();
        if parameter.default.is_none() {
            takes.push(quote!(#ident: impl #of<#ty>));
            gives.push(quote!(.param(#name, #of::<#ty>::into_argument(#ident))));
        } else {
            let (docs, ident) = (setter_docs(parameter), self::ident(&setter(&parameter.name)));
            setters.push(quote! {
                #[doc = #docs]
                #vis fn #ident(self, #ident: impl #of<#ty>) -> Self {
                    Self(self.0.param(#name, #of::<#ty>::into_argument(#ident)))
                }
            });
        }
    }
    let graph_trait = rt.graph();
    let text = graph.queries.text_of(query);
    let (operation, start) = match &query.name {
        Some(name) => (rt.run_query(), quote!(<Self as #graph_trait>::query(self, #name))),
        None => (rt.interpret(), quote!(<Self as #graph_trait>::interpret(self, #text))),
    };
    let mut returned = quote!(#operation<#results>);
    let mut call = quote!(#start #(#gives)* .typed::<#results>());
    if !setters.is_empty() {
        let name = types.named("Call", "the type of the call");
        let kind = format_ident!("{}", if query.name.is_some() { "RunQuery" } else { "Interpret" });
        let (query_call, debug) = (rt.query_call(), quote!(::core::fmt::Debug));
        let docs = format!(
            "A call of the query `{}`, which is awaited; its parameters with defaults can be set.",
            query.query_name()
        );
        types.items.extend(quote! {
            #[doc = #docs]
            #[must_use = "operations do nothing until they are awaited"]
            #[derive(#debug, ::core::clone::Clone)]
            #vis struct #name(#operation<#results>);

            #[allow(dead_code, clippy::wrong_self_convention)]
            impl #name {
                #(#setters)*
            }

            #query_call!(#name, #kind => #results);
        });
        returned = quote!(#name);
        call = quote!(#name(#call));
    }
    let docs = method_docs(graph, query);
    let method = ident(&query.method);
    quote! {
        #[doc = #docs]
        #vis fn #method(&self, #(#takes),*) -> #returned {
            #call
        }
    }
}

fn setter_docs(parameter: &TypedParameter) -> String {
    format!("Sets the parameter `{}` instead of its default.", parameter.name)
}

fn method_docs(graph: &Graph<'_>, query: &Query) -> String {
    let file = &graph.queries.files[query.file].name;
    let verb = if query.name.is_some() { "Runs" } else { "Interprets" };
    let text = graph.queries.text_of(query);
    let header = text.split_once('{').map_or(text, |(header, _)| header).trim_end();
    format!(
        "{verb} the query `{}` of `{file}`.\n\n```text\n{header}\n```\n\n# Errors\n\nThose of \
         `Graph::query`, and if the installed query prints something else.",
        query.query_name()
    )
}

/// Writes the impls by which the compiler finds the types of handles by their names on the server.
pub(crate) fn handles_by_name(graph: &Graph<'_>) -> TokenStream {
    let (rt, ident) = (&graph.rt, &graph.input.ident);
    let (vertex_named, edge_named, hash) = (rt.vertex_named(), rt.edge_named(), rt.handle_hash());
    let named = |named: &TokenStream, name: TokenStream, own: usize, item: TokenStream| {
        quote! {
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl #named<{ #hash(#name, #own) }> for #ident {
                #item
            }
        }
    };
    let impls = graph.handles.iter().enumerate().map(|(index, handle)| {
        let ty = handle.of;
        match handle.kind {
            HandleKind::Vertices => {
                let spec = item_of(ty, &rt.vertex(), "SPEC");
                let name = quote!(::core::option::Option::Some(#spec.name));
                named(&vertex_named, name, index, quote!(type Vertex = #ty;))
            }
            HandleKind::Edges => {
                let spec = item_of(ty, &rt.edge(), "SPEC");
                let name = quote!(::core::option::Option::Some(#spec.name));
                let own = named(&edge_named, name, 2 * index, quote!(type Edge = #ty;));
                let reverse = quote!(#spec.reverse);
                let item = quote!(type Edge = #ty;);
                let reverse = named(&edge_named, reverse, 2 * index + 1, item);
                quote!(#own #reverse)
            }
            HandleKind::Repeated | HandleKind::Unknown => TokenStream::new(),
        }
    });
    impls.collect()
}

/// Writes the assertions that the types which the compiler finds by their names have handles.
fn found_by_name(graph: &Graph<'_>, types: &Types<'_>) -> TokenStream {
    let (rt, ident) = (&graph.rt, &graph.input.ident);
    let (is_declared, graph_trait) = (rt.has_handle_named(), rt.graph());
    let literal = graph.attrs.texts(crate::attr::Key::Queries).first();
    let assertions = types.found_by_name.iter().filter_map(|((kind, name), query)| {
        let message = without_handle(query, *kind, name, "the graph", "..");
        let holds = quote!(#is_declared(<#ident as #graph_trait>::SPEC.handles, #name));
        Some(rt.assertion(literal?.span(), &holds, &message))
    });
    assertions.collect()
}
