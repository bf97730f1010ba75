//! Reading, filtering, counting and deleting vertices.

use reqwest::StatusCode;
use serde_json::json;
use tg_emulator::{Emulator, Statuses};

use crate::support::{BOTH, SCHEMA, Server, column};

async fn load_people(server: &Server) {
    let person = |age: i64, score: f64, born: &str| {
        json!({
            "age": {"value": age}, "score": {"value": score}, "born": {"value": born},
        })
    };
    let body = json!({"vertices": {"Person": {
        "ann": person(30, 1.5, "1994-02-03"),
        "bob": person(41, -2.25, "1983-01-01 10:00:00"),
        "cy, \"the\\ 1st\"": person(30, 9.0, "1960-12-31"),
    }}});
    assert_eq!(server.upsert(&body).await, json!({"accepted_vertices": 3, "accepted_edges": 0}));
}

#[tokio::test]
async fn one_vertex_is_a_list_of_one() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        load_people(&server).await;
        let found = server.get("/graph/g/vertices/Person/ann").await;
        assert_eq!(found.content_type, "application/json");
        assert_eq!(
            found.json(),
            json!({
                "version": {"edition": "enterprise", "api": "v2", "schema": 0},
                "error": false, "message": "",
                "results": [{"v_id": "ann", "v_type": "Person", "attributes": {
                    "id": "ann", "age": 30, "score": 1.5, "alive": false,
                    "born": "1994-02-03 00:00:00",
                }}],
            })
        );
    }
}

#[tokio::test]
async fn a_missing_vertex_is_601() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let missing = server.get("/graph/g/vertices/Person/nobody").await;
        assert_eq!(missing.status, StatusCode::OK);
        let expected =
            "The input vertex id 'nobody' is not a valid vertex id for vertex type = Person.";
        assert_eq!(missing.error(), ("601".into(), expected.into()));
        assert_eq!(server.get("/graph/g/vertices/Depot/abc").await.code(), "601");
    }
}

#[tokio::test]
async fn unknown_names_have_their_error_codes() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let (code, message) = server.get("/graph/g/vertices/banana").await.error();
        assert_eq!(code, "REST-30000");
        assert!(message.starts_with(
            "The input parameter vertex_type = 'banana' is not a valid vertex type in graph"
        ));
        let (code, message) = server.get("/graph/occcc/vertices/entity/54321").await.error();
        assert_eq!(code, "REST-1004");
        assert_eq!(
            message,
            "The graph name 'occcc' parsed from the url = '/graph/occcc/vertices/entity/54321' is \
             not found, please provide a valid graph name."
        );
        let (code, message) = server.get("/no-such").await.error();
        assert_eq!(code, "REST-1000");
        assert_eq!(
            message,
            "Endpoint is not found from url = /no-such, please use GET /endpoints to list all \
             valid endpoints."
        );
        let posted = server.post("/graph/g/vertices/Person", &json!({})).await;
        assert_eq!(posted.code(), "REST-1000");
    }
}

#[tokio::test]
async fn http_statuses_of_newer_servers_have_the_same_bodies() {
    let builder = Emulator::builder().gsql(SCHEMA).statuses(Statuses::Modern);
    let server = Server::with(builder).await;
    for (path, status) in [
        ("/no-such", StatusCode::NOT_FOUND),
        ("/graph/nope/vertices/Person", StatusCode::NOT_FOUND),
        ("/graph/g/vertices/nope", StatusCode::BAD_REQUEST),
        ("/graph/g/vertices/Person/nope", StatusCode::BAD_REQUEST),
    ] {
        let answer = server.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        answer.error();
    }
}

