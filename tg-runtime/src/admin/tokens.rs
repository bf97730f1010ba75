//! Tokens, beyond the one that a connection gets by itself.

use std::time::Duration;

use secrecy::SecretString;

use crate::client::api::{Response, tokens as api};
use crate::client::{Client, Token, TokenOptions};
use crate::error::prose::Prose;
use crate::error::{ErrorKind, Result};
use crate::operation::gsql::Scope;
use crate::operation::{Deadline, Operation, operation};

/// Tokens of the user for other programs: [`GraphAdmin::tokens`](crate::graph::GraphAdmin::tokens) and
/// [`Server::tokens`](super::Server::tokens). A connection gets its own token by itself.
///
/// On 3.x tokens are plain texts that the server stores, managed by `/requesttoken`; on 4.x they are
/// JSON web tokens, managed by `/gsql/v1/tokens`.
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// # use std::time::Duration;
/// # async fn example(graph: impl Graph) -> Result<()> {
/// let tokens = graph.admin().tokens();
/// let token = tokens.create().lifetime(Duration::from_secs(3600)).await?;
/// assert!(tokens.check(&token).await?);
/// tokens.drop(&token).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Tokens {
    client: Client,
}

/// A token as an argument: a [`Token`], or its text as a [`SecretString`]. The trait is sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a token",
    note = "write `SecretString::from(text)` for a token as text, which keeps it out of logs"
)]
pub trait AsToken: sealed::Sealed {
    /// Returns the text.
    fn as_token(&self) -> &SecretString;
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for super::Token {}
    impl Sealed for super::SecretString {}
    impl<T: Sealed + ?Sized> Sealed for &T {}
}

impl AsToken for Token {
    fn as_token(&self) -> &SecretString {
        self.secret()
    }
}

impl AsToken for SecretString {
    fn as_token(&self) -> &SecretString {
        self
    }
}

impl<T: AsToken + ?Sized> AsToken for &T {
    fn as_token(&self) -> &SecretString {
        (**self).as_token()
    }
}

impl Tokens {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Creates a token: for the graph, or for all graphs of the user if this is the
    /// [server](super::Server). `POST /gsql/v1/tokens`, on 3.x `POST /requesttoken`.
    ///
    /// # Errors
    ///
    /// When the request fails; with [`ErrorKind::NoEndpoint`] when the authentication of a server of 3.x
    /// is off, which has no tokens then.
    pub fn create(&self) -> CreateToken {
        let options = TokenOptions::default();
        CreateToken { client: self.client.clone(), options, timeout: None }
    }

    /// Extends the lifetime of a token of 3.x: `PUT /requesttoken`. Continue with the token that it
    /// returns: the documentation of the server is not clear whether its text stays the same.
    ///
    /// # Errors
    ///
    /// When the request fails; with [`ErrorKind::NotFound`] if the server does not have the token, and
    /// with [`ErrorKind::Unsupported`] on 4.x: [create](Self::create) another there.
    pub fn refresh(&self, token: impl AsToken) -> RefreshToken {
        RefreshToken {
            client: self.client.clone(),
            token: token.as_token().clone(),
            secret: None,
            lifetime: None,
            timeout: None,
        }
    }

