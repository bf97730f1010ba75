//! Creating and dropping the graph, and GSQL text.

use tg_runtime::ErrorKind;
use tg_runtime::prelude::*;

use crate::goods::{Goods, builder, connect, in_all_versions};

in_all_versions! {
    async fn the_schema_is_made_once(server) {
        let graph: Goods = builder(&server).connect().await.unwrap();
        let first = graph.create_schema().await.unwrap();
        assert_eq!(first.created.len(), 7, "{first:?}");
        assert!(first.kept.is_empty(), "{first:?}");
        let second = graph.create_schema().await.unwrap();
        assert!(second.created.is_empty(), "{second:?}");
        assert_eq!(second.kept, first.created);
    }

    async fn missing_types_are_added(server) {
        server.gsql("CREATE GRAPH Goods ()").await.unwrap();
        let graph: Goods = builder(&server).connect().await.unwrap();
        let outcome = graph.create_schema().await.unwrap();
        assert_eq!(outcome.kept, ["Goods"]);
        assert_eq!(outcome.created.len(), 6);
        assert_eq!(graph.packages.count().await.unwrap(), 0);
    }

    async fn a_graph_is_dropped_with_its_types(server) {
        let graph = connect(&server).await;
        assert!(graph.admin().drop_graph(ConfirmAll).await.unwrap());
        assert!(!graph.admin().drop_graph(ConfirmAll).await.unwrap());
        let outcome = graph.create_schema().await.unwrap();
        assert_eq!(outcome.created.len(), 7, "{outcome:?}");
    }

    async fn gsql_distinguishes_success_from_failure(server) {
        let graph = connect(&server).await;
        let listed = graph.gsql("USE GRAPH Goods\nls").await.unwrap();
        assert!(listed.contains("Package") && !listed.contains("__GSQL__"), "{listed}");
        let error = graph.gsql("CREATE VERTEX \"x").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Gsql, "{error}");
        let error = graph.gsql("USE GRAPH Nowhere").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Gsql, "{error}");
        assert!(error.to_string().starts_with("run GSQL on Goods: "), "{error}");
    }
}
