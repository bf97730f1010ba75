//! Loads whose server or disk fails in the middle: the message, the account, and the load that
//! continues.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::mpsc;

use serde::Deserialize;
use tempfile::TempDir;
use tg_emulator::{Fault, Gate};
use tg_runtime::load::{CsvSource, LoadAccount, LoadRows};
use tg_runtime::prelude::*;

use super::{served, sums, upserts};
use crate::goods::{Depot, Goods};

const ROWS: u64 = 1_000;

/// Creates a folder with rows of which every hundredth is rejected.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let city = |code: u64| if code % 100 == 50 { "bad" } else { "Ulm" };
    let lines = (0..ROWS).map(|code| format!("{code},{}\n", city(code)));
    let text = "code,city\n".to_owned() + &lines.collect::<String>();
    std::fs::write(folder.path().join("rows.csv"), text).unwrap();
    folder
}

#[derive(Deserialize)]
struct Row {
    code: i64,
    city: String,
}

fn load(graph: &Goods, folder: &Path) -> LoadRows {
    let load = graph.load(CsvSource::path(folder.join("rows.csv")), |row: Row, out| {
        if row.city == "bad" {
            return Err("the city is bad".into());
        }
        out.vertex(&Depot { code: row.code, city: row.city })
    });
    let load = load.checkpoint(folder.join("checkpoint")).rejects(folder.join("rejected.jsonl"));
    load.request_bytes(400).concurrency(NonZeroUsize::MIN)
}

/// Compares the account of a load that has failed, and returns its message.
fn failed(account: &LoadAccount) -> String {
    let [accepted, _, _, _] = sums(account);
    assert!(account.read() < ROWS && accepted < account.read(), "{account}");
    account.require_clean().unwrap_err().to_string()
}

/// Continues, and compares the outcome.
async fn continues(graph: &Goods, folder: &Path) {
    let account = load(graph, folder).await.unwrap();
    assert!(account.failure().is_none(), "{:?}", account.failure());
    assert_eq!(sums(&account), [ROWS - 10, 10, 0, 0]);
    assert_eq!(graph.depots.count().await.unwrap(), ROWS - 10);
    let lines = std::fs::read_to_string(folder.join("rejected.jsonl")).unwrap();
    assert_eq!(lines.lines().count(), 10);
}

#[tokio::test]
async fn a_token_that_is_revoked() {
    let ((server, graph), folder) = (served().await, folder());
    let rule = server.on(upserts()).after(9).then(Fault::NoToken);
    let account = load(&graph, folder.path()).await.unwrap();
    assert!(account.failure().unwrap().is_unauthorized());
    let message = failed(&account);
    assert!(account.accepted() > 0 && message.contains("accepted"), "{message}");
    rule.remove();
    continues(&graph, folder.path()).await;
}

#[tokio::test]
async fn a_token_that_expires_is_replaced() {
    let ((server, graph), folder) = (served().await, folder());
    let gate = Gate::new();
    server.on(upserts()).after(9).times(1).then(Fault::Hold(gate.clone()));
    let expire = async {
        gate.held(1).await;
        server.expire_tokens();
        gate.open();
    };
    let (account, ()) = tokio::join!(load(&graph, folder.path()).into_future(), expire);
    assert_eq!(sums(&account.unwrap()), [ROWS - 10, 10, 0, 0]);
}

