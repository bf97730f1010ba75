//! The headers of requests and answers.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use tg_runtime::prelude::*;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::Barrier;
use tokio::sync::mpsc::unbounded_channel;

use crate::goods::Package;

#[tigergraph(graph = "Goods", auth = "none")]
pub(crate) struct Goods {
    packages: Vertices<Package>,
}

/// Answers one request with this body, and returns the head of the request.
pub(crate) async fn answer_one(
    body: &'static str,
) -> (GraphBuilder<Goods>, tokio::task::JoinHandle<String>) {
    answer_one_as("200 OK", "", body.into()).await
}

/// Answers one request with this status, these lines of the head and this body.
async fn answer_one_as(
    status: &'static str,
    lines: &'static str,
    body: Vec<u8>,
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
        let answer = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n{lines}\r\n");
        socket.write_all(answer.as_bytes()).await.unwrap();
        socket.write_all(&body).await.unwrap();
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
        .header("X-Tenant", "green")
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
        "x-tenant: green",
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
async fn headers_are_computed_for_each_request() {
    let (builder, head) = answer_one(COUNT).await;
    let graph = builder
        .header_source(|| vec![("traceparent".to_owned(), "00-4bf9-00f0-01".to_owned())])
        .connect_lazy()
        .unwrap();
    assert_eq!(graph.packages.count().await.unwrap(), 0);
    drop(graph);
    assert!(head.await.unwrap().contains("\r\ntraceparent: 00-4bf9-00f0-01\r\n"));

    let (builder, _) = answer_one(COUNT).await;
    let graph = builder.header_source(|| vec![("a b".to_owned(), String::new())]);
    let error = graph.connect_lazy().unwrap().packages.count().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.message().contains("`a b`"), "{error}");
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

#[tokio::test]
async fn a_compressed_answer_is_decompressed() {
    let mut body = GzEncoder::new(Vec::new(), Compression::default());
    body.write_all(COUNT.replace("0}", "7}").as_bytes()).unwrap();
    let lines = "Content-Encoding: gzip\r\n";
    let (builder, head) = answer_one_as("200 OK", lines, body.finish().unwrap()).await;
    let graph = builder.connect().await.unwrap();
    assert_eq!(graph.packages.count().await.unwrap(), 7);
    drop(graph);
    head.await.unwrap();
}

#[tokio::test]
async fn without_gzip_no_compressed_answer_is_requested() {
    let (builder, head) = answer_one(COUNT).await;
    let graph = builder.gzip(false).connect().await.unwrap();
    graph.packages.count().await.unwrap();
    drop(graph);
    assert!(!head.await.unwrap().to_lowercase().contains("accept-encoding"));
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let lines = "Location: http://127.0.0.1:1/elsewhere\r\n";
    let (builder, head) = answer_one_as("302 Found", lines, Vec::new()).await;
    let graph = builder.connect().await.unwrap();
    let error = graph.packages.count().await.unwrap_err();
    assert_eq!(error.status(), Some(302), "{error}");
    assert!(error.message().contains("redirect"), "{error}");
    drop(graph);
    head.await.unwrap();
}

fn gzipped(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn codings_are_compared_without_case() {
    for lines in [
        "Content-Encoding: GZIP\r\n",
        "Content-Encoding: x-gzip\r\n",
        "Content-Encoding: X-GZip\r\n",
    ] {
        let (builder, _head) = answer_one_as("200 OK", lines, gzipped(COUNT.as_bytes())).await;
        let graph = builder.connect_lazy().unwrap();
        let count = graph.packages.count().timeout(Duration::from_secs(5)).await;
        assert_eq!(count.map_err(|error| format!("{lines}: {error}")), Ok(0));
    }
}

#[tokio::test]
async fn the_status_of_a_failure_counts_when_its_body_cannot_be_read() {
    for (status, kind) in [
        ("401 Unauthorized", ErrorKind::Unauthorized),
        ("403 Forbidden", ErrorKind::Forbidden),
        ("404 Not Found", ErrorKind::NoEndpoint),
    ] {
        let (builder, _head) =
            answer_one_as(status, "Content-Encoding: gzip\r\n", b"not gzip".to_vec()).await;
        let graph = builder.connect_lazy().unwrap();
        let error = graph.packages.count().await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(!error.is_retryable(), "{error}");
    }
}

#[tokio::test]
async fn an_answer_is_never_larger_than_its_limit_in_memory() {
    // 64 MiB of blanks are 64 KB of gzip.
    let bomb = [COUNT.as_bytes(), &vec![b' '; 64 << 20]].concat();
    let (builder, _head) =
        answer_one_as("200 OK", "Content-Encoding: gzip\r\n", gzipped(&bomb)).await;
    let graph = builder.response_limit(1_000_000).connect_lazy().unwrap();
    let error = graph.packages.count().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge, "{error}");
    assert!(error.message().contains("1065536 bytes"), "{error}");

    let blanks = [NONE.as_bytes(), &vec![b' '; 2_000_000]].concat();
    let (builder, _head) = answer_one_as("200 OK", "", blanks).await;
    let graph = builder.response_limit(1_000_000).connect_lazy().unwrap();
    let error = graph.packages.all().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge, "{error}");
}

#[tokio::test]
async fn a_date_tells_when_the_server_accepts_requests_again() {
    let date = httpdate::fmt_http_date(std::time::SystemTime::now() + Duration::from_secs(3600));
    let lines = format!("Retry-After: {date}\r\n").leak();
    let (builder, _head) = answer_one_as("503 Service Unavailable", lines, Vec::new()).await;
    let graph = builder.connect_lazy().unwrap();
    // The wait is longer than all repetitions may take, so there are none.
    let error = graph.packages.count().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error}");
}

#[tokio::test]
async fn the_pool_keeps_as_many_idle_connections_as_its_size() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (opened, all) = (Arc::new(AtomicUsize::new(0)), Arc::new(Barrier::new(4)));
    let (closed, mut closings) = unbounded_channel();
    let count = Arc::clone(&opened);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            count.fetch_add(1, SeqCst);
            let (all, closed) = (Arc::clone(&all), closed.clone());
            tokio::spawn(async move {
                let mut received = Vec::new();
                let mut is_first = true;
                while let Ok(byte) = socket.read_u8().await {
                    received.push(byte);
                    if !received.ends_with(b"\r\n\r\n") {
                        continue;
                    }
                    if std::mem::take(&mut is_first) {
                        // All are under way at once.
                        all.wait().await;
                    }
                    let length = COUNT.len();
                    let answer =
                        format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{COUNT}");
                    socket.write_all(answer.as_bytes()).await.unwrap();
                }
                let _ = closed.send(());
            });
        }
    });
    let graph = Goods::builder().url(url).generation(Generation::V4).pool_size(1);
    let graph = graph.connect_lazy().unwrap();
    let counts = (0..4).map(|_| graph.packages.count().into_future());
    for count in futures_util::future::join_all(counts).await {
        assert_eq!(count.unwrap(), 0);
    }
    for _ in 0..3 {
        let closing = tokio::time::timeout(Duration::from_secs(20), closings.recv()).await;
        assert_eq!(closing.expect("more connections are kept than the pool may"), Some(()));
    }
    for _ in 0..3 {
        assert_eq!(graph.packages.count().await.unwrap(), 0);
    }
    assert_eq!(opened.load(SeqCst), 4, "the one that is kept is used again");
}
