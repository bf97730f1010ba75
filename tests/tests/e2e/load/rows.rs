//! Rows of the program's own types, each of which is accounted for.

use std::io::{Cursor, Read, Write as _};
use std::num::NonZeroUsize;
use std::time::Duration;

use futures_util::StreamExt as _;
use serde::Deserialize;
use serde_json::Value;
use tg_emulator::{Emulator, Fault, Method, Path, RuleHandle, Scope};
use tg_runtime::load::{CsvSource, JsonLines, LoadAccount, LoadRows};
use tg_runtime::prelude::*;
use tokio::runtime::Handle;

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

/// The account adds up, what is accepted is stored, and a second load completes the graph.
#[tokio::test]
async fn the_account_adds_up_under_any_faults() {
    let (server, graph) = served().await;
    let faults = [
        Fault::Disconnect,
        Fault::HangUp(30),
        Fault::Truncate(10),
        Fault::Status(500),
        Fault::Status(503),
        Fault::Status(429),
        Fault::Status(413),
        Fault::applied(504, "text/html", "Gateway Timeout"),
        Fault::error("REST-30200", "bad value"),
        Fault::answer(200, "application/json", "{}"),
    ];
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
async fn a_source_can_be_json_lines_or_any_values() {
    let (_server, graph) = served().await;
    let text = "\u{feff}{\"code\": 1, \"city\": \"Ulm\"}\r\n\n{\"code\": \"x\"}\n[]\n\
                {\"code\": 2, \"city\": \"Jena\"}";
    #[derive(Deserialize)]
    struct Line {
        code: i64,
        city: String,
    }
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    for source in [text.as_bytes().to_vec(), packed.finish().unwrap()] {
        let account = graph
            .load(JsonLines::reader(Cursor::new(source)), |row: Line, out| {
                out.vertex(&Depot { code: row.code, city: row.city })
            })
            .await
            .unwrap();
        assert_eq!(sums(&account), [2, 2, 0, 0]);
        let reasons = reasons(&account);
        assert!(reasons[0].starts_with("line 3: invalid type: string \"x\""), "{reasons:?}");
        assert!(reasons[0].ends_with("at column 12"), "{reasons:?}");
        assert!(reasons[1].starts_with("line 4: invalid length 0"), "{reasons:?}");
        assert_eq!(account.rejected_rows()[0].text.as_deref(), Some("{\"code\": \"x\"}"));
    }
    // Rows that may fail, and rows without vertices.
    let rows = ["3", "x", "-4", "5"].map(str::parse::<i64>);
    let account = graph
        .load(rows, |row, out| {
            let code = row?;
            if code < 0 {
                return Ok(());
            }
            out.vertex(&Depot { code, city: String::new() })
        })
        .await
        .unwrap();
    assert_eq!(sums(&account), [3, 1, 0, 0]);
    assert_eq!(reasons(&account), ["row 2: invalid digit found in string"]);
    assert_eq!(account.vertices(), 2);
}

/// The cities that are stored, by code, and the rejected rows.
async fn loaded(source: CsvSource) -> (Vec<(i64, String)>, Vec<String>) {
    let (_server, graph) = served().await;
    let load =
        graph.load(source, |(code, city): (i64, String), out| out.vertex(&Depot { code, city }));
    let account = load.await.unwrap();
    sums(&account);
    assert!(account.failure().is_none(), "{:?}", account.failure());
    let depots = graph.depots.all().await.unwrap();
    let mut depots: Vec<_> = depots.into_iter().map(|it| (it.code, it.city)).collect();
    depots.sort();
    (depots, reasons(&account))
}

#[tokio::test]
async fn csv_is_read_as_it_is_written() {
    let large = "x".repeat(10_000_000);
    let quoted = format!("c,d\n1,\"{large}\"\n");
    for (source, city) in [
        (csv("a,b\n1,\"x \"\"y\"\", z\""), "x \"y\", z"),
        (csv("a,b\r1,x\r").delimiter(b','), "x"),
        (csv("\u{feff}1\tx, y\r\n").delimiter(b'\t').without_header(), "x, y"),
        (csv("a|b\n1|\"x\n").delimiter(b'|').without_quotes(), "\"x"),
        (csv("a,b\n1,'x,y'\n").quote(b'\''), "x,y"),
        (csv("a,b\n1,\0x\n"), "\0x"),
        (csv("a,a\n1,\u{1f600} \u{fffd}\n"), "\u{1f600} \u{fffd}"),
        (csv(quoted), &large),
        (csv("a,b\n1, x \n\n\n"), " x "),
    ] {
        let (depots, rejected) = loaded(source).await;
        assert!(rejected.is_empty(), "{rejected:?}");
        assert_eq!(depots.len(), 1);
        assert!(depots[0].1 == city, "{:?}", &depots[0].1[..depots[0].1.len().min(80)]);
    }
    let source = csv(b"a,b\n1,x\n#2,y\n\n# z\n3,\xff\n4\nfive,z\n6,u\n");
    let (depots, rejected) = loaded(source.comment(b'#')).await;
    assert_eq!(depots, [(1, "x".to_owned()), (6, "u".to_owned())]);
    assert_eq!(
        rejected,
        [
            "line 6: column 2 is not UTF-8 from byte 0 on",
            "line 7: the row has 1 fields, and the header, or the first row, has 2",
            "line 8: `a` is \"five\": invalid digit found in string",
        ]
    );
}

#[tokio::test]
async fn a_source_that_cannot_be_read_is_a_failure_that_names_it() {
    let (_server, graph) = served().await;
    let failure = async |source: CsvSource| {
        let account = load(&graph, source).await.unwrap();
        sums(&account);
        account.require_clean().unwrap_err().to_string()
    };
    let missing = failure(CsvSource::path("no/such/file.csv")).await;
    assert!(missing.contains("no/such/file.csv") && missing.contains("No such file"), "{missing}");
    let other = failure(csv("id,since,wt,depot\nP-1,2024-01-02,1,1\n").delimiter(b';')).await;
    assert!(other.contains("has no column `id`") && other.contains("delimiter"), "{other}");
    let twice = failure(csv("id,since,weight,depot,id\nP-1,2024-01-02,1,1,P-2\n")).await;
    assert!(twice.contains("the data has 2 columns `id`"), "{twice}");
    let column = failure(csv("id,since,weight,depo\nP-1,2024-01-02,1,1\n")).await;
    assert!(column.contains("no column `depot`") && column.contains("weight, depo."), "{column}");
    let packed = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3];
    let truncated = failure(csv(packed)).await;
    assert!(truncated.contains("cannot be read"), "{truncated}");
    let zstd = failure(csv([0x28, 0xb5, 0x2f, 0xfd, 0, 0])).await;
    assert!(zstd.contains("zstd"), "{zstd}");
    let open = Cursor::new(b"id,since,weight,depot\n\"P-1".to_vec()).chain(std::io::repeat(b'x'));
    let open = failure(CsvSource::reader(open)).await;
    assert!(open.contains("a row has more than 64 MiB"), "{open}");
    assert!(load(&graph, csv("")).await.unwrap().is_clean());
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

#[tokio::test]
async fn a_stream_is_a_source_too() {
    let (_server, graph) = served().await;
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    tokio::spawn(async move {
        for code in 0..100_i64 {
            sender.send(code).await.unwrap();
        }
    });
    let mut stream = Box::pin(futures_util::stream::unfold(receiver, |mut receiver| async {
        receiver.recv().await.map(|code| (code, receiver))
    }));
    let rows = std::iter::from_fn(move || Handle::current().block_on(stream.next()));
    let load = graph.load(rows, |code, out| out.vertex(&Depot { code, city: String::new() }));
    let account = load.await.unwrap();
    account.require_clean().unwrap();
    assert_eq!(account.read(), 100);
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
    let account = load(&graph, source).dry_run().checkpoint("/no/such/folder").await.unwrap();
    assert_eq!(sums(&account), [0, 5, 0, 4]);
    assert_eq!((rule.hits(), account.requests()), (0, 0));
    assert!(account.failure().is_none());
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

/// Writes a file of which every seventh row is rejected and every eleventh has no vertices.
fn numbered(path: &std::path::Path, rows: u64) {
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

fn load_numbered(graph: &Goods, folder: &std::path::Path) -> LoadRows {
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
async fn is_whole(graph: &Goods, account: &LoadAccount, folder: &std::path::Path) {
    account.require_clean().unwrap_err();
    assert!(account.failure().is_none(), "{account}");
    assert_eq!(sums(account), [857, 143, 0, 0]);
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
    let Ok(folder) = std::env::var("TG_TEST_LOAD_FOLDER") else { return };
    let (url, secret) = (std::env::var("TG_TEST_URL").unwrap(), std::env::var("TG_TEST_SECRET"));
    let graph = Goods::connect(url, secret.unwrap()).await.unwrap();
    let _ = load_numbered(&graph, folder.as_ref()).await.unwrap();
}

#[tokio::test]
async fn a_load_that_is_killed_continues() {
    let folder = tempfile::tempdir().unwrap();
    numbered(&folder.path().join("rows.csv"), 1_000);
    for after in [0, 3, 6, 9, 15, 25] {
        let (server, graph) = served().await;
        let gate = tg_emulator::Gate::new();
        let rule = server.on(upserts()).after(after).then(Fault::Hold(gate.clone()));
        let mut process = tokio::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "load::rows::a_process_that_loads"])
            .env("TG_TEST_LOAD_FOLDER", folder.path())
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
    let (_other_server, elsewhere) = served().await;
    refused(load_numbered(&elsewhere, folder.path()), "it is of the graph Goods at").await;
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
