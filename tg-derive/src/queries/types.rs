//! The Rust types of parameters and results.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, format_ident, quote};
use syn::Type;
use tg_gsql::query::{PrintedVertex, TupleType, ValueType};

use super::structs::{As, Record};
use crate::graph::{Graph, Handle, HandleKind};
use crate::paths::{Runtime, at};
use crate::snapshot::last_name;

/// The graph that the queries are of.
pub(super) struct Target<'g> {
    pub(super) rt: &'g Runtime,
    /// The struct of the graph.
    pub(super) graph: TokenStream,
    /// The visibility of what is written.
    pub(super) vis: TokenStream,
    /// The annotated struct; `None` where only its path is known, so that the compiler finds the
    /// types of handles.
    pub(super) annotated: Option<&'g Graph<'g>>,
}

impl<'g> Target<'g> {
    /// Creates the target of queries that the graph itself names.
    pub(super) fn of(graph: &'g Graph<'g>) -> Self {
        let (ident, vis) = (&graph.input.ident, &graph.input.vis);
        let (annotated, rt) = (Some(graph), &graph.rt);
        Self { rt, graph: ident.to_token_stream(), vis: vis.to_token_stream(), annotated }
    }

    fn handles(&self) -> &'g [Handle<'g>] {
        self.annotated.map_or(&[], |graph| graph.handles.as_slice())
    }
}

/// The types of one graph's queries, and the items that they need.
pub(super) struct Types<'g> {
    pub(super) target: Target<'g>,
    pub(super) rt: &'g Runtime,
    /// The structs and enums of results.
    pub(super) items: TokenStream,
    /// The mistakes of the query that is written.
    pub(super) problems: Vec<String>,
    /// `true` if the query uses a type that does not exist, which its check reports.
    is_unknown: bool,
    /// The types that are written, with what they are for.
    pub(super) taken: BTreeMap<String, String>,
    /// The handles' types that are used by the names that the queries have for them.
    used: BTreeMap<String, &'g Handle<'g>>,
    /// The tuples of the graph that are used.
    used_tuples: BTreeMap<String, &'g Type>,
    /// The types that the compiler finds by their names on the server, with a query that uses them.
    pub(super) found_by_name: BTreeMap<(HandleKind, String), String>,
    /// The beginning of the names of the query's types.
    pub(super) prefix: String,
    pub(super) query: String,
    /// The tuples of the query that are written already.
    pub(super) tuples: Vec<(TupleType, TokenStream)>,
    /// The structs of the query that are written already.
    pub(super) records: Vec<Record>,
}

impl<'g> Types<'g> {
    pub(super) fn new(target: Target<'g>) -> Self {
        let own = target.graph.to_string();
        let mut taken = BTreeMap::from([(own.clone(), format!("the graph `{own}`"))]);
        for handle in target.handles() {
            let name = last_name(handle.of);
            taken.insert(name.clone(), format!("the type `{name}` of a handle"));
        }
        Self {
            rt: target.rt,
            target,
            items: TokenStream::new(),
            problems: Vec::new(),
            is_unknown: false,
            taken,
            used: BTreeMap::new(),
            used_tuples: BTreeMap::new(),
            found_by_name: BTreeMap::new(),
            prefix: String::new(),
            query: String::new(),
            tuples: Vec::new(),
            records: Vec::new(),
        }
    }

    /// Takes the items that were written for a query; `Err` with the mistakes that are not reported
    /// yet if the query has any.
    pub(super) fn take(&mut self) -> Result<TokenStream, Vec<String>> {
        let (items, problems) =
            (std::mem::take(&mut self.items), std::mem::take(&mut self.problems));
        let is_unknown = std::mem::take(&mut self.is_unknown);
        if problems.is_empty() && !is_unknown { Ok(items) } else { Err(problems) }
    }

