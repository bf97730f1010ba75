//! Tokens for other programs. A connection gets its own token by itself.

use std::time::Duration;

use secrecy::SecretString;

use crate::client::api::{Response, tokens as api};
use crate::client::{Client, Token, TokenOptions};
use crate::error::prose::Prose;
use crate::error::{ErrorKind, Result};
use crate::operation::gsql::Scope;
use crate::operation::{Deadline, Operation};

/// Tokens of the user for other programs: [`GraphAdmin::tokens`](crate::graph::GraphAdmin::tokens)
/// and [`Server::tokens`](super::Server::tokens). A connection gets its own token by itself.
///
/// On 3.x tokens are plain texts that the server stores, managed by `/requesttoken`; on 4.x they
/// are JSON web tokens, managed by `/gsql/v1/tokens`.
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// # use std::time::Duration;
/// # async fn example(graph: impl Graph) -> Result<()> {
/// let tokens = graph.admin().tokens();
/// let token = tokens.create(Some(Duration::from_secs(3600))).await?;
/// assert!(tokens.check(&token).await?);
/// tokens.drop(&token).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Tokens {
    client: Client,
    secret: Option<SecretString>,
}

/// A token as an argument of [`Tokens`], whose methods take its text too.
impl From<Token> for SecretString {
    fn from(token: Token) -> Self {
        token.secret().clone()
    }
}

impl From<&Token> for SecretString {
    fn from(token: &Token) -> Self {
        token.secret().clone()
    }
}

