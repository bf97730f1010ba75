//! Tokens: requested once, shared, replaced once, never printed.

mod stores;

use std::time::Duration;

use tg_emulator::{Emulator, Fault, Gate, Method, Path, Scope};
use tg_runtime::RetryPolicy;
use tg_runtime::client::FileTokenStore;
use tg_runtime::prelude::*;

use crate::goods::{Depot, Goods, builder, connect, in_all_versions, quick, serve};

/// The same graph, with other credentials.
#[tigergraph(graph = "Goods", auth = "password")]
struct ByPassword {
    depots: Vertices<Depot>,
}

#[tigergraph(graph = "Goods", auth = "token")]
struct ByToken {
    depots: Vertices<Depot>,
}

#[tigergraph(graph = "Goods", auth = "jwt")]
struct ByJwt {
    depots: Vertices<Depot>,
}

#[tigergraph(graph = "Goods", auth = "none")]
struct Open {
    depots: Vertices<Depot>,
}

/// Returns the requests for tokens, in either generation.
fn mints(server: &Emulator) -> usize {
    let requests = server.requests();
    requests.count(Path::ends("/requesttoken")) + requests.count(Path::ends("/gsql/v1/tokens"))
}

fn reads() -> Scope {
    Path::has("/vertices/").and(Method::GET)
}

