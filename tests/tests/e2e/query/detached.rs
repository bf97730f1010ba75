//! Detached queries, and the list of running ones.

use std::time::Duration;

use futures_util::FutureExt as _;
use tg_emulator::{Emulator, Fault, Gate, Path};
use tg_runtime::operation::WorkState;
use tg_runtime::prelude::*;

use super::{fleet, install};
use crate::goods::in_all_versions;

fn hold(server: &Emulator) -> Gate {
    let gate = Gate::new();
    server.on(Path::ends("/query/Fleet/q")).then(Fault::HoldWork(gate.clone()));
    gate
}

const Q: &str = "q(INT n) FOR GRAPH Fleet { PRINT n + 1 AS next; }";

in_all_versions! {
    async fn a_detached_query_is_observed_awaited_and_fetched(server) {
        let graph = fleet(&server).await;
        install(&graph, Q).await;
        let gate = hold(&server);
        let query = graph
            .query("q")
            .param("n", 41)
            .timeout(Duration::from_secs(600))
            .detached()
            .await
            .unwrap();
        let status = query.status().await.unwrap();
        assert_eq!(status.state, WorkState::Running);
        assert_eq!(status.request_id, query.request_id());
        assert!(status.url.contains("/query/Fleet/q"), "{status:?}");
        assert!(status.started.is_some() && status.expires > status.started, "{status:?}");
        assert!(query.results().await.is_err(), "it runs");
        gate.open();
        let same = graph.queries().detached(query.request_id());
        assert_eq!(same.wait().await.unwrap().get::<i64>("next").unwrap(), 42);
        assert_eq!(same.status().await.unwrap().state, WorkState::Finished);
    }

    async fn running_queries_are_listed_and_aborted(server) {
        let graph = fleet(&server).await;
        install(&graph, Q).await;
        let queries = graph.queries();
        assert_eq!(queries.running().await.unwrap(), []);
        let _gate = hold(&server);
        let start = async || {
            graph
                .query("q")
                .param("n", 1)
                .timeout(Duration::from_secs(600))
                .detached()
                .await
                .unwrap()
        };
        let (first, second, third) = (start().await, start().await, start().await);
        let running = queries.running().await.unwrap();
        let ids: Vec<_> = running.iter().map(|it| it.request_id.as_str()).collect();
        for query in [&first, &second, &third] {
            assert!(ids.contains(&query.request_id()), "{running:?}");
        }
        assert_eq!(queries.running_everywhere().await.unwrap().len(), 3);
        assert!(queries.delayed().await.unwrap().is_empty());
        let aborted = first.abort().await.unwrap();
        assert_eq!(aborted[0].request_id, first.request_id());
        assert_eq!(first.wait().await.unwrap_err().kind(), ErrorKind::Aborted);
        assert_eq!(second.status().await.unwrap().state, WorkState::Running);
        assert_eq!(queries.abort_matching("/query/Fleet/q.*").await.unwrap().len(), 2);
        assert_eq!(queries.abort_all(ConfirmAll).await.unwrap(), []);
        assert_eq!(
            queries.abort(Vec::<String>::new()).await.unwrap_err().kind(),
            ErrorKind::Encode
        );
        assert_eq!(
            queries.abort(["all"]).await.unwrap_err().kind(),
            ErrorKind::Encode,
            "`all` is no id"
        );
    }

    async fn detached_work_ends_only_by_an_abort(server) {
        let graph = fleet(&server).await;
        install(&graph, Q).await;
        let _gate = hold(&server);
        let query = graph.query("q").param("n", 1).timeout(Duration::from_secs(600)).detached();
        let query = query.await.unwrap();
        // A wait that is dropped or late leaves the query running.
        assert!(query.wait().into_future().now_or_never().is_none());
        query.wait().timeout(Duration::from_millis(5)).await.unwrap_err();
        assert_eq!(query.status().await.unwrap().state, WorkState::Running);
        // The answer is lost, and a second one would not list the query.
        let rule = server.on(Path::has("/abortquery")).then(Fault::HangUp(10));
        let error = query.abort().await.unwrap_err();
        assert!(error.is_in_doubt() && !error.is_retryable(), "{error}");
        assert_eq!(rule.hits(), 1);
        assert_eq!(query.wait().await.unwrap_err().kind(), ErrorKind::Aborted);
    }

    async fn an_unknown_query_and_a_deadline_are_errors(server) {
        let graph = fleet(&server).await;
        install(&graph, Q).await;
        let unknown = graph.queries().detached("1.RESTPP_1_1.1.N");
        assert_eq!(unknown.status().await.unwrap_err().kind(), ErrorKind::NotFound);
        let _gate = hold(&server);
        let query = graph
            .query("q")
            .param("n", 1)
            .timeout(Duration::from_secs(600))
            .detached()
            .await
            .unwrap();
        let error = query.wait().timeout(Duration::from_millis(5)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut, "{error}");
        let missing = graph.query("none").detached().await.unwrap_err();
        assert_eq!(missing.kind(), ErrorKind::NoEndpoint, "{missing}");
    }
}
