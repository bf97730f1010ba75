//! Credentials that a server refuses.

use tg_runtime::prelude::*;
use tg_runtime::{ErrorKind, Method, RetryPolicy};

use crate::injection::recorder::Recorder;

#[tigergraph(graph = "g", auth = "password", empty)]
struct ByPassword {}

#[tigergraph(graph = "g", auth = "secret", empty)]
struct BySecret {}

const REFUSAL: &[u8] = br#"{"error":true,"message":"User authentication failed"}"#;

#[tokio::test]
async fn a_wrong_password_is_unauthorized_with_each_status() {
    for status in [200, 401] {
        for generation in [None, Some(Generation::V3), Some(Generation::V4)] {
            let (_, url) = Recorder::answering_by(move |_| Some((status, REFUSAL.to_vec()))).await;
            let retry = RetryPolicy::default().max_retries(0);
            let by_password = || {
                let builder = ByPassword::builder().url(&url).password("u", "p").retry(retry);
                generation.into_iter().fold(builder, GraphBuilder::generation)
            };
            let by_secret = BySecret::builder().url(&url).secret("s").retry(retry);
            let by_secret = generation.into_iter().fold(by_secret, GraphBuilder::generation);
            for error in [
                by_password().connect().await.unwrap_err(),
                by_secret.connect().await.unwrap_err(),
                by_password().connect_lazy().unwrap().gsql("ls").await.unwrap_err(),
            ] {
                assert_eq!(error.kind(), ErrorKind::Unauthorized, "{status}: {error}");
                assert!(error.is_unauthorized() && !error.is_retryable(), "{error}");
            }
        }
    }
}

#[tokio::test]
async fn an_error_about_the_form_of_an_answer_has_no_credentials() {
    for repeated in ["hunter2secret", "dTpodW50ZXIyc2VjcmV0"] {
        let body = format!(r#"{{"error":false,"results":["{repeated}"]}}"#).into_bytes();
        let (_, url) = Recorder::answering_by(move |_| Some((200, body.clone()))).await;
        let builder = ByPassword::builder().url(&url).password("u", "hunter2secret");
        let graph = builder.generation(Generation::V4).connect_lazy().unwrap();
        let endpoint = || graph.admin().gsql_endpoint(Method::GET, ["x"]);
        for error in [
            endpoint().results::<Vec<u32>>().await.unwrap_err(),
            endpoint().body::<Vec<u32>>().await.unwrap_err(),
            graph.admin().secrets().list().await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
            assert!(!error.to_string().contains(repeated), "{error}");
        }
    }
}
