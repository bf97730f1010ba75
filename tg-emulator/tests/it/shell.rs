//! The text protocol of the shell up to 3.x: login, cookie and control lines.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::{Value, json};
use tg_emulator::{Emulator, Generation};

use crate::support::Server;

const ANN: &str = "ann:pass word";

async fn server() -> Server {
    let builder = Emulator::builder().generation(Generation::V3).user("ann", "pass word");
    Server::with(builder.gsql("CREATE GRAPH g () CREATE GRAPH h ()")).await
}

/// Logs in. Returns the response and the session.
async fn login(server: &Server, credentials: &str) -> (Value, Option<String>) {
    let url = format!("{}/gsqlserver/gsql/login", server.emulator.gsql_url());
    let body = STANDARD.encode(credentials);
    let response = server.http.post(url).body(body).send().await.unwrap();
    let cookie = response.headers().get("set-cookie");
    let cookie = cookie.map(|value| value.to_str().unwrap().to_owned());
    (serde_json::from_str(&response.text().await.unwrap()).unwrap(), cookie)
}

async fn send(server: &Server, endpoint: &str, cookie: &Value, body: &str) -> String {
    let url = format!("{}/gsqlserver/gsql/{endpoint}", server.emulator.gsql_url());
    let request = server
        .http
        .request(Method::POST, url)
        .header("Authorization", format!("Basic {}", STANDARD.encode(ANN)))
        .header("Cookie", cookie.to_string())
        .body(body.to_owned());
    crate::support::answer(request).await.text
}

/// Returns the cookie in a response.
fn cookie_in(answer: &str) -> Value {
    let line = answer.lines().find_map(|line| line.strip_prefix("__GSQL__COOKIES__,"));
    serde_json::from_str(line.expect(answer)).unwrap()
}

#[tokio::test]
async fn login_returns_a_session_or_rejects_the_password() {
    let server = server().await;
    let (body, cookie) = login(&server, ANN).await;
    assert_eq!((&body["error"], &body["isClientCompatible"]), (&json!(false), &json!(true)));
    assert_eq!(cookie.unwrap().len(), 32);
    let (body, cookie) = login(&server, "ann:nope").await;
    assert_eq!(body["error"], true);
    assert_eq!(body["message"], "Wrong password!");
    assert_eq!(cookie, None);
    let (body, _) = login(&server, "no colon").await;
    assert_eq!(body["message"], "Wrong password!");
}

#[tokio::test]
async fn use_graph_is_stored_in_the_cookie() {
    let server = server().await;
    let session = login(&server, ANN).await.1.unwrap();
    let mut cookie = json!({"session": session, "TERMINAL_WIDTH": 80, "COMPILE_THREADS": null});
    let answer = send(&server, "command", &cookie, "use+graph+g").await;
    assert!(answer.starts_with("Using graph 'g'\n"), "{answer}");
    assert!(answer.ends_with("__GSQL__RETURN__CODE__,0\n"), "{answer}");
    assert_eq!(cookie_in(&answer), json!({"session": session, "graph": "g", "properties": ""}));
    cookie["graph"] = json!("g");
    cookie["properties"] = json!("anything");
    let answer = send(&server, "command", &cookie, "ls").await;
    assert!(answer.starts_with("---- Graph g\n"), "{answer}");
    assert_eq!(cookie_in(&answer)["properties"], "anything");
    let answer = send(&server, "file", &cookie, "USE+GLOBAL%0Als").await;
    assert!(answer.contains("---- Global vertices, edges, and all graphs\n"), "{answer}");
    assert_eq!(cookie_in(&answer)["graph"], "");
    let answer = send(&server, "file", &json!({"graph": "h"}), "ls").await;
    assert!(answer.starts_with("---- Graph h\n"), "without a session: {answer}");
}

