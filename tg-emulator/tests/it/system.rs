//! Endpoints about the server itself.

use reqwest::{Method, StatusCode};
use serde_json::json;
use tg_emulator::{Generation, Version};

use crate::support::{BOTH, Server, answer};

#[tokio::test]
async fn echo_and_ping_do_not_require_credentials() {
    for generation in BOTH {
        let mut server = Server::start(generation).await;
        server.authorization = None;
        for path in ["/echo", "/echo/"] {
            for method in [Method::GET, Method::POST] {
                let echo = server.rest(method, path, "").await;
                assert_eq!(echo.json(), json!({"error": false, "message": "Hello GSQL"}));
            }
        }
        let ping = server.gsql(Method::GET, "/api/ping", "").await.json();
        assert_eq!((&ping["error"], &ping["message"]), (&json!(false), &json!("pong")));
    }
}

#[tokio::test]
async fn the_version_has_the_format_that_clients_parse() {
    for version in Version::ALL {
        let server = Server::of(version).await;
        assert_eq!(server.emulator.version(), version);
        let answer = server.get("/version").await;
        // With raw line feeds it is not JSON.
        assert_eq!(answer.content_type, "text/plain");
        let text = answer.text;
        assert!(text.starts_with("{\"error\":\"false\", \"message\":\"TigerGraph RESTPP: \n"));
        let body: Vec<&str> = text.lines().collect();
        assert_eq!(body[2], format!("TigerGraph version: {version}"));
        assert_eq!(*body.last().unwrap(), "\"}");
        let components = &body[3..body.len() - 1];
        assert!(components[0].starts_with("product "));
        for line in components {
            let parts: Vec<&str> = line.split_whitespace().collect();
            assert_eq!(parts.len(), 6, "{line}");
            assert!(parts[1].starts_with(&format!("release_{version}_")), "{line}");
        }
    }
}

#[tokio::test]
async fn restpp_is_also_available_on_the_main_port() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let echo = server.gsql(Method::GET, "/restpp/echo", "").await;
        assert_eq!(echo.json()["message"], "Hello GSQL");
        assert_eq!(server.emulator.restpp_port().is_some(), generation == Generation::V3);
    }
}

#[tokio::test]
async fn the_gsql_server_returns_its_version_as_text() {
    let four = Server::of(Version::V4_1).await;
    let version = four.gsql(Method::GET, "/gsql/v1/version", "").await;
    assert_eq!(version.text, "GSQL version: 4.1.3\n");
    assert_eq!(version.content_type, "text/plain");
    let url = format!("{}/gsql/v1/version", four.emulator.gsql_url());
    let authorization = four.authorization.as_deref().unwrap();
    let official = four.http.get(url).header("Authorization", authorization);
    let official = answer(official.header("Content-Type", "text/plain")).await;
    assert_eq!(official.json()["message"], "GSQL version: 4.1.3\n");
    let three = Server::start(Generation::V3).await;
    let version = three.gsql(Method::POST, "/gsqlserver/gsql/version", "").await;
    assert!(version.text.starts_with("GSQL version: 3."), "{}", version.text);
}

#[tokio::test]
async fn endpoints_and_statistics_are_plain_objects() {
    let server = Server::start(Generation::V4).await;
    let all = server.get("/endpoints/g").await.json();
    assert!(all["GET /endpoints/{graph_name}"]["parameters"]["builtin"].is_object());
    assert_eq!(all["GET /echo"], json!(null));
    assert_eq!(server.get("/endpoints/g?dynamic=true").await.json(), json!({}));
    assert_eq!(server.get("/statistics/g?seconds=10&segment=3").await.json(), json!({}));
    assert_eq!(server.get("/endpoints/nope").await.code(), "REST-1004");
    // An error that begins with the digits of a time-out is not one.
    assert_eq!(server.get("/graph/g/vertices/Nope").await.code(), "REST-30000");
    let counted = server.get("/statistics/g?seconds=10").await.json();
    let counted: Vec<_> = counted.as_object().unwrap().values().collect();
    assert_eq!(counted.len(), 1);
    assert_eq!(counted[0]["TimeoutRequests"], 0);
}

#[tokio::test]
async fn urls_and_bodies_have_limits() {
    let server = Server::start(Generation::V4).await;
    let long = "x".repeat(9000);
    let answered = server.get(&format!("/graph/g/vertices/Person/{long}")).await;
    assert_eq!(answered.status, StatusCode::URI_TOO_LONG);
}

#[tokio::test]
async fn strict_decoding_turns_an_escaped_slash_into_a_separator() {
    let builder = tg_emulator::Emulator::builder()
        .path_decoding(tg_emulator::PathDecoding::BeforeSplit)
        .gsql(crate::support::SCHEMA);
    let server = Server::with(builder).await;
    server.upsert(&json!({"vertices": {"Person": {"a/b": {}, "a b": {}}}})).await;
    server.get("/graph/g/vertices/Person/a%20b").await.results();
    let missed = server.get("/graph/g/vertices/Person/a%2Fb").await;
    assert_eq!(missed.code(), "REST-1000");
}

#[tokio::test]
async fn responses_are_never_compressed() {
    let server = Server::start(Generation::V4).await;
    let request = server
        .http
        .get(format!("{}/echo", server.emulator.restpp_url()))
        .header("Accept-Encoding", "gzip, deflate");
    assert_eq!(answer(request).await.json()["message"], "Hello GSQL");
}

#[tokio::test]
async fn a_filter_can_be_unencoded_in_the_url() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let server = Server::start(Generation::V4).await;
    let person = |age: i64| json!({"age": {"value": age}});
    server.upsert(&json!({"vertices": {"Person": {"a": person(1), "b": person(5)}}})).await;
    let address = ("127.0.0.1", server.emulator.port());
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = |close: &str| {
        format!(
            "GET /restpp/graph/g/vertices/Person?filter=age>3,id=\"b\" HTTP/1.1\r\nHost: x\r\n\
             Authorization: {}\r\n{close}\r\n",
            server.authorization.clone().unwrap(),
        )
    };
    let whole = async |stream: &mut tokio::net::TcpStream| {
        let mut text = String::new();
        while !text.ends_with("]}") {
            let mut buffer = [0; 1024];
            let count = stream.read(&mut buffer).await.unwrap();
            assert_ne!(count, 0, "{text}");
            text.push_str(std::str::from_utf8(&buffer[..count]).unwrap());
        }
        text
    };
    for close in ["", "Connection: close\r\n"] {
        stream.write_all(request(close).as_bytes()).await.unwrap();
        let text = whole(&mut stream).await;
        assert!(text.contains("\"v_id\":\"b\"") && !text.contains("\"v_id\":\"a\""), "{text}");
    }
}
