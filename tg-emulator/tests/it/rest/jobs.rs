//! Schema change jobs.

use reqwest::Method;
use serde_json::{Value, json};
use tg_emulator::Generation;

use crate::support::{Server, answer, column};

async fn start() -> Server {
    Server::start(Generation::V4).await
}

/// The example of the documentation, adapted to the common schema.
fn local() -> Value {
    json!({
        "addVertexTypes": [
            {"Name": "User5",
             "PrimaryId": {"AttributeType": {"Name": "UINT"}, "AttributeName": "user_id"},
             "Attributes": [{"AttributeType": {"Name": "STRING"}, "AttributeName": "name"}],
             "Config": {"STATS": "OUTDEGREE_BY_EDGETYPE"}}],
        "addEdgeTypes": [{"Name": "edge1", "IsDirected": true, "FromVertexTypeName": "User5",
            "ToVertexTypeName": "Person", "IsLocal": true, "Config": {}, "Attributes":
            [{"AttributeType": {"Name": "DATETIME"}, "AttributeName": "live_date"}]}],
        "alterVertexTypes": [{"name": "LocalAccount", "addAttributes": [
            {"DefaultValue": "defaultValue1", "AttributeType": {"Name": "STRING"},
             "AttributeName": "attr2"}],
            "dropAttributes": [],
            "addIndexAttributes": [{"indexName": "xIndex", "attributeName": "name"}],
            "dropIndexAttributes": []}],
        "alterEdgeTypes": [
            {"name": "LocalTransfer", "dropAttributes": ["amount"], "addAttributes": []}],
        "dropVertexTypes": ["LocalPhone"], "dropEdgeTypes": ["LocalhasPhone"],
    })
}

const LOCAL_TYPES: &str = "USE GRAPH g CREATE SCHEMA_CHANGE JOB first FOR GRAPH g { \
    ADD VERTEX LocalAccount (PRIMARY_ID id STRING, name STRING); \
    ADD VERTEX LocalPhone (PRIMARY_ID id STRING); \
    ADD UNDIRECTED EDGE LocalhasPhone (FROM LocalAccount, TO LocalPhone); \
    ADD DIRECTED EDGE LocalTransfer (FROM LocalAccount, TO LocalAccount, amount INT); } \
    RUN SCHEMA_CHANGE JOB first DROP JOB first";

