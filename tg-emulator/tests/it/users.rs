//! Users, roles, privileges and groups.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tg_emulator::Generation;

use crate::support::{Answer, Server, answer, column};

async fn server() -> Server {
    Server::start(Generation::V4).await
}

async fn create_user(server: &Server, user: &str, password: &str) {
    let body = json!({"username": user, "password": password});
    let message = server.success_message(Method::POST, "users", body).await;
    assert_eq!(message, format!("Successfully created user {user}"));
}

/// Sends a request with a password.
async fn send_as(server: &Server, user: &str, password: &str, method: Method, url: &str) -> Answer {
    answer(server.http.request(method, url).basic_auth(user, Some(password))).await
}

async fn on_gsql(server: &Server, user: &str, password: &str, path: &str) -> Answer {
    let url = format!("{}/gsql/v1/{path}", server.emulator.gsql_url());
    send_as(server, user, password, Method::GET, &url).await
}

async fn on_restpp(server: &Server, user: &str, password: &str) -> Answer {
    let url = format!("{}/graph/g/vertices/Person", server.emulator.restpp_url());
    send_as(server, user, password, Method::GET, &url).await
}

async fn results(server: &Server, method: Method, path: &str, body: Value) -> Value {
    server.gsql(method, &format!("/gsql/v1/{path}"), &body.to_string()).await.results()
}

#[tokio::test]
async fn the_secrets_of_another_user_are_inaccessible() {
    let server = server().await;
    create_user(&server, "ann", "pw1").await;
    create_user(&server, "bob", "pw2").await;
    results(&server, Method::POST, "secrets?alias=s&userName=bob", json!({})).await;
    for path in ["secrets?userName=bob", "secrets/s?userName=bob"] {
        let answer = on_gsql(&server, "ann", "pw1", path).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.text);
    }
    let secrets = format!("{}/gsql/v1/secrets", server.emulator.gsql_url());
    let path = format!("{secrets}?alias=mine&userName=bob");
    let response = send_as(&server, "ann", "pw1", Method::POST, &path).await;
    assert_eq!(response.status, StatusCode::FORBIDDEN, "{}", response.text);
    let dropped = format!("{secrets}/s?userName=bob");
    let dropped = send_as(&server, "ann", "pw1", Method::DELETE, &dropped).await;
    assert_eq!(dropped.status, StatusCode::FORBIDDEN, "{}", dropped.text);
    let left = on_gsql(&server, "bob", "pw2", "secrets").await.results();
    assert_eq!(left.as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_user_logs_in_until_dropped() {
    let server = server().await;
    create_user(&server, "ann", "pw1").await;
    let body = json!({"username": "ann", "password": "pw2"});
    let taken = server.error_message(Method::POST, "users", body).await;
    assert_eq!(taken, "The user 'ann' already exists.");
    let me = on_gsql(&server, "ann", "pw1", "auth/simple").await.results();
    assert_eq!((&me["name"], &me["isSuperUser"]), (&json!("ann"), &json!(false)));
    assert_eq!(me["roles"], json!({}));

    let body = json!({"name": "ann", "password": "pw2"});
    assert_eq!(
        server.success_message(Method::PUT, "users", body).await,
        "Successfully updated user ann"
    );
    let old = on_gsql(&server, "ann", "pw1", "auth/simple").await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
    on_gsql(&server, "ann", "pw2", "auth/simple").await.results();

    let secret = results(&server, Method::POST, "secrets?alias=s&userName=ann", json!({})).await;
    let request = json!({"secret": secret["value"]}).to_string();
    let token = server.gsql(Method::POST, "/gsql/v1/tokens", &request).await.json();
    let response = server.gsql(Method::GET, "/gsql/v1/users/ann", "").await;
    assert!(!response.text.contains(secret["value"].as_str().unwrap()), "{}", response.text);
    assert_eq!(response.results()["secrets"][0]["alias"], "s");

    let dropped = server.success_message(Method::DELETE, "users/ann", "").await;
    assert_eq!(dropped, "Successfully dropped user ann");
    let gone = on_gsql(&server, "ann", "pw2", "auth/simple").await;
    assert_eq!(gone.status, StatusCode::UNAUTHORIZED);
    let check = json!({"token": token["token"]});
    server.error_message(Method::POST, "tokens/check", check).await;
    let again = server.gsql(Method::POST, "/gsql/v1/tokens", &request).await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);
    let unknown = server.error_message(Method::DELETE, "users/ann", "").await;
    assert_eq!(unknown, "The user 'ann' does not exist.");
}

