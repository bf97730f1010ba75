//! No name of one object is read as all of them: some statements and paths of the server have a
//! keyword for all in the place of a name.

use tg_runtime::AnyGraph;
use tg_runtime::admin::ConfirmServer;
use tg_runtime::prelude::*;

use crate::goods::{builder, connect, in_all_versions};

fn refused<T>(what: &str, outcome: Result<T>) {
    match outcome {
        Ok(_) => panic!("{what} was taken for a name"),
        Err(error) => assert_eq!(error.kind(), ErrorKind::Encode, "{what}: {error}"),
    }
}

in_all_versions! {
    async fn a_keyword_for_all_is_not_a_name(server) {
        let graph = connect(&server).await;
        let whole = graph.admin().server();
        whole.client().generation().await.unwrap();
        let here = || ConfirmServer::at(server.url().trim_start_matches("http://"));
        server.forget_requests();
        for word in ["all", "ALL", "All", "*"] {
            let queries = graph.queries();
            refused("drop a query", queries.drop(word).await);
            refused("drop queries", queries.drop_many(["q", word]).await);
            refused("install a query", queries.install([word]).await);
            refused("abort a query", queries.abort([word]).await);
            refused("drop a loading job", graph.loading_jobs().drop(word).await);
            refused("run a loading job", graph.loading_job(word).run().await);
            refused("abort a run", graph.loading_jobs().run(word).abort().await);
            refused("resume a run", graph.loading_jobs().run(word).resume().await);
            refused("status of a run", graph.loading_jobs().run(word).status().await);
            refused("drop a schema change", graph.schema().change_jobs().drop(word).await);
            refused("run a schema change", graph.schema().change_jobs().run(word).await);
            refused("drop a data source", graph.admin().data_sources().drop(word).await);
            refused("share a data source", whole.data_sources().grant("s", [word]).await);
            refused("add a global type", graph.schema().add_global_vertices([word]).await);
            refused("export a graph", whole.export("/x", here()).graphs([word]).await);
        }
        // The last part of the path of another call.
        refused("drop a data source", graph.admin().data_sources().drop("dropAll").await);
        assert_eq!(server.requests().iter().len(), 0);
    }

    async fn ids_of_runs_are_not_several(server) {
        let graph = connect(&server).await;
        graph.client().generation().await.unwrap();
        server.forget_requests();
        for id in ["a,b", "a\nDROP ALL", "", "a b", "../x", "a/b"] {
            refused("abort", graph.loading_jobs().run(id).abort().await);
            refused("pause", graph.loading_jobs().run(id).pause().await);
            refused("resume", graph.loading_jobs().run(id).resume().await);
            refused("status", graph.loading_jobs().run(id).status().await);
        }
        assert_eq!(server.requests().iter().len(), 0);
    }

    async fn no_graph_has_the_name(server) {
        let error = AnyGraph::builder("ALL").url(server.url()).credentials(auth::Credentials::None);
        let error = error.connect_lazy().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
        builder(&server).connect().await.unwrap();
    }
}
