//! Start and shutdown.

use tg_emulator::{Emulator, Generation, StartError};
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
