//! Calls that are determined late: `evaluate`, queries of packages.

use serde_json::json;
use tg_emulator::Generation;

use super::with_people;

#[tokio::test]
async fn texts_are_evaluated_with_the_names_at_their_place() {
    let server = with_people(Generation::V4).await;
    let results = server
        .prints(
            r#"SumAccum<INT> @n, @@sum, @@old; ListAccum<STRING> @@all; INT two = 2;
            STRING text = "s.age + two * 2";
            @@sum += 1;
            S = {Person.*};
            S = SELECT s FROM S:s WHERE evaluate("s.age > 30 AND s.@n == 0", "bool")
                ACCUM s.@n += evaluate(text, "int"), @@sum += evaluate(text),
                      @@old += evaluate("@@sum")
                POST-ACCUM @@all += evaluate("to_string(s.@n)");
            FOREACH op IN ["+", "-", "*"] DO PRINT evaluate("7 " + op + " two") AS r; END;
            PRINT @@sum, @@all, evaluate("7 / 2", "string") AS t,
                evaluate("7 / two", "double") AS d;"#,
        )
        .await;
    assert_eq!(results[0]["r"], 9);
    assert_eq!(results[1]["r"], 5);
    assert_eq!(results[2]["r"], 14);
    assert_eq!(results[3], json!({"@@sum": 99, "@@all": ["44", "54"], "t": "3", "d": 3}));
}

#[tokio::test]
async fn texts_that_are_no_expressions_are_rejected() {
    let server = with_people(Generation::V4).await;
    for (text, message) in [
        ("1 +", "cannot be evaluated"),
        ("nope", "the name 'nope' is not defined"),
        ("1), (2", "it is not an expression"),
        ("1); PRINT (2", "it is not an expression"),
        ("evaluate(s)", "it contains evaluate"),
        ("1 / 0", "divider is zero"),
    ] {
        let error = server.fails(&format!("STRING s = \"{text}\"; PRINT evaluate(s);")).await;
        assert!(error.contains(message), "{text}: {error}");
    }
    let error = server.fails("INT n = 1;\n  PRINT evaluate(\"1 + n / upper(2)\");").await;
    let expected = "line 2:17 '1 + n / upper(2)' cannot be evaluated: the function upper";
    assert!(error.contains(expected), "{error}");
    let error = server.fails("FOREACH i IN RANGE[1, 2000] DO PRINT evaluate(to_string(i)); END;");
    assert!(error.await.contains("more than 1000 different texts"));
}

