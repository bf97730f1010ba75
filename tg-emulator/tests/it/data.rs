//! The statements `UPSERT`, `SELECT` and `DELETE` of the shell.

use reqwest::Method;
use serde_json::{Value, json};
use tg_emulator::Generation;

use crate::gsql::{assert_failure, assert_success};
use crate::support::{BOTH, Server};

/// Runs a script over the text endpoint of the generation of the server.
async fn run(server: &Server, script: &str) -> String {
    let path = match server.emulator.generation() {
        Generation::V3 => "/gsqlserver/gsql/file",
        _ => "/gsql/v1/statements",
    };
    server.gsql(Method::POST, path, script).await.text
}

async fn thing(server: &Server, id: i64) -> Value {
    server.get(&format!("/graph/g/vertices/Thing/{id}")).await.results()[0]["attributes"].clone()
}

#[tokio::test]
async fn an_upsert_writes_every_type_in_the_order_of_the_schema() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let output = run(
            &server,
            r#"
            USE GRAPH g
            # ids first, then the attributes
            UPSERT Thing VALUES (7, -5, 18446744073709551615, 1.5, -2.25, true, "it's \"so\"",
                "2024-01-15 10:30:00", "abcd", [1, 2, 2], ("a", "b"), ("x", "y", "x"),
                ((1 -> "one"), (2 -> "two")), ("pi" -> 3.25), Event("buy", 3, "2024-01-02"),
                [Event("a", 1, "2024-01-02"), ("b", 2, "2024-01-03")]);
            upsert Thing values ("8", _, 3, 2, 7, FALSE, "", to_datetime("2024-01-15"), _, LIST(5),
                [], SET("q", "q"), MAP((4 -> "four")), [], _, Event("c", 9, "2024-01-04"))
            UPSERT Thing VALUES (9)
            UPSERT Thing VALUES (10, 1, 1, 1, 1, 1, "s", 86400, "abcd", {1, 2}, {},
                SET("v", "w"),
                {1: "one", 2 -> "two"}, {"a": 1.5})
            "#,
        )
        .await;
        assert_success(&output, &["Successfully upserted a vertex of type Thing."]);
        let first = thing(&server, 7).await;
        assert_eq!(
            first,
            json!({"id": 7, "i": -5, "u": 18446744073709551615_u64, "f": 1.5, "d": -2.25, "b": true,
                "s": "it's \"so\"", "t": "2024-01-15 10:30:00", "fb": "abcd", "li": [1, 2, 2],
                "ls": ["a", "b"], "ss": ["x", "y"], "mi": {"1": "one", "2": "two"},
                "ms": {"pi": 3.25}, "e": {"kind": "buy", "amount": 3, "at": "2024-01-02 00:00:00"},
                "le": [{"kind": "a", "amount": 1, "at": "2024-01-02 00:00:00"},
                    {"kind": "b", "amount": 2, "at": "2024-01-03 00:00:00"}]})
        );
        let second = thing(&server, 8).await;
        for (name, expected) in [
            ("i", json!(0)),
            ("u", json!(3)),
            ("f", json!(2)),
            ("b", json!(false)),
            ("t", json!("2024-01-15 00:00:00")),
            ("li", json!([5])),
            ("ls", json!([])),
            ("ss", json!(["q"])),
            ("mi", json!({"4": "four"})),
            ("ms", json!({})),
            ("le", json!([{"kind": "c", "amount": 9, "at": "2024-01-04 00:00:00"}])),
        ] {
            assert_eq!(second[name], expected, "{name}");
        }
        assert_eq!(thing(&server, 9).await["s"], "");
        let braces = thing(&server, 10).await;
        for (name, expected) in [
            ("b", json!(true)),
            ("t", json!("1970-01-02 00:00:00")),
            ("li", json!([1, 2])),
            ("ls", json!([])),
            ("ss", json!(["v", "w"])),
            ("mi", json!({"1": "one", "2": "two"})),
            ("ms", json!({"a": 1.5})),
        ] {
            assert_eq!(braces[name], expected, "{name}");
        }
        // `_` does not change the stored value.
        run(&server, "USE GRAPH g UPSERT Thing VALUES (7, _, 4)").await;
        let again = thing(&server, 7).await;
        assert_eq!((&again["i"], &again["u"], &again["s"]), (&json!(-5), &json!(4), &first["s"]));
    }
}

