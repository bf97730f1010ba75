//! Any interleaving of faults, ends and continuations leaves the graph and the account of an
//! undisturbed load.
//!
//! `TG_TEST_LOAD_SEEDS=0..100000` runs others than the first two hundred.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use serde::Deserialize;
use serde_json::Value;
use tg_emulator::{Emulator, RuleHandle};
use tg_runtime::load::{CsvSource, LoadAccount, LoadRows};
use tg_runtime::prelude::*;

use super::{faults_of_the_way, sums, upserts};
use crate::goods::{Depot, Goods, Package, StoredAt, connect};

/// A generator of numbers that repeat with the seed (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn one_of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize].clone()
    }
}

/// The content of a graph: depots with their cities, packages, edges.
type Content = (BTreeMap<i64, String>, Vec<String>, Vec<(String, i64)>);

async fn content(graph: &Goods) -> Content {
    let depots = graph.depots.all().await.unwrap();
    let depots = depots.into_iter().map(|depot| (depot.code, depot.city)).collect();
    let packages = graph.packages.all().await.unwrap();
    let mut packages: Vec<_> = packages.into_iter().map(|it| it.id).collect();
    packages.sort_unstable();
    let edges = graph.stored_at.all().await.unwrap();
    let mut edges: Vec<_> =
        edges.into_iter().map(|it| (it.from.into_key(), it.to.into_key())).collect();
    edges.sort_unstable();
    (depots, packages, edges)
}

#[derive(Deserialize)]
struct Row {
    code: i64,
    kind: String,
}

/// Loads rows of four kinds: a vertex, an edge, nothing, and one that is rejected.
fn load(graph: &Goods, file: &Path) -> LoadRows {
    let since: DateTime = "2024-01-02".parse().unwrap();
    graph.load(CsvSource::path(file), move |row: Row, out| {
        let Row { code, kind } = row;
        match kind.as_str() {
            "depot" => out.vertex(&Depot { code: code + 100, city: format!("city {code}") })?,
            "package" => {
                let package = Package::new(&format!("P-{code}"), 1.0);
                out.vertex(&package)?;
                out.edge(&package, code % 7, &StoredAt { since })?;
            }
            "nothing" => {}
            _ => return Err("the kind is unknown".into()),
        }
        Ok(())
    })
}

/// The ends of a load that a program can cause.
#[derive(Clone, Copy)]
enum End {
    None,
    Dropped,
    Stopped,
    TimedOut,
}

/// Loads until the end, and returns the account if there is one.
async fn load_until(load: LoadRows, end: End, answers: u64) -> Option<LoadAccount> {
    let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
    let load = load.on_progress(move |account| {
        sums(account);
        let _ = sender.send(());
    });
    let reached = async move {
        for _ in 0..answers {
            receiver.recv().await;
        }
    };
    match end {
        End::None => Some(load.await.unwrap()),
        End::Stopped => Some(load.stop_when(reached).await.unwrap()),
        End::TimedOut => Some(load.timeout(Duration::from_millis(answers)).await.unwrap()),
        End::Dropped => tokio::select! {
            biased;
            account = load.into_future() => Some(account.unwrap()),
            () = reached => None,
        },
    }
}

async fn run(seed: u64) {
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let folder = tempfile::tempdir().unwrap();
    let (file, rejects) = (folder.path().join("rows.csv"), folder.path().join("rejected.jsonl"));
    let ends_must_exist = random.below(2) == 0;
    let first = (0..5).map(|code| Depot { code, city: "first".to_owned() });
    let mut expected: Content = Content::default();
    expected.0 = first.clone().map(|depot| (depot.code, depot.city)).collect();
    let (mut rejected, mut text) = (Vec::new(), "code,kind\n".to_owned());
    let number = 1 + random.below(300);
    for (code, row) in (0_i64..).zip(1..=number) {
        let kind = random.one_of(&["depot", "package", "package", "nothing", "other"]);
        writeln!(text, "{code},{kind}").unwrap();
        let end = code % 7;
        match kind {
            "depot" => _ = expected.0.insert(code + 100, format!("city {code}")),
            "package" => {
                expected.1.push(format!("P-{code}"));
                if end < 5 || !ends_must_exist {
                    expected.0.entry(end).or_default();
                    expected.2.push((format!("P-{code}"), end));
                } else {
                    rejected.push(row);
                }
            }
            "nothing" => {}
            _ => rejected.push(row),
        }
    }
    expected.1.sort_unstable();
    expected.2.sort_unstable();
    std::fs::write(&file, text).unwrap();
    let with_condition =
        |load: LoadRows| if ends_must_exist { load.ends_must_exist() } else { load };

    let server = Emulator::start().await.unwrap();
    let graph = connect(&server).await;
    graph.depots.upsert_many(first).await.unwrap().require_all().unwrap();
    let faults = faults_of_the_way();
    for attempt in 0.. {
        assert!(attempt < 100, "seed {seed}: the load does not come to its end");
        let rules: Vec<RuleHandle> = (0..random.below(4))
            .filter(|_| attempt < 10)
            .map(|_| {
                let rule = server.on(upserts()).after(random.below(20) as usize);
                rule.times(1 + random.below(8) as usize).then(random.one_of(&faults))
            })
            .collect();
        let end = match attempt {
            0..10 => random.one_of(&[End::None, End::Dropped, End::Stopped, End::TimedOut]),
            _ => End::None,
        };
        let next = with_condition(load(&graph, &file))
            .request_bytes(50 + random.below(2_000) as usize)
            .concurrency(NonZeroUsize::MIN.saturating_add(random.below(4) as usize))
            .rejects(&rejects)
            .checkpoint(folder.path().join("checkpoint"));
        let account = load_until(next, end, random.below(12)).await;
        rules.iter().for_each(RuleHandle::remove);
        let Some(account) = account else { continue };
        sums(&account);
        if account.failure().is_some() {
            continue;
        }
        let count = rejected.len() as u64;
        assert_eq!(sums(&account), [number - count, count, 0, 0], "seed {seed}");
        break;
    }
    assert_eq!(content(&graph).await, expected, "seed {seed}");
    let lines = std::fs::read_to_string(&rejects).unwrap();
    let row = |line: &str| serde_json::from_str::<Value>(line).unwrap()["row"].as_u64().unwrap();
    let mut rows: Vec<_> = lines.lines().map(row).collect();
    rows.sort_unstable();
    assert_eq!(rows, rejected, "seed {seed}");
}

fn seeds() -> Range<u64> {
    let Ok(text) = std::env::var("TG_TEST_LOAD_SEEDS") else { return 0..200 };
    let (start, end) = text.split_once("..").unwrap();
    start.parse().unwrap()..end.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disturbed_load_leaves_the_graph_of_an_undisturbed_one() {
    stream::iter(seeds()).for_each_concurrent(4, run).await;
}