#[tokio::test]
async fn filters_select_sort_and_limit() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        load_people(&server).await;
        let ids = async |query: &str| {
            let found = server.get(&format!("/graph/g/vertices/Person?{query}")).await;
            column(&found.results(), "v_id")
        };
        let cy = "cy, \"the\\ 1st\"";
        assert_eq!(ids("filter=age>30").await, ["bob"]);
        assert_eq!(ids("filter=age%3E30").await, ["bob"]);
        assert_eq!(ids("filter=age=30,score<2").await, ["ann"]);
        assert_eq!(ids("filter=age!=30").await, ["bob"]);
        assert_eq!(ids("filter=score<=-2.25").await, ["bob"]);
        assert_eq!(ids("filter=alive=false&sort=-born&limit=1").await, ["ann"]);
        assert_eq!(ids("filter=born<\"1983-01-01%2010:00:00\"").await, [cy]);
        assert_eq!(ids("filter=id=%22cy,%20%5C%22the%5C%5C%201st%5C%22%22").await, [cy]);
        assert_eq!(ids("sort=age,-score").await, [cy, "ann", "bob"]);
        assert_eq!(ids("sort=-age,id&limit=2").await, ["bob", "ann"]);
        assert_eq!(ids("limit=0").await.len(), ids("").await.len());
        assert_eq!(ids("filter=age>99").await, [] as [&str; 0]);
        let selected = server.get("/graph/g/vertices/Person?select=age,id&limit=1").await.results();
        assert_eq!(selected[0]["attributes"], json!({"id": "ann", "age": 30}));
        let one = server.get("/graph/g/vertices/Person/bob?select=score").await.results();
        assert_eq!(one[0]["attributes"], json!({"score": -2.25}));
        for bad in [
            "filter=nope=1",
            "sort=nope",
            "select=nope",
            "limit=x",
            "filter=age==1",
            "filter=age=\"x\"",
            "count_only=maybe",
            "timeout=-1",
            "ack=perhaps",
        ] {
            let answer = server.get(&format!("/graph/g/vertices/Person?{bad}")).await;
            assert_eq!(answer.code(), "REST-30000", "{bad}");
        }
    }
}

#[tokio::test]
async fn counts_are_exact() {
    let server = Server::start(BOTH[1]).await;
    load_people(&server).await;
    let count = server.get("/graph/g/vertices/Person?count_only=true").await.results();
    assert_eq!(count, json!([{"v_type": "Person", "count": 3}]));
    let count = server.get("/graph/g/vertices/Person?filter=age=30&count_only=True").await;
    assert_eq!(count.results()[0]["count"], 2);
}

#[tokio::test]
async fn every_id_can_be_used_in_a_path() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let ids = [
            "a/b",
            "?",
            "#",
            "%",
            "+",
            "&",
            " ",
            ",",
            "é漢😀",
            "a\nb",
            "%2F",
            "\"",
            "\\",
            ".",
            "=",
            ";",
            "_",
        ];
        for id in ids {
            let upserted = server.upsert(&json!({"vertices": {"Person": {id: {}}}})).await;
            assert_eq!(upserted["accepted_vertices"], 1);
        }
        let escape = |id: &str| id.bytes().map(|b| format!("%{b:02X}")).collect::<String>();
        for id in ids {
            // Every client removes a segment that is a single dot.
            if id == "." {
                continue;
            }
            let path = format!("/graph/g/vertices/Person/{}", escape(id));
            assert_eq!(column(&server.get(&path).await.results(), "v_id"), [id]);
        }
        let all = server.get("/graph/g/vertices/Person").await.results();
        assert_eq!(column(&all, "v_id"), ids);
        for id in ids.iter().filter(|id| **id != ".") {
            let deleted = server.delete(&format!("/graph/g/vertices/Person/{}", escape(id))).await;
            assert_eq!(deleted.results()["deleted_vertices"], 1, "{id}");
        }
    }
}

#[tokio::test]
async fn deleting_vertices_returns_the_count_and_deletes_their_edges() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        load_people(&server).await;
        server
            .upsert(&json!({"edges": {"Person": {
                "ann": {"Knows": {"Person": {"bob": {}}}, "WorksAt": {"Depot": {"1": {}, "2": {}}}},
                "bob": {"WorksAt": {"Depot": {"1": {}}}},
            }}}))
            .await;
        let deleted = server.delete("/graph/g/vertices/Person/ann").await.results();
        assert_eq!(deleted, json!({"v_type": "Person", "deleted_vertices": 1}));
        let deleted = server.delete("/graph/g/vertices/Person/ann").await.results();
        assert_eq!(deleted["deleted_vertices"], 0);
        let left = server.get("/graph/g/edges/Depot/1").await.results();
        assert_eq!(column(&left, "to_id"), ["bob"]);
        assert_eq!(server.get("/graph/g/edges/Depot/2").await.results(), json!([]));
        assert_eq!(server.get("/graph/g/edges/Person/bob/Knows").await.results(), json!([]));

        let limited = server.delete("/graph/g/vertices/Person?sort=-age&limit=1").await.results();
        assert_eq!(limited["deleted_vertices"], 1);
        let left = server.get("/graph/g/vertices/Person").await.results();
        assert_eq!(column(&left, "v_id"), ["cy, \"the\\ 1st\""]);
        let filtered = server.delete("/graph/g/vertices/Person?filter=age>99").await.results();
        assert_eq!(filtered["deleted_vertices"], 0);
        for lost in ["filter=", "limit=", "filter", "limit"] {
            let rejected = server.delete(&format!("/graph/g/vertices/Depot?{lost}")).await;
            assert_eq!(rejected.code(), "REST-30000", "{lost}");
        }
        let all = server.delete("/graph/g/delete_by_type/vertices/Depot?ack=all").await.results();
        assert_eq!(all["deleted_vertices"], 2);
        let all = server.delete("/graph/g/vertices/Person?ack=all&permanent=true").await.results();
        assert_eq!(all["deleted_vertices"], 1);
        assert_eq!(server.delete("/graph/g/vertices/nope").await.code(), "REST-30000");
    }
}

