//! The Rust types of parameters and results.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, format_ident, quote};
use tg_gsql::query::{PrintedVertex, Times, TupleType, TypedResult, ValueType};

use super::model::Query;
use super::names::{field, ident, type_name};
use crate::graph::{Graph, Handle, HandleKind};
use crate::paths::{Runtime, at};
use crate::snapshot::last_name;

/// The types of one graph's queries, and the items that they need.
pub(super) struct Types<'g> {
    graph: &'g Graph<'g>,
    rt: &'g Runtime,
    /// The structs and enums of results.
    pub(super) items: TokenStream,
    /// The mistakes of the query that is written.
    problems: Vec<String>,
    /// The types that are written, with what they are for.
    taken: BTreeMap<String, String>,
    /// The handles' types that are used by the names that the queries have for them.
    used: BTreeMap<String, &'g Handle<'g>>,
    /// The types that the compiler finds by their names on the server, with a query that uses them.
    pub(super) found_by_name: BTreeMap<String, String>,
    /// The beginning of the names of the query's types.
    prefix: String,
    query: String,
    /// The tuples of the query that are written already.
    tuples: Vec<(TupleType, String)>,
}

/// A field of a struct of results.
struct Member {
    name: String,
    key: String,
    ty: TokenStream,
}

impl<'g> Types<'g> {
    pub(super) fn new(graph: &'g Graph<'g>) -> Self {
        let own = graph.input.ident.to_string();
        let mut taken = BTreeMap::from([(own.clone(), format!("the graph `{own}`"))]);
        for handle in &graph.handles {
            let name = last_name(handle.of);
            taken.insert(name.clone(), format!("the type `{name}` of a handle"));
        }
        Self {
            graph,
            rt: &graph.rt,
            items: TokenStream::new(),
            problems: Vec::new(),
            taken,
            used: BTreeMap::new(),
            found_by_name: BTreeMap::new(),
            prefix: String::new(),
            query: String::new(),
            tuples: Vec::new(),
        }
    }

    /// Takes the items that were written, and the mistakes that were found.
    pub(super) fn take(&mut self) -> (TokenStream, Vec<String>) {
        (std::mem::take(&mut self.items), std::mem::take(&mut self.problems))
    }

