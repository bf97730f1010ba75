//! Limits of a connection and of an operation, and their precedence.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use proptest::prelude::*;
use tg_runtime::load::LoadFormat;
use tg_runtime::prelude::*;
use tg_runtime::{Server, client::AtomicLevel};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::goods::Package;

#[tigergraph(graph = "Goods", auth = "none")]
struct Goods {
    packages: Vertices<Package>,
}

/// Returns the heads of requests, in lower case.
type Heads = Arc<Mutex<Vec<String>>>;

/// Starts a server with the same answer to every request.
async fn answer_all(body: &'static str) -> (String, Heads) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let heads = Heads::default();
    let all = Arc::clone(&heads);
    tokio::spawn(async move {
        loop {
            let (socket, _) = listener.accept().await.unwrap();
            tokio::spawn(serve(socket, body, Arc::clone(&all)));
        }
    });
    (url, heads)
}

async fn serve(socket: TcpStream, body: &'static str, heads: Heads) {
    let mut socket = BufReader::new(socket);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if socket.read_line(&mut head).await.unwrap_or(0) == 0 {
                return;
            }
        }
        let head = head.to_lowercase();
        let length = header(&head, "content-length").map_or(0, |length| length.parse().unwrap());
        socket.read_exact(&mut vec![0; length]).await.unwrap();
        heads.lock().unwrap().push(head);
        let length = body.len();
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}");
        socket.write_all(answer.as_bytes()).await.unwrap();
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

fn connect(url: &str) -> GraphBuilder<Goods> {
    Goods::builder().url(url).generation(Generation::V4)
}

const NONE: &str = r#"{"error":false,"message":"","results":[]}"#;
const UPSERTED: &str = r#"{"error":false,"results":[{"accepted_vertices":1,"accepted_edges":0}]}"#;
const LOADED: &str = r#"{"error":false,"results":[{"statistics":{"validLine":1}}]}"#;
const TOO_LARGE: &str = r#"{"version":{"api":"v2","schema":0},"error":true,"code":"REST-4000",
    "message":"The query response size is 256MB, which exceeds limit 32MB."}"#;

#[tokio::test]
async fn limits_of_a_call_override_those_of_the_connection() {
    let (url, heads) = answer_all(NONE).await;
    let graph = connect(&url).server_timeout(Duration::from_secs(10)).response_limit(1000);
    let graph = graph.connect().await.unwrap();
    graph.packages.all().await.unwrap();
    graph.packages.all().timeout(Duration::from_secs(90)).response_limit(5000).await.unwrap();
    let heads = heads.lock().unwrap();
    assert_eq!(header(&heads[0], "gsql-timeout"), Some("10000"));
    assert_eq!(header(&heads[0], "response-limit"), Some("1000"));
    assert_eq!(header(&heads[1], "gsql-timeout"), Some("90000"));
    assert_eq!(header(&heads[1], "response-limit"), Some("5000"));
}

#[tokio::test]
async fn paths_have_the_limit_of_answers_too() {
    let (url, heads) = answer_all(NONE).await;
    let graph = connect(&url).connect().await.unwrap();
    let (from, to) = (Id::<Package>::from("a"), Id::<Package>::from("b"));
    graph.shortest_path(&from, &to).response_limit(7).await.unwrap();
    assert_eq!(header(&heads.lock().unwrap()[0], "response-limit"), Some("7"));
}

#[tokio::test]
async fn each_limit_goes_where_it_means_something() {
    let (url, heads) = answer_all(UPSERTED).await;
    let graph = connect(&url)
        .thread_limit(4)
        .memory_limit(512)
        .replica(2)
        .atomic_level(AtomicLevel::Atomic)
        .connect()
        .await
        .unwrap();
    let package = Package::new("P-1", 1.0);
    graph.packages.upsert(&package).await.unwrap();
    graph.packages.upsert(&package).atomic_level(AtomicLevel::NonAtomic).await.unwrap();
    graph.batch().upsert(&package).send().await.unwrap().require_all().unwrap();
    let relaxed = graph.batch().upsert(&package).atomic_level(AtomicLevel::NonAtomic).send();
    relaxed.await.unwrap().require_all().unwrap();
    graph.packages.upsert_many([&package]).await.unwrap().require_all().unwrap();
    let levels: Vec<String> = {
        let heads = heads.lock().unwrap();
        let query_only = ["gsql-thread-limit", "gsql-querylocalmemlimitmb", "gsql-replica"];
        let stray = heads.iter().find(|head| query_only.iter().any(|name| head.contains(name)));
        assert_eq!(stray, None);
        let level = |head: &String| header(head, "gsql-atomic-level").unwrap().to_owned();
        heads.iter().map(level).collect()
    };
    assert_eq!(levels, ["atomic", "nonatomic", "atomic", "nonatomic", "atomic"]);
    heads.lock().unwrap().clear();
    // The answer is too large, but the request was sent.
    let _ = graph.packages.all().await;
    assert!(!heads.lock().unwrap()[0].contains("gsql-atomic-level"));
}

