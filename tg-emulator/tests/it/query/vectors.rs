//! Vectors: loaded, upserted, searched, read and printed.

use reqwest::Method;
use serde_json::{Value, json};
use tg_emulator::Emulator;

use crate::support::Server;

const SCHEMA: &str = r#"
    CREATE VERTEX Person (PRIMARY_ID id STRING)
    CREATE VERTEX Doc (PRIMARY_ID id STRING, year INT)
    CREATE VERTEX Image (PRIMARY_ID id STRING)
    CREATE DIRECTED EDGE Wrote (FROM Person, TO Doc)
    CREATE GRAPH g (*)
    CREATE GLOBAL SCHEMA_CHANGE JOB vectors {
        ALTER VERTEX Doc ADD VECTOR ATTRIBUTE emb(DIMENSION=2, METRIC="COSINE");
        ALTER VERTEX Doc ADD VECTOR ATTRIBUTE place(DIMENSION=2, METRIC="L2");
        ALTER VERTEX Image ADD VECTOR ATTRIBUTE emb(DIMENSION=2, METRIC="IP");
    }
    RUN GLOBAL SCHEMA_CHANGE JOB vectors
    CREATE LOADING JOB load FOR GRAPH g { DEFINE FILENAME f;
        LOAD f TO VERTEX Doc VALUES ($0, $1),
            TO VECTOR ATTRIBUTE emb ON VERTEX Doc VALUES ($0, SPLIT($2, ":")),
            TO VECTOR ATTRIBUTE place ON VERTEX Doc VALUES ($0, SPLIT($3, ":"))
            USING SEPARATOR="|"; }
    USE GRAPH g
    IMPORT PACKAGE GDS
    INSTALL FUNCTION GDS.**
"#;

async fn with_documents() -> Server {
    let server = Server::with(Emulator::builder().gsql(SCHEMA)).await;
    let lines = "a|2020|1:0|0:0\nb|2021|1:1|3:4\nc|2022|0:2|0:1\nd|2023||6:8\n";
    server.rest(Method::POST, "/ddl/g?tag=load&filename=f", lines).await.results();
    let body = json!({
        "vertices": {
            "Image": {"i": {"emb": {"value": [0.5, 0]}}, "j": {"emb": {"value": [2, 2]}}},
        },
        "edges": {"Person": {"ann": {"Wrote": {"Doc": {"b": {}, "c": {}}}}}},
    });
    server.upsert(&body).await;
    server
}

