//! Parallel edges, distinguished by their discriminators.

use tg_runtime::prelude::*;

use super::model::{Called, Guards, People, person, town};
use crate::harness::in_both_generations;

fn called(at: &str, place: &str, line: u64, minutes: i64) -> Called {
    Called { at: at.parse().unwrap(), place: place.to_owned(), line, minutes }
}

/// Returns calls that differ in one part of the discriminator each, with text that must be escaped.
fn calls() -> Vec<Called> {
    vec![
        called("1969-07-20 20:17:40", "home", 1, 1),
        called("1969-07-20 20:17:41", "home", 1, 2),
        called("1969-07-20 20:17:40", "", 1, 3),
        called("1969-07-20 20:17:40", "a,b", 1, 4),
        called("1969-07-20 20:17:40", "a\\,b", 1, 5),
        called("1969-07-20 20:17:40", "a\\", 1, 6),
        called("1969-07-20 20:17:40", "a b+c&d=\"e\"", 1, 7),
        called("1969-07-20 20:17:40", "\u{1F69A}", 1, 8),
        called("1969-07-20 20:17:40", "a/b?c#d%2F\n", 1, 9),
        called("1969-07-20 20:17:40", "home", u64::MAX, 10),
        called("2038-01-19 03:14:08", "home", 0, 11),
    ]
}

fn key(call: &Called) -> (DateTime, String, u64) {
    (call.at, call.place.clone(), call.line)
}

async fn fill(graph: &People) -> Vec<Called> {
    let calls = calls();
    let edges = calls.iter().map(|call| ("Ann", "Bob", call));
    graph.called.upsert_many(edges).await.unwrap().require_all().unwrap();
    calls
}

async fn between(graph: &People) -> Vec<Called> {
    let mut calls = graph.called.between("Ann", "Bob").await.unwrap();
    calls.sort_by_key(|call| call.minutes);
    calls
}

in_both_generations! {
    async fn are_kept_apart(graph: People) {
        let calls = fill(&graph).await;
        assert_eq!(between(&graph).await, calls);
        assert_eq!(graph.called.count().await.unwrap(), calls.len() as u64);
        assert_eq!(graph.called.of("Ann").count().await.unwrap(), calls.len() as u64);
        let back = graph.called.reaching("Bob").order_by(|c| c.minutes.asc()).await.unwrap();
        assert!(back.iter().all(|r| r.from == person("Ann") && r.to == person("Bob")));
        assert!(back.into_iter().map(|r| r.edge).eq(calls));
    }

    async fn are_written_one_by_one_too(graph: People) {
        for call in calls() {
            graph.called.upsert("Ann", "Bob", &call).await.unwrap();
        }
        assert_eq!(between(&graph).await, calls());
    }

    async fn are_updated_by_their_discriminator(graph: People) {
        let calls = fill(&graph).await;
        let changed: Vec<_> =
            calls.iter().map(|c| Called { minutes: c.minutes + 100, ..c.clone() }).collect();
        let edges = changed.iter().map(|call| ("Ann", "Bob", call));
        graph.called.upsert_many(edges).await.unwrap().require_all().unwrap();
        assert_eq!(between(&graph).await, changed);
    }

    async fn are_filtered_by_their_discriminator(graph: People) {
        let calls = fill(&graph).await;
        for call in &calls {
            let found = graph.called.of("Ann").filter(|c| {
                c.place.eq(&call.place).and(c.at.eq(call.at)).and(c.line.eq(call.line))
            });
            let found = found.await.unwrap();
            assert_eq!(found.len(), 1, "{call:?}");
            assert_eq!(&found[0].edge, call);
        }
    }

    async fn are_read_by_their_discriminator(graph: People) {
        for call in fill(&graph).await {
            let found = graph.called.get_parallel("Ann", "Bob", &key(&call)).await.unwrap();
            assert_eq!(found, Some(call.clone()));
            let other = (call.at, call.place.clone(), 77);
            assert_eq!(graph.called.get_parallel("Ann", "Bob", &other).await.unwrap(), None);
            let backwards = graph.called.get_parallel("Bob", "Ann", &key(&call)).await.unwrap();
            assert_eq!(backwards, None);
        }
        assert!(graph.called.get("Ann", "Bob").await.unwrap().is_some());
    }

    async fn are_deleted_by_their_discriminator(graph: People) {
        let calls = fill(&graph).await;
        for (call, left) in calls.iter().zip((0..calls.len() as u64).rev()) {
            assert_eq!(graph.called.delete_parallel("Ann", "Bob", &key(call)).await.unwrap(), 1);
            assert_eq!(graph.called.delete_parallel("Ann", "Bob", &key(call)).await.unwrap(), 0);
            assert_eq!(graph.called.count().await.unwrap(), left, "{call:?}");
            assert_eq!(graph.called.reaching("Bob").count().await.unwrap(), left);
        }
    }

    async fn are_deleted_together(graph: People) {
        let calls = fill(&graph).await;
        graph.called.upsert("Ann", "Cleo", &calls[0]).await.unwrap();
        assert_eq!(graph.called.delete("Ann", "Bob").await.unwrap(), calls.len() as u64);
        assert_eq!(between(&graph).await, []);
        assert_eq!(graph.called.count().await.unwrap(), 1);
    }

    async fn are_deleted_up_to_a_limit(graph: People) {
        let calls = fill(&graph).await;
        let first = graph.called.of("Ann").order_by(|c| c.minutes.asc()).limit(9);
        assert_eq!(first.delete().await.unwrap(), 9);
        assert_eq!(between(&graph).await, calls[9..]);
        let back = graph.called.reaching("Bob").order_by(|c| c.minutes.asc()).limit(1);
        assert_eq!(back.delete().await.unwrap(), 1);
        assert_eq!(between(&graph).await, calls[10..]);
    }

    async fn may_be_undirected(graph: People) {
        let guards = [1, -1, 0].map(|shift| Guards { shift, armed: shift == 0 });
        let edges = guards.iter().map(|edge| ("Ann", 7_u64, edge));
        graph.guards.upsert_many(edges).await.unwrap().require_all().unwrap();
        for edge in &guards {
            let found = graph.guards.get_parallel("Ann", 7_u64, &edge.shift).await.unwrap();
            assert_eq!(found.as_ref(), Some(edge));
        }
        assert_eq!(graph.guards.of(town(7)).count().await.unwrap(), 3);
        assert_eq!(graph.guards.delete_parallel("Ann", 7_u64, &0).await.unwrap(), 1);
        assert_eq!(graph.guards.of(person("Ann")).count().await.unwrap(), 2);
    }
}
