//! SELECT blocks with one hop.

use serde_json::{Value, json};
use tg_emulator::Generation;

use super::with_people;

/// Returns the sorted ids of printed vertices.
fn ids(printed: &Value) -> Vec<String> {
    let mut ids: Vec<_> = printed
        .as_array()
        .unwrap_or_else(|| panic!("no list: {printed}"))
        .iter()
        .map(|vertex| vertex["v_id"].as_str().unwrap().to_owned())
        .collect();
    ids.sort();
    ids
}

#[tokio::test]
async fn a_block_selects_filters_sorts_and_limits() {
    let server = with_people(Generation::V4).await;
    let printed = server
        .prints(
            "S = {Person.*}; T = SELECT s FROM S:s WHERE s.age >= 40 ORDER BY s.age DESC LIMIT 1; \
             PRINT T; PRINT S.size() AS n;",
        )
        .await;
    let cid = json!({"v_id": "cid", "v_type": "Person", "attributes": {
        "id": "cid", "age": 50, "score": 3.5, "alive": false, "born": "1970-01-01 00:00:00",
    }});
    assert_eq!(printed, json!([{"T": [cid]}, {"n": 3}]));
}

#[tokio::test]
async fn directions_are_followed() {
    let server = with_people(Generation::V4).await;
    let select = async |from: &str, alias: &str| {
        let printed = server.prints(&format!("T = SELECT {alias} FROM {from}; PRINT T;")).await;
        ids(&printed[0]["T"])
    };
    assert_eq!(select("Person:s -(WorksAt>:e)- Depot:t", "t").await, ["1", "2"]);
    assert_eq!(select("Person:s -(WorksAt>:e)- Depot:t", "s").await, ["ann", "bob"]);
    assert_eq!(select("Depot:t -(<WorksAt)- Person:s", "s").await, ["ann", "bob"]);
    assert_eq!(select("Depot:t -(employs>)- Person:s", "s").await, ["ann", "bob"]);
    assert_eq!(
        select("Person:s -(Knows)- Person:t WHERE s.id == \"bob\"", "t").await,
        ["ann", "cid"]
    );
    assert_eq!(select("Person:s -(_)- Person:t WHERE s.id == \"ann\"", "t").await, ["bob"]);
    assert_eq!(select("Person:s -((WorksAt>|Visited>):e)- Depot:t", "t").await, ["1", "2"]);
    assert_eq!(select("Depot:s -(WorksAt>)- :t", "t").await, Vec::<String>::new());
    assert_eq!(select("(Person|Depot):s", "s").await.len(), 5);
    assert_eq!(
        select("Person:s -(Knows)- Person:t -(WorksAt>)- Depot:u WHERE s.id == \"cid\"", "u").await,
        ["1"]
    );
}

#[tokio::test]
async fn version_1_follows_outgoing_edges() {
    let server = with_people(Generation::V4).await;
    let text = "INTERPRET QUERY () FOR GRAPH g SYNTAX v1 {\n  S = {Person.*};\n  \
                T = SELECT t FROM S:s -(WorksAt:e)-> Depot:t;\n  \
                U = SELECT t FROM S:s -(:e)-> :t;\n  \
                PRINT T; PRINT U;\n}";
    let printed = server.interpret(text, "").await.results();
    assert_eq!(ids(&printed[0]["T"]), ["1", "2"]);
    assert_eq!(ids(&printed[1]["U"]), ["1", "2", "ann", "bob", "cid"]);
}