fn ids(found: &Value) -> Vec<&str> {
    found.as_array().unwrap().iter().map(|it| it["v_id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_nearest_vectors_are_found_by_the_metric_of_the_attribute() {
    let server = with_documents().await;
    for (vectors, query, count, expected, distances) in [
        ("Doc.emb", "[1.0, 0]", 2, vec!["a", "b"], json!({"a": 0, "b": 0.2928932})),
        ("Doc.emb", "[0, 1]", 9, vec!["c", "b", "a"], json!({"a": 1, "b": 0.2928932, "c": 0})),
        ("Doc.place", "[6, 8]", 2, vec!["d", "b"], json!({"d": 0, "b": 5})),
        ("Image.emb", "[1, 1]", 1, vec!["j"], json!({"j": -3})),
        ("Doc.emb, Image.emb", "[1, 0]", 2, vec!["j", "a"], json!({"j": -1, "a": 0})),
        ("Doc.emb, Doc.place", "[6, 8]", 1, vec!["d"], json!({"d": 0})),
        ("Doc.emb", "[1.0, 0]", 0, vec![], json!({})),
    ] {
        let results = server
            .prints(&format!(
                "MapAccum<VERTEX, FLOAT> @@m; ListAccum<DOUBLE> @@q; @@q = {query};
                 S = vectorSearch({{{vectors}}}, @@q, {count}, {{distance_map: @@m, ef: 20}});
                 PRINT S; PRINT @@m;"
            ))
            .await;
        assert_eq!(ids(&results[0]["S"]), expected, "{vectors} {query}");
        assert_eq!(results[1]["@@m"], distances, "{vectors} {query}");
    }
}

#[tokio::test]
async fn a_search_is_part_of_a_query() {
    let server = with_documents().await;
    server
        .emulator
        .gsql(
            "USE GRAPH g
             CREATE QUERY near(LIST<FLOAT> query, INT k = 1) FOR GRAPH g SYNTAX v3 {
                 MapAccum<VERTEX, DOUBLE> @@all, @@found;
                 Own = SELECT d FROM (p:Person) -[:Wrote]-> (d:Doc)
                     ACCUM @@all += (d -> gds.vector.distance(d.emb, query, \"L2\"));
                 S = vectorSearch({Doc.emb}, query, k, {candidate_set: Own, distance_map: @@found});
                 Writers = SELECT p FROM (p:Person) -[:Wrote]-> (d:S);
                 PRINT S WITH VECTOR;
                 PRINT Writers, @@all, @@found;
             }
             INSTALL QUERY near",
        )
        .await
        .unwrap();
    let body = json!({"query": [0, 2], "k": 1});
    let results = server.post("/query/g/near", &body).await.results();
    let found = json!([{
        "v_id": "c", "v_type": "Doc", "attributes": {"year": 2022},
        "Embeddings": {"emb": [0, 2], "place": [0, 1]},
    }]);
    assert_eq!(results[0]["S"], found);
    assert_eq!(ids(&results[1]["Writers"]), ["ann"]);
    assert_eq!(results[1]["@@all"], json!({"b": std::f64::consts::SQRT_2, "c": 0}));
    assert_eq!(results[1]["@@found"], json!({"c": 0}));
    // Of the vertices that are found, none is outside of the candidates.
    let results = server.post("/query/g/near", &json!({"query": [1, 0], "k": 5})).await.results();
    assert_eq!(ids(&results[0]["S"]), ["b", "c"]);
}

#[tokio::test]
async fn functions_of_vectors_are_those_of_the_package() {
    let server = with_documents().await;
    for (call, expected) in [
        ("distance([3.0, 0], [0, 4], \"L2\")", json!(5)),
        ("distance([1, 0], [0, 1], \"cosine\")", json!(1)),
        ("distance([1, 2], [3, 4], \"ip\")", json!(-10)),
        ("cosine_distance([2, 0], [3, 0])", json!(0)),
        ("cosine_distance([0, 0], [3, 0])", json!(1)),
        ("l2_distance([1], [3])", json!(2)),
        ("ip_distance([1], [3])", json!(-2)),
        ("norm([3, -4], \"L2\")", json!(5)),
        ("norm([3, -4], \"L1\")", json!(7)),
        ("dimension_count([3, 4])", json!(2)),
        ("elements_sum([3, 4.5])", json!(7.5)),
        ("kth_element([3, 4.5], 1)", json!(4.5)),
    ] {
        let results = server.prints(&format!("PRINT gds.vector.{call} AS r;")).await;
        assert_eq!(results[0]["r"], expected, "{call}");
    }
    for (call, message) in [
        ("distance([3], [0, 4], \"L2\")", "vectors of 1 and of 2 dimensions have no distance."),
        ("distance([3], [0], \"L3\")", "L3 is not a metric of vectors"),
        ("kth_element([3], 1)", "a vector of 1 dimensions has no element 1."),
        ("l2_distance([\"x\"], [3])", "gds.vector.l2_distance is not defined for (LIST, LIST)"),
        ("mean([1])", "does not support the function gds.vector.mean"),
    ] {
        let error = server.fails(&format!("PRINT gds.vector.{call};")).await;
        assert!(error.contains(message), "{call}: {error}");
    }
}

#[tokio::test]
async fn mistakes_in_a_search_are_named() {
    let server = with_documents().await;
    let results =
        server.prints("S = {Doc.*}; S = SELECT d FROM S:d WHERE d.emb.size() == 0; PRINT S;");
    assert_eq!(ids(&results.await[0]["S"]), ["d"]);
    for (arguments, message) in [
        (
            "{Doc.emb}, [1.0], 1",
            "the query vector has 1 dimensions, the vector attribute emb has 2.",
        ),
        ("{Doc.emb}, [1.0, 2], -1", "the number of results is negative"),
        ("{Doc.emb}, 1, 1", "expected a list of numbers, found INT"),
        ("{Doc.em}, [1.0], 1", "has no vector `em`"),
        ("{Person.emb}, [1.0], 1", "the vertex type `Person` has no vector `emb`"),
        ("{Doc.emb}, [1.0], 1, {near: 2}", "vectorSearch has no option near"),
        ("{Doc.emb}, [1.0], 1, {distance_map: 2}", "the distance_map is not a global MapAccum"),
    ] {
        let error = server.fails(&format!("S = vectorSearch({arguments}); PRINT S;")).await;
        assert!(error.contains(message), "{arguments}: {error}");
    }
}

#[tokio::test]
async fn a_script_loads_vectors_and_combines_searches_with_patterns() {
    let server = Server::with(Emulator::builder()).await;
    let lines = "id|name|vector\n1|Ann|1:0:0\n2|Bob|3:4:0\n3|Cid|0:1:0\n4|Dan|0:0:1\n";
    server.emulator.put_file("/data/accounts.csv", lines.to_owned());
    server
        .emulator
        .put_file("/data/transfers.csv", "Ann|Cid|10\nCid|Bob|20\nBob|Dan|30\n".to_owned());
    let script = r#"
        CREATE VERTEX Account (name STRING PRIMARY KEY, number INT)
        CREATE DIRECTED EDGE transfer (FROM Account, TO Account, amount INT)
            WITH REVERSE_EDGE="transfer_reverse"
        CREATE GRAPH finance (*)
        USE GLOBAL
        CREATE GLOBAL SCHEMA_CHANGE JOB add_emb {
            ALTER VERTEX Account ADD VECTOR ATTRIBUTE emb1(DIMENSION = 3, METRIC = "COSINE");
        }
        RUN GLOBAL SCHEMA_CHANGE JOB add_emb
        USE GRAPH finance
        CREATE LOADING JOB load {
            DEFINE FILENAME f1; DEFINE FILENAME f2 = "/data/accounts.csv";
            LOAD "/data/accounts.csv" TO VERTEX Account VALUES ($"name", $"id")
                USING header="true", separator="|";
            LOAD f2 TO VECTOR ATTRIBUTE emb1 ON VERTEX Account VALUES ($1, SPLIT($2, ":"))
                USING SEPARATOR="|", header="true";
            LOAD "/data/transfers.csv" TO EDGE transfer VALUES ($0, $1, $2) USING SEPARATOR="|";
        }
        RUN LOADING JOB load
        CREATE OR REPLACE QUERY q1 (LIST<float> query_vector) SYNTAX v3 {
            MapAccum<Vertex, Float> @@distances;
            v = vectorSearch({Account.emb1}, query_vector, 2, {distance_map: @@distances});
            print v WITH VECTOR;
            print @@distances;
        }
        CREATE OR REPLACE QUERY q2 (VERTEX<Account> name, INT k) SYNTAX v3 {
            ListAccum<FLOAT> @@query; MapAccum<VERTEX, FLOAT> @@distances; SumAccum<INT> @sum;
            me = {name};
            me = SELECT a FROM (a:me) POST-ACCUM @@query += a.emb1;
            c1 = SELECT b FROM (a:Account)-[e:transfer]->(b:Account) WHERE b.name <> name;
            top = vectorSearch({Account.emb1}, @@query, k, {candidate_set: c1, ef: 200,
                distance_map: @@distances});
            res = SELECT a FROM (a:top) -[e:transfer]- (b) ACCUM a.@sum += e.amount
                ORDER BY @@distances.get(a) ASC;
            PRINT res[res.name, res.@sum AS sum, gds.vector.dimension_count(res.emb1) AS d];
            SELECT a.name AS a, b.name AS b, gds.vector.distance(a.emb1, b.emb1, "COSINE") AS d
                INTO T FROM (a:Account) -[:transfer]-> (b:Account)
                ORDER BY gds.vector.distance(a.emb1, b.emb1, "COSINE"), a.name LIMIT 2;
            PRINT T;
        }
        INSTALL QUERY ALL
        RUN QUERY q1([1, 0.1, 0])
        RUN QUERY q2("Ann", 2)"#;
    let output = server.emulator.gsql(script).await.unwrap_or_else(|error| panic!("{error}"));
    let answers = output.split("\n{\n").skip(1).map(|answer| {
        let answer: Value = serde_json::from_str(&format!("{{{answer}")).unwrap();
        answer["results"].clone()
    });
    let answers: Vec<_> = answers.collect();
    assert_eq!(ids(&answers[0][0]["v"]), ["Ann", "Bob"]);
    assert_eq!(answers[0][0]["v"][1]["Embeddings"], json!({"emb1": [3, 4, 0]}));
    assert_eq!(answers[0][1]["@@distances"], json!({"Ann": 0.00496281, "Bob": 0.3233747}));
    let attributes = answers[1][0]["res"].as_array().unwrap().iter().map(|it| &it["attributes"]);
    let expected = [
        json!({"res.name": "Bob", "sum": 50, "d": 3}),
        json!({"res.name": "Cid", "sum": 30, "d": 3}),
    ];
    assert!(attributes.eq(&expected), "{answers:?}");
    let pairs = json!([{"a": "Cid", "b": "Bob", "d": 1.0 - 0.8}, {"a": "Ann", "b": "Cid", "d": 1}]);
    assert_eq!(answers[1][1]["T"], pairs);
}
