//! The memory and the time of queries.

use reqwest::Method;
use serde_json::{Value, json};
use tg_emulator::Generation;

use super::with_queries;
use crate::support::{Answer, Server, answer};

/// Runs an installed query with a memory limit in MB.
async fn run(server: &Server, name: &str, megabytes: &str, millis: &str) -> Answer {
    let url = format!("{}/query/g/{name}", server.emulator.restpp_url());
    let request = server.http.request(Method::GET, url);
    let request = request.header("Authorization", server.authorization.clone().unwrap());
    let request = request.header("GSQL-QueryLocalMemLimitMB", megabytes);
    answer(request.header("GSQL-TIMEOUT", millis)).await
}

fn is_out_of_memory(answer: &Answer, megabytes: &str) -> bool {
    let (code, message) = answer.error();
    let limit = format!("its limit of {megabytes} MB; the header GSQL-QueryLocalMemLimitMB");
    code == "SYS-0002" && message.contains(&limit)
}

const HOUR: &str = "3600000";

#[tokio::test]
async fn what_grows_ends_at_the_limit_of_memory() {
    let growing = [
        ("print", "WHILE true DO PRINT \"some text\"; END;"),
        ("list", "ListAccum<INT> @@l; WHILE true DO @@l += 1; END;"),
        ("set", "SetAccum<INT> @@s; INT n; WHILE true DO n = n + 1; @@s += n; END;"),
        (
            "map",
            "MapAccum<INT, STRING> @@m; INT n; WHILE true DO n = n + 1; @@m += (n -> \"v\"); END;",
        ),
        ("sum", "SumAccum<STRING> @@s; STRING t; t = space(100000); WHILE true DO @@s += t; END;"),
        ("text", "STRING s = \"x\"; WHILE true DO s = s + s; END;"),
        (
            "copies",
            "ListAccum<INT> @@l; FOREACH i IN RANGE[1, 20000] DO @@l += i; END;
            PRINT [[@@l, @@l, @@l, @@l], [@@l, @@l, @@l, @@l]];",
        ),
        (
            "locals",
            "ListAccum<INT> @l; INT n; S = {Person.*}; WHILE true DO
            S = SELECT s FROM S:s ACCUM s.@l += 1; END;",
        ),
    ];
    let queries = growing
        .map(|(name, body)| format!("CREATE QUERY {name}_() FOR GRAPH g SYNTAX v2 {{ {body} }}"));
    let server = with_queries(Generation::V4, &queries.join("\n")).await;
    server.upsert(&json!({"vertices": {"Person": {"a": {}}}})).await;
    for (name, _) in growing {
        let answer = run(&server, &format!("{name}_"), "4", HOUR).await;
        assert!(is_out_of_memory(&answer, "4"), "{name}: {}", answer.text);
    }
    assert_eq!(server.get("/echo").await.json()["message"], "Hello GSQL");
}

#[tokio::test]
async fn what_is_no_longer_held_does_not_count() {
    let query = "CREATE QUERY churn() FOR GRAPH g SYNTAX v2 {
        ListAccum<INT> @@l;
        SetAccum<INT> @@s;
        MaxAccum<STRING> @@m;
        STRING t;
        FOREACH i IN RANGE[1, 3000] DO
            STRING own;
            own = space(10000);
            t = space(10000);
            @@m += t;
            @@s += 1;
            @@l += i;
            IF @@l.size() == 100 THEN @@l.clear(); END;
            S = SELECT s FROM Person:s ORDER BY s.id DESC;
        END;
        PRINT @@l.size() AS l, @@s.size() AS s, S.size() AS n;
    }";
    let server = with_queries(Generation::V4, query).await;
    server.upsert(&json!({"vertices": {"Person": {"a": {}, "b": {}}}})).await;
    let answer = run(&server, "churn", "1", HOUR).await;
    assert_eq!(answer.results(), json!([{"l": 0, "s": 1, "n": 2}]));
}