#[tokio::test]
async fn a_type_that_is_dropped() {
    let ((server, graph), folder) = (served().await, folder());
    let gate = Gate::new();
    server.on(upserts()).after(9).times(1).then(Fault::Hold(gate.clone()));
    let drop = async {
        gate.held(1).await;
        let drop = "USE GRAPH Goods CREATE SCHEMA_CHANGE JOB j FOR GRAPH Goods { \
                    DROP EDGE StoredAt; DROP EDGE WorksAt; DROP VERTEX Depot; } \
                    RUN SCHEMA_CHANGE JOB j DROP JOB j";
        server.gsql(drop).await.unwrap();
        gate.open();
    };
    let (account, ()) = tokio::join!(load(&graph, folder.path()).into_future(), drop);
    let account = account.unwrap();
    let message = failed(&account);
    assert!(message.contains("Depot"), "{message}");
    let create = "USE GRAPH Goods CREATE SCHEMA_CHANGE JOB k FOR GRAPH Goods { \
                  ADD VERTEX Depot (PRIMARY_ID code INT, city STRING) \
                  WITH PRIMARY_ID_AS_ATTRIBUTE=\"true\"; } \
                  RUN SCHEMA_CHANGE JOB k DROP JOB k";
    server.gsql(create).await.unwrap();
    // The rows that were done are lost with their type; the load does not know it.
    let account = load(&graph, folder.path()).await.unwrap();
    assert_eq!(sums(&account), [ROWS - 10, 10, 0, 0]);
}

#[tokio::test]
async fn a_server_that_stops_and_starts_again() {
    let ((mut server, graph), folder) = (served().await, folder());
    let (sender, progress) = mpsc::channel();
    let load_in_part = load(&graph, folder.path()).on_progress(move |account: &LoadAccount| {
        let _ = sender.send(account.accepted());
    });
    let load_in_part = tokio::spawn(load_in_part.into_future());
    while progress.try_recv().is_err() {
        tokio::task::yield_now().await;
    }
    server.close().await;
    let account = load_in_part.await.unwrap().unwrap();
    let message = failed(&account);
    assert!(message.contains("no connection to the server"), "{message}");
    server.listen().await.unwrap();
    continues(&graph, folder.path()).await;
}

/// A load with a patient policy outlives the stop of a server.
#[tokio::test]
async fn a_load_waits_for_a_server_that_stops() {
    let (mut server, _) = served().await;
    let patient = RetryPolicy::PATIENT.first_delay(std::time::Duration::from_millis(20));
    let graph = crate::goods::builder(&server).retry(patient).connect().await.unwrap();
    let folder = folder();
    let (sender, mut progress) = tokio::sync::mpsc::unbounded_channel();
    let whole = load(&graph, folder.path()).on_progress(move |account: &LoadAccount| {
        let _ = sender.send((account.requests(), account.repetitions()));
    });
    let whole = tokio::spawn(whole.into_future());
    progress.recv().await.unwrap();
    server.close().await;
    // Requests that were answered before are reported; the next one waits for the server.
    while progress.try_recv().is_ok() {}
    server.listen().await.unwrap();
    assert_eq!(sums(&whole.await.unwrap().unwrap()), [ROWS - 10, 10, 0, 0]);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_disk_that_is_full() {
    for name in ["rejected.jsonl", "checkpoint.new"] {
        let ((_server, graph), folder) = (served().await, folder());
        let full = folder.path().join(name);
        std::os::unix::fs::symlink("/dev/full", &full).unwrap();
        let account = load(&graph, folder.path()).await.unwrap();
        let message = failed(&account);
        assert!(message.contains("No space left on device"), "{message}");
        let file = folder.path().join(name.trim_end_matches(".new"));
        assert!(message.contains(&file.display().to_string()), "{message}");
        std::fs::remove_file(&full).unwrap();
        continues(&graph, folder.path()).await;
    }
}

/// A stop does not wait for the moment at which the server wants the request again.
#[tokio::test]
async fn a_load_that_is_stopped_does_not_repeat_requests() {
    let ((server, graph), folder) = (served().await, folder());
    let busy = Fault::RetryAfter { status: 503, seconds: 25 };
    let rule = server.on(upserts()).after(9).then(busy);
    let stop = async move {
        while rule.hits() == 0 {
            tokio::task::yield_now().await;
        }
    };
    let account = load(&graph, folder.path()).stop_when(stop).await.unwrap();
    assert_eq!(account.failure().unwrap().kind(), ErrorKind::Aborted);
    failed(&account);
    // At the end of the time for requests that are under way, the last one would have no answer.
    assert_eq!(account.requests(), 10, "{account}");
}