    /// Returns the Rust type of a value; `key` is the name under which it is printed.
    pub(super) fn value(&mut self, ty: &ValueType, key: &str) -> TokenStream {
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
            ValueType::Edge(Some(name)) => {
                let (record, edge) = (rt.edge_record(), self.of_handle(name, HandleKind::Edges));
                quote!(#record<#edge>)
            }
            ValueType::Optional(of) => {
                let ty = self.value(of, key);
                quote!(::core::option::Option<#ty>)
            }
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
    pub(super) fn printed(&mut self, printed: &PrintedVertex, key: &str) -> TokenStream {
        let vertex = self.vertex(&printed.vertex_type);
        if printed.columns.is_empty() && !printed.is_projection {
            return vertex;
        }
        let columns = self.record(key, &printed.columns, As::Columns);
        let of = if printed.is_projection { self.rt.projected() } else { self.rt.query_vertex() };
        quote!(#of<#vertex, #columns>)
    }

    /// Returns the name of a type of the query; reports one that is taken.
    pub(super) fn named(&mut self, name: &str, of: &str) -> Ident {
        let name = format!("{}{name}", self.prefix);
        if let Some(other) = self.taken.insert(name.clone(), of.to_owned()) {
            self.problems.push(format!(
                "query `{}` would have a type `{name}`, which is the name of {other} already: \
                 give the printed value another name with AS, or the query with \
                 `query({}, rename = \"..\")`",
                self.query, self.query
            ));
        }
        format_ident!("{name}")
    }

    /// Returns the Rust type of a vertex type.
    pub(super) fn vertex(&mut self, name: &str) -> TokenStream {
        self.of_handle(name, HandleKind::Vertices)
    }

    /// Returns the Rust type of the handle for a type of the server.
    fn of_handle(&mut self, name: &str, kind: HandleKind) -> TokenStream {
        if let Some(handle) = self.handle(name, kind) {
            return handle.of.to_token_stream();
        }
        if let Some(graph) = self.target.annotated {
            if graph.has_type(kind, name) == Some(false) {
                self.is_unknown = true;
                return quote!(());
            }
            if !graph.has_renamed(kind) {
                let own = format!("graph `{}`", self.target.graph);
                self.problems.push(without_handle(&self.query, kind, name, &own, name));
                return quote!(());
            }
        }
        self.found_by_name.insert((kind, name.to_owned()), self.query.clone());
        let (graph, hash) = (&self.target.graph, self.rt.name_hash());
        let (named, item) = match kind {
            HandleKind::Edges => (self.rt.edge_named(), quote!(Edge)),
            _ => (self.rt.vertex_named(), quote!(Vertex)),
        };
        quote!(<#graph as #named<{ #hash(#name) }>>::#item)
    }

    fn handle(&mut self, name: &str, kind: HandleKind) -> Option<&'g Handle<'g>> {
        let mut handles = self.target.handles().iter();
        let found = handles.find(|handle| handle.kind == kind && last_name(handle.of) == name)?;
        self.used.insert(name.to_owned(), found);
        Some(found)
    }

    /// Returns the type of a tuple of the schema that the graph lists in `tuples(..)`.
    pub(super) fn own_tuple(&mut self, tuple: &TupleType) -> Option<TokenStream> {
        let name = tuple.name.as_deref().filter(|_| tuple.is_of_schema)?;
        let mut tuples = self.target.annotated?.tuples.iter();
        let own = tuples.find(|ty| last_name(ty) == name)?;
        self.used_tuples.insert(name.to_owned(), own);
        Some(own.to_token_stream())
    }

    /// Writes the assertions that the used types have the names that the queries have for them.
    pub(super) fn assertions(&self) -> TokenStream {
        let (rt, graph) = (self.rt, &self.target.graph);
        let (is_one_of, spec_name, of_graph) = (rt.is_one_of(), rt.handle_name(), rt.handle());
        let other_name = |name: &str| {
            format!(
                "the queries use type `{name}`, and the Rust type of this name has another one on \
                 the server: name the Rust type as its type, or no type of the graph like it"
            )
        };
        let tuples = self.used_tuples.iter().map(|(name, ty)| {
            let spec = crate::paths::item_of(ty, &rt.tuple(), "SPEC");
            let holds = quote!(#is_one_of(#spec.name, &[#name]));
            rt.assertion(at(ty), &holds, &other_name(name))
        });
        let assertions = self.used.iter().map(|(name, handle)| {
            let handle_trait =
                if handle.partial { rt.partial_handle() } else { quote!(#of_graph<#graph>) };
            let spec = crate::paths::item_of(handle.ty, &handle_trait, "SPEC");
            let holds = quote!(#is_one_of(#spec_name(#spec), &[#name]));
            rt.assertion(at(handle.of), &holds, &other_name(name))
        });
        assertions.chain(tuples).collect()
    }
}

/// Returns the message about a type without a handle.
pub(super) fn without_handle(
    query: &str,
    kind: HandleKind,
    name: &str,
    graph: &str,
    ty: &str,
) -> String {
    let (of, field) = match kind {
        HandleKind::Edges => ("edge", "Edges"),
        _ => ("vertex", "Vertices"),
    };
    format!(
        "query `{query}` uses {of} type `{name}`, for which {graph} has no handle: add a field \
         `{field}<{ty}>` to it"
    )
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
