//! Results and errors of queries.

use proptest::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};
use tg_emulator::Generation;

use super::{with_people, with_queries};
use crate::support::{BOTH, Server};

#[tokio::test]
async fn an_installed_query_prints_parameters_and_literals() {
    let query = "CREATE QUERY q(INT n = 5, STRING s = \"a b\", BOOL b = true) FOR GRAPH g {\n  \
                 PRINT n, s AS text;\n  PRINT \"OK\";\n  PRINT n * 2 + 1, b;\n}";
    for generation in BOTH {
        let server = with_queries(generation, query).await;
        let expected = json!([
            {"n": 5, "text": "a b"}, {"\"OK\"": "OK"}, {"n*2+1": 11, "b": true}
        ]);
        assert_eq!(server.get("/query/g/q").await.results(), expected);
        let answer = server.post("/query/g/q", &json!({"n": 7, "s": "x", "b": false})).await;
        let expected = json!([{"n": 7, "text": "x"}, {"\"OK\"": "OK"}, {"n*2+1": 15, "b": false}]);
        assert_eq!(answer.results(), expected);
        let body = answer.json();
        assert_eq!(body["version"]["edition"], "enterprise");
        assert_eq!(body["message"], "");
        assert!(body.get("code").is_none(), "{body}");
    }
}

#[tokio::test]
async fn the_schema_version_is_read_with_an_interpreted_query() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        for text in [
            "INTERPRET QUERY () FOR GRAPH g { PRINT \"OK\"; }",
            "\n\n  interpret query () for Graph g {\n  print \"OK\";\n}\n",
        ] {
            let answer = server.interpret(text, "").await;
            assert_eq!(answer.results(), json!([{"\"OK\"": "OK"}]));
            assert_eq!(answer.json()["version"]["schema"], json!(0));
        }
        let text = "INTERPRET QUERY () { PRINT 1 AS x; }";
        assert_eq!(server.interpret(text, "graph=g").await.results(), json!([{"x": 1}]));
        let (code, message) = server.interpret(text, "").await.error();
        assert_eq!((code.as_str(), message.contains("graph")), ("", true), "{message}");
        let nope = "INTERPRET QUERY () FOR GRAPH nope { PRINT 1; }";
        assert_eq!(server.interpret(nope, "").await.error().1, "Graph 'nope' does not exist.");
    }
}

#[tokio::test]
async fn a_mistake_in_an_interpreted_query_is_reported_with_its_position() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let text = "INTERPRET QUERY () FOR GRAPH g {\n  PRINT 1;\n  PRINT ;\n}";
        let (code, message) = server.interpret(text, "").await.error();
        // The server inserts a line before the text.
        assert!(message.starts_with("line 4:8 no viable alternative at input"), "{message}");
        assert_eq!(code, "");
        for text in ["", "SELECT 1", "CREATE QUERY q() FOR GRAPH g { PRINT 1; }"] {
            server.interpret(text, "").await.error();
        }
    }
}

#[tokio::test]
async fn expressions_have_the_precedence_of_the_language() {
    let server = Server::start(Generation::V4).await;
    for (expr, value) in [
        ("1 + 2 * 3", json!(7)),
        ("(1 + 2) * 3", json!(9)),
        ("2 + 80 >> 4", json!(5)),
        ("2 | 3 + 2", json!(7)),
        ("2 & 3 - 2", json!(0)),
        ("7 / 2", json!(3)),
        ("7 % 4", json!(3)),
        ("7 / 2.0", json!(3.5)),
        ("-3 - -4", json!(1)),
        ("\"a\" + \"b\"", json!("ab")),
        ("1 == 1.0", json!(true)),
        ("\"a\" < \"b\" AND NOT (2 < 1)", json!(true)),
        ("1 > 2 OR 3 >= 3", json!(true)),
        ("3 BETWEEN 1 AND 3", json!(true)),
        ("2 IN (1, 2)", json!(true)),
        ("2 NOT IN (1, 2)", json!(false)),
        ("9223372036854775807", json!(i64::MAX)),
        ("abs(-2)", json!(2)),
        ("sqrt(16)", json!(4)),
        ("floor(2.7)", json!(2)),
        ("lower(\"AbC\")", json!("abc")),
        ("to_string(12)", json!("12")),
        ("to_datetime(\"2024-01-02\")", json!("2024-01-02 00:00:00")),
        ("year(to_datetime(\"2024-01-02\"))", json!(2024)),
        ("datetime_add(to_datetime(\"2024-01-02\"), INTERVAL 1 DAY)", json!("2024-01-03 00:00:00")),
        ("substr(\"abcd\", 1, 2)", json!("bc")),
        ("avg([9007199254740993, 9007199254740993])", json!(9_007_199_254_740_993_i64)),
        ("round(1e300, 15)", json!(1e300)),
    ] {
        let printed = server.prints(&format!("PRINT {expr} AS x;")).await;
        assert_eq!(printed, json!([{"x": value}]), "{expr}");
    }
}

