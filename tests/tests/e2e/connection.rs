//! Setting up a connection, and the secrets that it protects.

use std::io;
use std::sync::{Arc, Mutex};

use tg_emulator::{Any, Fault, Gate, Generation as Served, Path, Scope};
use tg_runtime::prelude::*;
use tracing_subscriber::fmt::MakeWriter;

use crate::goods::{Goods, Package, builder, connect, in_all_versions, quick, serve};

in_all_versions! {
    async fn the_generation_is_found_out_once(server) {
        let graph: Goods = builder(&server).connect().await.unwrap();
        let expected = match server.generation() {
            Served::V3 => Generation::V3,
            _ => Generation::V4,
        };
        assert_eq!(graph.client().generation().await.unwrap(), expected);
        server.forget_requests();
        assert_eq!(graph.clone().client().generation().await.unwrap(), expected);
        assert_eq!(server.requests().count(Any), 0);
        assert_eq!(graph.client().version().await.unwrap().generation(), expected);
        graph.client().ping().await.unwrap();
    }

    async fn the_detection_continues_without_its_callers(server) {
        connect(&server).await;
        let graph: Goods = builder(&server).connect_lazy().unwrap();
        server.forget_requests();
        let gate = Gate::new();
        server.on(Path::ends("/version")).then(Fault::Hold(gate.clone()));
        let short = std::time::Duration::from_millis(50);
        for _ in 0..3 {
            let error = graph.packages.count().timeout(short).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::TimedOut, "{error}");
            assert_eq!(error.operation(), Some("count Package"));
        }
        gate.open();
        let (a, b) = tokio::join!(graph.packages.count(), graph.depots.count());
        assert_eq!((a.unwrap(), b.unwrap()), (0, 0));
        let versions = server.requests().iter().filter(|it| it.path.ends_with("/version")).count();
        assert!(versions <= 2, "{versions}: RESTPP's, and a path of 4.x if that has none");
    }

    async fn a_pinned_generation_needs_no_request(server) {
        let generation = match server.generation() {
            Served::V3 => Generation::V3,
            _ => Generation::V4,
        };
        let graph: Goods = builder(&server).generation(generation).connect().await.unwrap();
        assert_eq!(server.requests().count(Path::ends("/version")), 0);
        graph.create_schema().await.unwrap();
        assert_eq!(server.requests().count(Path::ends("/version")), 0);
    }

    async fn connecting_lazily_sends_nothing(server) {
        let graph: Goods = builder(&server).connect_lazy().unwrap();
        assert_eq!(server.requests().count(Any), 0);
        graph.create_schema().await.unwrap();
        assert_eq!(graph.packages.count().await.unwrap(), 0);
    }

    async fn any_endpoint_is_reached_through_the_same_client(server) {
        #[derive(Debug, serde::Deserialize)]
        struct Count {
            count: u64,
        }

        let graph = connect(&server).await;
        graph.packages.upsert(&Package::new("a/b ?", 1.0)).await.unwrap();
        let path = ["graph", "Goods", "vertices", "Package"];
        let counts: Vec<Count> =
            graph.request(Method::GET, path).query("count_only", true).results().await.unwrap();
        assert_eq!(counts[0].count, 1);
        let body: serde_json::Value = graph.request(Method::GET, path).body().await.unwrap();
        assert_eq!(body["results"][0]["v_id"], "a/b ?");
        assert!(
            graph.request(Method::GET, ["version"]).text().await.unwrap().contains("TigerGraph")
        );
        let function = serde_json::json!({"function": "stat_vertex_number", "type": "Package"});
        let counts: Vec<Count> = graph
            .request(Method::POST, ["builtins", "Goods"])
            .json(&function)
            .results()
            .await
            .unwrap();
        assert_eq!(counts[0].count, 1);
        server.expire_tokens();
        let error = graph.request(Method::GET, ["no", "such"]).text().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NoEndpoint, "{error}");
        let error = graph.request(Method::GET, ["graph", ".."]).text().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
        let wrong = graph.request(Method::GET, path).results::<Vec<Count>>().await;
        assert!(wrong.unwrap_err().message().contains("results[0]"));
    }

    async fn a_limit_may_be_as_long_as_a_duration(server) {
        use std::time::Duration;

        connect(&server).await;
        let builder = builder(&server)
            .connect_timeout(Duration::MAX)
            .request_timeout(Duration::MAX)
            .server_timeout(Duration::MAX);
        let graph = builder.connect().await.unwrap();
        let package = Package::new("P-1", 1.0);
        let upserted = graph.packages.upsert_many([&package]).timeout(Duration::MAX).await.unwrap();
        upserted.require_all().unwrap();
        assert_eq!(graph.packages.count().timeout(Duration::MAX).await.unwrap(), 1);
    }

    async fn secrets_are_not_printed(server) {
        let (log, _guard) = Log::record();
        let builder = builder(&server).header("X-Key", "header-secret-77");
        let mut printed = format!("{builder:?}");
        let graph: Goods = builder.connect().await.unwrap();
        graph.create_schema().await.unwrap();
        let token = graph.get_token().await.unwrap();
        graph.packages.upsert(&Package::new("id-of-a-person", 1.0)).await.unwrap();
        graph.packages.get("id-of-a-person").await.unwrap();
        let other = graph.packages.find(|p| p.note.eq("a-private-note"));
        printed += &format!("{graph:?} {:?} {token:?} {other:?}", graph.packages);
        let raw = graph.request(Method::POST, ["endpoint", "header-secret-77"]);
        let raw = raw.query("q", "header-secret-77").header("X-Key", "header-secret-77");
        printed += &format!("{:?}", raw.plain_text("header-secret-77"));
        server.on(Path::has("/vertices/")).then(Fault::ExpiredToken);
        let error = graph.packages.get("id-of-a-person").await.unwrap_err();
        printed += &format!("{error} {error:?}");
        let secret = server.secret();
        server.shutdown().await;
        let error = graph.packages.get("id-of-a-person").await.unwrap_err();
        printed += &format!("{error} {error:?}");

        let log = log.text();
        assert!(log.contains("get Package") && log.contains("/graph/Goods/vertices/Package/{}"));
        for hidden in [&*secret, token.expose(), "header-secret-77"] {
            assert!(!printed.contains(hidden), "{hidden} is printed: {printed}");
            assert!(!log.contains(hidden), "{hidden} is logged");
        }
        assert!(!log.contains("id-of-a-person") && !log.contains("a-private-note"));
        assert!(format!("{graph:?}").contains("Goods"));
    }

    async fn spans_have_the_names_of_opentelemetry_and_slow_requests_are_logged(server) {
        let (log, _guard) = Log::record();
        let graph = builder(&server).slow_after(std::time::Duration::ZERO).connect_lazy().unwrap();
        graph.create_schema().await.unwrap();
        graph.packages.get("P-1").await.unwrap();
        server.on(Path::has("vertices")).times(1).then(Fault::Status(404));
        let error = graph.packages.get("P-2").await.unwrap_err();
        let text = log.text();
        for field in [
            "otel.kind=\"client\"",
            "db.system.name=\"tigergraph\"",
            "db.operation.name=get Package",
            "http.request.method=GET",
            "url.template=",
            "http.response.status_code=200",
            "http.response.status_code=404",
            &format!("error.type={:?}", error.kind()),
            "slow request operation=get Package elapsed=",
        ] {
            assert!(text.contains(field), "{field} is not in\n{text}");
        }
    }

    async fn answers_to_token_requests_are_not_printed(server) {
        let (log, _guard) = Log::record();
        connect(&server).await;
        let mut printed = String::new();
        let wrong_types = [
            r#"{"error":false,"results":"an-unseen-token"}"#,
            r#"{"error":false,"token":{"an-unseen-token":1}}"#,
            r#"{"error":false,"results":{"token":["an-unseen-token"]}}"#,
        ];
        let bodies = [
            (200, "{\"error\":false,\"token\":\"an-unseen-token"),
            (200, "an-unseen-token"),
            (200, "<p>an-unseen-token</p>"),
            (500, "an-unseen-token"),
        ];
        for (status, body) in bodies.into_iter().chain(wrong_types.map(|body| (200, body))) {
            let answer = Fault::answer(status, "application/json", body);
            let rule = server.on(token_requests()).then(answer);
            let graph: Goods = builder(&server).connect_lazy().unwrap();
            let error = graph.packages.count().await.unwrap_err();
            printed += &format!("{error} {error:?}");
            rule.remove();
        }
        server.on(token_requests()).then(Fault::Truncate(100));
        let graph = builder(&server).connect_lazy().unwrap();
        let error = graph.packages.count().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Protocol, "{error}");
        printed += &format!("{error} {error:?}");
        for hidden in ["an-unseen-token", "\"token\"", "expiration"] {
            assert!(!printed.contains(hidden), "{hidden} is printed: {printed}");
        }
        assert!(!log.text().contains("an-unseen-token"));
    }
}

