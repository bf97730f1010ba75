//! The configuration of data sources.

use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::{Error, ErrorKind, Result};

/// The configuration of a data source: keys and their values, of which some are secrets.
///
/// There is a constructor for each kind of data source that servers have, with the keys that it
/// needs; [`set`](Self::set) and [`secret`](Self::secret) add any other key. Secrets are not in
/// `Debug` and not in errors.
///
/// ```
/// # use tg_runtime::sources::DataSourceConfig;
/// let config = DataSourceConfig::s3("AKIA..", "hush")
///     .set("file.reader.settings.fs.s3a.endpoint", "s3.eu-central-1.amazonaws.com");
/// assert!(!format!("{config:?}").contains("hush"));
/// ```
#[derive(Clone)]
pub struct DataSourceConfig {
    entries: Vec<(String, Entry)>,
}

#[derive(Clone)]
enum Entry {
    Plain(Value),
    Secret(SecretString),
    /// A value that cannot be written as JSON, with the reason.
    Unwritable(String),
}

impl DataSourceConfig {
    /// Creates a configuration of any kind, by the server's name for the `type`.
    pub fn of_kind(kind: impl Into<String>) -> Self {
        Self { entries: Vec::new() }.set("type", kind.into())
    }

    /// Creates a configuration from a JSON object, such as the file from the console of a cloud.
    /// Every text in it is treated as a secret, except the `type`.
    ///
    /// # Errors
    ///
    /// When it is not a JSON object.
    pub fn from_json(json: &SecretString) -> Result<Self> {
        let invalid = || {
            let message = "the configuration of a data source must be a JSON object";
            Error::new(ErrorKind::Encode, message)
        };
        let members: Map<String, Value> =
            serde_json::from_str(json.expose_secret()).map_err(|_| invalid())?;
        let mut config = Self { entries: Vec::new() };
        for (key, value) in members {
            config = match value {
                Value::String(text) if key != "type" => config.secret(key, text),
                value => config.set(key, value),
            };
        }
        Ok(config)
    }

    /// Amazon S3, or storage with the same interface.
    pub fn s3(access_key: impl Into<SecretString>, secret_key: impl Into<SecretString>) -> Self {
        Self::of_kind("s3").secret("access.key", access_key).secret("secret.key", secret_key)
    }

    /// Google Cloud Storage, with the four fields that it needs of the key file of a service
    /// account.
    pub fn gcs(
        project_id: impl Into<String>,
        client_email: impl Into<String>,
        private_key_id: impl Into<SecretString>,
        private_key: impl Into<SecretString>,
    ) -> Self {
        Self::of_kind("gcs")
            .set("project_id", project_id.into())
            .set("client_email", client_email.into())
            .secret("private_key_id", private_key_id)
            .secret("private_key", private_key)
    }

    /// Azure Blob Storage, with the key of an account.
    pub fn abs(account_key: impl Into<SecretString>) -> Self {
        Self::of_kind("abs").secret("account.key", account_key)
    }

    /// Azure Blob Storage, with a service principal.
    pub fn abs_principal(
        tenant_id: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<SecretString>,
    ) -> Self {
        Self::of_kind("abs")
            .set("tenant.id", tenant_id.into())
            .set("client.id", client_id.into())
            .secret("client.secret", client_secret)
    }

    /// Kafka, by its brokers: `host:port`, separated by commas.
    pub fn kafka(brokers: impl Into<String>) -> Self {
        Self::of_kind("kafka").set("broker", brokers.into())
    }

    /// Snowflake, by its JDBC URL.
    pub fn snowflake(
        url: impl Into<SecretString>,
        user: impl Into<String>,
        password: impl Into<SecretString>,
    ) -> Self {
        Self::warehouse("snowflake", url).login(user, password)
    }

    /// PostgreSQL, by its JDBC URL.
    pub fn postgresql(
        url: impl Into<SecretString>,
        user: impl Into<String>,
        password: impl Into<SecretString>,
    ) -> Self {
        Self::warehouse("postgresql", url).login(user, password)
    }

    /// BigQuery, by its JDBC URL, which contains the credentials.
    pub fn bigquery(url: impl Into<SecretString>) -> Self {
        Self::warehouse("bigquery", url)
    }

    /// Any database with a JDBC URL, which may contain credentials.
    pub fn warehouse(kind: impl Into<String>, url: impl Into<SecretString>) -> Self {
        Self::of_kind(kind).secret("connection.url", url)
    }

    /// Sets the user and password of a warehouse.
    #[must_use]
    pub fn login(self, user: impl Into<String>, password: impl Into<SecretString>) -> Self {
        self.set("connection.user", user.into()).secret("connection.password", password)
    }

    /// Sets a key whose value is not a secret: a text, a number, or any other value that serde
    /// writes as JSON. If it cannot be written, creating and updating the data source fail with
    /// [`ErrorKind::Encode`].
    #[must_use]
    pub fn set(self, key: impl Into<String>, value: impl Serialize) -> Self {
        let entry = serde_json::to_value(value)
            .map_or_else(|error| Entry::Unwritable(error.to_string()), Entry::Plain);
        self.put(key.into(), entry)
    }

