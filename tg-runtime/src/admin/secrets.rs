//! Secrets: credentials of a user for use in programs.

use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use crate::client::Client;
use crate::client::api::{Response, secrets as api};
use crate::error::prose::{self, Prose};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::gsql::Scope;
use crate::operation::{Deadline, Operation};

/// The secrets of the user: [`GraphAdmin::secrets`](crate::graph::GraphAdmin::secrets) and
/// [`Server::secrets`](super::Server::secrets).
///
/// On 3.x a secret belongs to the graph in which it was created, and GSQL statements manage
/// secrets; on 4.x it belongs to the user alone, and `/gsql/v1/secrets` manages them.
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// # async fn example(graph: impl Graph) -> Result<()> {
/// let secret = graph.admin().secrets().create("nightly").await?;
/// println!("created {:?}", secret.alias);
/// for known in graph.admin().secrets().list().await? {
///     println!("{:?}", known.alias);
/// }
/// graph.admin().secrets().drop("nightly").await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Secrets {
    client: Client,
}

/// A secret. Every server returns the whole value of a new one; in a list it may be masked. Its
/// `Debug` hides the value.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Secret {
    /// Its alias; `None` if a server of 3.x generated it.
    pub alias: Option<String>,
    /// The graph in which it was created (3.x).
    pub graph: Option<String>,
    /// Its value.
    pub value: SecretString,
}

impl Secret {
    fn new(alias: Option<String>, value: impl Into<SecretString>) -> Self {
        Self { alias, graph: None, value: value.into() }
    }

    /// Returns `true` if the value has asterisks in place of all characters but the first and the
    /// last ones, so that it is of no use as a credential.
    pub fn is_masked(&self) -> bool {
        // A secret consists of lowercase letters and digits.
        self.value.expose_secret().contains('*')
    }
}

impl Secrets {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    fn scope(&self, verb: &'static str) -> Scope {
        Scope::of_graph(&self.client, verb)
    }

    /// Creates a secret: `POST /gsql/v1/secrets`, on 3.x `CREATE SECRET`. It is not repeated by
    /// itself when the server may have executed it.
    ///
    /// # Errors
    ///
    /// When the request fails; with [`ErrorKind::InvalidRequest`] if the alias is taken.
    pub fn create(&self, alias: impl Into<String>) -> Operation<Secret> {
        let (scope, alias) = (self.scope("create a secret of"), alias.into());
        Operation::new(async move |deadline| create(&scope, Some(alias), deadline).await)
    }

    /// Creates a secret as [`create`](Self::create) does, with an alias that the server generates.
    ///
    /// # Errors
    ///
    /// When the request fails.
    pub fn create_without_alias(&self) -> Operation<Secret> {
        let scope = self.scope("create a secret of");
        Operation::new(async move |deadline| create(&scope, None, deadline).await)
    }

    /// Lists the secrets: `GET /gsql/v1/secrets`, on 3.x `SHOW SECRET`. Servers of 3.x mask them,
    /// some of 4.x do not.
    ///
    /// # Errors
    ///
    /// When the request fails.
    pub fn list(&self) -> Operation<Vec<Secret>> {
        let scope = self.scope("list the secrets of");
        Operation::new(async move |deadline| list(&scope, deadline).await)
    }

    /// Returns the secret with this alias; `None` if there is none. `GET /gsql/v1/secrets/{alias}`,
    /// on 3.x from `SHOW SECRET`.
    ///
    /// # Errors
    ///
    /// When the request fails. It is not an error that there is no such secret.
    pub fn get(&self, alias: impl Into<String>) -> Operation<Option<Secret>> {
        let (scope, alias) = (self.scope("read a secret of"), alias.into());
        Operation::new(async move |deadline| match scope.run(api::get(&alias), deadline).await {
            Ok(Response::Composed) => {
                let mut all = list(&scope, deadline).await?.into_iter();
                Ok(all.find(|secret| secret.alias.as_ref() == Some(&alias)))
            }
            Ok(response) => {
                let entry: Entry = response.reply()?.results()?;
                Ok(Some(entry.into()))
            }
            Err(error) if error.kind() == ErrorKind::UnknownName => Ok(None),
            Err(error) if error.status() == Some(404) => Ok(None),
            Err(error) => Err(error),
        })
    }

    /// Drops a secret by its alias. A program that authenticates with it, perhaps this connection,
    /// gets no more tokens.
    ///
    /// # Errors
    ///
    /// Those of [`drop_many`](Self::drop_many).
    pub fn drop(&self, alias: impl Into<String>) -> Operation<()> {
        self.drop_many([alias])
    }

    /// Drops several secrets by their aliases: `DELETE /gsql/v1/secrets`, on 3.x `DROP SECRET`.
    /// Nothing is sent if there are none.
    ///
    /// # Errors
    ///
    /// When the request fails; with [`ErrorKind::UnknownName`] if a secret does not exist: 4.x has
    /// dropped none then, 3.x the others.
    pub fn drop_many<N: Into<String>>(
        &self,
        aliases: impl IntoIterator<Item = N>,
    ) -> Operation<()> {
        let scope = self.scope("drop secrets of");
        let aliases: Vec<String> = aliases.into_iter().map(Into::into).collect();
        Operation::new(async move |deadline| {
            if aliases.is_empty() {
                return Ok(());
            }
            let outcome = match scope.run(api::drop(&aliases), deadline).await {
                Ok(Response::Output(output)) if Prose::SecretNotDropped.is_in(&output) => {
                    Err(scope.error(ErrorKind::UnknownName, output))
                }
                Err(error) if error.reports(Prose::SecretNotDropped) => {
                    Err(error.with_kind(ErrorKind::UnknownName))
                }
                outcome => outcome.map(drop),
            };
            outcome.map_err(|error| with_aliases(error, &aliases))
        })
    }
}