#[tokio::test]
async fn a_permanently_deleted_id_is_not_accepted_again() {
    let server = Server::start(BOTH[1]).await;
    load_people(&server).await;
    server.delete("/graph/g/vertices/Person/ann?permanent=true").await.results();
    let again = server.upsert(&json!({"vertices": {"Person": {"ann": {}, "new": {}}}})).await;
    assert_eq!(again["accepted_vertices"], 1);
    let edge = json!({"edges": {"Person": {"ann": {"Knows": {"Person": {"bob": {}}}}}}});
    assert_eq!(server.upsert(&edge).await["accepted_edges"], 0);
    assert_eq!(server.get("/graph/g/vertices/Person/ann").await.code(), "601");
}

#[tokio::test]
async fn composite_and_numeric_ids_have_a_canonical_form() {
    let server = Server::start(BOTH[1]).await;
    server
        .upsert(&json!({"vertices": {
            "Flat": {"High Street,12": {"floor": {"value": 3}}, "a\\b,-1": {}},
            "Depot": {"007": {"city": {"value": "Rome"}}, "18446744073709551615": {}},
        }}))
        .await;
    let flat = server.get("/graph/g/vertices/Flat/High%20Street,12").await.results();
    let attributes = json!({"street": "High Street", "number": 12, "floor": 3});
    assert_eq!(
        flat,
        json!([{"v_id": "High Street,12", "v_type": "Flat", "attributes": attributes}])
    );
    let flat = server.get("/graph/g/vertices/Flat/a%5Cb,-1").await.results();
    assert_eq!(flat[0]["attributes"]["street"], "a\\b");
    let depots = server.get("/graph/g/vertices/Depot").await.results();
    assert_eq!(column(&depots, "v_id"), ["7", "18446744073709551615"]);
    let depot = server.get("/graph/g/vertices/Depot/0007").await.results();
    assert_eq!(depot[0]["attributes"], json!({"city": "Rome"}));
    assert_eq!(server.get("/graph/g/vertices/Flat/only-one-part").await.code(), "601");
}

#[tokio::test]
async fn a_response_above_the_size_limit_is_rejected() {
    let server = Server::start(BOTH[1]).await;
    load_people(&server).await;
    let url = format!("{}/graph/g/vertices/Person", server.emulator.restpp_url());
    let ask = |limit: &str| {
        let authorization = server.authorization.clone().unwrap();
        let request = server.http.get(&url).header("Authorization", authorization);
        crate::support::answer(request.header("RESPONSE-LIMIT", limit))
    };
    assert_eq!(ask("100").await.code(), "REST-4000");
    ask("32000000.0").await.results();
}

#[tokio::test]
async fn a_list_ends_at_its_time_limit() {
    let server = Server::start(BOTH[1]).await;
    let depots: serde_json::Map<_, _> = (0..5000).map(|n| (n.to_string(), json!({}))).collect();
    let edges = json!({"Person": {"ann": {"WorksAt": {"Depot": depots}}}});
    server.upsert(&json!({"vertices": {"Depot": depots}, "edges": edges})).await;
    for path in
        ["vertices/Depot", "vertices/Depot?count_only=true", "edges/Person/ann?filter=pay>0"]
    {
        let url = format!("{}/graph/g/{path}", server.emulator.restpp_url());
        let ask = |method, limit: &str| {
            let authorization = server.authorization.clone().unwrap();
            let request = server.http.request(method, &url).header("Authorization", authorization);
            crate::support::answer(request.header("GSQL-TIMEOUT", limit))
        };
        // The limit is shorter than the resolution of the clock, so the first check exceeds it.
        assert_eq!(ask(reqwest::Method::GET, "0.000001").await.code(), "REST-3000", "{path}");
        for none in ["0", "60000", "60000.5", "soon"] {
            ask(reqwest::Method::GET, none).await.results();
        }
        let deleted = ask(reqwest::Method::DELETE, "0.000001").await;
        assert_eq!(deleted.code(), "REST-3000", "{path}");
    }
    let count = server.get("/graph/g/vertices/Depot?count_only=true&timeout=60").await.results();
    assert_eq!(count[0]["count"], 5000);
    let count = server.get("/graph/g/edges/Person/ann/WorksAt?count_only=true").await.results();
    assert_eq!(count[0]["count"], 5000);
}