#[tokio::test]
async fn a_product_of_two_large_types_ends_while_others_are_served() {
    let query = "CREATE QUERY product() FOR GRAPH g SYNTAX v2 {
        SumAccum<INT> @@n;
        S = SELECT a FROM Person:a, Depot:b ACCUM @@n += 1;
        PRINT @@n;
    }
    CREATE QUERY pairs() FOR GRAPH g SYNTAX v2 {
        SELECT a AS first, b AS second INTO T FROM Person:a, Depot:b;
        PRINT T.size() AS n;
    }
    CREATE QUERY exists_() FOR GRAPH g SYNTAX v2 {
        S = SELECT a FROM Person:a, Depot:b;
        PRINT S.size() AS n;
    }";
    let server = with_queries(Generation::V4, query).await;
    let vertices = |ids: std::ops::Range<u32>| -> Value {
        ids.map(|id| (id.to_string(), json!({}))).collect::<serde_json::Map<_, _>>().into()
    };
    server
        .upsert(&json!({"vertices": {
            "Person": vertices(0..100_000), "Depot": vertices(0..100_000),
        }}))
        .await;
    let product = run(&server, "product", "64", "3000");
    let others = async || {
        for id in 0..20 {
            let path = format!("/graph/g/vertices/Person/{id}");
            assert_eq!(server.get(&path).await.results()[0]["v_id"], id.to_string());
            server.upsert(&json!({"vertices": {"Depot": {id.to_string(): {}}}})).await;
        }
    };
    let (product, ()) = tokio::join!(product, others());
    assert_eq!(product.code(), "REST-3002", "{}", product.text);
    // Rows that are kept are memory.
    let (pairs, ()) = tokio::join!(run(&server, "pairs", "16", HOUR), others());
    assert!(is_out_of_memory(&pairs, "16"), "{}", pairs.text);
    // One match of the second type is enough for a vertex to be selected.
    let exists = run(&server, "exists_", "64", HOUR).await;
    assert_eq!(exists.results(), json!([{"n": 100_000}]));
}

#[tokio::test]
async fn the_time_limit_ends_what_uses_little_memory() {
    let endless = [
        (
            "nested",
            "FOREACH i IN RANGE[1, 1000000000] DO FOREACH j IN RANGE[1, 1000000000] DO \
            INT x = j; END; END;",
        ),
        (
            "again",
            "ListAccum<INT> @@l; FOREACH i IN RANGE[1, 20000] DO @@l += i; END; \
            WHILE @@l.size() > 0 DO BOOL b = 0 IN @@l; END;",
        ),
    ];
    let queries = endless
        .map(|(name, body)| format!("CREATE QUERY {name}_() FOR GRAPH g SYNTAX v2 {{ {body} }}"));
    let server = with_queries(Generation::V4, &queries.join("\n")).await;
    for (name, _) in endless {
        let answer = run(&server, &format!("{name}_"), "64", "200").await;
        assert_eq!(answer.code(), "REST-3002", "{name}: {}", answer.text);
    }
}

#[tokio::test]
async fn the_rows_of_a_table_count() {
    let aliases = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
    let from = aliases.map(|alias| format!("Person:{alias}")).join(", ");
    let columns = aliases.map(|alias| format!("{alias}.age AS {alias}_")).join(", ");
    let query = format!(
        "CREATE QUERY distinct_() FOR GRAPH g SYNTAX v2 {{
         SELECT DISTINCT {columns} INTO T FROM {from}; PRINT T.size(); }}"
    );
    let server = with_queries(Generation::V4, &query).await;
    let person = |age: i64| json!({"age": {"value": age}});
    let people = json!({"x": person(1), "y": person(2), "z": person(3)});
    server.upsert(&json!({"vertices": {"Person": people}})).await;
    // 59,049 rows of ten values, which the table and DISTINCT both keep: about 23 MB.
    assert!(is_out_of_memory(&run(&server, "distinct_", "16", HOUR).await, "16"));
    let done = run(&server, "distinct_", "64", HOUR).await;
    assert_eq!(done.results(), json!([{"T.size()": 59049}]));
}
