//! Tokens beyond the connection's own, and those of an identity provider.

use std::time::Duration;

use tg_emulator::{Emulator, Generation as Served, JwtProvider, Path};
use tg_runtime::prelude::*;
use tg_runtime::{SecretString, Token};

use crate::goods::{self, Depot, in_all_versions, serve};

#[tigergraph(graph = "Goods", auth = "token")]
struct ByToken {
    depots: Vertices<Depot>,
}

#[tigergraph(graph = "Goods", auth = "jwt")]
struct ByJwt {
    depots: Vertices<Depot>,
}

fn with_restpp<G: Graph>(builder: GraphBuilder<G>, server: &Emulator) -> GraphBuilder<G> {
    match server.restpp_port() {
        Some(_) => builder.restpp_url(server.restpp_url()),
        None => builder,
    }
}

async fn works(server: &Emulator, token: &Token) -> bool {
    let builder = ByToken::builder().url(server.url()).token(token.expose().to_owned());
    match with_restpp(builder, server).connect().await {
        Ok(graph) => graph.depots.count().await.is_ok(),
        Err(error) => {
            assert!(error.is_unauthorized(), "{error}");
            false
        }
    }
}

in_all_versions! {
    async fn a_token_is_made_checked_and_deleted(server) {
        let graph = goods::connect(&server).await;
        let tokens = graph.admin().tokens();
        let (one, two) = (tokens.create(None).await.unwrap(), tokens.create(None).await.unwrap());
        assert_ne!(one.expose(), two.expose());
        assert!(works(&server, &one).await);
        assert!(tokens.check(&one).await.unwrap());
        assert!(works(&server, &tokens.get_or_create(None).await.unwrap()).await);
        tokens.drop_many([&one, &two]).await.unwrap();
        assert!(!tokens.check(&one).await.unwrap());
        assert!(!works(&server, &two).await);
        // A second time it is not an error.
        tokens.drop(&one).await.unwrap();
        assert!(!tokens.check(SecretString::from("nonsense")).await.unwrap());
        assert_eq!(graph.depots.count().await.unwrap(), 0);
    }

    async fn a_lifetime_is_kept(server) {
        let graph = goods::connect(&server).await;
        let short = graph.admin().tokens().create(Some(Duration::from_secs(60))).await.unwrap();
        assert!(short.expires().is_some());
        assert!(graph.admin().tokens().check(&short).await.unwrap());
        server.clock().advance(Duration::from_secs(61));
        assert!(!graph.admin().tokens().check(&short).await.unwrap());
    }

    async fn a_token_is_made_with_another_secret(server) {
        let graph = goods::connect(&server).await;
        let secret = graph.admin().secrets().create("other").await.unwrap();
        let token = graph.admin().tokens().with_secret(secret.value).create(None).await.unwrap();
        assert!(works(&server, &token).await);
        let error = graph.admin().tokens().with_secret("wrong").create(None).await.unwrap_err();
        assert!(error.is_unauthorized() && !error.to_string().contains("wrong"), "{error}");
    }

    async fn operations_that_a_generation_lacks_are_unsupported(server) {
        let graph = goods::connect(&server).await;
        let tokens = graph.admin().tokens();
        let token = tokens.create(Some(Duration::from_secs(100))).await.unwrap();
        server.forget_requests();
        if server.generation() == Served::V4 {
            let refreshed = tokens.refresh(&token, None).await.unwrap_err();
            let expired = tokens.drop_expired().await.unwrap_err();
            for error in [refreshed, expired] {
                assert_eq!(error.kind(), ErrorKind::Unsupported);
                assert!(error.message().contains("3.x"), "{error}");
            }
            tokens.drop(&token).await.unwrap();
            assert!(!tokens.check(&token).await.unwrap());
            tokens.clear_dropped().await.unwrap();
            assert!(tokens.check(&token).await.unwrap());
        } else {
            let error = tokens.clear_dropped().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Unsupported);
            assert_eq!(server.requests().iter().len(), 0);
            let longer = tokens.refresh(&token, Some(Duration::from_secs(9000))).await.unwrap();
            server.clock().advance(Duration::from_secs(1000));
            assert!(tokens.check(&longer).await.unwrap());
            let unknown = tokens.refresh("unknown", None).await.unwrap_err();
            assert_eq!(unknown.kind(), ErrorKind::NotFound);
            tokens.drop_expired_of(server.user()).await.unwrap();
            assert!(tokens.check(&longer).await.unwrap());
            server.clock().advance(Duration::from_secs(9000));
            tokens.drop_expired().await.unwrap();
            let gone = tokens.refresh(&longer, None).await.unwrap_err();
            assert_eq!(gone.kind(), ErrorKind::NotFound);
            assert!(tokens.drop_expired_of("nobody").await.is_err());
        }
    }

    async fn the_servers_token_is_for_all_graphs(server) {
        goods::connect(&server).await;
        let whole = crate::admin::connect(&server).await;
        let token = whole.tokens().create(None).await.unwrap();
        assert!(works(&server, &token).await);
    }
}

