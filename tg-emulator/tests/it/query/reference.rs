//! Constructs of the language reference, each with its exact result.

use serde_json::{Value, json};
use tg_emulator::{Emulator, Generation};

use super::with_people;
use crate::support::Server;

/// Prints bodies one after the other, in syntax version 1.
async fn assert_prints(bodies: &[(&str, Value)]) {
    let server = with_people(Generation::V4).await;
    for (body, printed) in bodies {
        let text = format!("INTERPRET QUERY () FOR GRAPH g SYNTAX v1 {{ {body} }}");
        let answer = server.interpret(&text, "").await;
        assert_eq!(answer.results(), *printed, "{body}");
    }
}

#[tokio::test]
async fn having_and_order_by_read_previous_values() {
    let bodies = [(
        "MinAccum<INT> @least; ListAccum<INT> @@sizes; Start = {Person.*};
         S = SELECT s FROM Start:s POST-ACCUM s.@least = s.age;
         WHILE S.size() > 0 DO
           @@sizes += S.size();
           S = SELECT t FROM S:s -(Knows)- Person:t ACCUM t.@least += s.@least
               HAVING t.@least != t.@least' ORDER BY t.@least' DESC;
         END;
         PRINT @@sizes, Start[Start.@least AS least];",
        json!([{"@@sizes": [3, 2, 1], "Start": [
            {"v_id": "ann", "v_type": "Person", "attributes": {"least": 30}},
            {"v_id": "bob", "v_type": "Person", "attributes": {"least": 30}},
            {"v_id": "cid", "v_type": "Person", "attributes": {"least": 30}},
        ]}]),
    )];
    assert_prints(&bodies).await;
}

