//! Rows that are sent via a loading job.

use tg_emulator::{Fault, Method, Path};
use tg_runtime::prelude::*;

use super::named::{any, rows};
use super::{connect, csv, in_all_versions, load, reasons, served, sums, upserts};
use crate::goods::{Depot, Driver, Goods, WorksAt};

fn drivers(graph: &Goods, rows: &[(&str, i64)]) -> tg_runtime::load::LoadRows {
    let rows: Vec<_> = rows.iter().map(|(name, code)| ((*name).to_owned(), *code)).collect();
    graph.load(rows, |(name, code): (String, i64), out| {
        let driver = Driver { name, since: DateTime::MIN };
        out.vertex(&driver)?;
        out.vertex(&Depot { code, city: format!("city, {code}") })?;
        out.edge(&driver, code, &WorksAt { hours: code })
    })
}

in_all_versions! {
    async fn the_job_is_created_once(server) {
        let graph = connect(&server).await;
        let rows = [("A", 1), ("B\n", 2), ("C|\"", 3)];
        let load = || drivers(&graph, &rows).via_loading_job();
        let text = load().loading_job().await.unwrap();
        assert!(text.contains("VERTEX Depot VALUES ($0, $1) USING SEPARATOR=\"\\31\";"), "{text}");
        assert!(text.contains("EDGE WorksAt VALUES ($0 Driver, $1 Depot, $2) "), "{text}");
        assert!(text.contains("EDGE Scanned VALUES ($0 Driver, $1 Package, $2, $3, $4)"), "{text}");
        let set = "REDUCE(overwrite(SPLIT($4, \"|\"))), _, $6)";
        assert!(text.contains(set), "{text}");

        let account = load().dry_run().await.unwrap();
        assert_eq!(sums(&account), [0, 0, 0, 3]);
        assert_eq!(graph.loading_jobs().list().await.unwrap(), [] as [&str; 0]);

        let account = load().await.unwrap();
        assert_eq!(sums(&account), [3, 0, 0, 0]);
        assert_eq!((account.vertices(), account.edges()), (6, 3));
        let names = graph.loading_jobs().list().await.unwrap();
        let [name] = names.as_slice() else { panic!("{names:?}") };
        assert!(name.starts_with("load_rows_") && text.contains(name.as_str()), "{name}");
        // Drivers, depots and their edges; the driver whose name has a line end, and its edge.
        let lines = Path::has("/ddl/Goods").and(Method::POST);
        assert_eq!(server.requests().count(lines.clone()), 3);
        assert_eq!(server.requests().count(upserts()), 1);
        assert_eq!(account.requests(), 4);
        let mut found: Vec<_> =
            graph.drivers.all().await.unwrap().into_iter().map(|it| it.name).collect();
        found.sort_unstable();
        assert_eq!(found, ["A", "B\n", "C|\""]);
        assert_eq!(graph.depots.get(2).await.unwrap().unwrap().city, "city, 2");
        assert_eq!(graph.works_at.get("B\n", 2).await.unwrap(), Some(WorksAt { hours: 2 }));

        load().await.unwrap().require_clean().unwrap();
        assert_eq!(graph.loading_jobs().list().await.unwrap().len(), 1);
        assert_eq!(server.requests().count(lines), 6);
    }

    async fn only_the_bad_row_is_rejected(server) {
        let graph = connect(&server).await;
        let text: String = (1..=20).map(|row| match row {
            7 => "x,7\n".to_owned(),
            row => format!("{row},city {row}\n"),
        }).collect();
        let any = any(&server).await;
        let source = rows(Box::leak(format!("code,city\n{text}").into_boxed_str()));
        let account = any
            .load(source, |(code, city): (String, String), out| {
                out.named_vertex("Depot", &code, |out| out.change("city", &city, None))?;
                out.named_edge("StoredAt", ("Package", "P"), ("Depot", "1"), |out| {
                    out.change("since", &DateTime::MIN, None);
                })
            })
            .via_loading_job()
            .await
            .unwrap();
        assert_eq!(sums(&account), [19, 1, 0, 0]);
        let reason = "line 8: 1 of 1 lines are valid; vertex Depot: 0 valid, 1 with an invalid id";
        let [found] = &reasons(&account)[..] else { panic!("{:?}", reasons(&account)) };
        assert!(found.starts_with(reason) && found.ends_with("\"x\\u{1f}7\""), "{found}");
        assert_eq!(graph.depots.count().await.unwrap(), 19);
        assert_eq!(server.requests().count(upserts()), 0);
    }

    async fn conditions_need_upserts(server) {
        let graph = connect(&server).await;
        for load in [
            drivers(&graph, &[]).ends_must_exist(),
            drivers(&graph, &[]).source_must_exist(),
            drivers(&graph, &[]).target_must_exist(),
        ] {
            let error = load.via_loading_job().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(error.message().contains("leave out `via_loading_job`"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_checkpoint_keeps_the_way() {
    let (server, graph) = served().await;
    let folder = tempfile::tempdir().unwrap();
    let (file, checkpoint) = (folder.path().join("rows.csv"), folder.path().join("checkpoint"));
    let text: String = (0..50).map(|row| format!("P-{row},2024-01-02,1,{row}\n")).collect();
    std::fs::write(&file, format!("id,since,weight,depot\n{text}")).unwrap();
    let load = || {
        let load = load(&graph, tg_runtime::load::CsvSource::path(&file));
        load.request_bytes(1_000).checkpoint(&checkpoint).concurrency(std::num::NonZeroUsize::MIN)
    };
    // The edges of the third request do not arrive.
    let fault = server.on(Path::has("/ddl/")).after(2).then(Fault::Disconnect);
    let account = load().via_loading_job().await.unwrap();
    assert!(account.failure().is_some() && account.in_doubt() > 0, "{account}");
    assert!(account.accepted() > 0 && account.pending() > 0, "{account}");
    let error = load().await.unwrap_err();
    assert!(error.message().contains("its rows are sent via a loading job"), "{error}");
    fault.remove();
    let account = load().via_loading_job().await.unwrap();
    assert_eq!(sums(&account), [50, 0, 0, 0]);
    assert_eq!(
        (graph.packages.count().await.unwrap(), graph.stored_at.count().await.unwrap()),
        (50, 50)
    );
}

/// If the job loads nothing, the reason is not in the rows.
#[tokio::test]
async fn a_load_ends_if_the_job_loads_no_row() {
    let (server, graph) = served().await;
    let nothing = r#"{"error":false,"message":"","results":[{"statistics":{"parsingStatistics":
        {"fileLevel":{"notEnoughToken":1}}}}],"code":"REST-0000"}"#;
    server.on(Path::has("/ddl/")).then(Fault::answer(200, "application/json", nothing));
    let rows: Vec<_> = (0..200).map(|code| ("A", code)).collect();
    let account = drivers(&graph, &rows).via_loading_job().await.unwrap();
    let failure = account.failure().unwrap().to_string();
    assert!(failure.contains("refused one by one"), "{failure}");
    assert!(failure.contains("with too few columns"), "{failure}");
    assert_eq!(account.rejected(), 99);
}

#[tokio::test]
async fn a_job_that_cannot_be_created_ends_the_load_at_its_beginning() {
    let (server, graph) = served().await;
    let refused = Fault::error("REST-30000", "no privilege");
    let jobs = Path::has("/loading-jobs").and(Method::POST);
    server.on(jobs).then(refused);
    let error = load(&graph, csv("id,since,weight,depot\n")).via_loading_job().await.unwrap_err();
    assert!(error.to_string().contains("no privilege"), "{error}");
}