/// Returns the requests for tokens, in either generation.
fn token_requests() -> Scope {
    Path::has("token").and(Method::POST)
}

/// Returns the log.
#[tokio::test]
async fn repetitions_are_reported_at_the_end_of_the_operation() {
    let server = serve(Served::V4).start().await.unwrap();
    let graph = connect(&server).await;
    let (log, guard) = Log::record();
    server.on(Path::has("/vertices/")).times(2).then(Fault::Status(503));
    graph.packages.count().await.unwrap();
    server.on(Path::has("/vertices/")).then(Fault::Status(503));
    graph.packages.count().await.unwrap_err();
    drop(guard);
    let text = log.text();
    let reports: Vec<_> = text.lines().filter(|line| line.contains("after repetitions")).collect();
    let [succeeded, failed] = reports[..] else { panic!("{text}") };
    assert!(succeeded.contains("INFO") && succeeded.contains("attempts=3"), "{succeeded}");
    assert!(failed.contains("WARN") && failed.contains("HTTP 503"), "{failed}");
    assert!(failed.contains("operation=count Package"), "{failed}");
    for line in text.lines() {
        let (span, _) = line.split_once("}:").unwrap_or((line, ""));
        assert!(span.matches("attempts=").count() <= 1, "{line}");
    }
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Captures the log of this thread until the guard is dropped.
    fn record() -> (Self, tracing::subscriber::DefaultGuard) {
        let log = Self::default();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(log.clone())
            .with_ansi(false)
            .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
            .finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// Runs a test that connects over plain http, in a process with another environment.
fn connect_elsewhere(variables: &[(&str, &str)]) {
    let test = "connection::connecting_lazily_sends_nothing::v4_2";
    let program = std::env::current_exe().unwrap();
    let mut command = std::process::Command::new(program);
    let output = command.args(["--exact", test]).envs(variables.iter().copied()).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("1 passed"), "{text}");
}

#[test]
fn proxies_of_the_environment_get_nothing() {
    let unreachable = "http://127.0.0.1:1";
    connect_elsewhere(&[
        ("HTTP_PROXY", unreachable),
        ("http_proxy", unreachable),
        ("ALL_PROXY", unreachable),
    ]);
}

#[test]
fn plain_http_needs_no_certificates_of_authorities() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().to_str().unwrap();
    let missing = format!("{empty}/none.pem");
    connect_elsewhere(&[("SSL_CERT_DIR", empty), ("SSL_CERT_FILE", &missing)]);
}