#[tokio::test]
async fn an_upsert_writes_edges_with_keys_of_any_kind() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let output = run(
            &server,
            r#"USE GRAPH g
            UPSERT Flat VALUES ("Elm", 3, 2)
            UPSERT Flat VALUES (("Oak", 4), 1)
            UPSERT Person VALUES ("a", 30, 1.5, true, "1990-01-01")
            UPSERT Person-(WorksAt)->Depot VALUES ("a", 12, "2020-05-05", 100)
            UPSERT Depot -(employs)-> Person VALUES (13, "b", _, 50);
            UPSERT Person -(Knows)- Person VALUES ("a" Person, "b" Person, 0.5)
            UPSERT Person -(Visited)-> Depot VALUES ("a", "12", "2024-01-01", "north", "first")
            UPSERT Person -(Visited)-> Depot VALUES ("a", "12", "2024-01-01", "south", "second")
            UPSERT Person -(Visited)-> Depot VALUES ("a", "12", "2024-01-01", "south", "third")
            UPSERT Person -(Owns)-> Flat VALUES ("a", ("Elm", 3))
            UPSERT Depot -(Owns)-> Flat VALUES (12, "Oak,4")
            SELECT count() FROM *
            "#,
        )
        .await;
        assert_success(&output, &["Successfully upserted an edge of type employs."]);
        let edges = server.get("/graph/g/edges/Person/a").await.results();
        let mut seen: Vec<_> = edges
            .as_array()
            .unwrap()
            .iter()
            .map(|edge| format!("{} {} {}", edge["e_type"], edge["to_id"], edge["attributes"]))
            .map(|text| text.replace('"', ""))
            .collect();
        seen.sort();
        assert_eq!(
            seen,
            [
                "Knows b {weight:0.5}",
                "Owns Elm,3 {}",
                "Visited 12 {on_day:2024-01-01 00:00:00,gate:north,note:first}",
                "Visited 12 {on_day:2024-01-01 00:00:00,gate:south,note:third}",
                "WorksAt 12 {since:2020-05-05 00:00:00,pay:100}",
            ]
        );
        let employed = server.get("/graph/g/edges/Person/b/WorksAt").await.results();
        assert_eq!(
            (&employed[0]["to_id"], &employed[0]["attributes"]["pay"]),
            (&json!("13"), &json!(50))
        );
        let flat = server.get("/graph/g/vertices/Flat/Oak,4").await.results();
        assert_eq!(flat[0]["attributes"], json!({"street": "Oak", "number": 4, "floor": 1}));
    }
}

/// Starts a server with people and edges.
async fn server_with_people(generation: Generation) -> Server {
    let server = Server::start(generation).await;
    let output = run(
        &server,
        r#"USE GRAPH g
        UPSERT Person VALUES ("a", 30, 1.5, true, "1990-01-01")
        UPSERT Person VALUES ("b", 20, 2.5, false, "2000-01-01")
        UPSERT Person VALUES ("c", 10, 3.5, true, "2010-01-01")
        UPSERT Person -(Knows)- Person VALUES ("a", "b", 1)
        UPSERT Person -(Knows)- Person VALUES ("b", "c", 2)
        UPSERT Person -(WorksAt)-> Depot VALUES ("a", 1, _, 10)
        UPSERT Person -(WorksAt)-> Depot VALUES ("b", 1, _, 20)
        "#,
    )
    .await;
    assert_success(&output, &[]);
    server
}

/// Returns the JSON that a SELECT prints.
async fn select(server: &Server, statement: &str) -> Value {
    let output = run(server, &format!("USE GRAPH g {statement}")).await;
    let json = &output[output.find('[').unwrap_or_else(|| panic!("{output}"))..];
    let json = &json[..=json.rfind(']').unwrap_or_else(|| panic!("{output}"))];
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {output}"))
}