#[tokio::test]
async fn accumulators_collect_matches() {
    let server = with_people(Generation::V4).await;
    let printed = server
        .prints(
            "SumAccum<INT> @@total; SumAccum<INT> @pay; MaxAccum<INT> @@most; \
             MinAccum<INT> @@least; AvgAccum @@mean; OrAccum @@any; AndAccum @@all; \
             ListAccum<INT> @@list; \
             SetAccum<VERTEX> @@who; BagAccum<STRING> @@cities; MapAccum<STRING, INT> @@by_city; \
             MapAccum<VERTEX, SetAccum<INT>> @@pays; MaxAccum<INT> @@nothing; \
             T = SELECT s FROM Person:s -(WorksAt>:e)- Depot:t \
               ACCUM @@total += e.pay, s.@pay += e.pay, @@most += e.pay, @@least += e.pay, \
                 @@mean += e.pay, @@any += e.pay > 25, @@all += e.pay > 25, @@list += 1, \
                 @@who += s, @@cities += t.city, @@by_city += (t.city -> e.pay), \
                 @@pays += (t -> e.pay) \
               POST-ACCUM @@nothing += s.@pay; \
             PRINT @@total, @@most, @@least, @@mean, @@any, @@all, @@list, @@who, @@cities, \
               @@by_city, @@pays, @@nothing; \
             PRINT T[T.age, T.@pay AS pay];",
        )
        .await;
    assert_eq!(
        printed[0],
        json!({
            "@@total": 60, "@@most": 30, "@@least": 10, "@@mean": 20, "@@any": true, "@@all": false,
            "@@list": [1, 1, 1], "@@who": ["ann", "bob"], "@@nothing": 30,
            "@@cities": printed[0]["@@cities"], "@@by_city": {"Bonn": 40, "Kiel": 20},
            "@@pays": {"1": [10, 30], "2": [20]},
        })
    );
    assert_eq!(printed[0]["@@cities"].as_array().unwrap().len(), 3);
    let mut rows = printed[1]["T"].as_array().unwrap().clone();
    rows.sort_by_key(|row| row["v_id"].to_string());
    assert_eq!(
        rows,
        [
            json!({"v_id": "ann", "v_type": "Person", "attributes": {"T.age": 30, "pay": 30}}),
            json!({"v_id": "bob", "v_type": "Person", "attributes": {"T.age": 40, "pay": 30}}),
        ]
    );
}

#[tokio::test]
async fn accum_reads_previous_values_and_post_accum_new_ones() {
    let server = with_people(Generation::V4).await;
    let printed = server
        .prints(
            "SumAccum<INT> @n = 1; SumAccum<INT> @@seen; SumAccum<INT> @@before; \
             SumAccum<INT> @@after; \
             T = SELECT s FROM Person:s -(Knows)- Person:t \
               ACCUM s.@n += t.@n, @@seen += @@seen + 1 \
               POST-ACCUM (s) @@after += s.@n, @@before += s.@n'; \
             PRINT @@seen, @@before, @@after; PRINT T;",
        )
        .await;
    // Four rows, each of which sees @@seen = 0 and all @n = 1.
    assert_eq!(printed[0], json!({"@@seen": 4, "@@before": 3, "@@after": 7}));
    assert!(printed[1]["T"][0]["attributes"]["@n"].is_i64());
}

#[tokio::test]
async fn sets_are_combined() {
    let server = with_people(Generation::V4).await;
    let printed = server
        .prints(
            "A = {Person.*}; B = SELECT s FROM A:s WHERE s.age > 35; C = A MINUS B; D = B UNION C; \
             E = A INTERSECT B; F = {Person.*, Depot.*}; N = {}; \
             PRINT C.size() AS c, D.size() AS d, E.size() AS e, F.size() AS f; \
             PRINT A[A.id] WHERE A.age < 35;",
        )
        .await;
    assert_eq!(printed[0], json!({"c": 1, "d": 3, "e": 2, "f": 5}));
    assert_eq!(
        printed[1],
        json!({"A": [{"v_id": "ann", "v_type": "Person", "attributes": {"A.id": "ann"}}]})
    );
}

#[tokio::test]
async fn empty_max_and_min_accumulators_print_their_limits() {
    let server = with_people(Generation::V4).await;
    let printed = server
        .prints(
            "MaxAccum<INT> @@a; MinAccum<INT> @@b; AvgAccum @@c; SumAccum<STRING> @@d; \
             PRINT @@a, @@b, @@c, @@d;",
        )
        .await;
    assert_eq!(printed, json!([{"@@a": i64::MIN, "@@b": i64::MAX, "@@c": 0, "@@d": ""}]));
}

#[tokio::test]
async fn edges_are_printed_with_all_fields() {
    let server = with_people(Generation::V4).await;
    let printed = server
        .prints(
            "ListAccum<EDGE> @@edges; \
             T = SELECT t FROM Person:s -(WorksAt>:e)- Depot:t WHERE e.pay == 20 \
             ACCUM @@edges += e; \
             PRINT @@edges;",
        )
        .await;
    assert_eq!(
        printed[0]["@@edges"],
        json!([{
            "e_type": "WorksAt", "directed": true, "from_id": "ann", "from_type": "Person",
            "to_id": "2", "to_type": "Depot",
            "attributes": {"since": "1970-01-01 00:00:00", "pay": 20},
        }])
    );
}

