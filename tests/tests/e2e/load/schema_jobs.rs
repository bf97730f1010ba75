//! Stored schema change jobs.

use serde_json::json;
use tg_emulator::Generation as Served;
use tg_runtime::prelude::*;
use tg_runtime::{ErrorKind, Server};

use crate::goods::{Goods, connect, in_all_versions, quick};

const ADD_PHONE: &str = "CREATE SCHEMA_CHANGE JOB add_phone FOR GRAPH Goods {\n    \
    ALTER VERTEX Depot ADD ATTRIBUTE (phone STRING DEFAULT \"does not exist\");\n}";

async fn has_attribute(graph: &Goods, vertex: &str, attribute: &str) -> bool {
    let schema = graph.schema().read().await.unwrap();
    let vertex = schema.vertex("Goods", vertex).unwrap();
    vertex.attributes.iter().any(|it| it.name == attribute)
}

in_all_versions! {
    async fn jobs_are_stored_and_run(server) {
        let graph = connect(&server).await;
        let jobs = graph.schema().change_jobs();
        assert!(jobs.list().await.unwrap().is_empty());
        assert_eq!(jobs.create(ADD_PHONE).await.unwrap(), "add_phone");
        assert!(jobs.create(ADD_PHONE).await.is_err());
        let listed = jobs.list().await.unwrap();
        assert_eq!(listed.len(), 1, "{listed:?}");
        assert_eq!(listed[0].name, "add_phone");
        // The text contains words of a failure, but is not one.
        for text in [&listed[0].text, &jobs.get("add_phone").await.unwrap()] {
            assert!(text.contains("phone STRING DEFAULT \"does not exist\""), "{text}");
        }
        assert!(!has_attribute(&graph, "Depot", "phone").await);
        jobs.run("add_phone").await.unwrap();
        assert!(has_attribute(&graph, "Depot", "phone").await);
        jobs.drop("add_phone").await.unwrap();
        assert!(jobs.list().await.unwrap().is_empty());
    }

    async fn a_job_that_is_needed_once_leaves_nothing(server) {
        let graph = connect(&server).await;
        let jobs = graph.schema().change_jobs();
        jobs.run_once(ADD_PHONE).await.unwrap();
        assert!(has_attribute(&graph, "Depot", "phone").await);
        // The second run fails, and the job is dropped all the same.
        let error = jobs.run_once(ADD_PHONE).await.unwrap_err();
        assert!(error.message().contains("phone"), "{error}");
        assert!(jobs.list().await.unwrap().is_empty());
    }

    async fn mistakes_are_reported(server) {
        let graph = connect(&server).await;
        let jobs = graph.schema().change_jobs();
        for missing in
            [jobs.get("none").await.map(drop), jobs.drop("none").await, jobs.run("none").await]
        {
            let error = missing.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::UnknownName, "{error}");
        }
        for text in ["DROP ALL", &format!("{ADD_PHONE} DROP ALL")] {
            let error = jobs.create(text).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
        }
        let error = jobs.drop("x\nDROP ALL").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
    }

    async fn operations_of_4x_only(server) {
        let graph = connect(&server).await;
        let jobs = graph.schema().change_jobs();
        jobs.create(ADD_PHONE).await.unwrap();
        let change = json!({"alterVertexTypes": [{"name": "Depot", "addAttributes":
            [{"AttributeType": {"Name": "STRING"}, "AttributeName": "fax"}]}]});
        let outcomes = [jobs.clone().force().run("add_phone").await, jobs.change(&change).await];
        for outcome in outcomes {
            match server.generation() {
                Served::V3 => assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Unsupported),
                _ => outcome.unwrap(),
            }
        }
        if server.generation() == Served::V4 {
            assert!(has_attribute(&graph, "Depot", "phone").await);
            assert!(has_attribute(&graph, "Depot", "fax").await);
        }
    }

    async fn global_jobs_are_the_servers(server) {
        let graph = connect(&server).await;
        let builder = Server::builder().url(server.url()).retry(quick());
        let builder = builder.credentials(auth::Credentials::Secret(server.secret().into()));
        let whole = builder.restpp_url(server.restpp_url()).connect().await.unwrap();
        graph.gsql("USE GLOBAL\nCREATE VERTEX Country (PRIMARY_ID id STRING)").await.unwrap();
        let jobs = whole.schema_change_jobs();
        let job = "CREATE GLOBAL SCHEMA_CHANGE JOB add_country {\n    \
            ADD VERTEX Country TO GRAPH Goods;\n}";
        assert_eq!(jobs.create(job).await.unwrap(), "add_country");
        assert_eq!(jobs.list().await.unwrap()[0].name, "add_country");
        jobs.run("add_country").await.unwrap();
        assert!(graph.schema().read().await.unwrap().vertex("Goods", "Country").is_some());
        jobs.drop("add_country").await.unwrap();
    }
}
