//! The server's schema, read by programs with types and by tools without.

use tg_emulator::Generation as Served;
use tg_gsql::diff;
use tg_runtime::auth::Credentials;
use tg_runtime::prelude::*;
use tg_runtime::{AnyGraph, ErrorKind};

use crate::goods::{Goods, builder, connect, in_all_versions, quick};

fn tool(server: &tg_emulator::Emulator, graph: &str) -> GraphBuilder<AnyGraph> {
    let builder = AnyGraph::builder(graph).url(server.url()).retry(quick());
    match server.restpp_port() {
        Some(_) => builder.restpp_url(server.restpp_url()),
        None => builder,
    }
}

const SHARED: &str = "\
    TYPEDEF TUPLE <amount INT, currency STRING(3)> Price\n\
    CREATE VERTEX Customer (PRIMARY_ID id STRING, name STRING DEFAULT \"?\")\n\
    CREATE VERTEX Product (PRIMARY_ID id INT, price Price)\n\
    CREATE VERTEX Lonely (a STRING, b INT, PRIMARY KEY (a, b))\n\
    CREATE DIRECTED EDGE bought (FROM Customer, TO Product, DISCRIMINATOR(at DATETIME), n INT) \
        WITH REVERSE_EDGE=\"bought_by\"\n\
    CREATE GRAPH Shop (Customer, Product, bought)\n\
    CREATE GRAPH Crm ()\n\
    CREATE GLOBAL SCHEMA_CHANGE JOB join { ADD VERTEX Customer TO GRAPH Crm; }\n\
    RUN GLOBAL SCHEMA_CHANGE JOB join\n\
    DROP JOB join\n\
    CREATE SCHEMA_CHANGE JOB j FOR GRAPH Crm {\n\
        ADD VERTEX Note (PRIMARY_ID id UINT, text STRING);\n\
        ADD UNDIRECTED EDGE noted (FROM Note, TO Customer);\n\
    }\n\
    RUN SCHEMA_CHANGE JOB j\n\
    DROP JOB j\n";

in_all_versions! {
    async fn the_live_schema_is_the_one_that_was_made(server) {
        let graph = connect(&server).await;
        let live = graph.schema().read().await.unwrap();
        let want = Goods::SPEC.catalog().unwrap();
        assert_eq!(diff::graph(&live, &want, "Goods", &[]), []);
    }

    async fn a_graph_that_is_not_there_is_an_error(server) {
        let graph: Goods = builder(&server).connect().await.unwrap();
        let error = graph.schema().read().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownName, "{error}");
        assert!(error.message().contains("Goods"), "{error}");
    }

    async fn a_tool_reads_types_without_structs(server) {
        server.gsql(SHARED).await.unwrap();
        let want = tg_gsql::apply::script(SHARED).catalog;
        let tool = tool(&server, "Shop")
            .credentials(Credentials::Secret(server.secret().into()))
            .connect()
            .await
            .unwrap();
        let live = tool.schema().read().await.unwrap();
        assert_eq!(diff::graph(&live, &want, "Shop", &[]), []);
        assert!(live.graph("Crm").is_none());
        let mut graphs = tool.admin().server().graphs().await.unwrap();
        graphs.sort();
        assert_eq!(graphs, ["Crm", "Shop"]);
        let catalog = tool.admin().server().catalog().await.unwrap();
        assert_eq!(diff::catalog(&catalog, &want, &[]), []);
    }

    async fn a_tool_without_a_graph_sees_the_whole_server(server) {
        server.gsql(SHARED).await.unwrap();
        let tool = tool(&server, "")
            .credentials(Credentials::Secret(server.secret().into()))
            .connect()
            .await
            .unwrap();
        assert_eq!(tool.admin().server().graphs().await.unwrap().len(), 2);
        assert_eq!(tool.admin().server().catalog().await.unwrap().graphs.len(), 2);
        tool.client().ping().await.unwrap();
        let error = tool.create_schema().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    }

    async fn an_empty_server_has_nothing(server) {
        let tool = tool(&server, "")
            .credentials(Credentials::Secret(server.secret().into()))
            .connect()
            .await
            .unwrap();
        assert!(tool.admin().server().graphs().await.unwrap().is_empty());
        let catalog = tool.admin().server().catalog().await.unwrap();
        assert!(catalog.vertices.is_empty() && catalog.graphs.is_empty());
    }
}

#[tokio::test]
async fn a_tool_takes_credentials_of_every_kind() {
    let server = crate::goods::serve(Served::V4).start().await.unwrap();
    server.gsql("CREATE GRAPH G ()").await.unwrap();
    let secret = tool(&server, "G")
        .credentials(Credentials::Secret(server.secret().into()))
        .connect()
        .await
        .unwrap();
    let token = secret.client().token().await.unwrap();
    assert_eq!(secret.client().graph(), "G");
    tool(&server, "G")
        .credentials(Credentials::Token(token.expose().into()))
        .connect()
        .await
        .unwrap()
        .client()
        .ping()
        .await
        .unwrap();
    let (user, password) = (server.user(), server.password().into());
    let password = Credentials::Password { user, password };
    let password = tool(&server, "G").credentials(password).connect().await.unwrap();
    assert_eq!(password.admin().server().graphs().await.unwrap(), ["G"]);
    let none = tool(&server, "G").credentials(Credentials::None);
    let error = none.connect().await.unwrap().admin().server().graphs().await.unwrap_err();
    assert!(error.is_unauthorized(), "{error}");
}
