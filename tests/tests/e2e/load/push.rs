//! Data of the program, loaded by a job.

use std::io::Write as _;
use std::num::NonZeroUsize;

use futures_util::stream;
use serde::Serialize;
use tg_emulator::{Emulator, Fault, Path};
use tg_runtime::load::{Ack, LoadFormat, LoadReport};
use tg_runtime::prelude::*;
use tg_runtime::{ErrorKind, Method};

use crate::goods::{Goods, connect, in_all_versions};

const JOBS: &str = r#"USE GRAPH Goods
CREATE LOADING JOB depots FOR GRAPH Goods {
    DEFINE FILENAME f;
    DEFINE FILENAME other;
    LOAD f TO VERTEX Depot VALUES ($0, $1) USING SEPARATOR="|", QUOTE="double";
    LOAD other TO VERTEX Depot VALUES ($0, "fixed");
}
CREATE LOADING JOB named FOR GRAPH Goods {
    DEFINE FILENAME f;
    LOAD f TO VERTEX Depot VALUES ($"code", $"city") USING HEADER="true";
}
CREATE LOADING JOB json FOR GRAPH Goods {
    DEFINE FILENAME f;
    LOAD f TO VERTEX Depot VALUES ($"code", $"city") USING JSON_FILE="true";
}
CREATE LOADING JOB joined FOR GRAPH Goods {
    DEFINE FILENAME f;
    LOAD f TO VERTEX Depot VALUES ($0, $1) WHERE $1 != "nowhere",
           TO EDGE works_at VALUES ($2, $0, $3);
}
"#;

#[derive(Serialize)]
struct Row {
    code: i64,
    city: &'static str,
}

async fn with_jobs(server: &Emulator) -> Goods {
    let graph = connect(server).await;
    let jobs = JOBS.replace("works_at", "WorksAt");
    graph.gsql(jobs).await.unwrap();
    graph
}

async fn cities(graph: &Goods) -> Vec<(i64, String)> {
    let depots = graph.depots.all().order_by(|depot| depot.code.asc()).await.unwrap();
    depots.into_iter().map(|depot| (depot.code, depot.city)).collect()
}

fn expected() -> Vec<(i64, String)> {
    vec![(1, "Ulm".to_owned()), (2, "Bern".to_owned()), (3, "Graz".to_owned())]
}

fn is_clean(report: &LoadReport, lines: u64) {
    report.require_clean().unwrap();
    assert_eq!(report.sent_lines(), lines, "{report}");
    assert_eq!((report.lines().valid, report.unaccounted()), (lines, 0), "{report}");
}

