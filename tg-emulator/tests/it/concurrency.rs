//! Concurrent clients.

use std::sync::Arc;

use serde_json::json;
use tg_emulator::Generation;

use crate::support::Server;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_update_is_lost_and_no_batch_is_visible_in_part() {
    let server = Arc::new(Server::start(Generation::V4).await);
    let add = |server: Arc<Server>| async move {
        for _ in 0..50 {
            let one = json!({"age": {"value": 1, "op": "+"}});
            let body = json!({"vertices": {"Person": {"a": one, "b": one}}});
            server.upsert(&body).await;
        }
    };
    let watch = |server: Arc<Server>| async move {
        for _ in 0..100 {
            let people = server.get("/graph/g/vertices/Person").await.results();
            let ages = crate::support::column(&people, "v_id").len();
            if ages == 2 {
                assert_eq!(people[0]["attributes"]["age"], people[1]["attributes"]["age"]);
            }
        }
    };
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..8 {
        tasks.spawn(add(server.clone()));
    }
    tasks.spawn(watch(server.clone()));
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    let person = server.get("/graph/g/vertices/Person/a").await.results();
    assert_eq!(person[0]["attributes"]["age"], 400);
}

/// A query that only an abort or its time limit ends.
const ENDLESS: &str = r#"
    USE GRAPH g
    CREATE QUERY endless() FOR GRAPH g {
        INT n;
        All = {Person.*};
        WHILE true DO
            n = n + 1;
        END;
        PRINT n;
    }
    INSTALL QUERY endless
"#;

#[tokio::test]
async fn an_endless_query_holds_up_neither_writes_nor_reads_nor_its_abort() {
    let server = Server::start(Generation::V4).await;
    server.emulator.gsql(ENDLESS).await.unwrap();
    let hour = reqwest::header::HeaderMap::from_iter([(
        "GSQL-TIMEOUT".parse().unwrap(),
        "3600000".parse().unwrap(),
    )]);
    let start = || {
        let url = format!("{}/query/g/endless", server.emulator.restpp_url());
        let token = server.authorization.clone().unwrap();
        let request = server.http.get(url).header("Authorization", token).headers(hour.clone());
        tokio::spawn(crate::support::answer(request))
    };
    let (first, second) = (start(), start());
    // A script waits for a third one.
    let handle = server.emulator.handle();
    let script = tokio::spawn(async move { handle.gsql("USE GRAPH g RUN QUERY endless()").await });
    let running = loop {
        let listed = server.get("/showprocesslist/g").await.results();
        let ids = crate::support::column(&listed, "requestid");
        if ids.len() == 3 {
            break ids;
        }
    };

    server.upsert(&json!({"vertices": {"Person": {"a": {"age": {"value": 1}}}}})).await;
    server.emulator.gsql("CREATE VERTEX Late (id INT PRIMARY KEY)").await.unwrap();
    assert_eq!(server.get("/graph/g/vertices/Person/a").await.results()[0]["v_id"], "a");
    assert_eq!(server.get("/echo").await.json()["message"], "Hello GSQL");
    let removed = server.delete("/graph/g/vertices/Person/a").await.results();
    assert_eq!(removed["deleted_vertices"], 1);

    for id in &running {
        let aborted = server.get(&format!("/abortquery/g?requestid={id}")).await;
        assert_eq!(aborted.results()[0]["aborted_queries"][0]["requestid"], id.as_str());
    }
    for query in [first, second] {
        assert_eq!(query.await.unwrap().code(), "REST-12002");
    }
    assert!(script.await.unwrap().unwrap_err().output.contains("is aborted by user."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mixed_clients_are_all_answered_while_a_query_never_ends() {
    const CLIENTS: usize = 64;
    const ROUNDS: usize = 8;
    let server = Arc::new(Server::start(Generation::V4).await);
    server.emulator.gsql(ENDLESS).await.unwrap();
    let handle = server.emulator.handle();
    let endless = tokio::spawn(async move { handle.gsql("USE GRAPH g RUN QUERY endless()").await });
    let client = |server: Arc<Server>, number: usize| async move {
        for round in 0..ROUNDS {
            match (number + round) % 4 {
                0 => {
                    let one = json!({"age": {"value": 1, "op": "+"}});
                    server.upsert(&json!({"vertices": {"Person": {"a": one}}})).await;
                }
                1 => _ = server.get("/graph/g/vertices/Person?limit=1").await.results(),
                2 => assert_eq!(server.get("/echo").await.json()["message"], "Hello GSQL"),
                _ => _ = server.emulator.gsql("USE GRAPH g SHOW VERTEX *").await.unwrap(),
            }
        }
    };
    let mut tasks = tokio::task::JoinSet::new();
    (0..CLIENTS).for_each(|number| _ = tasks.spawn(client(server.clone(), number)));
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    let person = server.get("/graph/g/vertices/Person/a").await.results();
    assert_eq!(person[0]["attributes"]["age"], CLIENTS * ROUNDS / 4);
    server.get("/abortquery/g?requestid=all").await.results();
    endless.await.unwrap().unwrap_err();
}
