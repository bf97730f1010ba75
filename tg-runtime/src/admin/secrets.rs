//! Secrets: passwords of their user's that programs may hold.

use std::time::Duration;

use http::Method;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::text;
use crate::client::path::{Path, Query};
use crate::client::request::{Expects, Label, Request};
use crate::client::{Client, Generation};
use crate::error::prose::Prose;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::operation;

/// The secrets of the user: [`Graph::secrets`](crate::Graph::secrets) and
/// [`Server::secrets`](super::Server::secrets).
///
/// On 3.x a secret belongs to the graph in which it was made, and secrets are handled by GSQL text; on
/// 4.x it belongs to the user alone, and the same calls go to `/gsql/v1/secrets`.
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// # async fn example(graph: impl Graph) -> Result<()> {
/// let secret = graph.secrets().create().alias("nightly").await?;
/// println!("made {:?}", secret.alias);
/// for known in graph.secrets().list().await? {
///     println!("{} {:?}", known.alias, known.value);
/// }
/// graph.secrets().drop("nightly").await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Secrets {
    client: Client,
}

/// A secret that was just made: the only time that every server shows it whole. Its `Debug` hides the
/// value.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Secret {
    /// Its alias. A server of 3.x does not say which one it chose.
    pub alias: Option<String>,
    /// Its value.
    pub value: SecretString,
}

/// A secret in a list.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SecretEntry {
    /// Its alias.
    pub alias: String,
    /// The graph in which it was made (3.x).
    pub graph: Option<String>,
    /// Its value, as far as the server shows it.
    pub value: SecretValue,
}

/// How a list shows a secret.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum SecretValue {
    /// The secret itself.
    Whole(SecretString),
    /// Its first and last letters, with asterisks in the place of the others: no secret any more.
    Masked(String),
}

impl SecretValue {
    fn new(text: String) -> Self {
        // A secret has small letters and digits.
        if text.contains('*') { Self::Masked(text) } else { Self::Whole(text.into()) }
    }
}

impl Secrets {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Makes a secret.
    pub fn create(&self) -> CreateSecret {
        CreateSecret { client: self.client.clone(), alias: None, timeout: None }
    }

    /// Lists the secrets. Servers of 3.x mask them, some of 4.x do not.
    pub fn list(&self) -> ListSecrets {
        ListSecrets { client: self.client.clone(), timeout: None }
    }

    /// Shows the secret with this alias; `None` if there is none.
    pub fn get(&self, alias: impl Into<String>) -> GetSecret {
        GetSecret { client: self.client.clone(), alias: alias.into(), timeout: None }
    }

    /// Drops a secret by its alias. What authenticates with it, perhaps this connection, can ask for
    /// no more tokens.
    pub fn drop(&self, alias: impl Into<String>) -> DropSecrets {
        self.drop_many([alias])
    }

    /// Drops several secrets by their aliases. Without any nothing is sent.
    pub fn drop_many<N: Into<String>>(&self, aliases: impl IntoIterator<Item = N>) -> DropSecrets {
        let aliases = aliases.into_iter().map(Into::into).collect();
        DropSecrets { client: self.client.clone(), aliases, timeout: None }
    }
}

#[derive(Deserialize)]
struct Shown {
    alias: String,
    value: String,
}

impl From<Shown> for SecretEntry {
    fn from(Shown { alias, value }: Shown) -> Self {
        Self { alias, graph: None, value: SecretValue::new(value) }
    }
}

/// Makes a secret: [`Secrets::create`], by `POST /gsql/v1/secrets` or `CREATE SECRET`.
///
/// It is not repeated by itself when it is not known whether the server has executed it.
///
/// # Errors
///
/// When the request fails; with [`ErrorKind::InvalidRequest`] if the alias is taken.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct CreateSecret {
    client: Client,
    alias: Option<String>,
    timeout: Option<Duration>,
}

impl CreateSecret {
    /// The name of the secret. Without one the server makes one up.
    pub fn alias(mut self, alias: impl Into<String>) -> Self {
        self.alias = Some(alias.into());
        self
    }

