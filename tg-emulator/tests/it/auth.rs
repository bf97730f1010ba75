//! Secrets, tokens and rejected credentials.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::json;
use tg_emulator::{Emulator, Generation, Path};

use crate::support::{BOTH, SCHEMA, Server, answer, http_client};

#[tokio::test]
async fn restpp_rejects_a_missing_token_with_403() {
    for generation in BOTH {
        let mut server = Server::start(generation).await;
        server.authorization = None;
        let rejected = server.get("/graph/g/vertices/Person").await;
        assert_eq!(rejected.status, StatusCode::FORBIDDEN);
        assert_eq!(rejected.content_type, "application/json");
        assert_eq!(
            rejected.json(),
            json!({
                "version": {"edition": "enterprise", "api": "v2", "schema": 0}, "error": true,
                "message": "Access Denied because the input token = '' is empty or too short",
                "code": "REST-10016",
            })
        );
        assert_eq!(server.get("/version").await.code(), "REST-10016");
        assert_eq!(server.get("/echo").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn tokens_expire_by_the_clock() {
    for generation in BOTH {
        let server = Server::with(
            Emulator::builder()
                .generation(generation)
                .gsql(SCHEMA)
                .token_lifetime(Duration::from_secs(60)),
        )
        .await;
        server.emulator.clock().advance(Duration::from_secs(58));
        server.get("/graph/g/vertices/Person").await.results();
        server.emulator.clock().advance(Duration::from_secs(2));
        let expired = server.get("/graph/g/vertices/Person").await;
        assert_eq!(
            (expired.status, expired.code()),
            (StatusCode::UNAUTHORIZED, "REST-10019".into())
        );
    }
}

#[tokio::test]
async fn all_tokens_can_be_expired_immediately() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        server.emulator.expire_tokens();
        assert_eq!(server.get("/version").await.code(), "REST-10019");
        let gsql = match generation {
            Generation::V3 => server.gsql(Method::POST, "/gsqlserver/gsql/file", "ls").await,
            _ => server.gsql(Method::POST, "/gsql/v1/statements", "ls").await,
        };
        assert_eq!(gsql.status, StatusCode::UNAUTHORIZED);
        assert_eq!(gsql.json(), json!({"error": true, "message": "Authentication failed."}));
    }
}

#[tokio::test]
async fn a_token_of_4x_is_a_jwt_with_a_text_date() {
    let server = Server::start(Generation::V4).await;
    let body = json!({"secret": server.emulator.secret(), "graph": "g", "lifetime": "3600"});
    let response = server.gsql(Method::POST, "/gsql/v1/tokens", &body.to_string()).await.json();
    assert_eq!(response["error"], false);
    assert!(response["expiration"].as_str().unwrap().contains(" UTC 20"), "{response}");
    let token = response["token"].as_str().unwrap();
    let parts: Vec<&str> = token.split('.').collect();
    assert_eq!(parts.len(), 3);
    use base64::Engine;
    let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(parts[1]).unwrap();
    let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!(claims["sub"], "tigergraph");
    assert_eq!(claims["iss"], "TigerGraph");
    assert_eq!(claims["graph"], "g");
    assert_eq!(claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(), 3600);

    let check = |token: &str| json!({"token": token}).to_string();
    let checked = server.gsql(Method::POST, "/gsql/v1/tokens/check", &check(token)).await.json();
    assert_eq!(checked["error"], false);
    let dropped = json!({"tokens": token}).to_string();
    let dropped = server.gsql(Method::DELETE, "/gsql/v1/tokens", &dropped).await.json();
    assert_eq!(dropped["message"], "Successfully dropped the specified JWT tokens");
    let checked = server.gsql(Method::POST, "/gsql/v1/tokens/check", &check(token)).await.json();
    assert_eq!(checked["error"], true);
}

#[tokio::test]
async fn a_token_of_3x_is_opaque_and_can_be_renewed_and_dropped() {
    let server = Server::start(Generation::V3).await;
    let secret = server.emulator.secret();
    let body = json!({"secret": secret, "lifetime": 100}).to_string();
    let response = server.rest(Method::POST, "/requesttoken", &body).await.json();
    assert_eq!(response["code"], "REST-0000");
    let token = response["token"].as_str().unwrap();
    assert_eq!(token.len(), 32);
    let expiration = response["expiration"].as_u64().unwrap();

    server.emulator.clock().advance(Duration::from_secs(50));
    let named = json!({"secret": secret, "token": token, "lifetime": "100"}).to_string();
    let renewed = server.rest(Method::PUT, "/requesttoken", &named).await.json();
    assert_eq!(renewed["message"], "Refresh token successfully.");
    assert!(renewed["expiration"].as_u64().unwrap() >= expiration + 50);

    let endless = json!({"secret": secret, "token": token, "lifetime": u64::MAX}).to_string();
    let renewed = server.rest(Method::PUT, "/requesttoken", &endless).await.json();
    assert_eq!(renewed["expiration"], u64::MAX);
    let again = "/requesttoken?allowExisting=true";
    let lasting = server.rest(Method::POST, again, &endless).await.json();
    assert_eq!(lasting["expiration"], u64::MAX);

    let dropped = server.rest(Method::DELETE, "/requesttoken", &named).await.json();
    assert_eq!(dropped["expiration"], -1);
    assert_eq!(server.rest(Method::DELETE, "/requesttoken", &named).await.code(), "REST-3300");
    let old_form = format!("/requesttoken?secret={secret}&lifetime=5");
    assert!(server.get(&old_form).await.json()["token"].is_string());
}

#[tokio::test]
async fn a_token_of_3x_for_a_password_is_in_the_results() {
    let mut server = Server::start(Generation::V3).await;
    server.authorization = Some(basic("tigergraph", "tigergraph"));
    let response = server.rest(Method::POST, "/requesttoken", r#"{"graph": "g"}"#).await;
    assert!(response.results()["token"].is_string());
    assert!(response.json().get("token").is_none());
    let unknown = server.rest(Method::POST, "/requesttoken", r#"{"graph": "nope"}"#).await;
    assert_eq!(unknown.code(), "REST-1004");
}

#[tokio::test]
async fn old_clients_get_tokens_of_4x_from_requesttoken() {
    let mut server = Server::start(Generation::V4).await;
    server.authorization = Some(basic("tigergraph", "tigergraph"));
    let response = server.rest(Method::POST, "/requesttoken", r#"{"graph": "g"}"#).await.json();
    assert_eq!(response["token"].as_str().unwrap().split('.').count(), 3);
}

#[tokio::test]
async fn without_authentication_no_credentials_are_required_and_no_tokens_are_issued() {
    for generation in BOTH {
        let builder = Emulator::builder().generation(generation).gsql(SCHEMA).auth(false);
        let emulator = builder.start().await.unwrap();
        let server = Server { emulator, http: http_client(), authorization: None };
        server.get("/graph/g/vertices/Person").await.results();
        let (code, message) = server.rest(Method::POST, "/requesttoken", "{}").await.error();
        assert_eq!(code, "REST-1000");
        assert!(message.starts_with("Endpoint is not found from url = /requesttoken, "));
    }
}

#[tokio::test]
async fn every_credential_of_4x_is_accepted_by_both_servers() {
    let mut server = Server::start(Generation::V4).await;
    let secret = server.emulator.secret();
    let token = server.authorization.clone().unwrap();
    for authorization in [
        token,
        basic("tigergraph", "tigergraph"),
        basic("__GSQL__secret", &secret),
        format!("GSQL-Secret {secret}"),
    ] {
        server.authorization = Some(authorization);
        server.get("/graph/g/vertices/Person").await.results();
        let who = server.gsql(Method::GET, "/gsql/v1/auth/simple", "").await.results();
        assert!(who["privileges"].is_object());
    }
    for wrong in [basic("tigergraph", "no"), format!("Bearer {secret}"), "Bearer a.b.c".to_owned()]
    {
        server.authorization = Some(wrong);
        let rejected = server.get("/version").await;
        assert_eq!(
            (rejected.status, rejected.code()),
            (StatusCode::UNAUTHORIZED, "REST-10016".into())
        );
        assert!(!rejected.text.contains(&secret));
        let rejected = server.gsql(Method::GET, "/gsql/v1/version", "").await;
        assert_eq!(rejected.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn restpp_of_3x_rejects_passwords() {
    let mut server = Server::start(Generation::V3).await;
    server.authorization = Some(basic("tigergraph", "tigergraph"));
    assert_eq!(server.get("/version").await.code(), "REST-10016");
}

#[tokio::test]
async fn a_token_for_one_graph_has_no_privilege_on_another() {
    for generation in BOTH {
        let builder = Emulator::builder()
            .generation(generation)
            .gsql("CREATE VERTEX A (PRIMARY_ID id STRING) CREATE GRAPH g(*) CREATE GRAPH h(*)");
        let mut server = Server::with(builder).await;
        let body = json!({"secret": server.emulator.secret(), "graph": "g"}).to_string();
        let response = match generation {
            Generation::V3 => server.rest(Method::POST, "/requesttoken", &body).await,
            _ => server.gsql(Method::POST, "/gsql/v1/tokens", &body).await,
        };
        server.authorization =
            Some(format!("Bearer {}", response.json()["token"].as_str().unwrap()));
        server.get("/graph/g/vertices/A").await.results();
        assert_eq!(server.get("/graph/h/vertices/A").await.code(), "REST-10018");
    }
}

#[tokio::test]
async fn secrets_are_created_listed_and_dropped() {
    let mut server = Server::start(Generation::V4).await;
    server.authorization = Some(basic("tigergraph", "tigergraph"));
    let secrets = "/gsql/v1/secrets";
    let response = server.gsql(Method::POST, &format!("{secrets}?alias=a1&userName="), "").await;
    let value = response.results()["value"].as_str().unwrap().to_owned();
    assert_eq!(value.len(), 32);
    let generated = server.gsql(Method::POST, secrets, "").await.results();
    assert!(generated["alias"].as_str().unwrap().starts_with("AUTO_GENERATED_ALIAS_"));
    let taken = server.gsql(Method::POST, &format!("{secrets}?alias=a1"), "").await;
    assert!(taken.json()["message"].as_str().unwrap().contains("already exists"));
    let listed = server.gsql(Method::GET, secrets, "").await.results();
    assert!(listed.as_array().unwrap().contains(&json!({"alias": "a1", "value": value})));
    let one = server.gsql(Method::GET, &format!("{secrets}/a1"), "").await.results();
    assert_eq!(one["value"], *value);

    let dropped = server.gsql(Method::DELETE, secrets, r#"{"secrets": ["a1"]}"#).await.json();
    assert_eq!(dropped["error"], false);
    assert!(dropped["message"].as_str().unwrap().contains("Successfully"));
    let again = server.gsql(Method::DELETE, &format!("{secrets}/a1"), "").await.json();
    assert_eq!(again["error"], true);
    assert!(again["message"].as_str().unwrap().starts_with("Failed to drop secrets"));
}

#[tokio::test]
async fn a_token_request_for_an_unknown_graph_is_not_found() {
    let server = Server::start(Generation::V4).await;
    let body = json!({"secret": server.emulator.secret(), "graph": "nope"}).to_string();
    let rejected = server.gsql(Method::POST, "/gsql/v1/tokens", &body).await;
    assert_eq!(rejected.status, StatusCode::NOT_FOUND);
    assert_eq!(rejected.error().1, "Graph nope not found");
}

#[tokio::test]
async fn the_paths_of_the_other_generation_do_not_exist() {
    let three = Server::start(Generation::V3).await;
    let body = json!({"secret": three.emulator.secret()}).to_string();
    let answer = three.gsql(Method::POST, "/gsql/v1/tokens", &body).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let four = Server::start(Generation::V4).await;
    let answer = four.gsql(Method::POST, "/gsqlserver/gsql/file", "ls").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn requests_are_counted() {
    let server = Server::start(Generation::V4).await;
    let emulator = &server.emulator;
    assert_eq!(emulator.requests().count(Path::is("/gsql/v1/tokens").and(Method::POST)), 1);
    answer(server.http.get(format!("{}/restpp/echo?a=b", emulator.url()))).await;
    let requests = emulator.requests();
    let last = requests.iter().last().unwrap();
    assert_eq!((last.path.as_str(), last.query.as_deref()), ("/restpp/echo", Some("a=b")));
    emulator.forget_requests();
    assert_eq!(emulator.requests().count(tg_emulator::Any), 0);
}

pub(crate) fn basic(user: &str, password: &str) -> String {
    use base64::Engine;
    let encoded = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
    format!("Basic {encoded}")
}
