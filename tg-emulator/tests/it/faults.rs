//! Injected faults, from the view of a client.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::json;
use tg_emulator::{Any, Emulator, Fault, FaultRule, Gate, Generation, Method, Path};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{SCHEMA, Server};

#[tokio::test]
async fn a_status_is_sent_within_its_scope_and_count() {
    let server = Server::start(Generation::V4).await;
    let rule = server
        .emulator
        .on(Path::starts("/restpp/graph").and(Method::POST))
        .times(2)
        .then(Fault::Status(503));
    let body = json!({"vertices": {"Person": {"a": {}}}});
    server.get("/graph/g/vertices/Person").await.results();
    for _ in 0..2 {
        let answer = server.post("/graph/g", &body).await;
        assert_eq!((answer.status, answer.text.as_str()), (StatusCode::SERVICE_UNAVAILABLE, ""));
    }
    assert_eq!(server.get("/graph/g/vertices/Person").await.results(), json!([]));
    server.post("/graph/g", &body).await.results();
    assert_eq!(rule.hits(), 2);
}

#[tokio::test]
async fn all_kinds_of_responses() {
    let server = Server::start(Generation::V4).await;
    let respond_with = |fault: Fault| {
        server.emulator.on(Path::ends("/echo")).times(1).then(fault);
        server.get("/echo")
    };
    let answer = respond_with(Fault::answer(502, "text/html", "<h1>Bad Gateway</h1>")).await;
    assert_eq!((answer.status.as_u16(), answer.content_type.as_str()), (502, "text/html"));
    let answer = respond_with(Fault::error("REST-3002", "too slow")).await;
    assert_eq!(answer.error(), ("REST-3002".into(), "too slow".into()));
    let answer = respond_with(Fault::ExpiredToken).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (401, "REST-10019"));
    let answer = respond_with(Fault::StartingWorkspace).await;
    assert!(answer.status.is_success() && answer.text.contains("Starting workspace"));
    let answer = respond_with(Fault::ContentType("text/html".into())).await;
    assert_eq!(answer.content_type, "text/html");
    assert_eq!(answer.json()["message"], "Hello GSQL");
    let answer = respond_with(Fault::Truncate(10)).await;
    assert_eq!(answer.text, "{\"error\":f");
    assert_eq!(server.get("/echo").await.json()["message"], "Hello GSQL");
}

#[tokio::test]
async fn a_hang_up_happens_after_execution_and_the_given_number_of_bytes() {
    let server = Server::start(Generation::V4).await;
    for bytes in [0, 1, 100] {
        server.emulator.on(Path::is("/restpp/graph/g")).times(1).then(Fault::HangUp(bytes));
        let body = format!(r#"{{"vertices": {{"Person": {{"p{bytes}": {{}}}}}}}}"#);
        let request = format!(
            "POST /restpp/graph/g HTTP/1.1\r\nHost: x\r\nAuthorization: {}\r\n\
             Content-Length: {}\r\n\r\n{body}",
            server.authorization.clone().unwrap(),
            body.len(),
        );
        let mut stream = TcpStream::connect(("127.0.0.1", server.emulator.port())).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut received = Vec::new();
        stream.read_to_end(&mut received).await.unwrap();
        assert_eq!(received.len(), bytes);
        server.get(&format!("/graph/g/vertices/Person/p{bytes}")).await.results();
    }
}

#[tokio::test]
async fn a_disconnect_executes_nothing() {
    let server = Server::start(Generation::V4).await;
    server.emulator.on(Path::is("/restpp/graph/g")).times(1).then(Fault::Disconnect);
    let url = format!("{}/graph/g", server.emulator.restpp_url());
    let body = r#"{"vertices": {"Person": {"a": {}}}}"#;
    let request = server.http.post(url).body(body);
    let request = request.header("Authorization", server.authorization.clone().unwrap());
    assert!(request.send().await.is_err());
    assert_eq!(server.get("/graph/g/vertices/Person").await.results(), json!([]));
}

#[tokio::test]
async fn a_gate_orders_events() {
    let server = Server::start(Generation::V4).await;
    let gate = Gate::new();
    server.emulator.on(Path::is("/restpp/graph/g")).then(Fault::Hold(gate.clone()));
    let body = json!({"vertices": {"Person": {"a": {}}}});
    let held = server.post("/graph/g", &body);
    let test = async {
        gate.held(1).await;
        assert_eq!(server.get("/graph/g/vertices/Person").await.results(), json!([]));
        gate.open();
    };
    let (answer, ()) = tokio::join!(held, test);
    answer.results();
    server.get("/graph/g/vertices/Person/a").await.results();
}

#[tokio::test]
async fn latency_only_delays_the_response() {
    let rule = FaultRule::on(Any).after(1).times(1).then(Fault::Latency(Duration::from_millis(1)));
    let builder = Emulator::builder().gsql(SCHEMA).fault(rule);
    let server = Server::with(builder).await;
    server.get("/graph/g/vertices/Person").await.results();
}

#[tokio::test]
async fn an_expired_token_is_reported_in_the_format_of_each_server() {
    let server = Server::start(Generation::V4).await;
    server.emulator.on(Any).then(Fault::ExpiredToken);
    let answer = server.gsql(Method::POST, "/gsql/v1/statements", "ls").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.json(), json!({"error": true, "message": "Authentication failed."}));
}