#[tokio::test]
async fn runtime_errors_have_no_code() {
    for generation in BOTH {
        let query = "CREATE QUERY q(INT n) FOR GRAPH g { PRINT 1 / n AS x; }";
        let server = with_queries(generation, query).await;
        let answer = server.get("/query/g/q?n=0").await;
        let body = answer.json();
        assert_eq!(
            (&body["error"], &body["message"]),
            (&json!(true), &json!("Runtime Error: divider is zero."))
        );
        assert!(body.get("code").is_none() && body.get("results").is_none(), "{body}");
        assert_eq!(server.get("/query/g/q?n=2").await.results(), json!([{"x": 0}]));
        assert_eq!(server.fails("PRINT 1 / 0;").await, "Runtime Error: divider is zero.");
        // Integers wrap around.
        let big = server.prints("PRINT 9223372036854775807 + 1 AS x;").await;
        assert_eq!(big, json!([{"x": i64::MIN}]));
    }
}

#[tokio::test]
async fn exceptions_have_their_own_code() {
    let query = "CREATE QUERY q(INT n) FOR GRAPH g {\n  EXCEPTION small (40001);\n  \
                 EXCEPTION plain (40002);\n  \
                 IF n < 0 THEN RAISE small (\"n is \" + to_string(n)); END;\n  \
                 TRY\n    IF n == 0 THEN RAISE plain; END;\n  \
                 EXCEPTION\n    WHEN plain THEN PRINT \"caught\" AS x;\n  \
                 END;\n  IF n == 1 THEN RAISE plain; END;\n  PRINT n;\n}";
    let server = with_queries(Generation::V4, query).await;
    let run = async |n: i32| server.get(&format!("/query/g/q?n={n}")).await;
    assert_eq!(run(-1).await.error(), ("40001".into(), "n is -1".into()));
    assert_eq!(run(0).await.results(), json!([{"x": "caught"}, {"n": 0}]));
    let expected = "Exception plain is raised with an error code of 40002";
    assert_eq!(run(1).await.error(), ("40002".into(), expected.into()));
}

#[tokio::test]
async fn statements_loop_and_branch() {
    let server = Server::start(Generation::V4).await;
    let printed = server
        .prints(
            "SumAccum<INT> @@sum; ListAccum<STRING> @@words; INT i = 0;\n\
             WHILE i < 10 LIMIT 100 DO i = i + 1; IF i == 3 THEN CONTINUE; END; \
             IF i > 5 THEN BREAK; END; @@sum += i; END;\n\
             FOREACH n IN RANGE[1, 7].STEP(3) DO @@sum += n * 100; END;\n\
             FOREACH w IN [\"a\", \"b\"] DO @@words += w; END;\n\
             CASE i WHEN 6 THEN PRINT \"six\" AS i; ELSE PRINT \"other\" AS i; END;\n\
             PRINT @@sum, @@words, @@words.size() AS n;",
        )
        .await;
    let expected = json!([{"i": "six"}, {"@@sum": 1212, "@@words": ["a", "b"], "n": 2}]);
    assert_eq!(printed, expected);
}

