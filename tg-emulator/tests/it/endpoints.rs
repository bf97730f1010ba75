//! The list of endpoints, `GET /endpoints/{g}`.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{BOTH, Server};

/// Replaces the placeholders of a listed path by values.
fn with_values(path: &str) -> String {
    let places = [
        ("{graph_name}", "g"),
        ("{vertex_type}", "Person"),
        ("{vertex_id}", "nobody"),
        ("{source_vertex_type}", "Person"),
        ("{source_vertex_id}", "nobody"),
        ("{edge_type}", "Visited"),
        ("{target_vertex_type}", "Depot"),
        ("{target_vertex_id}", "1"),
        ("{discriminator}", "2024-01-01,x"),
        ("{vector_name}", "none"),
    ];
    places.iter().fold(path.to_owned(), |path, (place, value)| path.replace(place, value))
}

#[tokio::test]
async fn every_listed_endpoint_is_served() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let listed = server.get("/endpoints/g?builtin=true").await.json();
        let listed = listed.as_object().unwrap();
        assert!(listed.len() > 30, "{}", listed.len());
        for key in listed.keys() {
            let (method, path) = key.split_once(' ').unwrap();
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let path = with_values(path);
            assert!(!path.contains('{'), "{path}");
            let answer = server.rest(method, &path, "{}").await;
            let missing = format!("Endpoint is not found from url = {path}");
            assert!(!answer.text.contains(&missing), "{key}: {}", answer.text);
        }
    }
}

#[tokio::test]
async fn parameters_are_described() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let all = server.get("/endpoints/g").await.json();
        assert_eq!(
            all["GET /endpoints/{graph_name}"],
            json!({"parameters": {
                "builtin": {"default": "false", "max_count": 1, "min_count": 0, "type": "BOOL"},
                "dynamic": {"default": "false", "max_count": 1, "min_count": 0, "type": "BOOL"},
                "static": {"default": "false", "max_count": 1, "min_count": 0, "type": "BOOL"},
            }})
        );
        assert_eq!(all["GET /echo"], Value::Null);
        let list = &all["GET /graph/{graph_name}/vertices/{vertex_type}"]["parameters"];
        assert_eq!(list["filter"]["max_length"], 2560);
        assert_eq!(list["vertex_type"]["type"], "TYPENAME");
        assert_eq!(server.get("/endpoints/g?static=true").await.json(), json!({}));
    }
}
