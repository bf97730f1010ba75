//! CREATE, SET and DELETE.

use serde_json::{Value, json};
use tg_emulator::Generation;

use super::{failure, rows};
use crate::query::with_people;
use crate::support::Server;

/// Runs a query that changes data and prints nothing.
async fn change(server: &Server, body: &str) {
    let text = format!("INTERPRET OPENCYPHER QUERY () FOR GRAPH g {{ {body} }}");
    assert_eq!(server.interpret(&text, "").await.results(), json!([]), "{body}");
}

async fn people(server: &Server) -> Value {
    rows(server, "MATCH (p:Person) RETURN p, p.age ORDER BY p").await
}

#[tokio::test]
async fn vertices_and_edges_are_created() {
    let server = with_people(Generation::V4).await;
    change(&server, "CREATE (:Person {id: 'dan', age: 60}), (:Person {id: 'eva', age: null})")
        .await;
    assert_eq!(
        people(&server).await,
        json!([["ann", 30], ["bob", 40], ["cid", 50], ["dan", 60], ["eva", 0]])
    );
    change(&server, "CREATE (p:Person {id: 'fay'})-[:WorksAt {pay: 5}]->(d:Depot {code: 3})").await;
    let works = "MATCH (p:Person)-[e:WorksAt]->(d) WHERE e.pay < 10 RETURN p, d, e.pay ORDER BY p";
    assert_eq!(rows(&server, works).await, json!([["fay", "3", 5]]));
    let query = "MATCH (p:Person), (p)-[:Knows]-(q) WHERE q.age = 40 \
                 CREATE (p)-[:WorksAt {pay: p.age / 10}]->(:Depot {code: 7})";
    change(&server, query).await;
    assert_eq!(
        rows(&server, works).await,
        json!([["ann", "7", 3], ["cid", "7", 5], ["fay", "3", 5]])
    );
    let query = "CREATE (:Person {id: 'gus'})-[o:Owns]->(f:Flat {street: 'a', number: 3})";
    change(&server, query).await;
    let owns = "MATCH (p)-[:Owns]->(f:Flat) RETURN p, f.street, f.number";
    assert_eq!(rows(&server, owns).await, json!([["gus", "a", 3]]));
    change(&server, "UNWIND range(1, 3) AS i CREATE (:Depot {code: 100 + i, city: 'new'})").await;
    let query = "MATCH (d:Depot {city: 'new'}) RETURN count(*)";
    assert_eq!(rows(&server, query).await, json!([[3]]));
}

#[tokio::test]
async fn what_is_created_is_returned_and_joined() {
    let server = with_people(Generation::V4).await;
    let query = "UNWIND [1, 2] AS n \
                 CREATE (d:Depot {code: n, city: 'c' + toString(n)})<-[:WorksAt {pay: n}]-\
                        (p:Person {id: 'new' + toString(n)}) \
                 RETURN p, d, d.city + 1 AS city, p.age, p.alive";
    assert_eq!(
        rows(&server, query).await,
        json!([["new1", "1", "c11", 0, false], ["new2", "2", "c21", 0, false]])
    );
    let query = "CREATE (d:Depot {code: 3}) WITH d, 'a' AS x MATCH (p:Person) WHERE p.age > 40 \
                 CREATE (p)-[:WorksAt {pay: 9}]->(d)";
    change(&server, query).await;
    let query = "MATCH (p:Person)-[e:WorksAt]->(d) WHERE e.pay < 10 RETURN p, d, e.pay ORDER BY p";
    assert_eq!(
        rows(&server, query).await,
        json!([["cid", "3", 9], ["new1", "1", 1], ["new2", "2", 2]])
    );
    let query = "CREATE (f:Flat {street: 's', number: 7}) RETURN f, f.street, count(f) AS n";
    assert_eq!(rows(&server, query).await, json!([["s,7", "s", 1]]));
}

#[tokio::test]
async fn an_attribute_that_is_created_is_read_as_it_is_stored() {
    let server = with_people(Generation::V4).await;
    let is_read = "p.score / 2 AS half, p.age AS age, p.alive AS alive, p.id AS id";
    let query = format!("CREATE (p:Person {{id: 'dan', score: 1, age: null}}) RETURN {is_read}");
    let expected = json!([[0.5, 0, false, "dan"]]);
    assert_eq!(rows(&server, &query).await, expected);
    let stored = format!("MATCH (p:Person {{id: 'dan'}}) RETURN {is_read}");
    assert_eq!(rows(&server, &stored).await, expected);
    // One that exists keeps what is not given.
    let query = format!("CREATE (p:Person {{id: 'ann', score: 3}}) RETURN {is_read}");
    let expected = json!([[1.5, 30, false, "ann"]]);
    assert_eq!(rows(&server, &query).await, expected);
    assert_eq!(rows(&server, &stored.replace("dan", "ann")).await, expected);
}

