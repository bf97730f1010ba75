//! The struct of a graph and its impls.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use super::Graph;
use super::auth::Auth;
use super::model::{Handle, HandleKind};
use crate::attr::Key;
use crate::paths::{at, item_of};
use crate::queries;
use crate::record::in_const;

/// Returns the struct with its handles, and the trait impls in an anonymous constant.
pub(super) fn expand(graph: &Graph<'_>, is_sound: bool) -> TokenStream {
    if !graph.is_plain_struct {
        return graph.input.to_token_stream();
    }
    let item = item(graph);
    let (clone, debug, graph_impl) = (clone(graph), debug(graph), graph_impl(graph));
    let (declares, connect) = (declares(graph), connect(graph));
    let names = is_sound.then(|| distinct_names(graph));
    // The types of a graph without queries may be more private than the graph.
    let by_name = graph.attrs.has(Key::Queries).then(|| queries::handles_by_name(graph));
    let impls = in_const(&quote!(#clone #debug #graph_impl #declares #connect #names #by_name));
    let queries = queries::expand(graph);
    quote!(#item #impls #queries)
}

fn item(graph: &Graph<'_>) -> TokenStream {
    let (vis, ident) = (&graph.input.vis, &graph.input.ident);
    let attrs = graph.remaining_attrs();
    let client = graph.rt.client();
    let handles = graph
        .handles
        .iter()
        .map(|Handle { attrs, vis, ident, ty, .. }| quote!(#(#attrs)* #vis #ident: #ty,));
    quote! {
        #(#attrs)*
        #vis struct #ident {
            #(#handles)*
            #[doc(hidden)]
            __client: #client,
        }
    }
}

fn clone(graph: &Graph<'_>) -> TokenStream {
    let ident = &graph.input.ident;
    let placeholder = graph.rt.placeholder();
    let handles = graph.handles.iter().map(|handle| {
        let ident = handle.ident;
        if handle.is_sound() {
            quote!(#ident: ::core::clone::Clone::clone(&self.#ident),)
        } else {
            quote!(#ident: #placeholder(),)
        }
    });
    quote! {
        #[automatically_derived]
        impl ::core::clone::Clone for #ident {
            fn clone(&self) -> Self {
                Self {
                    #(#handles)*
                    __client: ::core::clone::Clone::clone(&self.__client),
                }
            }
        }
    }
}

/// Writes `Debug`: that of the client, which prints the graph and the host, and no secret.
fn debug(graph: &Graph<'_>) -> TokenStream {
    let ident = &graph.input.ident;
    quote! {
        #[automatically_derived]
        impl ::core::fmt::Debug for #ident {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.__client, __f)
            }
        }
    }
}

fn graph_impl(graph: &Graph<'_>) -> TokenStream {
    let Graph { rt, input, name, handles, tuples, .. } = graph;
    let tuple = rt.tuple();
    let tuples = tuples.iter().map(|ty| item_of(ty, &tuple, "SPEC"));
    let ident = &input.ident;
    let (of, spec, client, handle) = (rt.graph(), rt.graph_spec(), rt.client(), rt.handle());
    let queries = queries::specs(graph);
    let functions = graph.attrs.texts(Key::Functions);
    let functions = quote!(&[#(#functions),*]);
    let (auth, handle) = (graph.auth.path(rt), quote!(#handle<#ident>));
    let partial = rt.partial_handle();
    let of_handle = |it: &Handle<'_>| if it.partial { partial.clone() } else { handle.clone() };
    let sound = handles.iter().filter(|handle| handle.is_sound());
    let specs = sound.map(|it| item_of(it.ty, &of_handle(it), "SPEC"));
    let placeholder = rt.placeholder();
    let news = handles.iter().map(|it| {
        let (ident, ty) = (it.ident, it.ty);
        if !it.is_sound() {
            return quote!(#ident: #placeholder(),);
        }
        let (here, new) = (at(ty), item_of(ty, &of_handle(it), "new"));
        let handle = quote_spanned!(here=> #new(::core::clone::Clone::clone(&__client)));
        quote!(#ident: #handle,)
    });
    quote! {
        #[automatically_derived]
        impl #of for #ident {
            type Auth = #auth;
            const SPEC: #spec = #spec {
                name: #name,
                handles: &[#(#specs),*],
                tuples: &[#(#tuples),*],
                queries: #queries,
                functions: #functions,
            };

            fn from_client(__client: #client) -> Self {
                Self { #(#news)* __client }
            }

            fn client(&self) -> &#client {
                &self.__client
            }
        }
    }
}

/// Writes assertions that the types of the handles have different names on the server, which only
/// the compiler knows.
fn distinct_names(graph: &Graph<'_>) -> TokenStream {
    let (rt, ident) = (&graph.rt, &graph.input.ident);
    let (of, has_own_names) = (rt.graph(), rt.has_own_names());
    let assertions = graph.handles.iter().enumerate().map(|(index, handle)| {
        let holds = quote!(#has_own_names(<#ident as #of>::SPEC.handles, #index));
        let message = format!(
            "the type of handle `{}`, or its reverse, has the name of another type of graph \
             `{ident}` on the server: give it another one with `rename`",
            handle.ident
        );
        rt.assertion(handle.of.span(), &holds, &message)
    });
    assertions.collect()
}

fn declares(graph: &Graph<'_>) -> TokenStream {
    let ident = &graph.input.ident;
    let (vertices, edges) = (graph.rt.declares(), graph.rt.declares_edge());
    if graph.handles.iter().any(|handle| handle.kind == HandleKind::Unknown) {
        // The field may have been meant as the handle of any type.
        return quote! {
            impl<__Vertex> #vertices<__Vertex> for #ident {}
            impl<__Edge> #edges<__Edge> for #ident {}
        };
    }
    graph
        .handles
        .iter()
        .filter_map(|Handle { kind, of, .. }| {
            let declares = match kind {
                HandleKind::Vertices => &vertices,
                HandleKind::Edges => &edges,
                HandleKind::Repeated | HandleKind::Unknown => return None,
            };
            Some(quote! {
                #[automatically_derived]
                impl #declares<#of> for #ident {}
            })
        })
        .collect()
}

fn connect(graph: &Graph<'_>) -> TokenStream {
    let Graph { rt, input, name, auth, .. } = graph;
    let (ident, vis) = (&input.ident, &input.vis);
    let (builder, result, token) = (rt.graph_builder(), rt.result(), rt.token());
    let (parameters, setters, takes) = auth.credentials(rt);
    let connect_docs = format!("Connects to the graph `{name}` with {takes}.");
    let builder_docs =
        format!("Sets up a connection to the graph `{name}`: ports, TLS, timeouts and more.");
    let env_docs = format!("Connects to the graph `{name}` with the `TG_*` environment variables.");
    let get_token = (*auth != Auth::None).then(|| {
        quote! {
            /// Returns the token of the requests: cached, shared by all clones, and refreshed
            /// before it expires.
            ///
            /// # Errors
            ///
            /// If the server issues none.
            #vis async fn get_token(&self) -> #result<#token> {
                self.__client.token().await
            }
        }
    });
    quote! {
        #[allow(dead_code)]
        impl #ident {
            #[doc = #builder_docs]
            #vis fn builder() -> #builder<Self> {
                #builder::new()
            }

            #[doc = #connect_docs]
            ///
            /// # Errors
            ///
            /// If the URL is malformed, the server cannot be reached, or it rejects the
            /// credentials.
            #vis async fn connect(
                url: impl ::core::convert::Into<::std::string::String>,
                #parameters
            ) -> #result<Self> {
                Self::builder().url(url) #setters.connect().await
            }

            #[doc = #env_docs]
            ///
            /// # Errors
            ///
            /// If a variable is missing or malformed, the server cannot be reached, or it rejects
            /// the credentials.
            #vis async fn from_env() -> #result<Self> {
                Self::builder().env()?.connect().await
            }

            #get_token
        }
    }
}
