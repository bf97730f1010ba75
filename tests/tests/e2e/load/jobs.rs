//! Loading jobs: created, listed, read and dropped.

use tg_runtime::ErrorKind;
use tg_runtime::prelude::*;

use crate::goods::{connect, in_all_versions};

pub(super) const DEPOTS: &str = r#"CREATE LOADING JOB load_depots FOR GRAPH Goods {
    DEFINE FILENAME f;
    LOAD f TO VERTEX Depot VALUES ($0, $1) USING SEPARATOR="|";
}"#;

in_all_versions! {
    async fn jobs_are_kept_by_name(server) {
        let graph = connect(&server).await;
        let jobs = graph.loading_jobs();
        assert_eq!(jobs.list().await.unwrap(), Vec::<String>::new());
        assert_eq!(jobs.create(DEPOTS).await.unwrap(), "load_depots");
        let other = DEPOTS.replace("load_depots", "other").replace(" FOR GRAPH Goods", "");
        assert_eq!(jobs.create(other).await.unwrap(), "other");
        let mut names = jobs.list().await.unwrap();
        names.sort();
        assert_eq!(names, ["load_depots", "other"]);
        let text = jobs.get("load_depots").await.unwrap();
        assert!(text.contains("LOAD f TO VERTEX Depot"), "{text}");
        jobs.drop("other").await.unwrap();
        assert_eq!(jobs.drop_all(ConfirmAll).await.unwrap(), ["load_depots"]);
        assert!(jobs.list().await.unwrap().is_empty());
    }

    async fn a_job_is_replaced_by_one_of_its_name(server) {
        let graph = connect(&server).await;
        let jobs = graph.loading_jobs();
        // The job need not exist.
        jobs.replace(DEPOTS).await.unwrap();
        let error = jobs.create(DEPOTS).await.unwrap_err();
        assert!(error.message().contains("already exists"), "{error}");
        jobs.replace(DEPOTS.replace('|', ";")).await.unwrap();
        let text = jobs.get("load_depots").await.unwrap();
        assert!(text.contains("\";\""), "{text}");
        assert_eq!(jobs.list().await.unwrap().len(), 1);
    }

    async fn mistakes_are_reported(server) {
        let graph = connect(&server).await;
        let jobs = graph.loading_jobs();
        let wrong = DEPOTS.replace("VERTEX Depot", "VERTEX Dept");
        let error = jobs.create(wrong).await.unwrap_err();
        assert!(error.message().contains("Dept"), "{error}");
        for missing in [jobs.get("none").await.map(drop), jobs.drop("none").await] {
            let error = missing.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::UnknownName, "{error}");
            assert!(error.to_string().contains("Goods"), "{error}");
        }
        // A text that does more than create a job is not sent, nor is a name that would.
        let error = jobs.create(format!("{DEPOTS}\nDROP ALL")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
        let error = jobs.drop("x\nDROP ALL").await.unwrap_err();
        assert!([ErrorKind::Encode, ErrorKind::UnknownName].contains(&error.kind()), "{error}");
        assert!(graph.schema().read().await.is_ok());
    }
}