/// Returns a token of an identity provider, whose signature is not checked.
fn jwt(claims: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let encode = |text: &str| {
        let mut out = String::new();
        for chunk in text.as_bytes().chunks(3) {
            let number =
                chunk.iter().fold(0_u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
            for at in 0..=chunk.len() {
                out.push(char::from(ALPHABET[(number >> (18 - 6 * at) & 63) as usize]));
            }
        }
        out
    };
    format!("{}.{}.{}", encode(r#"{"alg":"RS256"}"#), encode(claims), encode("signed"))
}

async fn connect_by(server: &Emulator, jwt: String) -> Result<ByJwt> {
    let pinned = match server.generation() {
        Served::V3 => Generation::V3,
        _ => Generation::V4,
    };
    let builder = ByJwt::builder().url(server.url()).generation(pinned).jwt(jwt);
    with_restpp(builder, server).connect().await
}

const NOBODYS_END: u64 = 99_999_999_999;

#[tokio::test]
async fn a_jwt_of_a_trusted_provider_is_accepted_and_a_refusal_shows_at_connect() {
    for generation in [Served::V3, Served::V4] {
        let provider = JwtProvider::new().issuer("idp").audience("tg");
        let server = serve(generation).jwt(provider).start().await.unwrap();
        goods::connect(&server).await;
        let user = server.user();
        let good =
            format!(r#"{{"sub":"{user}","iss":"idp","aud":["x","tg"],"exp":{NOBODYS_END}}}"#);
        let graph = connect_by(&server, jwt(&good)).await.unwrap();
        assert_eq!(graph.depots.count().await.unwrap(), 0);
        let cases = [
            (
                good.replace("\"tg\"", "\"b\""),
                "contains audience [x,b], which doesn't include the configured one tg",
            ),
            (good.replace("\"idp\"", "\"other\""), "issuer"),
            (good.replace(&user, "nobody"), "nobody"),
            (good.replace(&NOBODYS_END.to_string(), "1"), "expired"),
        ];
        for (claims, words) in cases {
            let error = connect_by(&server, jwt(&claims)).await.err().unwrap();
            assert!(error.is_unauthorized(), "{error}");
            assert!(error.message().contains(words), "{error}");
        }
    }
}

#[tokio::test]
async fn a_jwt_is_rejected_without_a_trusted_provider() {
    for generation in [Served::V3, Served::V4] {
        let server = serve(generation).start().await.unwrap();
        let claims = format!(r#"{{"sub":"{}"}}"#, server.user());
        let error = connect_by(&server, jwt(&claims)).await.err().unwrap();
        assert!(error.is_unauthorized(), "{error}");
        // Without authentication in RESTPP, the GSQL server still requires it.
        let open = serve(generation).auth(false).start().await.unwrap();
        let _ = connect_by(&open, jwt(&claims)).await;
        assert!(
            open.requests().count(Path::ends("/gsqlserver/gsql/simpleauth"))
                + open.requests().count(Path::ends("/gsql/v1/auth/simple"))
                == 1
        );
    }
}