#[tokio::test]
async fn a_select_filters_sorts_limits_and_counts() {
    for generation in BOTH {
        let server = server_with_people(generation).await;
        for (statement, expected) in [
            ("Person", &["a", "b", "c"][..]),
            ("Person WHERE primary_id == \"b\"", &["b"]),
            ("Person WHERE id == \"b\"", &["b"]),
            ("Person WHERE age > 10 AND alive == true OR score >= 3", &["a", "c"]),
            ("Person WHERE NOT alive", &["b"]),
            ("Person WHERE 20 < age", &["a"]),
            ("Person WHERE age IN (10, 20) AND age != 10", &["b"]),
            ("Person WHERE age NOT IN (10, 20)", &["a"]),
            ("Person WHERE age BETWEEN 15 AND 25", &["b"]),
            ("Person WHERE born >= to_datetime(\"2000-01-01\")", &["b", "c"]),
            ("Person ORDER BY age LIMIT 2", &["c", "b"]),
            ("Person ORDER BY alive DESC, age ASC", &["c", "a", "b"]),
            ("Depot WHERE primary_id == 1", &["1"]),
        ] {
            let rows = select(&server, &format!("SELECT * FROM {statement}")).await;
            let mut ids: Vec<_> =
                rows.as_array().unwrap().iter().map(|row| row["v_id"].as_str().unwrap()).collect();
            if !statement.contains("ORDER") {
                ids.sort_unstable();
            }
            assert_eq!(ids, expected, "{statement}");
        }
        let named = select(&server, "SELECT age, alive FROM Person WHERE age == 30").await;
        assert_eq!(
            named,
            json!([{"v_id": "a", "v_type": "Person", "attributes": {"age": 30, "alive": true}}])
        );
        assert_eq!(
            select(&server, "SELECT count(*) FROM Person WHERE age < 30").await,
            json!([{"count": 2, "v_type": "Person"}])
        );
        assert_eq!(
            select(&server, "SELECT approx_count(*) FROM Person").await,
            select(&server, "SELECT count(*) FROM Person").await
        );
        assert_eq!(
            select(&server, "SELECT count() FROM Person -(Knows)- Person").await,
            json!([{"count": 4, "e_type": "Knows"}])
        );
        let edges =
            select(&server, "SELECT * FROM Person -(WorksAt)-> Depot WHERE from_id == \"b\"").await;
        assert_eq!(edges.as_array().unwrap().len(), 1);
        assert_eq!((&edges[0]["from_id"], &edges[0]["to_id"]), (&json!("b"), &json!("1")));
        let all = select(&server, "SELECT * FROM Person -(ANY)-> ANY WHERE from_id == \"b\"").await;
        let untyped =
            select(&server, "SELECT * FROM Person -()-> ANY WHERE from_id == \"b\"").await;
        assert_eq!(untyped, all);
        assert_eq!(all.as_array().unwrap().len(), 3);
        for (pattern, expected) in [
            ("Person-(:e)-Depot", &["a 1", "b 1"][..]),
            ("Person:s -(:e)- :t WHERE s.id == \"a\"", &["a 1", "a b"]),
            ("Person:s -(Knows:e)- Person:t WHERE s.age == 30 AND t.age == 20", &["a b"]),
            ("Person:s -(Knows:e)-> Person:t WHERE t.primary_id == \"c\"", &["b c"]),
            ("Person:s -(Knows:e)- Person WHERE e.weight > 1 AND s.age > 10", &["b c"]),
            ("Person:s -(WorksAt)-> Depot:d WHERE Person.alive AND WorksAt.pay > 5", &["a 1"]),
            ("*:s -(ANY:e)- _:t WHERE e.pay < 20 AND t.primary_id == 1", &["a 1"]),
            (
                "Depot:d -(employs:e)- Person:p WHERE d.primary_id == 1 ORDER BY p.age",
                &["1 b", "1 a"],
            ),
        ] {
            let rows = select(&server, &format!("SELECT * FROM {pattern}")).await;
            let ends = |row: &Value| format!("{} {}", row["from_id"], row["to_id"]);
            let rows = rows.as_array().unwrap().iter();
            let mut rows: Vec<_> = rows.map(ends).map(|it| it.replace('"', "")).collect();
            if !pattern.contains("ORDER") {
                rows.sort_unstable();
            }
            assert_eq!(rows, expected, "{pattern}");
        }
        let people = select(&server, "SELECT count() FROM Person:p WHERE p.age < 30").await;
        assert_eq!(people, json!([{"count": 2, "v_type": "Person"}]));
    }
}

