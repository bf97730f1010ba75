//! `POST /builtins/{g}`.

use serde_json::{Value, json};
use tg_emulator::Generation;

use crate::support::{BOTH, Server};

#[tokio::test]
async fn numbers_and_statistics() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let run = async |function: &str, ty: &str| {
            let body = json!({"function": function, "type": ty});
            server.post("/builtins/g?realtime=true", &body).await
        };
        server
            .upsert(&json!({
                "vertices": {"Person": {"a": {"age": {"value": 1}, "alive": {"value": true}},
                    "b": {"age": {"value": 4}}},
                    "Thing": {"1": {"f": {"value": 202.32}}}},
                "edges": {"Person": {"a": {"WorksAt": {"Depot": {"1": {"pay": {"value": 5}}}}}}},
            }))
            .await;
        let numbers = run("stat_vertex_number", "*").await.results();
        let expected: Vec<Value> = [("Person", 2), ("Depot", 1), ("Flat", 0), ("Thing", 1)]
            .iter()
            .map(|(ty, count)| json!({"v_type": ty, "count": count}))
            .collect();
        assert_eq!(numbers, json!(expected));
        let number = run("stat_edge_number", "employs").await.results();
        assert_eq!(number, json!([{"e_type": "employs", "count": 1}]));
        assert_eq!(run("stat_edge_number", "*").await.results().as_array().unwrap().len(), 5);
        let between = json!({"function": "stat_edge_number", "type": "WorksAt",
            "from_type": "Depot", "to_type": "*"});
        assert_eq!(server.post("/builtins/g", &between).await.results()[0]["count"], 0);

        let statistics = run("stat_vertex_attr", "Person").await.results();
        assert_eq!(statistics[0]["v_type"], "Person");
        assert_eq!(statistics[0]["attributes"]["age"], json!({"MAX": 4, "MIN": 1, "AVG": 2.5}));
        assert_eq!(statistics[0]["attributes"]["alive"], json!({"TRUE": 1, "FALSE": 1}));
        let statistics = run("stat_vertex_attr", "Thing").await.results();
        let digits = json!({"MAX": 202.32, "MIN": 202.32, "AVG": 202.32});
        assert_eq!(statistics[0]["attributes"]["f"], digits);
        let statistics = run("stat_edge_attr", "WorksAt").await.results();
        assert_eq!(statistics[0]["attributes"]["pay"]["MAX"], 5);
        let (_, message) = run("stat_vertex_attr", "Depot").await.error();
        assert!(message.contains("stat_vertex_attr is skip"));
        let (_, message) = run("stat_edge_attr", "Visited").await.error();
        assert!(message.contains("stat_edge_attr is skip"));

        let between = async |from: &str, to: &str| {
            let body = json!({"function": "stat_edge_attr", "type": "WorksAt", "from_type": from,
                "to_type": to});
            server.post("/builtins/g", &body).await
        };
        assert_eq!(between("Person", "*").await.results()[0]["e_type"], "WorksAt");
        let (_, message) = between("Depot", "Person").await.error();
        assert!(message.contains("No valid edge for the input edge type"), "{message}");
        assert_ne!(between("Nope", "*").await.code(), "");

        let unknown = match generation {
            Generation::V3 => "REST-30000",
            _ => "GSQL-7004",
        };
        assert_eq!(run("stat_vertex_number", "Nope").await.code(), unknown);
        assert_eq!(run("stat_nothing", "*").await.code(), "REST-30000");
        assert_eq!(server.get("/builtins/g").await.code(), "REST-1000");
    }
}
