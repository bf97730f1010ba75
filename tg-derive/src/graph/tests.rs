use quote::quote;

use crate::driver::Model;
use crate::graph::Graph;
use crate::problems::Problems;
use crate::testing::{item, messages, pretty};

#[test]
fn handles_and_the_typed_connection() {
    let item = item(
        "/// A graph.
        pub struct Goods {
            /// The packages.
            pub packages: Vertices<Package>,
            pub stored_at: Edges<StoredAt>,
        }",
    );
    let arguments = quote!(graph = "GoodsDelivery", auth = "password");
    let graph = Graph::read(arguments, &item, &mut Problems::default());
    insta::assert_snapshot!(pretty(graph.expand(true)), @r#"
    /// A graph.
    pub struct Goods {
        /// The packages.
        pub packages: Vertices<Package>,
        pub stored_at: Edges<StoredAt>,
        #[doc(hidden)]
        __client: ::tg_runtime::Client,
    }
    #[allow(deprecated, non_camel_case_types, non_snake_case)]
    const _: () = {
        #[automatically_derived]
        impl ::core::clone::Clone for Goods {
            fn clone(&self) -> Self {
                Self {
                    packages: ::core::clone::Clone::clone(&self.packages),
                    stored_at: ::core::clone::Clone::clone(&self.stored_at),
                    __client: ::core::clone::Clone::clone(&self.__client),
                }
            }
        }
        #[automatically_derived]
        impl ::core::fmt::Debug for Goods {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.__client, __f)
            }
        }
        #[automatically_derived]
        impl ::tg_runtime::Graph for Goods {
            type Auth = ::tg_runtime::auth::Password;
            const SPEC: ::tg_runtime::schema::GraphSpec = ::tg_runtime::schema::GraphSpec {
                name: "GoodsDelivery",
                handles: &[
                    <Vertices<Package> as ::tg_runtime::__private::Handle<Goods>>::SPEC,
                    <Edges<StoredAt> as ::tg_runtime::__private::Handle<Goods>>::SPEC,
                ],
                tuples: &[],
                queries: &[],
                functions: &[],
            };
            fn from_client(__client: ::tg_runtime::Client) -> Self {
                Self {
                    packages: <Vertices<
                        Package,
                    > as ::tg_runtime::__private::Handle<
                        Goods,
                    >>::new(::core::clone::Clone::clone(&__client)),
                    stored_at: <Edges<
                        StoredAt,
                    > as ::tg_runtime::__private::Handle<
                        Goods,
                    >>::new(::core::clone::Clone::clone(&__client)),
                    __client,
                }
            }
            fn client(&self) -> &::tg_runtime::Client {
                &self.__client
            }
        }
        #[automatically_derived]
        impl ::tg_runtime::schema::Declares<Package> for Goods {}
        #[automatically_derived]
        impl ::tg_runtime::schema::DeclaresEdge<StoredAt> for Goods {}
        #[allow(dead_code)]
        impl Goods {
            ///Sets up a connection to the graph `GoodsDelivery`: ports, TLS, timeouts and more.
            pub fn builder() -> ::tg_runtime::GraphBuilder<Self> {
                ::tg_runtime::GraphBuilder::new()
            }
            ///Connects to the graph `GoodsDelivery` with a user name and a password.
            ///
            /// # Errors
            ///
            /// If the URL is malformed, the server cannot be reached, or it rejects the
            /// credentials.
            pub async fn connect(
                url: impl ::core::convert::Into<::std::string::String>,
                user: impl ::core::convert::Into<::std::string::String>,
                password: impl ::core::convert::Into<::tg_runtime::SecretString>,
            ) -> ::tg_runtime::Result<Self> {
                Self::builder().url(url).password(user, password).connect().await
            }
            ///Connects to the graph `GoodsDelivery` with the `TG_*` environment variables.
            ///
            /// # Errors
            ///
            /// If a variable is missing or malformed, the server cannot be reached, or it rejects
            /// the credentials.
            pub async fn from_env() -> ::tg_runtime::Result<Self> {
                Self::builder().env()?.connect().await
            }
            /// Returns the token of the requests: cached, shared by all clones, and refreshed
            /// before it expires.
            ///
            /// # Errors
            ///
            /// If the server issues none.
            pub async fn get_token(&self) -> ::tg_runtime::Result<::tg_runtime::Token> {
                self.__client.token().await
            }
        }
        const _: () = ::tg_runtime::__private::agrees(
            ::tg_runtime::__private::has_own_names(
                <Goods as ::tg_runtime::Graph>::SPEC.handles,
                0usize,
            ),
            "the type of handle `packages`, or its reverse, has the name of another type of graph `Goods` on the server: give it another one with `rename`",
        );
        const _: () = ::tg_runtime::__private::agrees(
            ::tg_runtime::__private::has_own_names(
                <Goods as ::tg_runtime::Graph>::SPEC.handles,
                1usize,
            ),
            "the type of handle `stored_at`, or its reverse, has the name of another type of graph `Goods` on the server: give it another one with `rename`",
        );
    };
    "#);
}

#[test]
fn every_mistake_is_reported_at_its_token_and_the_rest_is_guessed() {
    let item = item(
        "#[derive(Clone, PartialEq)]
        struct Goods { packages: Vertices<Package>, more: Vertices<Package>, depot: Depot }",
    );
    let mut problems = Problems::default();
    let arguments: proc_macro2::TokenStream = r#"graph = "vertex", auth = "tokn""#.parse().unwrap();
    let graph = Graph::read(arguments, &item, &mut problems);
    assert_eq!(
        messages(problems),
        [
            "\"vertex\": `vertex` is a reserved word of GSQL; choose \
             another name, such as `vertex_`",
            "\"tokn\": unknown way to authenticate; did you mean \"token\"? (the ways are \
             \"secret\", \"password\", \"token\", \"jwt\", \"none\")",
            "Clone: `#[tigergraph]` implements this itself: remove it here",
            "Package: `Package` has the handle `packages` already: keep one",
            "Depot: the fields of a graph are handles: write `Vertices<Depot>` if it is a vertex \
             type, `Edges<Depot>` if it is an edge type",
        ]
    );
    let expanded = pretty(graph.expand(false));
    assert!(
        expanded.contains("token: impl ::core::convert::Into<::tg_runtime::SecretString>"),
        "{expanded}"
    );
    assert!(expanded.contains("depot: Depot"), "{expanded}");
}