#[tokio::test]
async fn unsupported_features_are_rejected() {
    let server = with_people(Generation::V4).await;
    for body in [
        "PRINT nope;",
        "S = SELECT s FROM Person:s SAMPLE 1 EDGE WHEN s.outdegree() > 1; PRINT S;",
        "PRINT nope(1);",
        "S = {Nope.*}; PRINT S;",
    ] {
        let message = server.fails(body).await;
        assert!(!message.is_empty(), "{body}");
        assert!(
            message.starts_with("SEMANTIC ERROR: line ") || message.starts_with("line "),
            "{message}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn printed_text_can_contain_any_character(
        texts in prop::collection::vec("\\PC{0,20}|[%+&=# \"\\\\\u{0}-\u{1f}é😀]{0,12}", 4),
    ) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let query = "CREATE QUERY q(STRING s, LIST<STRING> l) FOR GRAPH g { PRINT s, l; }";
            let server = with_queries(Generation::V4, query).await;
            for text in &texts {
                let escaped = text.replace('%', "%25");
                let body = json!({"s": escaped, "l": [escaped, ""]});
                let posted = server.post("/query/g/q", &body).await.results();
                let expected = json!([{"s": text, "l": [text, ""]}]);
                assert_eq!(posted, expected);
                let encoded = percent_encode(text);
                let got = server.get(&format!("/query/g/q?s={encoded}&l={encoded}&l=")).await;
                assert_eq!(got.results(), expected);
            }
        });
    }
}

/// Escapes every byte.
fn percent_encode(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn a_response_above_the_limit_of_the_client_is_rejected() {
    let query =
        "CREATE QUERY q() FOR GRAPH g { PRINT \"0123456789012345678901234567890123456789\" AS x; }";
    let server = with_queries(Generation::V4, query).await;
    let url = format!("{}/query/g/q", server.emulator.restpp_url());
    let ask = async |limit: &str| {
        let request = server.http.get(&url).header("RESPONSE-LIMIT", limit);
        let authorization = server.authorization.clone().unwrap();
        crate::support::answer(request.header("Authorization", authorization)).await
    };
    assert_eq!(ask("20").await.code(), "REST-4000");
    ask("32000000.0").await.results();
}

#[tokio::test]
async fn the_gsql_server_nests_the_result() {
    let query = "CREATE QUERY q(STRING s, VERTEX<Person> p) FOR GRAPH g { PRINT s, p; }";
    let server = with_people(Generation::V4).await;
    server.emulator.gsql(&format!("USE GRAPH g {query} INSTALL QUERY q")).await.unwrap();
    let run = async |body: Value| {
        server.gsql(Method::POST, "/gsql/v1/queries/q?graph=g", &body.to_string()).await
    };
    let answer = run(json!({"parameters": {"s": "5%", "p": {"id": "ann"}}})).await;
    let inner = answer.results();
    assert_eq!(inner["results"], json!([{"s": "5%", "p": "ann"}]));
    assert_eq!((&inner["error"], &inner["message"]), (&json!(false), &json!("")));
    let answer = run(json!({"parameters": {"s": "x", "p": "bob", "p.type": "Person"}})).await;
    assert_eq!(answer.results()["results"], json!([{"s": "x", "p": "bob"}]));
    run(json!({"parameters": {"s": "x"}})).await.error();
    server.gsql(Method::POST, "/gsql/v1/queries/nope?graph=g", "{}").await.error();
}

#[tokio::test]
async fn a_missing_field_of_a_tuple_is_an_error() {
    let server = with_people(Generation::V4).await;
    // `age` is an attribute of people, but not a field of the tuple.
    let message = server
        .fails(
            "TYPEDEF TUPLE<INT pay> Row; SumAccum<INT> @@sum; \
             T = SELECT s FROM Person:s ACCUM Row r = Row(1), @@sum += r.age; PRINT @@sum;",
        )
        .await;
    assert!(message.contains("the tuple has no field age"), "{message}");
}

#[tokio::test]
async fn long_texts_are_complete_or_rejected() {
    let server = Server::start(Generation::V4).await;
    let printed = server.prints("PRINT length(space(2000000)) AS n;").await;
    assert_eq!(printed, json!([{"n": 2_000_000}]));
    for call in ["space(9000000000)", "replace(space(1000000), \" \", space(1000000))"] {
        let message = server.fails(&format!("PRINT length({call});")).await;
        assert_eq!(message, "Runtime Error: a text or collection is too long.");
    }
}

#[tokio::test]
async fn coalesce_returns_the_type_of_its_first_argument() {
    let query = "CREATE QUERY q(INT n, DOUBLE d) FOR GRAPH g {\n  \
                 PRINT coalesce(n, 1.5) AS a, coalesce(n, d, 2.5) AS b;\n}";
    let server = with_queries(Generation::V4, query).await;
    assert_eq!(server.get("/query/g/q").await.results(), json!([{"a": 1, "b": 2}]));
    assert_eq!(server.get("/query/g/q?d=3.5").await.results(), json!([{"a": 1, "b": 3}]));
}
