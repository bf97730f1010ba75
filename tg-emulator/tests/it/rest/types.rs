//! Vertex and edge types, and tuples.

use reqwest::Method;
use serde_json::json;
use tg_emulator::Generation;

use crate::support::{Server, column};

const VERTICES: &str = "schema/vertices";
const EDGES: &str = "schema/edges";

async fn start() -> Server {
    Server::start(Generation::V4).await
}

async fn names(server: &Server, path: &str) -> Vec<String> {
    let answer = server.gsql(Method::GET, &format!("/gsql/v1/{path}"), "").await;
    column(&answer.results(), "Name")
}

#[tokio::test]
async fn types_are_created_by_statements() {
    let server = start().await;
    let gsql = json!({"gsql": ["CREATE VERTEX UserA (PRIMARY_ID user_id UINT, name STRING)",
        "CREATE VERTEX UserB (PRIMARY_ID user_id UINT)"]});
    let done = server.success_message(Method::POST, "schema/vertices?gsql=true", gsql).await;
    assert_eq!(done, "Successfully create vertices: [UserA, UserB]");
    let gsql = json!({"gsql": "CREATE UNDIRECTED EDGE edge1 (FROM UserA, TO UserB)"});
    let done = server.success_message(Method::POST, "schema/edges?gsql=true", &gsql).await;
    assert_eq!(done, "Successfully create edges: [edge1]");
    let rejected = server.error_message(Method::POST, "schema/edges?gsql=true", &gsql).await;
    assert!(
        rejected.starts_with("Failed to create edges [edge1]. Semantic Check Fails: "),
        "{rejected}"
    );
    let rejected = server.error_message(Method::POST, "schema/vertices?gsql=true", gsql).await;
    assert!(rejected.contains("only CREATE VERTEX is possible here."), "{rejected}");
}

#[tokio::test]
async fn types_are_created_from_json() {
    let server = start().await;
    let body = json!({"createVertices": [
        {"Config": {"STATS": "OUTDEGREE_BY_EDGETYPE"},
         "Attributes": [{"AttributeType": {"Name": "STRING"}, "AttributeName": "name",
            "HasIndex": true, "IndexName": "by_name"}],
         "PrimaryId": {"AttributeType": {"Name": "UINT"}, "AttributeName": "user_id"},
         "Name": "User5",
         "EmbeddingAttributes": [{"Name": "emb", "Dimension": 3, "Metric": "L2"}]},
        {"Config": {"STATS": "NONE", "PRIMARY_ID_AS_ATTRIBUTE": "true"},
         "PrimaryId": {"AttributeType": {"Name": "STRING"}, "AttributeName": "id"},
         "Name": "User4"},
    ]});
    let done = server.success_message(Method::POST, VERTICES, body).await;
    assert_eq!(done, "Successfully create vertices: [User5, User4]");
    let get = async |path: &str| {
        server.gsql(Method::GET, &format!("/gsql/v1/schema/{path}"), "").await.results()
    };
    let user = get("vertices/User5").await;
    assert_eq!(user["Attributes"][0]["IndexName"], "by_name");
    assert_eq!(user["EmbeddingAttributes"][0]["Metric"], "L2");
    let user = get("vertices/User4").await;
    assert_eq!(user["PrimaryId"]["PrimaryIdAsAttribute"], true);
    assert_eq!(user["Config"]["STATS"], "NONE");

    let edge = json!({"Name": "knows", "IsDirected": true, "FromVertexTypeName": "User5",
        "ToVertexTypeName": "User4", "Config": {"REVERSE_EDGE": "known_by"}, "Attributes": [
            {"AttributeName": "at", "AttributeType": {"Name": "DATETIME"}, "IsDiscriminator": true},
            {"AttributeName": "n", "AttributeType": {"Name": "INT"}, "DefaultValue": "5"}]});
    let done = server.success_message(Method::POST, EDGES, json!({"createEdges": [edge]})).await;
    assert_eq!(done, "Successfully create edges: [knows]");
    let knows = get("edges/knows").await;
    assert_eq!(knows["CompositeDiscriminator"], json!(["at"]));
    assert_eq!(knows["Config"]["REVERSE_EDGE"], "known_by");
    assert_eq!(knows["Attributes"][1]["DefaultValue"], "5");

    // The response of a server can be sent to another server.
    let other = Server::with(tg_emulator::Emulator::builder()).await;
    let vertices = get("vertices?graph=g").await;
    let tuples = server.gsql(Method::GET, "/gsql/v1/udt/tuples", "").await.results();
    assert_eq!(tuples[0]["name"], "Event");
    other.success_message(Method::POST, "udt/tuples", json!({"tuples": tuples})).await;
    other.success_message(Method::POST, VERTICES, json!({"createVertices": vertices})).await;
    other
        .success_message(Method::POST, EDGES, json!({"createEdges": get("edges?graph=g").await}))
        .await;
    other
        .success_message(Method::POST, "schema/graphs?graphName=g", json!({"VertexTypes": ["*"]}))
        .await;
    let copied = other.gsql(Method::GET, "/gsql/v1/schema/graphs/g", "").await.results();
    assert_eq!(copied, get("graphs/g").await);
}