#[tokio::test]
async fn a_script_without_a_cookie_gets_one() {
    let server = server().await;
    let answer = server.gsql(Method::POST, "/gsqlserver/gsql/file", "USE+GRAPH+g").await.text;
    assert!(answer.starts_with("Using graph 'g'\n__GSQL__COOKIES__,"), "{answer}");
    assert_eq!(cookie_in(&answer), json!({"session": "", "graph": "g", "properties": ""}));
}

#[tokio::test]
async fn a_session_ends_by_timeout_or_by_the_client() {
    let server = server().await;
    for ended_by_the_client in [false, true] {
        let session = login(&server, ANN).await.1.unwrap();
        let cookie = json!({"session": session});
        assert!(send(&server, "command", &cookie, "ls").await.ends_with(",0\n"));
        if ended_by_the_client {
            assert_eq!(send(&server, "abortclientsession", &cookie, "x").await, "");
        } else {
            server.emulator.clock().advance(std::time::Duration::from_secs(24 * 3600));
        }
        let answer = send(&server, "command", &cookie, "ls").await;
        assert!(answer.ends_with("__GSQL__RETURN__CODE__,204\n"), "{answer}");
    }
}

#[tokio::test]
async fn the_shell_asks_for_confirmation_before_it_clears_the_store() {
    let server = server().await;
    let script = "USE GRAPH g \
                  CREATE SCHEMA_CHANGE JOB j FOR GRAPH g { ADD VERTEX V (PRIMARY_ID id STRING); } \
                  RUN SCHEMA_CHANGE JOB j";
    server.gsql(Method::POST, "/gsqlserver/gsql/file", script).await;
    let upsert = json!({"vertices": {"V": {"a": {}}}});
    server.upsert(&upsert).await;
    let left = async || server.get("/graph/g/vertices/V").await.results().as_array().unwrap().len();
    let session = login(&server, ANN).await.1.unwrap();
    let cookie = json!({"session": session});
    let answer = send(&server, "command", &cookie, "CLEAR GRAPH STORE").await;
    let line =
        answer.lines().find_map(|line| line.strip_prefix("__GSQL__INTERACT__,ClearStoreQb,"));
    let key = line.expect(&answer);
    assert_eq!(left().await, 1);
    let answer = send(&server, "dialog", &cookie, &format!("{key},n")).await;
    assert!(answer.starts_with("Nothing has been cleared."), "{answer}");
    let answer = send(&server, "dialog", &cookie, &format!("{key},y")).await;
    assert!(answer.ends_with("__GSQL__RETURN__CODE__,201\n"), "{answer}");
    let answer = send(&server, "command", &cookie, "CLEAR GRAPH STORE").await;
    let key = answer.split("ClearStoreQb,").nth(1).unwrap().lines().next().unwrap();
    assert_eq!(left().await, 1);
    send(&server, "dialog", &cookie, &format!("{key}%2Cyes")).await;
    assert_eq!(left().await, 0);
    server.upsert(&upsert).await;
    send(&server, "command", &cookie, "CLEAR GRAPH STORE -HARD").await;
    assert_eq!(left().await, 0);
}

#[tokio::test]
async fn version_help_and_getinfo_work_under_both_paths() {
    let server = server().await;
    for base in ["/gsqlserver/gsql", "/gsql"] {
        let post = async |endpoint: &str| {
            server.gsql(Method::POST, &format!("{base}/{endpoint}"), endpoint).await.text
        };
        assert!(post("version").await.starts_with("GSQL version: 3."));
        let help = post("help").await;
        assert!(help.starts_with("GSQL Help: Summary of TigerGraph GSQL Shell commands.\n"));
        assert!(post("getinfo").await.split(',').any(|word| word == "CREATE"));
        assert_eq!(
            post("ls").await,
            server.gsql(Method::POST, &format!("{base}/ls"), "").await.text
        );
    }
    let answer = server.gsql(Method::POST, "/gsql/v1/statements", "ls").await;
    assert_eq!(answer.status, 404, "clients recognize a 3.x server by this status");
}