impl Tokens {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, secret: None }
    }

    /// Creates, refreshes and drops tokens with this secret instead of the credentials of the
    /// connection.
    #[must_use]
    pub fn with_secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.secret = Some(secret.into());
        self
    }

    /// Returns the secret for requests of 3.x, which identify the owner of a token by it.
    fn secret(&self) -> Option<SecretString> {
        self.secret.as_ref().or(self.client.secret()).cloned()
    }

    /// Creates a token: for the graph, or for all graphs of the user if this is the
    /// [server](super::Server). `POST /gsql/v1/tokens`, on 3.x `POST /requesttoken`.
    ///
    /// The lifetime is in whole seconds; `None` is that of the server, a week on 4.x and a month on
    /// 3.x.
    ///
    /// # Errors
    ///
    /// When the request fails; with [`ErrorKind::NoEndpoint`] when the authentication of a server
    /// of 3.x is off, which has no tokens then.
    pub fn create(&self, lifetime: Option<Duration>) -> Operation<Token> {
        self.create_with(TokenOptions { lifetime, ..TokenOptions::default() })
    }

    /// Returns an existing token if one is valid for at least a day (3.9.3 and later 3.x), and
    /// [creates](Self::create) one otherwise. A server of 4.x stores no tokens and always creates one.
    ///
    /// # Errors
    ///
    /// Those of [`create`](Self::create).
    pub fn get_or_create(&self, lifetime: Option<Duration>) -> Operation<Token> {
        self.create_with(TokenOptions { lifetime, existing: true, ..TokenOptions::default() })
    }

    fn create_with(&self, options: TokenOptions) -> Operation<Token> {
        let (client, secret) = (self.client.clone(), self.secret.clone());
        Operation::new(async move |deadline: Deadline| {
            let options = TokenOptions { secret, timeout: deadline.left(), ..options };
            client.create_token(&options).await
        })
    }

    /// Extends the lifetime of a token of 3.x: `PUT /requesttoken`. Continue with the token that it
    /// returns: the documentation of the server is not clear whether its text stays the same.
    ///
    /// The lifetime is counted from now on, in whole seconds; `None` is that of the server, a
    /// month.
    ///
    /// # Errors
    ///
    /// When the request fails; with [`ErrorKind::NotFound`] if the server does not have the token,
    /// and with [`ErrorKind::Unsupported`] on 4.x: [create](Self::create) another there.
    pub fn refresh(
        &self,
        token: impl Into<SecretString>,
        lifetime: Option<Duration>,
    ) -> Operation<Token> {
        let (client, secret, token) = (self.client.clone(), self.secret(), token.into());
        Operation::new(async move |deadline| {
            let scope = Scope::of_graph(&client, "refresh a token of");
            let call = api::refresh(&token, secret.as_ref(), lifetime);
            client.read_token(&scope.reply(call, deadline).await?)
        })
    }

    /// Returns `true` if the server accepts a token: `POST /gsql/v1/tokens/check`. On 3.x it reads
    /// the version of RESTPP with the token, which succeeds with any text while its authentication
    /// is off.
    ///
    /// # Errors
    ///
    /// When the request fails. It is not an error that the token is not accepted.
    pub fn check(&self, token: impl Into<SecretString>) -> Operation<bool> {
        let scope = Scope::of_server(&self.client, "check a token of");
        let token = token.into();
        Operation::new(async move |deadline| {
            let outcome = match scope.run(api::check(&token), deadline).await {
                Ok(Response::Composed) => {
                    return match scope.reply(api::version_by(&token), deadline).await {
                        Ok(_) => Ok(true),
                        Err(error) if error.is_unauthorized() && !error.is_retryable() => Ok(false),
                        Err(error) => Err(error),
                    };
                }
                outcome => outcome,
            };
            match outcome {
                Ok(_) => Ok(true),
                Err(error) if error.reports(Prose::TokenNotVerified) => Ok(false),
                Err(error) if error.kind() == ErrorKind::Server && !error.is_retryable() => {
                    Ok(false)
                }
                Err(error) => Err(error),
            }
        })
    }

    /// Drops a token, which is not accepted any more. It is not an error that it was dropped
    /// before.
    ///
    /// # Errors
    ///
    /// Those of [`drop_many`](Self::drop_many).
    pub fn drop(&self, token: impl Into<SecretString>) -> Operation<()> {
        self.drop_many([token])
    }

    /// Drops tokens: `DELETE /gsql/v1/tokens`, on 3.x one `DELETE /requesttoken` per token. Nothing
    /// is sent if there are none.
    ///
    /// # Errors
    ///
    /// When a request fails; on 3.x other tokens may have been dropped.
    pub fn drop_many<T: Into<SecretString>>(
        &self,
        tokens: impl IntoIterator<Item = T>,
    ) -> Operation<()> {
        let (client, secret) = (self.client.clone(), self.secret());
        let tokens: Vec<SecretString> = tokens.into_iter().map(Into::into).collect();
        Operation::new(async move |deadline| {
            drop_tokens(&client, &tokens, secret.as_ref(), deadline).await
        })
    }

    /// Drops the expired tokens that a server of 3.x stores: `DELETE /expiredtoken`.
    ///
    /// # Errors
    ///
    /// When the request fails; with [`ErrorKind::Unsupported`] on 4.x, which stores no tokens.
    pub fn drop_expired(&self) -> Operation<()> {
        self.drop_expired_with(Vec::new())
    }

    /// Drops the expired tokens of a user, as [`drop_expired`](Self::drop_expired) does those of
    /// all.
    ///
    /// # Errors
    ///
    /// Those of [`drop_expired`](Self::drop_expired), and when there is no such user.
    pub fn drop_expired_of(&self, user: impl Into<String>) -> Operation<()> {
        self.drop_expired_with(vec![user.into()])
    }

    fn drop_expired_with(&self, users: Vec<String>) -> Operation<()> {
        let scope = Scope::of_server(&self.client, "drop the expired tokens of");
        Operation::new(async move |deadline| {
            scope.reply(api::drop_expired(&users), deadline).await.map(drop)
        })
    }

    /// Clears the list of the user's [dropped](Self::drop) tokens on 4.x, which holds 20 unless
    /// configured: `DELETE /gsql/v1/tokens?clear=true`. Those that have not expired are **accepted
    /// again**.
    ///
    /// # Errors
    ///
    /// When the request fails; with [`ErrorKind::Unsupported`] on 3.x, which has no such list.
    pub fn clear_dropped(&self) -> Operation<()> {
        let scope = Scope::of_server(&self.client, "clear the dropped tokens of");
        Operation::new(async move |deadline| {
            scope.reply(api::clear_dropped(), deadline).await.map(drop)
        })
    }
}

async fn drop_tokens(
    client: &Client,
    tokens: &[SecretString],
    secret: Option<&SecretString>,
    deadline: Deadline,
) -> Result<()> {
    if tokens.is_empty() {
        return Ok(());
    }
    let scope = Scope::of_graph(client, "drop tokens of");
    let Response::Composed = scope.run(api::drop(tokens), deadline).await? else {
        return Ok(());
    };
    for token in tokens {
        match scope.reply(api::drop_one(token, secret), deadline).await {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            outcome => drop(outcome?),
        }
    }
    Ok(())
}
