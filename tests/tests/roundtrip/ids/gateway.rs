//! A gateway that decodes paths before it forwards them, like that of a 4.x server: an id with a
//! slash never arrives in a path. The request arrives in another form or is rejected, and never
//! concerns another vertex.

use tg_emulator::{Emulator, PathDecoding};
use tg_runtime::prelude::*;

use super::model::{AWKWARD, DOTS, Keys, Linked, Unlisted, named};
use crate::harness::connect;

async fn behind_a_gateway() -> (Emulator, Keys) {
    let builder = Emulator::builder().path_decoding(PathDecoding::BeforeSplit);
    let server = builder.start().await.unwrap();
    let graph = connect(&server).await;
    (server, graph)
}

#[tokio::test]
async fn an_id_that_is_an_attribute_always_arrives() {
    let (_server, graph) = behind_a_gateway().await;
    for (id, mark) in AWKWARD.iter().chain(DOTS).zip(1..) {
        let vertex = named(id, mark);
        assert!(!graph.named.exists(*id).await.unwrap(), "{id:?}");
        graph.named.upsert(&vertex).await.unwrap();
        assert_eq!(graph.named.get(*id).await.unwrap(), Some(vertex), "{id:?}");
        assert!(graph.named.delete(*id).await.unwrap(), "{id:?}");
        assert_eq!(graph.named.count().await.unwrap(), 0, "{id:?}");
    }
}

#[tokio::test]
async fn another_vertex_is_never_read_or_deleted() {
    let (_server, graph) = behind_a_gateway().await;
    let vertices = ["a", "b", "a/b", "/a", "a/"].map(|id| Unlisted { id: id.to_owned(), mark: 1 });
    graph.unlisted.upsert_many(&vertices).await.unwrap().require_all().unwrap();
    for id in ["a/b", "/a", "a/"] {
        match graph.unlisted.get(id).await {
            Ok(found) => assert_eq!(found.unwrap().id, id),
            Err(error) => assert_ne!(error.kind(), ErrorKind::NotFound, "{error}"),
        }
        if graph.unlisted.delete(id).await.is_ok() {
            assert!(!graph.unlisted.exists(id).await.unwrap());
        }
        assert!(graph.unlisted.exists("a").await.unwrap());
        assert!(graph.unlisted.exists("b").await.unwrap());
    }
}

#[tokio::test]
async fn an_existing_edge_is_never_reported_as_missing() {
    let (_server, graph) = behind_a_gateway().await;
    for (from, to) in [("a/b", "c"), ("c", "a/b"), ("x/y", "x/y")] {
        let linked = Linked { mark: 1 };
        graph.linked.upsert(from, to, &linked).await.unwrap();
        if let Ok(found) = graph.linked.get(from, to).await {
            assert_eq!(found, Some(linked), "{from} to {to}");
        }
        if let Ok(found) = graph.linked.of(from).await {
            assert_eq!(found.len(), 1, "{from}");
        }
        if let Ok(count) = graph.linked.of(from).count().await {
            assert_eq!(count, 1, "{from}");
        }
        if let Ok(found) = graph.linked.reaching(to).await {
            assert_eq!(found.len(), 1, "{to}");
        }
        let before = graph.linked.count().await.unwrap();
        if let Ok(deleted) = graph.linked.delete(from, to).await {
            assert_eq!(deleted, 1, "{from} to {to}");
            assert_eq!(graph.linked.count().await.unwrap(), before - 1);
        }
        if let Ok(deleted) = graph.linked.of(from).delete().await {
            assert_eq!(deleted, 1, "{from}");
        }
    }
}
