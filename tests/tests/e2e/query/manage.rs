//! Queries created, installed, read, described and dropped.

use std::sync::{Arc, Mutex};

use tg_emulator::{Fault, Gate, Path};
use tg_runtime::operation::WorkState;
use tg_runtime::prelude::*;
use tg_runtime::query::{DraftQuery, QueryDescription, QueryType, StoredState};

use super::{fleet, install};
use crate::goods::in_all_versions;

const TEXT: &str = "CREATE QUERY next(INT n, SET<VERTEX<Stop>> stops, STRING s = \"}\") FOR GRAPH Fleet { PRINT n + 1 AS next; }";

in_all_versions! {
    async fn a_query_lives_from_its_text_to_its_end(server) {
        let graph = fleet(&server).await;
        let queries = graph.queries();
        assert_eq!(queries.list().await.unwrap(), Vec::<String>::new());
        assert_eq!(queries.create(TEXT).await.unwrap(), "next");
        assert_eq!(queries.list().await.unwrap(), ["next"]);
        assert!(!queries.is_installed("next").await.unwrap());
        let stored = queries.get("next").await.unwrap();
        assert_eq!((stored.name.as_str(), stored.state), ("next", StoredState::NotInstalled));
        assert!(stored.text.contains("n + 1 AS next"), "{}", stored.text);
        let done = queries.install(["next"]).await.unwrap();
        assert_eq!(done.state, WorkState::Finished);
        assert!(queries.is_installed("next").await.unwrap());
        let endpoints = graph.admin().endpoints().dynamic().await.unwrap();
        let endpoint = endpoints.iter().find(|it| it.path == "/query/Fleet/next").unwrap();
        assert_eq!((endpoint.enabled, endpoint.summary.is_some()), (Some(true), true));
        assert_eq!(endpoint.parameters["s"].index, Some(2));
        assert_eq!(queries.get("next").await.unwrap().state, StoredState::Installed);
        let again = queries.create(TEXT).await.unwrap_err();
        assert_eq!(again.kind(), ErrorKind::InvalidRequest, "{again}");
        queries.create(TEXT.replace("CREATE", "CREATE OR REPLACE")).await.unwrap();
        assert!(!queries.is_installed("next").await.unwrap());
        queries.install_all().force().await.unwrap();
        assert_eq!(queries.get_all().await.unwrap()[0].state, StoredState::Installed);
        queries.drop("next").await.unwrap();
        assert_eq!(queries.drop("next").await.unwrap_err().kind(), ErrorKind::UnknownName);
        assert_eq!(queries.get("next").await.unwrap_err().kind(), ErrorKind::UnknownName);
        assert!(!queries.is_installed("next").await.unwrap());
    }

    async fn several_are_dropped_at_once_and_all(server) {
        let graph = fleet(&server).await;
        for name in ["a", "b", "c", "d"] {
            install(&graph, &format!("{name}() FOR GRAPH Fleet {{ PRINT 1; }}")).await;
        }
        let queries = graph.queries();
        queries.drop_many(["a", "b"]).await.unwrap();
        let mut left = queries.drop_all(ConfirmAll).await.unwrap();
        left.sort();
        assert_eq!(left, ["c", "d"]);
        assert_eq!(queries.drop_all(ConfirmAll).await.unwrap(), Vec::<String>::new());
        assert_eq!(queries.drop("a b").await.unwrap_err().kind(), ErrorKind::Encode);
    }

    async fn a_draft_is_an_error_with_the_compilers_lines(server) {
        let graph = fleet(&server).await;
        let text = "CREATE QUERY bad() FOR GRAPH Fleet {\n  PRINT ;\n}";
        let error = graph.queries().create(text).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Gsql, "{error}");
        assert!(error.message().contains("draft `bad`"), "{error}");
        let source = std::error::Error::source(&error).unwrap();
        let draft = source.downcast_ref::<DraftQuery>().unwrap();
        assert_eq!((draft.name.as_str(), draft.findings[0].line), ("bad", Some(2)), "{draft:?}");
        assert_eq!(graph.queries().get("bad").await.unwrap().state, StoredState::Draft);
        let error = graph.queries().install(["bad"]).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Gsql, "{error}");
        let error = graph.queries().install(["nowhere"]).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownName, "{error}");
        let more = graph.queries().create(format!("{TEXT}\nDROP GRAPH Fleet")).await.unwrap_err();
        assert_eq!(more.kind(), ErrorKind::Encode, "{more}");
    }

    async fn an_installation_reports_its_progress(server) {
        let graph = fleet(&server).await;
        graph.queries().create(TEXT).await.unwrap();
        let gate = Gate::new();
        server.on(Path::ends("/queries/install")).then(Fault::HoldWork(gate.clone()));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (states, opens) = (Arc::clone(&seen), gate.clone());
        let install = graph.queries().install(["next"]).on_progress(move |installation| {
            states.lock().unwrap().push(installation.state.clone());
            opens.open();
        });
        let done = install.await.unwrap();
        let seen = seen.lock().unwrap().clone();
        assert_eq!(seen.first(), Some(&WorkState::Running));
        assert_eq!(seen.last(), Some(&WorkState::Finished));
        let id = done.request_id.unwrap();
        let later = graph.queries().installation(id).await.unwrap();
        assert_eq!(later.state, WorkState::Finished);
        assert!(graph.queries().is_installed("next").await.unwrap());
    }

    async fn a_signature_is_data(server) {
        let graph = fleet(&server).await;
        graph.queries().create(TEXT).await.unwrap();
        let signature = graph.queries().signature("next").await.unwrap();
        assert_eq!(signature.name, "next");
        let inputs: Vec<_> =
            signature.inputs.iter().map(|it| format!("{} {}", it.name, it.ty)).collect();
        assert_eq!(inputs, ["n INT", "stops SET<VERTEX<Stop>>", "s STRING"]);
        assert_eq!(signature.inputs[0].ty, QueryType::Int);
        assert!(graph.queries().signature("none").await.is_err());
    }

    async fn operations_that_3x_lacks_are_unsupported(server) {
        let graph = fleet(&server).await;
        let queries = graph.queries();
        queries.create(TEXT).await.unwrap();
        let description =
            QueryDescription::new("next", "One more.").parameter("n", "the one before");
        if graph.client().generation().await.unwrap() == Generation::V3 {
            assert_eq!(queries.check(TEXT).await.unwrap_err().kind(), ErrorKind::Unsupported);
            let error = queries.describe(description).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Unsupported);
            assert!(error.message().contains("4.1"), "{error}");
            return;
        }
        let good = queries.check("CREATE QUERY q() FOR GRAPH Fleet { PRINT 1; }").await.unwrap();
        assert_eq!(good, []);
        let bad = queries.check("CREATE QUERY q() FOR GRAPH Fleet {\n  PRINT ;\n}").await.unwrap();
        assert_eq!((bad[0].line, bad[0].is_warning), (Some(2), false), "{bad:?}");
        assert_eq!(queries.description("next").await.unwrap(), None);
        queries.describe(description.clone()).await.unwrap();
        assert_eq!(queries.description("next").await.unwrap(), Some(description));
        assert_eq!(queries.descriptions().await.unwrap().len(), 1);
        queries.drop_description("next").await.unwrap();
        assert_eq!(queries.description("next").await.unwrap(), None);
    }
}
