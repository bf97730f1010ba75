//! Queries: creation, installation and execution.

mod accumulators;
mod algorithms;
mod attributes;
mod block;
mod calls;
mod columns;
mod containers;
mod cypher;
mod detached;
mod differential;
mod fuzz;
mod limits;
mod lines;
mod malformed;
mod manage;
mod merged;
mod packages;
mod parameters;
mod patterns;
mod reference;
mod run;
mod sample;
mod select;
mod statements;
mod support_table;
mod tables;
mod text;
mod untyped;
mod vectors;

use reqwest::Method;
use serde_json::{Value, json};
use tg_emulator::Generation;

use crate::support::{Answer, Server};

/// Starts a server with installed queries.
pub(crate) async fn with_queries(generation: Generation, queries: &str) -> Server {
    let server = Server::start(generation).await;
    let script = format!("USE GRAPH g\n{queries}\nINSTALL QUERY ALL\n");
    server.emulator.gsql(&script).await.unwrap_or_else(|error| panic!("{error}"));
    server
}

/// Starts a server with people, depots and edges.
pub(crate) async fn with_people(generation: Generation) -> Server {
    let server = Server::start(generation).await;
    let person = |age: i64, score: f64| json!({"age": {"value": age}, "score": {"value": score}});
    let pay = |pay: i64| json!({"pay": {"value": pay}});
    server
        .upsert(&json!({
            "vertices": {
                "Person": {"ann": person(30, 1.5), "bob": person(40, 2.5), "cid": person(50, 3.5)},
                "Depot": {"1": {"city": {"value": "Bonn"}}, "2": {"city": {"value": "Kiel"}}},
            },
            "edges": {"Person": {
                "ann": {
                    "WorksAt": {"Depot": {"1": pay(10), "2": pay(20)}},
                    "Knows": {"Person": {"bob": {"weight": {"value": 0.5}}}},
                },
                "bob": {
                    "WorksAt": {"Depot": {"1": pay(30)}},
                    "Knows": {"Person": {"cid": {"weight": {"value": 2}}}},
                },
            }},
        }))
        .await;
    server
}

impl Server {
    /// Interprets a query with the given query string.
    pub(crate) async fn interpret(&self, text: &str, query: &str) -> Answer {
        let path = match self.emulator.generation() {
            Generation::V3 => "/gsqlserver/interpreted_query",
            _ => "/gsql/v1/queries/interpret",
        };
        let url = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
        self.gsql_as_user(Method::POST, &url, text).await
    }

    /// Sends a request to the GSQL server with a password, which both generations accept.
    pub(crate) async fn gsql_as_user(&self, method: Method, path: &str, body: &str) -> Answer {
        let url = format!("{}{path}", self.emulator.gsql_url());
        let request = self.http.request(method, url).body(body.to_owned());
        let (user, password) = (self.emulator.user(), self.emulator.password());
        crate::support::answer(request.basic_auth(user, Some(password))).await
    }

    /// Returns the results of an interpreted query with the given body.
    pub(crate) async fn prints(&self, body: &str) -> Value {
        let text = format!("INTERPRET QUERY () FOR GRAPH g SYNTAX v2 {{ {body} }}");
        self.interpret(&text, "").await.results()
    }

    /// Returns the error message of an interpreted query with the given body.
    pub(crate) async fn fails(&self, body: &str) -> String {
        let text = format!("INTERPRET QUERY () FOR GRAPH g {{ {body} }}");
        self.interpret(&text, "").await.error().1
    }
}
