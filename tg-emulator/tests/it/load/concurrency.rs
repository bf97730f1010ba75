//! Concurrent readers and writers: no update is lost, and atomic batches are visible completely.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};
use tg_emulator::Generation;

use super::server;
use crate::support::Server;

const WRITERS: usize = 8;
const ROUNDS: usize = 25;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sums_of_many_writers_are_exact() {
    let job = "DEFINE FILENAME f; LOAD f TO VERTEX Person VALUES ($0, REDUCE(add($1)), _, _, _);";
    let server = Arc::new(server(Generation::V4, job).await);
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let server = server.clone();
        writers.spawn(async move {
            for round in 0..ROUNDS {
                if (writer + round) % 2 == 0 {
                    server.load(&"a,1\nb,2\n".repeat(50)).await;
                } else {
                    let plus = |value: i64| json!({"age": {"value": value, "op": "+"}});
                    let people = json!({"Person": {"a": plus(50), "b": plus(100)}});
                    server.upsert(&json!({"vertices": people})).await;
                }
            }
        });
    }
    while let Some(ended) = writers.join_next().await {
        ended.expect("a writer ends well");
    }
    let sum = WRITERS * ROUNDS * 50;
    assert_eq!(server.attributes("Person", "a").await["age"], sum);
    assert_eq!(server.attributes("Person", "b").await["age"], 2 * sum);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_atomic_batch_is_visible_completely_or_not_at_all() {
    let job = "DEFINE FILENAME f; LOAD f TO VERTEX Person VALUES ($0, $1, _, _, _);";
    let server = Arc::new(server(Generation::V4, job).await);
    let people =
        |value: usize| (0..200).map(move |n| format!("p{n},{value}\n")).collect::<String>();
    server.load(&people(0)).await;
    let over = Arc::new(AtomicBool::new(false));
    let mut readers = tokio::task::JoinSet::new();
    for _ in 0..3 {
        let (server, over) = (server.clone(), over.clone());
        readers.spawn(async move {
            let mut seen = 0;
            while !over.load(Ordering::Relaxed) || seen == 0 {
                let all = server.get("/graph/g/vertices/Person?select=age").await.results();
                let ages: Vec<&Value> = all
                    .as_array()
                    .expect("a list")
                    .iter()
                    .map(|it| &it["attributes"]["age"])
                    .collect();
                assert_eq!(ages.len(), 200);
                assert!(ages.windows(2).all(|pair| pair[0] == pair[1]), "half a batch: {ages:?}");
                seen += 1;
            }
        });
    }
    for round in 1..=40 {
        if round % 2 == 0 {
            server.ddl("&atomic_post=true", &people(round)).await.results();
        } else {
            let all = (0..200).map(|n| (format!("p{n}"), json!({"age": {"value": round}})));
            let all: serde_json::Map<_, _> = all.collect();
            server.upsert(&json!({"vertices": {"Person": all}})).await;
        }
    }
    over.store(true, Ordering::Relaxed);
    while let Some(ended) = readers.join_next().await {
        ended.expect("a reader ends well");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn readers_are_not_blocked_while_a_job_loads() {
    let job = "DEFINE FILENAME f; LOAD f TO VERTEX Person VALUES ($0, $1, _, _, _);";
    let server: Arc<Server> = Arc::new(server(Generation::V4, job).await);
    let lines: String = (0..50_000).map(|n| format!("p{n},{n}\n")).collect();
    let loading = tokio::spawn({
        let server = server.clone();
        async move { server.load(&lines).await }
    });
    let mut counts = Vec::new();
    while !loading.is_finished() {
        let found = server.get("/graph/g/vertices/Person?count_only=true").await.results();
        counts.push(found[0]["count"].as_u64().expect("a count"));
    }
    assert_eq!(loading.await.expect("a load")["fileLevel"]["validLine"], 50_000);
    assert!(counts.is_sorted(), "{counts:?}");
    let found = server.get("/graph/g/vertices/Person?count_only=true").await.results();
    assert_eq!(found[0]["count"], 50_000);
}
