//! Schemas of the kind that users have: DDL -> server -> live schema, without a difference. That
//! types generated from them declare the same is a test of `tests/ui`.

use tg_emulator::{Emulator, Generation};
use tg_gsql::{apply, diff, print};
use tg_runtime::auth::Credentials;
use tg_runtime::{AnyGraph, Graph as _};

macro_rules! schemas {
    ($($name:literal),+) => {
        [$(($name, include_str!(concat!("../../ui/tests/generated/schemas/", $name)))),+]
    };
}

const SCHEMAS: [(&str, &str); 7] = schemas![
    "social.gsql",
    "movie.gsql",
    "goods.gsql",
    "finance.gsql",
    "everything.gsql",
    "embeddings.gsql",
    "shared.gsql"
];

const FLIGHTS: (&str, &str) =
    ("flights.gsql", include_str!("../../../examples/flights/schema.gsql"));

#[tokio::test]
async fn the_server_has_the_schema_of_its_ddl() {
    for (name, script) in SCHEMAS.into_iter().chain([FLIGHTS]) {
        let expected = apply::script(script).catalog;
        let has_vectors = expected.vertices.iter().any(|vertex| !vertex.vectors.is_empty());
        for generation in [Generation::V3, Generation::V4] {
            if has_vectors && generation == Generation::V3 {
                continue;
            }
            let server = Emulator::builder().generation(generation).start().await.unwrap();
            let ddl = print::catalog(&expected);
            server.gsql(&ddl).await.unwrap_or_else(|error| panic!("{name}: {error}\n{ddl}"));
            for graph in &expected.graphs {
                let mut tool = AnyGraph::builder(&graph.name)
                    .url(server.url())
                    .credentials(Credentials::Secret(server.secret().into()));
                if server.restpp_port().is_some() {
                    tool = tool.restpp_url(server.restpp_url());
                }
                let tool = tool.connect().await.unwrap();
                let live = tool.schema().read().await.unwrap();
                let differences = diff::graph(&live, &expected, &graph.name, &[]);
                assert_eq!(differences, [], "{name}: {generation:?}");
                // A 3.x server returns global types as text, without their indexes.
                if generation == Generation::V3 {
                    continue;
                }
                let whole = tool.admin().server().catalog().await.unwrap();
                let differences = diff::catalog(&whole, &expected, &[]);
                assert_eq!(differences, [], "{name}: {generation:?}");
            }
        }
    }
}