    async fn run(self) -> Result<Secret> {
        let label = Label::of_graph("create a secret of", &self.client);
        match self.client.generation().await? {
            Generation::V4 => {
                let mut query = Query::default();
                if let Some(alias) = self.alias {
                    query.push("alias", alias);
                }
                let request = Request::gsql(label, Method::POST, Path::fixed("/gsql/v1/secrets"))
                    .query(query)
                    .expects(Expects::Token)
                    .timeout(self.timeout);
                let Shown { alias, value } = self.client.send(request).await?.results()?;
                Ok(Secret { alias: Some(alias), value: value.into() })
            }
            Generation::V3 => {
                let alias = self.alias.as_deref();
                let name = alias.map_or(Ok(""), |alias| text::word("an alias", alias))?;
                let statement = format!("CREATE SECRET {name}");
                let output = text::run(&self.client, &statement, self.timeout).await;
                let output = output.map_err(|error| taken(error).about(label.to_string()))?;
                let value = created(&output);
                let value = value.ok_or_else(|| {
                    let error = Error::new(ErrorKind::Protocol, "the answer shows no secret");
                    error.during(|| label.to_string())
                })?;
                Ok(Secret { alias: self.alias, value })
            }
        }
    }
}

operation!(impl [] CreateSecret => Secret);

/// The secret in what `CREATE SECRET` prints.
fn created(output: &str) -> Option<SecretString> {
    let (_, rest) = output.split_once("The secret: ")?;
    let value = rest.split_whitespace().next()?;
    Some(value.into())
}

/// The failures of text that concern the name.
fn taken(error: Error) -> Error {
    if error.reports(Prose::AlreadyExists) {
        return error.with_kind(ErrorKind::InvalidRequest);
    }
    error
}

/// Lists the secrets: [`Secrets::list`], by `GET /gsql/v1/secrets` or `SHOW SECRET`.
///
/// # Errors
///
/// When the request fails.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct ListSecrets {
    client: Client,
    timeout: Option<Duration>,
}

impl ListSecrets {
    async fn run(self) -> Result<Vec<SecretEntry>> {
        let label = Label::of_graph("list the secrets of", &self.client);
        if self.client.generation().await? == Generation::V3 {
            let output = text::show(&self.client, "SHOW SECRET", self.timeout).await?;
            return Ok(listed(&output));
        }
        /// The documentation shows one object, a client reads a list.
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum OneOrMany {
            Many(Vec<Shown>),
            One(Shown),
        }
        let request = Request::gsql(label, Method::GET, Path::fixed("/gsql/v1/secrets"))
            .expects(Expects::Token)
            .timeout(self.timeout);
        Ok(match self.client.send(request).await?.results()? {
            OneOrMany::Many(all) => all.into_iter().map(Into::into).collect(),
            OneOrMany::One(one) => vec![one.into()],
        })
    }
}

operation!(impl [] ListSecrets => Vec<SecretEntry>);

/// What `SHOW SECRET` prints: a line each for secret, alias and graph.
fn listed(output: &str) -> Vec<SecretEntry> {
    let mut all: Vec<SecretEntry> = Vec::new();
    for line in output.lines() {
        let line = line.trim_start().trim_start_matches("- ");
        if let Some(value) = line.strip_prefix("Secret:") {
            let value = SecretValue::new(value.trim().to_owned());
            all.push(SecretEntry { alias: String::new(), graph: None, value });
        } else if let (Some(alias), Some(last)) = (line.strip_prefix("Alias:"), all.last_mut()) {
            last.alias = alias.trim().to_owned();
        } else if let (Some(graph), Some(last)) = (line.strip_prefix("GraphName:"), all.last_mut())
        {
            last.graph = Some(graph.trim().to_owned()).filter(|graph| !graph.is_empty());
        }
    }
    all
}

/// Shows one secret: [`Secrets::get`], by `GET /gsql/v1/secrets/{alias}` or out of what `SHOW SECRET`
/// lists.
///
/// # Errors
///
/// When the request fails. That there is no such secret is no error.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct GetSecret {
    client: Client,
    alias: String,
    timeout: Option<Duration>,
}

