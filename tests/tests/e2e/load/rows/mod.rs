//! Rows of the program's own types, each of which is accounted for.

mod adding;
mod checkpoint;
mod csv;
mod disturbed;
mod flow;
mod interleavings;
mod named;
mod sources;
mod via_job;

use std::io::Cursor;
use std::num::NonZeroUsize;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;
use tg_emulator::{Emulator, Fault, Method, Path, RuleHandle, Scope};
use tg_runtime::load::{CsvSource, LoadAccount, LoadRows};
use tg_runtime::prelude::*;

use crate::goods::{Depot, Goods, Package, StoredAt, builder, connect, in_all_versions};

#[derive(Debug, Deserialize)]
struct Row {
    id: String,
    weight: Option<f64>,
    depot: i64,
    since: DateTime,
}

fn upserts() -> Scope {
    Path::ends("/graph/Goods").and(Method::POST)
}

fn load(graph: &Goods, source: CsvSource) -> LoadRows {
    graph.load(source, |row: Row, out| {
        let weight = row.weight.unwrap_or(1.0);
        if weight < 0.0 {
            return Err("the weight is negative".into());
        }
        let package = Package::new(&row.id, weight);
        out.vertex(&package)?;
        out.edge(&package, row.depot, &StoredAt { since: row.since })
    })
}

fn csv(text: impl AsRef<[u8]>) -> CsvSource {
    CsvSource::reader(Cursor::new(text.as_ref().to_vec()))
}

/// Returns the four numbers of an account, whose sum is checked.
fn sums(account: &LoadAccount) -> [u64; 4] {
    let sums = [account.accepted(), account.rejected(), account.in_doubt(), account.pending()];
    assert_eq!(account.read(), sums.iter().sum::<u64>(), "{account}");
    sums
}

fn reasons(account: &LoadAccount) -> Vec<String> {
    account.rejected_rows().iter().map(ToString::to_string).collect()
}

const MIXED: &str = "\u{feff}id;since;weight;depot;extra\r\n\
    P-1;2024-01-02;2.5;1;\r\n\
    \"P;2\";2024-01-02 03:04:05;NA;2;x\r\n\
    \r\n\
    \"P\n3\";2024-01-02;-;1;y\r\n\
    P-4;2024-01-02;heavy;1;\r\n\
    P-5;2024-01-02;1\r\n\
    P-6;2024-01-02;-1;1;\r\n\
    P-7;yesterday;1;1;\r\n\
    ;2024-01-02;1;1;\r\n\
    P-8;2024-01-02;3;3;z";

