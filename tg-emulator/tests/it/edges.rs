//! Reading, counting and deleting edges.

use serde_json::{Value, json};

use crate::support::{BOTH, Server, column};

async fn load_town(server: &Server) {
    let body = json!({
        "vertices": {"Person": {"ann": {}, "bob": {}, "cy": {}}},
        "edges": {
            "Person": {
                "ann": {
                    "WorksAt": {"Depot": {
                        "1": {"pay": {"value": 10}}, "2": {"pay": {"value": 20}},
                    }},
                    "Knows": {"Person": {"bob": {"weight": {"value": 0.5}}}},
                    "Visited": {"Depot": {"1": [
                        {"on_day": {"value": "2024-01-01"}, "gate": {"value": "a,1"}},
                        {"on_day": {"value": "2024-01-02"}, "gate": {"value": "b"},
                         "note": {"value": "late"}},
                    ]}},
                },
                "cy": {"Knows": {"Person": {"ann": {}}}},
            },
            "Depot": {"3": {"employs": {"Person": {"bob": {"pay": {"value": 30}}}}}},
        },
    });
    assert_eq!(server.upsert(&body).await, json!({"accepted_vertices": 3, "accepted_edges": 7}));
}

#[tokio::test]
async fn an_edge_is_visible_from_its_ends() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        load_town(&server).await;
        let forward = server.get("/graph/g/edges/Person/ann/WorksAt/Depot/1").await.results();
        let attributes = json!({"since": "1970-01-01 00:00:00", "pay": 10});
        assert_eq!(
            forward,
            json!([{
                "e_type": "WorksAt", "directed": true, "from_id": "ann", "from_type": "Person",
                "to_id": "1", "to_type": "Depot", "attributes": attributes,
            }])
        );
        let back = server.get("/graph/g/edges/Depot/1").await.results();
        assert_eq!(
            back,
            json!([{
                "e_type": "employs", "directed": true, "from_id": "1", "from_type": "Depot",
                "to_id": "ann", "to_type": "Person", "attributes": attributes,
            }])
        );
        let by_reverse = server.get("/graph/g/edges/Person/bob/WorksAt").await.results();
        assert_eq!(by_reverse[0]["to_id"], "3");
        for (from, to) in [("ann", "bob"), ("bob", "ann")] {
            let path = format!("/graph/g/edges/Person/{from}/Knows/Person/{to}");
            let known = server.get(&path).await.results();
            assert_eq!((&known[0]["from_id"], &known[0]["to_id"]), (&json!(from), &json!(to)));
            assert_eq!(known[0]["directed"], false);
            assert_eq!(known[0]["attributes"], json!({"weight": 0.5}));
        }
    }
}

#[tokio::test]
async fn depth_and_wildcards_restrict_the_list() {
    let server = Server::start(BOTH[1]).await;
    load_town(&server).await;
    let count = async |path: &str| {
        server.get(&format!("/graph/g/edges/{path}")).await.results().as_array().unwrap().len()
    };
    assert_eq!(count("Person/ann").await, 6);
    assert_eq!(count("Person/ann/Knows").await, 2);
    assert_eq!(count("Person/ann/_/Depot").await, 4);
    assert_eq!(count("Person/ann/_/Depot/1").await, 3);
    assert_eq!(count("Person/ann/Visited/Depot/1").await, 2);
    assert_eq!(count("Person/ann/WorksAt?filter=pay>10").await, 1);
    assert_eq!(count("Person/ann?filter=pay>10").await, 1);
    assert_eq!(count("Person/ann/WorksAt?limit=1").await, 1);
    assert_eq!(count("Person/ann/WorksAt?limit=0").await, count("Person/ann/WorksAt").await);
    let sorted =
        server.get("/graph/g/edges/Person/ann/WorksAt?sort=-pay&select=pay").await.results();
    assert_eq!(column(&sorted, "to_id"), ["2", "1"]);
    assert_eq!(sorted[0]["attributes"], json!({"pay": 20}));
    let literal = server.get("/graph/g/edges/Person/ann/_?not_wildcard=true").await;
    assert_eq!(literal.code(), "REST-30000");
}

#[tokio::test]
async fn a_discriminator_selects_one_of_several_edges() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        load_town(&server).await;
        let base = "/graph/g/edges/Person/ann/Visited/Depot/1";
        let path = format!("{base}/2024-01-01%2000:00:00,a%5C,1");
        let one = server.get(&path).await.results();
        assert_eq!(column(&one, "discriminator"), ["2024-01-01 00:00:00,a\\,1"]);
        let attributes = json!({"on_day": "2024-01-01 00:00:00", "gate": "a,1", "note": ""});
        assert_eq!(one[0]["attributes"], attributes);
        assert_eq!(server.get(&format!("{base}/2024-01-05,b")).await.results(), json!([]));
        assert_eq!(server.get(&format!("{base}/b")).await.code(), "REST-30000");
        let deleted = server.delete(&path).await.results();
        assert_eq!(deleted, json!([{"e_type": "Visited", "deleted_edges": 1}]));
        assert_eq!(column(&server.get(base).await.results(), "discriminator").len(), 1);
    }
}

