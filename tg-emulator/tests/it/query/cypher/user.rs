//! Queries as users write them, one for each way of using a construct.

use serde_json::{Value, json};
use tg_emulator::Generation;
use tg_gsql::query::{Context, TypedResult, ValueType, interface, parse};

use crate::query::with_people;
use crate::support::{SCHEMA, Server};

/// The parameters of each query, with their defaults.
const PARAMETERS: &str = "INT n = 1, UINT u = 2, FLOAT f = 1.5, DOUBLE d = 2.5, BOOL b = true, \
    STRING s = \"Bonn\", DATETIME t = to_datetime(\"2024-05-06 07:08:09\")";

/// Runs queries that only read, and reports all that print other rows than those expected.
async fn check(queries: &[(&str, Value)]) {
    let server = with_people(Generation::V4).await;
    let mut differences = Vec::new();
    for (query, expected) in queries {
        let printed = run(&server, query).await;
        if printed != *expected {
            differences.push(format!("{query}\n  expected {expected}\n  printed  {printed}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Returns the rows of a query as lists, or its message.
async fn run(server: &Server, body: &str) -> Value {
    let missing = if body.contains("$missing") { ", STRING missing" } else { "" };
    let header = format!("INTERPRET OPENCYPHER QUERY ({PARAMETERS}{missing}) FOR GRAPH g");
    let text = format!("{header} {{ {body} }}");
    let answer = server.interpret(&text, "").await;
    if answer.json()["error"] == json!(true) {
        return answer.json()["message"].clone();
    }
    let results = answer.results();
    require_fit(&text, &results);
    let row = |row: &Value| json!(row.as_object().unwrap().values().collect::<Vec<_>>());
    match results[0]["Result_Table"].as_array() {
        Some(rows) => rows.iter().map(row).collect(),
        None => results,
    }
}

/// Asserts that the printed values have the types that are inferred for them.
fn require_fit(text: &str, results: &Value) {
    let query = parse(text).query.unwrap();
    let applied = tg_gsql::apply::script(SCHEMA);
    let context = Context { schema: Some((&applied.catalog, "g")), ..Context::default() };
    let found = interface(text, &query, &context).results;
    let [TypedResult { key, ty: ValueType::Rows(columns), .. }] = &found[..] else {
        panic!("{text}: {found:?}");
    };
    for row in results[0][key].as_array().unwrap() {
        assert_eq!(row.as_object().unwrap().len(), columns.len(), "{text}");
        for (name, ty) in columns {
            assert!(fits(ty, &row[name]), "{text}: {name} is {ty:?}, and not {}", row[name]);
        }
    }
}

fn fits(ty: &ValueType, value: &Value) -> bool {
    let object = value.as_object();
    match ty {
        ValueType::Optional(ty) => value.is_null() || fits(ty, value),
        ValueType::Int => value.is_i64(),
        ValueType::Uint => value.is_u64(),
        ValueType::Float | ValueType::Double => value.is_number(),
        ValueType::Bool => value.is_boolean(),
        ValueType::String | ValueType::DateTime | ValueType::Vertex(_) => value.is_string(),
        ValueType::Edge(_) => value["e_type"].is_string(),
        ValueType::List(ty) | ValueType::Set(ty) | ValueType::Bag(ty) => {
            value.as_array().is_some_and(|all| all.iter().all(|it| fits(ty, it)))
        }
        ValueType::Map(ty) => object.is_some_and(|all| all.values().all(|it| fits(&ty.1, it))),
        ValueType::Tuple(tuple) => tuple.fields.iter().all(|(name, ty)| fits(ty, &value[name])),
        _ => true,
    }
}

#[tokio::test]
async fn clauses() {
    check(&[
        ("MATCH (p:Person) RETURN p ORDER BY p", json!([["ann"], ["bob"], ["cid"]])),
        ("MATCH (p:Person) WHERE p.age >= 40 AND p.age < 50 RETURN p.id", json!([["bob"]])),
        (
            "MATCH (p:Person) WHERE p.id IN ['ann', 'cid'] RETURN p.id ORDER BY p.id DESC",
            json!([["cid"], ["ann"]]),
        ),
        ("MATCH (p:Person) WHERE NOT p.id STARTS WITH 'a' RETURN count(*)", json!([[2]])),
        ("MATCH (p:Person) WHERE p:Person AND NOT p:Depot RETURN count(p)", json!([[3]])),
        ("MATCH (x) WHERE x:Depot RETURN count(x) AS n", json!([[2]])),
        ("MATCH (p:Person) RETURN p.id AS id ORDER BY id SKIP 1", json!([["bob"], ["cid"]])),
        ("MATCH (p:Person) RETURN p.id AS id ORDER BY id SKIP $n LIMIT $n", json!([["bob"]])),
        ("MATCH (p:Person) RETURN p.id AS id ORDER BY id LIMIT 0", json!([])),
        ("MATCH (p:Person) RETURN p.id AS id ORDER BY id SKIP $u", json!([["cid"]])),
        ("MATCH (p:Person) RETURN p.id AS id ORDER BY -p.age LIMIT 1", json!([["cid"]])),
        (
            "MATCH (p:Person) RETURN p.id AS id, p.age % 20 AS m ORDER BY m, id",
            json!([["bob", 0], ["ann", 10], ["cid", 10]]),
        ),
        (
            "MATCH (p:Person)-[:WorksAt]->(d:Depot) RETURN DISTINCT d.city AS city ORDER BY city",
            json!([["Bonn"], ["Kiel"]]),
        ),
        (
            "MATCH (p:Person)-[:WorksAt]->(d) WITH p, collect(d.city) AS cities \
          WITH p, cities, size(cities) AS n WHERE n = 1 RETURN p, cities",
            json!([["bob", ["Bonn"]]]),
        ),
        (
            "MATCH (p:Person) WITH p ORDER BY p.age DESC LIMIT 2 MATCH (p)-[:WorksAt]->(d) \
          RETURN p, d",
            json!([["bob", "1"]]),
        ),
        (
            "MATCH (p:Person) WITH avg(p.age) AS mean MATCH (q:Person) WHERE q.age > mean RETURN q",
            json!([["cid"]]),
        ),
        ("MATCH (p:Person) WITH *, p.age AS a WHERE a > 40 RETURN p, a", json!([["cid", 50]])),
        ("MATCH (p:Person) WITH p.age AS age, count(*) AS n RETURN sum(age * n)", json!([[120]])),
        ("WITH 1 AS x WITH x + 1 AS y, x RETURN x, y", json!([[1, 2]])),
        ("WITH 1 AS x WITH x AS y WITH y AS x RETURN x", json!([[1]])),
        ("UNWIND [3, 1, 2] AS x WITH x ORDER BY x RETURN collect(x)", json!([[[1, 2, 3]]])),
        ("UNWIND [3, 1, 2] AS x UNWIND [x, x * 10] AS y RETURN sum(y)", json!([[66]])),
        (
            "UNWIND range(1, 5) AS x WITH x WHERE x % 2 = 1 RETURN collect(x) AS odd",
            json!([[[1, 3, 5]]]),
        ),
        ("RETURN 1 AS x UNION RETURN 1 AS x", json!([[1]])),
        ("RETURN 1 AS x UNION ALL RETURN 1 AS x", json!([[1], [1]])),
        (
            "MATCH (p:Person) RETURN p.id AS name UNION MATCH (d:Depot) RETURN d.city AS name",
            json!([["ann"], ["bob"], ["cid"], ["Bonn"], ["Kiel"]]),
        ),
        ("match (p:Person) where p.age = 30 return p.id as name", json!([["ann"]])),
        (
            "MATCH (p:Person) // comment\n WHERE p.age = 30 /* other */ RETURN p.id;",
            json!([["ann"]]),
        ),
        (
            "MATCH (`my person`:Person {age: 30}) RETURN `my person`.id AS `the id`",
            json!([["ann"]]),
        ),
        ("MATCH (p:Person) RETURN count(*) AS n, p.alive ORDER BY n", json!([[3, false]])),
        (
            "MATCH (p:Person) RETURN p.id AS id ORDER BY p.age DESC, id LIMIT toInteger('2')",
            json!([["cid"], ["bob"]]),
        ),
        ("MATCH (p:Person) RETURN DISTINCT p.alive AS a, 1 AS one ORDER BY a", json!([[false, 1]])),
        (
            "MATCH (p:Person)-[e:WorksAt]->(d) RETURN p.id, sum(e.pay) AS s, d.city ORDER BY s",
            json!([["ann", 10, "Bonn"], ["ann", 20, "Kiel"], ["bob", 30, "Bonn"]]),
        ),
    ])
    .await;
}

#[tokio::test]
async fn patterns() {
    check(&[
        ("MATCH () RETURN count(*)", json!([[5]])),
        ("MATCH (:Person) RETURN count(*)", json!([[3]])),
        ("MATCH (p:Person)-->(d:Depot) RETURN count(*)", json!([[3]])),
        ("MATCH (d:Depot)<--(p:Person) RETURN count(*)", json!([[3]])),
        ("MATCH (p:Person)--(x) RETURN count(*)", json!([[7]])),
        ("MATCH (p:Person)-[]-(x) RETURN count(*)", json!([[7]])),
        (
            "MATCH (p:Person)-[e]->(x) RETURN type(e), count(*) ORDER BY type(e)",
            json!([["WorksAt", 3]]),
        ),
        ("MATCH (p:Person)-[:WorksAt|Knows]-(x) RETURN count(*)", json!([[7]])),
        ("MATCH (p:Person)-[:WorksAt|:Knows]-(x) RETURN count(*)", json!([[7]])),
        ("MATCH (p:Person)<-[:WorksAt]-(x) RETURN count(*)", json!([[0]])),
        ("MATCH (d:Depot)-[:employs]->(p) RETURN count(*)", json!([[3]])),
        ("MATCH (d:Depot)<-[:employs]-(p) RETURN count(*)", json!([[0]])),
        (
            "MATCH (p)-[:WorksAt]->(d:Depot {city: $s}) RETURN p.id ORDER BY p.id",
            json!([["ann"], ["bob"]]),
        ),
        ("MATCH (p {id: 'ann'}) RETURN p.age", json!([[30]])),
        ("MATCH (p:Person {id: 'ann', age: 31}) RETURN p", json!([])),
        (
            "MATCH (a:Person)-[:Knows]-(b:Person)-[:Knows]-(c:Person) WHERE a <> c RETURN \
                a, b, c ORDER BY a",
            json!([["ann", "bob", "cid"], ["cid", "bob", "ann"]]),
        ),
        (
            "MATCH (a:Person)-[:WorksAt]->(d)<-[:WorksAt]-(b:Person) WHERE a.id < b.id \
                RETURN a, b, d",
            json!([["ann", "bob", "1"]]),
        ),
        (
            "MATCH (a:Person {id: 'ann'})-[:Knows]-(b) MATCH (b)-[:Knows]-(c) WHERE c <> a \
                RETURN c",
            json!([["cid"]]),
        ),
        (
            "MATCH (a:Person {id: 'ann'}) MATCH (b:Person {id: 'cid'}) RETURN a.age + b.age",
            json!([[80]]),
        ),
        ("MATCH (a:Person {id: 'ann'})-[:Knows*]-(b) RETURN count(*)", json!([[3]])),
        ("MATCH (a:Person {id: 'ann'})-[:Knows*2..2]-(b) WHERE b <> a RETURN b", json!([["cid"]])),
        (
            "MATCH (a:Person {id: 'ann'})-[r:Knows*1..2]-(b) RETURN size(r), b ORDER BY \
                size(r), b",
            json!([[1, "bob"], [2, "ann"], [2, "cid"]]),
        ),
        (
            "MATCH (a {id: 'ann'})-[r:Knows*2]-(b:Person) WHERE b <> a RETURN [e IN r | \
                e.weight], b",
            json!([[[0.5, 2], "cid"]]),
        ),
        (
            "MATCH (a:Person)-[r:Knows*2]-(b {id: 'ann'}) WHERE a <> b RETURN [e IN r | \
                e.weight], a",
            json!([[[2, 0.5], "cid"]]),
        ),
        (
            "MATCH (a:Person {id: 'ann'})-[r:Knows*0..1]-(b) RETURN size(r), b ORDER BY \
                size(r)",
            json!([[0, "ann"], [1, "bob"]]),
        ),
        (
            "MATCH (a:Person {id: 'ann'})-[r:Knows*]-(b) WHERE size(r) = 2 AND b <> a \
                RETURN b",
            json!([["cid"]]),
        ),
        (
            "MATCH (a:Person {id: 'ann'})-[r*2]->(b) RETURN size(r), type(r[1]), b ORDER BY \
                b",
            json!([[2, "employs", "ann"], [2, "employs", "ann"], [2, "employs", "bob"]]),
        ),
        (
            "MATCH (p:Person) OPTIONAL MATCH (p)-[r:WorksAt*1..1]->(d) RETURN p, size(r) \
                ORDER BY p, size(r) SKIP 3 LIMIT 1",
            json!([["cid", null]]),
        ),
        ("MATCH (a:Person {id: 'ann'})-[*1]->(b) RETURN b ORDER BY b", json!([["1"], ["2"]])),
        (
            "MATCH (a:Person {id: 'ann'})-[:WorksAt]->(d)<-[:WorksAt]-(a) RETURN d ORDER BY \
                d",
            json!([["1"], ["2"]]),
        ),
        (
            "MATCH (p:Person) OPTIONAL MATCH (p)-[e:WorksAt]->(d) RETURN p.id, count(e), \
                sum(e.pay), collect(d.city) ORDER BY p.id",
            json!([["ann", 2, 30, ["Bonn", "Kiel"]], ["bob", 1, 30, ["Bonn"]], ["cid", 0, 0, []]]),
        ),
        (
            "MATCH (p:Person) OPTIONAL MATCH (p)-[:WorksAt]->(d) WITH p, d WHERE d IS NULL \
                RETURN p",
            json!([["cid"]]),
        ),
        (
            "OPTIONAL MATCH (p:Person {id: 'nobody'}) RETURN p, p.age, labels(p), id(p), \
                count(p)",
            json!([[null, null, null, null, 0]]),
        ),
        ("MANDATORY MATCH (p:Person {id: 'ann'}) RETURN p", json!([["ann"]])),
        ("MATCH (p:Person)-[e:WorksAt {pay: 10 * 2}]->(d) RETURN p, d", json!([["ann", "2"]])),
        (
            "MATCH (a:Person)-[e:Knows]-(b) WHERE a.id = 'bob' RETURN b, e.weight ORDER BY \
                b",
            json!([["ann", 0.5], ["cid", 2]]),
        ),
        ("MATCH (a:Person {id: 'bob'})<-[:Knows]-(b) RETURN count(*)", json!([[0]])),
        (
            "MATCH (a)-[:WorksAt]->(d {city: 'Bonn'}), (a)-[:WorksAt]->(k {city: 'Kiel'}) \
                RETURN a",
            json!([["ann"]]),
        ),
    ])
    .await;
}

#[tokio::test]
async fn aggregates() {
    check(&[
        ("MATCH (p:Person) RETURN count(p), count(DISTINCT p.alive), count(*)", json!([[3, 1, 3]])),
        (
            "MATCH (p:Person) RETURN sum(p.age), sum(p.score), avg(p.age), avg(p.score)",
            json!([[120, 7.5, 40, 2.5]]),
        ),
        (
            "MATCH (p:Person) RETURN min(p.age), max(p.score), min(p.id), max(p.born)",
            json!([[30, 3.5, "ann", "1970-01-01 00:00:00"]]),
        ),
        (
            "MATCH (p:Person) RETURN collect(p.age), collect(DISTINCT p.alive)",
            json!([[[30, 40, 50], [false]]]),
        ),
        ("MATCH (p:Person) RETURN collect({id: p.id, age: p.age})[0].age", json!([[30]])),
        ("MATCH (p:Person) RETURN stDev(p.age), stdev(p.age)", json!([[10, 10]])),
        (
            "UNWIND [1, 2, 4, 5] AS x RETURN percentileCont(x, 0.5), percentileCont(x, 0), \
                percentileCont(x, 1)",
            json!([[3, 1, 5]]),
        ),
        (
            "UNWIND [1, 2, 4, 5] AS x RETURN percentileDisc(x, 0.5), percentileDisc(x, 0), \
                percentileDisc(x, 1), percentileDisc(x, 0.51)",
            json!([[2, 1, 5, 4]]),
        ),
        ("UNWIND [1, 2] AS x RETURN percentileDisc(x, $d / 5)", json!([[1]])),
        (
            "UNWIND [] AS x RETURN percentileDisc(x, 0.5), percentileCont(x, 0.5), \
                stDev(x), avg(x), sum(x), min(x), collect(x), count(x)",
            json!([[null, null, 0, null, 0, null, [], 0]]),
        ),
        (
            "UNWIND [1, 1, 2] AS x RETURN sum(DISTINCT x), avg(DISTINCT x), count(DISTINCT \
                x), collect(DISTINCT x)",
            json!([[3, 1.5, 2, [1, 2]]]),
        ),
        (
            "UNWIND [null, null] AS x RETURN count(x), count(*), sum(x), max(x), collect(x)",
            json!([[0, 2, 0, null, []]]),
        ),
        ("UNWIND [1, 'a', 2.5] AS x RETURN count(x)", json!([[3]])),
        ("UNWIND [1, 2] AS x RETURN avg(x)", json!([[1.5]])),
        ("MATCH (p:Person) RETURN max(p.age) - min(p.age) AS span", json!([[20]])),
        (
            "MATCH (p:Person) RETURN p.age > 35 AS old, count(*) + 1 AS n ORDER BY old",
            json!([[false, 2], [true, 3]]),
        ),
        ("MATCH (p:Person) RETURN count(*) > 2 AS many", json!([[true]])),
        (
            "MATCH (p:Person)-[:WorksAt]->(d) WITH d, count(p) AS n ORDER BY n DESC LIMIT 1 \
                RETURN d.city, n",
            json!([["Bonn", 2]]),
        ),
        (
            "MATCH (p:Person) RETURN size(collect(p)) AS n, head(collect(p.id)) AS first",
            json!([[3, "ann"]]),
        ),
        (
            "MATCH (p:Person) WITH collect(p) AS all RETURN [x IN all WHERE x.age > 30 | \
                x.id] AS ids",
            json!([[["bob", "cid"]]]),
        ),
        ("UNWIND [[1, 2], [1, 2], [3]] AS x RETURN DISTINCT x", json!([[[1, 2]], [[3]]])),
        ("UNWIND ['b', 'a'] AS x RETURN min(x), max(x)", json!([["a", "b"]])),
        ("UNWIND [1, 2.0, 3] AS x RETURN sum(x)", json!([[6]])),
        (
            "MATCH (p:Person) RETURN p.alive, avg(p.age) AS a ORDER BY avg(p.age)",
            json!([[false, 40]]),
        ),
    ])
    .await;
}

#[tokio::test]
async fn parameters_have_all_types() {
    check(&[
        (
            "RETURN $n, $u, $f, $d, $b, $s, $t",
            json!([[1, 2, 1.5, 2.5, true, "Bonn", "2024-05-06 07:08:09"]]),
        ),
        (
            "RETURN $n + $u, $n + $f, $f * $d, $s + '!', NOT $b, $t > to_datetime('2024-01-01')",
            json!([[3, 2.5, 3.75, "Bonn!", false, true]]),
        ),
        ("RETURN $missing IS NULL, coalesce($missing, 'x')", json!([[true, "x"]])),
        (
            "MATCH (p:Person) WHERE $missing IS NULL OR p.id = $missing RETURN count(*)",
            json!([[3]]),
        ),
        ("RETURN [x IN [1, 2, 3] WHERE x > $n | x * $u]", json!([[[4, 6]]])),
        ("RETURN CASE WHEN $b THEN $s ELSE 'no' END", json!([["Bonn"]])),
        ("UNWIND range($n, $u) AS x RETURN x", json!([[1], [2]])),
    ])
    .await;
}

#[tokio::test]
async fn values() {
    check(&[
        (
            "RETURN null, true, false, 1, -1, 1.5, 'a', \"b\", [1, 'a', null], {a: 1, b: \
                [2]}",
            json!([[null, true, false, 1, -1, 1.5, "a", "b", [1, "a", null], {"a": 1, "b": [2]}]]),
        ),
        ("RETURN 'it\\'s', 'a\\nb', 'tab\\t'", json!([["it's", "a\nb", "tab\t"]])),
        ("RETURN 1e3, .5, 00012", json!([[1000, 0.5, 12]])),
        ("RETURN 7 / 2, 7 % 3, 2 ^ 10, 7.0 / 2, -7 / 2", json!([[3, 1, 1024, 3.5, -3]])),
        (
            "RETURN 1 + null, null = null, null <> null, null IN [1], NOT null",
            json!([[null, null, null, null, null]]),
        ),
        ("RETURN null IS NULL AND NOT (1 IS NULL)", json!([[true]])),
        ("RETURN CASE WHEN 1 > 2 THEN 'a' WHEN null THEN 'b' ELSE 'c' END", json!([["c"]])),
        ("RETURN CASE null WHEN null THEN 1 ELSE 2 END", json!([[2]])),
        (
            "MATCH (p:Person) RETURN CASE p.age WHEN 30 THEN 'young' WHEN 50 THEN 'old' \
                ELSE 'mid' END AS it ORDER BY p.age",
            json!([["young"], ["mid"], ["old"]]),
        ),
        ("MATCH (p:Person) RETURN sum(CASE WHEN p.age > 30 THEN 1 ELSE 0 END)", json!([[2]])),
        (
            "RETURN [1, 2, 3][1], [1, 2, 3][-1], [1, 2, 3][9], [1, 2, 3][0..2], [1, 2, \
                3][-2..]",
            json!([[2, 3, null, [1, 2], [2, 3]]]),
        ),
        ("RETURN {a: {b: [1, {c: 2}]}}.a.b[1].c, {a: 1}.x", json!([[2, null]])),
        (
            "RETURN [x IN [1, 2, 3]], [x IN [1, 2, 3] WHERE x > 1], [x IN [1, 2] | [y IN \
                [x] | y + x]]",
            json!([[[1, 2, 3], [2, 3], [[2], [4]]]]),
        ),
        ("RETURN [x IN null | x], size([x IN range(1, 10) WHERE x % 3 = 0])", json!([[null, 3]])),
        (
            "RETURN any(x IN [1, 0] WHERE 1 / x = 1), all(x IN [1, 0] WHERE 1 / x = 2), \
                none(x IN [1, 0] WHERE 1 / x = 1), single(x IN [1, 1, 0] WHERE 1 / x = 1)",
            json!([[true, false, false, false]]),
        ),
        ("RETURN 'a\\\\b', 'é\\u00e9\\U0001F600', '\\d'", json!([["a\\b", "éé😀", "\\d"]])),
        (
            "RETURN any(x IN [1, 2] WHERE x > 1), all(x IN [] WHERE x > 1), none(x IN [1] \
                WHERE x > 1), single(x IN [1, 2] WHERE x > 1)",
            json!([[true, true, true, true]]),
        ),
        (
            "RETURN 'a' < 'b', 1 < 2.5, true > false, [1] < [2], 1 = 1.0, 'a' = 1",
            json!([[true, true, true, true, true, false]]),
        ),
        ("RETURN 1 < 2 < 3, 1 <= 1 >= 1, 3 <> 3", json!([[true, true, false]])),
        ("RETURN true AND false OR true XOR true", json!([[false]])),
        (
            "RETURN 'abc' CONTAINS 'b', 'abc' STARTS WITH 'ab', 'abc' ENDS WITH 'c'",
            json!([[true, true, true]]),
        ),
        (
            "RETURN 'a' + 1, 1 + 'a', 'a' + 1.5, [1] + 2, [1] + [2, 3], 'a' + null",
            json!([["a1", "1a", "a1.5", [1, 2], [1, 2, 3], null]]),
        ),
        (
            "RETURN 3 IN [1, 2, 3], 'x' IN ['y'], [1] IN [[1]], null IN []",
            json!([[true, false, true, false]]),
        ),
        (
            "MATCH (p:Person {id: 'ann'}) RETURN p['age'], p['a' + 'ge'], p['none']",
            json!([[30, 30, null]]),
        ),
        (
            "MATCH (p)-[e:WorksAt {pay: 10}]->(d) MATCH (q)-[e]->(x) RETURN p, q, d, x",
            json!([["ann", "ann", "1", "1"]]),
        ),
        (
            "MATCH (p:Person {id: 'ann'})-[e:WorksAt]->(d) RETURN e['pay'] ORDER BY \
                e['pay']",
            json!([[10], [20]]),
        ),
        (
            "MATCH (p:Person) WHERE p.born = to_datetime('1970-01-01 00:00:00') RETURN \
                count(*)",
            json!([[3]]),
        ),
    ])
    .await;
}

#[tokio::test]
async fn functions() {
    check(&[
        (
            "MATCH (p:Person {id: 'ann'}) RETURN labels(p), labels(p)[0], id(p) = id(p), \
                keys(p)[0]",
            json!([[["Person"], "Person", true, "id"]]),
        ),
        (
            "MATCH (p:Person {id: 'ann'}) RETURN properties(p).age, size(properties(p))",
            json!([[30, 5]]),
        ),
        (
            "MATCH (p)-[e:WorksAt {pay: 30}]->(d) RETURN type(e), startNode(e), \
                endNode(e).city, properties(e).pay",
            json!([["WorksAt", "bob", "Bonn", 30]]),
        ),
        (
            "RETURN abs(-1.5), ceil(1.1), floor(1.9), round(1.5), sign(-2), sqrt(16), \
                exp(0), log(1), log10(100), pi() > 3.14, e() > 2.71, rand() < 1",
            json!([[1.5, 2, 1, 2, -1, 4, 1, 0, 2, true, true, true]]),
        ),
        (
            "RETURN sin(0), cos(0), tan(0), asin(0), acos(1), atan(0), atan2(0, 1), \
                degrees(0), radians(0), cot(1) > 0.6",
            json!([[0, 1, 0, 0, 0, 0, 0, 0, 0, true]]),
        ),
        (
            "RETURN left('hello', 2), right('hello', 2), lTrim('  a'), rTrim('a  '), trim(' \
                a ')",
            json!([["he", "lo", "a", "a", "a"]]),
        ),
        (
            "RETURN replace('hello', 'l', 'L'), reverse('abc'), split('a-b', '-'), \
                substring('hello', 1, 3)",
            json!([["heLLo", "cba", ["a", "b"], "ell"]]),
        ),
        (
            "RETURN toLower('A'), toUpper('a'), lower('A'), upper('a'), size('abc'), \
                length('abc')",
            json!([["a", "A", "a", "A", 3, 3]]),
        ),
        (
            "RETURN toString(1), toString(1.5), toString(true), toInteger('7'), \
                toInteger(7.9), toFloat('1.5'), toFloat(2), toBoolean('true'), toInteger('x')",
            json!([["1", "1.5", "true", 7, 7, 1.5, 2, true, null]]),
        ),
        (
            "RETURN head([1, 2]), last([1, 2]), tail([1, 2]), size([1, 2]), reverse([1, \
                2]), range(1, 3), range(0, 6, 3), head([])",
            json!([[1, 2, [2], 2, [2, 1], [1, 2, 3], [0, 3, 6], null]]),
        ),
        ("RETURN coalesce(null, null, 1), coalesce(null)", json!([[1, null]])),
        (
            "RETURN toUpper(null), size(null), head(null), abs(null), toString(null), \
                range(1, null)",
            json!([[null, null, null, null, null, null]]),
        ),
        (
            "RETURN year(to_datetime('2024-05-06')), month(to_datetime('2024-05-06')), \
                day(to_datetime('2024-05-06'))",
            json!([[2024, 5, 6]]),
        ),
        ("RETURN keys({b: 1, a: 2}), keys({})", json!([[["a", "b"], []]])),
    ])
    .await;
}