in_all_versions! {
    async fn every_source_of_lines(server) {
        let graph = with_jobs(&server).await;
        let variable = graph.loading_job("depots").file_variable("f");
        is_clean(&variable.bytes("1|Ulm\n2|Bern").await.unwrap(), 2);
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"3|Graz\n").unwrap();
        is_clean(&variable.path(file.path()).await.unwrap(), 1);
        assert_eq!(cities(&graph).await, expected());
        graph.depots.delete_all(ConfirmAll).await.unwrap();
        is_clean(&variable.reader(&b"1|Ulm\n2|Bern\n3|Graz\n"[..]).await.unwrap(), 3);
        assert_eq!(cities(&graph).await, expected());
        graph.depots.delete_all(ConfirmAll).await.unwrap();
        // Chunks that end anywhere.
        let pieces = ["1|U", "lm\n2|Be", "rn\n3", "|Graz"].map(Ok::<_, std::io::Error>);
        let report = variable.stream(stream::iter(pieces)).await.unwrap();
        is_clean(&report, 3);
        assert_eq!(cities(&graph).await, expected());
        assert_eq!(report.vertex("Depot").unwrap().valid, 3);
        let nothing = variable.bytes("").await.unwrap();
        assert_eq!((nothing.requests(), nothing.is_clean()), (0, true));
    }

    async fn rows_are_written_as_the_job_reads_them(server) {
        let graph = with_jobs(&server).await;
        let rows = || [("1", "Ulm"), ("2", "Bern"), ("3", "Graz")];
        let records = || {
            [
                Row { code: 1, city: "Ulm" },
                Row { code: 2, city: "Bern" },
                Row { code: 3, city: "Graz" },
            ]
        };
        for job in ["depots", "named", "json"] {
            let variable = graph.loading_job(job).file_variable("f");
            is_clean(&variable.rows(records()).await.unwrap(), 3);
            assert_eq!(cities(&graph).await, expected(), "{job}");
            graph.depots.delete_all(ConfirmAll).await.unwrap();
        }
        let named = graph.loading_job("named").file_variable("f");
        is_clean(
            &named.row_stream(stream::iter(rows())).columns(["code", "city"]).await.unwrap(),
            3,
        );
        assert_eq!(cities(&graph).await, expected());
        let error = named.rows(rows()).await.unwrap_err();
        assert!(error.message().contains("columns("), "{error}");
        // A separator is quoted, and a value that cannot be expressed is rejected with its place.
        let depots = graph.loading_job("depots").file_variable("f");
        is_clean(&depots.rows([(4, "Aach | Bach")]).await.unwrap(), 1);
        assert_eq!(cities(&graph).await[3].1, "Aach | Bach");
        let error = depots.rows([(5, "Ulm"), (6, "\"x\"")]).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
        assert!(error.message().contains("row 2: column 2"), "{error}");
    }

    async fn many_requests_repeat_the_header_and_add_up(server) {
        let graph = with_jobs(&server).await;
        let named = graph.loading_job("named").file_variable("f");
        let lines: String = (0..1000).map(|code| format!("{code},city {code}\n")).collect();
        let mut seen = Vec::new();
        let report = named
            .bytes(format!("code,city\n{lines}"))
            .request_bytes(1024)
            .on_progress(|it| seen.push((it.requests(), it.sent_lines(), it.lines().valid)))
            .await
            .unwrap();
        is_clean(&report, 1000);
        assert!(report.requests() > 10, "{}", report.requests());
        assert_eq!(graph.depots.count().await.unwrap(), 1000);
        assert_eq!(report.vertex("Depot").unwrap().valid, 1000);
        assert_eq!(seen.len() as u64, report.requests());
        assert_eq!(*seen.last().unwrap(), (report.requests(), 1000, 1000));
        let loads = server.requests().count(Path::has("/ddl/").and(Method::POST));
        assert_eq!(loads as u64, report.requests());
    }

    async fn a_long_stream_takes_little_memory(server) {
        let graph = with_jobs(&server).await;
        let variable = graph.loading_job("depots").file_variable("f");
        // Each line is created on demand, so that the lines in memory can be counted.
        const LINES: u64 = 200_000;
        const REQUEST: u64 = 64 * 1024;
        let made = std::sync::atomic::AtomicU64::new(0);
        let answered = std::sync::atomic::AtomicU64::new(0);
        let most = std::sync::atomic::AtomicU64::new(0);
        let order = std::sync::atomic::Ordering::SeqCst;
        let lines = (0..LINES).map(|number| {
            let line = format!("{}|{:<30}\n", number % 50, number);
            let made = made.fetch_add(line.len() as u64, order) + line.len() as u64;
            most.fetch_max(made - answered.load(order), order);
            Ok::<_, std::io::Error>(line)
        });
        let report = variable
            .stream(stream::iter(lines))
            .request_bytes(REQUEST as usize)
            .concurrency(NonZeroUsize::new(2).unwrap())
            .on_progress(|report| answered.store(report.sent_bytes(), order))
            .await
            .unwrap();
        is_clean(&report, LINES);
        let sent = report.sent_bytes();
        assert_eq!(sent, made.load(order));
        assert!(sent > 100 * REQUEST, "{sent} bytes in all");
        let most = most.load(order);
        assert!(most <= 5 * REQUEST, "{most} bytes were waiting, of {sent}");
        assert!(report.requests() >= sent / REQUEST, "{}", report.requests());
    }

    async fn invalid_values_are_named(server) {
        let graph = with_jobs(&server).await;
        let variable = graph.loading_job("depots").file_variable("f");
        let report = variable.bytes("1|Ulm\nlonely\n\nx|Bern\n3|Graz\n").await.unwrap();
        assert!(!report.is_clean());
        assert_eq!((report.sent_lines(), report.unaccounted()), (4, 0), "{report}");
        assert_eq!(report.lines().not_enough_tokens, 1, "{report}");
        assert_eq!(report.vertex("Depot").unwrap().valid, 2, "{report}");
        let error = report.require_clean().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::PartiallyAccepted);
        assert!(error.message().contains("x|Bern"), "{error}");
        assert_eq!(graph.depots.count().await.unwrap(), 2);
        let lines =
            graph.loading_job("json").file_variable("f").bytes("{\"code\":7,\n").await.unwrap();
        assert_eq!(lines.lines().invalid_json, 1, "{lines}");
        // A line that a condition excludes is not a fault.
        let joined = graph.loading_job("joined").file_variable("f");
        let report = joined.bytes("8,nowhere,Ann,40\n9,Ulm,Bob,20\n").await.unwrap();
        report.require_clean().unwrap();
        assert_eq!(report.vertex("Depot").unwrap().valid, 1, "{report}");
        assert_eq!(report.edge("WorksAt").unwrap().valid, 2, "{report}");
    }

    async fn a_quote_without_a_partner_is_a_character(server) {
        let graph = with_jobs(&server).await;
        let variable = graph.loading_job("depots").file_variable("f");
        let line = |code| if code == 2 { "2|5\" pipe\n".into() } else { format!("{code}|Ulm\n") };
        let lines: String = (1..=500).map(line).collect();
        let report = variable.bytes(lines.clone()).request_bytes(512).await.unwrap();
        is_clean(&report, 500);
        assert!(report.requests() > 5, "{report}");
        assert_eq!(cities(&graph).await[1], (2, "5\" pipe".to_owned()));
        // A loss is not hidden by it, and neither is an excess.
        for valid in [480, 520] {
            let answer = format!(
                r#"{{"error":false,"message":"","code":"REST-0000","results":[{{"statistics":
                {{"parsingStatistics":{{"fileLevel":{{"validLine":{valid}}}}}}}}}]}}"#
            );
            let fault = Fault::answer(200, "application/json", answer);
            server.on(Path::has("/ddl/")).times(1).then(fault);
            let report = variable.bytes(lines.clone()).await.unwrap();
            assert_eq!(report.unaccounted(), 500 - valid);
            let error = report.require_clean().unwrap_err();
            assert!(error.message().contains("20"), "{error}");
        }
    }

    async fn data_that_gives_no_line_is_an_error(server) {
        let graph = with_jobs(&server).await;
        for (name, using) in [("ends", r#"EOL="\r\n""#), ("quotes", r#"QUOTE="single""#)] {
            graph
                .loading_jobs()
                .create(format!(
                    "CREATE LOADING JOB {name} FOR GRAPH Goods {{ DEFINE FILENAME f; LOAD f TO \
                     VERTEX Depot VALUES ($0, $1) USING HEADER=\"true\", {using}; }}"
                ))
                .await
                .unwrap();
        }
        let load = |job: &str, text: &'static str| {
            graph.loading_job(job).file_variable("f").bytes(text)
        };
        for (job, text) in [
            ("ends", "code,city\n1,Ulm\n2,Bern\n3,Graz\n"),
            ("named", "code,city\r1,Ulm\r2,Bern\r3,Graz\r"),
            ("quotes", "code,city"),
        ] {
            server.forget_requests();
            let error = load(job, text).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
            assert!(error.message().contains("eol("), "{error}");
            assert_eq!(server.requests().count(Path::has("/ddl/")), 0);
        }
        let text = "code,driver's city\n1,Ulm\n2,Bern\n3,Graz\n";
        is_clean(&load("quotes", text).await.unwrap(), 3);
        assert_eq!(cities(&graph).await, expected());
        is_clean(&load("ends", text).eol("\n").await.unwrap(), 3);
    }

    async fn errors_have_a_limit(server) {
        let graph = with_jobs(&server).await;
        let variable = graph.loading_job("depots").file_variable("f");
        let error = variable
            .bytes("a\nb\nc\n1|Ulm\n")
            .max_errors(2)
            .concurrency(NonZeroUsize::MIN)
            .await
            .unwrap_err();
        assert!(error.message().contains("answered before"), "{error}");
        let query = last_load(&server);
        assert!(
            query.contains("max_num_error=2") && query.contains("jobid=Goods.depots.spark.all."),
            "{query}"
        );
    }

    async fn limits_of_the_caller_are_sent(server) {
        let graph = with_jobs(&server).await;
        let variable = graph.loading_job("depots").file_variable("other");
        let report = variable
            .bytes("1;x\t2;y\t")
            .separator(';')
            .eol("\t")
            .ack(Ack::None)
            .max_error_percent(50)
            .job_id("Goods.depots.spark.all.1")
            .server_timeout(std::time::Duration::from_secs(90))
            .await
            .unwrap();
        is_clean(&report, 2);
        assert_eq!(
            last_load(&server),
            "tag=depots&filename=other&sep=%3B&eol=%09&ack=none&timeout=90&max_percent_error=50\
             &jobid=Goods.depots.spark.all.1"
        );
        // With a given format the job is not read.
        server.forget_requests();
        let variable = graph.loading_job("depots").file_variable("f");
        let format = LoadFormat::csv().separator('|');
        is_clean(&variable.bytes("1|Ulm\n").format(format).await.unwrap(), 1);
        assert_eq!(server.requests().iter().count(), 1);
    }

    async fn missing_objects_are_named(server) {
        let graph = with_jobs(&server).await;
        let error = graph.loading_job("none").file_variable("f").bytes("x\n").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownName, "{error}");
        assert!(error.to_string().starts_with("load by none: "), "{error}");
        let job = graph.loading_job("depots");
        let error = job.file_variable("g").bytes("x\n").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownName, "{error}");
        assert!(error.message().contains("it has `f`, `other`"), "{error}");
        let blind = job.file_variable("g").bytes("x\n").format(LoadFormat::csv());
        assert_eq!(blind.await.unwrap_err().kind(), ErrorKind::UnknownName);
        let error = job.file_variable("f").path("/nowhere/x.csv").await.unwrap_err();
        assert!(error.message().contains("/nowhere/x.csv"), "{error}");
    }

    async fn only_what_is_safe_is_repeated(server) {
        let graph = with_jobs(&server).await;
        let variable = graph.loading_job("depots").file_variable("f");
        // It may have been executed, also if a gateway answers.
        for status in [500, 503] {
            server.on(Path::has("/ddl/")).times(1).then(Fault::Status(status));
            let error = variable.bytes("2|Bern\n").await.unwrap_err();
            assert!(
                error.message().starts_with("0 lines in 0 requests were answered before"),
                "{error}"
            );
            assert!(error.is_in_doubt() && !error.is_retryable(), "{error}");
        }
        server.on(Path::has("/ddl/")).times(1).then(Fault::Status(500));
        is_clean(&variable.bytes("2|Bern\n").repeatable().await.unwrap(), 1);
    }
}

fn last_load(server: &Emulator) -> String {
    let requests = server.requests();
    let loads = requests.iter().filter(|request| request.path.contains("/ddl/"));
    loads.last().unwrap().query.clone().unwrap()
}
