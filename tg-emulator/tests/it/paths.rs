//! `POST /shortestpath/{g}` and `POST /allpaths/{g}`.

use serde_json::{Value, json};
use tg_emulator::Emulator;

use crate::support::{BOTH, Server};

/// A schema of towns with numeric ids, undirected roads, and directed edges with a reverse type.
const TOWNS: &str = r#"
    CREATE VERTEX Town (PRIMARY_ID id INT, size INT, name STRING)
        WITH PRIMARY_ID_AS_ATTRIBUTE="true"
    CREATE VERTEX Inn (PRIMARY_ID id STRING, stars INT)
    CREATE VERTEX Plot (street STRING, number INT, PRIMARY KEY (street, number))
    CREATE UNDIRECTED EDGE Road (FROM Town, TO Town | FROM Town, TO Inn, length INT)
    CREATE DIRECTED EDGE River (FROM Town, TO Town, speed INT)
    CREATE DIRECTED EDGE Rail (FROM Town, TO Town, gauge INT) WITH REVERSE_EDGE="liar"
    CREATE DIRECTED EDGE Owns (FROM Town, TO Plot)
    CREATE GRAPH g (*)
    CREATE VERTEX Other (PRIMARY_ID id STRING)
"#;

/// Starts a server with this graph: roads 1 - 2 - 3 - 4 and 1 - Inn - 4, a river from 1 to 3, a
/// railway from 3 to 5.
async fn towns(generation: tg_emulator::Generation) -> Server {
    let server = Server::with(Emulator::builder().generation(generation).gsql(TOWNS)).await;
    let road = |length: i64| json!({"length": {"value": length}});
    server
        .upsert(&json!({
            "vertices": {
                "Town": {
                    "1": {"size": {"value": 10}, "name": {"value": "a"}},
                    "2": {"size": {"value": 20}, "name": {"value": "b \"b\""}},
                    "3": {"size": {"value": 30}, "name": {"value": "c"}},
                    "4": {"size": {"value": 40}, "name": {"value": "d"}},
                    "5": {"size": {"value": 50}, "name": {"value": "e"}},
                    "6": {},
                },
                "Inn": {"red lion": {"stars": {"value": 3}}},
                "Plot": {"High Street,1": {}},
            },
            "edges": {"Town": {
                "1": {
                    "Road": {"Town": {"2": road(1)}, "Inn": {"red lion": road(5)}},
                    "River": {"Town": {"3": {"speed": {"value": 7}}}},
                    "Owns": {"Plot": {"High Street,1": {}}},
                },
                "2": {"Road": {"Town": {"3": road(2)}}},
                "3": {"Road": {"Town": {"4": road(3)}}, "Rail": {"Town": {"5": {}}}},
                "4": {"Road": {"Inn": {"red lion": road(6)}}},
            }},
        }))
        .await;
    server
}

/// Returns the ids of the vertices and the edges as `from-to`, both sorted.
async fn find(server: &Server, endpoint: &str, body: Value) -> (Vec<String>, Vec<String>) {
    let results = server.post(&format!("/{endpoint}/g"), &body).await.results();
    assert_eq!(results.as_array().map(Vec::len), Some(1), "{results}");
    let texts = |key: &str, text: &dyn Fn(&Value) -> String| {
        let mut texts: Vec<_> = results[0][key].as_array().unwrap().iter().map(text).collect();
        texts.sort();
        texts
    };
    let id = |value: &Value| value.as_str().unwrap().to_owned();
    let vertices = texts("vertices", &|row| id(&row["v_id"]));
    let edges = texts("edges", &|row| format!("{}-{}", id(&row["from_id"]), id(&row["to_id"])));
    (vertices, edges)
}

fn town(id: u32) -> Value {
    json!({"type": "Town", "id": id})
}

