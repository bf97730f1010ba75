//! Exporting, importing, clearing and dropping everything, and the confirmations that prevent
//! accidents.

use tg_emulator::{Emulator, Fault, Path};
use tg_runtime::admin::ConfirmServer;
use tg_runtime::prelude::*;

use crate::admin::connect;
use crate::goods::{self, Depot, Package, in_all_versions};

fn here(server: &Emulator) -> ConfirmServer {
    ConfirmServer::at(server.url().trim_start_matches("http://"))
}

fn depot(code: i64) -> Depot {
    Depot { code, city: "Bonn".to_owned() }
}

in_all_versions! {
    async fn another_host_is_rejected_before_anything_is_sent(server) {
        let graph = goods::connect(&server).await;
        let whole = graph.admin().server();
        graph.depots.upsert(&depot(1)).await.unwrap();
        whole.client().generation().await.unwrap();
        server.forget_requests();
        let port = server.url().rsplit(':').next().unwrap().to_owned();
        let wrong = [
            "",
            "*",
            "127.0.0.1",
            "tg.example.org",
            &server.url(),
            &format!("localhost:{port}"),
            "127.0.0.1:1",
        ];
        for host in wrong {
            let named = || ConfirmServer::at(host);
            let refusals = [
                whole.drop_all(named()).await,
                whole.clear_graph_store(named()).await,
                whole.export("/x", named()).await,
                whole.import("/x", named()).await,
            ];
            for refusal in refusals {
                let error = refusal.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{host}");
                assert!(error.message().contains("nothing was sent"), "{error}");
            }
        }
        assert_eq!(server.requests().iter().len(), 0);
        assert_eq!(graph.depots.count().await.unwrap(), 1);
    }

    async fn an_import_restores_an_export(server) {
        let graph = goods::connect(&server).await;
        let whole = graph.admin().server();
        graph.depots.upsert(&depot(7)).await.unwrap();
        graph.packages.upsert(&Package::new("P-1", 2.5)).await.unwrap();
        let schema = graph.schema().read().await.unwrap();
        whole.export("/exports/one", here(&server)).password("a pass").await.unwrap();
        let all = graph.packages.all().await.unwrap();
        whole.drop_all(here(&server)).await.unwrap();
        assert!(whole.graphs().await.unwrap().is_empty());
        let wrong =
            whole.import("/exports/one", here(&server)).password("other").await.unwrap_err();
        assert!(!wrong.to_string().contains("other"), "{wrong}");
        assert!(whole.import("/exports/two", here(&server)).await.is_err());
        whole.import("/exports/one", here(&server)).password("a pass").await.unwrap();
        assert_eq!(graph.schema().read().await.unwrap(), schema);
        assert_eq!(graph.packages.all().await.unwrap(), all);
        assert_eq!(graph.depots.get(7).await.unwrap(), Some(depot(7)));
    }

    async fn a_schema_can_be_exported_alone(server) {
        let graph = goods::connect(&server).await;
        let whole = graph.admin().server();
        graph.depots.upsert(&depot(7)).await.unwrap();
        whole.export_schema("/e", here(&server)).graphs(["Goods"]).await.unwrap();
        let error = whole.export("/e", here(&server)).graphs(["Nothing"]).await.unwrap_err();
        assert!(error.message().contains("Nothing"), "{error}");
        whole.import("/e", here(&server)).await.unwrap();
        assert_eq!(graph.depots.count().await.unwrap(), 0);
        graph.depots.upsert(&depot(8)).await.unwrap();
    }

    async fn clearing_keeps_the_schema_and_dropping_does_not(server) {
        let graph = goods::connect(&server).await;
        let whole = connect(&server).await;
        graph.depots.upsert(&depot(7)).await.unwrap();
        whole.clear_graph_store(here(&server)).await.unwrap();
        assert_eq!(graph.depots.count().await.unwrap(), 0);
        whole.drop_all(here(&server)).await.unwrap();
        assert!(whole.graphs().await.unwrap().is_empty());
    }

    async fn no_error_shows_the_password(server) {
        let whole = connect(&server).await;
        let reason = "cannot use hush hush";
        let answer = match server.generation() {
            tg_emulator::Generation::V3 => {
                Fault::answer(200, "text/plain", format!("Semantic Check Fails: {reason}"))
            }
            _ => {
                let body = format!("{{\"error\":true,\"message\":\"{reason}\"}}");
                Fault::answer(200, "application/json", body)
            }
        };
        server.on(Path::has("/gsql")).times(2).then(answer);
        for outcome in [
            whole.export("/x", here(&server)).password("hush hush").await,
            whole.import("/x", here(&server)).password("hush hush").await,
        ] {
            let error = outcome.unwrap_err();
            let text = format!("{error} {error:?}");
            assert!(text.contains("cannot use ****") && !text.contains("hush"), "{text}");
        }
    }

    async fn no_folder_becomes_a_statement(server) {
        let whole = connect(&server).await;
        server.gsql("CREATE VERTEX V (PRIMARY_ID id STRING) CREATE GRAPH g (*)").await.unwrap();
        for folder in ["x\" DROP ALL", "x\nDROP ALL", "x\\"] {
            let exported = whole.export(folder, here(&server)).await;
            if server.generation() == tg_emulator::Generation::V3 {
                assert_eq!(exported.unwrap_err().kind(), ErrorKind::Encode);
                let by_password =
                    whole.export("/x", here(&server)).password(folder).await.unwrap_err();
                assert_eq!(by_password.kind(), ErrorKind::Encode);
                assert!(!by_password.to_string().contains("DROP"), "{by_password}");
            }
        }
        assert_eq!(whole.graphs().await.unwrap(), ["g"]);
    }
}
