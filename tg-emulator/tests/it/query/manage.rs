//! Creation, installation and description of queries.

use reqwest::Method;
use serde_json::{Value, json};
use tg_emulator::{Fault, Gate, Generation, Path, Version};

use super::with_queries;
use crate::support::{BOTH, Server};

#[tokio::test]
async fn the_mistakes_of_a_draft_are_reported() {
    let server = Server::start(Generation::V4).await;
    let text = "CREATE QUERY q() FOR GRAPH g {\n  PRINT ;\n}";
    let answer = server.gsql(Method::POST, "/gsql/v1/queries?graph=g", text).await.json();
    assert_eq!((&answer["error"], &answer["isDraft"]), (&json!(true), &json!(true)));
    let message = answer["message"].as_str().unwrap();
    assert!(message.starts_with("line 2:8 no viable alternative"), "{message}");
    assert!(message.contains("Parsing encountered 1 syntax error(s)"), "{message}");
    assert!(message.ends_with("Saved as draft query with type/semantic error: [q]."), "{message}");
    let names = server.gsql(Method::GET, "/gsql/v1/queries?graph=g", "").await.results();
    assert_eq!(names, json!(["q"]));
    let output = server.emulator.gsql("USE GRAPH g SHOW QUERY q").await.unwrap();
    assert!(output.contains("# draft"), "{output}");
}

#[tokio::test]
async fn a_replaced_query_is_disabled_until_it_is_installed() {
    for generation in BOTH {
        let server =
            with_queries(generation, "CREATE QUERY q() FOR GRAPH g { PRINT 1 AS x; }").await;
        server.get("/query/g/q").await.results();
        let replace = "USE GRAPH g CREATE OR REPLACE QUERY q() FOR GRAPH g { PRINT 2 AS x; }";
        server.emulator.gsql(replace).await.unwrap();
        let (code, message) = server.get("/query/g/q").await.error();
        assert_eq!(code, "REST-1005");
        assert!(message.starts_with("Query endpoint '/query/g/q' is disabled"), "{message}");
        server.emulator.gsql("USE GRAPH g INSTALL QUERY q").await.unwrap();
        assert_eq!(server.get("/query/g/q").await.results(), json!([{"x": 2}]));
        assert_eq!(server.get("/query/g/nope").await.code(), "REST-1000");
    }
}

#[tokio::test]
async fn the_list_of_endpoints_has_the_parameters() {
    let query = "CREATE QUERY q(INT n, STRING s = \"x\", VERTEX v, SET<VERTEX<Person>> p) \
                 FOR GRAPH g { PRINT n; }";
    for generation in BOTH {
        let server = with_queries(generation, query).await;
        let listed = server.get("/endpoints/g?dynamic=true").await.json();
        for key in ["GET /query/g/q", "POST /query/g/q"] {
            let parameters = &listed[key]["parameters"];
            assert_eq!(listed[key]["enabled"], true, "{listed}");
            assert_eq!(parameters["query"], json!({"default": "q", "type": "STRING"}));
            assert_eq!(
                parameters["n"],
                json!({"type": "INT64", "min_count": 1, "max_count": 1, "index": 0})
            );
            assert_eq!(parameters["s"]["default"], "x");
            assert_eq!(parameters["v"]["id_type"], "$v.type");
            assert_eq!(parameters["v.type"], json!({"type": "STRING"}));
            assert_eq!(parameters["p"]["id_type"], "Person");
        }
    }
}

