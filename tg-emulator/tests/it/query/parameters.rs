//! Parameters, in URLs and in JSON.

use serde_json::{Value, json};
use tg_emulator::Generation;

use super::{with_people, with_queries};
use crate::support::{BOTH, Server};

const ALL: &str = "CREATE QUERY q(INT i, UINT u, FLOAT f, DOUBLE d, BOOL b, STRING s, DATETIME t, \
                   VERTEX<Person> p, VERTEX v, SET<INT> si, BAG<STRING> bs, LIST<DOUBLE> ld, \
                   SET<VERTEX<Person>> sp, SET<VERTEX> sv) FOR GRAPH g {\n  \
                   PRINT i, u, f, d, b, s, t, p, v, si, bs, ld, sp, sv;\n}";

async fn server(generation: Generation, query: &str) -> Server {
    let server = with_people(generation).await;
    let script = format!("USE GRAPH g\n{query}\nINSTALL QUERY ALL\n");
    server.emulator.gsql(&script).await.unwrap_or_else(|error| panic!("{error}"));
    server
}

#[tokio::test]
async fn every_type_can_be_passed_in_url_and_json() {
    let expected = json!([{
        "i": i64::MIN, "u": u64::MAX, "f": 1.5, "d": 0.1, "b": true, "s": "a+b %", "p": "ann",
        "t": "2024-01-15 10:30:00", "v": "1", "si": [1, 5], "bs": ["x", "x"], "ld": [1, 0.5],
        "sp": ["ann", "bob"], "sv": ["ann", "2"],
    }]);
    for generation in BOTH {
        let server = server(generation, ALL).await;
        for (open, close) in [("[", "]"), ("%5B", "%5D")] {
            let url = format!(
                "/query/g/q?i={}&u={}&f=1.5&d=0.1&b=True&s=a+b%20%25\
                 &t=2024-01-15%2010%3A30%3A00&p=ann\
                 &p.type=Person&v=1&v.type=Depot&si=1&si=5&si=1&bs=x&bs=x&ld=1&ld=0.5&sp=ann&sp=bob\
                 &sv{open}0{close}=ann&sv{open}0{close}.type=Person\
                 &sv{open}1{close}=2&sv{open}1{close}.type=Depot",
                i64::MIN,
                u64::MAX
            );
            assert_eq!(server.get(&url).await.results(), expected);
        }
        let body = json!({
            "i": i64::MIN, "u": u64::MAX, "f": 1.5, "d": 0.1, "b": true, "s": "a+b %25",
            "t": "2024-01-15 10:30:00", "p": {"id": "ann", "type": "Person"},
            "v": {"id": 1, "type": "Depot"}, "si": [1, 5, 1], "bs": ["x", "x"], "ld": [1, 0.5],
            "sp": [{"id": "ann"}, {"id": "bob"}],
            "sv": [{"id": "ann", "type": "Person"}, {"id": "2", "type": "Depot"}],
        });
        assert_eq!(server.post("/query/g/q", &body).await.results(), expected);
    }
}

#[tokio::test]
async fn interpreted_queries_accept_parameters_in_the_url() {
    for generation in BOTH {
        let server = with_people(generation).await;
        let text = "INTERPRET QUERY (INT n, SET<VERTEX<Person>> people, VERTEX v) FOR GRAPH g {\n  \
                    PRINT n, people, v;\n}";
        let url = "n=7&people=ann&people=bob&v=2&v.type=Depot";
        let expected = json!([{"n": 7, "people": ["ann", "bob"], "v": "2"}]);
        assert_eq!(server.interpret(text, url).await.results(), expected);
        let (code, message) = server.interpret(text, "n=7&people=ann").await.error();
        assert_eq!((&*code, &*message), ("3001", "Runtime Error: Parameter v is NULL."));
    }
}

#[tokio::test]
async fn empty_lists_empty_bodies_and_defaults() {
    let query = "CREATE QUERY q(SET<INT> s, STRING d = \"x\") FOR GRAPH g { PRINT s, d; } \
                 CREATE QUERY r(INT n = -3, DATETIME t = to_datetime(\"2020-01-01\")) \
                 FOR GRAPH g { PRINT n, t; }";
    let server = with_queries(Generation::V4, query).await;
    let posted = server.post("/query/g/q", &json!({"s": []})).await.results();
    assert_eq!(posted, json!([{"s": [], "d": "x"}]));
    let expected = json!([{"n": -3, "t": "2020-01-01 00:00:00"}]);
    assert_eq!(server.rest(reqwest::Method::POST, "/query/g/r", "").await.results(), expected);
    assert_eq!(server.post("/query/g/r", &json!({})).await.results(), expected);
}

