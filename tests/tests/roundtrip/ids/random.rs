//! Random text as ids, with one server per generation.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use tg_emulator::Generation;
use tokio::runtime::Runtime;

use super::model::{Keys, Linked, named};
use crate::harness::{connect, serve};

fn id() -> impl Strategy<Value = String> {
    proptest::collection::vec(any::<char>(), 1..12)
        .prop_map(String::from_iter)
        .prop_filter("no path holds these", |id| id != "." && id != "..")
}

async fn check(graph: &Keys, id: &str, other: &str) -> Result<(), TestCaseError> {
    let vertex = named(id, 7);
    graph.named.upsert(&vertex).await.unwrap();
    prop_assert_eq!(graph.named.get(id).await.unwrap(), Some(vertex.clone()));
    prop_assert_eq!(graph.named.find(|n| n.id.eq(id)).await.unwrap(), vec![vertex]);
    graph.linked.upsert(id, other, &Linked { mark: 1 }).await.unwrap();
    prop_assert_eq!(graph.linked.get(id, other).await.unwrap(), Some(Linked { mark: 1 }));
    prop_assert_eq!(graph.linked.reaching(other).count().await.unwrap(), 1);
    prop_assert!(graph.named.delete(id).await.unwrap());
    prop_assert!(!graph.named.exists(id).await.unwrap());
    prop_assert_eq!(graph.linked.count().await.unwrap(), 0);
    Ok(())
}

fn any_text_is_an_id(generation: Generation) {
    let runtime = Runtime::new().unwrap();
    let (server, graph) = runtime.block_on(async {
        let server = serve(generation).await;
        let graph: Keys = connect(&server).await;
        (server, graph)
    });
    let mut runner =
        TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(96) });
    let ids = (id(), id());
    runner.run(&ids, |(id, other)| runtime.block_on(check(&graph, &id, &other))).unwrap();
    // The server belongs to this runtime and must end before it.
    runtime.block_on(async { drop(server) });
}

#[test]
fn any_text_is_an_id_v3() {
    any_text_is_an_id(Generation::V3);
}

#[test]
fn any_text_is_an_id_v4() {
    any_text_is_an_id(Generation::V4);
}
