//! Vertices and edges in one request.

use tg_emulator::{Emulator, Generation, Method};
use tg_runtime::prelude::*;

use crate::harness::{address, assert_rejected, in_both_generations};

#[derive(Debug, Clone, PartialEq, Vertex)]
struct Person {
    #[tg(primary_id)]
    name: String,
    age: i64,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
struct Town {
    #[tg(primary_id)]
    code: u64,
    title: String,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Person, to = Town, reverse = "houses")]
struct LivesIn {
    since: DateTime,
}

#[tigergraph(graph = "Census", auth = "secret")]
struct Census {
    people: Vertices<Person>,
    towns: Vertices<Town>,
    lives_in: Edges<LivesIn>,
}

fn person(name: &str) -> Person {
    Person { name: name.to_owned(), age: 40 }
}

fn town(code: u64) -> Town {
    Town { code, title: format!("Town {code}") }
}

fn since(seconds: i64) -> LivesIn {
    LivesIn { since: DateTime::from_unix(seconds).unwrap() }
}

in_both_generations! {
    async fn of_every_kind(graph: Census, server) {
        let (ann, bob, rome) = (person("Ann"), person("Bob"), town(u64::MAX));
        let batch = graph
            .batch()
            .upsert(&ann)
            .upsert(&rome)
            .edge(&ann, &rome, &since(-1))
            .upsert(&bob)
            .edge("Bob", &rome, &since(2));
        assert_eq!(batch.len(), 5);
        server.forget_requests();
        let outcome = batch.send().await.unwrap();
        assert_eq!(server.requests().count(Method::POST), 1);
        assert!(outcome.is_complete());
        assert_eq!((outcome.sent_vertices(), outcome.accepted_vertices()), (3, 3));
        assert_eq!((outcome.sent_edges(), outcome.accepted_edges()), (2, 2));
        assert_eq!(
            graph.people.get_many([&ann, &bob]).await.unwrap(),
            [Some(ann.clone()), Some(bob)]
        );
        assert_eq!(graph.towns.get(u64::MAX).await.unwrap(), Some(rome.clone()));
        assert_eq!(graph.lives_in.get(&ann, &rome).await.unwrap(), Some(since(-1)));
        assert_eq!(graph.lives_in.reaching(&rome).count().await.unwrap(), 2);
    }

    async fn of_nothing_sends_nothing(graph: Census, server) {
        server.forget_requests();
        assert!(graph.batch().is_empty());
        let outcome = graph.batch().atomic().send().await.unwrap();
        assert!(outcome.is_complete());
        assert_eq!(server.requests().iter().len(), 0);
    }

    async fn an_id_that_cannot_be_sent_stops_it(graph: Census, server) {
        server.forget_requests();
        let batch = graph.batch().upsert(&person("Ann")).upsert(&person("")).upsert(&town(1));
        assert_rejected(batch.send().await, "the id is empty");
        assert_eq!(server.requests().iter().len(), 0);
    }

    async fn a_shortfall_shows(graph: Census) {
        let batch = graph
            .batch()
            .upsert(&person("Ann"))
            .upsert(&town(1))
            .edge("Ann", 1_u64, &since(1))
            .edge("Ann", 2_u64, &since(2))
            .edge("Bob", 2_u64, &since(3))
            .ends_must_exist();
        let outcome = batch.send().await.unwrap();
        assert!(!outcome.is_complete());
        assert_eq!(
            (outcome.sent_edges(), outcome.accepted_edges(), outcome.skipped_edges()),
            (3, 1, 2)
        );
        let mut missing: Vec<_> =
            outcome.missing().iter().map(|id| (id.vertex_type(), id.as_str())).collect();
        missing.sort_unstable();
        assert_eq!(missing, [("Person", "Bob"), ("Town", "2")]);
        let error = outcome.require_all().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::PartiallyAccepted);
        assert!(error.message().contains("1 of 3 edges"), "{error}");
        assert_eq!(graph.lives_in.count().await.unwrap(), 1);
        assert!(!graph.towns.exists(2_u64).await.unwrap());
    }

    async fn the_last_of_two_values_stays(graph: Census) {
        let older = Person { age: 41, ..person("Ann") };
        let batch = graph.batch().upsert(&person("Ann")).upsert(&older);
        assert_eq!(batch.send().await.unwrap().sent_vertices(), 2);
        assert_eq!(graph.people.get("Ann").await.unwrap(), Some(older));
    }
}

/// Starts a server whose towns have the same keys as the types and other attributes.
async fn drifted(generation: Generation) -> (Emulator, Census) {
    let schema = "CREATE VERTEX Person (PRIMARY_ID name STRING, age INT) \
                      WITH PRIMARY_ID_AS_ATTRIBUTE=\"true\" \
                  CREATE VERTEX Town (PRIMARY_ID code UINT, title BOOL) \
                  CREATE DIRECTED EDGE LivesIn (FROM Person, TO Town, since DATETIME) \
                      WITH REVERSE_EDGE=\"houses\" \
                  CREATE GRAPH Census (*)";
    let builder = Emulator::builder().generation(generation).gsql(schema);
    let server = builder.start().await.unwrap();
    let graph = address(&server).secret(server.secret()).connect().await.unwrap();
    (server, graph)
}

#[tokio::test]
async fn one_bad_row_leaves_nothing() {
    for generation in [Generation::V3, Generation::V4] {
        let (_server, graph) = drifted(generation).await;
        let batch = || graph.batch().upsert(&person("Ann")).edge("Bob", 1_u64, &since(1));
        for batch in [batch().upsert(&town(1)), batch().upsert(&town(1)).atomic()] {
            let error = batch.send().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
            assert!(!error.is_retryable());
            assert_eq!(graph.people.count().await.unwrap(), 0);
            assert_eq!(graph.lives_in.count().await.unwrap(), 0);
        }
        batch().atomic().send().await.unwrap().require_all().unwrap();
        assert_eq!(graph.people.count().await.unwrap(), 2);
        assert_eq!(graph.lives_in.count().await.unwrap(), 1);
    }
}
