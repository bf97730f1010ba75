//! Rows that add to stored values count once, and are in doubt when they may have counted.

use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use tg_emulator::{Fault, Gate};
use tg_runtime::AnyGraph;
use tg_runtime::load::{CsvSource, JsonLines, LoadAccount, LoadRows};
use tg_runtime::prelude::*;

use super::checkpoint::{load_and_kill, of_process};
use super::{served, sums, upserts};
use crate::goods::{Goods, Package, StoredAt};

/// Loads rows of which each makes a stop more of its package, and of all.
fn stops(graph: &Goods, source: impl tg_runtime::load::RowSource<(u32, String)>) -> LoadRows {
    let packages = graph.packages.clone();
    let load = graph.load(source, move |(number, id): (u32, String), out| {
        if number % 10 == 7 {
            out.vertex(&Package::new(&format!("plain {number}"), 1.0))?;
            return Ok(());
        }
        out.update(packages.update(id).add(|it| it.stops, 1))?;
        out.update(packages.update("all").add(|it| it.stops, 1))
    });
    load.request_bytes(1_000)
}

fn rows(number: u32) -> impl Iterator<Item = (u32, String)> + Send + 'static {
    (0..number).map(|number| (number, format!("P-{number}")))
}

/// Returns the number of stops of all, after a comparison with those of each package, which has at
/// most one.
async fn counted(graph: &Goods) -> u64 {
    let packages = graph.packages.all().await.unwrap();
    let counted = packages.iter().filter(|it| it.id.starts_with("P-"));
    assert!(counted.clone().all(|it| it.stops == 1), "a row counts once");
    let all = packages.iter().find(|it| it.id == "all").map_or(0, |it| it.stops);
    assert_eq!(i64::try_from(counted.count()).unwrap(), all);
    u64::try_from(all).unwrap()
}

/// Returns the names of the rows in doubt.
fn in_doubt(account: &LoadAccount) -> Vec<u64> {
    let rows = account.rejected_rows().iter();
    rows.filter(|row| row.in_doubt).map(|row| row.row).collect()
}

#[tokio::test]
async fn a_row_whose_answer_is_lost_is_in_doubt_and_has_a_name() {
    for fault in [
        Fault::applied(504, "text/html", "Gateway Timeout"),
        Fault::HangUp(0),
        Fault::Disconnect,
        Fault::Status(503),
    ] {
        let (server, graph) = served().await;
        let rule = server.on(upserts()).after(3).times(1).then(fault);
        let one = std::num::NonZeroUsize::MIN;
        let account = stops(&graph, rows(200)).concurrency(one).await.unwrap();
        let [accepted, rejected, doubt, pending] = sums(&account);
        assert_eq!((rule.hits(), rejected), (1, 0), "it is not repeated");
        assert!(accepted > 0 && doubt > 0 && pending > 0, "{account}");
        // Of rows that change nothing the second time, the number is enough.
        let named = in_doubt(&account);
        assert!(named.iter().all(|row| (row - 1) % 10 != 7) && !named.is_empty());
        assert!(named.len() as u64 <= doubt);
        let reason = account.rejected_rows()[0].to_string();
        assert!(reason.contains("it may be stored: load rows into Goods"), "{reason}");
        let counted = counted(&graph).await;
        let plain = graph.packages.count().await.unwrap() - counted - 1;
        assert!(accepted <= counted + plain && counted + plain <= accepted + doubt, "{account}");
    }
}

/// Creates a folder with 200 rows.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let lines = rows(200).map(|(number, id)| format!("{number},{id}\n"));
    std::fs::write(folder.path().join("rows.csv"), lines.collect::<String>()).unwrap();
    folder
}

fn stops_of(graph: &Goods, folder: &Path) -> LoadRows {
    let source = CsvSource::path(folder.join("rows.csv")).without_header();
    let load = stops(graph, source).checkpoint(folder.join("checkpoint"));
    load.rejects(folder.join("rejected.jsonl"))
}

