//! JSON lines, temporary tables, reducers, vectors, deletions, and the options after USING.

use serde_json::json;
use tg_emulator::{Emulator, Generation};

use super::server;
use crate::support::{BOTH, SCHEMA, Server, column};

#[tokio::test]
async fn a_json_object_on_each_line() {
    let job = "DEFINE FILENAME f; LOAD f
        TO VERTEX Person VALUES ($\"id\", $\"deep\":\"age\", $\"score\", $\"alive\", _),
        TO VERTEX Depot VALUES ($\"depot\", $\"city\") WHERE $\"depot\" IS NOT EMPTY
        USING JSON_FILE=\"true\";";
    for generation in BOTH {
        let server = server(generation, job).await;
        let lines = [
            r#"{"id": "a,\"x\"", "deep": {"age": 30}, "score": 1.5, "alive": true, "depot": 1}"#,
            r#"{"id": "b", "deep": {"age": null}, "alive": "false", "depot": 2, "city": ""}"#,
            r#"{"id": "c", "deep": 5, "score": "x"}"#,
            "[1]",
            "{",
        ];
        let counted = server.load(&lines.join("\n")).await;
        let file = &counted["fileLevel"];
        assert_eq!((&file["validLine"], &file["invalidJson"]), (&json!(3), &json!(2)));
        let vertices = &counted["objectLevel"]["vertex"];
        assert_eq!(column(vertices, "validObject"), ["2", "2"]);
        assert_eq!(
            (&vertices[0]["invalidAttribute"], &vertices[1]["failedCondition"]),
            (&json!(1), &json!(1))
        );
        let person = server.attributes("Person", "a,%22x%22").await;
        assert_eq!((&person["age"], &person["score"]), (&json!(30), &json!(1.5)));
        assert_eq!(server.attributes("Person", "b").await["age"], 0);
        // A missing key does not change the stored value, an empty text does.
        assert_eq!(server.attributes("Depot", "1").await["city"], "nowhere");
        assert_eq!(server.attributes("Depot", "2").await["city"], "");
    }
}

#[tokio::test]
async fn flatten_creates_rows() {
    let job = "DEFINE FILENAME f;
        LOAD f TO VERTEX Person VALUES ($0, _, _, _, _),
            TO TEMP_TABLE t (who, what) VALUES ($0, flatten($1, \"|\", 1)) WHERE $0 != \"c\",
            TO TEMP_TABLE u (who, depot, day) VALUES ($0, flatten($2, \"|\", \":\", 2));
        LOAD TEMP_TABLE t TO EDGE Knows VALUES ($\"who\", gsql_upper($\"what\"), 1)
            WHERE $\"what\" IS NOT EMPTY;
        LOAD TEMP_TABLE u TO EDGE WorksAt VALUES ($\"who\", $\"depot\", $\"day\", _);";
    for generation in BOTH {
        let server = server(generation, job).await;
        let counted = server.load("a,|x|y,1:2024-01-01|2\nb,,\nc,z,x:2024-01-01|4:soon\n").await;
        assert_eq!(counted["fileLevel"]["validLine"], 3);
        let edges = &counted["objectLevel"]["edge"];
        assert_eq!(column(edges, "typeName"), ["Knows", "WorksAt"]);
        let knows = json!({
            "typeName": "Knows", "validObject": 2, "passedCondition": 2, "failedCondition": 1
        });
        assert_eq!(edges[0], knows);
        assert_eq!(column(edges, "validObject"), ["2", "2"]);
        assert_eq!(
            (&edges[1]["invalidSecondaryId"], &edges[1]["invalidAttribute"]),
            (&json!(1), &json!(1))
        );
        let known = server.get("/graph/g/edges/Person/a/Knows").await.results();
        let mut ids = column(&known, "to_id");
        ids.sort_unstable();
        assert_eq!(ids, ["X", "Y"]);
    }
}

#[tokio::test]
async fn flatten_json_array_creates_rows() {
    let job = "DEFINE FILENAME f;
        LOAD f TO TEMP_TABLE t (who, what) VALUES ($\"id\", flatten_json_array($\"tags\")),
            TO TEMP_TABLE u (who, depot, pay)
                VALUES ($\"id\", flatten_json_array($\"jobs\", $\"at\", $\"pay\":\"net\"))
            USING JSON_FILE=\"true\";
        LOAD TEMP_TABLE t TO EDGE Knows VALUES ($\"who\", $\"what\", _);
        LOAD TEMP_TABLE u TO EDGE WorksAt VALUES ($\"who\", $\"depot\", _, $\"pay\");";
    let server = server(Generation::V4, job).await;
    let line = r#"{"id": "a", "tags": ["x", 5, true],
        "jobs": [{"at": 1, "pay": {"net": 10}}, 7, {"at": 2}]}"#;
    let counted = server.load(&format!("{}\n{{\"id\": \"b\"}}\n", line.replace('\n', " "))).await;
    assert_eq!(column(&counted["objectLevel"]["edge"], "validObject"), ["3", "2"]);
    let known = server.get("/graph/g/edges/Person/a/Knows").await.results();
    let mut ids = column(&known, "to_id");
    ids.sort_unstable();
    assert_eq!(ids, ["5", "true", "x"]);
    let pay = |id| format!("/graph/g/edges/Person/a/WorksAt/Depot/{id}");
    assert_eq!(server.get(&pay(1)).await.results()[0]["attributes"]["pay"], 10);
    assert_eq!(server.get(&pay(2)).await.results()[0]["attributes"]["pay"], 0);
}

#[tokio::test]
async fn a_table_can_be_loaded_into_another() {
    let job = "DEFINE FILENAME f;
        LOAD f TO TEMP_TABLE t (who, list) VALUES ($0, flatten($1, \"|\", 1));
        LOAD TEMP_TABLE t TO TEMP_TABLE u (who, what)
            VALUES ($\"who\", flatten($\"list\", \":\", 1));
        LOAD TEMP_TABLE u TO EDGE Knows VALUES ($\"who\", $\"what\", _);";
    let server = server(Generation::V4, job).await;
    let counted = server.load("a,b:c|d\n").await;
    assert_eq!(counted["objectLevel"]["edge"][0]["validObject"], 3);
}

#[tokio::test]
async fn reducers_combine_loaded_and_stored_values() {
    let job =
        "DEFINE FILENAME f; LOAD f TO VERTEX Thing VALUES ($0, REDUCE(add($1)), REDUCE(max($1)),
        REDUCE(min($1)), REDUCE(overwrite($1)), REDUCE(or($2)), REDUCE(add($3)),
        REDUCE(ignore_if_exists($4)), _, REDUCE(overwrite($1)), REDUCE(add($3)), _,
        REDUCE(add(($0 -> $3))), REDUCE(add(($3 -> $1))), _, _);";
    for generation in BOTH {
        let server = server(generation, job).await;
        server
            .load("1,5,false,a,2024-01-01\n1,3,true,b,2024-01-02\n1,4,false,a,2024-01-03\n")
            .await;
        let found = server.attributes("Thing", "1").await;
        for (name, value) in [
            ("i", json!(12)),
            ("u", json!(5)),
            ("f", json!(3)),
            ("d", json!(4)),
            ("b", json!(true)),
            ("s", json!("aba")),
            ("t", json!("2024-01-01 00:00:00")),
            ("li", json!([4])),
            ("ls", json!(["a", "b", "a"])),
            ("mi", json!({"1": "aba"})),
            ("ms", json!({"a": 9, "b": 3})),
        ] {
            assert_eq!(found[name], value, "{name}: {found}");
        }
    }
    let bits = "DEFINE FILENAME f; LOAD f TO VERTEX Thing
        VALUES ($0, REDUCE(and($1)), REDUCE(or($1)), _, _, REDUCE(and($2)));";
    let server = server_with_documents(bits).await;
    server.load("1,6,true\n1,3,false\n").await;
    let found = server.attributes("Thing", "1").await;
    assert_eq!((&found["i"], &found["u"], &found["b"]), (&json!(2), &json!(7), &json!(false)));
}

async fn server_with_documents(job: &str) -> Server {
    server(Generation::V4, job).await
}

#[tokio::test]
async fn vectors_are_loaded() {
    let schema = "CREATE VERTEX Doc (PRIMARY_ID id STRING, title STRING) CREATE GRAPH v (Doc)
        CREATE GLOBAL SCHEMA_CHANGE JOB c {
            ALTER VERTEX Doc ADD VECTOR ATTRIBUTE emb(DIMENSION=3, METRIC=\"L2\"); }
        RUN GLOBAL SCHEMA_CHANGE JOB c
        CREATE LOADING JOB j FOR GRAPH v { DEFINE FILENAME f;
            LOAD f TO VERTEX Doc VALUES ($0, $1),
                TO VECTOR ATTRIBUTE emb ON VERTEX Doc VALUES ($0, SPLIT($2, \":\"))
                USING SEPARATOR=\"|\"; }";
    let server = Server::with(Emulator::builder().gsql(format!("{SCHEMA} {schema}"))).await;
    let lines = "a|A|1:2.5:-3\nb|B|1:2\nc|C|\n";
    let path = "/ddl/v?tag=j&filename=f";
    let results = server.rest(reqwest::Method::POST, path, lines).await.results();
    let vertices = &results[0]["statistics"]["parsingStatistics"]["objectLevel"]["vertex"];
    assert_eq!(column(vertices, "validObject"), ["3", "1"]);
    assert_eq!(vertices[1]["invalidAttribute"], 2);
}

#[tokio::test]
async fn lines_can_delete_objects() {
    let fill = "DEFINE FILENAME h; LOAD h TO EDGE WorksAt VALUES ($0, $1, _, _),
        TO EDGE Visited VALUES ($0, $1, $2, $3, _);";
    let delete = |what: &str| {
        format!(
            "{SCHEMA} USE GRAPH g CREATE LOADING JOB fill {{ {fill} }}
             CREATE LOADING JOB j {{ DEFINE FILENAME f; {what} }}"
        )
    };
    let edges = "a,1,2024-01-01,n\na,1,2024-01-02,s\na,2,2024-01-01,n\nb,1,2024-01-01,n\n";
    for (what, lines, kind, left) in [
        ("DELETE VERTEX Person (PRIMARY_ID $0) FROM f;", "a\n", "deleteVertex", [1, 1]),
        ("DELETE EDGE WorksAt (FROM $0) FROM f;", "a\n", "deleteEdge", [1, 4]),
        ("DELETE EDGE WorksAt (FROM $0, TO $1) FROM f;", "a,1\n", "deleteEdge", [2, 4]),
        (
            "DELETE EDGE Visited (FROM $0, TO $1, DISCRIMINATOR($2, $3)) FROM f;",
            "a,1,2024-01-02,s\n",
            "deleteEdge",
            [3, 3],
        ),
        ("DELETE EDGE * (FROM $0 Person) FROM f;", "a\n", "deleteEdge", [1, 1]),
        (
            "DELETE EDGE WorksAt (FROM $0) FROM f WHERE $1 == \"yes\";",
            "a,no\nb,yes\n",
            "deleteEdge",
            [2, 4],
        ),
    ] {
        for generation in BOTH {
            let builder = Emulator::builder().generation(generation).gsql(delete(what));
            let server = Server::with(builder).await;
            let path = "/ddl/g?tag=fill&filename=h";
            server.rest(reqwest::Method::POST, path, edges).await.results();
            let counted = server.load(lines).await;
            assert_eq!(counted["objectLevel"][kind][0]["validObject"], 1, "{what}: {counted}");
            let count = async |edge: &str| {
                let body = json!({"function": "stat_edge_number", "type": edge});
                server.post("/builtins/g", &body).await.results()[0]["count"].clone()
            };
            assert_eq!([count("WorksAt").await, count("Visited").await], left, "{what}");
        }
    }
}

#[tokio::test]
async fn options_for_existing_vertices() {
    let job =
        "DEFINE FILENAME f; LOAD f TO VERTEX Depot VALUES ($0, $1) USING NEW_VERTEX_ONLY=\"true\";";
    let only_new = server_with_documents(job).await;
    only_new.load("1,a\n1,b\n").await;
    only_new.load("1,c\n").await;
    assert_eq!(only_new.attributes("Depot", "1").await["city"], "a");
    let job = "DEFINE FILENAME f;
        LOAD f TO EDGE WorksAt VALUES ($0, $1, _, _) USING VERTEX_MUST_EXIST=\"true\";";
    let must_exist = server_with_documents(job).await;
    must_exist.upsert(&json!({"vertices": {"Person": {"a": {}}, "Depot": {"1": {}}}})).await;
    must_exist.load("a,1\na,2\nb,1\n").await;
    let works = must_exist.get("/graph/g/edges/Person/a").await.results();
    assert_eq!(column(&works, "to_id"), ["1"]);
    assert_eq!(must_exist.get("/graph/g/vertices/Person/b").await.code(), "601");
}
