//! Complete schemas: the parser and the emulator create the same catalog from a script.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};
use reqwest::Method;
use tg_emulator::{Emulator, Generation};
use tg_gsql::apply::script;
use tg_gsql::model::Catalog;
use tg_gsql::{json, print};

use crate::support::Server;
use tg_test_support::catalogs::catalog;

/// Reads the catalog of a graph and its tuples from the server.
async fn catalog_of_server(server: &Server, graph: &str) -> Catalog {
    let (schema, tuples) = match server.emulator.generation() {
        Generation::V3 => ("/gsqlserver/gsql/schema?graph=", "/gsqlserver/gsql/udtlist?graph="),
        _ => ("/gsql/v1/schema/graphs/", "/gsql/v1/udt/tuples?graph="),
    };
    let get = async |path: &str| server.gsql(Method::GET, &format!("{path}{graph}"), "").await.text;
    let mut catalog = json::read(&get(schema).await).expect("a schema");
    catalog.tuples = json::tuples(&get(tuples).await).expect("tuples");
    catalog
}

/// Returns the part of a catalog that belongs to a graph, with all tuples.
fn restrict_to_graph(catalog: &Catalog, graph: &str) -> Catalog {
    Catalog {
        tuples: catalog.tuples.clone(),
        vertices: catalog.vertices_of(graph).cloned().collect(),
        edges: catalog.edges_of(graph).cloned().collect(),
        graphs: catalog.graph(graph).cloned().into_iter().collect(),
    }
}

async fn check_script(generation: Generation, text: &str, expected: &Catalog) {
    let server = Server::with(Emulator::builder().generation(generation)).await;
    // Statements other than DDL can fail.
    let _ = server.emulator.gsql(text).await;
    for graph in &expected.graphs {
        let live = catalog_of_server(&server, &graph.name).await;
        assert_eq!(live, restrict_to_graph(expected, &graph.name), "{text}");
    }
}

#[tokio::test]
async fn handwritten_scripts() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tg-gsql/tests/scripts");
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let read = script(&text);
        check_script(Generation::V4, &text, &read.catalog).await;
        check_script(Generation::V4, &print::catalog(&read.catalog), &read.catalog).await;
        if !text.contains("VECTOR") {
            check_script(Generation::V3, &text, &read.catalog).await;
        }
        count += 1;
    }
    assert!(count > 5, "{count}");
}

#[tokio::test]
async fn any_catalog_round_trips() {
    let mut runner = TestRunner::new(Config::with_cases(150));
    for _ in 0..runner.config().cases {
        let catalog = catalog().new_tree(&mut runner).unwrap().current();
        check_script(Generation::V4, &print::catalog(&catalog), &catalog).await;
    }
}