in_all_versions! {
    async fn rows_of_csv_become_vertices_and_edges(server) {
        let graph = connect(&server).await;
        let folder = tempfile::tempdir().unwrap();
        let (path, rejects) = (folder.path().join("p.csv"), folder.path().join("rejected.jsonl"));
        std::fs::write(&path, MIXED).unwrap();
        let source = CsvSource::path(&path).delimiter(b';').null_values(["NA", "-"]);
        let account = load(&graph, source).rejects(&rejects).await.unwrap();
        assert_eq!(sums(&account), [4, 5, 0, 0]);
        assert_eq!((account.vertices(), account.edges()), (4, 4));
        let size = MIXED.len() as u64;
        assert_eq!((account.source_bytes(), account.source_size()), (size, Some(size)));
        let name = path.display();
        assert_eq!(reasons(&account), [
            format!("{name}:7: `weight` is \"heavy\": invalid float literal"),
            format!("{name}:8: the row has 3 fields, and the header, or the first row, has 5"),
            format!("{name}:9: the weight is negative"),
            format!("{name}:10: {}", date_problem()),
            format!("{name}:11: Package: the id is empty, which the server refuses"),
        ]);
        let mut ids: Vec<_> =
            graph.packages.all().await.unwrap().into_iter().map(|it| it.id).collect();
        ids.sort();
        assert_eq!(ids, ["P\n3", "P-1", "P-8", "P;2"]);
        assert_eq!(graph.depots.count().await.unwrap(), 3);
        let lines = std::fs::read_to_string(&rejects).unwrap();
        let lines: Vec<Value> = lines.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
        assert_eq!(lines.len(), 5);
        assert_eq!(lines[0]["text"], "P-4;2024-01-02;heavy;1;");
        assert_eq!((&lines[0]["line"], &lines[0]["row"]), (&7.into(), &4.into()));
        let byte = usize::try_from(lines[0]["byte"].as_u64().unwrap()).unwrap();
        assert!(MIXED[byte..].starts_with("P-4;"), "{:?}", &MIXED[byte..]);
        let error = account.require_clean().unwrap_err().to_string();
        assert!(error.contains("4 accepted, 5 rejected"), "{error}");
    }

    async fn a_request_is_divided_until_only_the_bad_row_is_rejected(server) {
        #[derive(Vertex)]
        #[tg(rename = "Depot")]
        struct Numbered {
            #[tg(primary_id)]
            code: i64,
            #[tg(rename = "city")]
            size: i64,
        }
        #[tigergraph(graph = "Goods", auth = "secret")]
        struct Drifted {
            depots: Vertices<Numbered>,
        }

        connect(&server).await;
        server.gsql(
            "USE GRAPH Goods CREATE SCHEMA_CHANGE JOB j FOR GRAPH Goods { \
             ALTER VERTEX Depot DROP ATTRIBUTE (city); \
             ALTER VERTEX Depot ADD ATTRIBUTE (city UINT); \
             } RUN SCHEMA_CHANGE JOB j",
        ).await.unwrap();
        let graph = Drifted::builder().url(server.url()).secret(server.secret());
        let graph = match server.restpp_port() {
            Some(_) => graph.restpp_url(server.restpp_url()),
            None => graph,
        };
        let graph = graph.connect().await.unwrap();
        let rows = (0..100_i64).map(|code| (code, if code % 40 == 7 { -code } else { code }));
        let account = graph
            .load(rows, |(code, size), out| out.vertex(&Numbered { code, size }))
            .await
            .unwrap();
        assert_eq!(sums(&account), [97, 3, 0, 0], "{:?}", account.failure());
        let rejected: Vec<_> = account.rejected_rows().iter().map(|it| it.row).collect();
        assert_eq!(rejected, [8, 48, 88]);
        assert_eq!(graph.depots.count().await.unwrap(), 97);
    }

    async fn a_load_that_fails_accounts_for_every_row(server) {
        let graph = connect(&server).await;
        for fault in [Fault::Disconnect, Fault::Status(503)] {
            let rule = server.on(upserts()).after(2).then(fault);
            let rows = (0..1_000).map(|code| Depot { code, city: "Ulm".to_owned() });
            let load = graph.load(rows, |row: Depot, out| out.vertex(&row));
            let account = load.request_bytes(400).await.unwrap();
            let [accepted, rejected, in_doubt, pending] = sums(&account);
            assert!(accepted > 0 && rejected == 0 && accepted < 1_000, "{account}");
            assert!(in_doubt + pending > 0, "{account}");
            let error = account.require_clean().unwrap_err();
            assert!(error.to_string().contains("load rows into Goods"), "{error}");
            assert!(error.to_string().contains(&format!("{accepted} accepted")), "{error}");
            rule.remove();
            let rows = (0..1_000).map(|code| Depot { code, city: "Ulm".to_owned() });
            let again = graph.load(rows, |row: Depot, out| out.vertex(&row)).await.unwrap();
            again.require_clean().unwrap();
            assert_eq!(graph.depots.count().await.unwrap(), 1_000);
        }
    }
}

fn date_problem() -> String {
    "yesterday".parse::<DateTime>().unwrap_err().to_string()
}

async fn served() -> (Emulator, Goods) {
    let server = Emulator::start().await.unwrap();
    let graph = connect(&server).await;
    (server, graph)
}

/// The faults that are not about rows.
fn faults_of_the_way() -> Vec<Fault> {
    vec![
        Fault::Disconnect,
        Fault::HangUp(30),
        Fault::Truncate(10),
        Fault::Status(500),
        Fault::Status(503),
        Fault::Status(429),
        Fault::applied(504, "text/html", "Gateway Timeout"),
        Fault::answer(200, "application/json", "{}"),
    ]
}

/// The account adds up, what is accepted is stored, and a second load completes the graph.
#[tokio::test]
async fn the_account_adds_up_under_any_faults() {
    let (server, graph) = served().await;
    let mut faults = faults_of_the_way();
    faults.extend([Fault::Status(413), Fault::error("REST-30200", "bad value")]);
    for seed in 0..40_usize {
        let rules: Vec<RuleHandle> = (0..3)
            .map(|number| {
                let fault = faults[(seed * 7 + number * 3) % faults.len()].clone();
                let rule = server.on(upserts()).after((seed * 5 + number * 11) % 23);
                rule.times(1 + (seed + number) % 6).then(fault)
            })
            .collect();
        let base = i64::try_from(seed).unwrap() * 1_000;
        let rows = move || (base..base + 200).map(|code| Depot { code, city: "Ulm".to_owned() });
        let concurrency = NonZeroUsize::new(1 + seed % 4).unwrap();
        let load = graph.load(rows(), |row: Depot, out| out.vertex(&row));
        let account = load.request_bytes(300).concurrency(concurrency).await.unwrap();
        sums(&account);
        assert!(account.failure().is_some() || account.read() == 200, "{account}");
        let ids = base..base + 200;
        let stored = graph.depots.find(|it| it.code.ge(base)).await.unwrap();
        let stored = stored.iter().filter(|it| ids.contains(&it.code)).count() as u64;
        assert!(stored >= account.accepted(), "seed {seed}: {stored} stored, {account}");
        assert!(stored <= account.read(), "seed {seed}: {stored} stored, {account}");
        rules.iter().for_each(RuleHandle::remove);
        let again = graph.load(rows(), |row: Depot, out| out.vertex(&row)).await.unwrap();
        again.require_clean().unwrap();
    }
    assert_eq!(graph.depots.count().await.unwrap(), 40 * 200);
}

