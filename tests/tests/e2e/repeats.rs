//! Requests to the catalog that are not repeated, because a second execution has another result.

use tg_emulator::{Fault, Path};
use tg_runtime::operation::Pending;
use tg_runtime::prelude::*;
use tg_runtime::sources::DataSourceConfig;

use crate::goods::{connect, in_all_versions};

const QUERY: &str = "CREATE QUERY q() FOR GRAPH Goods { PRINT 1; }";
const LOADING_JOB: &str = "CREATE LOADING JOB l FOR GRAPH Goods {
    DEFINE FILENAME f; LOAD f TO VERTEX Depot VALUES ($0, $1); }";
const CHANGE: &str = "CREATE SCHEMA_CHANGE JOB c FOR GRAPH Goods {
    ALTER VERTEX Depot ADD ATTRIBUTE (phone STRING); }";

in_all_versions! {
    async fn a_dropped_object_is_not_reported_as_unknown(server) {
        let graph = connect(&server).await;
        graph.queries().create(QUERY).await.unwrap();
        graph.loading_jobs().create(LOADING_JOB).await.unwrap();
        graph.schema().change_jobs().create(CHANGE).await.unwrap();
        graph
            .admin()
            .data_sources()
            .create("s", DataSourceConfig::kafka("127.0.0.1:9092"))
            .await
            .unwrap();
        graph.admin().secrets().create("x").await.unwrap();
        let calls: [Pending<'static, ()>; 5] = [
            Box::pin(graph.queries().drop("q").into_future()),
            Box::pin(graph.loading_jobs().drop("l").into_future()),
            Box::pin(graph.schema().change_jobs().drop("c").into_future()),
            Box::pin(graph.admin().data_sources().drop("s").into_future()),
            Box::pin(graph.admin().secrets().drop("x").into_future()),
        ];
        for (at, call) in calls.into_iter().enumerate() {
            // It is executed, and the answer does not arrive.
            let rule = server.on(Path::has("/gsql")).times(1).then(Fault::HangUp(10));
            let error = call.await.unwrap_err();
            assert_eq!(rule.hits(), 1, "{at}");
            assert!(
                error.is_in_doubt() && error.kind() != ErrorKind::UnknownName,
                "{at}: {error}"
            );
        }
        assert!(graph.queries().list().await.unwrap().is_empty());
    }

    async fn an_installation_is_begun_once(server) {
        let graph = connect(&server).await;
        graph.queries().create(QUERY).await.unwrap();
        server.forget_requests();
        server.on(Path::has("/queries/install")).times(1).then(Fault::Status(504));
        let error = graph.queries().install(["q"]).await.unwrap_err();
        assert!(error.is_in_doubt(), "{error}");
        assert_eq!(server.requests().count(Path::has("/queries/install")), 1);
    }
}
