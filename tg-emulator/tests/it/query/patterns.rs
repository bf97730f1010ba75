//! Patterns of several hops in all syntax versions.

use serde_json::{Value, json};
use tg_emulator::{Emulator, Generation};

use crate::support::Server;

/// A chain `a -> b -> c -> d` with a shortcut `a -> c`, an undirected edge between `b` and `x`, and
/// places of two vertices.
async fn server() -> Server {
    let schema = "
        CREATE VERTEX V (PRIMARY_ID id STRING, n INT) WITH primary_id_as_attribute=\"true\"
        CREATE VERTEX P (PRIMARY_ID id STRING)
        CREATE DIRECTED EDGE E (FROM V, TO V, w INT) WITH REVERSE_EDGE=\"rev_E\"
        CREATE UNDIRECTED EDGE U (FROM V, TO V)
        CREATE DIRECTED EDGE At (FROM V, TO P)
        CREATE GRAPH g (*)";
    let server = Server::with(Emulator::builder().generation(Generation::V4).gsql(schema)).await;
    let n = |n: i64| json!({"n": {"value": n}});
    let to = |w: i64| json!({"w": {"value": w}});
    server
        .upsert(&json!({
            "vertices": {
                "V": {"a": n(1), "b": n(2), "c": n(3), "d": n(4), "x": n(5)}, "P": {"p": {}},
            },
            "edges": {"V": {
                "a": {"E": {"V": {"b": to(1), "c": to(5)}}, "At": {"P": {"p": {}}}},
                "b": {"E": {"V": {"c": to(2)}}, "U": {"V": {"x": {}}}},
                "c": {"E": {"V": {"d": to(3)}}},
                "d": {"At": {"P": {"p": {}}}},
            }},
        }))
        .await;
    server
}

/// Returns the rows of a pattern as texts of the ids, sorted.
async fn rows(server: &Server, version: &str, from: &str, aliases: &[&str]) -> Vec<String> {
    let ids: Vec<_> = aliases.iter().map(|alias| format!("{alias}.id")).collect();
    let row = ids.join(" + \"-\" + ");
    let first = aliases[0];
    let text = format!(
        "INTERPRET QUERY () FOR GRAPH g SYNTAX {version} {{
            ListAccum<STRING> @@rows;
            S = SELECT {first} FROM {from} ACCUM @@rows += {row};
            PRINT @@rows;
        }}"
    );
    let printed = server.interpret(&text, "").await.results();
    let mut rows: Vec<String> = printed[0]["@@rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row.as_str().unwrap().to_owned())
        .collect();
    rows.sort();
    rows
}

#[tokio::test]
async fn repetitions_match_the_shortest_paths() {
    let server = server().await;
    for (from, expected) in [
        ("V:s -(E>*1..2)- V:t", vec!["a-b", "a-c", "a-d", "b-c", "b-d", "c-d"]),
        ("V:s -(E>*2)- V:t", vec!["a-c", "a-d", "b-d"]),
        ("V:s -(E>*)- V:t WHERE s.n == 3", vec!["c-c", "c-d"]),
        ("V:s -(E>*1..)- V:t WHERE s.n == 2", vec!["b-c", "b-d"]),
        ("V:s -(E>*..1)- V:t WHERE s.n == 4", vec!["d-d"]),
        ("V:s -((E>|U)*2)- V:t WHERE s.n == 5", vec!["x-c", "x-x"]),
        ("V:s -(E>.E>)- V:t", vec!["a-c", "a-d", "b-d"]),
        ("V:s -(<E.E>)- V:t WHERE s.n == 2", vec!["b-b", "b-c"]),
    ] {
        assert_eq!(rows(&server, "v2", from, &["s", "t"]).await, expected, "{from}");
    }
    for (from, expected) in [
        ("(s:V) -[:E*1..2]-> (t:V)", vec!["a-b", "a-c", "a-d", "b-c", "b-d", "c-d"]),
        ("(s:V) -[:E]->{2,2} (t:V)", vec!["a-c", "a-d", "b-d"]),
        ("(s:V {n: 2}) -[:E]->+ (t:V)", vec!["b-c", "b-d"]),
    ] {
        assert_eq!(rows(&server, "v3", from, &["s", "t"]).await, expected, "{from}");
    }
}

