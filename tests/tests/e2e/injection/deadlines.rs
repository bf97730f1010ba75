//! One deadline limits all that an operation does, in each phase in which the server stops.

use std::time::Duration;

use tg_runtime::prelude::*;
use tg_runtime::{RetryPolicy, Server};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{interval, timeout};

use super::operations::{Hands, OPERATIONS, Open, operations};
use crate::goods::{Driver, Goods, Package};

const LIMIT: Duration = Duration::from_millis(300);
const SHORT: Duration = Duration::from_millis(50);
/// An operation that takes this long has no deadline.
const HANG: Duration = Duration::from_secs(20);

/// The phase in which the server stops.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Phase {
    /// Before each head.
    Silent,
    /// Before each head, but that of `/version`.
    AfterDetection,
    /// Within the head, which never ends.
    Head,
    /// Within the body, which never ends.
    Body,
    /// Within the body, after the detection.
    BodyAfterDetection,
}

impl Phase {
    const ALL: [Self; 5] =
        [Self::Silent, Self::AfterDetection, Self::Head, Self::Body, Self::BodyAfterDetection];

    async fn serve(self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(self.converse(socket));
            }
        });
        url
    }

    async fn converse(self, mut socket: TcpStream) -> Option<()> {
        let detects = matches!(self, Self::AfterDetection | Self::BodyAfterDetection);
        let mut received = Vec::new();
        loop {
            let mut chunk = [0; 4096];
            let length = socket.read(&mut chunk).await.ok().filter(|length| *length > 0)?;
            received.extend_from_slice(&chunk[..length]);
            if !received.windows(4).any(|end| end == b"\r\n\r\n") {
                continue;
            }
            let line = received.split(|byte| *byte == b'\r').next().unwrap_or_default();
            let is_version = String::from_utf8_lossy(line).contains("/version");
            received.clear();
            if detects && is_version {
                let body = r#"{"error":false,"message":"product release_4.2.0 "}"#;
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
                socket.write_all((head + body).as_bytes()).await.ok()?;
                continue;
            }
            let (start, drop): (&[u8], &[u8]) = match self {
                // The rest of a request may follow.
                Self::Silent | Self::AfterDetection => continue,
                Self::Head => (b"HTTP/1.1 200 OK\r\nX-A: ", b"a"),
                Self::Body | Self::BodyAfterDetection => (b"HTTP/1.1 200 OK\r\n\r\n{", b" "),
            };
            socket.write_all(start).await.ok()?;
            let mut drops = interval(LIMIT / 10);
            loop {
                drops.tick().await;
                socket.write_all(drop).await.ok()?;
            }
        }
    }
}

operations! { WITHOUT_TEXT:
    "count": |h, _s| h.graph.packages.count();
    "all": |h, _s| h.graph.packages.all();
    "get many": |h, _s| h.graph.packages.get_many(["a", "b/c"]);
    "delete many": |h, _s| h.graph.packages.delete_many(["a", "b/c"]);
    "delete all": |h, _s| h.graph.packages.delete_all(ConfirmAll);
    "upsert many": |h, _s| h.graph.packages.upsert_many([Package::new("a", 1.0)]);
    "edges of `a/b`": |h, _s| h.graph.works_at.of(Id::<Driver>::new("a/b"));
    "degrees of `a/b`": |h, _s| h.graph.drivers.degrees(Id::<Driver>::new("a/b"));
    "all edges": |h, _s| h.graph.stored_at.all();
    "delete all edges": |h, _s| h.graph.stored_at.delete_all(ConfirmAll);
    "count edges": |h, _s| h.graph.stored_at.count();
    "gsql": |h, _s| h.graph.gsql("ls");
    "submit gsql": |h, _s| h.graph.gsql("ls").submit();
    "create schema": |h, _s| h.graph.create_schema();
    "verify schema": |h, _s| h.graph.verify_schema();
    "read schema": |h, _s| h.graph.schema().read();
    "plan": |h, _s| h.graph.schema().plan_change();
    "list queries": |h, _s| h.graph.queries().list();
    "install": |h, _s| h.graph.queries().install(["q"]);
    "running": |h, _s| h.graph.queries().running();
    "services": |h, _s| h.server.services();
    "wait until online": |h, _s| h.server.wait_until_online();
    "license": |h, _s| h.server.license();
    "token": |h, _s| h.server.tokens().create(None);
    "token by secret": |h, _s| h.server.tokens().with_secret("x").create(None);
}