impl GetSecret {
    async fn run(self) -> Result<Option<SecretEntry>> {
        let Self { client, alias, timeout } = self;
        if client.generation().await? == Generation::V3 {
            let all = ListSecrets { client, timeout }.run().await?;
            return Ok(all.into_iter().find(|secret| secret.alias == alias));
        }
        let label = Label::of_graph("show a secret of", &client);
        let path = Path::fixed("/gsql/v1/secrets").value(&alias);
        let request = Request::gsql(label, Method::GET, path);
        let request = request.expects(Expects::Token).timeout(timeout);
        match client.send(request).await {
            Ok(reply) => reply.results().map(|shown: Shown| Some(shown.into())),
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

operation!(impl [] GetSecret => Option<SecretEntry>);

fn is_absent(error: &Error) -> bool {
    error.kind() == ErrorKind::UnknownName || error.status() == Some(404)
}

/// Drops secrets: [`Secrets::drop`] and [`Secrets::drop_many`], by `DELETE /gsql/v1/secrets` or
/// `DROP SECRET`.
///
/// # Errors
///
/// When the request fails; with [`ErrorKind::UnknownName`] if one of them is not there. On 4.x none has been
/// dropped then; on 3.x the others have.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct DropSecrets {
    client: Client,
    aliases: Vec<String>,
    timeout: Option<Duration>,
}

impl DropSecrets {
    async fn run(self) -> Result<()> {
        if self.aliases.is_empty() {
            return Ok(());
        }
        let label = Label::of_graph("drop secrets of", &self.client);
        if self.client.generation().await? == Generation::V3 {
            let mut statements = String::new();
            for alias in &self.aliases {
                statements.push_str(&format!("DROP SECRET {}\n", text::word("an alias", alias)?));
            }
            let output = text::run(&self.client, &statements, self.timeout).await;
            return match output {
                Ok(output) if Prose::SecretNotDropped.is_in(&output) => {
                    Err(Error::new(ErrorKind::UnknownName, output))
                }
                Err(error) if error.reports(Prose::SecretNotDropped) => {
                    Err(error.with_kind(ErrorKind::UnknownName))
                }
                outcome => outcome.map(drop),
            }
            .map_err(|error| named(error, &self.aliases).about(label.to_string()));
        }
        #[derive(Serialize)]
        struct Names {
            secrets: Vec<String>,
        }
        let aliases = self.aliases.clone();
        let body = super::json(&Names { secrets: self.aliases })?;
        let request = Request::gsql(label, Method::DELETE, Path::fixed("/gsql/v1/secrets"))
            .json(body)
            .timeout(self.timeout)
            // The second time they are not there.
            .idempotent(false);
        self.client.send(request).await.map(drop).map_err(|error| named(error, &aliases))
    }
}

operation!(impl [] DropSecrets => ());

/// The server says how many are missing, and not which were asked for.
fn named(error: Error, aliases: &[String]) -> Error {
    if error.kind() != ErrorKind::InvalidRequest {
        return error;
    }
    let aliases: Vec<_> = aliases.iter().map(|alias| format!("`{alias}`")).collect();
    error.because(format_args!("asked to drop {}", aliases.join(", ")))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    #[test]
    fn a_secret_is_found_in_what_is_printed() {
        let output = "Using graph 'G'\nThe secret: abc123 has been created for user \"u\".\n";
        assert_eq!(created(output).unwrap().expose_secret(), "abc123");
        assert!(created("nothing").is_none());
    }

    #[test]
    fn masked_values_are_told_from_whole_ones() {
        let output = "  - Secret: s7s****3k5\n  - Alias: HH\n  - GraphName: G\n\n\
                      - Secret: abc\n- Alias: b\n- GraphName: \n";
        let [first, second] = &listed(output)[..] else { panic!() };
        assert_eq!((first.alias.as_str(), first.graph.as_deref()), ("HH", Some("G")));
        assert!(matches!(&first.value, SecretValue::Masked(shown) if shown == "s7s****3k5"));
        assert_eq!((second.alias.as_str(), second.graph.as_deref()), ("b", None));
        assert!(matches!(second.value, SecretValue::Whole(_)));
        assert!(!format!("{second:?}").contains("abc"));
    }
}
