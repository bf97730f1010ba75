//! Checkpoints: a load that was killed or failed continues.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;
use tg_emulator::{Emulator, Fault};
use tg_runtime::load::{CsvSource, LoadAccount, LoadRows};
use tg_runtime::prelude::*;

use super::{csv, served, sums, upserts};
use crate::goods::{Depot, Goods};

/// Writes a file of which every seventh row is rejected and every eleventh has no vertices.
fn numbered(path: &Path, rows: u64) {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    writeln!(file, "code,city").unwrap();
    for code in 0..rows {
        writeln!(file, "{code},{}", if code % 7 == 3 { "bad" } else { "Ulm" }).unwrap();
    }
    file.flush().unwrap();
}

#[derive(Deserialize)]
struct Numbered {
    code: i64,
    city: String,
}

fn load_numbered(graph: &Goods, folder: &Path) -> LoadRows {
    let load = graph.load(CsvSource::path(folder.join("rows.csv")), |row: Numbered, out| {
        if row.city == "bad" {
            return Err("the city is bad".into());
        }
        if row.code % 11 == 5 {
            return Ok(());
        }
        out.vertex(&Depot { code: row.code, city: row.city })
    });
    let load = load.checkpoint(folder.join("checkpoint")).rejects(folder.join("rejected.jsonl"));
    load.request_bytes(400)
}

/// Compares a graph, an account and a file with what an undisturbed load of 1,000 rows leaves.
async fn is_whole(graph: &Goods, account: &LoadAccount, folder: &Path) {
    account.require_clean().unwrap_err();
    assert!(account.failure().is_none(), "{account}");
    assert_eq!(sums(account), [857, 143, 0, 0]);
    let left_out = (0..1_000).filter(|code| code % 7 != 3 && code % 11 == 5).count() as u64;
    assert_eq!(account.left_out(), left_out);
    let text = format!("1000 rows read, 857 accepted ({left_out} left out), 143 rejected");
    assert_eq!(account.to_string(), text);
    let stored = (0..1_000).filter(|code| code % 7 != 3 && code % 11 != 5).count() as u64;
    assert_eq!(graph.depots.count().await.unwrap(), stored);
    assert_eq!(account.vertices(), stored);
    let lines = std::fs::read_to_string(folder.join("rejected.jsonl")).unwrap();
    let row = |line: &str| serde_json::from_str::<Value>(line).unwrap()["row"].as_u64().unwrap();
    let mut rows: Vec<_> = lines.lines().map(row).collect();
    rows.sort_unstable();
    assert_eq!(rows, (0..1_000).filter(|code| code % 7 == 3).map(|it| it + 1).collect::<Vec<_>>());
    assert!(!folder.join("checkpoint").exists());
}

#[tokio::test]
async fn a_load_that_failed_continues_at_its_checkpoint() {
    let folder = tempfile::tempdir().unwrap();
    numbered(&folder.path().join("rows.csv"), 1_000);
    let (_server, graph) = served().await;
    let undisturbed = load_numbered(&graph, folder.path()).await.unwrap();
    is_whole(&graph, &undisturbed, folder.path()).await;
    for after in [0, 1, 2, 7, 20] {
        let (server, graph) = served().await;
        let rule = server.on(upserts()).after(after).then(Fault::Disconnect);
        let failed = load_numbered(&graph, folder.path()).await.unwrap();
        sums(&failed);
        assert!(failed.failure().is_some(), "{failed}");
        rule.remove();
        let account = load_numbered(&graph, folder.path()).await.unwrap();
        is_whole(&graph, &account, folder.path()).await;
        let saved = undisturbed.requests() - account.requests();
        // Of the first four requests, the first may be the one that failed.
        assert!(saved > 0 || after < 4, "{saved} requests after {after}");
    }
}

/// Not a test by itself: the process that [`a_load_that_is_killed_continues`] starts and kills.
#[tokio::test]
async fn a_process_that_loads() {
    let Some((graph, folder)) = of_process().await else { return };
    let _ = load_numbered(&graph, &folder).await.unwrap();
}

/// Returns the graph and the folder of a process that [`load_and_kill`] has started.
pub(super) async fn of_process() -> Option<(Goods, PathBuf)> {
    let folder = std::env::var("TG_TEST_LOAD_FOLDER").ok()?;
    let (url, secret) = (std::env::var("TG_TEST_URL").unwrap(), std::env::var("TG_TEST_SECRET"));
    Some((Goods::connect(url, secret.unwrap()).await.unwrap(), folder.into()))
}

/// Runs a test as a process that loads, and kills it at a request after so many others, which the
/// server executes or not.
pub(super) async fn load_and_kill(test: &str, folder: &Path, server: &Emulator, after: usize) {
    let gate = tg_emulator::Gate::new();
    let rule = server.on(upserts()).after(after).then(Fault::Hold(gate.clone()));
    let mut process = tokio::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("load::rows::{test}")])
        .env("TG_TEST_LOAD_FOLDER", folder)
        .env("TG_TEST_URL", server.url())
        .env("TG_TEST_SECRET", server.secret())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    while rule.hits() == 0 {
        assert!(process.try_wait().unwrap().is_none(), "the process has ended by itself");
        tokio::task::yield_now().await;
    }
    process.kill().await.unwrap();
    rule.remove();
    gate.open();
}

#[tokio::test]
async fn a_load_that_is_killed_continues() {
    let folder = tempfile::tempdir().unwrap();
    numbered(&folder.path().join("rows.csv"), 1_000);
    for after in [0, 3, 6, 9, 15, 25] {
        let (server, graph) = served().await;
        load_and_kill("checkpoint::a_process_that_loads", folder.path(), &server, after).await;
        let account = load_numbered(&graph, folder.path()).await.unwrap();
        is_whole(&graph, &account, folder.path()).await;
    }
}