#[derive(Deserialize)]
struct Entry {
    alias: String,
    value: String,
}

impl From<Entry> for Secret {
    fn from(Entry { alias, value }: Entry) -> Self {
        Self::new(Some(alias), value)
    }
}

async fn create(scope: &Scope, alias: Option<String>, deadline: Deadline) -> Result<Secret> {
    let response = scope.run(api::create(alias.as_deref()), deadline).await;
    match response.map_err(without_values)? {
        Response::Output(output) => {
            let value = created(&output)
                .ok_or_else(|| scope.error(ErrorKind::Protocol, "the answer contains no secret"))?;
            Ok(Secret::new(alias, value))
        }
        response => {
            let entry: Entry = response.reply()?.results()?;
            Ok(entry.into())
        }
    }
}

/// Blanks what may be a secret in the output of `CREATE SECRET`, which an error repeats.
fn without_values(error: Error) -> Error {
    const MIN_LENGTH: usize = 20;
    /// The minimum in a line about a secret, for a word that is not one of a sentence.
    const MIN_LENGTH_NEAR: usize = 8;
    let may_be_secret = |line: &str, word: &&str| {
        let near = line.to_ascii_lowercase().contains("secret");
        let is_plain = word.bytes().all(|byte| byte.is_ascii_lowercase());
        word.len() >= MIN_LENGTH || near && !is_plain && word.len() >= MIN_LENGTH_NEAR
    };
    let words: Vec<_> = error
        .message()
        .lines()
        .flat_map(|line| {
            let words = line.split(|c: char| !c.is_ascii_alphanumeric());
            words.filter(move |word| may_be_secret(line, word))
        })
        .map(str::to_owned)
        .collect();
    error.without(&words)
}

/// Returns the secret in the output of `CREATE SECRET`.
fn created(output: &str) -> Option<SecretString> {
    let (_, rest) = output.split_once("The secret: ")?;
    let value = rest.split_whitespace().next()?;
    Some(value.into())
}

async fn list(scope: &Scope, deadline: Deadline) -> Result<Vec<Secret>> {
    /// The documentation shows one object, the official client reads a list.
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        Many(Vec<Entry>),
        One(Entry),
    }
    match scope.run(api::list(), deadline).await? {
        Response::Output(output) => listed(&output),
        response => Ok(match response.reply()?.results()? {
            OneOrMany::Many(all) => all.into_iter().map(Into::into).collect(),
            OneOrMany::One(one) => vec![one.into()],
        }),
    }
}

/// Reads the output of `SHOW SECRET`: a line each for secret, alias and graph.
fn listed(output: &str) -> Result<Vec<Secret>> {
    let mut all: Vec<Secret> = Vec::new();
    for line in output.lines() {
        let line = line.trim_start().trim_start_matches("- ");
        if let Some(value) = line.strip_prefix("Secret:") {
            all.push(Secret::new(None, value.trim()));
        } else if let (Some(alias), Some(last)) = (line.strip_prefix("Alias:"), all.last_mut()) {
            last.alias = Some(alias.trim().to_owned());
        } else if let (Some(graph), Some(last)) = (line.strip_prefix("GraphName:"), all.last_mut())
        {
            last.graph = Some(graph.trim().to_owned()).filter(|graph| !graph.is_empty());
        }
    }
    if all.is_empty() && !output.lines().all(prose::is_without_entry) {
        let message = "the server lists secrets in an unknown form: no line begins with `Secret:`";
        return Err(Error::new(ErrorKind::Protocol, message));
    }
    Ok(all)
}

/// Adds the aliases to an error: the server reports how many secrets are missing, not which ones.
fn with_aliases(error: Error, aliases: &[String]) -> Error {
    if error.kind() != ErrorKind::InvalidRequest {
        return error;
    }
    let aliases: Vec<_> = aliases.iter().map(|alias| format!("`{alias}`")).collect();
    error.because(format_args!("cannot drop {}", aliases.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_in_the_output() {
        let output = "Using graph 'G'\nThe secret: abc123 has been created for user \"u\".\n";
        assert_eq!(created(output).unwrap().expose_secret(), "abc123");
        assert!(created("nothing").is_none());
    }

    #[test]
    fn an_error_of_a_creation_does_not_contain_the_secret() {
        for text in [
            "The secret: S3cr3tOfAnn has been created for user \"u\".\nSemantic Check Fails: x",
            "the server does not report the success of `CREATE SECRET z`; it printed: Secret \
             S3cr3tOfAnn made.",
            "made 0123456789abcdefghijklmnopqrstuv",
        ] {
            let error = without_values(Error::new(ErrorKind::Gsql, text)).to_string();
            assert!(!error.contains("S3cr3t") && !error.contains("0123456789"), "{error}");
            assert!(error.contains("made") || error.contains("created for user"), "{error}");
        }
    }

    #[test]
    fn masked_values_are_distinguished_from_whole_ones() {
        let output = "  - Secret: s7s****3k5\n  - Alias: HH\n  - GraphName: G\n\n\
                      - Secret: abc\n- Alias: b\n- GraphName: \n";
        let [first, second] = &listed(output).unwrap()[..] else { panic!() };
        assert_eq!((first.alias.as_deref(), first.graph.as_deref()), (Some("HH"), Some("G")));
        assert!(first.is_masked());
        assert_eq!((second.alias.as_deref(), second.graph.as_deref()), (Some("b"), None));
        assert!(!second.is_masked());
        assert!(!format!("{second:?}").contains("abc"));
    }
}