    /// Sets a key whose value is a secret.
    #[must_use]
    pub fn secret(self, key: impl Into<String>, value: impl Into<SecretString>) -> Self {
        self.put(key.into(), Entry::Secret(value.into()))
    }

    fn put(mut self, key: String, entry: Entry) -> Self {
        match self.entries.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) => *known = entry,
            None => self.entries.push((key, entry)),
        }
        self
    }

    /// Returns the JSON that is sent, with the secrets.
    pub(super) fn json(&self) -> Result<Value> {
        let member = |(key, entry): &(String, Entry)| {
            let value = match entry {
                Entry::Plain(value) => value.clone(),
                Entry::Secret(secret) => secret.expose_secret().into(),
                Entry::Unwritable(reason) => {
                    let message =
                        format!("the value of `{key}` cannot be written as JSON: {reason}");
                    return Err(Error::new(ErrorKind::Encode, message));
                }
            };
            Ok((key.clone(), value))
        };
        self.entries.iter().map(member).collect::<Result<_>>().map(Value::Object)
    }

    /// Returns all texts that must not be in errors: each secret as it is, and as it is written in
    /// JSON and in GSQL.
    pub(super) fn secrets(&self) -> Vec<String> {
        let mut all = Vec::new();
        for (_, entry) in &self.entries {
            let Entry::Secret(secret) = entry else { continue };
            let plain = secret.expose_secret();
            let json = Value::from(plain).to_string();
            let json = json.trim_matches('"').to_owned();
            all.push(json.replace('\\', "\\\\"));
            all.push(json);
            all.push(plain.to_owned());
        }
        all.retain(|secret| !secret.is_empty());
        all
    }
}

impl fmt::Debug for DataSourceConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (key, entry) in &self.entries {
            match entry {
                Entry::Plain(value) => map.entry(key, value),
                Entry::Secret(_) => map.entry(key, &format_args!("****")),
                Entry::Unwritable(_) => map.entry(key, &format_args!("unwritable")),
            };
        }
        map.finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    #[test]
    fn each_kind_has_its_keys() {
        let json = |config: DataSourceConfig| config.json().unwrap();
        assert_eq!(
            json(DataSourceConfig::s3("a", "b")),
            json!({"type": "s3", "access.key": "a", "secret.key": "b"})
        );
        assert_eq!(
            json(DataSourceConfig::gcs("p", "e", "i", "k")),
            json!({"type": "gcs", "project_id": "p", "client_email": "e", "private_key_id": "i",
                "private_key": "k"})
        );
        assert_eq!(json(DataSourceConfig::abs("k")), json!({"type": "abs", "account.key": "k"}));
        assert_eq!(
            json(DataSourceConfig::abs_principal("t", "c", "s")),
            json!({"type": "abs", "tenant.id": "t", "client.id": "c", "client.secret": "s"})
        );
        assert_eq!(
            json(DataSourceConfig::kafka("k:9092").set("kafka_config", json!({"group.id": "g"}))),
            json!({"type": "kafka", "broker": "k:9092", "kafka_config": {"group.id": "g"}})
        );
        assert_eq!(
            json(DataSourceConfig::snowflake("jdbc:s", "u", "p")),
            json!({"type": "snowflake", "connection.url": "jdbc:s", "connection.user": "u",
                "connection.password": "p"})
        );
        let changed = DataSourceConfig::bigquery("jdbc:b").set("type", "bq");
        assert_eq!(json(changed), json!({"type": "bq", "connection.url": "jdbc:b"}));
        let read =
            DataSourceConfig::from_json(&json!({"type": "x", "n": 1, "k": "v"}).to_string().into());
        assert_eq!(json(read.unwrap()), json!({"type": "x", "n": 1, "k": "v"}));
        let unwritable = DataSourceConfig::kafka("k").set("m", BTreeMap::from([((1, 2), 3)]));
        let error = unwritable.json().unwrap_err();
        assert!(error.message().contains("`m`"), "{error}");
    }

    #[test]
    fn secrets_are_not_in_debug_and_errors() {
        let config = DataSourceConfig::postgresql("jdbc:x?password=one", "ann", "t\"wo\n");
        let debug = format!("{config:?}");
        assert!(debug.contains("ann") && debug.contains("connection.url"), "{debug}");
        for secret in config.secrets() {
            assert!(!debug.contains(&secret), "{debug}");
        }
        assert!(config.secrets().contains(&"t\\\"wo\\n".to_owned()), "{:?}", config.secrets());
        assert!(DataSourceConfig::from_json(&"no json: hush".into()).is_err());
        let error = DataSourceConfig::from_json(&"[\"hush\"]".into()).unwrap_err();
        assert!(!error.to_string().contains("hush"));
    }
}