    /// Writes the types of a query's results, and returns that of all of them.
    pub(super) fn query(&mut self, query: &Query) -> TokenStream {
        self.prefix = type_name(&query.method);
        query.query_name().clone_into(&mut self.query);
        self.tuples.clear();
        if !query.is_gsql {
            return self.rt.query_results();
        }
        let results = &query.interface.results;
        if results.is_empty() {
            return quote!(());
        }
        let members: Vec<_> = results.iter().map(|result| self.member(result)).collect();
        self.distinct(&members);
        let name = self.named("Results", "the results");
        let (vis, rt) = (&self.graph.input.vis, self.rt);
        let derives = self.derives();
        let fields = members.iter().map(|Member { name, key, ty }| {
            let (name, docs) = (ident(name), format!("`{key}`"));
            quote!(#[doc = #docs] pub #name: #ty,)
        });
        let reads = members.iter().zip(results).map(|(Member { name, key, .. }, result)| {
            let name = ident(name);
            let read = match result.times {
                Times::Once | Times::AtMostOnce => quote!(get),
                Times::Any => quote!(all),
            };
            quote!(#name: __results.#read(#key)?,)
        });
        let docs = format!("The results of the query `{}`.", self.query);
        let (typed, results, result) = (rt.typed_results(), rt.query_results(), rt.result());
        self.items.extend(quote! {
            #[doc = #docs]
            #derives
            #vis struct #name {
                #(#fields)*
            }

            #[automatically_derived]
            impl #typed for #name {
                fn read(__results: #results) -> #result<Self> {
                    ::core::result::Result::Ok(Self { #(#reads)* })
                }
            }
        });
        name.into_token_stream()
    }

    fn member(&mut self, result: &TypedResult) -> Member {
        let TypedResult { key, times, ty, .. } = result;
        let ty = self.value(ty, key);
        let ty = match times {
            Times::Once => ty,
            Times::AtMostOnce => quote!(::core::option::Option<#ty>),
            Times::Any => quote!(::std::vec::Vec<#ty>),
        };
        Member { name: field(key), key: key.clone(), ty }
    }

    /// Reports two printed keys that would be the same field.
    fn distinct(&mut self, members: &[Member]) {
        for (index, member) in members.iter().enumerate() {
            let first = members[..index].iter().find(|other| other.name == member.name);
            if let Some(first) = first {
                self.problems.push(format!(
                    "query `{}` prints `{}` and `{}`, which are both the field `{}`: name one \
                     with AS",
                    self.query, first.key, member.key, member.name
                ));
            }
        }
    }

    /// Returns the Rust type of a value; `key` is the name under which it is printed.
    fn value(&mut self, ty: &ValueType, key: &str) -> TokenStream {
        let rt = self.rt;
        match ty {
            ValueType::Int => quote!(::core::primitive::i64),
            ValueType::Uint => quote!(::core::primitive::u64),
            ValueType::Float => quote!(::core::primitive::f32),
            ValueType::Double => quote!(::core::primitive::f64),
            ValueType::Bool => quote!(::core::primitive::bool),
            // Of a VERTEX without a type only the id is printed.
            ValueType::String | ValueType::File | ValueType::Bits | ValueType::Vertex(None) => {
                quote!(::std::string::String)
            }
            ValueType::DateTime => rt.date_time(),
            ValueType::Vertex(Some(name)) => {
                let (id, vertex) = (rt.id(), self.vertex(name));
                quote!(#id<#vertex>)
            }
            ValueType::Edge(Some(name)) => match self.edge(name) {
                Some(edge) => {
                    let record = rt.edge_record();
                    quote!(#record<#edge>)
                }
                None => rt.untyped_value(),
            },
            ValueType::List(element) | ValueType::Bag(element) => {
                let element = self.value(element, key);
                quote!(::std::vec::Vec<#element>)
            }
            ValueType::Set(element) => {
                let is_sorted = is_key(element);
                let (element, set_of) = (self.value(element, key), rt.set_of());
                if is_sorted {
                    quote!(::std::collections::BTreeSet<#element>)
                } else {
                    quote!(#set_of<#element>)
                }
            }
            ValueType::Map(entry) => {
                // Keys that no Rust type reads stay the texts that they are in JSON.
                let of_key = if is_key(&entry.0) { &entry.0 } else { &ValueType::String };
                let (of_key, of_value) = (self.value(of_key, key), self.value(&entry.1, key));
                quote!(::std::collections::BTreeMap<#of_key, #of_value>)
            }
            ValueType::Tuple(tuple) => self.tuple(tuple, key),
            ValueType::Rows(columns) => {
                let row = self.record(key, columns, As::Result);
                quote!(::std::vec::Vec<#row>)
            }
            ValueType::Vertices(types) => match types.as_slice() {
                [] => rt.untyped_value(),
                [one] => {
                    let element = self.printed(one, key);
                    quote!(::std::vec::Vec<#element>)
                }
                several => {
                    let element = self.one_of(several, key);
                    quote!(::std::vec::Vec<#element>)
                }
            },
            _ => rt.untyped_value(),
        }
    }

    /// Returns the type that a parameter's values are of, for `ParameterOf`.
    pub(super) fn parameter(&mut self, ty: &ValueType) -> TokenStream {
        match ty {
            ValueType::Vertex(None) => self.rt.any_id(),
            ValueType::Set(element) | ValueType::Bag(element) | ValueType::List(element) => {
                let element = self.parameter(element);
                quote!(::std::vec::Vec<#element>)
            }
            ValueType::Map(entry) => {
                let (key, value) = (self.parameter(&entry.0), self.parameter(&entry.1));
                quote!(::std::collections::BTreeMap<#key, #value>)
            }
            plain => self.value(plain, ""),
        }
    }

    /// Returns the type of a vertex of a printed set.
    fn printed(&mut self, printed: &PrintedVertex, key: &str) -> TokenStream {
        let vertex = self.vertex(&printed.vertex_type);
        if printed.columns.is_empty() && !printed.is_projection {
            return vertex;
        }
        let columns = self.record(key, &printed.columns, As::Columns);
        let of = if printed.is_projection { self.rt.projected() } else { self.rt.query_vertex() };
        quote!(#of<#vertex, #columns>)
    }

    /// Writes the enum of a vertex set of several types.
    fn one_of(&mut self, several: &[PrintedVertex], key: &str) -> TokenStream {
        let same = several.windows(2).all(|pair| pair[0].columns == pair[1].columns);
        let variants: Vec<_> = several
            .iter()
            .map(|printed| {
                let variant = type_name(&printed.vertex_type);
                let key = if same {
                    format!("{key}_values")
                } else {
                    format!("{key}_{}", printed.vertex_type)
                };
                (ident(&variant), self.vertex(&printed.vertex_type), self.printed(printed, &key))
            })
            .collect();
        let name = self.named(&type_name(key), &format!("the vertices of `{key}`"));
        let (vis, rt) = (&self.graph.input.vis, self.rt);
        let derives = self.derives();
        let fields = variants.iter().map(|(variant, _, ty)| quote!(#variant(#ty),));
        let reads = variants.iter().map(|(variant, vertex, ty)| {
            quote! {
                if let ::core::option::Option::Some(__read) = __vertex.read_as::<#vertex, #ty>() {
                    return __read.map(Self::#variant);
                }
            }
        });
        let docs = format!("A vertex of `{key}`, which the query `{}` prints.", self.query);
        let (read_result, decoder, error) = (rt.read_result(), rt.decoder(), rt.decode_error());
        let one_of = rt.one_of();
        self.items.extend(quote! {
            #[doc = #docs]
            #derives
            #[allow(missing_docs, clippy::large_enum_variant)]
            #vis enum #name {
                #(#fields)*
            }

            #[automatically_derived]
            impl #read_result for #name {
                fn read(__input: &mut #decoder<'_>) -> ::core::result::Result<Self, #error> {
                    let mut __vertex = #one_of::new(__input)?;
                    #(#reads)*
                    ::core::result::Result::Err(__vertex.unread())
                }
            }
        });
        name.into_token_stream()
    }

    /// Writes the struct of a tuple, once for a query.
    fn tuple(&mut self, tuple: &TupleType, key: &str) -> TokenStream {
        if let Some((_, name)) = self.tuples.iter().find(|(known, _)| known == tuple) {
            return ident(name).into_token_stream();
        }
        let name = tuple.name.as_deref().unwrap_or(key);
        let written = self.record(name, &tuple.fields, As::Result);
        self.tuples.push((tuple.clone(), written.to_string()));
        written
    }

    /// Writes a struct of values that are printed together.
    fn record(&mut self, key: &str, columns: &[(String, ValueType)], form: As) -> TokenStream {
        let members: Vec<_> = columns
            .iter()
            .map(|(column, ty)| {
                let ty = self.value(ty, &format!("{key}_{}", field(column)));
                Member { name: field(column), key: column.clone(), ty }
            })
            .collect();
        self.distinct(&members);
        let shared = format!("{key} {columns:?}");
        let name = match self.taken.iter().find(|(_, of)| **of == shared) {
            Some((name, _)) if name.starts_with(&self.prefix) => {
                return ident(name).into_token_stream();
            }
            _ => self.named(&type_name(key), &shared),
        };
        let (vis, rt) = (&self.graph.input.vis, self.rt);
        let derives = self.derives();
        let fields = members.iter().map(|Member { name, key, ty }| {
            let (name, docs) = (ident(name), format!("`{key}`"));
            quote!(#[doc = #docs] pub #name: #ty,)
        });
        let reads = members.iter().map(|Member { name, key, .. }| {
            let name = ident(name);
            quote!(#name: __record.get(#key)?,)
        });
        let docs = format!("A part of the results of the query `{}`.", self.query);
        let (record, error) = (rt.record(), rt.decode_error());
        let read = match form {
            As::Columns => {
                let read_record = rt.read_record();
                quote! {
                    impl #read_record for #name {
                        fn read_record(
                            __record: #record<'_>,
                        ) -> ::core::result::Result<Self, #error> {
                            ::core::result::Result::Ok(Self { #(#reads)* })
                        }
                    }
                }
            }
            As::Result => {
                let (read_result, decoder) = (rt.read_result(), rt.decoder());
                quote! {
                    impl #read_result for #name {
                        fn read(
                            __input: &mut #decoder<'_>,
                        ) -> ::core::result::Result<Self, #error> {
                            let __record = #record::new(__input)?;
                            ::core::result::Result::Ok(Self { #(#reads)* })
                        }
                    }
                }
            }
        };
        self.items.extend(quote! {
            #[doc = #docs]
            #derives
            #vis struct #name {
                #(#fields)*
            }

            #[automatically_derived]
            #read
        });
        name.into_token_stream()
    }

    /// Returns the name of a type of the query; reports one that is taken.
    pub(super) fn named(&mut self, name: &str, of: &str) -> proc_macro2::Ident {
        let name = format!("{}{name}", self.prefix);
        if let Some(other) = self.taken.insert(name.clone(), of.to_owned()) {
            let other = other.split(" [").next().unwrap_or_default().to_owned();
            self.problems.push(format!(
                "query `{}` would have a type `{name}`, which is the name of {other} already: \
                 give the printed value another name with AS, or the query with \
                 `query({}, rename = \"..\")`",
                self.query, self.query
            ));
        }
        format_ident!("{name}")
    }

    fn derives(&self) -> TokenStream {
        quote!(#[derive(
            ::core::fmt::Debug,
            ::core::clone::Clone,
            ::core::cmp::PartialEq,
        )])
    }

    /// Returns the Rust type of a vertex type.
    fn vertex(&mut self, name: &str) -> TokenStream {
        if let Some(handle) = self.handle(name, HandleKind::Vertices) {
            return handle.of.to_token_stream();
        }
        if self.renamed_handles(HandleKind::Vertices).next().is_none() {
            self.problems.push(format!(
                "query `{}` uses vertex type `{name}`, for which graph `{}` has no handle: add a \
                 field `Vertices<{name}>` to it",
                self.query, self.graph.input.ident
            ));
            return quote!(());
        }
        self.found_by_name.insert(name.to_owned(), self.query.clone());
        let (ident, vertex_named, hash) =
            (&self.graph.input.ident, self.rt.vertex_named(), self.rt.name_hash());
        quote!(<#ident as #vertex_named<{ #hash(#name) }>>::Vertex)
    }

    /// Returns the Rust type of an edge type that has a handle of its name.
    fn edge(&mut self, name: &str) -> Option<TokenStream> {
        self.handle(name, HandleKind::Edges).map(|handle| handle.of.to_token_stream())
    }

    fn handle(&mut self, name: &str, kind: HandleKind) -> Option<&'g Handle<'g>> {
        let mut handles = self.graph.handles.iter();
        let found = handles.find(|handle| handle.kind == kind && last_name(handle.of) == name)?;
        self.used.insert(name.to_owned(), found);
        Some(found)
    }

    /// Returns the handles whose types may have another name on the server: those whose Rust names
    /// no type of the schema has.
    pub(super) fn renamed_handles(
        &self,
        kind: HandleKind,
    ) -> impl Iterator<Item = &'g Handle<'g>> + use<'g> {
        let graph = self.graph;
        let handles = graph.handles.iter().filter(move |handle| handle.kind == kind);
        handles.filter(|handle| !graph.has_vertex_type(&last_name(handle.of)))
    }

    /// Writes the assertions that the used types have the names that the queries have for them.
    pub(super) fn assertions(&self) -> TokenStream {
        let (rt, ident) = (self.rt, &self.graph.input.ident);
        let (same, spec_name, of_graph) = (rt.same_name(), rt.handle_name(), rt.handle());
        let assertions = self.used.iter().map(|(name, handle)| {
            let handle_trait =
                if handle.partial { rt.partial_handle() } else { quote!(#of_graph<#ident>) };
            let spec = crate::paths::item_of(handle.ty, &handle_trait, "SPEC");
            let holds = quote!(#same(#spec_name(#spec), #name));
            let message = format!(
                "the queries use type `{name}`, and the Rust type of this name has another one on \
                 the server: name the Rust type as its type, or no type of the graph like it"
            );
            rt.assertion(at(handle.of), &holds, &message)
        });
        assertions.collect()
    }
}

/// The trait that reads a struct.
#[derive(Clone, Copy)]
enum As {
    /// A value of its own.
    Result,
    /// The values next to a vertex.
    Columns,
}

/// Returns `true` if values of the type are keys in Rust, and can be sorted.
fn is_key(ty: &ValueType) -> bool {
    matches!(
        ty,
        ValueType::Int
            | ValueType::Uint
            | ValueType::Bool
            | ValueType::String
            | ValueType::File
            | ValueType::Bits
            | ValueType::DateTime
            | ValueType::Vertex(_)
    )
}
