//! Start and shutdown.

use tg_emulator::{Emulator, Generation, StartError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test]
async fn a_server_runs_until_it_is_dropped() {
    let emulator = Emulator::builder().generation(Generation::V3).start().await.unwrap();
    let ports = [emulator.port(), emulator.restpp_port().unwrap()];
    for port in ports {
        TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    }
    emulator.shutdown().await;
    for port in ports {
        assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err());
    }
}

#[tokio::test]
async fn servers_do_not_share_anything() {
    let (a, b) = (Emulator::start().await.unwrap(), Emulator::start().await.unwrap());
    assert_ne!(a.port(), b.port());
    a.gsql("CREATE VERTEX A (PRIMARY_ID id STRING) CREATE GRAPH g(*)").await.unwrap();
    let error = b.gsql("USE GRAPH g").await.unwrap_err();
    assert!(error.output.contains("does not exist"));
}

#[tokio::test]
async fn a_port_in_use_is_reported() {
    let emulator = Emulator::start().await.unwrap();
    let error = Emulator::builder().port(emulator.port()).start().await.unwrap_err();
    assert!(matches!(&error, StartError::Listen { port, .. } if *port == emulator.port()));
    assert!(error.to_string().contains(&format!("127.0.0.1:{}", emulator.port())));
}

#[tokio::test]
async fn an_address_of_ipv6_may_have_brackets() {
    for host in ["::1", "[::1]"] {
        let error = Emulator::builder().host(host).port(1).restpp_port(1).start().await;
        let error = error.map_or_else(|error| error.to_string(), |it| it.url());
        assert!(error.contains("[::1]:1") && !error.contains("[["), "{error}");
        // A machine may lack IPv6.
        if let Ok(emulator) = Emulator::builder().host(host).start().await {
            assert_eq!(emulator.url(), format!("http://[::1]:{}", emulator.port()));
        }
    }
}

#[tokio::test]
async fn a_script_that_fails_stops_the_start() {
    let builder = Emulator::builder().gsql("CREATE VERTEX A (PRIMARY_ID id FLOAT)");
    let error = builder.start().await.unwrap_err();
    assert!(matches!(&error, StartError::Gsql(it) if it.output.contains("Failed to create")));
}

#[tokio::test]
async fn addresses_and_credentials_are_ready_to_use() {
    let emulator = Emulator::builder()
        .user("ann", "pw")
        .secret("ci", "0123456789abcdefghijklmnopqrstuv")
        .start()
        .await
        .unwrap();
    assert_eq!(emulator.url(), format!("http://127.0.0.1:{}", emulator.port()));
    assert_eq!(emulator.restpp_url(), format!("{}/restpp", emulator.url()));
    assert_eq!((emulator.user().as_str(), emulator.password().as_str()), ("ann", "pw"));
    assert_eq!(emulator.secret(), "0123456789abcdefghijklmnopqrstuv");
    let debug = format!("{emulator:?}");
    assert!(!debug.contains("pw") && !debug.contains("0123456789"), "{debug}");
    let three = Emulator::builder().generation(Generation::V3).start().await.unwrap();
    assert_eq!(three.secret(), three.secret());
    assert!(!three.restpp_url().ends_with("/restpp"));
    let twice = Emulator::builder().secret("a", "x").secret("a", "y").start().await.unwrap_err();
    assert!(matches!(twice, StartError::SecretTaken { .. }));
}

/// Sends the beginning of a request and returns what the server sends until it closes the
/// connection.
async fn rest_of(emulator: &Emulator, beginning: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", emulator.port())).await.unwrap();
    stream.write_all(beginning.as_bytes()).await.unwrap();
    let mut received = String::new();
    stream.read_to_string(&mut received).await.unwrap();
    received
}

#[tokio::test]
async fn requests_that_do_not_go_on_are_closed() {
    let timeout = std::time::Duration::from_millis(50);
    let emulator = Emulator::builder().read_timeout(timeout).start().await.unwrap();
    assert_eq!(rest_of(&emulator, "").await, "");
    let head = "GET /restpp/echo HTTP/1.1\r\nHost: a";
    assert!(!rest_of(&emulator, head).await.contains("200 OK"));
    let body = "POST /gsql/v1/statements HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nls";
    assert!(rest_of(&emulator, body).await.starts_with("HTTP/1.1 408 "));
    let chunks = "POST /gsql/v1/statements HTTP/1.1\r\nHost: a\r\n\
                  Transfer-Encoding: chunked\r\n\r\n2\r\nls\r\n";
    assert!(rest_of(&emulator, chunks).await.starts_with("HTTP/1.1 408 "));
}

#[tokio::test]
async fn an_idle_connection_lasts_longer_than_an_unfinished_request() {
    let timeout = std::time::Duration::from_secs(1);
    let emulator = Emulator::builder().read_timeout(timeout).start().await.unwrap();
    let address = ("127.0.0.1", emulator.port());
    let mut unused = TcpStream::connect(address).await.unwrap();
    let mut idle = TcpStream::connect(address).await.unwrap();
    let mut byte = [0];
    idle.write_all(b"GET /restpp/echo HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    idle.read_exact(&mut byte).await.unwrap();
    assert_eq!(rest_of(&emulator, "GET /restpp/echo HTTP/1.1\r\nHo").await, "");
    for connection in [&mut unused, &mut idle] {
        let request = b"GET /restpp/echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        connection.write_all(request).await.unwrap();
        let mut received = String::new();
        connection.read_to_string(&mut received).await.unwrap();
        assert!(received.contains("connection: close"), "{received}");
    }
}

#[tokio::test]
async fn a_body_in_chunks_of_one_byte_is_read() {
    let emulator = Emulator::start().await.unwrap();
    let chunks = "1\r\nl\r\n1\r\ns\r\n".to_owned() + &"1\r\n \r\n".repeat(100_000) + "0\r\n\r\n";
    let request = format!(
        "POST /gsql/v1/statements HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Basic \
         dGlnZXJncmFwaDp0aWdlcmdyYXBo\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}"
    );
    assert!(rest_of(&emulator, &request).await.starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn a_script_that_is_too_long_is_rejected() {
    for generation in [Generation::V3, Generation::V4] {
        let emulator = Emulator::builder().generation(generation).start().await.unwrap();
        let path = match generation {
            Generation::V3 => "/gsqlserver/interpreted_query",
            _ => "/gsql/v1/statements",
        };
        let request = crate::support::http_client()
            .post(format!("{}{path}", emulator.gsql_url()))
            .basic_auth(emulator.user(), Some(emulator.password()))
            .body("(".repeat((4 << 20) + 1));
        let answer = crate::support::answer(request).await;
        assert_eq!(answer.status, 413);
        assert!(answer.text.contains("at most 4194304 are possible: divide it."));
    }
}

#[tokio::test]
async fn the_log_of_requests_is_limited_in_bytes() {
    let emulator = Emulator::start().await.unwrap();
    let query = "x".repeat(60_000);
    let request = format!("GET /restpp/echo?{query} HTTP/1.1\r\nHost: a\r\n\r\n").repeat(700);
    let request =
        request + "GET /restpp/echo?last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    rest_of(&emulator, &request).await;
    let log = emulator.requests();
    let bytes: usize =
        log.iter().filter_map(|request| request.query.as_ref()).map(String::len).sum();
    assert!(bytes <= 32 << 20, "{bytes}");
    assert_eq!(log.iter().last().unwrap().query.as_deref(), Some("last"));
}