#[tokio::test]
async fn a_delete_removes_what_its_condition_selects() {
    for generation in BOTH {
        let server = server_with_people(generation).await;
        let count = |statement: &'static str| select(&server, statement);
        let delete = |statement: &'static str| {
            let script = format!("USE GRAPH g DELETE FROM {statement}");
            let server = &server;
            async move { run(server, &script).await }
        };
        let output = delete("Person -(Knows)- Person WHERE weight > 1.5").await;
        assert_success(&output, &["Successfully deleted 1 edges."]);
        assert_eq!(count("SELECT count() FROM Person -(Knows)- Person").await[0]["count"], 2);
        let output = delete("Person WHERE primary_id == \"a\"").await;
        assert_success(&output, &["Successfully deleted 1 vertices."]);
        assert_eq!(count("SELECT count() FROM Person -(Knows)- Person").await[0]["count"], 0);
        delete("Person WHERE TRUE ORDER BY age LIMIT 1").await;
        assert_eq!(count("SELECT * FROM Person").await[0]["v_id"], "b");
        delete("Person").await;
        assert_eq!(count("SELECT * FROM Person").await, json!([]));
    }
}

#[tokio::test]
async fn mistakes_are_reported_and_change_nothing() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        for (statement, expected) in [
            ("UPSERT Nobody VALUES (1)", "The vertex type Nobody does not exist."),
            (
                "UPSERT Person -(Nothing)-> Depot VALUES (1, 2)",
                "The edge type Nothing does not exist.",
            ),
            (
                "UPSERT Depot -(WorksAt)-> Depot VALUES (1, 2)",
                "WorksAt does not join Depot and Depot.",
            ),
            ("UPSERT Person VALUES (\"x\", \"old\")", "the value of attribute age is not a INT."),
            ("UPSERT Person VALUES (\"x\", 1.5)", "the value of attribute age is not a INT."),
            (
                "UPSERT Person VALUES (\"x\", 1, 2, true, \"soon\")",
                "attribute born is not a Datetime.",
            ),
            (
                "UPSERT Person VALUES (\"x\", 1, 2, true, \"2000-01-01\", 6)",
                "takes 5 values, not 6.",
            ),
            ("UPSERT Person VALUES (\"\")", "the vertex id is empty"),
            ("UPSERT Depot VALUES (\"x\")", "cannot be converted to UINT"),
            ("UPSERT Flat VALUES (\"x\")", "Flat takes 2 values for its key."),
            ("UPSERT Person VALUES (_)", "an id of Person is a text or a number."),
            (
                "UPSERT Person -(Visited)-> Depot VALUES (\"x\", 1)",
                "2 values for its discriminator.",
            ),
            (
                "UPSERT Person -(Visited)-> Depot VALUES (\"x\", 1, _, \"a\")",
                "on_day is not a Datetime.",
            ),
            ("UPSERT Thing VALUES (1, 1, -1)", "the value of attribute u is not a UINT."),
            ("UPSERT Person VALUES", "at "),
            ("UPSERT Person VALUES (\"x\" 1, 2)", "at "),
            ("SELECT * FROM Person WHERE nose > 1", "The attribute nose does not exist."),
            ("SELECT nose FROM Person", "The attribute nose does not exist."),
            ("SELECT * FROM Person WHERE age > \"x\"", "age is a INT"),
            ("SELECT * FROM Person WHERE age * 2 > 2", "WHERE takes comparisons"),
            ("SELECT * FROM Person:s-(Knows)-Person:t WHERE s.age > t.age", "WHERE takes compar"),
            ("SELECT * FROM Person ORDER age", "at "),
            ("SELECT * FROM Person:p WHERE q.age > 1", "The alias q is not in FROM."),
            ("SELECT * FROM Person:p WHERE p.nose > 1", "The attribute nose does not exist."),
            ("SELECT * FROM Person-(Knows:e)-Person:t WHERE e.age > 1", "The attribute age does"),
            ("SELECT * FROM Person-(Knows:e)- ORDER BY f.weight", "at "),
            ("SELECT * FROM Person-(Knows:e)-ANY ORDER BY f.weight", "The alias f is not in"),
            ("UPSERT Person:p VALUES (\"x\")", "UPSERT takes no aliases"),
            ("SELECT p FROM (p:Nobody)", "line 1:"),
            ("DELETE Person", "at "),
            ("DELETE FROM Person WHERE nose > 1", "The attribute nose does not exist."),
        ] {
            let output = run(&server, &format!("USE GRAPH g\n{statement}\nLS")).await;
            assert_failure(&output, &[expected]);
        }
        let stored = server.get("/graph/g/vertices/Person").await.results();
        assert_eq!(stored, json!([]));
    }
}

