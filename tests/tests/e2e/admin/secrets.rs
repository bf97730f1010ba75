//! Secrets: created, listed, read, dropped.

use tg_runtime::SecretString;
use tg_runtime::admin::Secrets;
use tg_runtime::prelude::*;

use crate::goods::{self, Goods, in_all_versions, quick};

async fn aliases(secrets: &Secrets) -> Vec<String> {
    let listed = secrets.list().await.unwrap();
    listed.into_iter().filter_map(|secret| secret.alias).collect()
}

in_all_versions! {
    async fn a_secret_is_made_and_works(server) {
        let graph = goods::connect(&server).await;
        let secret = graph.admin().secrets().create("nightly").await.unwrap();
        assert_eq!(secret.alias.as_deref(), Some("nightly"));
        assert!(!format!("{secret:?}").contains(secret::text(&secret.value)));
        let builder = Goods::builder().url(server.url()).secret(secret.value).retry(quick());
        let builder = match server.restpp_port() {
            Some(_) => builder.restpp_url(server.restpp_url()),
            None => builder,
        };
        let by_it = builder.connect().await.unwrap();
        assert_eq!(by_it.packages.count().await.unwrap(), 0);
        // A dropped secret gives no tokens.
        graph.admin().secrets().drop("nightly").await.unwrap();
        let error = by_it.admin().tokens().create(None).await.unwrap_err();
        assert!(error.is_unauthorized(), "{error}");
    }

    async fn a_secret_without_an_alias_gets_one(server) {
        let graph = goods::connect(&server).await;
        let before = aliases(&graph.admin().secrets()).await;
        let secret = graph.admin().secrets().create_without_alias().await.unwrap();
        let after = aliases(&graph.admin().secrets()).await;
        let made = after.into_iter().find(|alias| !before.contains(alias)).unwrap();
        assert!(made.starts_with("AUTO_GENERATED_ALIAS_"), "{made}");
        assert!(secret.alias.is_none_or(|alias| alias == made));
        graph.admin().secrets().drop(made).await.unwrap();
    }

    async fn lists_describe_their_rows(server) {
        let graph = goods::connect(&server).await;
        let secret = graph.admin().secrets().create("a").await.unwrap();
        let found = graph.admin().secrets().get("a").await.unwrap().unwrap();
        if server.generation() == tg_emulator::Generation::V4 {
            assert!(!found.is_masked());
            assert_eq!(secret::text(&found.value), secret::text(&secret.value));
        } else {
            assert!(found.is_masked() && secret::text(&found.value).contains("****"));
            assert_eq!(found.graph.as_deref(), Some("Goods"));
        }
        assert!(graph.admin().secrets().get("nobody").await.unwrap().is_none());
    }

    async fn an_alias_is_taken_once_and_several_are_dropped(server) {
        let graph = goods::connect(&server).await;
        let secrets = graph.admin().secrets();
        for alias in ["a", "b", "c"] {
            secrets.create(alias).await.unwrap();
        }
        let error = secrets.create("b").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
        assert!(error.message().contains("already exists"), "{error}");
        secrets.drop_many(["a", "b"]).await.unwrap();
        let left = aliases(&secrets).await;
        assert!(left.contains(&"c".to_owned()) && !left.contains(&"a".to_owned()), "{left:?}");
        let error = secrets.drop("a").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownName, "{error}");
        assert!(error.message().contains("Failed to drop secrets"), "{error}");
        server.forget_requests();
        secrets.drop_many([""; 0]).await.unwrap();
        assert_eq!(server.requests().iter().len(), 0);
    }

    async fn the_server_has_secrets_too(server) {
        let whole = crate::admin::connect(&server).await;
        whole.secrets().create("global").await.unwrap();
        assert!(aliases(&whole.secrets()).await.contains(&"global".to_owned()));
        whole.secrets().drop("global").await.unwrap();
    }

    async fn a_name_cannot_become_a_statement(server) {
        let graph = goods::connect(&server).await;
        for evil in ["a\nDROP ALL", "a;b", "", "a b", "x\" y", "../../x", "ä"] {
            let made = graph.admin().secrets().create(evil).await;
            if server.generation() == tg_emulator::Generation::V3 {
                assert_eq!(made.unwrap_err().kind(), ErrorKind::Encode);
            }
            let dropped = graph.admin().secrets().drop(evil).await;
            if server.generation() == tg_emulator::Generation::V3 {
                assert_eq!(dropped.unwrap_err().kind(), ErrorKind::Encode);
            }
        }
        assert_eq!(graph.admin().server().graphs().await.unwrap(), ["Goods"]);
    }
}

mod secret {
    use super::*;
    use tg_runtime::Token;

    /// Returns the text of a secret, by the only operation that returns it.
    pub(super) fn text(value: &SecretString) -> &str {
        Box::leak(Token::new(value.clone(), None).expose().to_owned().into_boxed_str())
    }
}
