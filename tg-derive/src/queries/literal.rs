//! `gsql!(graph: Goods, "INTERPRET QUERY ..", parameter = value)`

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};
use syn::parse::{ParseStream, Parser as _};
use syn::spanned::Spanned as _;
use syn::{Expr, Ident, LitStr, Token};
use tg_gsql::query::{self, Context, Interface};
use tg_gsql::syntax::ast::query::Query as Parsed;
use tg_gsql::{Finding, Rule, check, suggest};

use super::check::mistake;
use super::model::Query;
use super::types::{Target, Types};
use crate::attr::Attrs;
use crate::driver::Model;
use crate::paths::{Runtime, at};
use crate::problems::Problems;
use crate::snapshot::{self, Snapshot};

/// A query that is a literal.
pub(crate) struct Literal {
    rt: Runtime,
    /// The arguments of the macro; `None` if they are not its form.
    call: Option<Call>,
    query: Option<Query>,
    /// The graph that the text names.
    graph: String,
    /// The functions that the graph must have, each with the message if it does not.
    functions: Vec<(String, String)>,
    /// The files that decide.
    watched: TokenStream,
}

struct Call {
    graph: Expr,
    ty: syn::Path,
    text: LitStr,
    arguments: Vec<(Ident, Expr)>,
}

const FORM: &str = "write `gsql!(graph: Goods, \"INTERPRET QUERY (INT n) FOR GRAPH Goods { .. }\", \
                    n = 5)`";

impl Literal {
    /// Reads the arguments of the macro.
    pub(crate) fn read(arguments: TokenStream, problems: &mut Problems) -> Self {
        let rt = Runtime::of(&Attrs::default());
        let call = match parse.parse2(arguments) {
            Ok(call) => call,
            Err(error) => {
                problems.push(syn::Error::new(error.span(), format!("{error}: {FORM}")));
                return Self::new(rt, None);
            }
        };
        if call.ty.is_ident("Self") {
            problems.at(&call.ty, "write the name of the graph's type instead of `Self`");
            return Self::new(rt, None);
        }
        let mut literal = Self::new(rt, Some(call));
        literal.read_query(problems);
        if let (Some(call), Some(query)) = (&literal.call, &literal.query) {
            check_arguments(call, &query.interface, problems);
        }
        literal
    }

    fn new(rt: Runtime, call: Option<Call>) -> Self {
        let (graph, watched) = (String::new(), TokenStream::new());
        Self { rt, call, query: None, graph, functions: Vec::new(), watched }
    }

    fn read_query(&mut self, problems: &mut Problems) -> Option<()> {
        let call = self.call.as_ref()?;
        let text = call.text.value();
        let parsed = query::parse(&text);
        let mut report = |problems: &mut Problems, findings: &[Finding]| {
            for finding in findings.iter().filter(|finding| finding.is_error()) {
                let message = mistake("query", &text, finding);
                // The graph knows the functions of the user.
                if finding.rule == Rule::UndefinedFunction {
                    self.functions.push((finding.span.of(&text).to_owned(), message));
                } else {
                    problems.at(&call.text, message);
                }
            }
        };
        report(problems, &parsed.findings);
        let parsed: Parsed = parsed.query?;
        if parsed.name.is_some() {
            problems.at(
                &call.text,
                "a query at the place of its use is interpreted: write `INTERPRET QUERY (..)`, or \
                 put the query into a file that `queries = \"..\"` of the graph names",
            );
            return None;
        }
        let Some(graph) = parsed.graph.as_ref().map(|graph| graph.value.clone()) else {
            problems.at(
                &call.text,
                "the query does not name its graph: write `INTERPRET QUERY (..) FOR GRAPH name`",
            );
            return None;
        };
        let ident = call.ty.segments.last().map(|last| last.ident.clone())?;
        let (snapshot, watched) = snapshot::find_tracked(&Attrs::default(), &ident, problems);
        let catalog = snapshot.as_ref().and_then(Snapshot::catalog);
        let schema = catalog.filter(|catalog| catalog.graph(&graph).is_some());
        let context = Context {
            schema: schema.map(|catalog| (catalog, graph.as_str())),
            queries: BTreeMap::new(),
            functions: Some(&[]),
        };
        report(problems, &check::query_in(&text, &parsed, &context));
        self.query = Some(Query {
            file: 0,
            name: None,
            spelled: "query".to_owned(),
            method: "query".to_owned(),
            span: parsed.body_span,
            line: 1,
            interface: query::interface(&text, &parsed, &context),
        });
        self.watched = watched;
        self.graph.clone_from(&graph);
        Some(())
    }
}