#[tokio::test]
async fn a_load_has_limits_of_its_own() {
    let (url, heads) = answer_all(LOADED).await;
    let graph = connect(&url).atomic_level(AtomicLevel::NonAtomic).response_limit(1000);
    let graph = graph.connect().await.unwrap();
    let file = graph.loading_job("j").file_variable("f");
    let load = || file.bytes("a\nb\n").format(LoadFormat::csv()).request_bytes(2);
    load().await.unwrap().require_clean().unwrap();
    let own = load().atomic_level(AtomicLevel::Atomic).response_limit(5000);
    own.timeout(Duration::from_secs(90)).await.unwrap().require_clean().unwrap();
    let heads = heads.lock().unwrap();
    let all = |name| heads.iter().map(|head| header(head, name).unwrap()).collect::<Vec<_>>();
    assert_eq!(all("gsql-atomic-level"), ["nonatomic", "nonatomic", "atomic", "atomic"]);
    assert_eq!(all("response-limit"), ["1000", "1000", "5000", "5000"]);
    assert!(heads[2..].iter().all(|head| head.contains("gsql-timeout: ")), "{heads:?}");
}

#[tokio::test]
async fn an_answer_that_is_too_large_names_the_limit_and_the_ways_on() {
    let (url, _) = answer_all(TOO_LARGE).await;
    let graph = connect(&url).connect().await.unwrap();
    let own = graph.packages.all().response_limit(4321).await.unwrap_err();
    assert_eq!(own.kind(), ErrorKind::TooLarge);
    assert_eq!(own.code(), Some("REST-4000"));
    assert!(!own.is_retryable());
    for words in ["256MB", "4321 bytes", "`response_limit(bytes)`", "stream"] {
        assert!(own.message().contains(words), "{own}");
    }
    let servers = graph.packages.all().await.unwrap_err();
    assert!(servers.message().contains("the server's own limit"), "{servers}");
    let streamed = graph.packages.stream().next().await.unwrap().unwrap_err();
    assert!(streamed.message().contains("2147483647 bytes"), "{streamed}");
    assert_eq!(streamed.message().matches("response_limit").count(), 1, "{streamed}");
}

#[tokio::test]
async fn the_server_of_a_graph_has_no_graph() {
    let (url, _) = answer_all(NONE).await;
    let graph = connect(&url).connect().await.unwrap();
    assert_eq!(graph.admin().server().client().graph(), "");
    assert_eq!(graph.client().graph(), "Goods");
    let alone = Server::builder().url(&url).generation(Generation::V3).connect().await.unwrap();
    assert_eq!(alone.client().generation().await.unwrap(), Generation::V3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    /// Each request contains the limit of its own call in its query, so that a mixture would be
    /// found.
    #[test]
    fn limits_of_tasks_never_mix(calls in prop::collection::vec((1..1_000_000_u64, 1..100_u64), 1..40)) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let heads = runtime.block_on(async {
            let (url, heads) = answer_all(NONE).await;
            let graph = connect(&url).response_limit(7).connect().await.unwrap();
            let tasks: Vec<_> = calls
                .iter()
                .map(|&(rows, seconds)| {
                    let call = graph
                        .packages
                        .all()
                        .limit(rows * 1000 + seconds)
                        .response_limit(rows)
                        .timeout(Duration::from_secs(seconds));
                    tokio::spawn(async move { call.await.unwrap() })
                })
                .collect();
            for task in tasks {
                task.await.unwrap();
            }
            heads
        });
        let heads = heads.lock().unwrap();
        prop_assert_eq!(heads.len(), calls.len());
        for head in heads.iter() {
            let (_, rest) = head.split_once("?limit=").unwrap();
            let both: u64 = rest.split_once(' ').unwrap().0.parse().unwrap();
            let (rows, seconds) = (both / 1000, both % 1000);
            prop_assert_eq!(header(head, "response-limit"), Some(&*rows.to_string()));
            prop_assert_eq!(header(head, "gsql-timeout"), Some(&*(seconds * 1000).to_string()));
        }
    }
}