#[tokio::test]
async fn without_a_working_graph_nothing_is_executed() {
    let server = Server::start(Generation::V4).await;
    for statement in [
        "UPSERT Person VALUES (\"x\")",
        "SELECT * FROM Person",
        "DELETE FROM Person",
        "RUN QUERY q()",
        "INSTALL QUERY q",
        "DROP QUERY q",
        "INTERPRET QUERY () { PRINT 1; }",
        "RUN LOADING JOB j",
        "CREATE QUERY q() { PRINT 1; }",
        "CREATE LOADING JOB j { DEFINE FILENAME f; }",
        "CREATE SCHEMA_CHANGE JOB j { DROP VERTEX Person; }",
    ] {
        let expected = "Error: Currently not using any graphs! Please use 'USE GRAPH' command to \
                        use a graph.\n";
        assert_eq!(run(&server, &format!("{statement}\n")).await, expected, "{statement}");
    }
}

#[tokio::test]
async fn a_limit_counts_undirected_edges_once() {
    let server = Server::start(Generation::V4).await;
    let knows = ["(\"a\", \"b\", 1)", "(\"a\", \"c\", 1)", "(\"b\", \"c\", 1)"]
        .map(|values| format!("UPSERT Person -(Knows)-> Person VALUES {values}\n"));
    let script = format!(
        "USE GRAPH g\n{}DELETE FROM Person -(Knows)- Person WHERE weight > 0 LIMIT 3",
        knows.concat()
    );
    assert_success(&run(&server, &script).await, &["Successfully deleted 3 edges."]);
}

#[tokio::test]
async fn numbers_are_printed_as_by_restpp() {
    let server = Server::start(Generation::V4).await;
    let script = "USE GRAPH g
        UPSERT Person VALUES (\"a\", 1, 1000.0, true, _)
        UPSERT Person VALUES (\"b\", 1, 0.00000001, true, _)
        UPSERT Person VALUES (\"c\", 1, 1.5, true, _)
        SELECT score FROM Person ORDER BY score
        INTERPRET QUERY () { PRINT 1000.0 AS a, 0.00000001 AS b, 1.5 AS c; }";
    let output = server.emulator.gsql(script).await.unwrap();
    for printed in [
        "\"score\":1000}",
        "\"score\":1e-08}",
        "\"score\":1.5}",
        "\"a\": 1000,",
        "\"b\": 1e-08,",
        "\"c\": 1.5\n",
    ] {
        assert!(output.contains(printed), "{printed}\n{output}");
    }
    let printed = server.prints("MapAccum<DOUBLE, INT> @@m; @@m += (0.00000001 -> 1); PRINT @@m;");
    assert_eq!(printed.await[0]["@@m"], json!({"1e-08": 1}));
}
