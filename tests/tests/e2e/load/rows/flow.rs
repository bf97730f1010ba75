//! A load follows the server: overload, conditions, and its end at the request of the program.

use std::sync::mpsc;
use std::time::Duration;

use tg_emulator::{Emulator, Fault, Generation};
use tg_runtime::load::LoadAccount;
use tg_runtime::prelude::*;

use super::{served, sums, upserts};
use crate::goods::{Depot, Package, StoredAt, connect, in_all_versions};

fn depots(number: i64) -> impl Iterator<Item = Depot> + Send + 'static {
    (0..number).map(|code| Depot { code, city: "Ulm".to_owned() })
}

#[tokio::test]
async fn an_overloaded_server_gets_fewer_requests_and_loses_no_row() {
    let (server, graph) = served().await;
    let busy = Fault::Status(503);
    let rule = server.on(upserts()).after(4).times(2).then(busy);
    let (sender, progress) = mpsc::channel();
    let account = graph
        .load(depots(2_000), |row: Depot, out| out.vertex(&row))
        .request_bytes(1_000)
        .on_progress(move |account: &LoadAccount| {
            let _ = sender.send(account.concurrency());
        })
        .await
        .unwrap();
    assert_eq!(sums(&account), [2_000, 0, 0, 0]);
    assert_eq!((rule.hits(), account.repetitions()), (2, 2));
    let widths: Vec<_> = progress.iter().collect();
    assert!(widths.contains(&2) || widths.contains(&1), "{widths:?}");
    assert_eq!(account.concurrency(), 4, "{widths:?}");
    assert!(account.elapsed() > Duration::ZERO);
}

in_all_versions! {
    async fn a_row_with_an_edge_to_a_vertex_that_is_missing_is_rejected(server) {
        let graph = connect(&server).await;
        graph.depots.upsert_many(depots(10)).await.unwrap().require_all().unwrap();
        let since: DateTime = "2024-01-02".parse().unwrap();
        let load = graph.load((0..100_i64).map(|code| code % 12), move |code, out| {
            let package = Package::new(&format!("P-{code}"), 1.0);
            out.vertex(&package)?;
            out.edge(&package, code, &StoredAt { since })
        });
        let account = load.ends_must_exist().await.unwrap();
        assert_eq!(sums(&account), [84, 16, 0, 0]);
        assert_eq!(account.requests(), 1, "the answer has the names of the missing vertices");
        assert_eq!((account.vertices(), account.edges()), (100, 84));
        assert!(account.rejected_rows().iter().all(|row| row.row % 12 == 11 || row.row % 12 == 0));
        let reason = &account.rejected_rows()[0].reason;
        assert!(reason.contains("Depot") && reason.contains("10"), "{reason}");
        assert_eq!(graph.depots.count().await.unwrap(), 10);
    }
}

/// A gateway accepts shorter bodies than the load sends; a row that is longer is rejected.
#[tokio::test]
async fn a_load_divides_what_is_too_long_for_the_server() {
    for generation in [Generation::V3, Generation::V4] {
        let limited = Emulator::builder().generation(generation).body_limit(20_000);
        let server = limited.start().await.unwrap();
        let graph = connect(&server).await;
        let city = |code: i64| if code == 70 { "x".repeat(30_000) } else { "Ulm".to_owned() };
        let rows = (0..3_000).map(move |code| Depot { code, city: city(code) });
        let busy = Fault::RetryAfter { status: 429, seconds: 0 };
        let rule = server.on(upserts()).after(3).times(2).then(busy);
        let load = graph.load(rows, |row: Depot, out| out.vertex(&row));
        let account = load.request_bytes(60_000).await.unwrap();
        assert_eq!(sums(&account), [2_999, 1, 0, 0], "{:?}", account.failure());
        assert_eq!(account.rejected_rows()[0].row, 71);
        assert_eq!((rule.hits(), account.repetitions()), (2, 2));
        assert_eq!(graph.depots.count().await.unwrap(), 2_999);
    }
}

#[tokio::test]
async fn a_load_that_the_program_stops_finishes_what_is_under_way() {
    let (server, graph) = served().await;
    let gate = tg_emulator::Gate::new();
    let rule = server.on(upserts()).after(3).then(Fault::Hold(gate.clone()));
    let stop = async move {
        while rule.hits() < 2 {
            tokio::task::yield_now().await;
        }
        gate.open();
    };
    let load = graph.load(depots(100_000), |row: Depot, out| out.vertex(&row));
    let account = load.request_bytes(1_000).stop_when(stop).await.unwrap();
    let [accepted, rejected, in_doubt, _] = sums(&account);
    assert!(accepted > 0 && accepted < 100_000 && (rejected, in_doubt) == (0, 0), "{account}");
    assert_eq!(graph.depots.count().await.unwrap() as u64, accepted);
    let failure = account.failure().unwrap();
    assert_eq!(failure.kind(), ErrorKind::Aborted);
    assert!(failure.to_string().contains("the program has stopped the load"), "{failure}");
}

/// A row takes any part of the memory that remains for rows; one that takes more is rejected.
#[tokio::test]
async fn a_row_of_many_vertices_is_loaded_within_the_limit_of_memory() {
    let (_server, graph) = served().await;
    let rows = [3_i64, 20_000, 0, 5_000, 5_001, 5_002, 5_003, 7].into_iter();
    let load = graph.load(rows, |number, out| {
        for code in 0..number {
            out.vertex(&Depot { code: number * 100_000 + code, city: "Ulm".to_owned() })?;
        }
        Ok(())
    });
    let account = load.memory_limit(3_000_000).await.unwrap();
    assert_eq!(sums(&account), [7, 1, 0, 0]);
    assert_eq!(account.vertices(), 3 + 5_000 + 5_001 + 5_002 + 5_003 + 7);
    assert_eq!(graph.depots.count().await.unwrap() as u64, account.vertices());
    let reason = account.rejected_rows()[0].to_string();
    assert!(reason.contains("row 2: ") && reason.contains("more than 375000 bytes"), "{reason}");
    let text = format!("code,city\n1,{}\n2,Ulm\n", "x".repeat(400_000));
    let load = graph.load(super::csv(text), |(code, city): (i64, String), out| {
        out.vertex(&Depot { code, city })
    });
    let account = load.memory_limit(3_000_000).await.unwrap();
    assert_eq!(sums(&account), [1, 1, 0, 0]);
    let reason = account.rejected_rows()[0].to_string();
    assert!(reason.contains("the text of the row has more than 375000 bytes"), "{reason}");
}

#[tokio::test]
async fn a_row_of_a_slow_source_does_not_wait_for_a_whole_request() {
    let (_server, graph) = served().await;
    let (sender, rows) = mpsc::channel::<i64>();
    let load = graph.load(rows, |code, out| out.vertex(&Depot { code, city: String::new() }));
    let load = tokio::spawn(load.into_future());
    for codes in [0..3, 3..4] {
        codes.clone().for_each(|code| sender.send(code).unwrap());
        while graph.depots.count().await.unwrap() < codes.end as u64 {
            tokio::task::yield_now().await;
        }
    }
    sender.send(4).unwrap();
    drop(sender);
    let account = load.await.unwrap().unwrap();
    assert_eq!(sums(&account), [5, 0, 0, 0]);
    assert_eq!(account.requests(), 3);
}