in_all_versions! {
    async fn a_thousand_cold_tasks_ask_once(server) {
        connect(&server).await;
        let graph: Goods = builder(&server).connect_lazy().unwrap();
        server.forget_requests();
        let tasks: Vec<_> = (0..1000)
            .map(|_| {
                let graph = graph.clone();
                tokio::spawn(async move { graph.depots.count().await })
            })
            .collect();
        // A cancelled task does not cancel the request for the others' token.
        tokio::task::yield_now().await;
        tasks[0].abort();
        for task in tasks.into_iter().skip(1) {
            assert_eq!(task.await.unwrap().unwrap(), 0);
        }
        assert_eq!(mints(&server), 1);
    }

    async fn clones_share_one_token(server) {
        connect(&server).await;
        server.forget_requests();
        let graph: Goods = builder(&server).connect().await.unwrap();
        let token = graph.get_token().await.unwrap();
        assert!(token.expires().is_some());
        let clone = graph.clone();
        clone.depots.count().await.unwrap();
        assert_eq!(clone.get_token().await.unwrap().expose(), token.expose());
        assert_eq!(mints(&server), 1);
    }

    async fn a_rejected_token_is_replaced_once(server) {
        let graph = connect(&server).await;
        let old = graph.get_token().await.unwrap();
        server.expire_tokens();
        server.forget_requests();
        let tasks: Vec<_> = (0..50)
            .map(|_| {
                let graph = graph.clone();
                tokio::spawn(async move { graph.depots.count().await })
            })
            .collect();
        for task in tasks {
            assert_eq!(task.await.unwrap().unwrap(), 0);
        }
        assert_eq!(mints(&server), 1);
        assert_ne!(graph.get_token().await.unwrap().expose(), old.expose());
    }

    async fn a_token_that_is_rejected_again_is_the_callers_error(server) {
        let graph = connect(&server).await;
        let rule = server.on(Path::has("/vertices/")).then(Fault::ExpiredToken);
        server.forget_requests();
        let error = graph.depots.count().await.unwrap_err();
        assert!(error.is_unauthorized() && !error.is_retryable(), "{error}");
        assert_eq!(mints(&server), 1);
        assert_eq!(rule.hits(), 2);
    }

    async fn user_and_password_get_a_token(server) {
        connect(&server).await;
        let mut builder =
            ByPassword::builder().url(server.url()).password(server.user(), server.password());
        if server.restpp_port().is_some() {
            builder = builder.restpp_url(server.restpp_url());
        }
        let graph = builder.connect().await.unwrap();
        assert_eq!(graph.depots.count().await.unwrap(), 0);
        graph.get_token().await.unwrap();
    }

    async fn wrong_credentials_are_tried_once(server) {
        connect(&server).await;
        server.forget_requests();
        let graph = builder(&server).secret("nobody-knows-this-secret").connect_lazy().unwrap();
        let (a, b) = tokio::join!(graph.depots.count(), graph.depots.count());
        let (a, b) = (a.unwrap_err(), b.unwrap_err());
        assert!(a.is_unauthorized() && b.is_unauthorized(), "{a}; {b}");
        assert!(!a.to_string().contains("nobody-knows-this-secret"));
        assert_eq!(mints(&server), 1);
    }

    async fn a_supplied_token_is_used_and_never_replaced(server) {
        let graph = connect(&server).await;
        let token = graph.get_token().await.unwrap();
        let mut builder = ByToken::builder().url(server.url()).token(token.expose()).retry(quick());
        if server.restpp_port().is_some() {
            builder = builder.restpp_url(server.restpp_url());
        }
        let supplied = builder.connect().await.unwrap();
        assert_eq!(supplied.depots.count().await.unwrap(), 0);
        assert_eq!(supplied.get_token().await.unwrap().expose(), token.expose());
        server.expire_tokens();
        server.forget_requests();
        let error = supplied.depots.count().await.unwrap_err();
        assert!(error.is_unauthorized(), "{error}");
        assert_eq!(mints(&server), 0);
        assert_eq!(server.requests().count(reads()), 1);
    }

    async fn connecting_with_a_bad_token_is_unauthorized(server) {
        let mut builder =
            ByToken::builder().url(server.url()).token("no-such-token-5Yq").retry(quick());
        if server.restpp_port().is_some() {
            builder = builder.restpp_url(server.restpp_url());
        }
        let error = builder.connect().await.unwrap_err();
        assert!(error.is_unauthorized(), "{error}");
        assert!(!error.to_string().contains("no-such-token-5Yq"), "{error}");
        assert_eq!(mints(&server), 0);
    }

    async fn a_server_that_repeats_the_request_does_not_reveal_credentials(server) {
        let graph = connect(&server).await;
        let token = graph.get_token().await.unwrap();
        let repeated = |text: &str| {
            let message = format!("cannot parse {text}");
            let body = format!(r#"{{"error":true,"code":"x {text}","message":"{message}"}}"#);
            Fault::answer(400, "application/json", body)
        };
        let hides = |error: Error, text: &str| {
            let shown = format!("{error} {error:?} {:?}", error.code());
            assert!(shown.contains("cannot parse ****") && !shown.contains(text), "{shown}");
        };
        let rule = server.on(reads()).then(repeated(token.expose()));
        hides(graph.depots.count().await.unwrap_err(), token.expose());
        rule.remove();
        let rule = server.on(reads()).then(repeated(&server.secret()));
        hides(graph.depots.count().await.unwrap_err(), &server.secret());
        rule.remove();
        server.on(Path::has("token").and(Method::POST)).then(repeated(&server.secret()));
        let error = builder(&server).connect().await.map(|_: Goods| ()).unwrap_err();
        hides(error, &server.secret());
    }

    async fn a_request_for_a_token_continues_without_its_callers(server) {
        connect(&server).await;
        let graph: Goods = builder(&server).connect_lazy().unwrap();
        graph.client().generation().await.unwrap();
        server.forget_requests();
        let gate = Gate::new();
        server.on(Path::has("token").and(Method::POST)).then(Fault::Hold(gate.clone()));
        for _ in 0..3 {
            let error = graph.depots.count().timeout(Duration::from_millis(50)).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::TimedOut, "{error}");
            assert!(!error.is_in_doubt(), "{error}");
        }
        gate.open();
        assert_eq!(graph.depots.count().await.unwrap(), 0);
        assert_eq!(mints(&server), 1);
    }

    async fn a_token_of_a_slow_clock_is_used(server) {
        let token = connect(&server).await.get_token().await.unwrap();
        let answer = format!(r#"{{"error":false,"token":"{}","expiration":1}}"#, token.expose());
        if token.expose().contains('.') {
            // A JWT contains its lifetime.
            return;
        }
        let tokens = Path::ends("/requesttoken");
        let rule = server.on(tokens).then(Fault::answer(200, "application/json", answer));
        let graph: Goods = builder(&server).connect().await.unwrap();
        for _ in 0..3 {
            assert_eq!(graph.depots.count().await.unwrap(), 0);
        }
        assert_eq!(rule.hits(), 1);
    }

    async fn a_served_token_that_no_header_can_carry_is_an_error(server) {
        connect(&server).await;
        for text in ["", " ", "a\\nb", "\\u0000"] {
            let body = format!(r#"{{"error":false,"token":"{text}"}}"#);
            let answer = Fault::answer(200, "application/json", body);
            let rule = server.on(Path::has("token").and(Method::POST)).then(answer);
            let error = builder(&server).connect().await.map(|_: Goods| ()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Protocol, "{text:?}: {error}");
            assert_eq!(rule.hits(), 1, "{text:?}");
            rule.remove();
        }
    }

    async fn a_request_for_a_token_is_repeated(server) {
        connect(&server).await;
        let faults =
            [Fault::Status(500), Fault::Disconnect, Fault::HangUp(40), Fault::Truncate(20)];
        for fault in faults {
            let rule = server.on(Path::has("token").and(Method::POST)).times(1).then(fault);
            let graph: Goods = builder(&server).connect().await.unwrap();
            graph.get_token().await.unwrap();
            assert_eq!(rule.hits(), 1);
        }
    }

    async fn authentication_may_be_switched_on_later(server) {
        connect(&server).await;
        let off =
            server.on(Path::has("token")).then(Fault::error("REST-1000", "authentication is off"));
        let graph: Goods = builder(&server).connect().await.unwrap();
        let error = graph.depots.count().await.unwrap_err();
        assert!(error.is_unauthorized(), "{error}");
        assert_eq!(off.hits(), 2, "asked for again once, however often it is refused");
        off.remove();
        server.forget_requests();
        assert_eq!(graph.depots.count().await.unwrap(), 0);
        assert_eq!(graph.depots.count().await.unwrap(), 0);
        assert_eq!(mints(&server), 1);
    }
}

#[tokio::test]
async fn a_token_is_refreshed_ahead_of_its_end() {
    let life = Duration::from_secs(1000);
    let server = serve(tg_emulator::Generation::V4).token_lifetime(life).start().await.unwrap();
    let graph = connect(&server).await;
    let token = graph.get_token().await.unwrap();
    let left = token.expires().unwrap().duration_since(std::time::SystemTime::now()).unwrap();
    assert!(left <= life && left > life / 2, "{left:?}");
}

#[tokio::test]
async fn the_requested_lifetime_is_granted() {
    for generation in [tg_emulator::Generation::V3, tg_emulator::Generation::V4] {
        let server = serve(generation).start().await.unwrap();
        let hour = Duration::from_secs(3600);
        let graph: Goods = builder(&server).token_lifetime(hour).connect().await.unwrap();
        let token = graph.get_token().await.unwrap();
        let left = token.expires().unwrap().duration_since(std::time::SystemTime::now()).unwrap();
        assert!(left <= hour && left > hour / 2, "{left:?}");
    }
}

#[tokio::test]
async fn the_token_itself_decides_in_which_unit_its_lifetime_was_counted() {
    let week = Duration::from_secs(604_800);
    // Issued at 1000, with an expiry after the lifetime in seconds, in milliseconds, after none.
    for (claims, life, requests) in [
        ("eyJpYXQiOjEwMDAsImV4cCI6NjA1ODAwfQ", week, 1),
        ("eyJpYXQiOjEwMDAsImV4cCI6MTYwNH0", week / 1000, 1),
        ("eyJpYXQiOjEwMDAsImV4cCI6MTAwMH0", Duration::ZERO, 3),
    ] {
        let server = serve(tg_emulator::Generation::V4).start().await.unwrap();
        let body = format!(r#"{{"error":false,"token":"e30.{claims}.c2ln"}}"#);
        let answer = Fault::answer(200, "application/json", body);
        let rule = server.on(Path::ends("/gsql/v1/tokens")).then(answer);
        let builder = builder(&server).generation(Generation::V4).token_lifetime(week);
        let graph = builder.connect_lazy().unwrap();
        for _ in 0..3 {
            let before = std::time::SystemTime::now();
            let expires = graph.get_token().await.unwrap().expires().unwrap();
            assert!(expires <= std::time::SystemTime::now() + life, "{expires:?} {life:?}");
            assert!(expires > before + life - life / 10, "{expires:?} {life:?}");
        }
        assert_eq!(rule.hits(), requests, "{claims}");
    }
}

#[tokio::test]
async fn a_third_partys_jwt_is_used_as_it_is() {
    let server = serve(tg_emulator::Generation::V4).start().await.unwrap();
    let token = connect(&server).await.get_token().await.unwrap();
    let graph = ByJwt::builder().url(server.url()).jwt(token.expose()).connect().await.unwrap();
    server.forget_requests();
    assert_eq!(graph.depots.count().await.unwrap(), 0);
    assert!(graph.get_token().await.unwrap().expires().is_some());
    assert_eq!(mints(&server), 0);
}

#[tokio::test]
async fn a_server_without_authentication_needs_no_token() {
    for generation in [tg_emulator::Generation::V3, tg_emulator::Generation::V4] {
        let server = serve(generation).auth(false).start().await.unwrap();
        let graph = connect(&server).await;
        assert_eq!(graph.depots.count().await.unwrap(), 0);

        let mut builder = Open::builder().url(server.url());
        if server.restpp_port().is_some() {
            builder = builder.restpp_url(server.restpp_url());
        }
        let open = builder.connect().await.unwrap();
        assert_eq!(open.depots.count().await.unwrap(), 0);
    }
}

#[tokio::test]
async fn an_expiry_beyond_all_clocks_is_not_an_expiry() {
    // {"exp":18446744073709551615}, and the same issued at 0.
    let jwt = "e30.eyJleHAiOjE4NDQ2NzQ0MDczNzA5NTUxNjE1fQ.c2ln";
    let issued = "e30.eyJpYXQiOjAsImV4cCI6MTg0NDY3NDQwNzM3MDk1NTE2MTV9.c2ln";
    let server = serve(tg_emulator::Generation::V4).start().await.unwrap();
    let supplied = ByJwt::builder().url(server.url()).jwt(jwt).connect_lazy().unwrap();
    assert_eq!(supplied.get_token().await.unwrap().expires(), None);
    for (token, expiration) in [(jwt, "1"), (issued, "1"), ("plain", "18446744073709551615")] {
        let body = format!(r#"{{"error":false,"token":"{token}","expiration":{expiration}}}"#);
        let answer = Fault::answer(200, "application/json", body);
        let rule = server.on(Path::ends("/gsql/v1/tokens")).then(answer);
        let graph: Goods = builder(&server).connect().await.unwrap();
        assert_eq!(graph.get_token().await.unwrap().expires(), None, "{token}");
        rule.remove();
    }

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tokens.json");
    let connect =
        async || builder(&server).token_store(FileTokenStore::new(&path)).connect().await.unwrap();
    connect().await;
    let mut stored: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    for entry in stored.as_object_mut().unwrap().values_mut() {
        entry["issued"] = u64::MAX.into();
        entry["expires"] = u64::MAX.into();
    }
    std::fs::write(&path, stored.to_string()).unwrap();
    assert_eq!(connect().await.get_token().await.unwrap().expires(), None);
}

#[tokio::test]
async fn a_lost_header_is_tried_again_even_with_a_supplied_token() {
    let server = serve(tg_emulator::Generation::V4).start().await.unwrap();
    let token = connect(&server).await.get_token().await.unwrap();
    let graph = ByToken::builder().url(server.url()).token(token.expose()).retry(quick());
    let graph = graph.connect().await.unwrap();
    let message = "Access Denied because the input token = '' is empty or too short";
    let rule = server.on(reads()).times(1).then(Fault::error("REST-10016", message));
    assert_eq!(graph.depots.count().await.unwrap(), 0);
    assert_eq!(rule.hits(), 1);
}

#[tokio::test]
async fn all_that_wait_for_a_token_share_one_failure() {
    let server = serve(tg_emulator::Generation::V4).start().await.unwrap();
    let builder = builder(&server).generation(Generation::V4).retry(RetryPolicy::NEVER);
    let graph: Goods = builder.connect_lazy().unwrap();
    let gate = Gate::new();
    server.on(Path::ends("/gsql/v1/tokens")).then(Fault::Hold(gate.clone()));
    let rule = server.on(Path::ends("/gsql/v1/tokens")).then(Fault::Status(500));
    let waiting: Vec<_> = (0..20)
        .map(|_| {
            let graph = graph.clone();
            tokio::spawn(async move { graph.get_token().await })
        })
        .collect();
    gate.held(1).await;
    gate.open();
    for task in waiting {
        assert_eq!(task.await.unwrap().unwrap_err().status(), Some(500));
    }
    assert_eq!(rule.hits(), 1);
}