#[tokio::test]
async fn global_types_are_added_to_and_removed_from_a_graph() {
    let server = start().await;
    server.emulator.gsql("USE GLOBAL CREATE GRAPH h ()").await.unwrap();
    let rejected = server
        .error_message(Method::POST, "schema/edges?graph=h", json!({"addEdges": ["WorksAt"]}))
        .await;
    assert_eq!(
        rejected,
        "Failed to create edges [WorksAt]. Semantic Check Fails: The schema change job tries to \
         add edge WorksAt to graph h, but the FROM vertex type Person does not exist on the \
         graph.\n"
    );
    let body = json!({"addVertices": ["Person", "Depot"]});
    let done = server.success_message(Method::POST, "schema/vertices?graph=h", &body).await;
    assert_eq!(done, "Successfully add vertices: [Person, Depot] on graph h");
    let done = server
        .success_message(Method::POST, "schema/edges?graph=h", json!({"addEdges": ["WorksAt"]}))
        .await;
    assert_eq!(done, "Successfully add edges: [WorksAt] on graph h");
    assert_eq!(names(&server, "schema/vertices?graph=h").await, ["Person", "Depot"]);
    server.error_message(Method::POST, "schema/vertices?graph=h", &body).await;
    let unknown = json!({"addVertices": ["Flat", "Nope"]});
    server.error_message(Method::POST, "schema/vertices?graph=h", unknown).await;
    assert_eq!(names(&server, "schema/vertices?graph=h").await, ["Person", "Depot"]);
    let nowhere = server.error_message(Method::POST, "schema/vertices?graph=nope", body).await;
    assert_eq!(nowhere, "Graph 'nope' does not exist.");

    let rejected = server.error_message(Method::DELETE, "schema/vertices/Depot?graph=h", "").await;
    assert!(rejected.starts_with("Failed to delete vertices [Depot]. "), "{rejected}");
    let done =
        server.success_message(Method::DELETE, "schema/edges?edge=WorksAt&graph=h", "").await;
    assert_eq!(done, "Edges [WorksAt] deleted successfully.");
    let done =
        server.success_message(Method::DELETE, "schema/vertices?vertex=all&graph=h", "").await;
    assert_eq!(done, "Vertices [Person, Depot] deleted successfully.");
    assert_eq!(names(&server, "schema/vertices?graph=h").await, Vec::<String>::new());
    assert_eq!(
        names(&server, "schema/vertices?graph=g").await.len(),
        4,
        "another graph keeps them"
    );
}

#[tokio::test]
async fn types_are_dropped() {
    let server = start().await;
    server
        .emulator
        .gsql(
            "CREATE VERTEX A (PRIMARY_ID id STRING) CREATE VERTEX B (PRIMARY_ID id STRING) \
             CREATE UNDIRECTED EDGE ab (FROM A, TO B) CREATE UNDIRECTED EDGE aa (FROM A, TO A)",
        )
        .await
        .unwrap();
    server.error_message(Method::DELETE, "schema/vertices/A", "").await;
    let rejected = server.error_message(Method::DELETE, "schema/edges?edge=ab,nope", "").await;
    assert!(rejected.starts_with("Failed to delete edges [ab, nope]. "), "{rejected}");
    assert_eq!(names(&server, EDGES).await.len(), 6, "a list with one unknown name fails whole");
    let done = server.success_message(Method::DELETE, "schema/edges?edge=ab&edge=aa", "").await;
    assert_eq!(done, "Edges [ab, aa] deleted successfully.");
    let done = server.success_message(Method::DELETE, "schema/vertices/A", "").await;
    assert_eq!(done, "Vertices [A] deleted successfully.");
    let done = server.success_message(Method::DELETE, "schema/vertices?vertex=B", "").await;
    assert_eq!(done, "Vertices [B] deleted successfully.");
    server.error_message(Method::DELETE, "schema/vertices/Person", "").await;
    server.error_message(Method::DELETE, VERTICES, "").await;
}

