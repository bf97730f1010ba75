//! Every kind of credentials, from the first connection to the data that is read back.

use tg_emulator::{Emulator, Generation};
use tg_runtime::prelude::*;

use crate::harness::{address, connect, serve};

#[derive(Debug, Clone, PartialEq, Vertex)]
struct Door {
    #[tg(primary_id)]
    id: String,
    open: bool,
}

/// The same graph, once per kind.
macro_rules! doors {
    ($($name:ident: $auth:literal;)+) => {$(
        #[tigergraph(graph = "Doors", auth = $auth)]
        struct $name {
            doors: Vertices<Door>,
        }
    )+};
}

doors! {
    BySecret: "secret";
    ByPassword: "password";
    ByToken: "token";
    ByJwt: "jwt";
    ByNothing: "none";
}

/// Writes a door and reads it back.
async fn check(doors: &Vertices<Door>) {
    for open in [true, false] {
        let door = Door { id: "front".to_owned(), open };
        doors.upsert(&door).await.unwrap();
        assert_eq!(doors.get("front").await.unwrap(), Some(door));
    }
}

const GENERATIONS: [Generation; 2] = [Generation::V3, Generation::V4];

#[tokio::test]
async fn by_secret() {
    for generation in GENERATIONS {
        let server = serve(generation).await;
        let graph: BySecret = connect(&server).await;
        check(&graph.doors).await;
        let direct = BySecret::connect(server.url(), server.secret()).await.unwrap();
        check(&direct.doors).await;
        assert!(direct.get_token().await.unwrap().expires().is_some());
    }
}

#[tokio::test]
async fn by_password() {
    for generation in GENERATIONS {
        let server = serve(generation).await;
        let builder = address::<ByPassword>(&server);
        let graph = builder.password(server.user(), server.password()).connect().await.unwrap();
        graph.create_schema().await.unwrap();
        check(&graph.doors).await;
        let direct = ByPassword::connect(server.url(), server.user(), server.password());
        check(&direct.await.unwrap().doors).await;
    }
}

#[tokio::test]
async fn by_the_token_of_another() {
    for generation in GENERATIONS {
        let server = serve(generation).await;
        let token = connect::<BySecret>(&server).await.get_token().await.unwrap();
        let graph = address::<ByToken>(&server).token(token.expose()).connect().await.unwrap();
        check(&graph.doors).await;
        assert_eq!(graph.get_token().await.unwrap().expose(), token.expose());
    }
}

#[tokio::test]
async fn by_jwt() {
    for generation in GENERATIONS {
        let server = serve(generation).await;
        let token = connect::<BySecret>(&server).await.get_token().await.unwrap();
        let graph = address::<ByJwt>(&server).jwt(token.expose()).connect().await.unwrap();
        check(&graph.doors).await;
    }
}

#[tokio::test]
async fn by_nothing() {
    for generation in GENERATIONS {
        let builder = Emulator::builder().generation(generation).auth(false);
        let server = builder.start().await.unwrap();
        let graph = address::<ByNothing>(&server).connect().await.unwrap();
        graph.create_schema().await.unwrap();
        check(&graph.doors).await;
    }
}

#[tokio::test]
async fn not_by_what_is_wrong() {
    for generation in GENERATIONS {
        let server = serve(generation).await;
        drop(connect::<BySecret>(&server).await);
        let by_secret = address::<BySecret>(&server).secret("wrong").connect();
        let by_password = address::<ByPassword>(&server).password("tigergraph", "wrong").connect();
        let by_token = address::<ByToken>(&server).token("wrong").connect();
        let by_jwt = address::<ByJwt>(&server).jwt("wrong").connect();
        let by_nothing = async {
            let graph = address::<ByNothing>(&server).connect().await?;
            graph.doors.get("front").await.map(drop)
        };
        let outcomes = [
            by_secret.await.map(drop),
            by_password.await.map(drop),
            by_token.await.map(drop),
            by_jwt.await.map(drop),
            by_nothing.await,
        ];
        for outcome in outcomes {
            let error = outcome.unwrap_err();
            assert!(error.is_unauthorized(), "{error:?}");
            assert!(!format!("{error} {error:?}").contains("wrong"), "{error:?}");
        }
    }
}