#[tokio::test]
async fn parameters_that_are_vertices_are_joined() {
    let server = with_people(Generation::V4).await;
    let text = "INTERPRET OPENCYPHER QUERY (VERTEX<Person> s, VERTEX<Depot> t, INT pay) \
                FOR GRAPH g { CREATE (s)-[:WorksAt {pay: $pay}]->(t) RETURN s }";
    let answer = server.interpret(text, "s=cid&t=1&pay=7").await;
    assert_eq!(answer.results(), json!([{"Result_Table": [{"s": "cid"}]}]));
    let query = "MATCH (p:Person)-[e:WorksAt]->(d) WHERE e.pay = 7 RETURN p, d";
    assert_eq!(rows(&server, query).await, json!([["cid", "1"]]));
    let text = "INTERPRET OPENCYPHER QUERY (INT s) FOR GRAPH g \
                { CREATE (s)-[:WorksAt]->(:Depot {code: 3}) }";
    let (_, message) = server.interpret(text, "s=1").await.error();
    assert!(message.contains("a new vertex needs one label"), "{message}");
}

#[tokio::test]
async fn a_wrong_change_has_a_message() {
    let server = with_people(Generation::V4).await;
    for (query, part) in [
        ("CREATE (p:Person {id: 'x'}) RETURN labels(p)", "reading or changing what the query"),
        ("CREATE (p:Person {id: 'x'}) SET p.age = 1", "reading or changing what the query itself"),
        (
            "CREATE (p:Person {id: 'x'}) WITH p RETURN p.age",
            "reading or changing what the query itself creates: `p`",
        ),
        ("CREATE (p)-[:WorksAt]->(d)", "a new vertex needs one label"),
        (
            "MATCH (p:Person) CREATE (p)-[e:WorksAt]->(d:Depot {code: 9}) RETURN e",
            "reading or changing what the query itself creates: `e`",
        ),
        (
            "CREATE (:Depot {code: 1})-[:WorksAt]->(:Person {id: 'x'})",
            "an edge of type WorksAt does not join Depot and Person",
        ),
        ("CREATE (:Person {age: 1})", "a new Person needs a value for id"),
        ("CREATE (:Person {id: 'x'})-[:WorksAt]-(:Depot {code: 1})", "needs a direction"),
        ("MATCH (p:Person) SET p.age = 'x'", "the attribute age is of type INT"),
        ("MATCH (p:Person) SET p.age = null", "the attribute age is of type INT"),
    ] {
        let message = failure(&server, query).await;
        assert!(message.contains(part), "{query}: {message}");
    }
}

#[tokio::test]
async fn attributes_are_set_at_the_end() {
    let server = with_people(Generation::V4).await;
    let query = "MATCH (p:Person)-[e:WorksAt]->(d {city: 'Bonn'}) \
                 SET p.age = p.age + 1, e.pay = e.pay * 2 RETURN p, p.age ORDER BY p";
    // The query itself reads what was there before.
    assert_eq!(rows(&server, query).await, json!([["ann", 30], ["bob", 40]]));
    assert_eq!(people(&server).await, json!([["ann", 31], ["bob", 41], ["cid", 50]]));
    let query = "MATCH ()-[e:WorksAt]->() RETURN e.pay ORDER BY e.pay";
    assert_eq!(rows(&server, query).await, json!([[20], [20], [60]]));
    let query = "OPTIONAL MATCH (p:Person {id: 'nobody'}) SET p.age = 1";
    change(&server, query).await;
}

#[tokio::test]
async fn vertices_and_edges_are_deleted() {
    let server = with_people(Generation::V4).await;
    change(&server, "MATCH ()-[e:WorksAt]->(:Depot {city: 'Kiel'}) DELETE e").await;
    let query = "MATCH ()-[e:WorksAt]->() RETURN count(*)";
    assert_eq!(rows(&server, query).await, json!([[2]]));
    change(&server, "MATCH (p:Person {id: 'bob'}) DETACH DELETE p").await;
    assert_eq!(rows(&server, query).await, json!([[1]]));
    change(&server, "MATCH (p:Person) WHERE p.age > 30 DELETE p").await;
    assert_eq!(people(&server).await, json!([["ann", 30]]));
}