#[track_caller]
fn check(found: (Vec<String>, Vec<String>), vertices: &[&str], edges: &[&str]) {
    assert_eq!((found.0, found.1), (strings(vertices), strings(edges)));
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[tokio::test]
async fn one_shortest_path_or_all() {
    for generation in BOTH {
        let server = towns(generation).await;
        let body = json!({"source": town(1), "target": {"type": "Town", "id": "3"}});
        check(find(&server, "shortestpath", body).await, &["1", "3"], &["1-3"]);
        // Two paths of two edges: over the river and a road, and over the inn.
        let mut body = json!({"sources": [town(1)], "targets": [town(4)]});
        let (vertices, edges) = find(&server, "shortestpath", body.clone()).await;
        assert_eq!((vertices.len(), edges.len()), (3, 2));
        body["allShortestPaths"] = true.into();
        check(
            find(&server, "shortestpath", body.clone()).await,
            &["1", "3", "4", "red lion"],
            &["1-3", "1-red lion", "3-4", "red lion-4"],
        );
        body["maxLength"] = 1.into();
        check(find(&server, "shortestpath", body).await, &[], &[]);
        let body = json!({"source": town(1), "target": town(1)});
        check(find(&server, "shortestpath", body).await, &["1"], &[]);
        let body = json!({"source": town(1), "target": town(6)});
        check(find(&server, "shortestpath", body).await, &[], &[]);
    }
}

#[tokio::test]
async fn the_response_has_complete_objects() {
    for generation in BOTH {
        let server = towns(generation).await;
        let body =
            json!({"source": town(1), "target": town(3), "vertexFilters": [{"type": "Town"}]});
        let answer = server.post("/shortestpath/g", &body).await.json();
        assert_eq!(
            answer,
            json!({
                "version": {"edition": "enterprise", "api": "v2", "schema": 0},
                "error": false,
                "message": "Cannot get 'edge_filters' filters, use empty filter.",
                "results": [{
                    "vertices": [
                        {"v_id": "1", "v_type": "Town",
                            "attributes": {"id": 1, "size": 10, "name": "a"}},
                        {"v_id": "3", "v_type": "Town",
                            "attributes": {"id": 3, "size": 30, "name": "c"}},
                    ],
                    "edges": [{
                        "e_type": "River", "directed": true, "from_id": "1", "from_type": "Town",
                        "to_id": "3", "to_type": "Town", "attributes": {"speed": 7},
                    }],
                }],
            })
        );
        let body =
            json!({"source": town(1), "target": town(3), "edgeFilters": [{"type": "River"}]});
        let answer = server.post("/shortestpath/g/", &body).await.json();
        assert_eq!(answer["message"], "Cannot get 'vertex_filters' filters, use empty filter.");
    }
}

#[tokio::test]
async fn directed_edges_are_followed_forward_and_reverse_types_backward() {
    let server = towns(BOTH[1]).await;
    let back = json!({"source": town(3), "target": town(1)});
    check(find(&server, "shortestpath", back).await, &["1", "2", "3"], &["2-1", "3-2"]);
    let back = json!({"source": town(5), "target": town(3)});
    let answer = server.post("/shortestpath/g", &back).await.results();
    assert_eq!(answer[0]["edges"][0]["e_type"], "liar");
    let back = json!({"source": {"type": "Plot", "id": "High Street,1"}, "target": town(1)});
    check(find(&server, "shortestpath", back).await, &[], &[]);
    let forth = json!({"source": town(1), "target": {"type": "Plot", "id": "High Street,1"}});
    check(
        find(&server, "shortestpath", forth).await,
        &["1", "High Street,1"],
        &["1-High Street,1"],
    );
}

#[tokio::test]
async fn several_sources_and_targets_are_sets() {
    let server = towns(BOTH[1]).await;
    let inn = json!({"type": "Inn", "id": "red lion"});
    let body = json!({"sources": [town(1), town(5)], "targets": [town(4), inn]});
    check(find(&server, "shortestpath", body).await, &["1", "red lion"], &["1-red lion"]);
    let body =
        json!({"sources": [town(1)], "targets": [town(2), town(3)], "allShortestPaths": true});
    check(find(&server, "shortestpath", body).await, &["1", "2", "3"], &["1-2", "1-3"]);
}

#[tokio::test]
async fn all_paths_are_a_union_that_grows_with_the_length() {
    for generation in BOTH {
        let server = towns(generation).await;
        let body = |length: u32| json!({"source": town(1), "target": town(4), "maxLength": length});
        check(find(&server, "allpaths", body(1)).await, &[], &[]);
        check(
            find(&server, "allpaths", body(2)).await,
            &["1", "3", "4", "red lion"],
            &["1-3", "1-red lion", "3-4", "red lion-4"],
        );
        let three = find(&server, "allpaths", body(3)).await;
        assert_eq!(three.0, ["1", "2", "3", "4", "red lion"]);
        assert!(three.1.contains(&"1-2".to_owned()) && three.1.contains(&"2-3".to_owned()));
        let four = find(&server, "allpaths", body(4)).await;
        assert!(four.1.len() > three.1.len(), "{four:?}");
        let without = json!({"source": town(1), "target": town(4)});
        assert_eq!(server.post("/allpaths/g", &without).await.code(), "REST-30000");
    }
}

#[tokio::test]
async fn filters_select_what_meets_one_of_them() {
    for generation in BOTH {
        let server = towns(generation).await;
        let by = |vertices: Value, edges: Value| {
            let mut body = json!({"source": town(1), "target": town(4), "allShortestPaths": true});
            for (key, filters) in [("vertexFilters", vertices), ("edgeFilters", edges)] {
                if !filters.is_null() {
                    body[key] = filters;
                }
            }
            find(&server, "shortestpath", body)
        };
        let filter = |ty: &str, condition: &str| json!([{"type": ty, "condition": condition}]);
        // Types without a filter are excluded.
        check(by(filter("Town", "size>5"), Value::Null).await, &["1", "3", "4"], &["1-3", "3-4"]);
        // The filters also apply to sources and targets.
        check(by(filter("Town", "size > 10"), Value::Null).await, &[], &[]);
        let either = json!([
            {"type": "Town", "condition": "size == 10"},
            {"type": "Town", "condition": "size == 40"},
            {"type": "Inn", "condition": "stars > 1 and stars < 4"}]);
        check(
            by(either, Value::Null).await,
            &["1", "4", "red lion"],
            &["1-red lion", "red lion-4"],
        );
        check(
            by(Value::Null, filter("Road", "length < 4 or length == 99")).await,
            &["1", "2", "3", "4"],
            &["1-2", "2-3", "3-4"],
        );
        let named = filter("Town", r#"name != "b \"b\"" and (size >= 30 or id == 1)"#);
        check(by(named, Value::Null).await, &["1", "3", "4"], &["1-3", "3-4"]);
        let all = json!({"source": town(1), "target": town(4), "maxLength": 3,
            "edgeFilters": [{"type": "Road", "condition": "length<=3"}]});
        check(find(&server, "allpaths", all).await, &["1", "2", "3", "4"], &["1-2", "2-3", "3-4"]);
    }
}

#[tokio::test]
async fn mistakes_are_reported() {
    for generation in BOTH {
        let server = towns(generation).await;
        let (one, two) = (town(1), town(2));
        let rejected = async |body: Value| server.post("/shortestpath/g", &body).await.error();
        for body in [
            json!({"target": two}),
            json!({"source": one}),
            json!({"source": [], "target": two}),
            json!({"source": {"type": "Town"}, "target": two}),
            json!({"source": {"id": 1}, "target": two}),
            json!({"source": "1", "target": two}),
            json!({"source": {"type": "Other", "id": "1"}, "target": two}),
            json!({"source": {"type": "Town", "id": [1]}, "target": two}),
            json!({"source": one, "target": two, "maxLength": -1}),
            json!({"source": one, "target": two, "maxLength": "3"}),
            json!({"source": one, "target": two, "allShortestPaths": "yes"}),
            json!({"source": one, "target": two, "vertexFilters": [{"type": "Nope"}]}),
            json!({"source": one, "target": two,
                "vertexFilters": [{"type": "Town", "condition": "nope > 1"}]}),
            json!({"source": one, "target": two,
                "edgeFilters": [{"type": "Town", "condition": "size > 1"}]}),
            json!({"source": one, "target": two,
                "edgeFilters": [{"type": "Road", "condition": "length >"}]}),
            json!([1]),
        ] {
            assert_eq!(rejected(body.clone()).await.0, "REST-30000", "{body}");
        }
        let (code, message) = rejected(json!({"source": town(9), "target": two})).await;
        assert_eq!(code, "601");
        assert_eq!(
            message,
            "The input source_vertex_id '9' is not a valid vertex id for vertex type = Town."
        );
        let (code, message) =
            rejected(json!({"source": {"type": "Banana", "id": 1}, "target": two})).await;
        assert_eq!(code, "REST-30000");
        assert!(message.starts_with("The input parameter source_vertex_type = 'Banana' is not"));
        let body = server.rest(reqwest::Method::POST, "/shortestpath/g", "{").await;
        assert_eq!(body.code(), "REST-2001");
        assert_eq!(server.post("/shortestpath/nope", &json!({})).await.code(), "REST-1004");
        assert_eq!(server.get("/shortestpath/g").await.code(), "REST-1000");
        assert_eq!(server.get("/allpaths/g").await.code(), "REST-1000");
    }
}

#[tokio::test]
async fn a_search_ends_at_its_time_limit() {
    let server = towns(BOTH[1]).await;
    let plots: serde_json::Map<String, Value> =
        (0..5000).map(|n| (format!("street,{n}"), json!({}))).collect();
    server.upsert(&json!({"edges": {"Town": {"1": {"Owns": {"Plot": plots}}}}})).await;
    let url = format!("{}/allpaths/g", server.emulator.restpp_url());
    let body = json!({"source": town(1), "target": town(2), "maxLength": 3});
    let request =
        server.http.post(&url).header("Authorization", server.authorization.clone().unwrap());
    // The limit is shorter than the resolution of the clock, so the first check exceeds it.
    let request = request.header("GSQL-TIMEOUT", "0.000001").body(body.to_string());
    assert_eq!(crate::support::answer(request).await.code(), "REST-3000");
    assert_eq!(find(&server, "allpaths", body).await.0, ["1", "2", "3", "red lion"]);
}
