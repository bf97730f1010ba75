//! A server with a schema, and a plain HTTP client.

use reqwest::{Client, Method, StatusCode};
use serde_json::Value;
use tg_emulator::{Builder, Emulator, Generation, Version};

pub(crate) const BOTH: [Generation; 2] = [Generation::V3, Generation::V4];

/// A schema with every attribute type, both kinds of keys, a reverse edge, a discriminator, an
/// undirected edge, and an edge type with several pairs.
pub(crate) const SCHEMA: &str = r#"
    TYPEDEF TUPLE <kind STRING(4), amount INT, at DATETIME> Event
    CREATE VERTEX Person (PRIMARY_ID id STRING, age INT, score DOUBLE, alive BOOL, born DATETIME)
        WITH PRIMARY_ID_AS_ATTRIBUTE="true"
    CREATE VERTEX Depot (PRIMARY_ID code UINT, city STRING DEFAULT "nowhere")
    CREATE VERTEX Flat (street STRING, number INT, floor INT, PRIMARY KEY (street, number))
    CREATE VERTEX Thing (id INT PRIMARY KEY, i INT, u UINT, f FLOAT, d DOUBLE, b BOOL, s STRING,
        t DATETIME, fb FIXED_BINARY(4), li LIST<INT>, ls LIST<STRING>, ss SET<STRING>,
        mi MAP<INT, STRING>, ms MAP<STRING, DOUBLE>, e Event, le LIST<Event>)
    CREATE DIRECTED EDGE WorksAt (FROM Person, TO Depot, since DATETIME, pay INT)
        WITH REVERSE_EDGE="employs"
    CREATE UNDIRECTED EDGE Knows (FROM Person, TO Person, weight FLOAT)
    CREATE DIRECTED EDGE Visited (FROM Person, TO Depot,
        DISCRIMINATOR(on_day DATETIME, gate STRING), note STRING)
    CREATE DIRECTED EDGE Owns (FROM Person, TO Flat | FROM Depot, TO Flat)
    CREATE GRAPH g (*)
"#;

/// Returns an HTTP client. TLS is not used, but in a build of the whole workspace, the client
/// requires a TLS provider.
pub(crate) fn http_client() -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::new()
}

/// The response to a request.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) content_type: String,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// Returns the results of a successful request.
    #[track_caller]
    pub(crate) fn results(&self) -> Value {
        let body = self.json();
        assert_eq!(body["error"], false, "{body}");
        assert_eq!(self.status, StatusCode::OK);
        body["results"].clone()
    }

    /// Returns the code and the message of a failed request.
    #[track_caller]
    pub(crate) fn error(&self) -> (String, String) {
        let body = self.json();
        assert_eq!(body["error"], true, "{body}");
        assert!(body.get("results").is_none(), "{body}");
        let text = |key: &str| body[key].as_str().unwrap_or_default().to_owned();
        (text("code"), text("message"))
    }

    #[track_caller]
    pub(crate) fn code(&self) -> String {
        self.error().0
    }
}

/// A running server with a client.
pub(crate) struct Server {
    pub(crate) emulator: Emulator,
    pub(crate) http: Client,
    /// The `Authorization` header of every request, if any.
    pub(crate) authorization: Option<String>,
}

impl Server {
    /// Starts a server with the common schema and requests a token.
    pub(crate) async fn start(generation: Generation) -> Self {
        Self::with(Emulator::builder().generation(generation).gsql(SCHEMA)).await
    }

    /// Starts a server of a version with the common schema and requests a token.
    pub(crate) async fn of(version: Version) -> Self {
        Self::with(Emulator::builder().version(version).gsql(SCHEMA)).await
    }

    pub(crate) async fn with(builder: Builder) -> Self {
        let emulator = builder.start().await.expect("the emulator starts");
        let mut server = Self { emulator, http: http_client(), authorization: None };
        let token = server.new_token().await;
        server.authorization = Some(format!("Bearer {token}"));
        server
    }

    async fn new_token(&self) -> String {
        let body = format!(r#"{{"secret": "{}"}}"#, self.emulator.secret());
        let url = match self.emulator.generation() {
            Generation::V3 => format!("{}/requesttoken", self.emulator.restpp_url()),
            _ => format!("{}/gsql/v1/tokens", self.emulator.gsql_url()),
        };
        let answer = self.send(Method::POST, &url, body).await;
        answer.json()["token"].as_str().expect("a token").to_owned()
    }

    pub(crate) async fn send(&self, method: Method, url: &str, body: impl Into<String>) -> Answer {
        let mut request = self.http.request(method, url).body(body.into());
        if let Some(authorization) = &self.authorization {
            request = request.header("Authorization", authorization);
        }
        answer(request).await
    }

    /// Sends a request to RESTPP.
    pub(crate) async fn rest(&self, method: Method, path: &str, body: &str) -> Answer {
        self.send(method, &format!("{}{path}", self.emulator.restpp_url()), body).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.rest(Method::GET, path, "").await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.rest(Method::DELETE, path, "").await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.rest(Method::POST, path, &body.to_string()).await
    }

    /// Sends an upsert that must succeed.
    #[track_caller]
    pub(crate) fn upsert(&self, body: &Value) -> impl Future<Output = Value> {
        let sent = body.to_string();
        async move { self.rest(Method::POST, "/graph/g", &sent).await.results()[0].clone() }
    }

    /// Sends a request to `/gsql/v1` that must succeed. Returns the message.
    #[track_caller]
    pub(crate) fn success_message(
        &self,
        method: Method,
        path: &str,
        body: impl ToString,
    ) -> impl Future<Output = String> {
        let body = body.to_string();
        async move {
            let answer = self.gsql(method, &format!("/gsql/v1/{path}"), &body).await.json();
            assert_eq!(answer["error"], false, "{answer}");
            answer["message"].as_str().expect("a message").to_owned()
        }
    }

    /// Sends a request to `/gsql/v1` that must fail. Returns the message.
    #[track_caller]
    pub(crate) fn error_message(
        &self,
        method: Method,
        path: &str,
        body: impl ToString,
    ) -> impl Future<Output = String> {
        let body = body.to_string();
        async move { self.gsql(method, &format!("/gsql/v1/{path}"), &body).await.error().1 }
    }

    /// Sends a request to the GSQL server.
    pub(crate) async fn gsql(&self, method: Method, path: &str, body: &str) -> Answer {
        self.send(method, &format!("{}{path}", self.emulator.gsql_url()), body).await
    }
}

/// Sends a request and reads the response.
pub(crate) async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.expect("an answer");
    let status = response.status();
    let content_type = response.headers()["content-type"].to_str().expect("text").to_owned();
    Answer { status, content_type, text: response.text().await.expect("a body") }
}

/// Returns the values of a key in a list of objects.
pub(crate) fn column(rows: &Value, key: &str) -> Vec<String> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    rows.as_array().expect("a list").iter().map(|row| text(&row[key])).collect()
}