#[tokio::test]
async fn a_limit_of_rejects_or_time_ends_the_load() {
    let (server, graph) = served().await;
    let rows = || std::iter::repeat_n("x", 100);
    let reject = |row: &str, _: &mut tg_runtime::load::RowOutput<Goods>| {
        Err(format!("{row:?} is not a depot").into())
    };
    let account = graph.load(rows(), reject).max_rejects(3).await.unwrap();
    assert_eq!(sums(&account), [0, 4, 0, 0]);
    let error = account.require_clean().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PartiallyAccepted);
    assert!(error.to_string().contains("more than 3 rows were rejected"), "{error}");
    let account = graph.load(rows(), reject).max_rejects(100).await.unwrap();
    assert!(account.failure().is_none());

    let gate = tg_emulator::Gate::new();
    let rule = server.on(upserts()).then(Fault::Hold(gate.clone()));
    let rows = (0..).map(|code| Depot { code, city: "Ulm".to_owned() });
    let load = graph.load(rows, |row: Depot, out| out.vertex(&row)).request_bytes(1_000);
    let account = load.timeout(Duration::from_secs(1)).await.unwrap();
    let [accepted, _, in_doubt, _] = sums(&account);
    assert!(accepted == 0 && in_doubt > 0, "{account}");
    assert_eq!(account.failure().unwrap().kind(), ErrorKind::TimedOut);
    rule.remove();
    gate.open();
}

/// The runtime of the test ends although the source still waits.
#[tokio::test]
async fn a_source_that_waits_forever_does_not_hold_the_program() {
    let (_server, graph) = served().await;
    let (sender, rows) = std::sync::mpsc::channel::<i64>();
    sender.send(1).unwrap();
    std::mem::forget(sender);
    let load = graph.load(rows, |code, out| out.vertex(&Depot { code, city: String::new() }));
    let account = load.timeout(Duration::from_millis(20)).await.unwrap();
    assert_eq!(sums(&account)[0], 0);
    assert_eq!(account.failure().unwrap().kind(), ErrorKind::TimedOut);
}

#[tokio::test]
async fn a_dry_run_sends_nothing() {
    let (server, graph) = served().await;
    let rule = server.on(upserts()).then(Fault::Status(500));
    let source = csv(MIXED).delimiter(b';').null_values(["NA", "-"]);
    let folder = tempfile::tempdir().unwrap();
    let rejects = folder.path().join("rejected.jsonl");
    std::fs::write(&rejects, "rows of the last load").unwrap();
    let dry = load(&graph, source).dry_run().checkpoint("/no/such/folder").rejects(&rejects);
    let account = dry.await.unwrap();
    assert_eq!(std::fs::read_to_string(&rejects).unwrap(), "rows of the last load");
    assert_eq!(sums(&account), [0, 5, 0, 4]);
    assert_eq!((rule.hits(), account.requests()), (0, 0));
    assert!(account.failure().is_none());
    server
        .gsql(
            "USE GRAPH Goods CREATE SCHEMA_CHANGE JOB j FOR GRAPH Goods { \
         ALTER VERTEX Package DROP ATTRIBUTE (weight_kg); } RUN SCHEMA_CHANGE JOB j",
        )
        .await
        .unwrap();
    let refused = load(&graph, csv(MIXED)).dry_run().await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Schema);
    assert!(refused.to_string().contains("weight_kg"), "{refused}");
}

#[tokio::test]
async fn a_failure_is_reported_although_the_source_still_waits() {
    let (server, graph) = served().await;
    server.on(upserts()).then(Fault::Disconnect);
    let (sender, rows) = std::sync::mpsc::channel::<i64>();
    (0..100).for_each(|code| sender.send(code).unwrap());
    let load = graph.load(rows, |code, out| out.vertex(&Depot { code, city: String::new() }));
    let account = load.request_bytes(100).await.unwrap();
    sums(&account);
    assert!(account.failure().is_some());
    drop(sender);
}