#[tokio::test]
async fn collections_accept_single_elements_and_nested_lists() {
    let bodies = [
        ("ListAccum<INT> @@l; @@l += 1; @@l = 7; PRINT @@l;", json!([{"@@l": [7]}])),
        (
            "ListAccum<ListAccum<INT>> @@all, @@none; ListAccum<INT> @@one, @@empty;
             @@one += 1; @@all += [1, 2]; @@all += [[3], [4, 5]]; @@all += @@none;
             @@all += @@empty; @@all += @@one; PRINT @@all; @@all = @@none; PRINT @@all;",
            json!([{"@@all": [[1, 2], [3], [4, 5], [], [1]]}, {"@@all": []}]),
        ),
        (
            "ListAccum<ListAccum<INT>> @@all; @@all += [1, 2]; @@all += [9];
             FOREACH list IN @@all DO PRINT list.get(0), list.get(5), list.size(); END;",
            json!([
                {"list.get(0)": 1, "list.get(5)": 0, "list.size()": 2},
                {"list.get(0)": 9, "list.get(5)": 0, "list.size()": 1},
            ]),
        ),
        (
            "TYPEDEF TUPLE<STRING name, INT n> Row; MapAccum<STRING, Row> @@m;
             @@m += (\"a\" -> Row(\"x\", 1)); @@m += (\"a\" -> Row(\"y\", 2)); PRINT @@m;",
            json!([{"@@m": {"a": {"name": "y", "n": 2}}}]),
        ),
        (
            "SetAccum<INT> @@s; @@s += (1, 2, 3);
             PRINT @@s MINUS (1) AS rest, @@s UNION (9) AS all;",
            json!([{"rest": [2, 3], "all": [1, 2, 3, 9]}]),
        ),
    ];
    assert_prints(&bodies).await;
}

#[tokio::test]
async fn edges_of_a_vertex_are_filtered() {
    let bodies = [(
        "SetAccum<VERTEX> @all, @paid; BagAccum<INT> @pays; BagAccum<STRING> @cities;
         Start = {Person.*};
         S = SELECT s FROM Start:s WHERE s.outdegree(\"WorksAt\").filter(WorksAt.pay > 0) > 0
             ACCUM s.@all += s.neighbors(\"WorksAt\").filter(true),
                   s.@paid += s.neighbors(\"WorksAt\").filter(WorksAt.pay > 10),
                   s.@pays += s.edgeAttribute(\"WorksAt\", \"pay\").filter(Depot.city == \"Bonn\"),
                   s.@cities += s.neighborAttribute(\"WorksAt\", \"Depot\", \"city\")
                                 .filter(WorksAt.pay >= 20 AND Depot.city != \"Bonn\");
         PRINT S[S.@all AS all_, S.@paid AS paid, S.@pays AS pays, S.@cities AS cities];",
        json!([{"S": [
            {"v_id": "ann", "v_type": "Person",
             "attributes": {"all_": ["1", "2"], "paid": ["2"], "pays": [10], "cities": ["Kiel"]}},
            {"v_id": "bob", "v_type": "Person",
             "attributes": {"all_": ["1"], "paid": ["1"], "pays": [30], "cities": []}},
        ]}]),
    )];
    assert_prints(&bodies).await;
}

#[tokio::test]
async fn a_float_is_printed_with_seven_digits() {
    let bodies = [(
        "FLOAT third = 1.0 / 3; FLOAT whole = 16777216; DOUBLE exact = 1.0 / 3;
         PRINT third, whole, exact;",
        json!([{"third": 0.3333333, "whole": 16_777_216, "exact": 1.0 / 3.0}]),
    )];
    assert_prints(&bodies).await;
}

#[tokio::test]
async fn rows_without_an_attribute_do_not_meet_a_condition() {
    let bodies = [(
        "All = {Person.*, Depot.*}; SetAccum<VERTEX> @@all; @@all += All; Depots = {Depot.*};
         A = SELECT v FROM All:v WHERE v.city == \"Bonn\" OR v.age > 40; PRINT A.size();
         B = SELECT v FROM All:v WHERE v.city == \"Bonn\"; PRINT B.size();
         C = SELECT v FROM All:v WHERE v.age > 30 AND v.score < 3; PRINT C.size();
         PRINT @@all INTERSECT Depots AS depots;",
        json!([{"A.size()": 2}, {"B.size()": 1}, {"C.size()": 1}, {"depots": ["1", "2"]}]),
    )];
    assert_prints(&bodies).await;
}

#[tokio::test]
async fn bags_are_equal_in_any_order() {
    let bodies = [(
        "SetAccum<INT> @@set; BagAccum<INT> @@a, @@b; @@set += (2, 1); @@a += 1; @@a += 2;
         @@b += 2; @@b += 1;
         PRINT @@set == (2, 1) AS x, (1, 1, 2) == @@set AS y, @@a == @@b AS z, @@a != @@set AS w;",
        json!([{"x": true, "y": false, "z": true, "w": false}]),
    )];
    assert_prints(&bodies).await;
}

#[tokio::test]
async fn aggregates_of_no_elements_are_zero() {
    let bodies = [(
        "ListAccum<INT> @@l; PRINT max(@@l), min(@@l), avg(@@l), sum(@@l), count(@@l);",
        json!([{"max(@@l)": 0, "min(@@l)": 0, "avg(@@l)": 0, "sum(@@l)": 0, "count(@@l)": 0}]),
    )];
    assert_prints(&bodies).await;
}

#[tokio::test]
async fn positions_and_lengths_outside_of_a_text_change_nothing() {
    let bodies = [
        (
            "PRINT replace(\"abc\", \"\", \"x\") AS a, insert(\"abc\", 9, \"x\") AS b,
               insert(\"abc\", -1, \"x\") AS c, insert(\"abc\", 3, \"x\") AS d,
               left(\"abc\", -1) AS e, right(\"abc\", -1) AS f, substr(\"abc\", 1, -1) AS g;",
            json!([{"a": "abc", "b": "abc", "c": "abc", "d": "abcx", "e": "", "f": "", "g": ""}]),
        ),
        (
            "PRINT round(1.25, 400) AS a, round(1250.0, -400) AS b, trunc(1259.0, -2) AS c,
               abs(GSQL_INT_MIN) AS d;",
            json!([{"a": 1.25, "b": 0, "c": 1200, "d": i64::MIN}]),
        ),
        (
            "MapAccum<STRING, STRING> @@m; Start = {Person.*};
             S = SELECT s FROM Start:s -(Knows)- Person:t WHERE s < t
                 ACCUM @@m += (to_string(s) -> to_string(t));
             PRINT @@m;",
            json!([{"@@m": {"ann": "bob", "bob": "cid"}}]),
        ),
    ];
    assert_prints(&bodies).await;
}

#[tokio::test]
async fn elements_are_added_to_attributes_that_are_collections() {
    let server = with_people(Generation::V4).await;
    let things =
        json!({"vertices": {"Thing": {"1": {"li": {"value": [1]}, "ss": {"value": ["a"]}}}}});
    server.upsert(&things).await;
    server
        .prints(
            "S = SELECT s FROM Thing:s
                 POST-ACCUM s.li += 2, s.li += [3, 4], s.ss += \"b\", s.mi += (7 -> \"x\");",
        )
        .await;
    server
        .prints(
            "INSERT INTO Thing (PRIMARY_ID, li, ss, mi) VALUES (2, (9), (\"z\"), (8 -> \"y\"));",
        )
        .await;
    let printed = server
        .prints("S = {Thing.*}; PRINT S[S.li AS li, S.ss AS ss, S.mi AS mi, count(S.mi) AS n];")
        .await;
    let attributes = |at: usize| printed[0]["S"][at]["attributes"].clone();
    let first = json!({"li": [1, 2, 3, 4], "ss": ["a", "b"], "mi": {"7": "x"}, "n": 1});
    assert_eq!(attributes(0), first);
    assert_eq!(attributes(1), json!({"li": [9], "ss": ["z"], "mi": {"8": "y"}, "n": 1}));
}

#[tokio::test]
async fn deviations_are_those_of_a_sample_and_of_a_population() {
    let bodies = [(
        "SELECT stdev(s.age) AS a, stdevp(s.age) > 8.16 AS b, stdevp(s.age) < 8.17 AS c INTO T
         FROM Person:s; PRINT T;",
        json!([{"T": [{"a": 10, "b": true, "c": true}]}]),
    )];
    assert_prints(&bodies).await;
}

#[tokio::test]
async fn statements_without_an_alias_are_those_of_the_selected_vertices() {
    let bodies = [(
        "SumAccum<INT> @pays, @workers, @@selected; Start = {Person.*};
         S = SELECT t FROM Start:s -(WorksAt:e)-> Depot:t
             ACCUM s.@pays += e.pay, t.@workers += 1
             POST-ACCUM @@selected += 1, s.@pays += 1, t.@workers += 10;
         PRINT @@selected, S[S.@workers AS n], Start[Start.@pays AS n];",
        json!([{
            "@@selected": 2,
            "S": [
                {"v_id": "1", "v_type": "Depot", "attributes": {"n": 12}},
                {"v_id": "2", "v_type": "Depot", "attributes": {"n": 11}},
            ],
            "Start": [
                {"v_id": "ann", "v_type": "Person", "attributes": {"n": 31}},
                {"v_id": "bob", "v_type": "Person", "attributes": {"n": 31}},
                {"v_id": "cid", "v_type": "Person", "attributes": {"n": 0}},
            ],
        }]),
    )];
    assert_prints(&bodies).await;
}

#[tokio::test]
async fn escapes_in_texts_are_those_of_cpp() {
    let bodies = [(
        r#"STRING a = "x\ty\n" + 'it\'s \"q\" \\ \u00e9'; PRINT a, length("\n\t\r\\") AS n;"#,
        json!([{"a": "x\ty\nit's \"q\" \\ é", "n": 4}]),
    )];
    assert_prints(&bodies).await;
}

#[tokio::test]
async fn a_set_in_a_branch_that_is_not_taken_is_empty() {
    let bodies = [(
        "INT n = 1;
         IF n > 1 THEN S = {Person.*}; END;
         PRINT S.size() AS n;
         T = {Person.*};
         T = T MINUS S;
         S = SELECT s FROM S:s;
         PRINT T.size() AS t, S.size() AS s;",
        json!([{"n": 0}, {"t": 3, "s": 0}]),
    )];
    assert_prints(&bodies).await;
}

#[tokio::test]
async fn functions_of_the_files_of_servers() {
    let bodies = [
        (
            "ListAccum<DOUBLE> @@l; MapAccum<INT, STRING> @@m; @@l += 1.5; @@l += 2;
             @@m += (1 -> \"a\"); @@m += (2 -> \"b\");
             PRINT stringify(-3) AS i, stringify(0.1) AS d, stringify(TRUE) + stringify(FALSE) AS b,
                 stringify(\"x\") AS s, stringify(@@l) AS l, stringify(@@m) AS m;",
            json!([
                {"i": "-3", "d": "0.1", "b": "10", "s": "x", "l": "1.5 2", "m": "(1,a) (2,b) "},
            ]),
        ),
        (
            "SetAccum<INT> @@drawn; MapAccum<DOUBLE, SumAccum<INT>> @@rows; MinAccum<INT> @@least;
             FOREACH i IN RANGE[1, 200] DO @@drawn += tg_rand_int(-1, 2); @@drawn += rand_int(5, 5);
             END;
             FOREACH i IN RANGE[1, 3000] DO
                 @@rows += (tg_fastrp_rand_func(i, 7, 42, 4) -> 1); END;
             FOREACH (value, count) IN @@rows DO @@least += count; END;
             PRINT @@drawn, tg_extract_list(\"1, 2.5,4\") AS l, @@rows.size() AS n,
                 @@rows.get(2) + @@rows.get(-2) + @@rows.get(0) AS all, @@least > 300 AS even,
                 tg_fastrp_rand_func(1, 2, 3, 1) == tg_fastrp_rand_func(1, 2, 3, 1) AS same,
                 round(tg_GetDistance(40.64, -73.78, 33.94, -118.41)) AS km;",
            json!([{
                "@@drawn": [-1, 0, 1, 2, 5], "l": [1, 2.5, 4], "n": 3, "all": 3000, "even": true,
                "same": true, "km": 3979,
            }]),
        ),
        (
            "UINT n = 3; INT least = -9223372036854775807; INT drawn;
             drawn = rand_int(least, 9223372036854775807);
             PRINT rand_int(n, 3) AS n, drawn >= least AS any;",
            json!([{"n": 3, "any": true}]),
        ),
    ];
    assert_prints(&bodies).await;
    let server = with_people(Generation::V4).await;
    for (body, expected) in [
        ("PRINT rand_int(2, 1);", "there is not a number from 2 to 1"),
        ("PRINT rand_int(\"a\", 1);", "the function rand_int is not defined for (STRING, INT)"),
    ] {
        let message = server.fails(body).await;
        assert!(message.contains(expected), "{message}");
    }
}

/// A query, and a function of a test, have precedence.
#[tokio::test]
async fn functions_of_the_files_of_servers_can_be_replaced() {
    let builder = Emulator::builder().generation(Generation::V4).gsql(crate::support::SCHEMA);
    let server = Server::with(builder.function("rand_int", |_| 4)).await;
    let queries = "USE GRAPH g
        CREATE QUERY stringify(INT n) RETURNS (INT) { RETURN n + 1; }
        CREATE QUERY q() { PRINT stringify(1) AS a, rand_int(8, 9) AS b; }
        INSTALL QUERY ALL";
    server.emulator.gsql(queries).await.expect("the queries are installed");
    assert_eq!(server.get("/query/g/q").await.results(), json!([{"a": 2, "b": 4}]));
}

#[tokio::test]
async fn the_degree_by_a_collection_of_types_and_shifts_by_many_bits() {
    let bodies = [
        (
            "SetAccum<STRING> @@two; ListAccum<STRING> @@l; MapAccum<STRING, ListAccum<INT>> @@m;
             @@two += \"WorksAt\"; @@two += \"Knows\";
             @@l += \"Knows\"; @@l += \"Knows\"; @@l += \"Nothing\";
             S = {Person.*};
             S = SELECT s FROM S:s POST-ACCUM @@m += (to_string(s) ->
                 [s.outdegree(@@two), s.outdegree(\"WorksAt\") + s.outdegree(\"Knows\"),
                  s.outdegree(@@l), s.outdegree(\"Knows\")]);
             PRINT @@m;",
            json!([{"@@m": {"ann": [3, 3, 1, 1], "bob": [3, 3, 2, 2], "cid": [1, 1, 1, 1]}}]),
        ),
        (
            "PRINT 1 << 63 AS a, 1 << 64 AS b, 5 >> 65 AS c, 3 << -63 AS d;",
            json!([{"a": i64::MIN, "b": 1, "c": 2, "d": 6}]),
        ),
    ];
    assert_prints(&bodies).await;
}

#[tokio::test]
async fn loops_within_clauses_see_what_they_change() {
    let bodies = [(
        "INT k = 2; SumAccum<INT> @n, @m; SetAccum<STRING> @@types = (\"Knows\", \"WorksAt\");
         S = {Person.*};
         S = SELECT s FROM S:s -(Knows)- Person:t
             ACCUM INT i = 0, INT r = 0,
                 WHILE i < k + s.outdegree(\"Knows\") DO
                     i = i + 1, r = r + i * t.outdegree(@@types)
                 END,
                 FOREACH j IN RANGE[1, k] DO
                     CASE WHEN j == k THEN s.@n += r * j + k ELSE s.@n += j END
                 END
             POST-ACCUM INT c = s.@n,
                 WHILE c > 10 DO c = c - 10, s.@m += s.@n / 10 END,
                 FOREACH x IN [1, 2] DO s.@m += x * s.@n END;
         PRINT S[S.@n AS n, S.@m AS m];",
        json!([{"S": [
            {"v_id": "ann", "v_type": "Person", "attributes": {"n": 39, "m": 126}},
            {"v_id": "bob", "v_type": "Person", "attributes": {"n": 86, "m": 322}},
            {"v_id": "cid", "v_type": "Person", "attributes": {"n": 39, "m": 126}},
        ]}]),
    )];
    assert_prints(&bodies).await;
}

#[tokio::test]
async fn an_attribute_or_accumulator_of_a_set_is_a_column_of_its_vertices() {
    let vertex = |id: &str, key: &str, value: i64| {
        let attributes = json!({key: value});
        json!({"v_id": id, "v_type": "Person", "attributes": attributes})
    };
    let bodies = [(
        "SumAccum<INT> @n = 7; VERTEX<Person> v; S = {Person.*};
         S = SELECT s FROM S:s WHERE s.age > 30 ACCUM v = to_vertex(\"ann\", \"Person\");
         PRINT S.age; PRINT S.@n; PRINT S.age AS ages; PRINT S.age WHERE S.age > 40;
         PRINT v.age;",
        json!([
            {"S": [vertex("bob", "S.age", 40), vertex("cid", "S.age", 50)]},
            {"S": [vertex("bob", "S.@n", 7), vertex("cid", "S.@n", 7)]},
            {"ages": [vertex("bob", "S.age", 40), vertex("cid", "S.age", 50)]},
            {"S": [vertex("cid", "S.age", 50)]},
            {"v.age": 30},
        ]),
    )];
    assert_prints(&bodies).await;
}
