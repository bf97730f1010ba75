//! The headers of requests.

use std::time::Duration;

use tg_runtime::prelude::*;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::goods::Package;

#[tigergraph(graph = "Goods", auth = "none")]
pub(crate) struct Goods {
    packages: Vertices<Package>,
}

/// Answers one request with this body, and returns the head of the request.
pub(crate) async fn answer_one(
    body: &'static str,
) -> (GraphBuilder<Goods>, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let head = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut received = Vec::new();
        while !received.windows(4).any(|end| end == b"\r\n\r\n") {
            received.push(socket.read_u8().await.unwrap());
        }
        let length = body.len();
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}");
        socket.write_all(answer.as_bytes()).await.unwrap();
        socket.flush().await.unwrap();
        // The rest of the request is read, so that closing does not reset the connection.
        let _ = socket.read_to_end(&mut Vec::new()).await;
        String::from_utf8(received).unwrap()
    });
    (Goods::builder().url(url).generation(Generation::V4), head)
}

const COUNT: &str = r#"{"error":false,"results":[{"v_type":"Package","count":0}]}"#;
const NONE: &str = r#"{"error":false,"message":"","results":[]}"#;
const UPSERTED: &str = r#"{"error":false,"results":[{"accepted_vertices":1,"accepted_edges":0}]}"#;

#[tokio::test]
async fn limits_and_extra_headers_go_with_every_request() {
    let (builder, head) = answer_one(COUNT).await;
    let graph = builder
        .server_timeout(Duration::from_secs(90))
        .response_limit(64_000_000)
        .header("X-Tenant", "blue")
        .user_agent("goods/1.0")
        .connect()
        .await
        .unwrap();
    graph.packages.count().await.unwrap();
    drop(graph);
    let head = head.await.unwrap().to_lowercase();
    assert!(head.starts_with("get /restpp/graph/goods/vertices/package?count_only=true http/1.1"));
    for line in [
        "gsql-timeout: 90000",
        "response-limit: 64000000",
        "x-tenant: blue",
        "user-agent: goods/1.0",
        "accept-encoding: gzip",
    ] {
        assert!(head.contains(&format!("\r\n{line}\r\n")), "{line}: {head}");
    }
    assert!(!head.contains("authorization"), "{head}");
}

#[tokio::test]
async fn a_deadline_is_the_servers_too() {
    let (builder, head) = answer_one(NONE).await;
    let graph = builder.server_timeout(Duration::from_secs(90)).connect().await.unwrap();
    graph.packages.all().timeout(Duration::from_secs(5)).await.unwrap();
    drop(graph);
    assert!(head.await.unwrap().to_lowercase().contains("\r\ngsql-timeout: 5000\r\n"));
}

#[tokio::test]
async fn a_stream_requests_the_largest_answer() {
    use futures_util::StreamExt as _;
    let (builder, head) = answer_one(NONE).await;
    let graph = builder.response_limit(1000).connect().await.unwrap();
    assert_eq!(graph.packages.stream().count().await, 0);
    drop(graph);
    assert!(head.await.unwrap().to_lowercase().contains("\r\nresponse-limit: 2147483647\r\n"));
}

#[tokio::test]
async fn an_atomic_batch_has_the_header() {
    let (builder, head) = answer_one(UPSERTED).await;
    let graph = builder.connect().await.unwrap();
    let batch = graph.batch().upsert(&Package::new("P-1", 1.0)).ends_must_exist().atomic();
    batch.send().await.unwrap().require_all().unwrap();
    drop(graph);
    let head = head.await.unwrap().to_lowercase();
    assert!(head.starts_with("post /restpp/graph/goods?vertex_must_exist=true http/1.1"), "{head}");
    assert!(head.contains("\r\ngsql-atomic-level: atomic\r\n"), "{head}");
    assert!(head.contains("\r\ncontent-type: application/json\r\n"), "{head}");
}