#[tokio::test]
async fn a_load_whose_rows_are_all_refused_ends() {
    let (server, graph) = served().await;
    let rule = server.on(upserts()).then(Fault::error("REST-30200", "not like this"));
    let rows = (0..10_000).map(|code| Depot { code, city: "Ulm".to_owned() });
    let one = NonZeroUsize::MIN;
    let load = graph.load(rows, |row: Depot, out| out.vertex(&row)).concurrency(one);
    let account = load.await.unwrap();
    let [accepted, rejected, in_doubt, pending] = sums(&account);
    assert_eq!((accepted, rejected, in_doubt), (0, 99, 0));
    assert!(pending > 0 && rule.hits() < 250, "{account}, {} requests", rule.hits());
    let error = account.require_clean().unwrap_err().to_string();
    assert!(error.contains("refused one by one: not like this"), "{error}");
}

#[tokio::test]
async fn a_load_does_not_write_to_a_file_that_it_reads() {
    let (_server, graph) = served().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.csv");
    std::fs::write(&path, MIXED).unwrap();
    let source = || CsvSource::path(&path).delimiter(b';');
    let again = folder.path().join("../").join(folder.path().file_name().unwrap());
    for load in [
        load(&graph, source()).rejects(again.join("rows.csv")),
        load(&graph, source()).checkpoint(&path),
        load(&graph, source()).checkpoint(again.join("new")).rejects(again.join("new")),
    ] {
        let error = load.await.unwrap_err();
        assert!(error.to_string().contains("is more than one of"), "{error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), MIXED);
    }
}

#[tokio::test]
async fn a_load_that_was_dropped_does_not_write_to_the_file_of_the_next() {
    let (_server, graph) = served().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rejected.jsonl");
    let reject = |row: i64, _: &mut tg_runtime::load::RowOutput<Goods>| {
        Err(format!("{row} is not accepted").into())
    };
    let (sender, rows) = std::sync::mpsc::channel::<i64>();
    sender.send(1).unwrap();
    let load = graph.load(rows, reject).rejects(&path);
    let limit = Duration::from_millis(50);
    assert!(tokio::time::timeout(limit, load.into_future()).await.is_err());
    let account = graph.load([2], reject).rejects(&path).await.unwrap();
    assert_eq!(sums(&account), [0, 1, 0, 0]);
    // The first load reads on, and ends before the channel does.
    while sender.send(3).is_ok() {
        tokio::task::yield_now().await;
    }
    let lines = std::fs::read_to_string(&path).unwrap();
    assert_eq!(lines.lines().count(), 1, "{lines}");
    assert!(lines.contains("2 is not accepted"), "{lines}");
}

#[tokio::test]
async fn a_function_that_panics_is_a_failure() {
    let (_server, graph) = served().await;
    let account = graph
        .load(0..10_i64, |code, out| {
            assert!(code < 7, "code {code}");
            out.vertex(&Depot { code, city: String::new() })
        })
        .request_bytes(1)
        .await
        .unwrap();
    assert_eq!(sums(&account), [7, 0, 0, 1]);
    let error = account.require_clean().unwrap_err().to_string();
    assert!(error.contains("row 8 panicked"), "{error}");
}

#[tokio::test]
async fn a_file_of_rejects_that_cannot_be_written_is_an_error() {
    let (_server, graph) = served().await;
    let refused = load(&graph, csv(MIXED)).rejects("no/such/folder/r.jsonl").await.unwrap_err();
    assert!(refused.to_string().contains("no/such/folder/r.jsonl"), "{refused}");
    if cfg!(target_os = "linux") {
        let source = csv(MIXED).delimiter(b';');
        let account = load(&graph, source).rejects("/dev/full").await.unwrap();
        sums(&account);
        let error = account.require_clean().unwrap_err().to_string();
        assert!(error.contains("/dev/full") && error.contains("rejected rows"), "{error}");
    }
}

#[tokio::test]
async fn a_revoked_token_ends_the_load_with_the_reason() {
    let server = Emulator::start().await.unwrap();
    connect(&server).await;
    let graph = builder(&server).connect().await.unwrap();
    server.on(upserts()).after(1).then(Fault::NoToken);
    let rows = (0..100).map(|code| Depot { code, city: "Ulm".to_owned() });
    let load = graph.load(rows, |row: Depot, out| out.vertex(&row));
    let one = NonZeroUsize::MIN;
    let account = load.request_bytes(200).concurrency(one).await.unwrap();
    let [accepted, rejected, in_doubt, pending] = sums(&account);
    assert!(accepted > 0 && pending > 0 && (rejected, in_doubt) == (0, 0), "{account}");
    assert!(account.failure().unwrap().is_unauthorized());
}