#[tokio::test]
async fn the_versions_spell_the_same_patterns() {
    let server = server().await;
    for (v2, v3, expected) in [
        (
            "V:s -(E>:e)- V:t WHERE e.w > 1",
            "(s:V) -[e:E WHERE e.w > 1]-> (t:V)",
            vec!["a-c", "b-c", "c-d"],
        ),
        ("V:s -(<E)- V:t", "(s:V) <-[:E]- (t:V)", vec!["b-a", "c-a", "c-b", "d-c"]),
        ("V:s -(U)- V:t", "(s:V) ~[:U]~ (t:V)", vec!["b-x", "x-b"]),
        ("V:s -(E>)- :m -(E>)- V:t", "(s:V) -[:E]-> () -[:E]-> (t:V)", vec!["a-c", "a-d", "b-d"]),
        (
            "V:s -((E>|<E|U))- V:t WHERE s.n == 2",
            "(s:V {n: 2}) -[:E|U]- (t:V)",
            vec!["b-a", "b-c", "b-x"],
        ),
        (
            "V:s -(At>)- P:p -(<At)- V:t WHERE s <> t",
            "(s:V) -[:At]-> (p:P) <-[:At]- (t:V) WHERE s <> t",
            vec!["a-d", "d-a"],
        ),
        (
            "V:s -(E>)- V:t, V:s -(At>)- P:p",
            "(s:V) -[:E]-> (t:V), (s) -[:At]-> (p:P)",
            vec!["a-b", "a-c"],
        ),
        (
            "V:s -(E>)- V:m -(E>)- V:t -(<E)- V:s",
            "(s:V) -[:E]-> (m:V) -[:E]-> (t:V) <-[:E]- (s)",
            vec!["a-c"],
        ),
    ] {
        assert_eq!(rows(&server, "v2", v2, &["s", "t"]).await, expected, "{v2}");
        assert_eq!(rows(&server, "v3", v3, &["s", "t"]).await, expected, "{v3}");
    }
}

#[tokio::test]
async fn names_of_types_and_edges_can_be_values() {
    let server = server().await;
    let text =
        "INTERPRET QUERY (SET<STRING> edges, STRING kind, VERTEX<V> v) FOR GRAPH g SYNTAX v1 {
        SetAccum<STRING> @@found; SetAccum<EDGE> @@some; SetAccum<VERTEX> @@ends;
        S = {v};
        T = SELECT t FROM S:s -(edges:e)-> kind:t ACCUM @@found += t.id, @@some += e;
        U = SELECT t FROM S:s -(@@some:e)- :t ACCUM @@ends += t;
        PRINT @@found, @@ends; PRINT U.size() AS n;
    }";
    let url = "edges=E&edges=U&kind=V&v=b";
    let printed = server.interpret(text, url).await.results();
    assert_eq!(printed[0], json!({"@@found": ["c", "x"], "@@ends": printed[0]["@@ends"]}));
    assert_eq!(printed[1], json!({"n": 2}));
}

#[tokio::test]
async fn accum_runs_once_per_combination() {
    let server = server().await;
    let count = async |per: &str| {
        let text = format!(
            "INTERPRET QUERY () FOR GRAPH g SYNTAX v2 {{
                SumAccum<INT> @@n;
                S = SELECT s FROM V:s -(E>)- V:m -((E>|<E))- V:t {per} ACCUM @@n += 1;
                PRINT @@n;
            }}"
        );
        server.interpret(&text, "").await.results()[0]["@@n"].clone()
    };
    assert_eq!(count("").await, json!(9));
    assert_eq!(count("PER (s)").await, json!(3));
    assert_eq!(count("PER (s, m)").await, json!(4));
}

#[tokio::test]
async fn conditions_are_tested_as_soon_as_possible_and_change_nothing() {
    let server = server().await;
    let counted: Value = server
        .prints(
            "SumAccum<INT> @@n; S = SELECT t FROM V:s -(E>)- :m -(At>)- :t
             WHERE s.n == 2 OR m.id == \"d\" ACCUM @@n += 1; PRINT @@n;
             S = SELECT t FROM V:s -(E>)- V:t WHERE s.n != 1 AND 10 / (s.n - 1) > 4;
             PRINT S.size();",
        )
        .await;
    assert_eq!(counted, json!([{"@@n": 1}, {"S.size()": 2}]));
}