fn parse(input: ParseStream<'_>) -> syn::Result<Call> {
    // `graph: Goods` is not an expression, so the graph is one token or a group of them.
    let graph = if input.peek(syn::token::Paren) { input.parse()? } else { graph(input)? };
    input.parse::<Token![:]>()?;
    let ty = input.parse()?;
    input.parse::<Token![,]>()?;
    let text = input.parse()?;
    let mut arguments = Vec::new();
    while !input.is_empty() {
        input.parse::<Token![,]>()?;
        if input.is_empty() {
            break;
        }
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        arguments.push((name, input.parse()?));
    }
    Ok(Call { graph, ty, text, arguments })
}

/// Reads `graph`, `self.graph`, `&graph`.
fn graph(input: ParseStream<'_>) -> syn::Result<Expr> {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && (!input.peek(Token![:]) || input.peek(Token![::])) {
        input.parse::<proc_macro2::TokenTree>()?.to_tokens(&mut tokens);
    }
    syn::parse2(tokens)
}

/// Reports parameters that are missing, unknown or given twice.
fn check_arguments(call: &Call, interface: &Interface, problems: &mut Problems) {
    let names = || interface.parameters.iter().map(|parameter| parameter.name.as_str());
    for (index, (name, _)) in call.arguments.iter().enumerate() {
        let spelled = name.to_string();
        if call.arguments[..index].iter().any(|(other, _)| other == name) {
            problems.at(name, format!("the parameter `{spelled}` is given twice: keep one"));
        } else if !names().any(|known| known == spelled) {
            let hint = match suggest::nearest(&spelled, names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if interface.parameters.is_empty() => "it has none".to_owned(),
                None => format!("it has `{}`", names().collect::<Vec<_>>().join("`, `")),
            };
            problems.at(name, format!("the query has no parameter `{spelled}`: {hint}"));
        }
    }
    for parameter in interface.parameters.iter().filter(|it| it.default.is_none()) {
        if !call.arguments.iter().any(|(name, _)| *name == parameter.name) {
            let name = &parameter.name;
            problems.at(
                &call.text,
                format!("the parameter `{name}` is missing: write `{name} = ..` after the query"),
            );
        }
    }
}

impl Model for Literal {
    fn expand(&self, _is_sound: bool) -> TokenStream {
        let Some(call) = &self.call else { return quote!(::core::unreachable!()) };
        let Call { graph, ty, text, arguments } = call;
        let (rt, watched) = (&self.rt, &self.watched);
        let graph_trait = rt.graph();
        let Some(query) = &self.query else {
            return quote!(#graph_trait::interpret(&#graph, #text));
        };
        let target =
            Target { rt, graph: ty.to_token_stream(), vis: TokenStream::new(), annotated: None };
        let mut types = Types::new(target);
        let results = types.query(query);
        let items = types.take().unwrap_or_default();
        let parameters = arguments.iter().filter_map(|(name, value)| {
            let spelled = name.to_string();
            let parameter = query.interface.parameters.iter().find(|it| it.name == spelled)?;
            let (of, ty, here) = (rt.parameter_of(), types.parameter(&parameter.ty), at(value));
            let value = quote_spanned!(here=> #of::<#ty>::into_argument(#value));
            Some(quote!(.param(#spelled, #value)))
        });
        let parameters: TokenStream = parameters.collect();
        let here = graph.span();
        let graph = quote_spanned!(here=> __same(&#graph));
        let (named, same_name) = (&self.graph, rt.same_name());
        let message = format!("the query is for graph `{named}`, which is not this graph");
        let holds = quote!(#same_name(<#ty as #graph_trait>::SPEC.name, #named));
        let is_of_graph = rt.assertion(text.span(), &holds, &message);
        let is_one_of = rt.is_one_of();
        let functions = self.functions.iter().map(|(name, message)| {
            let holds = quote!(#is_one_of(#name, <#ty as #graph_trait>::SPEC.functions));
            rt.assertion(text.span(), &holds, message)
        });
        quote!({
            #watched
            #items
            #is_of_graph
            #(#functions)*

            fn __same(graph: &#ty) -> &#ty {
                graph
            }

            #graph_trait::interpret(#graph, #text) #parameters .typed::<#results>()
        })
    }
}