#[tokio::test]
async fn a_checkpoint_of_another_load_is_rejected() {
    let (server, graph) = served().await;
    let folder = tempfile::tempdir().unwrap();
    let (rows, checkpoint) = (folder.path().join("rows.csv"), folder.path().join("checkpoint"));
    numbered(&rows, 1_000);
    let rule = server.on(upserts()).after(9).then(Fault::Disconnect);
    let _ = load_numbered(&graph, folder.path()).await.unwrap();
    rule.remove();
    let kept = std::fs::read(&checkpoint).unwrap();
    let refused = async |load: LoadRows, reason: &str| {
        let error = load.checkpoint(&checkpoint).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains(reason), "{error}");
        assert_eq!(std::fs::read(&checkpoint).unwrap(), kept);
    };
    let other = graph.load(CsvSource::path(&rows), |_: Numbered, _| Ok(()));
    refused(other, "the function, is another one").await;
    refused(graph.load([1_i64], |_, _| Ok(())), "only a load of files").await;
    let reader = graph.load(csv("a\n1\n"), |_: (i64,), _| Ok(()));
    refused(reader, "only a load of files").await;
    refused(load_numbered(&graph, folder.path()).version(2), "version of its function").await;
    let elsewhere = load_numbered(&graph, folder.path()).rejects(folder.path().join("others"));
    refused(elsewhere, "its rejected rows are in").await;
    let rejected = folder.path().join("rejected.jsonl");
    let lines = std::fs::read_to_string(&rejected).unwrap();
    std::fs::write(&rejected, lines.split_inclusive('\n').skip(1).collect::<String>()).unwrap();
    refused(load_numbered(&graph, folder.path()), "rows that were rejected before").await;
    std::fs::write(&rejected, lines).unwrap();
    let with_condition = load_numbered(&graph, folder.path()).ends_must_exist();
    refused(with_condition, "the conditions for its edges are others").await;
    let (_other_server, elsewhere) = served().await;
    refused(load_numbered(&elsewhere, folder.path()), "it is of the graph Goods at").await;
    let (text, metadata) = (std::fs::read(&rows).unwrap(), std::fs::metadata(&rows).unwrap());
    std::fs::write(&rows, String::from_utf8(text).unwrap().replace("Ulm", "Bonn"))
        .and_then(|()| std::fs::File::options().write(true).open(&rows))
        .and_then(|file| {
            file.set_len(metadata.len())?;
            file.set_modified(metadata.modified()?)
        })
        .unwrap();
    refused(load_numbered(&graph, folder.path()), "rows.csv has changed").await;
    numbered(&rows, 1_001);
    refused(load_numbered(&graph, folder.path()), "rows.csv has changed").await;
    std::fs::write(&checkpoint, "{}").unwrap();
    let error = load_numbered(&graph, folder.path()).await.unwrap_err();
    assert!(error.to_string().contains("is not one of this library"), "{error}");
    std::fs::remove_file(&checkpoint).unwrap();
    let account = load_numbered(&graph, folder.path()).await.unwrap();
    assert_eq!(account.read(), 1_001);
    if cfg!(target_os = "linux") {
        let load = load_numbered(&graph, folder.path()).checkpoint("/proc/none/checkpoint");
        let account = load.await.unwrap();
        sums(&account);
        let error = account.require_clean().unwrap_err();
        assert!(error.to_string().contains("/proc/none/checkpoint cannot be written"), "{error}");
    }
}

/// A device has no end, and the rows of a pipe are not there a second time.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn only_regular_files_can_be_continued() {
    let folder = tempfile::tempdir().unwrap();
    numbered(&folder.path().join("rows.csv"), 10);
    let (_server, graph) = served().await;
    let load = load_numbered(&graph, folder.path()).checkpoint("/dev/full");
    let error = load.await.unwrap_err().to_string();
    assert!(error.contains("/dev/full is not a regular file"), "{error}");
    let load = graph.load(CsvSource::path("/dev/null"), |_: Numbered, _| Ok(()));
    let error = load.checkpoint(folder.path().join("checkpoint")).await.unwrap_err().to_string();
    assert!(error.contains("/dev/null is not a regular file"), "{error}");
}

/// A long line is written without the buffer, whose state then reports no failure.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_row_that_cannot_be_written_as_rejected_is_not_done() {
    let folder = tempfile::tempdir().unwrap();
    let (rows, rejects) = (folder.path().join("rows.csv"), folder.path().join("rejected.jsonl"));
    let text: String = (0..20).map(|code| format!("{code},{}\n", "x".repeat(20_000))).collect();
    std::fs::write(&rows, format!("code,city\n{text}")).unwrap();
    let (server, graph) = served().await;
    let rule = server.on(upserts()).then(Fault::error("REST-30200", "not like this"));
    let load = || {
        let load = graph.load(CsvSource::path(&rows), |row: Numbered, out| {
            out.vertex(&Depot { code: row.code, city: row.city })
        });
        load.request_bytes(30_000).checkpoint(folder.path().join("checkpoint"))
    };
    let account = load().rejects("/dev/full").await.unwrap();
    sums(&account);
    assert!(account.failure().unwrap().to_string().contains("/dev/full"), "{account}");
    let account = load().rejects(&rejects).await.unwrap();
    assert_eq!(sums(&account), [0, 20, 0, 0], "{:?}", account.failure());
    assert_eq!(std::fs::read_to_string(&rejects).unwrap().lines().count(), 20);
    rule.remove();
}