async fn hands(url: &str) -> Hands {
    let retry = RetryPolicy::default();
    Hands {
        graph: Open::builder().url(url).retry(retry).connect_lazy().unwrap(),
        server: Server::builder().url(url).retry(retry).connect_lazy().unwrap(),
        url: url.to_owned(),
        generation: Generation::V4,
        limit: Some(LIMIT),
    }
}

/// The first words of operations that have no time limit: those of connections, and those whose
/// last step is a method.
const UNLIMITED: &[&str] = &[
    "graph's name",
    "header of",
    "password",
    "path segment",
    "raw",
    "secret of",
    "token of",
    "user",
];

#[tokio::test]
async fn the_deadline_of_an_operation_limits_every_phase() {
    let mut wrong = Vec::new();
    for phase in Phase::ALL {
        let url = phase.serve().await;
        let calls = OPERATIONS.iter().chain(WITHOUT_TEXT);
        let calls = calls.filter(|(name, _)| !UNLIMITED.iter().any(|it| name.starts_with(it)));
        let outcomes = calls.map(|(name, run)| {
            let url = url.clone();
            async move {
                // Each detects the server by itself.
                let outcome = timeout(HANG, run(hands(&url).await, "a/b".to_owned())).await;
                (name, outcome)
            }
        });
        let outcomes: Vec<_> = futures_util::future::join_all(outcomes).await;
        for (name, outcome) in outcomes {
            match outcome {
                Ok(Err(error)) if error.kind() == ErrorKind::TimedOut => {
                    if error.operation().is_none() {
                        wrong.push(format!("{phase:?} {name}: not named: {error}"));
                    }
                }
                // Nothing was sent.
                Ok(Err(error))
                    if matches!(error.kind(), ErrorKind::Encode | ErrorKind::Unsupported) => {}
                other => wrong.push(format!("{phase:?} {name}: {other:?}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn the_limit_of_a_request_includes_its_body() {
    for phase in Phase::ALL {
        let url = phase.serve().await;
        let graph: Open = Open::builder()
            .url(&url)
            .restpp_url(&url)
            .generation(Generation::V4)
            .retry(RetryPolicy::NEVER)
            .request_timeout(SHORT)
            .connect_lazy()
            .unwrap();
        let hands = Hands { graph, ..hands(&url).await };
        let hands = Hands { limit: None, ..hands };
        let names =
            ["vertex id, get", "vertex id, exists", "filter value, find", "source id, edges of"];
        let more = ["count", "all", "get many"];
        for (name, run) in OPERATIONS.iter().chain(WITHOUT_TEXT) {
            if !names.contains(name) && !more.contains(name) {
                continue;
            }
            let outcome = timeout(HANG, run(hands.clone(), "a".to_owned())).await;
            let error = outcome.expect(name).expect_err(name);
            assert_eq!(error.kind(), ErrorKind::TimedOut, "{phase:?} {name}: {error}");
            assert!(error.message().contains("50ms"), "{phase:?} {name}: {error}");
        }
    }
}

#[tokio::test]
async fn the_time_limit_of_a_stream_includes_its_first_row() {
    for phase in Phase::ALL {
        let url = phase.serve().await;
        let graph: Open = Open::builder().url(&url).connect_lazy().unwrap();
        let mut rows = graph.packages.all().timeout(LIMIT).stream();
        let error = timeout(HANG, rows.next()).await.unwrap().unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut, "{phase:?}: {error}");
    }
}

#[tokio::test]
async fn the_deadline_includes_the_request_for_a_token() {
    for phase in [Phase::AfterDetection, Phase::BodyAfterDetection, Phase::Silent] {
        let url = phase.serve().await;
        let graph: Goods = Goods::builder().url(&url).secret("x").connect_lazy().unwrap();
        let calls = [
            graph.packages.get("a").timeout(LIMIT).into_future(),
            graph.packages.get("a/b").timeout(LIMIT).into_future(),
        ];
        for call in calls {
            let error = timeout(HANG, call).await.unwrap().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::TimedOut, "{phase:?}: {error}");
        }
        let added = graph.packages.update("a").add(|p| p.stops, 1).timeout(LIMIT);
        let error = timeout(HANG, added.into_future()).await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut, "{phase:?}: {error}");
        assert!(error.is_retryable() && !error.is_in_doubt(), "it was not sent: {error}");
    }
}