#[tokio::test]
async fn a_held_installation_has_a_status() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let script = "USE GRAPH g CREATE QUERY q() FOR GRAPH g { PRINT 1; } \
                      CREATE QUERY r() FOR GRAPH g { PRINT 1; }";
        server.emulator.gsql(script).await.unwrap();
        let root = match generation {
            Generation::V3 => "/gsqlserver/gsql/queries/install",
            _ => "/gsql/v1/queries/install",
        };
        let gate = Gate::new();
        server
            .emulator
            .on(Path::ends("/queries/install").and(Method::POST))
            .then(Fault::HoldWork(gate.clone()));
        let path = format!("{root}?graph=g&queries=q&queries=r");
        let submitted = server.gsql_as_user(Method::POST, &path, "").await.json();
        let location = submitted["location"].as_str().unwrap();
        let id = location.rsplit('/').next().unwrap();
        assert_eq!(submitted["message"], format!("Request {id} successfully created"));
        gate.held(1).await;
        let status =
            async || server.gsql_as_user(Method::GET, &format!("{root}/{id}"), "").await.json();
        let running = status().await;
        assert_eq!(running["state"], "RUNNING");
        assert_eq!(running["message"], format!("Request {id} is running"));
        assert_eq!(server.get("/query/g/q").await.code(), "REST-1000");
        gate.open();
        let done = loop {
            let status = status().await;
            if status["state"] != "RUNNING" {
                break status;
            }
        };
        assert_eq!(done["message"], format!("Request {id} is finished with status SUCCESS"));
        let queries = json!([{"name": "q", "state": "SUCCESS"}, {"name": "r", "state": "SUCCESS"}]);
        assert_eq!((&done["queries"], &done["graph"]), (&queries, &json!("g")));
        server.get("/query/g/q").await.results();
    }
}

#[tokio::test]
async fn a_held_installation_is_listed_and_delays_the_response() {
    let server = Server::start(Generation::V4).await;
    server.emulator.gsql("USE GRAPH g CREATE QUERY q() FOR GRAPH g { PRINT 1; }").await.unwrap();
    let gate = Gate::new();
    server.emulator.on(Path::ends("/queries/install")).then(Fault::HoldWork(gate.clone()));
    let waits = server.gsql(Method::GET, "/gsql/v1/queries/install?graph=g&queries=q", "");
    let test = async {
        gate.held(1).await;
        let info =
            server.gsql(Method::GET, "/gsql/v1/queries/info?graph=g&query=q", "").await.results();
        assert_eq!((&info[0]["installing"], &info[0]["installed"]), (&json!(true), &json!(false)));
        gate.open();
    };
    let (answer, ()) = tokio::join!(waits, test);
    assert!(answer.json()["message"].as_str().unwrap().contains("Query installed successfully"));
    let info =
        server.gsql(Method::GET, "/gsql/v1/queries/info?graph=g&query=q", "").await.results();
    assert_eq!((&info[0]["installing"], &info[0]["installed"]), (&json!(false), &json!(true)));
    let endpoint = &info[0]["endpoint"]["query"]["g"]["q"]["GET/POST"];
    assert_eq!(endpoint["function"], "queryDispatcher");
    for flag in ["-single,-legacy", "-nope"] {
        let path = format!("/gsql/v1/queries/install?graph=g&queries=q&flag={flag}");
        server.gsql(Method::GET, &path, "").await.error();
    }
}

#[tokio::test]
async fn descriptions_are_stored_returned_and_dropped() {
    let query =
        "CREATE QUERY q(INT n) FOR GRAPH g { PRINT n; } CREATE QUERY r() FOR GRAPH g { PRINT 1; }";
    for generation in BOTH {
        let server = with_queries(generation, query).await;
        let root = match generation {
            Generation::V3 => "/gsqlserver/gsql/description",
            _ => "/gsql/v1/description",
        };
        let show = async |query: &str| {
            let path = format!("{root}?graph=g&query={query}");
            server.gsql_as_user(Method::GET, &path, "").await.results()["queries"].clone()
        };
        let send = async |method: Method, body: Value| {
            server.gsql_as_user(method, &format!("{root}?graph=g"), &body.to_string()).await
        };
        assert_eq!(show("q").await, json!([{"queryName": "q", "parameters": []}]));
        let text = json!({"queries": [{"queryName": "q", "description": "doubles", "parameters": [
            {"paramName": "n", "description": "a number"},
        ]}]});
        assert_eq!(send(Method::PUT, text).await.json()["error"], false);
        let described = json!({"queryName": "q", "description": "doubles", "parameters": [
            {"paramName": "n", "description": "a number"},
        ]});
        assert_eq!(show("q").await, json!([described]));
        assert_eq!(show("all").await.as_array().unwrap().len(), 2);
        let unknown = json!({"queries": [{"queryName": "q", "parameters": [
            {"paramName": "m", "description": "x"},
        ]}]});
        send(Method::PUT, unknown).await.error();
        send(Method::PUT, json!({"queries": [{"queryName": "nope"}]})).await.error();
        let dropped =
            send(Method::DELETE, json!({"queries": ["q"], "queryParameters": ["q.*"]})).await;
        assert_eq!(dropped.json()["error"], false);
        assert_eq!(show("q").await, json!([{"queryName": "q", "parameters": []}]));
    }
}