#[tokio::test]
async fn an_answer_can_differ_from_what_was_applied() {
    let server = Server::start(Generation::V4).await;
    let fault = Fault::applied(504, "text/html", "Gateway Timeout");
    server.emulator.on(Path::is("/restpp/graph/g")).times(1).then(fault);
    let answer = server.post("/graph/g", &json!({"vertices": {"Person": {"a": {}}}})).await;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (504, "Gateway Timeout"));
    server.get("/graph/g/vertices/Person/a").await.results();
}

#[tokio::test]
async fn a_body_can_drip() {
    let server = Server::start(Generation::V4).await;
    let whole = server.get("/graph/g/vertices/Person").await.text;
    let url = format!("{}/graph/g/vertices/Person", server.emulator.restpp_url());
    let send = || {
        let request = server.http.get(&url);
        request.header("Authorization", server.authorization.clone().unwrap()).send()
    };
    server.emulator.on(Any).times(1).then(Fault::Drip(Duration::from_micros(10)));
    assert_eq!(send().await.unwrap().text().await.unwrap(), whole);
    // The second byte comes an hour after the first.
    server.emulator.on(Any).times(1).then(Fault::Drip(Duration::from_secs(3600)));
    let first = send().await.unwrap().chunk().await.unwrap().unwrap();
    assert_eq!(&first[..], &whole.as_bytes()[..1]);
}

#[tokio::test]
async fn two_answers_are_sent_to_one_request() {
    let server = Server::start(Generation::V4).await;
    server.emulator.on(Any).times(1).then(Fault::Twice);
    let request = "GET /restpp/echo HTTP/1.1\r\nHost: x\r\n\r\n".to_owned()
        + "GET /restpp/echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let mut stream = TcpStream::connect(("127.0.0.1", server.emulator.port())).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut received = String::new();
    stream.read_to_string(&mut received).await.unwrap();
    assert_eq!(received.matches("HTTP/1.1 ").count(), 3, "{received}");
    assert_eq!(server.emulator.requests().count(Path::is("/restpp/echo")), 2);
}

#[tokio::test]
async fn the_token_endpoint_alone_can_be_slow() {
    let server = Server::start(Generation::V4).await;
    let gate = Gate::new();
    let rule = server.emulator.on(Path::ends("/tokens")).then(Fault::Hold(gate.clone()));
    let url = format!("{}/gsql/v1/tokens", server.emulator.gsql_url());
    let body = format!(r#"{{"secret": "{}"}}"#, server.emulator.secret());
    let token = server.send(reqwest::Method::POST, &url, body);
    let others = async {
        gate.held(1).await;
        server.get("/graph/g/vertices/Person").await.results();
        gate.open();
    };
    let (token, ()) = tokio::join!(token, others);
    assert!(token.json()["token"].is_string());
    assert_eq!(rule.hits(), 1);
}

#[tokio::test]
async fn a_server_goes_away_and_comes_back_with_its_data() {
    for generation in [Generation::V3, Generation::V4] {
        let mut server = Server::start(generation).await;
        server.upsert(&json!({"vertices": {"Person": {"a": {}}}})).await;
        server.emulator.close().await;
        let url = format!("{}/graph/g/vertices/Person/a", server.emulator.restpp_url());
        assert!(server.http.get(url).send().await.unwrap_err().is_connect());
        server.emulator.listen().await.unwrap();
        server.get("/graph/g/vertices/Person/a").await.results();
        server.emulator.listen().await.unwrap();
    }
}
