//! Containers within clauses, named types of accumulators, and files as parameters.

use serde_json::json;
use tg_emulator::{Emulator, Generation};

use super::with_people;
use crate::support::Server;

#[tokio::test]
async fn elements_are_added_to_local_containers() {
    let server = with_people(Generation::V4).await;
    let printed = server
        .prints(
            "ListAccum<INT> @@list; SetAccum<INT> @@set; BagAccum<INT> @@bag;
             MapAccum<STRING, INT> @@map; ListAccum<INT> @@nested; SumAccum<INT> @@n;
             S = {Person.*};
             S = SELECT s FROM S:s WHERE s.age == 30 ACCUM
                 LIST<INT> l = [3, 4], SET<INT> s2 = (1, 2), BAG<INT> b, MAP<STRING, INT> m,
                 MAP<STRING, LIST<INT>> ml, MAP<INT, VERTEX> mv,
                 l += 5, l += [6, 7], s2 += 2, s2 += (8, 9), b += 1, b += 1,
                 m += (\"a\" -> 1), m += (\"a\" -> 2), m += (\"b\" -> 7),
                 ml += (\"x\" -> 1), ml += (\"x\" -> [2, 3]), mv += (1 -> s), mv += (1 -> s),
                 @@list += l, @@set += s2, @@bag += b, @@map += m, @@nested += ml.get(\"x\"),
                 @@n += mv.size();
             PRINT @@list, @@set, @@bag, @@map, @@nested, @@n;",
        )
        .await;
    assert_eq!(
        printed,
        json!([{
            "@@list": [3, 4, 5, 6, 7], "@@set": [1, 2, 8, 9], "@@bag": [1, 1],
            "@@map": {"a": 3, "b": 7}, "@@nested": [1, 2, 3], "@@n": 1,
        }])
    );
    let failed = server
        .fails("S = {Person.*}; S = SELECT s FROM S:s ACCUM MAP<STRING, INT> m, m += 1;")
        .await;
    assert_eq!(failed, "Runtime Error: expected an entry of a map, found INT.");
}

#[tokio::test]
async fn the_first_value_of_a_group_can_have_a_named_type() {
    let server = with_people(Generation::V4).await;
    let script = "TYPEDEF HeapAccum<Pair>(1, n DESC) Best";
    let printed = server
        .prints(
            "TYPEDEF TUPLE<INT n, STRING name> Row; TYPEDEF HeapAccum<Row>(2, n DESC) Top;
             TYPEDEF MapAccum<STRING, INT> Counts;
             GroupByAccum<INT k, Top top> @@a; GroupByAccum<Row k, Counts c, Top top> @@b;
             @@a += (1 -> Row(8, \"s\")); @@a += (1 -> Row(9, \"t\"));
             @@b += (Row(1, \"r\") -> (\"x\" -> 2), Row(3, \"q\"));
             PRINT @@a, @@b, @@a.get(1).top.top().name;",
        )
        .await;
    assert_eq!(
        printed,
        json!([{
            "@@a": [{"k": 1, "top": [{"n": 9, "name": "t"}, {"n": 8, "name": "s"}]}],
            "@@b": [{"k": {"n": 1, "name": "r"}, "c": {"x": 2}, "top": [{"n": 3, "name": "q"}]}],
            "@@a.get(1).top.top().name": "t",
        }])
    );
    let script = format!("TYPEDEF TUPLE<n INT> Pair {script}");
    server.emulator.gsql(&script).await.expect("the types are created");
    let printed = server
        .prints("GroupByAccum<INT k, Best best> @@g; @@g += (1 -> Pair(4)); PRINT @@g;")
        .await;
    assert_eq!(printed, json!([{"@@g": [{"k": 1, "best": [{"n": 4}]}]}]));
}

#[tokio::test]
async fn a_file_is_a_parameter_of_queries() {
    let folder = tempfile::tempdir().expect("a folder");
    let builder = Emulator::builder().generation(Generation::V4).gsql(crate::support::SCHEMA);
    let server = Server::with(builder.data_root(folder.path())).await;
    let queries = "USE GRAPH g
        CREATE QUERY line(FILE f, INT n) RETURNS (INT) { f.println(\"line\", n); RETURN n; }
        CREATE QUERY all(FILE f) {
            FILE own (\"own.csv\"); f.println(\"first\", 1.5, true); PRINT line(f, 2) AS a;
            PRINT line(own, 3) AS b; PRINT \"x\", 4 TO_CSV f; PRINT line(\"third.csv\", 5) AS c;
        }
        INSTALL QUERY ALL";
    server.emulator.gsql(queries).await.expect("the queries are installed");
    let printed = server.get("/query/g/all?f=f.csv").await.results();
    assert_eq!(printed, json!([{"a": 2}, {"b": 3}, {"c": 5}]));
    let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("a file");
    assert_eq!(text("f.csv"), "first,1.5,true\nline,2\nx,4\n");
    assert_eq!(text("own.csv"), "line,3\n");
    assert_eq!(text("third.csv"), "line,5\n");
}
