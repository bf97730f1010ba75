//! Many edges.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use futures_util::stream;
use tg_emulator::Method;
use tg_runtime::prelude::*;

use super::model::{LivesIn, People, Person, Town, lives_in, person};
use crate::harness::in_both_generations;

/// Returns an edge from each of ten people to each of ten towns.
fn a_hundred() -> impl Iterator<Item = (String, u64, LivesIn)> + Send {
    (0..100_u64).map(|n| (format!("P-{}", n / 10), n % 10, lives_in(n as f64 / 4.0)))
}

async fn check(graph: &People) {
    assert_eq!(graph.lives_in.count().await.unwrap(), 100);
    for (from, to, edge) in a_hundred() {
        assert_eq!(graph.lives_in.get(from, to).await.unwrap(), Some(edge));
    }
}

in_both_generations! {
    async fn of_an_iterator(graph: People) {
        let outcome = graph.lives_in.upsert_many(a_hundred()).await.unwrap();
        assert!(outcome.is_complete());
        assert_eq!((outcome.sent_edges(), outcome.accepted_edges()), (100, 100));
        assert_eq!((outcome.sent_vertices(), outcome.accepted_vertices()), (0, 0));
        check(&graph).await;
    }

    async fn of_borrowed_edges(graph: People) {
        let edges: Vec<_> = a_hundred().collect();
        let borrowed = edges.iter().map(|(from, to, edge)| (from, to, edge));
        graph.lives_in.upsert_many(borrowed).await.unwrap().require_all().unwrap();
        check(&graph).await;
    }

    async fn of_a_stream_in_small_requests(graph: People, server) {
        server.forget_requests();
        let upsert = graph.lives_in.upsert_stream(stream::iter(a_hundred()));
        let outcome = upsert.batch_size(NonZeroUsize::new(9).unwrap()).await.unwrap();
        assert_eq!(outcome.accepted_edges(), 100);
        assert_eq!(server.requests().count(Method::POST), 100_usize.div_ceil(9));
        check(&graph).await;
    }

    async fn in_requests_of_the_given_length(graph: People, server) {
        for bytes in [0, 1, 13, 14] {
            server.forget_requests();
            let outcome = graph.lives_in.upsert_many(a_hundred()).batch_bytes(bytes).await.unwrap();
            assert_eq!(outcome.accepted_edges(), 100, "{bytes}");
            assert_eq!(server.requests().count(Method::POST), 100, "{bytes}");
            check(&graph).await;
            for person in (0..10).map(|n| format!("P-{n}")) {
                graph.lives_in.of(person).delete().await.unwrap();
            }
        }
    }

    async fn whose_ends_must_exist(graph: People) {
        let people = (0..9).map(|n| Person { name: format!("P-{n}"), age: n });
        graph.people.upsert_many(people).await.unwrap().require_all().unwrap();
        let towns = (1..10).map(|code| Town { code, title: String::new() });
        graph.towns.upsert_many(towns).await.unwrap().require_all().unwrap();
        let outcome = graph.lives_in.upsert_many(a_hundred()).ends_must_exist().await.unwrap();
        assert_eq!((outcome.accepted_edges(), outcome.skipped_edges()), (81, 19));
        let missing: BTreeSet<_> =
            outcome.missing().iter().map(|id| (id.vertex_type(), id.as_str())).collect();
        assert_eq!(missing, BTreeSet::from([("Person", "P-9"), ("Town", "0")]));
        assert_eq!(outcome.require_all().unwrap_err().kind(), ErrorKind::PartiallyAccepted);
        assert_eq!(graph.lives_in.count().await.unwrap(), 81);
    }

    async fn deleted_by_their_ends(graph: People) {
        graph.lives_in.upsert_many(a_hundred()).await.unwrap().require_all().unwrap();
        let pairs = [("P-0", 0_u64), ("P-0", 1), ("P-9", 9), ("P-9", 10), ("Nobody", 1)];
        assert_eq!(graph.lives_in.delete_many(pairs).await.unwrap(), 3);
        assert_eq!(graph.lives_in.count().await.unwrap(), 97);
        assert_eq!(graph.lives_in.of(person("P-0")).count().await.unwrap(), 8);
    }
}