#[tokio::test]
async fn a_text_is_checked_without_being_stored() {
    let server = Server::start(Generation::V4).await;
    let check = async |code: &str| {
        let body = json!({"code": code}).to_string();
        server.gsql(Method::POST, "/gsql/v1/internal/check/query", &body).await.json()
    };
    let fine = check("CREATE QUERY q() FOR GRAPH g { PRINT 1; }").await;
    assert_eq!((&fine["errors"], &fine["warnings"]), (&json!([]), &json!([])));
    let broken = check("CREATE QUERY q() FOR GRAPH g {\n PRINT ;\n}").await;
    assert_eq!(broken["error"], false);
    assert_eq!(
        (&broken["errors"][0]["startLine"], &broken["errors"][0]["errortype"]),
        (&json!(2), &json!("SyntaxError"))
    );
    assert_eq!(check("nonsense").await["errors"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_signature_has_parameters_and_results() {
    let query = "CREATE QUERY q(INT n, VERTEX<Person> p, SET<STRING> s, MAP<INT, STRING> m) FOR \
                 GRAPH g {\n  SumAccum<INT> @@sum; MapAccum<INT,SumAccum<INT>> @@by; \
                 SetAccum<VERTEX> @@set; OrAccum @@any; AvgAccum @mean; S = {p}; PRINT n, m, \
                 @@sum AS ret, @@by, @@set, @@any, S.@mean AS means, \
                 S[S.age] AS people, S.size(); PRINT S.age; }";
    for generation in BOTH {
        let server = with_queries(generation, query).await;
        let paths = match generation {
            Generation::V3 => vec![(Method::GET, "/gsqlserver/gsql/queryinfo?graph=g&query=q")],
            _ => {
                let path = "/gsql/v1/queries/signature?graph=g&queryName=q";
                vec![(Method::GET, path), (Method::POST, path)]
            }
        };
        for (method, path) in paths {
            let signature = server.gsql_as_user(method, path, "").await.json();
            assert_eq!(signature["error"], false, "{signature}");
            assert_eq!(signature["queryname"], "q");
            let input = json!([
                {"n": "int"}, {"p": "vertex<Person>"}, {"s": "set<string>"},
                {"m": "map<int, string>"}
            ]);
            assert_eq!(signature["input"], input);
            let people =
                json!([{"v_id": "int", "v_type": "Person", "attributes": {"S.age": "INT"}}]);
            let means =
                json!([{"v_id": "int", "v_type": "Person", "attributes": {"S.@mean": "double"}}]);
            let output = json!([
                {"n": "int"}, {"m": "map<int, string>"}, {"ret": "int"},
                {"@@by": "MapAccum<int, SumAccum<int>>"}, {"@@set": "SetAccum<vertex>"},
                {"@@any": "bool"}, {"means": means}, {"people": &people}, {"S.size()": "int"},
                {"S": &people}
            ]);
            assert_eq!(signature["output"], output);
            let unknown = path.replace("=q", "=nope");
            server.gsql_as_user(Method::GET, &unknown, "").await.error();
        }
    }
}

#[tokio::test]
async fn a_draft_has_the_numbers_of_its_errors() {
    for version in Version::ALL {
        let server = Server::of(version).await;
        let having = "The SELECT block selects s, but the HAVING clause uses t.\n";
        let tuple = "The tuple name or the vertex type Row is not defined.\n";
        for (body, at, error, message) in [
            (
                "S = SELECT s FROM Person:s -(Knows)- :t HAVING t.age > 1;",
                "t.age",
                "SEM-50",
                having,
            ),
            ("S = SELECT s FROM Person:s ORDER BY u.age; PRINT S;", "u.age", "SEM-45", ""),
            ("Row r = Row(1);", "Row", "SEM-50", tuple),
            ("S = SELECT s FROM Depot:s WHERE s.code == 1;", "code", "TYP-158", ""),
            ("PRINT @@n;", "@@n", "SEM-45", ""),
            // What only compilation finds.
            (
                "S = SELECT s FROM Person:s ACCUM @@late += 1; SumAccum<INT> @@late;",
                "@@late",
                "SEM-45",
                "the accumulator @@late is not declared.\n",
            ),
            ("S = SELECT s FROM Person:s ACCUM s.age = 1;", "age = 1", "SEM-45", ""),
            (
                "S = SELECT s FROM Person:s -(Knows)- Person:t PER (s) ACCUM t.age += 1;",
                "t.age",
                "SEM-45",
                "the alias t is not in PER.\n",
            ),
        ] {
            let query = format!("CREATE OR REPLACE QUERY q() FOR GRAPH g {{ {body} }}");
            let script = format!("USE GRAPH g\n{query}");
            let output = server.emulator.gsql(&script).await.unwrap_err().output;
            let kind = if error == "TYP-158" { "Type" } else { "Semantic" };
            let column = query.find(at).unwrap();
            let expected =
                format!("{kind} Check Error in query q ({error}): line 1, col {column}\n{message}");
            assert!(output.contains(&expected), "{expected}\n{output}");
            let saved = "Saved as draft query with type/semantic error: [q].";
            assert!(output.contains(saved), "{output}");
        }
    }
}

#[tokio::test]
async fn a_query_that_does_not_fit_the_graph_is_a_draft() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        for body in ["S = {Nope.*}; PRINT S;", "PRINT nope;", "PRINT @@nope;"] {
            let script =
                format!("USE GRAPH g CREATE OR REPLACE QUERY q() FOR GRAPH g {{ {body} }}");
            let output = server.emulator.gsql(&script).await.unwrap_err().output;
            assert!(output.contains("Error in query q (SEM-45): line 1, col "), "{output}");
            let saved = "Saved as draft query with type/semantic error: [q].";
            assert!(output.contains(saved), "{output}");
            let output =
                server.emulator.gsql("USE GRAPH g INSTALL QUERY q").await.unwrap_err().output;
            assert!(output.contains("Query installation failed!"), "{output}");
        }
    }
}

#[tokio::test]
async fn a_statement_at_the_wrong_place_makes_a_draft() {
    let server = Server::start(tg_emulator::Generation::V4).await;
    for (version, body, message) in [
        ("v2", "S = SELECT s FROM (s:Person);", "the pattern is one of v3, and the query"),
        ("v1", "S = SELECT s FROM (s:Person);", "the pattern is one of v3, and the query"),
        ("v1", "S = {Person.*}; S = SELECT s FROM S:s -(Knows*2)- :t;", "is one of v2, and the"),
        ("_V1", "S = SELECT s FROM Person:s -(WorksAt>)- :t;", "the pattern is one of v2"),
        ("v1", "S = SELECT s FROM Person:s -(Knows)- :t -(Knows)- :u;", "is one of v2, and the"),
        ("v2", "S = {Person.*}; S = SELECT s FROM S:s -(Knows)-> :t;", "is one of v1, and the"),
        ("v2", "BREAK;", "`BREAK` is in no loop"),
        ("v2", "WHILE true DO MaxAccum<INT> @a; END;", "`@a` is declared in a loop"),
        ("v2", "S = SELECT s FROM Person:s -(Knows*2:e)- :t;", "is one of several edges"),
        ("v2", "DELETE s FROM Person:s -(Knows)- :t -(Knows)- :u;", "DELETE takes one hop only"),
        ("v2", "INT n; INT n;", "the variable `n` is declared twice"),
        ("v2", "TYPEDEF TUPLE<INT a, INT a> T;", "the field `a` is declared twice"),
        ("v2", "RETURN 1;", "the query has no RETURNS, and returns a value"),
    ] {
        let query =
            format!("CREATE OR REPLACE QUERY q() FOR GRAPH g SYNTAX {version} {{ {body} }}");
        let output = server.emulator.gsql(&query).await.unwrap_err().output;
        assert!(output.contains("Error in query q (SEM-45): line 1, col "), "{body}: {output}");
        assert!(output.contains(message), "{body}: {output}");
    }
    for operand in ["3", "(\"a\", \"b\")"] {
        let failed = server.fails(&format!("S = {{Person.*}} UNION {operand}; PRINT S;")).await;
        assert!(failed.contains("UNION is not defined for vertex set and"), "{failed}");
    }
}