#[tokio::test]
async fn an_accumulator_of_a_set_prints_its_vertices() {
    let server = with_people(Generation::V4).await;
    let body = "SumAccum<INT> @n; S = {Person.*}; \
                S = SELECT s FROM S:s WHERE s.age == 30 ACCUM s.@n += 2; PRINT S.@n;";
    let expected = json!([{"S": [{"v_id": "ann", "v_type": "Person", "attributes": {"S.@n": 2}}]}]);
    assert_eq!(server.prints(body).await, expected);
}

#[tokio::test]
async fn steps_with_the_same_type_name_are_not_joined() {
    let server = with_people(Generation::V4).await;
    let printed = server
        .prints(
            "SumAccum<INT> @@rows; \
             T = SELECT Person FROM Person -(Knows)- Person ACCUM @@rows += 1; \
             PRINT T, @@rows;",
        )
        .await;
    assert_eq!(ids(&printed[0]["T"]), ["ann", "bob", "cid"]);
    assert_eq!(printed[0]["@@rows"], 4);
    let twice = "T = SELECT Person FROM Person -(Knows)- Person:a, Person -(WorksAt>)- Depot:d;";
    let rejected = server.fails(twice).await;
    assert!(rejected.contains("Person in two patterns without an alias"), "{rejected}");
}

#[tokio::test]
async fn a_set_can_have_declared_types_and_the_type_of_a_parameter() {
    let query = "CREATE QUERY q(STRING kind, SET<STRING> kinds) FOR GRAPH g {
        ListAccum<STRING COMPRESS> @@names;
        S(Person|Depot) = {kind.*}; T (Person | Depot) = {kinds.*};
        U = SELECT s FROM S:s -((WorksAt>.(employs>|<WorksAt)))- :t ACCUM @@names += \"n\";
        V = SELECT t FROM -(WorksAt>:e)- :t;
        W = SELECT t FROM :s -(WorksAt>:e)- Depot:t;
        PRINT S.size() AS s, T.size() AS t, @@names.size() AS n, V.size() AS v, W.size() AS w;
    }";
    let server = with_people(Generation::V4).await;
    let script = format!("USE GRAPH g\n{query}\nINSTALL QUERY q");
    server.emulator.gsql(&script).await.unwrap();
    let arguments = json!({"kind": "Person", "kinds": ["Person", "Depot"]});
    let printed = server.post("/query/g/q", &arguments).await.results();
    // Two people work at depot 1, one of them at depot 2 too: 2 * 2 paths and 1.
    assert_eq!(printed, json!([{"s": 3, "t": 5, "n": 5, "v": 2, "w": 2}]));
    let unknown = server.post("/query/g/q", &json!({"kind": "Nope", "kinds": []})).await;
    let (_, message) = unknown.error();
    assert!(message.contains("the vertex type 'Nope' does not exist"), "{message}");
}

#[tokio::test]
async fn variables_contain_the_names_of_types() {
    let server = with_people(Generation::V4).await;
    let body = "STRING kind = \"Depot\"; SetAccum<STRING> @@kinds; ListAccum<INT> @@sizes;
        S = {kind.*}; @@sizes += S.size(); T = SELECT t FROM kind:t; @@sizes += T.size();
        @@kinds += kind; @@kinds += \"Person\";
        FOREACH k IN @@kinds DO S = {k.*}; @@sizes += S.size(); END;
        PRINT @@sizes;";
    assert_eq!(server.prints(body).await, json!([{"@@sizes": [2, 2, 2, 3]}]));
}

