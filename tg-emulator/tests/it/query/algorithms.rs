//! Algorithms as users write them, with results that were computed by hand.

use serde_json::json;
use tg_emulator::{Emulator, Generation};

use crate::support::Server;

/// Two components: a cycle `a -> b -> c -> a` with a tail `c -> d`, and `x -> y`.
async fn server() -> Server {
    let schema = "
        CREATE VERTEX V (PRIMARY_ID id STRING, score FLOAT)
        CREATE DIRECTED EDGE E (FROM V, TO V, w FLOAT) WITH REVERSE_EDGE=\"rev_E\"
        CREATE GRAPH g (*)";
    let server = Server::with(Emulator::builder().generation(Generation::V4).gsql(schema)).await;
    let to = |name: &str, w: f64| json!({name: {"w": {"value": w}}});
    server
        .upsert(&json!({"edges": {"V": {
            "a": {"E": {"V": to("b", 1.0)}}, "b": {"E": {"V": to("c", 1.0)}},
            "c": {"E": {"V": {"a": {"w": {"value": 1}}, "d": {"w": {"value": 4}}}}},
            "x": {"E": {"V": to("y", 1.0)}},
        }}}))
        .await;
    server
}

#[tokio::test]
async fn the_rank_of_pages() {
    let server = server().await;
    let text = "INTERPRET QUERY (STRING v_type, STRING e_type, FLOAT max_change = 0.0001,
        INT iterations = 50, FLOAT damping = 0.85, INT top_k = 2, STRING result = \"\",
        STRING file_path = \"\") FOR GRAPH g SYNTAX V1 {
        TYPEDEF TUPLE<VERTEX Vertex_ID, FLOAT score> Vertex_Score;
        HeapAccum<Vertex_Score>(top_k, score DESC) @@top;
        MaxAccum<FLOAT> @@max_diff = 9999;
        SumAccum<FLOAT> @received = 0;
        SumAccum<FLOAT> @score = 1;
        FILE f (file_path);
        Start = {v_type};
        WHILE @@max_diff > max_change LIMIT iterations DO
            @@max_diff = 0;
            V = SELECT s FROM Start:s -(e_type:e)- v_type:t
                ACCUM t.@received += s.@score / (s.outdegree(e_type))
                POST-ACCUM s.@score = (1.0 - damping) + damping * s.@received,
                    s.@received = 0,
                    @@max_diff += abs(s.@score - s.@score');
        END;
        V = SELECT s FROM Start:s
            POST-ACCUM
                IF result != \"\" THEN s.setAttr(result, s.@score) END,
                IF file_path != \"\" THEN f.println(s, s.@score) END,
                @@top += Vertex_Score(s, s.@score);
        PRINT @@top.size() AS n, @@top.top().Vertex_ID AS best;
    }";
    let url = "v_type=V&e_type=E&result=score&iterations=1";
    let printed = server.interpret(text, url).await.results();
    assert_eq!(printed, json!([{"n": 2, "best": "b"}]));
    let scores = "S = {V.*}; MapAccum<STRING, FLOAT> @@m;
        S = SELECT s FROM S:s ACCUM @@m += (to_string(getvid(s)) -> s.score); PRINT @@m.size() AS n;
        S = SELECT s FROM S:s WHERE s.score > 0.99; PRINT S.size() AS n;";
    assert_eq!(server.prints(scores).await, json!([{"n": 6}, {"n": 4}]));
}

#[tokio::test]
async fn connected_components() {
    let server = server().await;
    let printed = server
        .prints(
            "MinAccum<INT> @cc = 0; OrAccum @@changed = true; MapAccum<INT, INT> @@sizes;
             ListAccum<INT> @@all; S = {V.*};
             S = SELECT s FROM S:s POST-ACCUM s.@cc = getvid(s);
             WHILE @@changed DO
               @@changed = false;
               T = SELECT t FROM S:s -((E>|rev_E>):e)- V:t
                   ACCUM t.@cc += s.@cc
                   POST-ACCUM CASE WHEN t.@cc != t.@cc' THEN @@changed += true END;
             END;
             S = SELECT s FROM S:s POST-ACCUM @@sizes += (s.@cc -> 1);
             FOREACH (id, size) IN @@sizes DO @@all += size; END;
             PRINT @@all;",
        )
        .await;
    assert_eq!(printed, json!([{"@@all": [4, 2]}]));
}

