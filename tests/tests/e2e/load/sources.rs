//! Data sources: created, shared, previewed, dropped; and no secret of theirs in an error.

use tg_emulator::{Emulator, Fault, Path};
use tg_runtime::prelude::*;
use tg_runtime::sources::DataSourceConfig;
use tg_runtime::{ErrorKind, Server};

use crate::goods::{connect, in_all_versions, quick};

const SECRET: &str = "hush\"hush\\x";

fn s3() -> DataSourceConfig {
    DataSourceConfig::s3("AKIA-1", SECRET).set("region", "eu")
}

async fn whole(server: &Emulator) -> Server {
    let builder = Server::builder().url(server.url()).retry(quick());
    let credentials = auth::Credentials::Secret(server.secret().into());
    let builder = builder.credentials(credentials);
    let builder = match server.restpp_port() {
        Some(_) => builder.restpp_url(server.restpp_url()),
        None => builder,
    };
    builder.connect().await.unwrap()
}

in_all_versions! {
    async fn sources_of_a_graph(server) {
        let graph = connect(&server).await;
        let sources = graph.admin().data_sources();
        assert!(sources.list().await.unwrap().is_empty());
        sources.create("s1", s3()).await.unwrap();
        sources.create("k1", DataSourceConfig::kafka("127.0.0.1:9092")).await.unwrap();
        let mut names: Vec<_> =
            sources.get_all().await.unwrap().into_iter().map(|it| (it.name, it.kind)).collect();
        names.sort();
        let kind = |name: &str, kind: &str| (name.to_owned(), kind.to_owned());
        assert_eq!(names, [kind("k1", "KAFKA"), kind("s1", "S3")]);
        assert_eq!(sources.list().await.unwrap().len(), 2);
        let found = sources.get("s1").await.unwrap();
        assert_eq!((found.name.as_str(), found.kind.as_str()), ("s1", "S3"));
        let text = format!("{found:?}");
        assert!(text.contains("eu") && !text.contains("AKIA") && !text.contains("hush"), "{text}");
        sources
            .update("s1", DataSourceConfig::s3("AKIA-2", SECRET).set("region", "us"))
            .await
            .unwrap();
        let content: serde_json::Value = sources.get("s1").await.unwrap().content().unwrap();
        assert_eq!(content["region"], "us");
        sources.drop("s1").await.unwrap();
        assert_eq!(sources.get("s1").await.unwrap_err().kind(), ErrorKind::UnknownName);
        sources.drop_all(ConfirmAll).await.unwrap();
        assert!(sources.list().await.unwrap().is_empty());
    }

    async fn sources_of_the_server_are_shared(server) {
        let graph = connect(&server).await;
        let all = whole(&server).await.data_sources();
        all.create("s1", s3()).await.unwrap();
        all.grant("s1", ["Goods"]).await.unwrap();
        assert_eq!(graph.admin().data_sources().get("s1").await.unwrap().kind, "S3");
        all.revoke("s1", ["Goods"]).await.unwrap();
        let error = all.grant("s1", ["Nowhere"]).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownName, "{error}");
        all.drop("s1").await.unwrap();
        assert!(all.list().await.unwrap().is_empty());
    }

    async fn mistakes_are_reported_without_secrets(server) {
        let graph = connect(&server).await;
        let sources = graph.admin().data_sources();
        sources.create("s1", s3()).await.unwrap();
        let error = sources.create("s1", s3()).await.unwrap_err();
        assert!(error.message().contains("already exists"), "{error}");
        for missing in [
            sources.get("none").await.map(drop),
            sources.update("none", s3()).await,
            sources.drop("none").await,
        ] {
            assert_eq!(missing.unwrap_err().kind(), ErrorKind::UnknownName);
        }
        let error = sources.create("s1 = \"x\"\nDROP ALL", s3()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
        // A server that returns its request.
        let echoed = format!("cannot use {SECRET} nor {}", "hush\\\"hush\\\\x");
        let text = format!("Semantic Check Fails: {echoed}");
        let answer = match server.generation() {
            tg_emulator::Generation::V3 => Fault::answer(200, "text/plain", text),
            _ => {
                let escaped = echoed.replace('\\', "\\\\").replace('"', "\\\"");
                let body = format!("{{\"error\":true,\"message\":\"{escaped}\"}}");
                Fault::answer(200, "application/json", body)
            }
        };
        server.on(Path::has("/gsql")).times(1).then(answer);
        let error = sources.create("s2", s3()).await.unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(text.contains("cannot use ****") && !text.contains("hush"), "{text}");
    }

    async fn a_look_into_a_source_needs_4(server) {
        let graph = connect(&server).await;
        let sources = graph.admin().data_sources();
        sources.create("s1", s3()).await.unwrap();
        let outcomes = [
            sources.preview("s1", "bucket/f.csv").lines(3).await.map(drop),
            sources.files("s1", "bucket").await.map(drop),
            sources.buckets("s1").await.map(drop),
        ];
        for outcome in outcomes {
            if server.generation() == tg_emulator::Generation::V3 {
                let error = outcome.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Unsupported, "{error}");
                assert!(error.message().contains("4.1"), "{error}");
            }
        }
    }
}
