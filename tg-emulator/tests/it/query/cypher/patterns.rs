//! MATCH, OPTIONAL MATCH and MANDATORY MATCH.

use serde_json::json;
use tg_emulator::Generation;

use super::{failure, rows, table};
use crate::query::with_people;

#[tokio::test]
async fn directions_labels_and_properties_restrict_a_pattern() {
    let server = with_people(Generation::V4).await;
    let query = "MATCH (p:Person)-[e:WorksAt]->(d:Depot) RETURN p, d, e.pay ORDER BY p, d";
    assert_eq!(
        rows(&server, query).await,
        json!([["ann", "1", 10], ["ann", "2", 20], ["bob", "1", 30]])
    );
    let query = "MATCH (d:Depot {city: 'Kiel'})<-[:WorksAt]-(p) RETURN p, p:Person, p:Depot";
    assert_eq!(rows(&server, query).await, json!([["ann", true, false]]));
    let query = "MATCH (d:Depot)-[:WorksAt]->(p) RETURN p";
    assert_eq!(rows(&server, query).await, json!([]));
    let query = "MATCH (p:Person {id: 'bob'})-[:Knows]-(q) RETURN q ORDER BY q";
    assert_eq!(rows(&server, query).await, json!([["ann"], ["cid"]]));
    let query = "MATCH (x:Person|:Depot) RETURN count(*)";
    assert_eq!(rows(&server, query).await, json!([[5]]));
    let query = "MATCH (:Person)-[e:WorksAt {pay: 10 + 20}]->() RETURN startNode(e), type(e)";
    assert_eq!(rows(&server, query).await, json!([["bob", "WorksAt"]]));
    let query = "MATCH (d:Depot)--(p) WITH DISTINCT p ORDER BY p RETURN collect(p)";
    assert_eq!(rows(&server, query).await, json!([[["ann", "bob"]]]));
}

#[tokio::test]
async fn several_patterns_are_joined_on_their_variables() {
    let server = with_people(Generation::V4).await;
    let joined = json!([["ann", "bob", "1"], ["bob", "ann", "1"]]);
    for query in [
        "MATCH (p:Person)-[:WorksAt]->(d)<-[:WorksAt]-(q) WHERE p <> q RETURN p, q, d ORDER BY p",
        "MATCH (p:Person)-[:WorksAt]->(d), (q:Person)-[:WorksAt]->(d) \
         WHERE NOT p = q RETURN p, q, d ORDER BY p",
        "MATCH (p:Person)-[:WorksAt]->(d) MATCH (d)<-[:WorksAt]-(q) WHERE p <> q \
         RETURN p, q, d ORDER BY p",
        "MATCH (p:Person)-[:WorksAt]->(d) WITH * MATCH (q:Person)-[:WorksAt]->(d) \
         WHERE p <> q RETURN p, q, d ORDER BY p",
    ] {
        assert_eq!(rows(&server, query).await, joined, "{query}");
    }
}

#[tokio::test]
async fn variable_lengths_follow_the_shortest_ways() {
    let server = with_people(Generation::V4).await;
    let of = async |length: &str| {
        let query =
            format!("MATCH (p:Person {{id: 'ann'}})-[:Knows{length}]-(q) RETURN q ORDER BY q");
        rows(&server, &query).await
    };
    assert_eq!(of("*2").await, json!([["ann"], ["cid"]]));
    assert_eq!(of("*1..2").await, json!([["ann"], ["bob"], ["cid"]]));
    assert_eq!(of("*0..1").await, json!([["ann"], ["bob"]]));
    assert_eq!(of("*..1").await, json!([["bob"]]));
    assert_eq!(of("*").await, json!([["ann"], ["bob"], ["cid"]]));
    // Each edge meets the conditions.
    assert_eq!(of("*1..2 {weight: 0.5}").await, json!([["ann"], ["bob"]]));
    assert_eq!(of("*2 {weight: 2}").await, json!([]));
}

#[tokio::test]
async fn an_optional_match_without_a_match_has_nulls() {
    let server = with_people(Generation::V4).await;
    let query = "MATCH (p:Person) OPTIONAL MATCH (p)-[e:WorksAt]->(d {city: 'Kiel'}) \
                 RETURN p, d, e, e.pay AS pay, d.city IS NULL AS without ORDER BY p DESC LIMIT 2";
    assert_eq!(
        table(&server, query).await,
        json!([
            {"p": "cid", "d": null, "e": null, "pay": null, "without": true},
            {"p": "bob", "d": null, "e": null, "pay": null, "without": true},
        ])
    );
    // What follows a null matches nothing.
    let query = "MATCH (p:Person) OPTIONAL MATCH (p)-[:WorksAt]->(d) \
                 OPTIONAL MATCH (d)<-[:WorksAt]-(q) WHERE q <> p RETURN p, d, q ORDER BY p, d";
    assert_eq!(
        rows(&server, query).await,
        json!([["ann", "1", "bob"], ["ann", "2", null], ["bob", "1", "ann"], ["cid", null, null]])
    );
}

#[tokio::test]
async fn a_mandatory_match_needs_a_match() {
    let server = with_people(Generation::V4).await;
    let query =
        "MATCH (p:Person {id: 'ann'}) MANDATORY MATCH (p)-[:WorksAt]->(d) RETURN d ORDER BY d";
    assert_eq!(rows(&server, query).await, json!([["1"], ["2"]]));
    let query = "MATCH (p:Person {id: 'cid'}) MANDATORY MATCH (p)-[:WorksAt]->(d) RETURN d";
    let message = failure(&server, query).await;
    assert!(message.contains("the MANDATORY MATCH has no match"), "{message}");
}
