//! Graphs whose queries are written in tests, in several versions.

use tg_runtime::prelude::*;

/// Declares a graph with the types of `Fleet`, and queries that are in `queries/{name}.gsql` from
/// line 3.
macro_rules! graphs {
    ($($graph:ident { $($name:literal: $text:expr,)* })+) => {$(
        #[derive(Debug, Clone)]
        struct $graph(Client);

        impl Graph for $graph {
            type Auth = tg_runtime::auth::Secret;
            const SPEC: tg_runtime::schema::GraphSpec = tg_runtime::schema::GraphSpec {
                queries: &[$(tg_runtime::schema::QuerySpec {
                    name: $name,
                    method: $name,
                    file: concat!("queries/", $name, ".gsql"),
                    line: 3,
                    text: $text,
                },)*],
                ..crate::query::Fleet::SPEC
            };

            fn from_client(client: Client) -> Self {
                Self(client)
            }

            fn client(&self) -> &Client {
                &self.0
            }
        }
    )+};
}

pub(super) use graphs;

/// Returns the graph on the connection of another one.
pub(super) fn on<G: Graph>(graph: &impl Graph) -> G {
    G::from_client(graph.client().clone())
}
