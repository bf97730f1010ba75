//! Data sources: the places that loading jobs load from. Their secrets are never printed.

use serde_json::Value;

/// All data sources, in the order of their creation.
#[derive(Default, Clone)]
pub(crate) struct DataSources(Vec<DataSource>);

/// A data source. Not `Debug`: its configuration holds secrets.
#[derive(Clone)]
pub(crate) struct DataSource {
    pub(crate) name: String,
    /// In upper case, as servers report it.
    pub(crate) kind: String,
    /// JSON, or the path of a file.
    config: String,
    /// The graph that owns a local one.
    pub(crate) graph: Option<String>,
    /// The graphs that may use a global one.
    pub(crate) granted: Vec<String>,
}

impl std::fmt::Debug for DataSources {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|source| &source.name)).finish()
    }
}

impl DataSource {
    /// Creates a data source. `kind` defaults to the configuration's `type`.
    pub(crate) fn new(
        name: String,
        kind: Option<&str>,
        config: String,
        graph: Option<String>,
    ) -> Self {
        let mut source = Self { name, kind: String::new(), config, graph, granted: Vec::new() };
        source.kind = kind.unwrap_or_default().to_uppercase();
        source.take_kind();
        source
    }

    pub(crate) fn configure(&mut self, config: String) {
        self.config = config;
        self.take_kind();
    }

    fn take_kind(&mut self) {
        let config: Option<Value> = serde_json::from_str(&self.config).ok();
        if let Some(kind) = config.as_ref().and_then(|config| config.get("type")?.as_str()) {
            self.kind = kind.to_uppercase();
        }
    }

    /// Returns the configuration with its secrets masked. If it cannot be searched for secrets, all
    /// of it is masked, unless it is a path.
    pub(crate) fn masked(&self) -> Value {
        match serde_json::from_str(&self.config) {
            Ok(config) => blanked(config),
            Err(_) if self.config.trim_start().starts_with('/') => self.config.clone().into(),
            Err(_) if self.config.is_empty() => Value::Object(serde_json::Map::new()),
            Err(_) => MASK.into(),
        }
    }

    /// Returns `true` if a graph can see it. The global scope sees those of all graphs, since
    /// clients request a source of a graph by its name alone.
    pub(crate) fn is_visible(&self, graph: Option<&str>) -> bool {
        match (&self.graph, graph) {
            (Some(owner), Some(graph)) => graph == owner,
            _ => true,
        }
    }
}

const MASK: &str = "****";

fn blanked(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .map(|(key, value)| {
                let nests = value.is_object() || value.is_array();
                let value = if is_secret(&key) && !nests { MASK.into() } else { blanked(value) };
                (key, value)
            })
            .collect(),
        Value::Array(elements) => elements.into_iter().map(blanked).collect(),
        Value::String(text) if text.trim_start().starts_with(['{', '[']) => {
            // A JSON document within a string.
            serde_json::from_str(&text)
                .map_or_else(|_| MASK.into(), |it| blanked(it).to_string().into())
        }
        plain => plain,
    }
}

fn is_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    let parts = ["secret", "password", "token", "credential", "jaas", "sas", "auth"];
    parts.iter().any(|part| key.contains(part)) || key.ends_with("key") || key.ends_with("key_id")
}

impl DataSources {
    pub(crate) fn all(&self) -> impl Iterator<Item = &DataSource> {
        self.0.iter()
    }

    pub(crate) fn visible(&self, graph: Option<&str>) -> impl Iterator<Item = &DataSource> {
        self.0.iter().filter(move |source| source.is_visible(graph))
    }

    pub(crate) fn get(&self, name: &str, graph: Option<&str>) -> Option<&DataSource> {
        self.visible(graph).find(|source| source.name == name)
    }

    pub(crate) fn get_mut(&mut self, name: &str, graph: Option<&str>) -> Option<&mut DataSource> {
        self.0.iter_mut().find(|source| source.name == name && source.is_visible(graph))
    }

    pub(crate) fn add(&mut self, source: DataSource) {
        self.0.push(source);
    }

    pub(crate) fn remove(&mut self, name: &str, graph: Option<&str>) -> bool {
        let before = self.0.len();
        self.0.retain(|source| source.name != name || !source.is_visible(graph));
        self.0.len() < before
    }

    pub(crate) fn remove_visible(&mut self, graph: Option<&str>) {
        self.0.retain(|source| !source.is_visible(graph));
    }

    pub(crate) fn forget_graph(&mut self, graph: &str) {
        self.0.retain(|source| source.graph.as_deref() != Some(graph));
        self.0.iter_mut().for_each(|source| source.granted.retain(|known| known != graph));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(config: &str) -> String {
        DataSource::new("s".into(), None, config.into(), None).masked().to_string()
    }

    #[test]
    fn secrets_are_masked() {
        let config = r#"{"type":"s3","access.key":"AAA","secret.key":"BBB","region":"eu","deep":
            {"sasl.jaas.config":"CCC","private_key_id":"DDD","token":5},"list":[{"password":"EEE"}]}"#;
        let masked_config = masked(config);
        for secret in ["AAA", "BBB", "CCC", "DDD", "5", "EEE"] {
            assert!(!masked_config.contains(secret), "{masked_config}");
        }
        assert!(masked_config.contains(r#""region":"eu""#));
        assert_eq!(masked("{type: s3, secret: x}"), r#""****""#);
        assert_eq!(masked("/tmp/s3.json"), r#""/tmp/s3.json""#);
        let text = serde_json::json!({"config": r#"{"secret":"FFF"}"#}).to_string();
        assert!(!masked(&text).contains("FFF"));
    }

    #[test]
    fn the_kind_is_in_capitals() {
        let kind = |kind: Option<&str>, config: &str| {
            DataSource::new("s".into(), kind, config.into(), None).kind
        };
        assert_eq!(kind(Some("kafka"), ""), "KAFKA");
        assert_eq!(kind(None, r#"{"type":"s3"}"#), "S3");
    }
}
