//! The endpoints of RESTPP.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use crate::client::Client;
use crate::client::api::server as api;
use crate::error::{ErrorKind, Result};
use crate::operation::gsql::Scope;
use crate::operation::{Deadline, operation};

/// Lists the endpoints of RESTPP: [`GraphAdmin::endpoints`](crate::graph::GraphAdmin::endpoints)
/// and [`Server::endpoints`](super::Server::endpoints). It is `GET /endpoints/{graph}`.
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

/// One endpoint of RESTPP. Servers leave out some of its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RestEndpoint {
    /// The HTTP method, such as `GET`.
    pub method: String,
    /// The path as a template, such as `/graph/{graph_name}/vertices/{vertex_type}`; of a query
    /// its own path, such as `/query/Goods/heaviest`.
    pub path: String,
    /// `true` if it can be called; `None` if the server does not return it. A query that is being
    /// installed cannot be called.
    pub enabled: Option<bool>,
    /// Its purpose, if the server returns it.
    pub summary: Option<String>,
    /// The parameters by name.
    pub parameters: BTreeMap<String, EndpointParameter>,
}

/// A parameter of a [`RestEndpoint`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct EndpointParameter {
    /// The type as the server writes it: `INT64`, `UINT64`, `BOOL`, `STRING`, `TYPENAME`, ...
    pub ty: Option<String>,
    /// The default, as text.
    pub default: Option<String>,
    /// The minimum number of values: 0 for an optional parameter.
    pub min_count: Option<u64>,
    /// The maximum number of values.
    pub max_count: Option<u64>,
    /// Its position among the parameters of a query.
    pub index: Option<u64>,
}

impl ListEndpoints {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, kinds: Vec::new(), timeout: None }
    }

    /// Lists those that every server has.
    pub fn builtin(mut self) -> Self {
        self.kinds.push("builtin");
        self
    }

    /// Lists those of queries. On 4.x a query has one before it is installed, which is not
    /// [enabled](RestEndpoint::enabled).
    pub fn dynamic(mut self) -> Self {
        self.kinds.push("dynamic");
        self
    }

    /// Lists those that were added to this server, which the server calls `static`.
    pub fn fixed(mut self) -> Self {
        self.kinds.push("static");
        self
    }

    async fn run(self) -> Result<Vec<RestEndpoint>> {
        let scope = Scope::of_graph(&self.client, "list the endpoints of");
        let request = api::endpoints(scope.graph(), &self.kinds);
        let reply = scope.reply(request, Deadline::after(self.timeout)).await?;
        let listed: BTreeMap<String, Value> = reply.json().map_err(|error| scope.named(error))?;
        let read = |(key, value): (&String, &Value)| {
            RestEndpoint::read(key, value).ok_or_else(|| {
                let message = format!("expected a method and a path, found the key {key:?}");
                scope.error(ErrorKind::Protocol, message)
            })
        };
        listed.iter().map(read).collect()
    }
}

operation!(impl [] ListEndpoints => Vec<RestEndpoint>);

impl RestEndpoint {
    /// Reads an entry; `None` if its key is not a method with a path.
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
        let read = |value: Value| RestEndpoint::read("GET /query/G/q", &value).unwrap();
        assert_eq!(read(Value::Null).parameters.len(), 0);
        assert_eq!(read(json!({"parameters": null, "enabled": "yes"})).enabled, None);
        let endpoint = read(json!({"enabled": true, "parameters": {
            "p": {"type": "INT64", "default": 3, "min_count": "0", "index": 0}, "q": null}}));
        assert_eq!((endpoint.method.as_str(), endpoint.enabled), ("GET", Some(true)));
        let p = &endpoint.parameters["p"];
        assert_eq!((p.default.as_deref(), p.min_count, p.index), (Some("3"), Some(0), Some(0)));
        assert_eq!(endpoint.parameters["q"], EndpointParameter::default());
        assert_eq!(RestEndpoint::read("nonsense", &Value::Null), None);
    }
}
