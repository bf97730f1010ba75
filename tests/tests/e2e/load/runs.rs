//! Loading runs on the server: started, observed, awaited, stopped.

use std::time::Duration;

use tg_emulator::{Emulator, Fault, Generation as Served, Path};
use tg_runtime::ErrorKind;
use tg_runtime::load::{LoadFormat, RunSource};
use tg_runtime::operation::WorkState;
use tg_runtime::prelude::*;
use tg_runtime::sources::DataSourceConfig;

use crate::goods::{Goods, connect, in_all_versions};

const JOB: &str = r#"CREATE LOADING JOB depots FOR GRAPH Goods {
    DEFINE FILENAME f;
    DEFINE FILENAME g = "/data/g.csv";
    LOAD f TO VERTEX Depot VALUES ($0, $1);
    LOAD g TO VERTEX Depot VALUES ($0, $1);
}"#;

async fn with_files(server: &Emulator) -> Goods {
    let graph = connect(server).await;
    graph.loading_jobs().create(JOB).await.unwrap();
    server.put_file("/data/f.csv", "1,Ulm\n2,Bern\n");
    server.put_file("/data/g.csv", "3,Graz\nx,Wien\n4\n");
    graph
}

in_all_versions! {
    async fn a_run_ends_with_an_account(server) {
        let graph = with_files(&server).await;
        let job = graph.loading_job("depots");
        let run = job.run().source("f", RunSource::server_file("/data/f.csv")).await.unwrap();
        let mut seen = 0;
        let status = run
            .wait()
            .every(Duration::from_millis(1))
            .on_progress(|_| seen += 1)
            .timeout(Duration::from_secs(60))
            .await
            .unwrap();
        assert_eq!(status.state(), WorkState::Finished);
        assert!(seen > 0);
        status.report().require_clean().unwrap();
        assert_eq!(status.report().vertex("Depot").unwrap().valid, 2);
        assert_eq!(graph.depots.count().await.unwrap(), 2);
        // Another program finds it again.
        let found = graph.loading_jobs().run(run.id()).status().await.unwrap();
        assert_eq!((found.id(), found.report()), (run.id(), status.report()));
        // The run has ended.
        assert!(run.abort().await.is_err());
        assert!(run.resume().await.is_err());
    }

    async fn invalid_values_are_named(server) {
        let graph = with_files(&server).await;
        let run = graph.loading_job("depots").run();
        let run = run.source("g", RunSource::server_file("/data/g.csv")).await.unwrap();
        let status = run.wait().every(Duration::from_millis(1)).await.unwrap();
        let report = status.report();
        assert_eq!((report.lines().valid, report.lines().not_enough_tokens), (2, 1), "{report}");
        assert_eq!(report.vertex("Depot").unwrap().valid, 1, "{report}");
        let error = report.require_clean().unwrap_err();
        assert!(error.message().contains("x,Wien"), "{error}");
    }

    async fn a_source_is_read_and_looked_into(server) {
        let graph = with_files(&server).await;
        let sources = graph.admin().data_sources();
        sources.create("s3", DataSourceConfig::s3("a", "b")).await.unwrap();
        server.put_object("s3", "s3://bucket/f.csv", "code,city\n7,Ulm\n");
        let source = RunSource::data_source("s3", "s3://bucket/f.csv");
        let run = graph.loading_job("depots").run().source("f", source).await.unwrap();
        let status = run.wait().every(Duration::from_millis(1)).await.unwrap();
        assert_eq!(status.report().vertex("Depot").unwrap().valid, 1, "{}", status.report());
        assert_eq!(graph.depots.get(7).await.unwrap().unwrap().city, "Ulm");
        if server.generation() == Served::V3 {
            return;
        }
        let preview = sources.preview("s3", "s3://bucket/f.csv").lines(5);
        let preview = preview.format(LoadFormat::csv().header(true)).await.unwrap();
        assert_eq!(preview.header, ["code", "city"]);
        assert_eq!(preview.lines::<Vec<String>>().unwrap(), [["7", "Ulm"]], "{preview:?}");
        assert_eq!(preview.lines::<u8>().unwrap_err().kind(), ErrorKind::Decode);
        assert!(sources.folders("s3", "s3://bucket").await.unwrap().is_empty());
        let files = sources.files("s3", "s3://bucket").await.unwrap();
        assert!(files.iter().any(|file| file.ends_with("f.csv")), "{files:?}");
        assert!(!sources.buckets("s3").await.unwrap().is_empty());
    }

    async fn missing_objects_are_named(server) {
        let graph = with_files(&server).await;
        let error = graph.loading_job("none").run().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownName, "{error}");
        for missing in [
            graph.loading_jobs().run("none").status().await.map(drop),
            graph.loading_jobs().run("none").abort().await,
            graph.loading_jobs().run("none").resume().await,
        ] {
            assert!(missing.is_err());
        }
        let error = graph.loading_jobs().run("x\nDROP ALL").abort().await.unwrap_err();
        assert!(!error.to_string().is_empty());
        assert!(graph.schema().read().await.is_ok());
    }

    async fn a_job_is_data_on_4(server) {
        let graph = with_files(&server).await;
        let definition = graph.loading_jobs().definition("depots").await;
        if server.generation() == Served::V3 {
            assert_eq!(definition.unwrap_err().kind(), ErrorKind::Unsupported);
            return;
        }
        let definition = definition.unwrap();
        assert_eq!((definition.name.as_str(), definition.graph.as_str()), ("depots", "Goods"));
        assert_eq!(definition.files.len(), 2, "{definition:?}");
        assert_eq!(definition.statements.len(), 2, "{definition:?}");
        assert_eq!(definition.statements[0].source, "f");
    }

    async fn a_run_that_goes_on_is_left_or_stopped(server) {
        let graph = with_files(&server).await;
        let status = |status: &str| {
            let body = format!(
                r#"{{"error":false,"message":"","results":[{{"overall":{{"id":"r1","status":"{status}",
                    "error":"why","statistics":{{"fileLevel":{{"validLine":5}}}}}}}}]}}"#
            );
            Fault::answer(200, "application/json", body)
        };
        let path = match server.generation() {
            Served::V3 => Path::has("/gsqlserver/gsql/loading-jobs"),
            _ => Path::has("/loading-jobs/status/r1"),
        };
        let run = graph.loading_jobs().run("r1");
        let rule = server.on(path.clone()).then(status("RUNNING"));
        let wait = run.wait().every(Duration::from_millis(1)).timeout(Duration::from_millis(20));
        let error = wait.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut, "{error}");
        rule.remove();
        for (word, kind) in
            [("ABORTED", ErrorKind::Aborted), ("FAILED", ErrorKind::PartiallyAccepted)]
        {
            let rule = server.on(path.clone()).then(status(word));
            let error = run.wait().await.unwrap_err();
            assert_eq!(error.kind(), kind, "{error}");
            assert!(error.message().contains("why"), "{error}");
            rule.remove();
        }
        let rule = server.on(path.clone()).then(status("PAUSED"));
        assert_eq!(run.wait().await.unwrap().state(), WorkState::Paused);
        rule.remove();
        let done = match server.generation() {
            Served::V3 => Fault::answer(
                200,
                "text/plain",
                "Successfully aborted.\n__GSQL__RETURN__CODE__,0\n",
            ),
            _ => Fault::answer(
                200,
                "application/json",
                r#"{"error":false,"message":"Successfully paused loading job(s): [r1]."}"#,
            ),
        };
        server.forget_requests();
        server.on(Path::has("/gsql")).then(done);
        run.pause().await.unwrap();
        run.resume().await.unwrap();
        run.abort().await.unwrap();
        if server.generation() == Served::V4 {
            let requests = server.requests();
            let sent: Vec<_> =
                requests.iter().map(|it| (it.path.as_str(), it.query.as_deref())).collect();
            assert_eq!(
                sent,
                [
                    ("/gsql/v1/loading-jobs/abort", Some("graph=Goods&jobIds=r1&isPause=true")),
                    ("/gsql/v1/loading-jobs/resume/r1", Some("graph=Goods")),
                    ("/gsql/v1/loading-jobs/abort", Some("graph=Goods&jobIds=r1")),
                ]
            );
        }
    }
}
