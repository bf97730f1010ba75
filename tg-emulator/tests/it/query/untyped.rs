//! Patterns with edges of any type.

use serde_json::{Value, json};
use tg_emulator::{Emulator, Generation};

use crate::support::Server;

/// `a` has an outgoing edge, an undirected edge, a directed and an undirected loop, and an incoming
/// edge of a type without a reverse type.
async fn server() -> Server {
    let schema = "
        CREATE VERTEX V (PRIMARY_ID id STRING)
        CREATE DIRECTED EDGE E (FROM V, TO V, w INT) WITH REVERSE_EDGE=\"rev_E\"
        CREATE DIRECTED EDGE O (FROM V, TO V)
        CREATE UNDIRECTED EDGE U (FROM V, TO V)
        CREATE GRAPH g (*)";
    let server = Server::with(Emulator::builder().generation(Generation::V4).gsql(schema)).await;
    let to = |names: &[&str]| -> Value { names.iter().map(|it| (*it, json!({}))).collect() };
    server
        .upsert(&json!({
            "vertices": {"V": {"a": {}, "b": {}, "c": {}, "d": {}}},
            "edges": {"V": {
                "a": {"E": {"V": to(&["a", "b"])}, "U": {"V": to(&["a", "c"])}},
                "c": {"O": {"V": to(&["a"])}},
            }},
        }))
        .await;
    server
}

/// Returns the number of matches from each vertex.
async fn degrees(server: &Server, from: &str) -> Value {
    let text = format!(
        "INTERPRET QUERY () FOR GRAPH g {{
            SumAccum<INT> @degree; MapAccum<VERTEX, INT> @@degrees; S = {{V.*}};
            T = SELECT s FROM {from}
                ACCUM s.@degree += 1
                POST-ACCUM @@degrees += (s -> s.@degree);
            PRINT @@degrees;
        }}"
    );
    server.interpret(&text, "").await.results()[0]["@@degrees"].clone()
}

#[tokio::test]
async fn an_edge_without_a_type_is_everything_at_the_vertex() {
    let server = server().await;
    // `a`: E twice for the loop and once to `b`; U once for the loop and once to `c`; O from `c`.
    let expected = json!({"a": 6, "b": 1, "c": 2});
    for from in
        ["S:s -(:e)- :t", "V:s -(:e)- :t", "S:s -(:e)- V:t", "V:s -(ANY:e)- V:t", "V:s -()- V:t"]
    {
        assert_eq!(degrees(&server, from).await, expected, "{from}");
    }
    // An edge without a reverse type is not stored at its target, which version 1 does not follow.
    let expected = json!({"a": 5, "b": 1, "c": 2});
    assert_eq!(degrees(&server, "S:s -(:e)-> :t").await, expected);
    let body =
        "SumAccum<INT> @@n; T = SELECT s FROM V:s -()- V:t -()- :u ACCUM @@n += 1; PRINT @@n;";
    assert_eq!(server.prints(body).await, json!([{"@@n": 41}]));
}

#[tokio::test]
async fn an_arrow_without_a_type_means_all_directed_types() {
    let server = server().await;
    for from in ["V:s -(_>:e)- V:t", "V:s -(ANY>:e)- V:t"] {
        let expected = json!({"a": 3, "b": 1, "c": 1});
        assert_eq!(degrees(&server, from).await, expected, "{from}");
    }
    let expected = json!({"a": 4, "b": 1});
    assert_eq!(degrees(&server, "V:s -(<_:e)- V:t").await, expected);
    let expected = json!({"a": 2, "c": 1});
    assert_eq!(degrees(&server, "V:s -(_:e)- V:t").await, expected);
    assert_eq!(degrees(&server, "V:s -((E>|_):e)- V:t").await, json!({"a": 4, "c": 1}));
}

#[tokio::test]
async fn an_edge_that_is_seen_from_its_target_is_of_the_reverse_type() {
    let server = server().await;
    let printed = server
        .prints(
            "ListAccum<STRING> @@types; ListAccum<EDGE> @@edges; S = {V.*};
             T = SELECT s FROM S:s -(:e)- :t WHERE t == to_vertex(\"a\", \"V\")
                   AND s == to_vertex(\"b\", \"V\")
                 ACCUM @@types += e.type, @@edges += e;
             PRINT @@types, @@edges;",
        )
        .await;
    assert_eq!(printed[0]["@@types"], json!(["rev_E"]));
    let edge = &printed[0]["@@edges"][0];
    assert_eq!((&edge["e_type"], &edge["from_id"]), (&json!("rev_E"), &json!("b")));
}

/// The texts of a public client for Python: it counts each edge at both of its ends.
#[tokio::test]
async fn edges_are_counted_and_neighbors_found_without_a_type() {
    let server = server().await;
    let count = |edge: &str, twice: &str| {
        format!(
            "SumAccum<INT> @@sum; Nodes = {{ANY}};
             Nodes = SELECT s FROM Nodes:s -({edge}:e)- :t
               ACCUM VERTEX a = s, VERTEX b = t,
                 IF (a == b AND NOT e.isDirected()) {twice} THEN @@sum += 2 ELSE @@sum += 1 END;
             PRINT @@sum / 2 AS number_of_edges;"
        )
    };
    let numbers = [("", "", 5), ("E", "OR e.isDirected()", 2), ("U", "OR e.isDirected()", 2)];
    for (edge, twice, expected) in numbers {
        let text = format!("INTERPRET QUERY () FOR GRAPH g {{ {} }}", count(edge, twice));
        let printed = server.interpret(&text, "").await.results();
        assert_eq!(printed, json!([{"number_of_edges": expected}]), "{edge}");
    }
    let text = "INTERPRET QUERY (SET<VERTEX<V>> start_nodes) FOR GRAPH g {
        SetAccum<EDGE> @@edges; SumAccum<INT> @@degree;
        Nodes = {start_nodes};
        Neighbors = SELECT t FROM Nodes:s -((E|U):e)- ((V)):t;
        All = SELECT t FROM Nodes:s -(:e)- V:t ACCUM @@edges += e, @@degree += 1;
        PRINT Neighbors.size() AS neighbors, All.size() AS n, @@edges.size() AS edges, @@degree;
    }";
    let printed = server.interpret(text, "start_nodes=a").await.results();
    // The directed loop is one edge of its type, and one of the reverse type.
    let expected = json!([{"neighbors": 3, "n": 3, "edges": 6, "@@degree": 6}]);
    assert_eq!(printed, expected);
}
