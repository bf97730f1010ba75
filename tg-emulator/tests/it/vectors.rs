//! `GET /vector/status`.

use serde_json::json;
use tg_emulator::{Emulator, Generation, Version};

use crate::support::Server;

const SCHEMA: &str = r#"
    CREATE VERTEX Doc (PRIMARY_ID id STRING, title STRING)
    CREATE VERTEX Plain (PRIMARY_ID id STRING)
    CREATE GRAPH g (*)
    CREATE GLOBAL SCHEMA_CHANGE JOB vectors {
        ALTER VERTEX Doc ADD VECTOR ATTRIBUTE emb(DIMENSION=3, METRIC="COSINE");
        ALTER VERTEX Doc ADD VECTOR ATTRIBUTE small(DIMENSION=2, METRIC="L2");
    }
    RUN GLOBAL SCHEMA_CHANGE JOB vectors
"#;

#[tokio::test]
async fn indexes_are_ready_unless_they_are_held() {
    let server = Server::with(Emulator::builder().gsql(SCHEMA)).await;
    let ready = server.get("/vector/status/g/Doc/emb").await.json();
    assert_eq!(
        ready,
        json!({
            "version": {"edition": "enterprise", "api": "v2", "schema": 1},
            "error": false, "message": "fetched status success",
            "results": {"NeedRebuildServers": []}, "code": "REST-0000",
        })
    );
    let rebuild = server.emulator.rebuild_vectors("Doc", "emb");
    let held = json!({"NeedRebuildServers": ["GPE_1#1"]});
    let free = json!({"NeedRebuildServers": []});
    for path in ["", "/", "/g", "/g/", "/g/Doc", "/g/Doc/", "/g/Doc/emb", "/g/Doc/emb/"] {
        assert_eq!(server.get(&format!("/vector/status{path}")).await.results(), held, "{path}");
    }
    for path in ["/g/Plain/", "/g/Doc/small"] {
        assert_eq!(server.get(&format!("/vector/status{path}")).await.results(), free, "{path}");
    }
    let verbose = server.get("/vector/status/g/Doc?verbose=true").await.results();
    let instances = &verbose["NeedRebuildInstances({SEGID}_{VECTOR_ID})"];
    assert_eq!(instances, &json!({"GPE_1#1": ["1_1"]}));
    rebuild.finish();
    assert_eq!(server.get("/vector/status/g/Doc/emb").await.results(), free);
    let _ = server.emulator.rebuild_vectors("Doc", "small").for_questions(2);
    let mut is_held = Vec::new();
    for _ in 0..4 {
        is_held.push(server.get("/vector/status/g/Doc/").await.results() == held);
    }
    assert_eq!(is_held, [true, true, false, false]);
}

#[tokio::test]
async fn missing_indexes_are_reported() {
    let server = Server::with(Emulator::builder().gsql(SCHEMA)).await;
    assert_eq!(server.get("/vector/status/g/Nope/").await.code(), "REST-30000");
    assert_eq!(server.get("/vector/status/g/Doc/title").await.code(), "REST-30000");
    assert_eq!(server.get("/vector/status/nope").await.code(), "REST-1004");
    assert_eq!(server.get("/vector/status/g/Doc/emb/x").await.code(), "REST-1000");
    let old = Server::start(Generation::V3).await;
    assert_eq!(old.get("/vector/status/g").await.code(), "REST-1000");
}

#[tokio::test]
async fn versions_before_4_2_have_no_vectors() {
    for version in [Version::V3_9, Version::V4_1] {
        let server = Server::of(version).await;
        assert_eq!(server.get("/vector/status").await.code(), "REST-1000");
    }
}