#[tokio::test]
async fn components_whose_frontier_is_what_changed() {
    let body = "MinAccum<INT> @cc; SetAccum<INT> @@all; SumAccum<INT> @@rounds; S = {V.*};
        S = SELECT s FROM S:s POST-ACCUM s.@cc = getvid(s);
        WHILE S.size() > 0 LIMIT 20 DO
          @@rounds += 1;
          S = SELECT t FROM S:s -((E>|rev_E>):e)- V:t ACCUM t.@cc += s.@cc
              HAVING t.@cc != t.@cc';
        END;
        S = SELECT s FROM V:s ACCUM @@all += s.@cc;
        PRINT @@all.size() AS n, @@rounds > 1 AS several, @@rounds < 20 AS ended;";
    let expected = json!([{"n": 2, "several": true, "ended": true}]);
    assert_eq!(server().await.prints(body).await, expected);
}

/// Parts of expressions that are the same for all edges of a vertex are evaluated once.
#[tokio::test]
async fn expressions_of_the_first_vertex_beside_those_of_the_edge() {
    let body = "SumAccum<DOUBLE> @got; SumAccum<INT> @seen; MapAccum<STRING, DOUBLE> @@m;
        S = {V.*}; INT factor = 10;
        T = SELECT t FROM S:s -(E>:e)- V:t
            ACCUM DOUBLE share = factor * 1.0 / s.outdegree(\"E\"),
                  IF s.outdegree(\"E\") == 1 OR e.w > 2 THEN
                      t.@got += share * e.w + s.@seen END,
                  s.@seen += 1
            POST-ACCUM (t) @@m += (t.id -> t.@got + 1.0 * factor);
        PRINT @@m;";
    let schema =
        "CREATE VERTEX V (PRIMARY_ID id STRING, w INT) WITH PRIMARY_ID_AS_ATTRIBUTE=\"true\"
        CREATE DIRECTED EDGE E (FROM V, TO V, w INT) CREATE GRAPH g (*)";
    let server = Server::with(Emulator::builder().generation(Generation::V4).gsql(schema)).await;
    let to = |w: i64| json!({"w": {"value": w}});
    server
        .upsert(&json!({"edges": {"V": {
            "a": {"E": {"V": {"b": to(1)}}}, "b": {"E": {"V": {"c": to(3), "a": to(2)}}},
            "c": {"E": {"V": {"a": to(5)}}},
        }}}))
        .await;
    // a -> b: 10 * 1; b -> c: 5 * 3; b -> a is neither; c -> a: 10 * 5.
    let expected = json!([{"@@m": {"a": 60, "b": 20, "c": 25}}]);
    assert_eq!(server.prints(body).await, expected);
}

#[tokio::test]
async fn weighted_shortest_paths() {
    let server = server().await;
    let text = "INTERPRET QUERY (VERTEX<V> source) FOR GRAPH g SYNTAX v2 {
        TYPEDEF TUPLE<FLOAT distance, VERTEX previous> Path;
        MinAccum<Path> @path; OrAccum @visited; MapAccum<STRING, FLOAT> @@distances;
        S = {source};
        S = SELECT s FROM S:s ACCUM s.@path = Path(0, s), s.@visited = true;
        WHILE S.size() > 0 LIMIT 10 DO
            S = SELECT t FROM S:s -(E>:e)- V:t
                WHERE NOT t.@visited OR s.@path.distance + e.w < t.@path.distance
                ACCUM t.@path += Path(s.@path.distance + e.w, s)
                POST-ACCUM t.@visited = true;
        END;
        All = {V.*};
        All = SELECT s FROM All:s WHERE s.@visited
              POST-ACCUM @@distances += (to_string(s.@path.distance) -> 1);
        PRINT All.size() AS n, @@distances;
    }";
    let printed = server.interpret(text, "source=a").await.results();
    assert_eq!(printed, json!([{"n": 4, "@@distances": {"0": 1, "1": 1, "2": 1, "6": 1}}]));
}

#[tokio::test]
async fn triangles() {
    let server = server().await;
    let body = "SumAccum<INT> @@n;
        S = SELECT a FROM V:a -(E>)- V:b -(E>)- V:c -(E>)- V:a ACCUM @@n += 1; PRINT @@n / 3 AS n;
        SetAccum<VERTEX> @near; SumAccum<INT> @@common; S = {V.*};
        T = SELECT s FROM S:s -((E>|rev_E>))- V:t ACCUM s.@near += t;
        T = SELECT s FROM S:s -(E>)- V:t ACCUM @@common += (s.@near INTERSECT t.@near).size();
        PRINT @@common / 3 AS n;
        @@common = 0;
        T = SELECT s FROM S:s -(E>)- V:t ACCUM @@common += COUNT(s.@near INTERSECT t.@near);
        PRINT @@common / 3 AS n;";
    assert_eq!(server.prints(body).await, json!([{"n": 1}, {"n": 1}, {"n": 1}]));
}