#[tokio::test]
async fn vertices_of_other_types_than_the_declared_ones_are_refused() {
    let server = with_people(Generation::V4).await;
    let other = "the vertex set S has the type Person, not Depot";
    let declared = "a vertex is of another type than its VERTEX<..> declares";
    for (statements, message) in [
        ("S (Person) = {@@all}; PRINT S;", other),
        ("S (Person) = {Person.*}; S = {@@all};", other),
        ("S (Person) = SELECT t FROM Person:s -(:e)- :t;", other),
        ("@@people += @@all;", declared),
        ("FOREACH v IN @@all DO VERTEX<Person> p = v; END;", declared),
    ] {
        let body = format!(
            "SetAccum<VERTEX> @@all; SetAccum<VERTEX<Person>> @@people;
            T = SELECT t FROM :t ACCUM @@all += t; {statements}"
        );
        let found = server.fails(&body).await;
        assert!(found.contains(message), "{statements}: {found}");
    }
    let widened = "SetAccum<VERTEX> @@all; T = SELECT t FROM :t ACCUM @@all += t;
        S (Person) = {Person.*}; S (ANY) = {@@all}; S = {@@all}; PRINT S.size() AS n;
        IF @@all.size() == 5 THEN U (Person) = {Person.*}; ELSE U (Depot) = {Depot.*}; END;
        U = {Person.*}; PRINT U.size() AS n;";
    assert_eq!(server.prints(widened).await, json!([{"n": 5}, {"n": 3}]));
}

#[tokio::test]
async fn each_clause_refuses_what_the_language_does_not_have_there() {
    let server = with_people(Generation::V4).await;
    let set = "cannot be assigned with `=` in ACCUM; assign it in POST-ACCUM";
    for (statements, message) in [
        ("S = SELECT s FROM Person:s ACCUM s.age = 1;", set),
        ("S = SELECT s FROM Person:s ACCUM VERTEX v = s, v.age = 1;", set),
        (
            "S = SELECT e FROM Person:s -(Knows:e)- Person:t;",
            "e is the alias of an edge, and SELECT takes vertices",
        ),
        (
            "S = SELECT s FROM Person:s -(Knows:e)- Person:t POST-ACCUM (e) @@n += e.weight;",
            "e is the alias of an edge, and POST-ACCUM takes vertices",
        ),
        (
            "S = SELECT s FROM Person:s -(Knows:e)- Person:t PER (s) ACCUM @@n += t.age;",
            "the alias t is not in PER",
        ),
        (
            "S = SELECT t FROM Person:s -(Knows:e)- Person:t PER (s) ACCUM @@n += 1;",
            "the alias t is not in PER",
        ),
        (
            "S = SELECT s FROM Person:s -(Knows:e)- Person:t PER (s) ACCUM @@n += 1
                POST-ACCUM t.@a += 1;",
            "the alias t is not in PER",
        ),
        (
            "S = SELECT s FROM Person:s GROUP BY s.age;",
            "a SELECT of a vertex set has no GROUP BY; select columns INTO a table",
        ),
        (
            "SELECT s.age INTO T FROM Person:s ACCUM @@n += 1;",
            "a SELECT of a table has no ACCUM; select vertices, without INTO",
        ),
        (
            "SELECT s.age INTO T FROM Person:s POST-ACCUM @@n += 1;",
            "a SELECT of a table has no POST-ACCUM; select vertices, without INTO",
        ),
        (
            "S = SELECT s FROM Person:s OFFSET 1;",
            "OFFSET without ORDER BY skips any rows; add `ORDER BY` before the limit",
        ),
        ("ListAccum<INT> @@l = [1]; PRINT @@l[0.5];", "expected an INT, found DOUBLE"),
        ("STRING empty; S = {empty};", "the vertex type '' does not exist in graph g"),
        (
            "MapAccum<STRING, INT> @@m; @@m += (\"a\" -> 1); FOREACH x IN @@m DO PRINT x; END;",
            "line 2:112 FOREACH over a MapAccum<STRING, INT> takes 2 variables, not 1",
        ),
    ] {
        let found = server.fails(&format!("SumAccum<FLOAT> @@n, @a; {statements}")).await;
        assert!(found.contains(message), "{statements}: {found}");
    }
    let allowed = "SumAccum<FLOAT> @@n;
        S = SELECT s FROM Person:s -(Knows:e)- Person:t WHERE t.age > 1 PER (s, e)
            ACCUM s.age += 1, e.weight = 2, @@n += e.weight; PRINT @@n;
        UPDATE s FROM Person:s SET s.age = 3;";
    assert_eq!(server.prints(allowed).await, json!([{"@@n": 5}]));
}