#[tokio::test]
async fn credentials_do_not_go_unencrypted_to_another_machine() {
    let error =
        Goods::builder().url("http://tg.example.org").secret("s").connect_lazy().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.message().contains("allow_insecure_http"), "{error}");
    let open = crate::headers::Goods::builder().url("http://tg.example.org");
    let error = open.header("Authorization", "Basic dTpw").connect_lazy().unwrap_err();
    assert!(error.message().contains("allow_insecure_http"), "{error}");
    let allowed = Goods::builder().url("http://tg.example.org").secret("s").allow_insecure_http();
    allowed.connect_lazy().unwrap();
    Goods::builder().url("https://tg.example.org").secret("s").connect_lazy().unwrap();
}

#[tokio::test]
async fn missing_and_wrong_settings_are_named() {
    let problem = |builder: GraphBuilder<Goods>| {
        let error = builder.connect_lazy().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        error.to_string()
    };
    let here = || Goods::builder().url("http://localhost").secret("s");
    let secured = || here().url("https://localhost");
    assert!(problem(Goods::builder().secret("s")).contains("`url`"));
    assert!(problem(Goods::builder().url("http://localhost")).contains("TG_SECRET"));
    assert!(problem(here().url("localhost:14240")).contains("https://host"));
    assert!(problem(here().restpp_url("nowhere")).contains("`restpp_url`"));
    assert!(problem(here().header("a b", "c")).contains("`a b`"));
    assert!(problem(here().user_agent("a\nb")).contains("user_agent"));
    assert!(problem(secured().ca_certificate_file("/no/such.pem")).contains("/no/such.pem"));
    assert!(problem(secured().ca_certificate_pem("no PEM")).contains("PEM"));
    assert!(problem(secured().client_identity_pem("no PEM")).contains("PEM text"));
    assert!(problem(here().secret("a\nb").url("http://localhost")).contains("credentials"));
}

