//! Users and roles by statement, in both generations.

use reqwest::{Method, StatusCode};
use serde_json::json;
use tg_emulator::Generation;

use crate::support::{BOTH, Server, answer};

/// Runs a script as a user.
async fn run(server: &Server, user: &str, password: &str, script: &str) -> String {
    let path = match server.emulator.generation() {
        Generation::V3 => "/gsqlserver/gsql/file",
        _ => "/gsql/v1/statements",
    };
    let url = format!("{}{path}", server.emulator.gsql_url());
    let request = server.http.request(Method::POST, url).basic_auth(user, Some(password));
    let answer = answer(request.body(script.to_owned())).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    answer.text
}

#[track_caller]
fn assert_contains(text: &str, expected: &[&str]) {
    expected
        .iter()
        .for_each(|part| assert!(text.contains(part), "`{part}` is missing in:\n{text}"));
}

#[tokio::test]
async fn users_are_created_listed_and_dropped() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let root = async |script: &str| run(&server, "tigergraph", "tigergraph", script).await;
        assert_contains(&root("CREATE USER -u ann -p pw").await, &["The user \"ann\" is created."]);
        let taken = root("CREATE USER -u ann -p hush").await;
        assert_contains(&taken, &["Semantic Check Fails: The user 'ann' already exists."]);
        assert!(!taken.contains("hush"));
        assert_contains(
            &root("SHOW USER").await,
            &["- Name: tigergraph", "Global Roles: superuser", "- Name: ann"],
        );
        let own = run(&server, "ann", "pw", "SHOW USER").await;
        assert!(own.contains("- Name: ann") && !own.contains("tigergraph"), "{own}");
        assert_contains(&root("DROP USER ann, bob").await, &["The user 'bob' does not exist."]);
        assert_contains(&root("DROP USER ann").await, &["The user \"ann\" is dropped."]);
        assert!(!root("SHOW USER").await.contains("ann"));
        assert_contains(&root("DROP USER tigergraph").await, &["cannot be dropped"]);
        assert_contains(&root("CREATE USER").await, &["does not support", "-u name -p password"]);
    }
}

#[tokio::test]
async fn roles_are_granted_and_revoked() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let root = async |script: &str| run(&server, "tigergraph", "tigergraph", script).await;
        root("CREATE USER -u ann -p pw").await;
        let create = "USE GLOBAL CREATE VERTEX V (PRIMARY_ID id STRING)";
        let rejected = run(&server, "ann", "pw", create).await;
        assert_contains(&rejected, &["Semantic Check Fails: the user ann has no privilege."]);
        let escalates = run(&server, "ann", "pw", "GRANT ROLE superuser TO ann").await;
        assert_contains(&escalates, &["Semantic Check Fails"]);
        let granted = root("GRANT ROLE globaldesigner TO ann").await;
        assert_contains(
            &granted,
            &["Role \"globaldesigner\" is successfully granted to user(s): ann"],
        );
        assert_contains(
            &run(&server, "ann", "pw", create).await,
            &["Successfully created vertex types: [V]"],
        );
        assert_contains(&run(&server, "ann", "pw", "DROP USER tigergraph").await, &["WRITE_USER"]);
        let revoked = root("REVOKE ROLE globaldesigner FROM ann").await;
        assert_contains(
            &revoked,
            &["Role \"globaldesigner\" is successfully revoked from user(s): ann"],
        );
        assert_contains(&run(&server, "ann", "pw", create).await, &["no privilege"]);

        let output = root("CREATE ROLE r1, r2 ON GRAPH g").await;
        assert_contains(&output, &["Successfully created local roles on graph 'g': [r1, r2]."]);
        assert_contains(
            &root("CREATE ROLE r1 ON GRAPH g").await,
            &["The role 'r1' already exists."],
        );
        assert_contains(&root("CREATE ROLE r1 ON GRAPH h").await, &["Graph 'h' does not exist."]);
        assert_contains(&root("GRANT ROLE r1 ON GRAPH g TO ann").await, &["successfully granted"]);
        assert_contains(&root("SHOW USER").await, &["Graph 'g' Roles: r1"]);
        assert_contains(
            &root("SHOW ROLE").await,
            &["- superuser", "Graph 'g' User Defined Roles:", "- r2"],
        );
        let output = root("SHOW PRIVILEGE ON ROLE observer").await;
        assert_contains(&output, &["Role: \"observer\"", "READ_SCHEMA"]);
        let dropped = root("USE GRAPH g DROP ROLE r1, r2").await;
        assert_contains(&dropped, &["Successfully dropped local roles on graph 'g': [r1, r2]."]);
        assert!(!root("SHOW USER").await.contains("r1"));
    }
}

#[tokio::test]
async fn a_token_of_3x_without_a_role_gives_no_access_to_a_graph() {
    let server = Server::start(Generation::V3).await;
    run(&server, "tigergraph", "tigergraph", "CREATE USER -u ann -p pw").await;
    let url = format!("{}/requesttoken", server.emulator.restpp_url());
    let request = server.http.request(Method::POST, url).basic_auth("ann", Some("pw"));
    let json = answer(request.body(json!({"graph": "g"}).to_string())).await.json();
    let token = json["results"]["token"].as_str().unwrap().to_owned();
    let get = async || {
        let url = format!("{}/graph/g/vertices/Person", server.emulator.restpp_url());
        answer(server.http.request(Method::GET, url).bearer_auth(&token)).await
    };
    assert_eq!(get().await.code(), "REST-10018");
    let script = "GRANT ROLE queryreader ON GRAPH g TO ann";
    run(&server, "tigergraph", "tigergraph", script).await;
    get().await.results();
    run(&server, "tigergraph", "tigergraph", "DROP USER ann").await;
    assert_eq!(get().await.code(), "REST-10016");
}
