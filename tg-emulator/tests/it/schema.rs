//! The schema as JSON.

use reqwest::Method;
use serde_json::{Value, json};
use tg_emulator::{Emulator, Generation};

use crate::support::{BOTH, Server, column};

async fn schema(server: &Server) -> Value {
    let path = match server.emulator.generation() {
        Generation::V3 => "/gsqlserver/gsql/schema?graph=g",
        _ => "/gsql/v1/schema/graphs/g",
    };
    server.gsql(Method::GET, path, "").await.results()
}

fn named<'a>(list: &'a Value, name: &str) -> &'a Value {
    list.as_array().unwrap().iter().find(|it| it["Name"] == name).unwrap()
}

#[tokio::test]
async fn a_graph_has_three_keys_and_no_reverse_types() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let schema = schema(&server).await;
        let keys: Vec<&String> = schema.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["GraphName", "VertexTypes", "EdgeTypes"]);
        assert_eq!(column(&schema["VertexTypes"], "Name"), ["Person", "Depot", "Flat", "Thing"]);
        assert_eq!(column(&schema["EdgeTypes"], "Name"), ["WorksAt", "Knows", "Visited", "Owns"]);
    }
}

#[tokio::test]
async fn flags_are_written_in_the_style_of_the_generation() {
    let four = Server::start(Generation::V4).await;
    let types = schema(&four).await;
    assert_eq!(
        named(&types["VertexTypes"], "Depot"),
        &json!({
            "Config": {"STATS": "OUTDEGREE_BY_EDGETYPE"},
            "Attributes": [{"AttributeType": {"Name": "STRING"}, "AttributeName": "city",
                "DefaultValue": "nowhere"}],
            "PrimaryId": {"AttributeType": {"Name": "UINT"}, "AttributeName": "code"},
            "Name": "Depot",
        })
    );
    let person = named(&types["VertexTypes"], "Person");
    assert_eq!(person["PrimaryId"]["PrimaryIdAsAttribute"], true);
    let thing = named(&types["VertexTypes"], "Thing");
    assert_eq!(thing["Attributes"][0]["IsPrimaryKey"], true);
    assert_eq!(thing["PrimaryId"]["AttributeName"], "id");

    let three = Server::start(Generation::V3).await;
    let types = schema(&three).await;
    assert_eq!(
        named(&types["VertexTypes"], "Depot")["PrimaryId"],
        json!({"AttributeType": {"Name": "UINT"}, "IsPartOfCompositeKey": false,
            "PrimaryIdAsAttribute": false, "HasIndex": false, "IsPrimaryKey": false,
            "AttributeName": "code"})
    );
    assert_eq!(named(&types["VertexTypes"], "Depot")["Config"]["PRIMARY_ID_AS_ATTRIBUTE"], false);
}

#[tokio::test]
async fn types_of_attributes_and_edges() {
    let server = Server::start(Generation::V4).await;
    let types = schema(&server).await;
    let thing = named(&types["VertexTypes"], "Thing");
    let ty = |name: &str| {
        let attributes = thing["Attributes"].as_array().unwrap();
        let found = attributes.iter().find(|it| it["AttributeName"] == name).unwrap();
        found["AttributeType"].clone()
    };
    assert_eq!(ty("li"), json!({"Name": "LIST", "ValueTypeName": "INT"}));
    assert_eq!(ty("ss"), json!({"Name": "SET", "ValueTypeName": "STRING"}));
    let map = json!({"Name": "MAP", "KeyTypeName": "INT", "ValueTypeName": "STRING"});
    assert_eq!(ty("mi"), map);
    assert_eq!(ty("e")["ValueTupleName"], "Event");
    assert_eq!(ty("fb")["Name"], "FIXED_BINARY");
    let flat = named(&types["VertexTypes"], "Flat");
    assert_eq!(flat["Attributes"][0]["IsPartOfCompositeKey"], true);

    let works = named(&types["EdgeTypes"], "WorksAt");
    assert_eq!(works["Config"], json!({"REVERSE_EDGE": "employs"}));
    assert_eq!(works["IsDirected"], true);
    assert!(works.get("EdgePairs").is_none() && works.get("DiscriminatorCount").is_none());
    let visited = named(&types["EdgeTypes"], "Visited");
    assert_eq!(visited["DiscriminatorCount"], 2);
    assert_eq!(visited["CompositeDiscriminator"], json!(["on_day", "gate"]));
    assert_eq!(visited["Attributes"][1]["IsDiscriminator"], true);
    let owns = named(&types["EdgeTypes"], "Owns");
    assert_eq!(owns["FromVertexTypeName"], "*");
    assert_eq!(owns["ToVertexTypeName"], "Flat");
    let pairs = json!([{"From": "Person", "To": "Flat"}, {"From": "Depot", "To": "Flat"}]);
    assert_eq!(owns["EdgePairs"], pairs);
}

