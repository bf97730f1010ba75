//! Files that queries read: LOADACCUM and SelectVertex.

use serde_json::json;
use tg_emulator::{Emulator, Generation};

use super::with_people;
use crate::support::Server;

async fn with_files() -> Server {
    let server = with_people(Generation::V4).await;
    server.emulator.put_file("people.csv", "ann,1,true,a\nbob,2,false,b\nzoe,x,true,a\ncid\n");
    server.emulator.put_file("named.csv", "kind|who|city\nPerson|bob|Bonn\nDepot|2|Kiel\n");
    server
}

#[tokio::test]
async fn accumulators_are_loaded_from_lines() {
    let server = with_files().await;
    let results = server
        .prints(
            r#"TYPEDEF TUPLE<VERTEX<Person> who, INT n> T;
            STRING path = "people.csv";
            ListAccum<STRING> @@names; SetAccum<VERTEX<Person>> @@people; SumAccum<INT> @@sum;
            MapAccum<STRING, MapAccum<VERTEX<Person>, SumAccum<INT>>> @@map; ListAccum<T> @@tuples;
            GroupByAccum<STRING kind, ListAccum<STRING> all> @@groups;
            HeapAccum<T>(1, n DESC) @@top;
            @@names += "x";
            @@names = {LOADACCUM(path, $0, ",", false)};
            @@people = {LOADACCUM(path, $0, ",", false), LOADACCUM("named.csv", $"who", "|", true)};
            @@sum += {LOADACCUM(path, $1, ",", false)};
            @@map = {LOADACCUM(path, $3, $0, $1, ",", false)};
            @@tuples = {LOADACCUM(path, $0, $1, ",", false).FILTER($3 == "b" OR $2 == "true")};
            @@groups = {LOADACCUM(path, $3, $0, ",", false)};
            @@top = {LOADACCUM(path, $0, $1, ",", false)};
            PRINT @@names, @@people.size() AS people, @@sum, @@map, @@tuples, @@groups, @@top;"#,
        )
        .await;
    assert_eq!(
        results[0],
        json!({
            "@@names": ["ann", "bob", "zoe", "cid"],
            "people": 3,
            "@@sum": 3,
            "@@map": {"a": {"ann": 1}, "b": {"bob": 2}},
            "@@tuples": [{"who": "ann", "n": 1}, {"who": "bob", "n": 2}],
            "@@groups": [{"kind": "a", "all": ["ann", "zoe"]}, {"kind": "b", "all": ["bob"]}],
            "@@top": [{"who": "bob", "n": 2}],
        })
    );
}

#[tokio::test]
async fn vertices_are_selected_by_lines() {
    let server = with_files().await;
    let results = server
        .prints(
            r#"S = {SelectVertex("people.csv", $0, Person, ",", false)};
            T = {SelectVertex("named.csv", $"who", $"kind", "|", true)};
            PRINT S[S.age]; PRINT T.size() AS n;"#,
        )
        .await;
    let ids: Vec<_> = results[0]["S"].as_array().unwrap().iter().map(|it| &it["v_id"]).collect();
    assert_eq!(ids, ["ann", "bob", "cid"]);
    assert_eq!(results[1]["n"], 2);
}

#[tokio::test]
async fn mistakes_of_files_are_named() {
    let server = with_files().await;
    for (body, message) in [
        ("@@l = {LOADACCUM(\"nope.csv\", $0, \",\", false)};", "'nope.csv' does not exist"),
        ("@@l = {LOADACCUM(\"named.csv\", $\"age\", \",\", true)};", "has no column named age"),
        ("S = {SelectVertex(\"named.csv\", $0, Nope, \",\", true)};", "Nope"),
        ("@@l += $1;", "column"),
    ] {
        let error = server.fails(&format!("ListAccum<STRING> @@l; {body} PRINT @@l;")).await;
        assert!(error.contains(message), "{body}: {error}");
    }
}

#[tokio::test]
async fn a_file_that_a_query_wrote_is_read_by_the_same_path() {
    let folder = tempfile::tempdir().expect("a folder");
    let builder = Emulator::builder().generation(Generation::V4).gsql(crate::support::SCHEMA);
    let server = Server::with(builder.data_root(folder.path())).await;
    let queries = "USE GRAPH g
        CREATE QUERY write(STRING path) { FILE f (path); f.println(\"a\", 1); f.println(\"b\", 2); }
        CREATE QUERY read(STRING path) {
            MapAccum<STRING, INT> @@m; @@m = {LOADACCUM(path, $0, $1, \",\", false)}; PRINT @@m;
        }
        INSTALL QUERY ALL";
    server.emulator.gsql(queries).await.expect("the queries are installed");
    for path in ["walks.csv", "/home/tigergraph/walks.csv"] {
        assert_eq!(server.get(&format!("/query/g/write?path={path}")).await.results(), json!([]));
        let printed = server.get(&format!("/query/g/read?path={path}")).await.results();
        assert_eq!(printed, json!([{"@@m": {"a": 1, "b": 2}}]), "{path}");
    }
}
