//! Answers whose form or words depend on the version of the server.

use reqwest::{Method, StatusCode};
use serde_json::json;
use tg_emulator::{Generation, License, Version};

use crate::auth::basic;
use crate::support::Server;

const QUERY: &str = "USE GRAPH g CREATE QUERY q(INT n, SET<STRING> names) FOR GRAPH g { PRINT n; } \
                     INSTALL QUERY q";

#[tokio::test]
async fn a_wrong_password_is_refused_in_the_words_of_the_version() {
    for version in Version::ALL {
        let mut server = Server::of(version).await;
        let expected = match version {
            Version::V4_2 => "User authentication failed",
            _ => "Authentication failed.",
        };
        let (text, request) = match version.generation() {
            Generation::V3 => ("/gsqlserver/gsql/file", "/restpp/requesttoken"),
            _ => ("/gsql/v1/statements", "/gsql/v1/tokens"),
        };
        for authorization in [basic("tigergraph", "wrong"), basic("nobody", "tigergraph")] {
            server.authorization = Some(authorization);
            for (path, body) in [(text, "ls"), (request, "{}")] {
                let refused = server.gsql(Method::POST, path, body).await;
                assert_eq!(refused.error().1, expected, "{version} {path}");
                assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
            }
            if version.generation() == Generation::V4 {
                let refused = server.get("/graph/g/vertices/Person").await;
                assert_eq!(refused.error(), ("REST-10016".into(), expected.into()), "{version}");
            }
        }
        server.authorization = None;
        let refused = server.gsql(Method::POST, text, "ls").await;
        assert_eq!(refused.error().1, "Authentication failed.", "{version}");
    }
}

#[tokio::test]
async fn an_unknown_query_is_not_found_from_4_2_on() {
    for version in Version::ALL {
        let server = Server::of(version).await;
        let unknown = server.get("/query/g/nope").await;
        let expected = match version {
            Version::V4_2 => StatusCode::NOT_FOUND,
            _ => StatusCode::OK,
        };
        let message = "Endpoint is not found from url = /query/g/nope, please use GET /endpoints \
                       to list all valid endpoints.";
        assert_eq!(unknown.error(), ("REST-1000".into(), message.into()), "{version}");
        assert_eq!(unknown.status, expected, "{version}");
    }
}

#[tokio::test]
async fn the_end_of_a_license_is_a_date_of_c() {
    for version in Version::ALL {
        let server = Server::of(version).await;
        let now = server.emulator.clock().now();
        let end = std::time::UNIX_EPOCH + std::time::Duration::from_secs(2_390_529_600);
        let left = end.duration_since(now).unwrap();
        server.emulator.set_license(License::Valid(left));
        let license = server.get("/showlicenseinfo").await.results();
        let date = license[0]["Expiration date"].as_str().unwrap();
        // The clock goes on between the two requests.
        assert!(date.starts_with("Mon Oct  2 0") && date.ends_with(" 2045\n"), "{date:?}");
    }
}

#[tokio::test]
async fn a_rejected_secret_is_masked() {
    for version in Version::ALL {
        let mut server = Server::of(version).await;
        server.authorization = Some("Bearer lpa6aaaaaaaaaaaaaaaaaaaaaaaaau1v".into());
        let (code, message) = server.get("/graph/g/vertices/Person").await.error();
        assert_eq!(code, "REST-10016");
        assert!(message.contains("token = 'lpa6****u1v' is "), "{message}");
    }
}

#[tokio::test]
async fn the_endpoint_of_a_query_is_described_in_full() {
    for version in Version::ALL {
        let server = Server::of(version).await;
        server.emulator.gsql(QUERY).await.unwrap();
        let listed = server.get("/endpoints/g?dynamic=true").await.json();
        let expected = json!({
            "action": "query", "function": "queryDispatcher", "graph_name": "g", "target": "GPE",
            "libudf": "libudf-g-1", "enabled": true,
            "summary": "This is query entrance",
            "payload": [{"rule": "AS_JSON"}, {"rule": "AS_QUERY_STRING"}],
            "parameters": {
                "query": {"default": "q", "type": "STRING"},
                "n": {"index": 0, "type": "INT64", "min_count": 1, "max_count": 1},
                "names": {"index": 1, "type": "STRING", "min_count": 0},
            },
        });
        for method in ["GET", "POST"] {
            assert_eq!(listed[format!("{method} /query/g/q")], expected, "{version}");
        }
    }
}

#[tokio::test]
async fn a_path_of_4x_is_a_missing_file_of_the_gateway_on_3_9() {
    let mut server = Server::of(Version::V3_9).await;
    for authorization in [server.authorization.clone(), None] {
        server.authorization = authorization;
        for path in ["/gsql/v1/statements", "/gsql/v1/version", "/gsql/v1/schema/graphs/g"] {
            for method in [Method::GET, Method::POST] {
                let answer = server.gsql(method, path, "ls").await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
                assert_eq!(answer.content_type, "text/html", "{path}");
                assert!(answer.text.contains("<h1>404 Not Found</h1>"), "{}", answer.text);
            }
        }
    }
    let old = Server::of(Version::V3_6).await;
    let answer = old.gsql(Method::POST, "/gsql/v1/statements", "ls").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
