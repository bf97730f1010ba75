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
