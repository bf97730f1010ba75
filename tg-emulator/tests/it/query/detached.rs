//! Detached queries. Gates and the clock of the server control the order of events.

use std::time::{Duration, SystemTime};

use reqwest::Method;
use serde_json::{Value, json};
use tg_emulator::{Clock, Emulator, Fault, Gate, Generation, Path};

use crate::support::{Answer, BOTH, SCHEMA, Server, answer};

const QUERIES: &str = "USE GRAPH g CREATE QUERY q(INT n = 1) FOR GRAPH g { PRINT n; } \
                       CREATE QUERY forever() FOR GRAPH g { WHILE true DO INT x = 1; END; } \
                       CREATE QUERY bad() FOR GRAPH g { PRINT 1 / 0; } INSTALL QUERY *";

struct Bench {
    server: Server,
    clock: Clock,
}

impl Bench {
    async fn new(generation: Generation) -> Self {
        let clock =
            Clock::stopped_at(SystemTime::UNIX_EPOCH + Duration::from_millis(1_599_672_031_541));
        let builder = Emulator::builder().generation(generation).clock(clock.clone());
        let server = Server::with(builder.gsql(SCHEMA).gsql(QUERIES)).await;
        Self { server, clock }
    }

    async fn run(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let url = format!("{}{path}", self.server.emulator.restpp_url());
        let mut request = self.server.http.get(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let authorization = self.server.authorization.clone().unwrap();
        answer(request.header("Authorization", authorization)).await
    }

    async fn detach(&self, path: &str) -> String {
        let answer = self.run(path, &[("GSQL-ASYNC", "true")]).await.json();
        assert_eq!(answer["error"], false, "{answer}");
        assert!(answer.get("results").is_none(), "{answer}");
        assert_eq!(answer["request_id"], answer["requestid"]);
        answer["request_id"].as_str().unwrap().to_owned()
    }

    fn hold(&self, query: &str) -> Gate {
        let gate = Gate::new();
        let path = Path::ends(format!("/query/g/{query}"));
        self.server.emulator.on(path).then(Fault::HoldWork(gate.clone()));
        gate
    }

    async fn status(&self, id: &str) -> Value {
        let path = format!("/query_status?graph_name=g&requestid={id}");
        self.server.get(&path).await.results()[0].clone()
    }

    async fn result(&self, id: &str) -> Answer {
        self.server.get(&format!("/query_result?requestid={id}&graph_name=g")).await
    }

    /// Waits until a detached query has ended.
    async fn ended(&self, id: &str) -> Value {
        loop {
            let status = self.status(id).await;
            if status["status"] != "running" {
                return status;
            }
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn a_detached_query_is_listed_and_its_result_is_stored() {
    for generation in BOTH {
        let bench = Bench::new(generation).await;
        let gate = bench.hold("q");
        let id = bench.detach("/query/g/q?n=7").await;
        assert_eq!(id, "1.RESTPP_1_1.1599672031541.N");
        gate.held(1).await;
        bench.clock.advance(Duration::from_millis(19));
        let listed = json!({
            "requestid": id, "startTime": "2020-09-09 17:20:31.541",
            "expirationTime": "2020-09-09 17:20:47.541", "url": "/query/g/q?n=7", "elapsedTime": 19,
        });
        let mut expected = listed.clone();
        expected["status"] = json!("running");
        assert_eq!(bench.status(&id).await, expected);
        for path in ["/showprocesslist/g", "/showprocesslistall"] {
            assert_eq!(bench.server.get(path).await.results(), json!([listed]), "{path}");
        }
        let early = bench.result(&id).await.error().1;
        assert_eq!(early, format!("Unable to retrieve result for query {id}"));
        gate.open();
        assert_eq!(bench.ended(&id).await["status"], "success");
        assert_eq!(bench.result(&id).await.results(), json!([{"n": 7}]));
        assert_eq!(bench.server.get("/showprocesslist/g").await.results(), json!([]));

        let all = bench.server.get("/query_status").await.results();
        assert_eq!(all.as_array().unwrap().len(), 1);
        let unknown = bench.server.get(&format!("/query_status?requestid={id}&requestid=x")).await;
        assert_eq!(unknown.results().as_array().unwrap().len(), 1);
        assert_eq!(unknown.json()["unknown_requestid"], json!(["x"]));
        assert!(bench.result("x").await.error().1.contains("Unable to retrieve"));
        bench.clock.advance(Duration::from_secs(3601));
        assert_eq!(bench.server.get("/query_status?requestid=all").await.results(), json!([]));
    }
}

#[tokio::test]
async fn the_result_of_a_failed_query_is_its_error() {
    let bench = Bench::new(Generation::V4).await;
    let id = bench.detach("/query/g/bad").await;
    bench.ended(&id).await;
    assert_eq!(bench.result(&id).await.error().1, "Runtime Error: divider is zero.");
}

#[tokio::test]
async fn running_queries_can_be_aborted() {
    for generation in BOTH {
        let bench = Bench::new(generation).await;
        let gate = bench.hold("q");
        let (first, second) =
            (bench.detach("/query/g/q").await, bench.detach("/query/g/q?n=2").await);
        gate.held(2).await;
        let abort = async |query: &str| {
            let path = format!("/abortquery/g?{query}");
            bench.server.get(&path).await.results()[0]["aborted_queries"].clone()
        };
        assert_eq!(abort("requestid=nope").await, json!([]));
        assert_eq!(abort("url=/query/g/other.*").await, json!([]));
        let expected = json!([{"requestid": first, "url": "/query/g/q"}]);
        assert_eq!(abort(&format!("requestid={first}")).await, expected);
        assert_eq!(bench.status(&first).await["status"], "aborted");
        assert_eq!(bench.result(&first).await.code(), "REST-12002");
        let expected = json!([{"requestid": second, "url": "/query/g/q?n=2"}]);
        assert_eq!(abort("requestid=all&url=/query/g/q.*").await, expected);
        assert_eq!(abort("requestid=all").await, json!([]));
        assert_eq!(abort("").await, json!([]), "all of them");
        assert_eq!(bench.server.get("/abortquery/nope?requestid=all").await.code(), "REST-1004");
    }
}

#[tokio::test]
async fn an_abort_ends_waiting_requests_and_endless_loops() {
    let bench = Bench::new(Generation::V4).await;
    let gate = bench.hold("forever");
    let waits = bench.run("/query/g/forever", &[]);
    let test = async {
        gate.held(1).await;
        gate.open();
        bench.server.get("/abortquery/g?requestid=all").await.results();
    };
    let (answer, ()) = tokio::join!(waits, test);
    assert_eq!(answer.code(), "REST-12002");
}

#[tokio::test]
async fn a_query_ends_at_its_time_limit() {
    for generation in BOTH {
        let bench = Bench::new(generation).await;
        let gate = bench.hold("q");
        for (timeout, seconds) in [(None, "16"), (Some("0"), "16"), (Some("1500"), "1.5")] {
            let headers: Vec<_> =
                timeout.map(|timeout| ("GSQL-TIMEOUT", timeout)).into_iter().collect();
            let before = bench.server.emulator.requests().iter().len();
            let waits = bench.run("/query/g/q", &headers);
            let test = async {
                while bench.server.get("/showprocesslist/g").await.results() == json!([]) {}
                let _ = before;
                bench.clock.advance(Duration::from_secs(16));
            };
            let (answer, ()) = tokio::join!(waits, test);
            let (code, message) = answer.error();
            assert_eq!(code, "REST-3002");
            assert!(message.contains(&format!("threshold ({seconds} seconds)")), "{message}");
            assert!(message.contains("RESTPP_1_1") && message.ends_with("timeout. "), "{message}");
        }
        drop(gate);
        let gate = bench.hold("forever");
        let id = bench.detach("/query/g/forever").await;
        gate.held(1).await;
        gate.open();
        bench.clock.advance(Duration::from_secs(17));
        assert_eq!(bench.ended(&id).await["status"], "timeout");
        assert_eq!(bench.result(&id).await.code(), "REST-3002");
    }
}

#[tokio::test]
async fn a_queued_query_waits_and_cannot_be_aborted() {
    let bench = Bench::new(Generation::V4).await;
    let gate = Gate::new();
    bench.server.emulator.on(Path::ends("/query/g/q")).then(Fault::QueueWork(gate.clone()));
    let id = bench.detach("/query/g/q").await;
    gate.held(1).await;
    bench.clock.advance(Duration::from_secs(100));
    let delayed = bench.server.get("/showdelayedlistall").await.results();
    assert_eq!(
        delayed,
        json!([{
            "requestidPartial": "1", "startTime": "2020-09-09 17:20:31.541", "url": "/query/g/q",
            "elapsedTime": 100_000,
        }])
    );
    let aborted = bench.server.get("/abortquery/g?requestid=all").await.results();
    assert_eq!(aborted, json!([{"aborted_queries": []}]));
    assert_eq!(bench.server.get("/showprocesslistall").await.results(), json!([]));
    gate.open();
    assert_eq!(bench.ended(&id).await["status"], "success");
    assert_eq!(bench.server.get("/showdelayedlistall").await.results(), json!([]));
}

#[tokio::test]
async fn invalid_headers_are_rejected() {
    let bench = Bench::new(Generation::V4).await;
    for header in [
        ("GSQL-TIMEOUT", "soon"),
        ("GSQL-THREAD-LIMIT", "x"),
        ("GSQL-QueryLocalMemLimitMB", "-1"),
        ("GSQL-REPLICA", "0"),
        ("GSQL-ASYNC", "perhaps"),
    ] {
        assert_eq!(bench.run("/query/g/q", &[header]).await.code(), "REST-30400", "{header:?}");
    }
    let headers = [
        ("GSQL-TIMEOUT", "1000.0"),
        ("GSQL-THREAD-LIMIT", "4"),
        ("GSQL-QueryLocalMemLimitMB", "100"),
        ("GSQL-REPLICA", "1"),
        ("GSQL-ASYNC", "false"),
    ];
    bench.run("/query/g/q", &headers).await.results();
}

#[tokio::test]
async fn an_interpreted_query_can_be_held_too() {
    let bench = Bench::new(Generation::V4).await;
    let gate = Gate::new();
    bench.server.emulator.on(Path::ends("/queries/interpret")).then(Fault::HoldWork(gate.clone()));
    let text = "INTERPRET QUERY () FOR GRAPH g { PRINT 1 AS x; }";
    let waits = bench.server.gsql(Method::POST, "/gsql/v1/queries/interpret", text);
    let test = async {
        gate.held(1).await;
        let listed = bench.server.get("/showprocesslist/g").await.results();
        assert_eq!(listed[0]["url"], "/gsql/v1/queries/interpret");
        gate.open();
    };
    let (answer, ()) = tokio::join!(waits, test);
    assert_eq!(answer.results(), json!([{"x": 1}]));
}

#[tokio::test]
async fn a_query_of_a_script_is_listed_and_can_be_aborted() {
    let bench = Bench::new(Generation::V4).await;
    let gate = Gate::new();
    bench.server.emulator.on(Path::ends("/statements")).then(Fault::HoldWork(gate.clone()));
    let script = "USE GRAPH g RUN QUERY forever() RUN QUERY q(3)";
    let waits = bench.server.gsql(Method::POST, "/gsql/v1/statements", script);
    let test = async {
        gate.held(1).await;
        let listed = bench.server.get("/showprocesslist/g").await.results();
        assert_eq!(listed[0]["url"], "/query/g/forever");
        gate.open();
        let aborted = bench.server.get("/abortquery/g?requestid=all").await.results();
        assert_eq!(aborted[0]["aborted_queries"][0]["requestid"], listed[0]["requestid"]);
    };
    let (answer, ()) = tokio::join!(waits, test);
    assert!(answer.text.contains("is aborted by user."), "{}", answer.text);
    // The statements after it run all the same.
    assert!(answer.text.contains("\"n\": 3"), "{}", answer.text);
    assert_eq!(bench.server.get("/showprocesslist/g").await.results(), json!([]));
}

#[tokio::test]
async fn a_script_can_detach_a_query() {
    let bench = Bench::new(Generation::V4).await;
    let script = "USE GRAPH g RUN QUERY -async q(3)";
    let answer = bench.server.gsql(Method::POST, "/gsql/v1/statements", script).await;
    let printed = &answer.text[answer.text.find('{').unwrap()..];
    let printed: Value = serde_json::from_str(printed).unwrap();
    assert!(printed["message"].as_str().unwrap().contains("successfully submitted"), "{printed}");
    let id = printed["request_id"].as_str().unwrap();
    assert_eq!(bench.ended(id).await["status"], "success");
    assert_eq!(bench.result(id).await.results(), json!([{"n": 3}]));
}
