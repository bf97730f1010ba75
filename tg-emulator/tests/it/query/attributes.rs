//! Attributes that are read and written by names that are values.

use serde_json::json;
use tg_emulator::{Emulator, Generation};

use super::with_people;
use crate::support::Server;

#[tokio::test]
async fn a_value_has_the_type_that_get_attr_names() {
    let schema = "
        CREATE VERTEX V (PRIMARY_ID id STRING, n INT, u UINT, x FLOAT, l LIST<INT>, s SET<STRING>)
        CREATE UNDIRECTED EDGE E (FROM V, TO V, n INT, w DOUBLE DEFAULT \"0.25\")
        CREATE GRAPH g (*)";
    let server = Server::with(Emulator::builder().generation(Generation::V4).gsql(schema)).await;
    let attributes = json!({"n": {"value": 7}, "u": {"value": 3}, "x": {"value": 6.5},
        "l": {"value": [3, 3, 4]}, "s": {"value": ["a"]}});
    let edges = json!({"V": {"a": {"E": {"V": {"a": {"n": {"value": 5}}}}}}});
    server.upsert(&json!({"vertices": {"V": {"a": attributes}}, "edges": edges})).await;
    let of_vertices = [
        ("s.getAttr(\"n\", \"FLOAT\") / 2", json!(3.5)),
        ("s.getAttr(\"n\", \"double\") / 2", json!(3.5)),
        ("s.getAttr(\"n\", ty) / 2", json!(3.5)),
        ("s.getAttr(\"n\", \"INT\") / 2", json!(3)),
        ("s.getAttr(\"u\", \"FLOAT\") / 2", json!(1.5)),
        ("s.getAttr(\"x\", \"INT\") * 2", json!(12)),
        ("s.getAttr(\"x\", \"FLOAT\") * 2", json!(13)),
        ("s.getAttr(\"l\", \"SET<INT>\").size()", json!(2)),
        ("s.getAttr(\"l\", \"LIST < DOUBLE >\").get(0) / 2", json!(1.5)),
        ("s.getAttr(\"s\", \"LIST<STRING>\").get(0) + \"b\"", json!("ab")),
        ("s.getAttr(\"n\", \"Other\") / 2", json!(3)),
    ];
    for (expr, expected) in of_vertices {
        let body = format!(
            "STRING ty = \"FLOAT\"; MapAccum<INT, BagAccum<STRING>> @@t; S = {{V.*}};
             SELECT {expr} AS x INTO T FROM S:s; PRINT T;"
        );
        assert_eq!(server.prints(&body).await, json!([{"T": [{"x": expected}]}]), "{expr}");
    }
    let of_edges = [
        ("e.getAttr(\"n\", \"FLOAT\") / 2", json!(2.5)),
        ("e.getAttr(\"n\", \"DOUBLE\") / 2", json!(2.5)),
        ("e.getAttr(name, \"INT\") / 2 + e.n", json!(7)),
        ("e.getAttr(name) / 2 + e.w", json!(2.25)),
        ("e.getAttr(\"w\", \"INT\") + s.getAttr(name, \"INT\") % 4", json!(3)),
    ];
    for (expr, expected) in of_edges {
        let body = format!(
            "SumAccum<DOUBLE> @@w; STRING name = \"n\"; S = {{V.*}};
             S = SELECT s FROM S:s -(E:e)- V:t ACCUM @@w += {expr}; PRINT @@w;"
        );
        assert_eq!(server.prints(&body).await, json!([{"@@w": expected}]), "{expr}");
    }
}

#[tokio::test]
async fn an_attribute_that_cannot_be_read_or_written_is_named() {
    let server = with_people(Generation::V4).await;
    for (name, clause, expected) in [
        ("aeg", "ACCUM @@n += s.getAttr(a, \"INT\")", "the vertex type Person does not have the"),
        ("w", "ACCUM @@n += e.getAttr(a, \"INT\")", "the edge type Knows does not have the"),
        ("aeg", "POST-ACCUM s.setAttr(a, 1)", "the vertex type Person does not have the"),
        ("w", "ACCUM e.setAttr(a, 1)", "the edge type Knows does not have the"),
        ("alive", "ACCUM @@n += s.getAttr(a, \"INT\")", "is of type BOOL, getAttr asks for INT."),
        (
            "age",
            "ACCUM @@n += length(s.getAttr(a, \"STRING\"))",
            "is of type INT, getAttr asks for STRING.",
        ),
    ] {
        let body = format!(
            "STRING a = \"{name}\"; SumAccum<INT> @@n;
             S = SELECT s FROM Person:s -(Knows:e)- Person:t {clause};"
        );
        let error = server.fails(&body).await;
        assert!(error.contains(expected), "{clause}: {error}");
        assert!(error.contains(&format!("the attribute {name}")), "{clause}: {error}");
    }
}

#[tokio::test]
async fn what_identifies_a_vertex_or_edge_cannot_be_changed() {
    let schema = "
        CREATE VERTEX K (name STRING PRIMARY KEY, n INT)
        CREATE VERTEX I (PRIMARY_ID id STRING) WITH PRIMARY_ID_AS_ATTRIBUTE=\"true\"
        CREATE DIRECTED EDGE E (FROM K, TO K, DISCRIMINATOR(d INT), n INT)
        CREATE GRAPH g (*)";
    let server = Server::with(Emulator::builder().generation(Generation::V4).gsql(schema)).await;
    let edge = json!({"d": {"value": 1}});
    let edges = json!({"K": {"a": {"E": {"K": {"a": edge}}}}});
    server.upsert(&json!({"vertices": {"I": {"i": {}}}, "edges": edges})).await;
    for (body, expected) in [
        ("UPDATE s FROM K:s SET s.name = \"x\";", "`s.name` is the key of the vertex"),
        ("S = SELECT s FROM K:s POST-ACCUM s.setAttr(\"name\", \"x\");", "the key of a vertex"),
        ("S = SELECT s FROM I:s POST-ACCUM s.id = \"x\";", "`s.id` is the key of the vertex"),
        ("UPDATE e FROM K:s -(E>:e)- K:t SET e.d = 2;", "`e.d` is part of the edge's"),
        ("S = SELECT s FROM K:s -(E>:e)- K:t ACCUM e.setAttr(\"d\", 2);", "the discriminator of"),
    ] {
        let error = server.fails(body).await;
        assert!(error.contains(expected), "{body}: {error}");
    }
    let body = "UPDATE s FROM K:s SET s.n = 3; UPDATE e FROM K:s -(E>:e)- K:t SET e.n = 4;";
    assert_eq!(server.prints(body).await, json!([]));
    let body = "SELECT s.name AS s, s.n AS n, e.d AS d, e.n AS m INTO T
                FROM K:s -(E>:e)- K:t; PRINT T;";
    assert_eq!(server.prints(body).await, json!([{"T": [{"s": "a", "n": 3, "d": 1, "m": 4}]}]));
}