    /// Returns `true` if the server accepts a token: `POST /gsql/v1/tokens/check`. On 3.x it reads the
    /// version of RESTPP with the token, which succeeds with any text while its authentication is off.
    ///
    /// # Errors
    ///
    /// When the request fails. It is not an error that the token is not accepted.
    pub fn check(&self, token: impl AsToken) -> Operation<bool> {
        let scope = Scope::of_server(&self.client, "check a token of");
        let token = token.as_token().clone();
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

    /// Drops a token, which is not accepted any more. It is not an error that it was dropped before.
    ///
    /// # Errors
    ///
    /// Those of [`drop_many`](Self::drop_many).
    pub fn drop(&self, token: impl AsToken) -> DropTokens {
        self.drop_many([token])
    }

    /// Drops tokens: `DELETE /gsql/v1/tokens`, on 3.x one `DELETE /requesttoken` per token. Nothing is
    /// sent if there are none.
    ///
    /// # Errors
    ///
    /// When a request fails; on 3.x other tokens may have been dropped.
    pub fn drop_many<T: AsToken>(&self, tokens: impl IntoIterator<Item = T>) -> DropTokens {
        let tokens = tokens.into_iter().map(|token| token.as_token().clone()).collect();
        DropTokens { client: self.client.clone(), tokens, secret: None, timeout: None }
    }

    /// Drops the expired tokens that a server of 3.x stores: `DELETE /expiredtoken`.
    ///
    /// # Errors
    ///
    /// When the request fails; with [`ErrorKind::Unsupported`] on 4.x, which stores no tokens.
    pub fn drop_expired(&self) -> DropExpiredTokens {
        DropExpiredTokens { client: self.client.clone(), users: Vec::new(), timeout: None }
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

/// Creates a token: [`Tokens::create`].
///
/// # Errors
///
/// Those of [`Tokens::create`].
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct CreateToken {
    client: Client,
    options: TokenOptions,
    timeout: Option<Duration>,
}

impl CreateToken {
    /// Creates it with this secret instead of the credentials of the connection.
    pub fn secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.options.secret = Some(secret.into());
        self
    }

    /// Sets its lifetime, in whole seconds. Default: that of the server, a week on 4.x and a month on
    /// 3.x.
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.options.lifetime = Some(lifetime);
        self
    }

    /// Returns an existing token if one is valid for at least a day (3.9.3 and later 3.x). A server of
    /// 4.x stores no tokens and always creates one.
    pub fn or_existing(mut self) -> Self {
        self.options.existing = true;
        self
    }

    async fn run(mut self) -> Result<Token> {
        self.options.timeout = self.timeout;
        self.client.create_token(&self.options).await
    }
}

operation!(impl [] CreateToken => Token);

/// Extends the lifetime of a token: [`Tokens::refresh`].
///
/// # Errors
///
/// Those of [`Tokens::refresh`].
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct RefreshToken {
    client: Client,
    token: SecretString,
    secret: Option<SecretString>,
    lifetime: Option<Duration>,
    timeout: Option<Duration>,
}

impl RefreshToken {
    /// Sets the secret with which it was created, if that is not the secret of the connection.
    pub fn secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.secret = Some(secret.into());
        self
    }

    /// Sets its lifetime from now on, in whole seconds. Default: that of the server, a month.
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    async fn run(self) -> Result<Token> {
        let scope = Scope::of_graph(&self.client, "refresh a token of");
        let secret = self.secret.as_ref().or(self.client.secret());
        let call = api::refresh(&self.token, secret, self.lifetime);
        let reply = scope.reply(call, Deadline::after(self.timeout)).await?;
        self.client.read_token(&reply)
    }
}

operation!(impl [] RefreshToken => Token);

/// Drops tokens: [`Tokens::drop`] and [`Tokens::drop_many`].
///
/// # Errors
///
/// Those of [`Tokens::drop_many`].
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct DropTokens {
    client: Client,
    tokens: Vec<SecretString>,
    secret: Option<SecretString>,
    timeout: Option<Duration>,
}

impl DropTokens {
    /// Sets the secret with which they were created, if that is not the secret of the connection (3.x).
    pub fn secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.secret = Some(secret.into());
        self
    }

    async fn run(self) -> Result<()> {
        if self.tokens.is_empty() {
            return Ok(());
        }
        let scope = Scope::of_graph(&self.client, "drop tokens of");
        let deadline = Deadline::after(self.timeout);
        let Response::Composed = scope.run(api::drop(&self.tokens), deadline).await? else {
            return Ok(());
        };
        let secret = self.secret.as_ref().or(self.client.secret());
        for token in &self.tokens {
            match scope.reply(api::drop_one(token, secret), deadline).await {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                outcome => drop(outcome?),
            }
        }
        Ok(())
    }
}

operation!(impl [] DropTokens => ());

/// Drops expired tokens: [`Tokens::drop_expired`].
///
/// # Errors
///
/// Those of [`Tokens::drop_expired`].
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct DropExpiredTokens {
    client: Client,
    users: Vec<String>,
    timeout: Option<Duration>,
}

impl DropExpiredTokens {
    /// Restricts it to those of a user; called again, it adds another user.
    pub fn of_user(mut self, user: impl Into<String>) -> Self {
        self.users.push(user.into());
        self
    }

    async fn run(self) -> Result<()> {
        let scope = Scope::of_server(&self.client, "drop the expired tokens of");
        let call = api::drop_expired(&self.users);
        scope.reply(call, Deadline::after(self.timeout)).await.map(drop)
    }
}

operation!(impl [] DropExpiredTokens => ());
