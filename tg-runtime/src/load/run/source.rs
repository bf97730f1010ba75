//! What a file variable stands for in a run.

use std::fmt;

use serde_json::{Map, Value, json};

use crate::error::{Error, ErrorKind, Result};
use crate::operation::gsql::Scope;

/// What a file variable stands for in a run of the server's own.
#[derive(Clone, PartialEq, Eq)]
pub struct RunSource(Kind);

#[derive(Clone, PartialEq, Eq)]
enum Kind {
    File(String),
    Path { source: String, path: String },
    Kafka { source: String, topic: String, partitions: Vec<KafkaPartition> },
    Config { source: String, config: String },
}

/// Where in a partition of a Kafka topic a run begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KafkaPartition {
    /// The partition's number.
    pub partition: u32,
    /// The first message; [`EARLIEST`](Self::EARLIEST) and [`LATEST`](Self::LATEST) have numbers too.
    pub start_offset: i64,
}

impl KafkaPartition {
    /// From the first message that is kept.
    pub const EARLIEST: i64 = -2;
    /// From the next message on.
    pub const LATEST: i64 = -1;
}

impl RunSource {
    /// A file or a folder of the server's machines, such as `/data/packages.csv` or `m1:/data`.
    pub fn server_file(path: impl Into<String>) -> Self {
        Self(Kind::File(path.into()))
    }

    /// A path within a data source, such as `s3a://bucket/packages.csv`.
    pub fn data_source(name: impl Into<String>, path: impl Into<String>) -> Self {
        Self(Kind::Path { source: name.into(), path: path.into() })
    }

    /// A topic of a data source of Kafka, from the beginning unless
    /// [`partitions`](Self::partitions) says otherwise.
    pub fn kafka(name: impl Into<String>, topic: impl Into<String>) -> Self {
        let (source, topic) = (name.into(), topic.into());
        Self(Kind::Kafka { source, topic, partitions: Vec::new() })
    }

    /// A data source with a configuration of its own, as JSON: for what has no method here, such as
    /// the query of a warehouse.
    pub fn configured(name: impl Into<String>, config: &Value) -> Self {
        Self(Kind::Config { source: name.into(), config: config.to_string() })
    }

    /// Which partitions of a topic are read, and from where. Other sources have none.
    #[must_use]
    pub fn partitions(mut self, of: impl IntoIterator<Item = KafkaPartition>) -> Self {
        if let Kind::Kafka { partitions, .. } = &mut self.0 {
            partitions.extend(of);
        }
        self
    }

    /// As an element of `dataSources`.
    pub(super) fn json(&self, variable: &str) -> Value {
        match &self.0 {
            Kind::File(path) => json!({"filename": variable, "name": "file", "path": path}),
            Kind::Path { source, path } => {
                json!({"filename": variable, "name": source, "path": path})
            }
            Kind::Kafka { source, topic, partitions } => {
                json!({"filename": variable, "name": source, "config": kafka(topic, partitions)})
            }
            Kind::Config { source, config } => {
                let config: Value = serde_json::from_str(config).unwrap_or(Value::Null);
                json!({"filename": variable, "name": source, "config": config})
            }
        }
    }

    /// As it stands behind `USING variable=`.
    pub(super) fn text(&self) -> Result<String> {
        let named = |source: &str, rest: &dyn fmt::Display| {
            Ok(format!("${}:{rest}", Scope::name(source, "data source")?))
        };
        match &self.0 {
            Kind::File(path) if path.starts_with('$') => {
                let message = format!("{path:?} would name a data source: use `data_source`");
                Err(Error::new(ErrorKind::Encode, message))
            }
            Kind::File(path) => Ok(path.clone()),
            Kind::Path { source, path } => named(source, path),
            Kind::Kafka { source, topic, partitions } => named(source, &kafka(topic, partitions)),
            Kind::Config { source, config } => named(source, config),
        }
    }
}

fn kafka(topic: &str, partitions: &[KafkaPartition]) -> Value {
    let mut config = Map::new();
    config.insert("topic".to_owned(), topic.into());
    if !partitions.is_empty() {
        let listed: Vec<_> = partitions
            .iter()
            .map(|it| json!({"start_offset": it.start_offset, "partition": it.partition}))
            .collect();
        config.insert("partition_list".to_owned(), listed.into());
    }
    Value::Object(config)
}

/// A configuration may hold a secret, and is not shown.
impl fmt::Debug for RunSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::File(path) => f.debug_tuple("ServerFile").field(path).finish(),
            Kind::Path { source, path } => {
                f.debug_tuple("DataSource").field(source).field(path).finish()
            }
            Kind::Kafka { source, topic, .. } => {
                f.debug_tuple("Kafka").field(source).field(topic).finish()
            }
            Kind::Config { source, .. } => f.debug_tuple("Configured").field(source).finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_source() {
        let file = RunSource::server_file("/data/a.csv");
        assert_eq!(file.json("f"), json!({"filename":"f","name":"file","path":"/data/a.csv"}));
        assert_eq!(file.text().unwrap(), "/data/a.csv");
        let bucket = RunSource::data_source("s3", "bucket/a.csv");
        assert_eq!(bucket.json("f"), json!({"filename":"f","name":"s3","path":"bucket/a.csv"}));
        assert_eq!(bucket.text().unwrap(), "$s3:bucket/a.csv");
        let start = KafkaPartition { partition: 0, start_offset: KafkaPartition::EARLIEST };
        let topic = RunSource::kafka("k1", "t").partitions([start]);
        let config = json!({"topic":"t","partition_list":[{"start_offset":-2,"partition":0}]});
        assert_eq!(topic.json("f"), json!({"filename":"f","name":"k1","config":config}));
        assert_eq!(topic.text().unwrap(), format!("$k1:{config}"));
        let own = RunSource::configured("bq", &json!({"query": "select 1", "password": "hush"}));
        assert_eq!(own.json("f")["config"]["query"], "select 1");
        assert!(!format!("{own:?}").contains("hush"));
    }

    #[test]
    fn a_source_cannot_pass_for_another() {
        assert!(RunSource::server_file("$s3:x").text().is_err());
        assert!(RunSource::data_source("a:b", "x").text().is_err());
    }
}
