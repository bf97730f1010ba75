//! The endpoints that RESTPP has.

use std::collections::BTreeMap;
use std::time::Duration;

use http::Method;
use serde_json::Value;

use crate::client::Client;
use crate::client::path::{Path, Query};
use crate::client::request::{Label, Request};
use crate::error::Result;
use crate::operation::operation;

/// Lists the endpoints of RESTPP: [`Graph::endpoints`](super::Graph::endpoints). It is
/// `GET /endpoints/{graph}`.
///
/// Without [`builtin`](Self::builtin), [`dynamic`](Self::dynamic) or
/// [`fixed`](Self::fixed) it lists all.
///
/// # Errors
///
/// When the request fails.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct ListEndpoints {
    client: Client,
    kinds: Vec<&'static str>,
    timeout: Option<Duration>,
}

/// One endpoint of RESTPP. Servers leave out what they please.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Endpoint {
    /// The HTTP method, such as `GET`.
    pub method: String,
    /// The path as a template, such as `/graph/{graph_name}/vertices/{vertex_type}`; of a query its
    /// own, such as `/query/Goods/heaviest`.
    pub path: String,
    /// Whether it can be called, if the server says. A query whose installation runs cannot.
    pub enabled: Option<bool>,
    /// What it is for, if the server says.
    pub summary: Option<String>,
    /// The parameters by name.
    pub parameters: BTreeMap<String, EndpointParameter>,
}

/// A parameter of an [`Endpoint`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct EndpointParameter {
    /// The server's own spelling of the type: `INT64`, `UINT64`, `BOOL`, `STRING`, `TYPENAME`, ...
    pub ty: Option<String>,
    /// The default, as text.
    pub default: Option<String>,
    /// How often it must be given: 0 for an optional one.
    pub min_count: Option<u64>,
    /// How often it may be given.
    pub max_count: Option<u64>,
    /// Its place among the parameters of a query.
    pub index: Option<u64>,
}

impl ListEndpoints {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, kinds: Vec::new(), timeout: None }
    }

    /// Those that every server has.
    pub fn builtin(mut self) -> Self {
        self.kinds.push("builtin");
        self
    }

    /// Those of queries. On 4.x they are listed before they are installed, and are not
    /// [enabled](Endpoint::enabled) then.
    pub fn dynamic(mut self) -> Self {
        self.kinds.push("dynamic");
        self
    }

    /// Those that were added to this server (the server's own word for it is `static`).
    pub fn fixed(mut self) -> Self {
        self.kinds.push("static");
        self
    }

    async fn run(self) -> Result<Vec<Endpoint>> {
        let label = Label::of_graph("list the endpoints of", &self.client);
        let mut path = Path::fixed("/endpoints");
        if !self.client.graph().is_empty() {
            path = path.name(self.client.graph());
        }
        let kinds = self.kinds.iter();
        let query = kinds.fold(Query::default(), |query, kind| query.with(kind, true));
        let request =
            Request::restpp(label.clone(), Method::GET, path).query(query).timeout(self.timeout);
        let reply = self.client.send(request).await?;
        let listed: BTreeMap<String, Value> =
            reply.json().map_err(|error| error.during(|| label.to_string()))?;
        Ok(listed.iter().filter_map(|(key, value)| Endpoint::read(key, value)).collect())
    }
}

operation!(impl [] ListEndpoints => Vec<Endpoint>);

impl Endpoint {
    /// `None` for a key that is no method with a path.
    fn read(key: &str, value: &Value) -> Option<Self> {
        let (method, path) = key.split_once(' ')?;
        if !path.starts_with('/') {
            return None;
        }
        let parameters = value["parameters"].as_object().into_iter().flatten();
        Some(Self {
            method: method.to_owned(),
            path: path.to_owned(),
            enabled: value["enabled"].as_bool(),
            summary: text(&value["summary"]),
            parameters: parameters
                .map(|(name, described)| (name.clone(), EndpointParameter::read(described)))
                .collect(),
        })
    }
}

impl EndpointParameter {
    fn read(value: &Value) -> Self {
        let count = |name: &str| {
            let count = &value[name];
            count.as_u64().or_else(|| count.as_str()?.parse().ok())
        };
        Self {
            ty: text(&value["type"]),
            default: text(&value["default"]),
            min_count: count("min_count"),
            max_count: count("max_count"),
            index: count("index"),
        }
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nulls_and_odd_forms_are_read() {
        let read = |value: Value| Endpoint::read("GET /query/G/q", &value).unwrap();
        assert_eq!(read(Value::Null).parameters.len(), 0);
        assert_eq!(read(json!({"parameters": null, "enabled": "yes"})).enabled, None);
        let endpoint = read(json!({"enabled": true, "parameters": {
            "p": {"type": "INT64", "default": 3, "min_count": "0", "index": 0}, "q": null}}));
        assert_eq!((endpoint.method.as_str(), endpoint.enabled), ("GET", Some(true)));
        let p = &endpoint.parameters["p"];
        assert_eq!((p.default.as_deref(), p.min_count, p.index), (Some("3"), Some(0), Some(0)));
        assert_eq!(endpoint.parameters["q"], EndpointParameter::default());
        assert_eq!(Endpoint::read("nonsense", &Value::Null), None);
    }
}
