//! The place of the data of a load that the server reads itself.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use serde::Deserialize;
use tg_runtime::SecretString;
use tg_runtime::load::RunSource;
use tg_runtime::sources::DataSourceConfig;

use crate::exit::{Failure, Outcome};
use crate::files;

/// A folder or a file of the server, of an object storage, or a topic of Kafka.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Location {
    /// A path of the machines of the server.
    Server(String),
    Object {
        kind: Storage,
        url: String,
    },
    Kafka {
        brokers: String,
        topic: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Storage {
    S3,
    Gcs,
    Abs,
}

/// The schemes of URLs, each with its storage.
const SCHEMES: [(&str, Storage); 6] = [
    ("s3", Storage::S3),
    ("s3a", Storage::S3),
    ("gs", Storage::Gcs),
    ("abs", Storage::Abs),
    ("abfss", Storage::Abs),
    ("wasbs", Storage::Abs),
];

impl FromStr for Location {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((scheme, rest)) = text.split_once("://") else {
            return Ok(Self::Server(text.to_owned()));
        };
        if scheme == "kafka" {
            return match rest.split_once('/') {
                Some((brokers, topic)) if !brokers.is_empty() && !topic.is_empty() => {
                    Ok(Self::Kafka { brokers: brokers.to_owned(), topic: topic.to_owned() })
                }
                _ => Err("write kafka://HOST:PORT/TOPIC".to_owned()),
            };
        }
        match SCHEMES.iter().find(|(known, _)| *known == scheme) {
            Some((_, kind)) => Ok(Self::Object { kind: *kind, url: text.to_owned() }),
            None => Err(format!(
                "`{scheme}` is not one of s3, gs, abs and kafka; a file of the server is a path"
            )),
        }
    }
}

impl Location {
    /// Returns the place of a file in this folder.
    pub(crate) fn join(&self, path: &str) -> Result<Self, String> {
        let joined = |folder: &str| format!("{}/{path}", folder.trim_end_matches('/'));
        match self {
            Self::Server(folder) => Ok(Self::Server(joined(folder))),
            Self::Object { kind, url } => Ok(Self::Object { kind: *kind, url: joined(url) }),
            Self::Kafka { .. } => Err("a topic of Kafka has no files".to_owned()),
        }
    }

    /// Returns the source of a run; `data_source` is the name of its data source.
    pub(crate) fn source(&self, data_source: &str) -> RunSource {
        match self {
            Self::Server(path) => RunSource::server_file(path),
            Self::Object { url, .. } => RunSource::data_source(data_source, url),
            Self::Kafka { topic, .. } => RunSource::kafka(data_source, topic),
        }
    }

    /// Returns the kind and the URL, if the server can show the first lines.
    pub(crate) fn preview(&self) -> Option<(&'static str, &str)> {
        match self {
            Self::Object { kind, url } => Some((kind.name(), url)),
            Self::Server(_) | Self::Kafka { .. } => None,
        }
    }

    /// Returns the configuration of the data source, with the credentials that variables or a file
    /// contain; `None` if the server needs none.
    pub(crate) fn config(
        &self,
        file: Option<&Path>,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Outcome<Option<DataSourceConfig>> {
        if let Some(file) = file {
            let text = SecretString::from(files::read(file)?.text);
            return Ok(Some(DataSourceConfig::from_json(&text)?));
        }
        match self {
            Self::Server(_) => Ok(None),
            Self::Kafka { brokers, .. } => Ok(Some(DataSourceConfig::kafka(brokers))),
            Self::Object { kind, .. } => kind.config(variable).map(Some),
        }
    }
}

impl Storage {
    fn name(self) -> &'static str {
        match self {
            Self::S3 => "s3",
            Self::Gcs => "gcs",
            Self::Abs => "abs",
        }
    }

    fn config(self, variable: &dyn Fn(&str) -> Option<String>) -> Outcome<DataSourceConfig> {
        let missing = |names: &str| {
            Failure::configuration(format!("there are no credentials for {}", self.name())).help(
                format!(
                    "set {names}, write the configuration of the data source as JSON into a file \
                     for `--source-config`, or name a data source by `--data-source`"
                ),
            )
        };
        match self {
            Self::S3 => {
                let [Some(key), Some(secret)] =
                    ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"].map(variable)
                else {
                    return Err(missing("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"));
                };
                let config = DataSourceConfig::s3(key, secret);
                Ok(match variable("AWS_ENDPOINT_URL") {
                    Some(url) => config.set("file.reader.settings.fs.s3a.endpoint", url),
                    None => config,
                })
            }
            Self::Gcs => {
                let Some(path) = variable("GOOGLE_APPLICATION_CREDENTIALS") else {
                    return Err(missing("GOOGLE_APPLICATION_CREDENTIALS"));
                };
                let text = files::read(Path::new(&path))?.text;
                gcs_key(&text).ok_or_else(|| {
                    let message = format!("{path} is not the key file of a service account");
                    Failure::configuration(message).help("create a key of type JSON")
                })
            }
            Self::Abs => {
                if let Some(key) = variable("AZURE_STORAGE_KEY") {
                    return Ok(DataSourceConfig::abs(key));
                }
                let principal = ["AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"];
                match principal.map(variable) {
                    [Some(tenant), Some(client), Some(secret)] => {
                        Ok(DataSourceConfig::abs_principal(tenant, client, secret))
                    }
                    _ => Err(missing(
                        "AZURE_STORAGE_KEY, or AZURE_TENANT_ID, AZURE_CLIENT_ID and \
                         AZURE_CLIENT_SECRET",
                    )),
                }
            }
        }
    }
}

fn gcs_key(text: &str) -> Option<DataSourceConfig> {
    #[derive(Deserialize)]
    struct Key {
        project_id: String,
        client_email: String,
        private_key_id: String,
        private_key: String,
    }
    let key: Key = serde_json::from_str(text).ok()?;
    Some(DataSourceConfig::gcs(
        key.project_id,
        key.client_email,
        key.private_key_id,
        key.private_key,
    ))
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(path) => f.write_str(path),
            Self::Object { url, .. } => f.write_str(url),
            Self::Kafka { brokers, topic } => write!(f, "kafka://{brokers}/{topic}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_are_read_and_joined() {
        for text in ["/data/a.csv", "m1:/data", "s3://b/c", "gs://b", "kafka://k:9092,l:9092/t"] {
            assert_eq!(text.parse::<Location>().unwrap().to_string(), text);
        }
        for wrong in ["http://x/y", "kafka://k:9092", "kafka:///t"] {
            assert!(wrong.parse::<Location>().is_err(), "{wrong}");
        }
        let folder: Location = "s3://b/c/".parse().unwrap();
        assert_eq!(folder.join("d/e.csv").unwrap().to_string(), "s3://b/c/d/e.csv");
        assert!("kafka://k/t".parse::<Location>().unwrap().join("a").is_err());
    }

    #[test]
    fn credentials_are_of_variables_or_a_file() {
        let location: Location = "s3://b/c".parse().unwrap();
        let failure = location.config(None, &|_| None).unwrap_err();
        assert!(failure.text().contains("AWS_ACCESS_KEY_ID"), "{}", failure.text());
        let config = location.config(None, &|name| Some(format!("hush-{name}"))).unwrap();
        let debug = format!("{config:?}");
        assert!(debug.contains("endpoint") && !debug.contains("hush-AWS_SECRET"), "{debug}");
        let server: Location = "/data".parse().unwrap();
        assert!(server.config(None, &|_| None).unwrap().is_none());
    }
}