#[tokio::test]
async fn a_datetime_can_have_a_t_a_fraction_and_a_zone() {
    let query = "CREATE QUERY q(DATETIME t = \"2012-02-07T12:12:27.096z\") FOR GRAPH g {
        PRINT t, to_datetime(\"2012-02-07T12:12:27.096+00:00\") AS u;
    }";
    for generation in BOTH {
        let server = server(generation, query).await;
        let expected = json!([{"t": "2012-02-07 12:12:27", "u": "2012-02-07 12:12:27"}]);
        for text in ["2012-02-07T12:12:27.096+00:00", "2012-02-07T12:12:27.096z"] {
            let url = format!("/query/g/q?t={}", text.replace('+', "%2B"));
            assert_eq!(server.get(&url).await.results(), expected, "{text}");
            let posted = server.post("/query/g/q", &json!({"t": text})).await.results();
            assert_eq!(posted, expected, "{text}");
            let script = format!("USE GRAPH g\nRUN QUERY q(\"{text}\")");
            let output = server.emulator.gsql(&script).await.unwrap();
            assert!(output.contains("\"t\": \"2012-02-07 12:12:27\""), "{output}");
            // A DATETIME of the shell's data statements, and the condition of one.
            let script = format!(
                "USE GRAPH g\nUPSERT Person VALUES (\"x\", 1, 1, true, \"{text}\")\n\
                 SELECT id FROM Person WHERE born == to_datetime(\"{text}\")"
            );
            let output = server.emulator.gsql(&script).await.unwrap();
            assert!(output.contains("\"v_id\":\"x\""), "{output}");
        }
        assert_eq!(server.get("/query/g/q").await.results(), expected);
        // An upsert is stricter.
        let body =
            json!({"vertices": {"Person": {"a": {"born": {"value": "2012-02-07T12:12:27"}}}}});
        assert_eq!(server.post("/graph/g", &body).await.code(), "REST-30200");
    }
}

#[tokio::test]
async fn invalid_parameters_are_rejected_with_the_messages_of_the_server() {
    for generation in BOTH {
        let server = server(
            generation,
            "CREATE QUERY n(INT n1) FOR GRAPH g { PRINT n1; } \
             CREATE QUERY p(VERTEX<Person> input_card) FOR GRAPH g { PRINT input_card; } \
             CREATE QUERY v(VERTEX v) FOR GRAPH g { PRINT v; } \
             CREATE QUERY s(STRING s) FOR GRAPH g { PRINT s; }",
        )
        .await;
        let get = async |path: &str| server.get(&format!("/query/g/{path}")).await.error();
        let post = async |name: &str, body: Value| {
            server.post(&format!("/query/g/{name}"), &body).await.error()
        };
        let is = |(code, message): (String, String), expected: (&str, &str)| {
            assert_eq!(code, expected.0, "{message}");
            assert!(message.contains(expected.1), "{message}");
        };
        let wrong = "Values of parameter n1 must be INT64 type, invalid value [a] provided.";
        is(get("n?n1=a").await, ("REST-30000", wrong));
        is(post("n", json!({"n1": "a"})).await, ("REST-30000", wrong));
        is(post("n", json!({"n1": 1.5})).await, ("REST-30000", "[1.5]"));
        is(get("n").await, ("3001", "Runtime Error: Parameter n1 is NULL."));
        is(get("n?n1=1&n2=2").await, ("REST-30000", "'n2' is not declared"));
        is(get("n?n1=1&n1=2").await, ("REST-30000", "takes one value"));
        let no_id = "'id' is not found in the VERTEX parameter 'input_card'.";
        is(post("p", json!({"input_card": "ann"})).await, ("REST-30000", no_id));
        is(post("p", json!({"input_card": {"type": "Person"}})).await, ("REST-30000", no_id));
        is(
            post("p", json!({"input_card": {"id": "ann", "type": "Depot"}})).await,
            ("REST-30000", "Depot"),
        );
        let unknown = "Failed to convert user vertex id for parameter input_card";
        is(get("p?input_card=nobody").await, ("", unknown));
        is(post("p", json!({"input_card": {"id": "nobody"}})).await, ("", unknown));
        is(post("v", json!({"v": {"id": "ann"}})).await, ("REST-30000", "type"));
        is(get("v?v=ann").await, ("REST-30000", "v.type"));
        is(post("s", json!({"s": "100%"})).await, ("REST-30000", "percent"));
        is(post("s", json!({"s": 5})).await, ("REST-30000", "STRING"));
        is(post("s", json!([1])).await, ("REST-30000", "object"));
        let answer = server.rest(reqwest::Method::POST, "/query/g/s", "{\"s\":").await;
        assert_eq!(answer.code(), "REST-2001");
    }
}

