//! Common malformed requests. Each must be rejected without a change of the stored data.

use reqwest::Method;
use serde_json::json;
use tg_emulator::Generation;

use crate::support::{BOTH, Server};

#[tokio::test]
async fn malformed_requests_to_restpp_are_rejected() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        server.upsert(&json!({"vertices": {"Person": {"a": {}}}})).await;
        let before = server.get("/graph/g/vertices/Person").await.text;
        let paths = [
            "",
            "/",
            "//",
            "/graph",
            "/graph/",
            "/graph/g",
            "/graph/g/",
            "/graph/g/vertices",
            "/graph/g/vertices/",
            "/graph/g/vertices//a",
            "/graph/g/edges",
            "/graph/g/edges/Person",
            "/graph/g/edges/Person/a/b/c/d/e/f/g",
            "/graph/nope/vertices/Person",
            "/graph/%FF/x",
            "/graph/g/vertices/%ff",
            "/builtins",
            "/builtins/g",
            "/builtins/nope",
            "/endpoints/%00",
            "/graph/g/delete_by_type/vertices",
            "/graph/g/delete_by_type/edges/Knows",
            "/requesttoken",
            "/query/g/q",
            "/graph/g/vertices/Person?filter=%",
            "/graph/g/vertices/Person?limit=-1",
            "/graph/g/vertices/Person?filter=%FF%00",
        ];
        let bodies = [
            "",
            "x",
            "{}",
            "[]",
            "null",
            "1",
            "\"\"",
            "{\"vertices\":",
            "{\"function\":1}",
            "{\"vertices\": {\"Nope\": {}}}",
            "{\"edges\": []}",
        ];
        for path in paths {
            for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::HEAD] {
                for body in bodies {
                    // The valid requests among the combinations.
                    let is_valid =
                        [(Method::GET, "/requesttoken"), (Method::POST, "/requesttoken")]
                            .contains(&(method.clone(), path))
                            || (method == Method::POST
                                && path.trim_end_matches('/') == "/graph/g"
                                && body == "{}");
                    let answer = server.rest(method.clone(), path, body).await;
                    let server_error = answer.status.is_server_error();
                    assert!(!server_error, "{method} {path} {body}: {}", answer.text);
                    let empty = method == Method::HEAD || answer.content_type == "text/html";
                    if !is_valid && !empty {
                        let json = answer.json();
                        assert_eq!(json["error"], true, "{method} {path} {body}: {json}");
                    }
                }
            }
        }
        assert_eq!(server.get("/graph/g/vertices/Person").await.text, before);
    }
}

#[tokio::test]
async fn malformed_requests_to_the_gsql_server_are_rejected() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let paths = [
            "/",
            "/gsql",
            "/gsql/v1",
            "/gsql/v1/nope",
            "/gsql/v1/schema",
            "/gsql/v1/schema/graphs/",
            "/gsql/v1/schema/graphs/x",
            "/gsql/v1/schema/vertices/x",
            "/gsql/v1/secrets/x",
            "/gsql/v1/udt/tuples/x",
            "/gsqlserver",
            "/gsqlserver/gsql",
            "/gsqlserver/gsql/schema",
            "/gsqlserver/gsql/nope",
            "/api",
            "/informant",
        ];
        for path in paths {
            for method in [Method::GET, Method::POST, Method::DELETE] {
                let answer = server.gsql(method.clone(), path, "{").await;
                assert!(!answer.status.is_server_error(), "{method} {path}: {}", answer.text);
                if answer.content_type == "text/html" {
                    assert_eq!((generation, answer.status.as_u16()), (Generation::V3, 404));
                    continue;
                }
                if path != "/gsql/v1/schema/graphs/" || method != Method::GET {
                    assert_eq!(answer.json()["error"], true, "{method} {path}: {}", answer.text);
                }
            }
        }
    }
}