#[tokio::test]
async fn several_users_are_dropped_together_or_not_at_all() {
    let server = server().await;
    create_user(&server, "ann", "pw").await;
    create_user(&server, "bob", "pw").await;
    let body = |names: &[&str]| json!({"userNames": names});
    let rejected =
        server.error_message(Method::POST, "users?action=delete", body(&["ann", "x"])).await;
    assert_eq!(rejected, "The user 'x' does not exist.");
    let users = server.gsql(Method::GET, "/gsql/v1/users", "").await.results();
    assert_eq!(column(&users, "name"), ["tigergraph", "ann", "bob"]);
    assert_eq!(users[0]["isSuperUser"], true);
    assert_eq!(users[0]["roles"], json!({"1": ["superuser"]}));
    let done =
        server.success_message(Method::POST, "users?action=delete", body(&["ann", "bob"])).await;
    assert_eq!(done, "Successfully dropped users: [ann, bob]");
    server.error_message(Method::DELETE, "users/tigergraph", "").await;
}

#[tokio::test]
async fn without_a_role_nothing_is_permitted() {
    let server = server().await;
    create_user(&server, "ann", "pw").await;
    let rejected = on_restpp(&server, "ann", "pw").await;
    assert_eq!((rejected.status, rejected.code()), (StatusCode::FORBIDDEN, "REST-10018".into()));
    assert_eq!(on_gsql(&server, "ann", "pw", "schema/graphs").await.status, StatusCode::FORBIDDEN);
    let url = format!("{}/gsql/v1/users/tigergraph", server.emulator.gsql_url());
    let drop = send_as(&server, "ann", "pw", Method::DELETE, &url).await;
    assert_eq!(drop.status, StatusCode::FORBIDDEN);
    assert_eq!(column(&on_gsql(&server, "ann", "pw", "users").await.results(), "name"), ["ann"]);

    let body = json!({"roles": ["observer"], "users": ["ann"]});
    let granted = results(&server, Method::POST, "roles/grant?graph=g", body.clone()).await;
    assert_eq!(granted, "Successfully granted roles [observer] to users [ann].");
    on_restpp(&server, "ann", "pw").await.results();
    on_gsql(&server, "ann", "pw", "schema/graphs").await.results();
    let response = server.gsql(Method::GET, "/gsql/v1/users/ann", "").await.results();
    assert_eq!(response["roles"], json!({"g": ["observer"]}));
    let privileges = ["READ_SCHEMA", "READ_LOADINGJOB", "READ_QUERY"];
    assert_eq!(response["privileges"], json!({"g": {"privileges": privileges}}));

    results(&server, Method::POST, "roles/revoke?graph=g", body.clone()).await;
    assert_eq!(on_restpp(&server, "ann", "pw").await.code(), "REST-10018");
    let twice = server.error_message(Method::POST, "roles/revoke?graph=g", body).await;
    assert_eq!(twice, "The user 'ann' does not have the role 'observer'.");
}