#[tokio::test]
async fn unknown_ids_in_sets_are_ignored_with_a_warning() {
    let query = "CREATE QUERY q(SET<VERTEX<Person>> p) FOR GRAPH g { PRINT p; }";
    let server = server(Generation::V4, query).await;
    let answer = server.get("/query/g/q?p=ann&p=nobody").await;
    assert_eq!(answer.results(), json!([{"p": ["ann"]}]));
    let message = answer.json()["message"].clone();
    assert_eq!(message, "Runtime Warning: 1 ids are invalid Person vertex ids.");
}

#[tokio::test]
async fn unknown_ids_of_to_vertex_set_are_ignored_with_a_warning() {
    let query = "CREATE QUERY inner(SET<STRING> ids) FOR GRAPH g RETURNS (INT) {
                   S = to_vertex_set(ids, \"Depot\"); RETURN S.size(); }
                 CREATE QUERY q(SET<STRING> ids) FOR GRAPH g {
                   S = to_vertex_set(ids, \"Person\"); T = to_vertex_set(ids, \"Person\");
                   PRINT S.size() + T.size() AS n, inner(ids) AS depots; }";
    let server = server(Generation::V4, query).await;
    let answer = server.get("/query/g/q?ids=ann&ids=1&ids=nobody").await;
    assert_eq!(answer.results(), json!([{"n": 2, "depots": 1}]));
    let message = answer.json()["message"].clone();
    assert_eq!(
        message,
        "Runtime Warning: 2 ids are invalid Depot vertex ids. \
         Runtime Warning: 2 ids are invalid Person vertex ids."
    );
    let message = server.get("/query/g/q?ids=ann").await.json()["message"].clone();
    assert_eq!(message, "Runtime Warning: 1 ids are invalid Depot vertex ids.");
}

#[tokio::test]
async fn composite_ids_can_be_lists_objects_and_texts() {
    let query = "CREATE QUERY q(VERTEX<Flat> f) FOR GRAPH g { PRINT f; }";
    let server = server(Generation::V4, query).await;
    server.upsert(&json!({"vertices": {"Flat": {"Oak,7": {}}}})).await;
    let expected = json!([{"f": "Oak,7"}]);
    for id in [json!("Oak,7"), json!(["Oak", 7]), json!({"number": 7, "street": "Oak"})] {
        let body = json!({"f": {"id": id}});
        assert_eq!(server.post("/query/g/q", &body).await.results(), expected);
    }
    assert_eq!(server.get("/query/g/q?f=Oak,7").await.results(), expected);
}

#[tokio::test]
async fn maps_are_passed_as_two_lists() {
    let query = "CREATE QUERY q(MAP<STRING, INT> m) FOR GRAPH g { PRINT m; }";
    let server = server(Generation::V4, query).await;
    let body = json!({"m": {"keylist": ["a", "b"], "valuelist": [1, 2]}});
    assert_eq!(server.post("/query/g/q", &body).await.results(), json!([{"m": {"a": 1, "b": 2}}]));
    for m in [json!({"keylist": ["a"], "valuelist": []}), json!({"a": 1}), json!([])] {
        assert_eq!(server.post("/query/g/q", &json!({"m": m})).await.code(), "REST-30000");
    }
    assert_eq!(server.get("/query/g/q?m=a").await.code(), "REST-30000");
}

#[tokio::test]
async fn a_query_can_test_a_parameter_for_null() {
    let query = "CREATE QUERY q(INT n, STRING s) FOR GRAPH g {\n  \
                 IF n IS NULL THEN PRINT \"none\" AS n; ELSE PRINT n; END;\n  \
                 PRINT coalesce(s, \"other\") AS s;\n}";
    let server = server(Generation::V4, query).await;
    let expected = json!([{"n": "none"}, {"s": "other"}]);
    assert_eq!(server.get("/query/g/q").await.results(), expected);
    let expected = json!([{"n": 3}, {"s": "x"}]);
    assert_eq!(server.get("/query/g/q?n=3&s=x").await.results(), expected);
}

#[tokio::test]
async fn an_omitted_collection_is_empty() {
    let query = "CREATE QUERY q(SET<INT> s, BAG<STRING> b, LIST<DOUBLE> l, MAP<INT, INT> m, \
                 SET<VERTEX<Person>> v, SET<STRING> types, SET<INT> n) FOR GRAPH g SYNTAX v2 {\n  \
                 PRINT s.size() AS size, b, l, m, v, 3 IN s AS found, n IS NULL AS null,
                   COALESCE(n, [7]) AS n, n.size() AS n_size;
                 S = {v}; T = SELECT p FROM types:p; PRINT S, T; }
                 CREATE QUERY other() FOR GRAPH g { PRINT 1 AS one; }";
    for generation in BOTH {
        let server = server(generation, query).await;
        let expected = json!([
            {"size": 0, "b": [], "l": [], "m": {}, "v": [], "found": false, "null": true, "n": [7],
             "n_size": 0},
            {"S": [], "T": []},
        ]);
        assert_eq!(server.get("/query/g/q").await.results(), expected);
        assert_eq!(server.post("/query/g/q", &json!({})).await.results(), expected);
        let output = server.emulator.gsql("USE GRAPH g\nRUN QUERY q()").await.unwrap();
        assert!(output.contains("\"size\": 0"), "{output}");
    }
}

/// The queries of the official client's data loaders leave out what they do not need.
#[tokio::test]
async fn a_parameter_without_a_value_is_an_error_only_where_it_is_read() {
    let query = "CREATE QUERY q(INT n, STRING s) FOR GRAPH g { IF n > 1 THEN PRINT s; END; \
                 SELECT n INTO T FROM Person:p LIMIT 1; PRINT T; } \
                 CREATE QUERY heap(INT k) FOR GRAPH g { TYPEDEF TUPLE<INT n> T; \
                 HeapAccum<T>(k, n DESC) @@h; @@h += T(1); PRINT @@h; } \
                 CREATE QUERY lines(FILE f) FOR GRAPH g { f.println(\"a\"); }";
    let server = server(Generation::V4, query).await;
    for (query, name) in [("heap", "k"), ("lines", "f")] {
        let (code, message) = server.get(&format!("/query/g/{query}")).await.error();
        let expected = format!("Runtime Error: Parameter {name} is NULL.");
        assert_eq!((&*code, &*message), ("3001", &*expected));
    }
    let printed = server.get("/query/g/q?n=1").await.results();
    assert_eq!(printed, json!([{"T": [{"n": 1}]}]));
    for (url, name) in [("n=2", "s"), ("s=x", "n")] {
        let (code, message) = server.get(&format!("/query/g/q?{url}")).await.error();
        let expected = format!("Runtime Error: Parameter {name} is NULL.");
        assert_eq!((&*code, &*message), ("3001", &*expected));
    }
    let text = "INTERPRET QUERY (INT n) FOR GRAPH g { SELECT n INTO T FROM Person:p; PRINT T; }";
    let (code, _) = server.interpret(text, "").await.error();
    assert_eq!(code, "3001");
}

#[tokio::test]
async fn strings_in_maps_are_not_decoded() {
    let query = "CREATE QUERY q(MAP<STRING, STRING> m) FOR GRAPH g { PRINT m; }";
    let server = server(Generation::V4, query).await;
    let body = json!({"m": {"keylist": ["50%"], "valuelist": ["a%20b"]}});
    assert_eq!(server.post("/query/g/q", &body).await.results(), json!([{"m": {"50%": "a%20b"}}]));
}

#[tokio::test]
async fn a_number_out_of_the_range_of_a_real_type_is_rejected() {
    let queries = "CREATE QUERY q(FLOAT f = 0, DOUBLE d = 0) FOR GRAPH g { PRINT f, d; }";
    for generation in BOTH {
        let server = with_queries(generation, queries).await;
        for query in ["f=1e39", "f=inf", "f=NaN", "d=1e309", "d=-inf"] {
            let (code, message) = server.get(&format!("/query/g/q?{query}")).await.error();
            assert_eq!(code, "REST-30000", "{query}: {message}");
        }
        let (code, _) = server.post("/query/g/q", &json!({"f": 1e39})).await.error();
        assert_eq!(code, "REST-30000");
        let run = server.emulator.gsql("USE GRAPH g\nRUN QUERY q(1e39, 1)").await;
        assert!(run.is_err(), "{run:?}");
    }
}

/// As the queries of the official client's loaders, which declare more than their callers give.
#[tokio::test]
async fn an_omitted_parameter_matters_only_where_it_is_read() {
    let query = "CREATE QUERY q(STRING address = \"\", STRING topic, VERTEX v, SET<VERTEX> seeds,
            LIST<INT> l, MAP<STRING, INT> m, SET<INT> tested, INT n) FOR GRAPH g {
        BOOL is_null = tested IS NULL;
        IF address != \"\" THEN PRINT topic, v; END;
        IF n IS NULL THEN PRINT seeds.size() AS seeds, l.size() AS l, m.size() AS m, is_null; END;
    }";
    for generation in BOTH {
        let server = server(generation, query).await;
        let expected = json!([{"seeds": 0, "l": 0, "m": 0, "is_null": true}]);
        assert_eq!(server.get("/query/g/q").await.results(), expected);
        // A member that is not declared is ignored in a body, and an error in a URL.
        let posted = server.post("/query/g/q", &json!({"heap_inserts": 10})).await.results();
        assert_eq!(posted, expected);
        assert_eq!(server.get("/query/g/q?heap_inserts=10").await.code(), "REST-30000");
        let (code, message) = server.get("/query/g/q?address=x").await.error();
        assert_eq!((&*code, &*message), ("3001", "Runtime Error: Parameter topic is NULL."));
    }
}
