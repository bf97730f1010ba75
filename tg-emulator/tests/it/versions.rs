//! Answers whose form or words depend on the version of the server.

use reqwest::{Method, StatusCode};
use serde_json::json;
use tg_emulator::{Generation, License, Version};

use crate::auth::basic;
use crate::support::{Server, answer};

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

#[tokio::test]
async fn metrics_are_nested_with_whole_numbers_as_text() {
    for version in Version::ALL {
        let server = Server::of(version).await;
        let read = async |category: &str, filter: &str| {
            let path = format!("/informant/metrics/get/{category}");
            server.gsql(Method::POST, &path, filter).await.json()
        };
        let cpu = &read("cpu-memory", "{}").await["CPUMemoryMetrics"][0];
        assert!(cpu["CPU"]["CPUUsage"].is_number(), "{cpu}");
        assert!(cpu["EventMeta"]["TimestampNS"].is_string(), "{cpu}");
        assert_eq!(cpu["ServiceDescriptor"]["ServiceName"], "GPE", "{cpu}");
        let network = &read("network", "{}").await["NetworkMetrics"][0];
        let disk = &read("diskspace", "{}").await["DiskMetrics"][0];
        for (row, text) in [
            (cpu, &cpu["Memory"]["MemoryUsageMB"]),
            (network, &network["Network"]["IncomingBytesNum"]),
            (network, &network["Network"]["OutgoingBytesNum"]),
            (disk, &disk["Disk"]["SizeMB"]),
        ] {
            let text = text.as_str().unwrap_or_else(|| panic!("{row}"));
            assert!(text.parse::<u64>().is_ok(), "{text}");
            let collected = row["CollectTimeStamps"][0].as_str();
            assert!(collected.is_some_and(|it| it.parse::<u64>().is_ok()), "{row}");
        }
        let none = read("qps", r#"{"TimeRange":{"EndTimestampNS":"1"}}"#).await;
        match version.generation() {
            Generation::V3 => assert_eq!(none, json!({})),
            _ => assert_eq!(none, json!({"QPSMetrics": []})),
        }
    }
}

#[tokio::test]
async fn open_metrics_have_labels_and_help() {
    let server = Server::of(Version::V4_2).await;
    server.get("/graph/g/vertices/Person").await.results();
    let text = server.gsql(Method::GET, "/informant/metrics", "").await.text;
    for expected in [
        "# HELP tigergraph_cpu_usage ",
        "# TYPE tigergraph_cpu_usage gauge\n\
         tigergraph_cpu_usage{host_id=\"m1\",service_name=\"GPE\"} ",
        "# HELP tigergraph_memory_usage ",
        "# HELP tigergraph_network_traffic ",
        "tigergraph_network_traffic{direction=\"incoming\",host_id=\"m1\"} ",
        "tigergraph_network_traffic{direction=\"outgoing\",host_id=\"m1\"} ",
        "tigergraph_qps{endpoint=\"GET /graph/{graph_name}/vertices/{vertex_type}\",\
         host_id=\"m1\"} ",
        "tigergraph_query_completed{endpoint=\"GET /graph/{graph_name}/vertices/{vertex_type}\",\
         host_id=\"m1\"} 1\n",
        "tigergraph_query_latency{endpoint=\"GET /graph/{graph_name}/vertices/{vertex_type}\",\
         host_id=\"m1\",latency_type=\"average\"} ",
        "tigergraph_service_status{host_id=\"m1\",service_name=\"GSE\"} 6\n",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    assert!(text.ends_with("# EOF\n"));
}

#[tokio::test]
async fn a_jwt_of_3_9_is_accepted_by_both_servers() {
    let mut server = Server::of(Version::V3_9).await;
    server.authorization = Some(basic("tigergraph", "tigergraph"));
    let lifetime = r#"{"lifetime": "1000"}"#;
    let path = "/gsqlserver/requestjwttoken";
    let token = server.gsql(Method::POST, path, lifetime).await.json()["token"].clone();
    let token = token.as_str().unwrap();
    assert_eq!(token.split('.').count(), 3);
    server.authorization = Some(format!("Bearer {token}"));
    server.get("/graph/g/vertices/Person").await.results();
    let schema = server.gsql(Method::GET, "/gsqlserver/gsql/schema?graph=g", "").await;
    assert_eq!(schema.results()["GraphName"], "g");
    let old = Server::of(Version::V3_6).await;
    assert_eq!(old.gsql(Method::POST, path, "{}").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn workload_queues_are_configured_granted_and_enforced() {
    for version in [Version::V3_9, Version::V4_2] {
        let mut server = Server::of(version).await;
        server.emulator.gsql(QUERY).await.unwrap();
        server
            .emulator
            .gsql("CREATE USER -u ann -p ann GRANT ROLE admin ON GRAPH g TO ann")
            .await
            .unwrap();
        let prefix = match version.generation() {
            Generation::V3 => "/gsqlserver/gsql/workload-manager",
            _ => "/gsql/v1/workload-manager",
        };
        let (configs, permission) = (format!("{prefix}/configs"), format!("{prefix}/permission"));
        let none = server.gsql(Method::GET, &configs, "").await.json();
        assert_eq!(none, json!({"isEnabled": false, "queues": {}}));
        let queue = |description: &str, default: bool| {
            json!({"description": description, "isDefault": default,
                "maxConcurrentQueries": 100, "maxDelayQueueSize": 200})
        };
        let queues = json!({"isEnabled": true, "queues": {
            "AdHoc": queue("Ad-hoc queries", true), "OLTP": queue("short", false)}});
        let set = server.gsql(Method::POST, &configs, &queues.to_string()).await;
        assert_eq!(set.json()["error"], false, "{version}: {}", set.text);
        assert_eq!(server.gsql(Method::GET, &configs, "").await.json(), queues);
        let broken = server.gsql(Method::POST, &configs, r#"{"isEnabled": 1}"#).await;
        assert_eq!(broken.status, StatusCode::BAD_REQUEST);
        let listed = server.get("/workload-manager/queue").await.json();
        assert_eq!(
            listed[0],
            json!({"id": "AdHoc", "description": "Ad-hoc queries", "isDefault": true})
        );

        let root = server.authorization.clone();
        let ann = ann_of(&mut server).await;
        let run = async |server: &Server, queue: &str| {
            let url = format!("{}/query/g/q?n=1&names=x", server.emulator.restpp_url());
            let request = server.http.get(url).header("Workload-Queue", queue);
            answer(request.header("Authorization", server.authorization.clone().unwrap())).await
        };
        assert_eq!(run(&server, "AdHoc").await.results(), json!([{"n": 1}]));
        let refused = run(&server, "OLTP").await;
        assert_eq!((refused.status.as_u16(), refused.code()), (422, "REST-14000".into()));
        server.authorization = root;
        let grant = json!({"action": "grant", "queue": "OLTP", "user": ["ann"], "role": "r1"});
        let granted = server.gsql(Method::POST, &permission, &grant.to_string()).await.json();
        assert_eq!(granted["error"], false, "{granted}");
        server.authorization = ann;
        run(&server, "OLTP").await.results();
        let status = json!({"queuelist": ["OLTP"], "mode": "stats"});
        let status = server.post("/workload-manager/queuestatus", &status).await.json();
        assert_eq!(status["WorkloadQueueStatusByInstances"][0]["error"], false, "{status}");
        if version.generation() == Generation::V4 {
            let refused = server.gsql(Method::POST, &configs, &queues.to_string()).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN);
        }
    }
}

/// Returns the authorization of the user ann, with which the server is left.
async fn ann_of(server: &mut Server) -> Option<String> {
    server.authorization = Some(basic("ann", "ann"));
    let (path, body) = match server.emulator.generation() {
        Generation::V3 => ("/restpp/requesttoken", r#"{"graph": "g"}"#),
        _ => ("/gsql/v1/tokens", "{}"),
    };
    let answer = server.gsql(Method::POST, path, body).await.json();
    let token = answer["token"].as_str().or(answer["results"]["token"].as_str()).unwrap();
    server.authorization = Some(format!("Bearer {token}"));
    server.authorization.clone()
}

#[tokio::test]
async fn a_secret_is_listed_with_its_graph_on_3x_only() {
    for version in Version::ALL {
        let server = Server::of(version).await;
        let script = "USE GRAPH g CREATE SECRET night SHOW SECRET";
        let output = server.emulator.gsql(script).await.unwrap();
        assert!(output.contains("  - Alias: night\n"), "{output}");
        let has_graph = output.contains("  - Alias: night\n  - GraphName: g\n");
        assert_eq!(has_graph, version.generation() == Generation::V3, "{output}");
    }
}