#[tokio::test]
async fn roles_are_created_granted_privileges_and_dropped() {
    let server = server().await;
    create_user(&server, "ann", "pw").await;
    let response =
        results(&server, Method::POST, "roles?graph=g", json!({"roles": ["r1", "r2"]})).await;
    assert_eq!(response, "Successfully created local roles on graph 'g': [r1, r2].");
    let taken = server.error_message(Method::POST, "roles?graph=g", json!({"roles": ["r1"]})).await;
    assert_eq!(taken, "The role 'r1' already exists.");
    results(&server, Method::POST, "roles", json!({"roles": ["everywhere"]})).await;
    let roles = server.gsql(Method::GET, "/gsql/v1/roles", "").await.results();
    assert_eq!(roles["userDefinedRoles"], json!({"g": ["r1", "r2"], "1": ["everywhere"]}));
    assert_eq!(
        roles["builtIn"]["global"],
        json!(["globalobserver", "globaldesigner", "superuser"])
    );

    let body = json!({"privileges": ["READ_DATA"], "vertexName": "Person", "roles": ["r1"]});
    results(&server, Method::POST, "privileges/grant?graph=g", body).await;
    let body = json!({"privileges": ["FLY"], "roles": ["r1"]});
    let unknown = server.error_message(Method::POST, "privileges/grant?graph=g", body).await;
    assert_eq!(unknown, "The privilege 'FLY' does not exist.");
    let body = json!({"roles": ["r1"], "users": ["ann"]});
    results(&server, Method::POST, "roles/grant?graph=g", body.clone()).await;
    let response = server.gsql(Method::GET, "/gsql/v1/users/ann", "").await.results();
    let privileges = json!({"g": {"privileges": [], "vertices": {"Person": ["READ_DATA"]}}});
    assert_eq!(response["privileges"], privileges);
    let wrong = server.error_message(Method::POST, "roles/grant", body).await;
    assert_eq!(wrong, "The role 'r1' does not exist.");

    let dropped = results(&server, Method::DELETE, "roles?role=r1,r2&graph=g", json!({})).await;
    assert_eq!(dropped, "Successfully dropped local roles on graph 'g': [r1, r2].");
    let response = server.gsql(Method::GET, "/gsql/v1/users/ann", "").await.results();
    assert_eq!(response["roles"], json!({}));
    let known = server.gsql(Method::GET, "/gsql/v1/privileges", "").await.results();
    assert!(
        known
            .as_array()
            .unwrap()
            .contains(&json!({"privilegeType": "GRAPH", "privilege": "READ_SCHEMA"}))
    );
}

#[tokio::test]
async fn groups_are_created_and_dropped() {
    let server = server().await;
    let body = json!({"groupName": "dev", "proxyRule": "role=dev"});
    let response = server.success_message(Method::POST, "groups", body.clone()).await;
    assert_eq!(response, "Successfully created group dev");
    server.error_message(Method::POST, "groups", body).await;
    let body = json!({"name": "dev", "rule": "role=ops"});
    assert_eq!(
        server.success_message(Method::PUT, "groups", body).await,
        "Successfully updated group dev"
    );
    let groups = server.gsql(Method::GET, "/gsql/v1/groups", "").await.results();
    assert_eq!(groups, json!([{"name": "dev", "rule": "role=ops"}]));
    let dropped = server.success_message(Method::DELETE, "groups/dev", "").await;
    assert_eq!(dropped, "Successfully dropped group dev");
    let gone = server.error_message(Method::DELETE, "groups/dev", "").await;
    assert_eq!(gone, "The group 'dev' does not exist.");
}

#[tokio::test]
async fn malformed_bodies_change_nothing() {
    let server = server().await;
    for (path, body) in [
        ("users", "{"),
        ("users", "[]"),
        ("users", r#"{"username": 1, "password": "x"}"#),
        ("roles", r#"{"roles": "r"}"#),
        ("roles/grant", "{}"),
        ("privileges/grant", "null"),
        ("groups", ""),
    ] {
        let answer = server.gsql(Method::POST, &format!("/gsql/v1/{path}"), body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path} {body}");
    }
    for body in [json!({"username": "", "password": "x"}), json!({"username": "a", "password": ""})]
    {
        server.error_message(Method::POST, "users", body).await;
    }
    let users = server.gsql(Method::GET, "/gsql/v1/users", "").await.results();
    assert_eq!(users.as_array().unwrap().len(), 1);
}