#[tokio::test]
async fn a_json_job_is_stored_returned_run_and_dropped() {
    let server = start().await;
    server.emulator.gsql(LOCAL_TYPES).await.unwrap();
    let done = server.success_message(Method::POST, "schema/jobs/J?graph=g", local()).await;
    assert_eq!(done, "Successfully created schema change job: [J].");
    let rejected = server.error_message(Method::POST, "schema/jobs/J?graph=g", local()).await;
    assert!(rejected.contains("The job 'J' already exists."), "{rejected}");

    let get = async |path: &str| {
        server.gsql(Method::GET, &format!("/gsql/v1/schema/jobs{path}"), "").await.results()
    };
    let text = get("?graph=g&json=false").await;
    let text = text[0]["J"].as_str().unwrap();
    assert!(
        text.starts_with("CREATE SCHEMA_CHANGE JOB J FOR GRAPH g {\n  ADD VERTEX User5"),
        "{text}"
    );
    let order = [
        "ADD VERTEX",
        "ADD DIRECTED EDGE",
        "DROP VERTEX",
        "DROP EDGE",
        "ALTER VERTEX",
        "ALTER EDGE",
    ];
    let places: Vec<_> = order.iter().map(|step| text.find(step).unwrap()).collect();
    assert!(places.is_sorted(), "{text}");
    let json = get("/J?json=true&graph=g").await;
    let job = &json["J"];
    assert_eq!((&job["name"], &job["graph"]), (&json!("J"), &json!("g")));
    assert_eq!(job["addVertexTypes"][0]["PrimaryId"], local()["addVertexTypes"][0]["PrimaryId"]);
    assert_eq!(job["addVertexTypes"][0]["Attributes"], local()["addVertexTypes"][0]["Attributes"]);
    assert_eq!(job["addEdgeTypes"][0]["FromVertexTypeName"], "User5");
    assert_eq!(job["dropVertexTypes"], json!(["LocalPhone"]));
    assert_eq!(job["alterEdgeTypes"][0]["dropAttributes"], json!(["amount"]));
    assert_eq!(job["addTags"], json!([]));
    let added = &job["alterVertexTypes"][0]["addAttributes"][0];
    assert_eq!(added, &local()["alterVertexTypes"][0]["addAttributes"][0]);

    let done = server.success_message(Method::PUT, "schema/jobs/J?graph=g&force=true", "").await;
    assert_eq!(done, "Schema change job run successfully!");
    let types = server.gsql(Method::GET, "/gsql/v1/schema/graphs/g", "").await.results();
    let names = column(&types["VertexTypes"], "Name");
    assert_eq!(names, ["Person", "Depot", "Flat", "Thing", "LocalAccount", "User5"]);
    let account = &types["VertexTypes"][4];
    assert_eq!(account["Attributes"][0]["IndexName"], "xIndex");
    assert_eq!(account["Attributes"][1]["DefaultValue"], "defaultValue1");
    assert_eq!(server.get("/graph/g/vertices/Person").await.json()["version"]["schema"], 2);

    let rejected = server.error_message(Method::POST, "schema/jobs/J?graph=g", "").await;
    assert!(rejected.starts_with("Failed to run job J. Semantic Check Fails: "), "{rejected}");
    let rejected =
        server.error_message(Method::DELETE, "schema/jobs?jobName=J,K&graph=g", "").await;
    assert_eq!(rejected, "The job 'K' does not exist.");
    let done = server.success_message(Method::DELETE, "schema/jobs?jobName=J&graph=g", "").await;
    assert_eq!(done, "Successfully dropped schema change jobs: [J].");
    assert_eq!(get("?graph=g").await, json!([]));
    server.error_message(Method::PUT, "schema/jobs/J?graph=g", "").await;
}

#[tokio::test]
async fn a_gsql_job_is_sent_as_plain_text() {
    let server = start().await;
    let body = json!({"gsql": "CREATE SCHEMA_CHANGE JOB J FOR GRAPH g { \
        ADD VERTEX L (PRIMARY_ID id INT, a MAP<INT, DOUBLE>, PRIMARY_ID_x LIST<Event>, \
        f FIXED_BINARY(4)); ALTER EDGE Owns ADD PAIR (FROM Flat, TO Flat); }"});
    let post = |path: &str, ty: &str| {
        let request = server
            .http
            .post(format!("{}/gsql/v1/schema/jobs/{path}", server.emulator.gsql_url()))
            .header("Authorization", server.authorization.clone().unwrap())
            .header("Content-Type", ty)
            .body(body.to_string());
        answer(request)
    };
    for ty in ["text/plain", "application/json", "application/x-www-form-urlencoded"] {
        let done = post("J?gsql=true&graph=g", ty).await.json();
        assert_eq!(done["message"], "Successfully created schema change job: [J].", "{ty}");
        let response =
            server.gsql(Method::GET, "/gsql/v1/schema/jobs/J?json=true&graph=g", "").await;
        let attributes = &response.results()["J"]["addVertexTypes"][0]["Attributes"];
        assert_eq!(
            attributes[0]["AttributeType"],
            json!({"Name": "MAP", "ValueTypeName": "DOUBLE", "KeyTypeName": "INT"})
        );
        server.success_message(Method::DELETE, "schema/jobs/J?graph=g", "").await;
    }
    let other = post("K?gsql=true&graph=g", "text/plain").await.error().1;
    assert_eq!(other, "The job is named K in the path and J in the body.");
}