#[tokio::test]
async fn queries_of_packages_are_called_by_their_dotted_names() {
    let server = with_people(Generation::V4).await;
    let script = "CREATE PACKAGE math CREATE PACKAGE math.basic
        USE GRAPH g
        CREATE TEMPLATE QUERY math.basic.twice(INT n) RETURNS (INT) { RETURN n * 2; }
        CREATE QUERY q() FOR GRAPH g {
            PRINT math.basic.twice(21) AS r, trim(LEADING FROM \"  a \") AS t;
        }
        INSTALL QUERY q";
    server.emulator.gsql(script).await.unwrap();
    let results = server.get("/query/g/q").await.results();
    assert_eq!(results, json!([{"r": 42, "t": "a "}]));
    let error = server.fails("PRINT math.basic.thrice(1);").await;
    assert!(error.contains("there is no function or query math.basic.thrice"), "{error}");
}

#[tokio::test]
async fn a_query_without_a_value_is_called_for_its_effect_only() {
    let server = with_people(Generation::V4).await;
    let script = "USE GRAPH g
        CREATE QUERY add(STRING id) { INSERT INTO Person (PRIMARY_ID, age) VALUES (id, 7); }
        CREATE QUERY maybe(BOOL b) RETURNS (INT) { IF b THEN RETURN 5; END; PRINT b; }
        CREATE QUERY all_of(BOOL b) RETURNS (SetAccum<INT>) {
            SetAccum<INT> @@s; IF b THEN RETURN @@s; END; }
        CREATE QUERY q() { add(\"dan\"); PRINT maybe(true) AS a, maybe(false) AS b;
            PRINT all_of(false).size() AS n; }
        CREATE QUERY wrong() { PRINT 1 + add(\"eve\"); }
        INSTALL QUERY ALL";
    server.emulator.gsql(script).await.unwrap();
    let printed = server.get("/query/g/q").await.results();
    assert_eq!(printed, json!([{"a": 5, "b": 0}, {"n": 0}]));
    let printed = server.prints("S = {Person.*}; PRINT S.size() AS n;").await;
    assert_eq!(printed, json!([{"n": 4}]));
    let (_, message) = server.get("/query/g/wrong").await.error();
    let expected = "line 1:33 the query add returns no value; add `RETURNS (type)` to its header.";
    assert!(message.ends_with(expected), "{message}");
    let draft = server.emulator.gsql("USE GRAPH g CREATE QUERY d() RETURNS (INT) { PRINT 1; }");
    let output = draft.await.unwrap_err().output;
    assert!(output.contains("the query has RETURNS, and returns no value"), "{output}");
}

#[tokio::test]
async fn types_of_accumulators_in_the_catalog_are_those_of_queries() {
    let server = with_people(Generation::V4).await;
    let script = "TYPEDEF TUPLE<name STRING(20), age INT> Entry
        TYPEDEF HeapAccum<Entry>(2, age DESC) Oldest
        TYPEDEF GroupByAccum<INT decade, SumAccum<INT> n> Decades
        USE GRAPH g
        CREATE QUERY oldest() FOR GRAPH g RETURNS (Oldest) {
            Oldest @@top; S = {Person.*};
            S = SELECT s FROM S:s ACCUM @@top += Entry(s.id, s.age);
            RETURN @@top;
        }
        CREATE QUERY q() FOR GRAPH g {
            Oldest @@top; Decades @@decades; S = {Person.*};
            @@top += oldest();
            S = SELECT s FROM S:s ACCUM @@decades += (s.age / 20 -> 1);
            PRINT @@top, @@top.top().name AS first, @@decades;
        }
        INSTALL QUERY q";
    let output = server.emulator.gsql(script).await.unwrap();
    assert!(!output.contains("Warning"), "{output}");
    let results = server.get("/query/g/q").await.results();
    let expected = json!([{
        "@@top": [{"name": "cid", "age": 50}, {"name": "bob", "age": 40}],
        "first": "cid",
        "@@decades": [{"decade": 1, "n": 1}, {"decade": 2, "n": 2}],
    }]);
    assert_eq!(results, expected);
}

#[tokio::test]
async fn queries_read_the_roles_of_their_user() {
    let server = with_people(Generation::V4).await;
    let script = "CREATE USER -u ann -p pw CREATE ROLE clerk ON GRAPH g
        GRANT ROLE clerk, querywriter ON GRAPH g TO ann
        USE GRAPH g
        CREATE QUERY inner_roles() RETURNS (BOOL) {
            RETURN is_granted_to_current_roles(\"clerk\"); }
        CREATE QUERY roles() { PRINT current_roles() AS all, inner_roles() AS is_clerk; }
        INSTALL QUERY ALL";
    server.emulator.gsql(script).await.unwrap();
    let own = server.get("/query/g/roles").await.results();
    assert_eq!(own, json!([{"all": ["superuser"], "is_clerk": false}]));
    let text = "INTERPRET QUERY () FOR GRAPH g {
        PRINT current_roles() AS all, is_granted_to_current_roles(\"clerk\") AS is_clerk; }";
    let url = format!("{}/gsql/v1/queries/interpret", server.emulator.gsql_url());
    let request = server.http.post(url).body(text).basic_auth("ann", Some("pw"));
    let roles = crate::support::answer(request).await.results();
    assert_eq!(roles, json!([{"all": ["clerk", "querywriter"], "is_clerk": true}]));
}

#[tokio::test]
async fn a_heap_is_returned_in_its_order() {
    let server = with_people(Generation::V4).await;
    let script = "TYPEDEF TUPLE<name STRING(20), age INT> Aged
        USE GRAPH g
        CREATE QUERY oldest(INT n) RETURNS (HeapAccum<Aged>) {
            HeapAccum<Aged>(n, age DESC) @@h;
            S = SELECT s FROM Person:s POST-ACCUM @@h += Aged(\"x\", s.age);
            RETURN @@h;
        }
        CREATE QUERY q() FOR GRAPH g {
            HeapAccum<Aged>(5, age ASC) @@h; @@h += oldest(2); PRINT @@h;
        }
        INSTALL QUERY ALL";
    server.emulator.gsql(script).await.unwrap();
    let row = |age: i64| json!({"name": "x", "age": age});
    let results = server.get("/query/g/q").await.results();
    assert_eq!(results, json!([{"@@h": [row(40), row(50)]}]));
    let results = server.get("/query/g/oldest?n=2").await.results();
    assert_eq!(results, json!([{"@@ret": [row(50), row(40)]}]));
}
