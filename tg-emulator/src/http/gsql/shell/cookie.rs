//! The shell's cookie: a JSON object that the client sends with each request.

use http::header::COOKIE;
use serde_json::{Map, Value, json};

use crate::request::Call;
use crate::request::Request;

/// The content of the cookie.
pub(super) struct Cookie {
    /// The working graph.
    pub(super) graph: Option<String>,
    session: Option<String>,
    /// Session parameters, which only the client stores.
    properties: Value,
}

impl Cookie {
    pub(super) fn read(request: &Request) -> Self {
        let Some(header) = request.header(COOKIE.as_str()) else { return Self::of(None) };
        let Ok(Value::Object(mut object)) = serde_json::from_str(header) else {
            // A client that sends the value of Set-Cookie.
            let session = Some(header.trim().to_owned()).filter(|it| !it.is_empty());
            return Self::of(session);
        };
        Self {
            graph: word(&mut object, "graph"),
            session: word(&mut object, "session"),
            properties: object.remove("properties").unwrap_or_else(|| json!("")),
        }
    }

    fn of(session: Option<String>) -> Self {
        Self { graph: None, session, properties: json!("") }
    }

    /// Returns `false` if the cookie names a session that has ended.
    pub(super) fn lives(&self, call: &Call<'_>) -> bool {
        self.session.as_deref().is_none_or(|session| {
            let now = call.state.clock.seconds();
            call.state.shell().uses(session, &call.identity.user, now)
        })
    }

    /// Returns `true` if a user is there to answer questions.
    pub(super) fn is_interactive(&self) -> bool {
        self.session.is_some()
    }

    pub(super) fn end(&self, call: &Call<'_>) {
        if let Some(session) = &self.session {
            call.state.shell().end(session, &call.identity.user);
        }
    }

    /// Returns the output line with the new cookie.
    pub(super) fn after(&self, graph: Option<&str>) -> String {
        let cookie = json!({
            "session": self.session.as_deref().unwrap_or_default(),
            "graph": graph.unwrap_or_default(),
            "properties": self.properties,
        });
        format!("__GSQL__COOKIES__,{cookie}\n")
    }
}

/// Removes a text that is not empty.
fn word(object: &mut Map<String, Value>, key: &str) -> Option<String> {
    match object.remove(key) {
        Some(Value::String(text)) if !text.is_empty() => Some(text),
        _ => None,
    }
}
