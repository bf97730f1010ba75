//! The official client changes the schema, in both generations.

use serde_json::{Value, json};
use tg_emulator::{Emulator, Generation};

use crate::witness::run;

const SCHEMA: &str = concat!(include_str!("connect.py"), include_str!("changes.py"));

pub(crate) async fn changed_by_python(generation: Generation) {
    let emulator = Emulator::builder().generation(generation).start().await.unwrap();
    let answers = run(&emulator, SCHEMA).await;
    let answered = |key: &str, words: &str| {
        let answer = answers[key].as_str().unwrap_or_else(|| panic!("{key}: {answers:#}"));
        assert!(answer.contains(words), "{key}: {answers:#}");
    };
    answered("graph_again", "could not be created!");
    answered("kept", "people has queries [q]");
    let types = &answers["types"];
    assert_eq!(types["keys"], json!(["EdgeTypes", "GraphName", "UDTs", "VertexTypes"]));
    assert_eq!(answers["edge_types"], json!(["beside", "owns"]));
    assert_eq!(answers["attributes"], json!([["weight", "DOUBLE"]]));
    assert_eq!(answers["reverse"], "owned_by");
    assert_eq!(answers["graphs"], json!([]));
    answered("shown", "CREATE QUERY q() FOR GRAPH people { PRINT 1; }");
    if generation == Generation::V4 {
        assert_eq!(answers["vertex_types"], json!(["City", "Own", "Person", "Phone"]));
        answered("global", "Successfully create vertices: [Person, City]");
        answered("global_json", "Successfully create vertices: [Phone]");
        answered("again", "Failed to create vertices [City]. Semantic Check Fails: ");
        answered("graph", "Successfully created graph: [people].");
        answered("joined", "Successfully add vertices: [Phone] on graph people");
        answered("job", "Successfully created schema change job: [grow].");
        answered("job_json", "Successfully created schema change job: [grow_json].");
        assert_eq!(answers["jobs"], json!(["grow", "grow_json"]));
        answered("run", "Schema change job run successfully!");
        answered("run_json", "Schema change job run successfully!");
        answered("dropped", "Successfully dropped schema change jobs: [grow, grow_json].");
        answered("change", "Schema change job runs successfully");
        assert_eq!(answers["queries"], json!(["q"]));
        assert!(answers.to_string().contains("\"load\""), "{answers:#}");
        assert!(!answers.to_string().contains("AKID"), "{answers:#}");
        answered("vertices_gone", "Vertices [City, Phone] deleted successfully.");
        answered("all_gone", "Successfully dropped all.");
    } else {
        assert_eq!(answers["vertex_types"], json!(["City", "Own", "Person"]));
        answered("global", "Successfully created vertex types: [Phone].");
        answered("job", " updated to new version ");
    }
    let failures = answers.as_object().unwrap().iter().filter(|(key, answer)| {
        let failed = answer.as_str().is_some_and(|answer| answer.starts_with("failed: "));
        failed && !["again", "graph_again", "kept"].contains(&key.as_str())
    });
    let failures: Vec<(&String, &Value)> = failures.collect();
    assert!(failures.is_empty(), "{failures:#?}");
    emulator.shutdown().await;
}
