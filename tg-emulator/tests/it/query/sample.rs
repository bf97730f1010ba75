//! SAMPLE, random numbers, user-defined functions and STATIC accumulators.

use serde_json::{Value, json};
use tg_emulator::{Emulator, Generation};

use super::with_people;
use crate::support::Server;

const SCHEMA: &str = "CREATE VERTEX P (PRIMARY_ID id STRING)
    CREATE DIRECTED EDGE E (FROM P, TO P, DISCRIMINATOR (n INT)) CREATE GRAPH g (*)";

/// Starts a server with a source of 40 edges to 20 targets, and one of 2.
async fn with_edges(seed: u64) -> Server {
    let server = Server::with(Emulator::builder().gsql(SCHEMA).random_seed(seed)).await;
    let to = |targets: i64| {
        let edges = |n: &[i64]| -> Value { n.iter().map(|n| json!({"n": {"value": n}})).collect() };
        (0..targets).map(|it| (format!("t{it}"), edges(&[0, 1]))).collect::<serde_json::Map<_, _>>()
    };
    let body = json!({"edges": {"P": {"a": {"E": {"P": to(20)}}, "b": {"E": {"P": to(1)}}}}});
    assert_eq!(server.upsert(&body).await["accepted_edges"], 42);
    server
}

impl Server {
    async fn sampled(&self, sample: &str) -> Value {
        let text = format!(
            "INTERPRET QUERY () FOR GRAPH g SYNTAX v1 {{
                MapAccum<VERTEX, SumAccum<INT>> @@edges; MapAccum<VERTEX, SetAccum<VERTEX>> @@to;
                S = {{P.*}};
                T = SELECT t FROM S:s -(E:e)-> P:t SAMPLE {sample} WHERE t.type == \"P\"
                    ACCUM @@edges += (s -> 1), @@to += (s -> t);
                PRINT @@edges, @@to, T;
            }}"
        );
        self.interpret(&text, "").await.results()
    }
}

fn count(value: &Value) -> usize {
    value.as_array().map_or(0, Vec::len)
}

#[tokio::test]
async fn a_sample_is_a_part_of_the_edges_or_targets_of_each_source() {
    let server = with_edges(1).await;
    for (sample, edges, targets) in [
        ("3 EDGE WHEN s.outdegree() >= 3", json!({"a": 3, "b": 2}), None),
        ("1 EDGE WHEN s.outdegree() > 0", json!({"a": 1, "b": 1}), Some([1, 1])),
        ("10% EDGE WHEN s.outdegree() >= 3", json!({"a": 4, "b": 2}), None),
        ("3 TARGET WHEN s.outdegree() >= 3", json!({"a": 6, "b": 2}), Some([3, 1])),
        ("25% TARGET PINNED WHEN s.outdegree() > 2", json!({"a": 10, "b": 2}), Some([5, 1])),
        ("90 EDGE WHEN s.outdegree() > 0", json!({"a": 40, "b": 2}), Some([20, 1])),
        ("0 EDGE WHEN s.outdegree() > 2", json!({"b": 2}), None),
    ] {
        let results = server.sampled(sample).await;
        assert_eq!(results[0]["@@edges"], edges, "{sample}");
        if let Some(targets) = targets {
            let found = ["a", "b"].map(|source| count(&results[0]["@@to"][source]));
            assert_eq!(found, targets, "{sample}");
        }
    }
}

#[tokio::test]
async fn a_seed_gives_the_same_sample_and_the_same_random_numbers() {
    let mut samples = Vec::new();
    for seed in [1, 1, 2] {
        let server = with_edges(seed).await;
        let sample = server.sampled("3 TARGET WHEN s.outdegree() > 2").await;
        let numbers = server.prints("PRINT rand(), rand() AS r;").await;
        samples.push((sample[0]["@@to"]["a"].clone(), numbers));
    }
    assert_eq!(samples[0], samples[1]);
    assert_ne!(samples[0], samples[2]);
}

#[tokio::test]
async fn samples_without_an_edge_or_with_a_negative_number_are_rejected() {
    let server = with_edges(0).await;
    for (select, message) in [
        ("SELECT s FROM S:s SAMPLE 1 EDGE WHEN s.outdegree() > 1", "SAMPLE needs a pattern"),
        (
            "SELECT t FROM S:s -(E:e)-> P:t SAMPLE n EDGE WHEN s.outdegree() > 1",
            "SAMPLE takes a number that is not negative",
        ),
    ] {
        let error = server.fails(&format!("INT n = -1; S = {{P.*}}; T = {select}; PRINT T;")).await;
        assert!(error.contains(message), "{error}");
    }
}

#[tokio::test]
async fn functions_in_rust_take_and_return_json() {
    let builder = Emulator::builder()
        .gsql(SCHEMA)
        .function("describe", |arguments| json!([arguments.len(), arguments, null]))
        .function("twice", |arguments| arguments[0].as_i64().unwrap_or_default() * 2)
        .function("nothing", |_| Value::Null)
        .function("split", |arguments| {
            let text = arguments[0].as_str().unwrap_or_default();
            text.split(' ').map(str::to_owned).collect::<Vec<_>>()
        });
    let server = Server::with(builder).await;
    server.upsert(&json!({"vertices": {"P": {"a": {}}}})).await;
    let results = server
        .prints(
            "MapAccum<STRING, INT> @@m; SetAccum<STRING> @@words; S = {P.*}; @@m += (\"x\" -> 1);
             S = SELECT s FROM S:s WHERE twice(s.outdegree() + 1) == 2
                 ACCUM @@words += split(\"one two\");
             PRINT twice(21) AS twice, describe(1.5, \"t\", true, [1], @@m) AS all, @@words, S;",
        )
        .await;
    assert_eq!(results[0]["twice"], 42);
    assert_eq!(results[0]["all"], json!([5, [1.5, "t", true, [1], {"x": 1}], ""]));
    assert_eq!(results[0]["@@words"], json!(["one", "two"]));
    assert_eq!(results[0]["S"][0]["v_id"], "a");
    assert!(server.fails("PRINT thrice(1);").await.contains("no function or query thrice"));
}

#[tokio::test]
async fn static_accumulators_keep_their_values_between_runs() {
    let server = with_people(Generation::V4).await;
    let create = "USE GRAPH g
        CREATE OR REPLACE QUERY counts(BOOL fails = false) FOR GRAPH g {
            STATIC SumAccum<INT> @@runs = 10; STATIC MapAccum<STRING, INT> @@ages;
            SumAccum<INT> @@own;
            S = {Person.*};
            S = SELECT s FROM S:s ACCUM @@ages += (\"sum\" -> s.age), @@own += 1;
            @@runs += 1;
            IF fails THEN PRINT 1 / 0; END;
            PRINT @@runs, @@ages, @@own;
        }
        INSTALL QUERY counts";
    server.emulator.gsql(create).await.unwrap();
    for (runs, sum) in [(11, 120), (12, 240)] {
        let results = server.get("/query/g/counts").await.results();
        assert_eq!(results, json!([{"@@runs": runs, "@@ages": {"sum": sum}, "@@own": 3}]));
    }
    // A run that fails changes nothing; a new query starts anew.
    server.get("/query/g/counts?fails=true").await.error();
    let results = server.get("/query/g/counts").await.results();
    assert_eq!(results[0]["@@runs"], 13);
    server.emulator.gsql(create).await.unwrap();
    let results = server.get("/query/g/counts").await.results();
    assert_eq!(results[0]["@@runs"], 11);
}