#[tokio::test]
async fn every_path_returns_the_same_schema() {
    let server = Server::start(Generation::V4).await;
    let whole = schema(&server).await;
    let get = async |path: &str| server.gsql(Method::GET, path, "").await;
    for path in ["schema?graph=g", "schema/graphs?graph=g", "schema/graphs?graphName=g"] {
        assert_eq!(get(&format!("/gsql/v1/{path}")).await.results(), whole, "{path}");
    }
    let person = named(&whole["VertexTypes"], "Person");
    for path in [
        "schema?graph=g&type=Person",
        "schema/graphs/g?type=Person",
        "schema/vertices/Person?graph=g",
        "schema/vertices/Person",
    ] {
        assert_eq!(&get(&format!("/gsql/v1/{path}")).await.results(), person, "{path}");
    }
    assert_eq!(get("/gsql/v1/schema/vertices").await.results(), whole["VertexTypes"]);
    assert_eq!(get("/gsql/v1/schema/edges?graph=g").await.results(), whole["EdgeTypes"]);
    let owns = get("/gsql/v1/schema/edges/Owns").await.results();
    assert_eq!(&owns, named(&whole["EdgeTypes"], "Owns"));
    let (_, message) = get("/gsql/v1/schema/graphs/nope").await.error();
    assert_eq!(message, "Graph 'nope' does not exist.");
}

#[tokio::test]
async fn the_list_of_graphs_names_reverse_types() {
    let server = Server::start(Generation::V4).await;
    let listed = server.gsql(Method::GET, "/gsql/v1/schema/graphs", "").await.json();
    assert_eq!(listed["graphs"][0]["graphName"], "g");
    assert_eq!(
        listed["graphs"][0]["edges"],
        json!(["WorksAt", "employs", "Knows", "Visited", "Owns"])
    );
}

#[tokio::test]
async fn tuples_are_listed_with_their_sizes() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let path = match generation {
            Generation::V3 => "/gsqlserver/gsql/udtlist?graph=g",
            _ => "/gsql/v1/udt/tuples?graph=g",
        };
        let tuples = server.gsql(Method::GET, path, "").await.results();
        assert_eq!(
            tuples,
            json!([{"name": "Event", "fields": [
                {"fieldName": "kind", "fieldType": "STRING", "length": 4},
                {"fieldName": "amount", "fieldType": "INT", "length": 8},
                {"fieldName": "at", "fieldType": "DATETIME", "length": 8},
            ]}])
        );
    }
}

#[tokio::test]
async fn local_types_are_marked_as_local() {
    let builder = Emulator::builder().gsql(
        "CREATE GRAPH g() CREATE SCHEMA_CHANGE JOB j FOR GRAPH g { \
           ADD VERTEX Own (PRIMARY_ID id STRING); } RUN SCHEMA_CHANGE JOB j",
    );
    let server = Server::with(builder).await;
    assert_eq!(schema(&server).await["VertexTypes"][0]["IsLocal"], true);
    let global = server.gsql(Method::GET, "/gsql/v1/schema/vertices", "").await.results();
    assert_eq!(global, json!([]));
}
