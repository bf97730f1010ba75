//! The source of a file variable in a run.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::error::{Error, ErrorKind, Result};
use crate::operation::gsql::Scope;

/// The source of a file variable in a run on the server.
#[derive(Clone, PartialEq, Eq)]
pub struct RunSource(Kind);

#[derive(Clone, PartialEq, Eq)]
enum Kind {
    File(String),
    Path { source: String, path: String },
    Kafka { source: String, topic: String, partitions: Vec<(u32, i64)> },
    Config { source: String, config: Value },
}

impl RunSource {
    /// The first message of a partition that Kafka still stores, as [`partition`](Self::partition)
    /// takes it.
    pub const EARLIEST: i64 = -2;
    /// The next message of a partition, as [`partition`](Self::partition) takes it.
    pub const LATEST: i64 = -1;

    /// A file or a folder of the machines of the server, such as `/data/packages.csv` or
    /// `m1:/data`.
    pub fn server_file(path: impl Into<String>) -> Self {
        Self(Kind::File(path.into()))
    }

    /// A path of a data source, such as `s3a://bucket/packages.csv`.
    pub fn data_source(name: impl Into<String>, path: impl Into<String>) -> Self {
        Self(Kind::Path { source: name.into(), path: path.into() })
    }

    /// A topic of a data source of Kafka: all of it, unless [`partition`](Self::partition)
    /// restricts it.
    pub fn kafka(name: impl Into<String>, topic: impl Into<String>) -> Self {
        let (source, topic) = (name.into(), topic.into());
        Self(Kind::Kafka { source, topic, partitions: Vec::new() })
    }

    /// A data source with a configuration that serde writes as JSON, for sources without a
    /// constructor here, such as the query of a warehouse.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Encode`] when the configuration cannot be written as JSON.
    pub fn configured(name: impl Into<String>, config: impl Serialize) -> Result<Self> {
        let config = serde_json::to_value(config).map_err(|error| {
            let message = format!("the configuration cannot be written as JSON: {error}");
            Error::new(ErrorKind::Encode, message)
        })?;
        Ok(Self(Kind::Config { source: name.into(), config }))
    }

    /// Restricts a topic of Kafka to this partition, from the offset of its first message:
    /// [`EARLIEST`](Self::EARLIEST), [`LATEST`](Self::LATEST) or a number. Called again, it adds
    /// another partition. It has no effect on other sources.
    #[must_use]
    pub fn partition(mut self, number: u32, start_offset: i64) -> Self {
        if let Kind::Kafka { partitions, .. } = &mut self.0 {
            partitions.push((number, start_offset));
        }
        self
    }

    /// Returns the element of `dataSources`.
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
                json!({"filename": variable, "name": source, "config": config})
            }
        }
    }

    /// Returns the text after `USING variable=`.
    pub(super) fn text(&self) -> Result<String> {
        let named = |source: &str, rest: &dyn fmt::Display| {
            Ok(format!("${}:{rest}", Scope::name(source, "data source")?))
        };
        match &self.0 {
            Kind::File(path) if path.starts_with('$') => {
                let message = format!("{path:?} names a data source: use `RunSource::data_source`");
                Err(Error::new(ErrorKind::Encode, message))
            }
            Kind::File(path) => Ok(path.clone()),
            Kind::Path { source, path } => named(source, path),
            Kind::Kafka { source, topic, partitions } => named(source, &kafka(topic, partitions)),
            Kind::Config { source, config } => named(source, config),
        }
    }
}

fn kafka(topic: &str, partitions: &[(u32, i64)]) -> Value {
    let mut config = Map::new();
    config.insert("topic".to_owned(), topic.into());
    if !partitions.is_empty() {
        let listed: Vec<_> = partitions
            .iter()
            .map(|(number, start)| json!({"start_offset": start, "partition": number}))
            .collect();
        config.insert("partition_list".to_owned(), listed.into());
    }
    Value::Object(config)
}

/// Without the configuration, which may contain a secret.
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
        let topic = RunSource::kafka("k1", "t").partition(0, RunSource::EARLIEST);
        let config = json!({"topic":"t","partition_list":[{"start_offset":-2,"partition":0}]});
        assert_eq!(topic.json("f"), json!({"filename":"f","name":"k1","config":config}));
        assert_eq!(topic.text().unwrap(), format!("$k1:{config}"));
        let own = RunSource::configured("bq", json!({"query": "select 1", "password": "hush"}));
        let own = own.unwrap();
        assert_eq!(own.json("f")["config"]["query"], "select 1");
        assert!(!format!("{own:?}").contains("hush"));
    }

    #[test]
    fn a_source_is_not_mistaken_for_another() {
        assert!(RunSource::server_file("$s3:x").text().is_err());
        assert!(RunSource::data_source("a:b", "x").text().is_err());
    }
}
