//! The official client changes the schema, in both generations.

use serde_json::{Value, json};
use tg_emulator::{Emulator, Generation};

use crate::witness::run;

const SCHEMA: &str = concat!(include_str!("connect.py"), include_str!("changes.py"));

pub(crate) async fn changed_by_python(generation: Generation) {
    let emulator = Emulator::builder().generation(generation).start().await.unwrap();
    let said = run(&emulator, SCHEMA).await;
    let told = |key: &str, words: &str| {
        let answer = said[key].as_str().unwrap_or_else(|| panic!("{key}: {said:#}"));
        assert!(answer.contains(words), "{key}: {said:#}");
    };
    told("graph_again", "could not be created!");
    told("kept", "people has queries [q]");
    let types = &said["types"];
    assert_eq!(types["keys"], json!(["EdgeTypes", "GraphName", "UDTs", "VertexTypes"]));
    assert_eq!(said["edge_types"], json!(["beside", "owns"]));
    assert_eq!(said["attributes"], json!([["weight", "DOUBLE"]]));
    assert_eq!(said["reverse"], "owned_by");
    assert_eq!(said["graphs"], json!([]));
    told("shown", "CREATE QUERY q() FOR GRAPH people { PRINT 1; }");
    if generation == Generation::V4 {
        assert_eq!(said["vertex_types"], json!(["City", "Own", "Person", "Phone"]));
        told("global", "Successfully create vertices: [Person, City]");
        told("global_json", "Successfully create vertices: [Phone]");
        told("again", "Failed to create vertices [City]. Semantic Check Fails: ");
        told("graph", "Successfully created graph: [people].");
        told("joined", "Successfully add vertices: [Phone] on graph people");
        told("job", "Successfully created schema change job: [grow].");
        told("job_json", "Successfully created schema change job: [grow_json].");
        assert_eq!(said["jobs"], json!(["grow", "grow_json"]));
        told("run", "Schema change job run successfully!");
        told("run_json", "Schema change job run successfully!");
        told("dropped", "Successfully dropped schema change jobs: [grow, grow_json].");
        told("change", "Schema change job runs successfully");
        assert_eq!(said["queries"], json!(["q"]));
        assert!(said.to_string().contains("\"load\""), "{said:#}");
        assert!(!said.to_string().contains("AKID"), "{said:#}");
        told("vertices_gone", "Vertices [City, Phone] deleted successfully.");
        told("all_gone", "Successfully dropped all.");
    } else {
        assert_eq!(said["vertex_types"], json!(["City", "Own", "Person"]));
        told("global", "Successfully created vertex types: [Phone].");
        told("job", "Local schema change succeeded.");
    }
    let failures = said.as_object().unwrap().iter().filter(|(key, answer)| {
        let failed = answer.as_str().is_some_and(|answer| answer.starts_with("failed: "));
        failed && !["again", "graph_again", "kept"].contains(&key.as_str())
    });
    let failures: Vec<(&String, &Value)> = failures.collect();
    assert!(failures.is_empty(), "{failures:#?}");
    emulator.shutdown().await;
}