#[tokio::test]
async fn a_global_job_moves_types() {
    let server = start().await;
    server.emulator.gsql("USE GLOBAL CREATE GRAPH h (Person)").await.unwrap();
    let body = json!({"graphs": [{"graphName": "h", "addVertexTypes": ["Depot"],
        "dropVertexTypes": [], "dropEdgeTypes": [], "addEdgeTypes": ["WorksAt"]}]});
    let done = server.success_message(Method::POST, "schema/jobs/J", &body).await;
    assert_eq!(done, "Successfully created global schema change job: [J].");
    let response = server.gsql(Method::GET, "/gsql/v1/schema/jobs/J?json=true", "").await.results();
    assert_eq!(response["J"]["graphs"][0]["addVertexTypes"], json!(["Depot"]));
    // A POST without a body runs the job.
    let done = server.success_message(Method::POST, "schema/jobs/J", "").await;
    assert_eq!(done, "Schema change job run successfully!");
    let edges = server.gsql(Method::GET, "/gsql/v1/schema/edges?graph=h", "").await.results();
    assert_eq!(column(&edges, "Name"), ["WorksAt"]);
    let gsql =
        json!({"gsql": "CREATE GLOBAL SCHEMA_CHANGE JOB K { DROP EDGE WorksAt FROM GRAPH h; }"});
    let done =
        server.success_message(Method::POST, "schema/jobs/K?gsql=true&type=global", gsql).await;
    assert_eq!(done, "Successfully created global schema change job: [K].");
    server.success_message(Method::PUT, "schema/jobs/K", "").await;
}

#[tokio::test]
async fn changes_without_a_job() {
    let server = start().await;
    let body = json!({"addVertexTypes": [{"Name": "L", "PrimaryId": {"AttributeName": "id",
        "AttributeType": {"Name": "STRING"}}, "Config": {"PRIMARY_ID_AS_ATTRIBUTE": "true"}}]});
    let done =
        server.success_message(Method::POST, "schema/change?graph=g&force=true", &body).await;
    assert_eq!(done, "Schema change job runs successfully");
    let rejected = server.error_message(Method::POST, "schema/change?graph=g", &body).await;
    assert!(rejected.starts_with("Schema change job failed! Semantic Check Fails: "), "{rejected}");
    let graphs = json!({"graphs": [{"graphName": "g", "dropEdgeTypes": ["Knows"]}]});
    let done = server.success_message(Method::POST, "schema/change", graphs).await;
    assert_eq!(done, "Global schema change runs successfully");
    let rejected = server.error_message(Method::POST, "schema/change", body).await;
    assert!(rejected.contains("a global job does not make types"), "{rejected}");
    assert_eq!(
        server.error_message(Method::POST, "schema/change?graph=nope", "{}").await,
        "Graph 'nope' does not exist."
    );
    // No job was stored.
    assert_eq!(server.emulator.gsql("USE GRAPH g SHOW JOB *").await.unwrap(), "Using graph 'g'\n");
}

#[tokio::test]
async fn jobs_created_over_rest_and_gsql_are_the_same() {
    let server = start().await;
    let script = "USE GRAPH g CREATE SCHEMA_CHANGE JOB J { ADD VERTEX L (PRIMARY_ID id INT); }";
    server.emulator.gsql(script).await.unwrap();
    server.success_message(Method::PUT, "schema/jobs/J?graph=g", "").await;
    let body = json!({"dropVertexTypes": ["L"]});
    server.success_message(Method::POST, "schema/jobs/K?graph=g", body).await;
    let output =
        server.emulator.gsql("USE GRAPH g RUN SCHEMA_CHANGE JOB K DROP JOB *").await.unwrap();
    assert!(output.contains("Local schema change succeeded."), "{output}");
    assert!(output.contains("Successfully dropped jobs on the graph 'g': [J, K]."), "{output}");
}
