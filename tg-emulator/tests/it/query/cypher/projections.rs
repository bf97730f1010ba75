//! WITH, RETURN, UNWIND and UNION.

use serde_json::json;
use tg_emulator::Generation;

use super::{rows, table};
use crate::query::with_people;

#[tokio::test]
async fn columns_are_named_by_as_or_by_their_text() {
    let server = with_people(Generation::V4).await;
    let query = "MATCH (p:Person {id: 'ann'}) RETURN p, p.age, p.age + 1 AS next, count(*)";
    assert_eq!(
        table(&server, query).await,
        json!([{"p": "ann", "p.age": 30, "next": 31, "count(*)": 1}])
    );
    let query = "MATCH (p:Person {id: 'ann'})-[e:WorksAt]->(d) RETURN * ORDER BY d LIMIT 1";
    let table = table(&server, query).await;
    assert_eq!((&table[0]["p"], &table[0]["d"]), (&json!("ann"), &json!("1")));
    assert_eq!(table[0]["e"]["attributes"]["pay"], 10);
}

#[tokio::test]
async fn aggregates_group_by_the_other_columns() {
    let server = with_people(Generation::V4).await;
    let query = "MATCH (p:Person)-[e:WorksAt]->(d) RETURN d.city AS city, count(*) AS n, \
                 sum(e.pay) AS pay, avg(e.pay) AS mean, min(p.age) AS least, max(p.id) AS last, \
                 collect(e.pay) AS all, count(DISTINCT d) AS depots ORDER BY n DESC";
    assert_eq!(
        rows(&server, query).await,
        json!([
            ["Bonn", 2, 40, 20, 30, "bob", [10, 30], 1],
            ["Kiel", 1, 20, 20, 30, "ann", [20], 1]
        ])
    );
    let query = "MATCH (p:Person) RETURN stDev(p.age), stDevP(p.age) > 8.16, \
                 percentileCont(p.age, 0.5), 100 * count(*) / 2";
    assert_eq!(rows(&server, query).await, json!([[10, true, 40, 150]]));
    let query = "MATCH (p:Person)-[:WorksAt]->(d) WITH p, count(d) AS n WHERE n > 1 RETURN p, n";
    assert_eq!(rows(&server, query).await, json!([["ann", 2]]));
}

#[tokio::test]
async fn aggregates_skip_nulls_and_have_a_value_without_rows() {
    let server = with_people(Generation::V4).await;
    let query = "UNWIND [1, null, 3] AS x \
                 RETURN count(*), count(x), sum(x), avg(x), min(x), max(x), collect(x)";
    assert_eq!(rows(&server, query).await, json!([[3, 2, 4, 2, 1, 3, [1, 3]]]));
    let query = "MATCH (p:Person {id: 'nobody'}) \
                 RETURN count(*), sum(p.age), avg(p.age), min(p.age), max(p.age), collect(p)";
    assert_eq!(rows(&server, query).await, json!([[0, 0, null, null, null, []]]));
    let query = "MATCH (p:Person {id: 'nobody'}) RETURN p, count(*)";
    assert_eq!(rows(&server, query).await, json!([]));
}

#[tokio::test]
async fn rows_are_sorted_skipped_and_cut() {
    let server = with_people(Generation::V4).await;
    let query = "UNWIND [2, null, 3, 1] AS x RETURN x ORDER BY x";
    assert_eq!(rows(&server, query).await, json!([[1], [2], [3], [null]]));
    let query = "UNWIND [2, null, 3, 1] AS x RETURN x ORDER BY x DESC SKIP 1 LIMIT 2";
    assert_eq!(rows(&server, query).await, json!([[3], [2]]));
    let query = "MATCH (p:Person) RETURN p.id AS id ORDER BY p.age DESCENDING, id ASC LIMIT 1 + 1";
    assert_eq!(rows(&server, query).await, json!([["cid"], ["bob"]]));
    let query = "MATCH (p:Person) WITH p ORDER BY p.age DESC LIMIT 2 WHERE p.age < 50 RETURN p";
    assert_eq!(rows(&server, query).await, json!([["bob"]]));
    let query = "MATCH (p:Person)-[:WorksAt]->(d) RETURN d.city, count(*) ORDER BY count(*)";
    assert_eq!(rows(&server, query).await, json!([["Kiel", 1], ["Bonn", 2]]));
    let query = "MATCH (p:Person)-[:WorksAt]->(d) RETURN DISTINCT p ORDER BY p";
    assert_eq!(rows(&server, query).await, json!([["ann"], ["bob"]]));
}

#[tokio::test]
async fn lists_are_unwound() {
    let server = with_people(Generation::V4).await;
    let query = "UNWIND [[1, 2], [], [3]] AS list UNWIND list AS x RETURN x";
    assert_eq!(rows(&server, query).await, json!([[1], [2], [3]]));
    let query = "UNWIND null AS x RETURN x";
    assert_eq!(rows(&server, query).await, json!([]));
    let query = "MATCH (p:Person) WITH collect(p) AS all UNWIND all AS p \
                 MATCH (p)-[:WorksAt]->(d) RETURN p, d ORDER BY p, d LIMIT 1";
    assert_eq!(rows(&server, query).await, json!([["ann", "1"]]));
    let query = "UNWIND [{id: 'ann', n: 1}, {id: 'cid', n: 2}] AS row \
                 MATCH (p:Person {id: row.id}) RETURN p.age, row.n ORDER BY row.n";
    assert_eq!(rows(&server, query).await, json!([[30, 1], [50, 2]]));
}

#[tokio::test]
async fn a_union_is_of_unique_rows_unless_it_is_of_all() {
    let server = with_people(Generation::V4).await;
    let query = "UNWIND [1, 2] AS x RETURN x UNION UNWIND [2, 3] AS x RETURN x";
    assert_eq!(rows(&server, query).await, json!([[1], [2], [3]]));
    let query = "UNWIND [1, 2] AS x RETURN x UNION ALL UNWIND [2, 3] AS x RETURN x";
    assert_eq!(rows(&server, query).await, json!([[1], [2], [2], [3]]));
}