#[tokio::test]
async fn counts_list_every_type() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        load_town(&server).await;
        let all = server.get("/graph/g/edges/Person/ann?count_only=true").await.results();
        let expected = [("WorksAt", 2), ("employs", 0), ("Knows", 2), ("Visited", 2), ("Owns", 0)];
        let expected: Vec<Value> =
            expected.iter().map(|(ty, n)| json!({"e_type": ty, "count": n})).collect();
        assert_eq!(all, json!(expected));
        let one = server.get("/graph/g/edges/Person/ann/Owns?count_only=True").await.results();
        assert_eq!(one, json!([{"e_type": "Owns", "count": 0}]));
        let filtered = "/graph/g/edges/Person/ann/WorksAt?count_only=true&filter=pay%3D10";
        assert_eq!(server.get(filtered).await.results()[0]["count"], 1);
        let deep = "/graph/g/edges/Person/ann/Visited/Depot/1?count_only=true";
        assert_eq!(server.get(deep).await.results()[0]["count"], 2);
    }
}

#[tokio::test]
async fn deleting_an_edge_deletes_its_reverse_edge() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        load_town(&server).await;
        let deleted = server.delete("/graph/g/edges/Depot/1/employs").await.results();
        assert_eq!(deleted, json!([{"e_type": "employs", "deleted_edges": 1}]));
        let left = server.get("/graph/g/edges/Person/ann/WorksAt").await.results();
        assert_eq!(column(&left, "to_id"), ["2"]);
        let filtered = server.delete("/graph/g/edges/Person/ann/WorksAt?filter=pay<5").await;
        assert_eq!(filtered.results()[0]["deleted_edges"], 0);
        let all = server.delete("/graph/g/edges/Person/ann").await.results();
        assert_eq!(column(&all, "e_type"), ["WorksAt", "employs", "Knows", "Visited", "Owns"]);
        assert_eq!(column(&all, "deleted_edges"), ["1", "0", "2", "2", "0"]);
        assert_eq!(server.get("/graph/g/edges/Person/bob/Knows").await.results(), json!([]));
        assert_eq!(server.get("/graph/g/vertices/Person/ann").await.results()[0]["v_id"], "ann");
    }
}

#[tokio::test]
async fn a_limit_restricts_the_number_of_deleted_edges() {
    let server = Server::start(BOTH[1]).await;
    load_town(&server).await;
    let deleted = server.delete("/graph/g/edges/Person/ann/WorksAt?sort=-pay&limit=1").await;
    assert_eq!(deleted.results()[0]["deleted_edges"], 1);
    let left = server.get("/graph/g/edges/Person/ann/WorksAt").await.results();
    assert_eq!(column(&left, "to_id"), ["1"]);
}

#[tokio::test]
async fn types_are_checked_before_ids() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        load_town(&server).await;
        let (code, message) = server.get("/graph/g/edges/Person/nobody").await.error();
        let expected = "The input source_vertex_id 'nobody' is not a valid vertex id for vertex \
                        type = Person.";
        assert_eq!((code.as_str(), message.as_str()), ("601", expected));
        let (code, message) =
            server.get("/graph/g/edges/Person/ann/WorksAt/Depot/99").await.error();
        assert_eq!(code, "601");
        assert!(message.starts_with("The input target_vertex_id '99'"));
        let (code, message) =
            server.get("/graph/g/edges/Person/nobody/bottle-washer_for").await.error();
        assert_eq!(code, "REST-30000");
        assert!(message.starts_with(
            "The input parameter edge_type = 'bottle-washer_for' is not a valid edge type in graph"
        ));
        assert_eq!(server.get("/graph/g/edges/Nope/x").await.code(), "REST-30000");
        assert_eq!(server.get("/graph/g/edges/Person/ann/Knows/Nope").await.code(), "REST-30000");
        assert_eq!(server.get("/graph/g/edges/Person/ann/_/_/1").await.code(), "REST-30000");
        assert_eq!(server.get("/graph/g/edges/Person").await.code(), "REST-1000");
        assert_eq!(server.delete("/graph/g/edges/Person/nobody").await.code(), "601");
        let none = server.get("/graph/g/edges/Person/bob/Knows/Person/cy").await.results();
        assert_eq!(none, json!([]));
    }
}

#[tokio::test]
async fn loops_are_listed_once() {
    let server = Server::start(BOTH[1]).await;
    let knows = json!({"edges": {"Person": {"ann": {"Knows": {"Person": {"ann": {}}}}}}});
    server.upsert(&knows).await;
    assert_eq!(column(&server.get("/graph/g/edges/Person/ann").await.results(), "to_id"), ["ann"]);
    assert_eq!(server.delete("/graph/g/edges/Person/ann").await.results()[2]["deleted_edges"], 1);
    server.upsert(&knows).await;
    server.delete("/graph/g/vertices/Person/ann").await.results();
    let count = json!({"function": "stat_edge_number", "type": "Knows"});
    assert_eq!(server.post("/builtins/g", &count).await.results()[0]["count"], 0);
}

#[tokio::test]
async fn an_undirected_edge_is_one_edge_from_either_end() {
    let server = Server::start(BOTH[1]).await;
    let knows = |from: &str, to: &str, weight: f64| {
        json!({"edges": {"Person": {from: {"Knows": {"Person":
            {to: {"weight": {"value": weight}}}}}}}})
    };
    server.upsert(&knows("ann", "bob", 1.0)).await;
    server.upsert(&knows("bob", "ann", 2.0)).await;
    let seen = server.get("/graph/g/edges/Person/ann").await.results();
    assert_eq!(seen.as_array().unwrap().len(), 1);
    assert_eq!(seen[0]["attributes"]["weight"], 2);
    let count = json!({"function": "stat_edge_number", "type": "Knows"});
    assert_eq!(server.post("/builtins/g", &count).await.results()[0]["count"], 1);
}
