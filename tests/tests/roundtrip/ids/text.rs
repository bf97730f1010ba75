//! Text as an id.

use std::slice;

use tg_runtime::prelude::*;

use super::model::{AWKWARD, DOTS, Keyed, Keys, Linked, Named, Tag, Tagged, Unlisted, named};
use crate::harness::{assert_rejected, assert_returns, in_both_generations};

/// Returns a vertex for each awkward text, marked by its index in the list.
fn all() -> Vec<Named> {
    let ids = AWKWARD.iter().chain(DOTS);
    ids.zip(1..).map(|(id, mark)| named(id, mark)).collect()
}

in_both_generations! {
    async fn is_read_back_one_by_one(graph: Keys) {
        for vertex in all() {
            assert_returns(&graph.named, vertex).await;
        }
        assert_eq!(graph.named.count().await.unwrap(), all().len() as u64);
    }

    async fn is_read_back_all_at_once(graph: Keys) {
        let all = all();
        graph.named.upsert_many(&all).await.unwrap().require_all().unwrap();
        let back = graph.named.get_many(&all).await.unwrap();
        assert_eq!(back, all.iter().cloned().map(Some).collect::<Vec<_>>());
    }

    async fn is_looked_for(graph: Keys) {
        for vertex in all() {
            assert!(!graph.named.exists(&vertex).await.unwrap(), "{vertex:?}");
            assert_eq!(graph.named.get(&vertex.id).await.unwrap(), None, "{vertex:?}");
            graph.named.upsert(&vertex).await.unwrap();
            assert!(graph.named.exists(&vertex).await.unwrap(), "{vertex:?}");
        }
    }

    async fn is_filtered_by(graph: Keys) {
        let all = all();
        graph.named.upsert_many(&all).await.unwrap().require_all().unwrap();
        for vertex in &all {
            let found = graph.named.find(|n| n.id.eq(&vertex.id)).await.unwrap();
            assert_eq!(found, slice::from_ref(vertex));
            let others = graph.named.count_where(|n| n.id.ne(&vertex.id)).await.unwrap();
            assert_eq!(others, all.len() as u64 - 1, "{vertex:?}");
        }
    }

    async fn is_updated(graph: Keys) {
        for vertex in all() {
            graph.named.upsert(&vertex).await.unwrap();
            assert!(graph.named.update(&vertex.id).add(|n| n.mark, 1000).await.unwrap());
            let back = graph.named.get(&vertex.id).await.unwrap();
            assert_eq!(back, Some(Named { mark: vertex.mark + 1000, ..vertex }));
        }
    }

    async fn is_deleted_and_nothing_else(graph: Keys) {
        let all = all();
        graph.named.upsert_many(&all).await.unwrap().require_all().unwrap();
        for (vertex, left) in all.iter().zip((0..all.len() as u64).rev()) {
            assert!(graph.named.delete(vertex).await.unwrap(), "{vertex:?}");
            assert!(!graph.named.delete(vertex).await.unwrap(), "{vertex:?}");
            assert_eq!(graph.named.count().await.unwrap(), left, "{vertex:?}");
        }
    }

    async fn is_deleted_all_at_once(graph: Keys) {
        let all = all();
        graph.named.upsert_many(&all).await.unwrap().require_all().unwrap();
        let (gone, kept) = all.split_at(all.len() / 2);
        assert_eq!(graph.named.delete_many(gone).await.unwrap(), gone.len() as u64);
        assert_eq!(graph.named.delete_many(gone).await.unwrap(), 0);
        let mut left = graph.named.all().order_by(|n| n.mark.asc()).await.unwrap();
        left.sort_by_key(|vertex| vertex.mark);
        assert_eq!(left, kept);
    }

    async fn need_not_be_an_attribute(graph: Keys) {
        for (id, mark) in AWKWARD.iter().zip(1..) {
            let vertex = Unlisted { id: (*id).to_owned(), mark };
            assert_returns(&graph.unlisted, vertex.clone()).await;
            assert!(graph.unlisted.exists(*id).await.unwrap(), "{id:?}");
            assert!(graph.unlisted.delete(*id).await.unwrap(), "{id:?}");
            assert!(!graph.unlisted.exists(*id).await.unwrap(), "{id:?}");
        }
    }

    async fn that_no_request_can_address_is_rejected(graph: Keys) {
        for (id, mark) in DOTS.iter().zip(1..) {
            graph.unlisted.upsert(&Unlisted { id: (*id).to_owned(), mark }).await.unwrap();
            assert_rejected(graph.unlisted.get(*id).await, "navigation");
            assert_rejected(graph.unlisted.delete(*id).await, "navigation");
        }
        assert_eq!(graph.unlisted.count().await.unwrap(), DOTS.len() as u64);
    }

    async fn may_be_a_primary_key(graph: Keys) {
        for (code, mark) in AWKWARD.iter().chain(DOTS).zip(1..) {
            let vertex = Keyed { code: (*code).to_owned(), mark };
            assert_returns(&graph.keyed, vertex.clone()).await;
            assert_eq!(graph.keyed.find(|k| k.code.eq(*code)).await.unwrap(), [vertex]);
            assert!(graph.keyed.delete(*code).await.unwrap(), "{code:?}");
            assert!(!graph.keyed.exists(*code).await.unwrap(), "{code:?}");
        }
    }

    async fn may_be_a_newtype(graph: Keys) {
        for (text, mark) in AWKWARD.iter().chain(DOTS).zip(1..) {
            let tag = Tag((*text).to_owned());
            let vertex = Tagged { tag: tag.clone(), mark };
            assert_returns(&graph.tagged, vertex.clone()).await;
            assert_eq!(graph.tagged.get(&tag).await.unwrap(), Some(vertex.clone()));
            assert_eq!(graph.tagged.find(|t| t.tag.eq(tag.clone())).await.unwrap(), [vertex]);
            assert!(graph.tagged.delete(tag).await.unwrap(), "{text:?}");
        }
    }

    async fn is_never_empty(graph: Keys, server) {
        server.forget_requests();
        assert_rejected(graph.named.upsert(&named("", 1)).await, "the id is empty");
        assert_rejected(graph.named.upsert_many([named("", 1)]).await, "the id is empty");
        assert_rejected(graph.named.get("").await, "the id is empty");
        assert_rejected(graph.named.get_many(["a", ""]).await, "the id is empty");
        assert_rejected(graph.named.exists("").await, "the id is empty");
        assert_rejected(graph.named.delete("").await, "the id is empty");
        assert_rejected(graph.named.delete_many(["a", ""]).await, "the id is empty");
        assert_rejected(graph.named.update("").add(|n| n.mark, 1).await, "the id is empty");
        assert_eq!(server.requests().count(tg_emulator::Method::DELETE), 0);
        assert_eq!(server.requests().count(tg_emulator::Method::POST), 0);
    }

    async fn may_be_longer_than_a_url(graph: Keys) {
        let longest = "x".repeat(16_384);
        graph.named.upsert(&named("short", 1)).await.unwrap();
        graph.named.upsert(&named(&longest, 2)).await.unwrap();
        graph.linked.upsert("short", &longest, &Linked { mark: 1 }).await.unwrap();
        let found = graph.named.find(|n| n.mark.eq(2)).await.unwrap();
        assert_eq!(found, [named(&longest, 2)]);
        assert_eq!(graph.linked.of("short").await.unwrap()[0].to.key(), &longest);
        let outcomes = [
            graph.named.get(&longest).await.map(drop),
            graph.named.delete(&longest).await.map(drop),
            graph.named.find(|n| n.id.eq(&longest)).delete().await.map(drop),
            graph.linked.delete("short", &longest).await.map(drop),
        ];
        for outcome in outcomes {
            assert_eq!(outcome.unwrap_err().kind(), ErrorKind::TooLarge);
        }
        assert_eq!(graph.named.count().await.unwrap(), 2);
        assert_rejected(graph.named.upsert(&named(&"x".repeat(16_385), 1)).await, "16385 bytes");
    }
}