#[tokio::test]
async fn a_row_that_did_not_arrive_is_sent_again() {
    let (mut server, graph) = served().await;
    server.close().await;
    let folder = folder();
    let account = stops_of(&graph, folder.path()).await.unwrap();
    let [accepted, rejected, doubt, pending] = sums(&account);
    assert!((accepted, rejected, doubt) == (0, 0, 0) && pending > 0, "{account}");
    server.listen().await.unwrap();
    stops_of(&graph, folder.path()).await.unwrap().require_clean().unwrap();
    assert_eq!(counted(&graph).await, 180);
}

/// Not a test by itself: the process that the next test starts and kills.
#[tokio::test]
async fn a_process_that_counts() {
    let Some((graph, folder)) = of_process().await else { return };
    let _ = stops_of(&graph, &folder).await.unwrap();
}

#[tokio::test]
async fn a_row_that_is_under_way_when_the_load_is_killed_is_in_doubt() {
    for after in [0, 1, 4, 9, 13] {
        let (folder, (server, graph)) = (folder(), served().await);
        load_and_kill("adding::a_process_that_counts", folder.path(), &server, after).await;
        let account = stops_of(&graph, folder.path()).await.unwrap();
        let [accepted, rejected, doubt, pending] = sums(&account);
        assert!(account.failure().is_none() && (rejected, pending) == (0, 0), "{account}");
        assert!(doubt > 0 && accepted + doubt == 200, "{account}");
        let named = in_doubt(&account);
        assert_eq!(named.len() as u64, doubt);
        let reason = account.rejected_rows()[0].to_string();
        assert!(reason.contains("under way when an earlier run of the load ended"), "{reason}");
        let lines = std::fs::read_to_string(folder.path().join("rejected.jsonl")).unwrap();
        assert_eq!(lines.matches(r#""in_doubt":true"#).count() as u64, doubt);
        let counted = counted(&graph).await;
        assert!(accepted - 20 <= counted && counted <= accepted + doubt - 20, "{account}");
        assert_eq!(graph.packages.count().await.unwrap() - counted, 21, "all others are stored");
    }
}

/// The server has stored nothing of a request that it rejects, so its rows are sent again.
#[tokio::test]
async fn a_rejected_request_is_divided() {
    let (server, graph) = served().await;
    server.on(upserts()).times(3).then(Fault::error("REST-30200", "not like this"));
    let account = stops(&graph, rows(200)).request_bytes(1 << 20).await.unwrap();
    account.require_clean().unwrap();
    assert_eq!(counted(&graph).await, 180);
    let nothing = r#"{"error": false, "results": [{"accepted_vertices": 0, "accepted_edges": 0}]}"#;
    server.on(upserts()).times(1).then(Fault::answer(200, "application/json", nothing));
    let others = (1_000..1_100).map(|number| (number, format!("P-{number}")));
    stops(&graph, others).request_bytes(1 << 20).await.unwrap().require_clean().unwrap();
    assert_eq!(counted(&graph).await, 270);
}

/// It is not known which rows the server has stored, so only those that change nothing the second
/// time are sent again.
#[tokio::test]
async fn a_request_that_is_stored_in_part_is_not_sent_again() {
    let (server, graph) = served().await;
    let part = r#"{"error": false, "results": [{"accepted_vertices": 2, "accepted_edges": 0}]}"#;
    let rule = server.on(upserts()).times(1).then(Fault::applied(200, "application/json", part));
    let account = stops(&graph, rows(100)).request_bytes(1 << 20).await.unwrap();
    assert_eq!(sums(&account), [10, 0, 90, 0]);
    assert_eq!(in_doubt(&account).len(), 90);
    assert_eq!((rule.hits(), account.failure().is_none()), (1, true));
    assert_eq!(counted(&graph).await, 90);
    account.require_clean().unwrap_err();
}

#[tokio::test]
async fn a_row_that_is_stored_in_part_is_in_doubt() {
    let (_server, graph) = served().await;
    let since: DateTime = "2024-01-02".parse().unwrap();
    let (packages, stored_at) = (graph.packages.clone(), graph.stored_at.clone());
    graph.depots.upsert(&crate::goods::Depot { code: 1, city: "Ulm".to_owned() }).await.unwrap();
    let load = graph.load(1..=3_i64, move |depot, out| {
        if depot == 3 {
            let id = "changes only the edge".to_owned();
            out.vertex(&Package::new(&id, 1.0))?;
            return out.update_edge(stored_at.update(id, depot).set(|it| it.since, since));
        }
        let id = format!("P-{depot}");
        out.update(packages.update(&id).add(|it| it.stops, 1))?;
        out.edge(id, depot, &StoredAt { since })
    });
    let account = load.ends_must_exist().await.unwrap();
    assert_eq!(sums(&account), [1, 1, 1, 0]);
    assert_eq!(in_doubt(&account), [2]);
    let reasons: Vec<_> = account.rejected_rows().iter().map(|row| row.reason.as_str()).collect();
    let missing = |code| format!("an edge was not stored: Depot \"{code}\" is missing");
    let in_part = format!("it may be stored: {}, and another part of the row was", missing(2));
    assert_eq!(reasons, [in_part, missing(3)]);
}

/// All rows of a request that is answered have an outcome, also if one of them ends the load.
#[tokio::test]
async fn a_load_with_too_many_rows_without_ends_continues() {
    let (_server, graph) = served().await;
    graph.depots.upsert(&crate::goods::Depot { code: 1, city: "Ulm".to_owned() }).await.unwrap();
    let folder = folder();
    let load = || {
        let (packages, stored_at) = (graph.packages.clone(), graph.stored_at.clone());
        let source = CsvSource::path(folder.path().join("rows.csv")).without_header();
        let load = graph.load(source, move |(number, id): (u32, String), out| {
            let since: DateTime = "2024-01-02".parse()?;
            if number % 40 == 3 {
                out.vertex(&Package::new(&id, 1.0))?;
                return out.update_edge(stored_at.update(id, 2_i64).set(|it| it.since, since));
            }
            out.update(packages.update(&id).add(|it| it.stops, 1))?;
            out.edge(id, if number == 150 { 2 } else { 1_i64 }, &StoredAt { since })
        });
        let load = load.ends_must_exist().max_rejects(1);
        load.checkpoint(folder.path().join("checkpoint")).rejects(folder.path().join("rejected"))
    };
    let account = load().await.unwrap();
    assert_eq!(sums(&account), [194, 5, 1, 0]);
    let failure = account.failure().unwrap().to_string();
    assert!(failure.contains("more than 1 row was rejected, the last one"), "{failure}");
    assert!(failure.contains("rows.csv:44: an edge was not stored"), "{failure}");
    let rows: Vec<_> = account.rejected_rows().iter().map(|it| it.row).collect();
    assert_eq!(rows, [4, 44, 84, 124, 151, 164]);
    let continued = load().await.unwrap();
    assert!(continued.failure().is_none(), "{:?}", continued.failure());
    assert_eq!(sums(&continued), [194, 5, 1, 0]);
    assert_eq!(continued.rejected_rows(), account.rejected_rows());
    assert_eq!(continued.requests(), 0, "nothing is sent again");
}

#[tokio::test]
async fn a_row_of_a_load_that_times_out_has_a_name() {
    let (server, graph) = served().await;
    let gate = Gate::new();
    server.on(upserts()).then(Fault::Hold(gate.clone()));
    let held = gate.clone();
    let stop = async move { held.held(4).await };
    let load = stops(&graph, rows(2_000)).stop_when(stop);
    let load = load.timeout(Duration::from_secs(1));
    let account = load.await.unwrap();
    let [accepted, rejected, doubt, _] = sums(&account);
    assert!((accepted, rejected) == (0, 0) && doubt > 0, "{account}");
    assert!(!in_doubt(&account).is_empty());
    gate.open();
}

/// A row in doubt stays in doubt until the user decides.
#[tokio::test]
async fn a_row_in_doubt_is_loaded_from_the_file_of_rejects_only_if_it_is_released() {
    let (server, graph) = served().await;
    let folder = tempfile::tempdir().unwrap();
    let files = ["first", "second", "third"].map(|name| folder.path().join(name));
    std::fs::write(folder.path().join("rows"), "[1,\"P-1\"]\n").unwrap();
    server.on(upserts()).times(1).then(Fault::Disconnect);
    let source = JsonLines::path(folder.path().join("rows"));
    let account = stops(&graph, source).rejects(&files[0]).await.unwrap();
    assert_eq!(sums(&account), [0, 0, 1, 0]);
    for (from, to) in [(0, 1), (1, 2)] {
        let source = JsonLines::path(&files[from]).rejected_rows();
        let account = stops(&graph, source).rejects(&files[to]).await.unwrap();
        assert_eq!(sums(&account), [0, 0, 1, 0]);
        let reason = &account.rejected_rows()[0].reason;
        assert!(reason.contains("remove its `in_doubt` to load it"), "{reason}");
    }
    let mut row: Value = serde_json::from_slice(&std::fs::read(&files[2]).unwrap()).unwrap();
    row.as_object_mut().unwrap().remove("in_doubt").unwrap();
    std::fs::write(&files[2], row.to_string()).unwrap();
    let source = JsonLines::path(&files[2]).rejected_rows();
    stops(&graph, source).await.unwrap().require_clean().unwrap();
    assert_eq!(counted(&graph).await, 1);
}

/// A row stays in doubt if its source has no texts, or its text is damaged.
#[tokio::test]
async fn a_row_in_doubt_without_a_whole_text_stays_in_doubt() {
    let (server, graph) = served().await;
    let folder = tempfile::tempdir().unwrap();
    let files = ["first", "second"].map(|name| folder.path().join(name));
    server.on(upserts()).times(1).then(Fault::Disconnect);
    let account = stops(&graph, rows(1)).rejects(&files[0]).await.unwrap();
    assert_eq!(sums(&account), [0, 0, 1, 0]);
    let line = std::fs::read_to_string(&files[0]).unwrap();
    let mut row: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(row["text"], Value::Null);
    row["text"] = "".into();
    let empty = row.to_string();
    row["text"] = "[1,\"P-\u{fffd}\"]".into();
    row["reason"] = "the line is not UTF-8 from byte 6 on".into();
    std::fs::write(&files[0], format!("{line}{empty}\n{row}\n")).unwrap();
    for (from, to) in [(0, 1), (1, 0)] {
        let source = JsonLines::path(&files[from]).rejected_rows();
        let account = stops(&graph, source).rejects(&files[to]).await.unwrap();
        assert_eq!(sums(&account), [0, 0, 3, 0], "{:?}", account.rejected_rows());
        assert_eq!(in_doubt(&account), [1, 2, 3]);
    }
}

#[tokio::test]
async fn types_with_a_name_have_operators() {
    let (server, graph) = served().await;
    let any = AnyGraph::builder("Goods").url(server.url());
    let secret = SecretString::from(server.secret());
    let any = any.credentials(tg_runtime::auth::Credentials::Secret(secret));
    let any = any.connect().await.unwrap();
    let load = |operator: &'static str, value: i64| {
        any.load([value], move |value, out| {
            out.named_vertex("Package", "P-1", |out| out.change("stops", &value, Some(operator)))
        })
    };
    for (operator, value) in [("+", 3), ("add", 4), ("max", 5), ("min", 6), (">", 9)] {
        load(operator, value).await.unwrap().require_clean().unwrap();
    }
    assert_eq!(graph.packages.get("P-1").await.unwrap().unwrap().stops, 9);
    for (operator, is_repeated) in [("+", false), ("add", false), ("max", true), ("<", true)] {
        server.on(upserts()).times(1).then(Fault::Status(503));
        let account = load(operator, 1).await.unwrap();
        assert_eq!(account.is_clean(), is_repeated, "{operator}: {account}");
        assert_eq!(in_doubt(&account).len(), usize::from(!is_repeated));
    }
}
