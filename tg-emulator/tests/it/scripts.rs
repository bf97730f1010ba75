//! Whole schemas: what the language says of a script is what the emulator makes of it.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};
use reqwest::Method;
use tg_emulator::{Emulator, Generation};
use tg_gsql::apply::script;
use tg_gsql::model::Catalog;
use tg_gsql::{json, print};

use crate::catalogs::catalog;
use crate::support::Server;

/// The graph as the server tells it, with the tuples that it tells elsewhere.
async fn live(server: &Server, graph: &str) -> Catalog {
    let (schema, tuples) = match server.emulator.generation() {
        Generation::V3 => ("/gsqlserver/gsql/schema?graph=", "/gsqlserver/gsql/udtlist?graph="),
        _ => ("/gsql/v1/schema/graphs/", "/gsql/v1/udt/tuples?graph="),
    };
    let get = async |path: &str| server.gsql(Method::GET, &format!("{path}{graph}"), "").await.text;
    let mut catalog = json::read(&get(schema).await).expect("a schema");
    catalog.tuples = json::tuples(&get(tuples).await).expect("tuples");
    catalog
}

/// What of a catalog belongs to a graph; all tuples do.
fn of_graph(catalog: &Catalog, graph: &str) -> Catalog {
    Catalog {
        tuples: catalog.tuples.clone(),
        vertices: catalog.vertices_of(graph).cloned().collect(),
        edges: catalog.edges_of(graph).cloned().collect(),
        graphs: catalog.graph(graph).cloned().into_iter().collect(),
    }
}

async fn is_made_as_read(generation: Generation, text: &str, expected: &Catalog) {
    let server = Server::with(Emulator::builder().generation(generation)).await;
    // Statements that are no DDL may fail.
    let _ = server.emulator.gsql(text).await;
    for graph in &expected.graphs {
        let live = live(&server, &graph.name).await;
        assert_eq!(live, of_graph(expected, &graph.name), "{text}");
    }
}

#[tokio::test]
async fn scripts_that_people_write() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tg-gsql/tests/scripts");
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let read = script(&text);
        is_made_as_read(Generation::V4, &text, &read.catalog).await;
        is_made_as_read(Generation::V4, &print::catalog(&read.catalog), &read.catalog).await;
        if !text.contains("VECTOR") {
            is_made_as_read(Generation::V3, &text, &read.catalog).await;
        }
        count += 1;
    }
    assert!(count > 5, "{count}");
}

#[tokio::test]
async fn any_catalog_goes_to_the_server_and_comes_back() {
    let mut runner = TestRunner::new(Config::with_cases(150));
    for _ in 0..runner.config().cases {
        let catalog = catalog().new_tree(&mut runner).unwrap().current();
        is_made_as_read(Generation::V4, &print::catalog(&catalog), &catalog).await;
    }
}