#[tokio::test]
async fn graphs_on_one_server_do_not_touch_each_other() {
    #[tigergraph(graph = "Other", auth = "secret")]
    struct Other {
        packages: Vertices<Package>,
    }

    let server = serve(Served::V4).start().await.unwrap();
    let goods = connect(&server).await;
    let other = Other::connect(server.url(), server.secret()).await.unwrap();
    other.create_schema().await.unwrap();
    let write = |n: usize| {
        let (goods, other) = (goods.clone(), other.clone());
        tokio::spawn(async move {
            let package = Package::new(&format!("P-{n}"), 1.0);
            if n.is_multiple_of(2) {
                goods.packages.upsert(&package).await.unwrap();
            } else {
                other.packages.upsert(&package).await.unwrap();
            }
            if n.is_multiple_of(10) {
                other.gsql("USE GRAPH Other\nls").await.unwrap();
            }
        })
    };
    for task in (0..100).map(write).collect::<Vec<_>>() {
        task.await.unwrap();
    }
    let even = goods.packages.all().await.unwrap();
    let odd = other.packages.all().await.unwrap();
    let number = |package: &Package| package.id[2..].parse::<usize>().unwrap();
    assert!(even.len() == 50 && even.iter().all(|package| number(package) % 2 == 0));
    assert!(odd.len() == 50 && odd.iter().all(|package| number(package) % 2 == 1));
    assert!(other.admin().drop_graph(ConfirmAll).await.unwrap());
    assert_eq!(goods.packages.count().await.unwrap(), 50);
}

/// 3.9 answers paths of 4.x with a page of the gateway.
#[tokio::test]
async fn a_connection_for_4x_to_3_9_names_the_remedy() {
    let server = tg_emulator::Emulator::builder().version(tg_emulator::Version::V3_9);
    let server = server.start().await.unwrap();
    let builder = Goods::builder().url(server.url()).secret(server.secret()).retry(quick());
    let error = builder.generation(Generation::V4).connect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoEndpoint, "{error}");
    assert_eq!(error.status(), Some(404));
    assert!(error.message().contains("leave out `generation(..)`"), "{error}");
}