#[tokio::test]
async fn attributes_of_types_are_changed() {
    let server = start().await;
    server.upsert(&json!({"vertices": {"Depot": {"1": {"city": {"value": "Rome"}}}}})).await;
    let body = json!({"dropAttributes": ["city"], "addAttributes": [
        {"AttributeType": {"Name": "STRING"}, "AttributeName": "b", "DefaultValue": "x"},
        {"AttributeType": {"Name": "BOOL"}, "AttributeName": "c", "DefaultValue": "true"},
        {"AttributeType": {"Name": "LIST", "ValueTypeName": "INT"}, "AttributeName": "d"}]});
    let done = server.success_message(Method::PUT, "schema/vertices/Depot", body).await;
    assert_eq!(done, "Successfully update vertex: Depot");
    let depot = server.get("/graph/g/vertices/Depot/1").await.results();
    assert_eq!(depot[0]["attributes"], json!({"b": "x", "c": true, "d": []}));

    // With a graph, a shared type is the global type.
    let body = json!({"addAttributes": [
        {"AttributeType": {"Name": "INT"}, "AttributeName": "hours"}]});
    let done = server.success_message(Method::PUT, "schema/edges/WorksAt?graph=g", &body).await;
    assert_eq!(done, "Successfully update edge: WorksAt");
    let rejected = server.error_message(Method::PUT, "schema/edges/WorksAt", body).await;
    assert!(
        rejected.starts_with("Failed to update edge: WorksAt. Semantic Check Fails: "),
        "{rejected}"
    );
    let rejected = server.error_message(Method::PUT, "schema/edges/Nope?graph=g", "{}").await;
    assert_eq!(rejected, "The edge type 'Nope' does not exist in graph 'g'.");

    // A local type of the graph.
    let job = "USE GRAPH g CREATE SCHEMA_CHANGE JOB j FOR GRAPH g { ADD VERTEX Own (PRIMARY_ID id \
               INT); } RUN SCHEMA_CHANGE JOB j";
    server.emulator.gsql(job).await.unwrap();
    let body = json!({"addAttributes": [{"AttributeType": {"Name": "INT"}, "AttributeName": "n"}]});
    server.error_message(Method::PUT, "schema/vertices/Own", &body).await;
    server.success_message(Method::PUT, "schema/vertices/Own?graph=g", body).await;
    server.success_message(Method::DELETE, "schema/vertices/Own?graph=g", "").await;
    server.error_message(Method::DELETE, "schema/vertices/Own?graph=g", "").await;
}

#[tokio::test]
async fn tuples_are_created_and_dropped() {
    let server = start().await;
    let body = json!({"tuples": [{"Name": "t1", "TupleElements": [
        {"name": "a", "AttributeType": "int"}, {"name": "b", "AttributeType": "string(8)"}]}]});
    let done = server.success_message(Method::POST, "udt/tuples", &body).await;
    assert_eq!(done, "Successfully create tuples: t1.");
    let rejected = server.error_message(Method::POST, "udt/tuples", body).await;
    assert!(rejected.starts_with("Failed to create tuples: [t1]. "), "{rejected}");
    let gsql = json!({"gsql": "typedef tuple <x INT> TestTup"});
    let done = server.success_message(Method::POST, "udt/tuples?gsql=true", gsql).await;
    assert_eq!(done, "Successfully create tuples: TestTup.");
    let listed = server.gsql(Method::GET, "/gsql/v1/udt/tuples/t1", "").await.results();
    assert_eq!(
        listed[0]["fields"][1],
        json!({"fieldName": "b", "fieldType": "STRING", "length": 8})
    );
    let done = server.success_message(Method::DELETE, "udt/tuples?tupleName=t1", "").await;
    assert_eq!(done, "Successfully dropped userDefinedTuple: [t1].");
    server.success_message(Method::DELETE, "udt/tuples/TestTup", "").await;
    let rejected = server.error_message(Method::DELETE, "udt/tuples/Event", "").await;
    assert!(rejected.contains("is used by Thing"), "{rejected}");
}

#[tokio::test]
async fn schema_changes_over_rest_do_not_exist_on_3x() {
    let server = Server::start(Generation::V3).await;
    for path in ["/gsql/v1/schema/vertices", "/gsql/v1/schema/change", "/gsqlserver/gsql/schema"] {
        let answer = server.gsql(Method::POST, path, "{}").await;
        assert_eq!(answer.status.as_u16(), 404, "{path}");
    }
}
