//! Tokens, beyond the one that a connection gets for itself.

use std::time::Duration;

use http::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use crate::client::path::{Path, Query};
use crate::client::request::{Expects, Label, Request};
use crate::client::{Client, Generation, Token, Wish, version_request};
use crate::error::prose::Prose;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{Deadline, operation};

/// Tokens of the user, to hand on or to take back: [`Graph::tokens`](crate::Graph::tokens) and
/// [`Server::tokens`](super::Server::tokens). A connection gets its own by itself.
///
/// On 3.x tokens are plain texts that the server keeps, handled by `/requesttoken`; on 4.x they are JSON
/// web tokens, handled by `/gsql/v1/tokens`.
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// # use std::time::Duration;
/// # async fn example(graph: impl Graph) -> Result<()> {
/// let tokens = graph.tokens();
/// let token = tokens.create().lifetime(Duration::from_secs(3600)).await?;
/// assert!(tokens.check(&token).await?);
/// tokens.delete(&token).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Tokens {
    client: Client,
}

/// What stands for a token in a call: the [`Token`], or its text as a [`SecretString`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not stand for a token",
    note = "of a token as text, write `SecretString::from(text)`, which no log shows"
)]
pub trait AsToken {
    /// The text.
    fn as_token(&self) -> &SecretString;
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

    /// Makes a token: for the graph, or for all graphs of the user when it is asked of the
    /// [server](super::Server).
    pub fn create(&self) -> CreateToken {
        CreateToken { client: self.client.clone(), wish: Wish::default(), timeout: None }
    }

    /// Lets a token of 3.x live longer.
    pub fn refresh(&self, token: impl AsToken) -> RefreshToken {
        RefreshToken {
            client: self.client.clone(),
            token: token.as_token().clone(),
            secret: None,
            lifetime: None,
            timeout: None,
        }
    }

    /// Whether the server accepts a token.
    pub fn check(&self, token: impl AsToken) -> CheckToken {
        let token = token.as_token().clone();
        CheckToken { client: self.client.clone(), token, timeout: None }
    }

    /// Makes a token invalid. That it is so already is no error.
    pub fn delete(&self, token: impl AsToken) -> DeleteTokens {
        self.delete_many([token])
    }

    /// Makes tokens invalid. Without any nothing is sent.
    pub fn delete_many<T: AsToken>(&self, tokens: impl IntoIterator<Item = T>) -> DeleteTokens {
        let tokens = tokens.into_iter().map(|token| token.as_token().clone()).collect();
        DeleteTokens { client: self.client.clone(), tokens, secret: None, timeout: None }
    }

    /// Lets a server of 3.x forget the tokens that have expired.
    pub fn delete_expired(&self) -> DeleteExpired {
        DeleteExpired { client: self.client.clone(), users: Vec::new(), timeout: None }
    }

    /// Empties the user's list of [deleted](Self::delete) tokens on 4.x, which holds 20 unless
    /// configured. Those that have not expired are **good again**.
    pub fn forget_deleted(&self) -> ForgetDeleted {
        ForgetDeleted { client: self.client.clone(), timeout: None }
    }
}

/// Makes a token: [`Tokens::create`], by `POST /gsql/v1/tokens` or `POST /requesttoken`.
///
/// # Errors
///
/// When the request fails; with [`ErrorKind::NoEndpoint`] when the authentication of a server of 3.x
/// is off, so that there are no tokens.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct CreateToken {
    client: Client,
    wish: Wish,
    timeout: Option<Duration>,
}

impl CreateToken {
    /// Makes it with this secret, in the place of the connection's credentials.
    pub fn secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.wish.secret = Some(secret.into());
        self
    }

    /// How long it shall live, in whole seconds. Default: the server's own, a week on 4.x and a month
    /// on 3.x.
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.wish.lifetime = Some(lifetime);
        self
    }

    /// Takes a token that exists and is good for a day at least (3.9.3 and later 3.x). A server of
    /// 4.x keeps no tokens and always makes one.
    pub fn or_existing(mut self) -> Self {
        self.wish.existing = true;
        self
    }

    async fn run(mut self) -> Result<Token> {
        self.wish.timeout = self.timeout;
        self.client.make_token(&self.wish).await
    }
}

operation!(impl [] CreateToken => Token);

/// The owner of tokens in the body of a request of 3.x.
#[derive(Serialize)]
struct Owned<'a> {
    token: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lifetime: Option<String>,
}

/// A request to `/requesttoken` about one token, and whether it names a secret.
fn about(
    client: &Client,
    label: Label,
    method: Method,
    token: &SecretString,
    secret: Option<&SecretString>,
    lifetime: Option<Duration>,
) -> Result<(Request, bool)> {
    let secret = secret.or(client.secret()).map(ExposeSecret::expose_secret);
    let lifetime = lifetime.map(|time| time.as_secs().to_string());
    let body = super::json(&Owned { token: token.expose_secret(), secret, lifetime })?;
    let request = Request::restpp(label, method, Path::fixed("/requesttoken")).json(body);
    Ok((request, secret.is_some()))
}

/// Lets a token live longer: [`Tokens::refresh`], by `PUT /requesttoken`. Use the token that it gives:
/// the documentation does not say plainly that its text stays.
///
/// # Errors
///
/// When the request fails; with [`ErrorKind::NotFound`] if the server does not know the token, and with
/// [`ErrorKind::Unsupported`] on 4.x, whose tokens cannot be changed: [create](Tokens::create) another.
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
    /// The secret that it was made with, if not the connection's.
    pub fn secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.secret = Some(secret.into());
        self
    }

    /// How long it shall live from now on, in whole seconds. Default: the server's own, a month.
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    async fn run(self) -> Result<Token> {
        let label = Label::of_graph("refresh a token of", &self.client);
        if self.client.generation().await? == Generation::V4 {
            let message = "tokens of 4.x cannot be refreshed, those of 3.x can: create another";
            return Err(Error::unsupported(message).during(|| label.to_string()));
        }
        let (request, by_secret) = about(
            &self.client,
            label,
            Method::PUT,
            &self.token,
            self.secret.as_ref(),
            self.lifetime,
        )?;
        let request = request.timeout(self.timeout);
        let reply = self.client.send_as_owner(request, by_secret).await?;
        self.client.read_token(&reply)
    }
}

operation!(impl [] RefreshToken => Token);

/// Whether a token is accepted: [`Tokens::check`], by `POST /gsql/v1/tokens/check`; on 3.x by asking
/// RESTPP for its version with it, which says yes to anything while its authentication is off.
///
/// # Errors
///
/// When the request fails. That the token is not accepted is no error.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct CheckToken {
    client: Client,
    token: SecretString,
    timeout: Option<Duration>,
}

impl CheckToken {
    async fn run(self) -> Result<bool> {
        if self.client.generation().await? == Generation::V3 {
            let request = version_request().timeout(self.timeout);
            return match self.client.send_with_token(request, &self.token).await {
                Ok(_) => Ok(true),
                Err(error) if error.is_unauthorized() && !error.is_retryable() => Ok(false),
                Err(error) => Err(error),
            };
        }
        #[derive(Serialize)]
        struct Shown<'a> {
            token: &'a str,
        }
        let label = Label::new("check a token of", "the server");
        let body = super::json(&Shown { token: self.token.expose_secret() })?;
        let request = Request::gsql(label, Method::POST, Path::fixed("/gsql/v1/tokens/check"))
            .json(body)
            .expects(Expects::Token)
            .idempotent(true)
            .timeout(self.timeout);
        match self.client.send(request).await {
            Ok(_) => Ok(true),
            // The GSQL server says in prose why it refuses one.
            Err(error) if error.reports(Prose::TokenNotVerified) => Ok(false),
            Err(error) if error.kind() == ErrorKind::Server && !error.is_retryable() => Ok(false),
            Err(error) => Err(error),
        }
    }
}

operation!(impl [] CheckToken => bool);

/// Makes tokens invalid: [`Tokens::delete`] and [`Tokens::delete_many`], by `DELETE /gsql/v1/tokens`, or
/// on 3.x by a `DELETE /requesttoken` for each.
///
/// # Errors
///
/// When a request fails; others may have been executed.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct DeleteTokens {
    client: Client,
    tokens: Vec<SecretString>,
    secret: Option<SecretString>,
    timeout: Option<Duration>,
}

impl DeleteTokens {
    /// The secret that they were made with, if not the connection's (3.x).
    pub fn secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.secret = Some(secret.into());
        self
    }

    async fn run(self) -> Result<()> {
        let label = Label::of_graph("delete tokens of", &self.client);
        if self.tokens.is_empty() {
            return Ok(());
        }
        if self.client.generation().await? == Generation::V4 {
            let texts: Vec<&str> = self.tokens.iter().map(ExposeSecret::expose_secret).collect();
            if texts.iter().any(|text| text.contains(',')) {
                let message = "a text with a comma is no token: it would be taken for several";
                return Err(Error::new(ErrorKind::Encode, message).during(|| label.to_string()));
            }
            #[derive(Serialize)]
            struct Dropped {
                tokens: String,
            }
            let body = super::json(&Dropped { tokens: texts.join(",") })?;
            let request = Request::gsql(label, Method::DELETE, Path::fixed("/gsql/v1/tokens"));
            let request = request.json(body).expects(Expects::Token).timeout(self.timeout);
            return self.client.send(request).await.map(drop);
        }
        let deadline = Deadline::after(self.timeout);
        for token in &self.tokens {
            let (client, secret) = (&self.client, self.secret.as_ref());
            let (request, by_secret) =
                about(client, label.clone(), Method::DELETE, token, secret, None)?;
            match client.send_as_owner(request.timeout(deadline.left()), by_secret).await {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                outcome => drop(outcome?),
            }
        }
        Ok(())
    }
}

operation!(impl [] DeleteTokens => ());

/// Lets the server forget the tokens that have expired: [`Tokens::delete_expired`], by
/// `DELETE /expiredtoken`.
///
/// # Errors
///
/// When the request fails; with [`ErrorKind::Unsupported`] on 4.x, which keeps no tokens.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct DeleteExpired {
    client: Client,
    users: Vec<String>,
    timeout: Option<Duration>,
}

impl DeleteExpired {
    /// Only those of a user; called again, of this one too.
    pub fn of_user(mut self, user: impl Into<String>) -> Self {
        self.users.push(user.into());
        self
    }

    async fn run(self) -> Result<()> {
        let label = Label::new("delete the expired tokens of", "the server");
        if self.client.generation().await? == Generation::V4 {
            let message = "a server of 4.x keeps no tokens, one of 3.x does: \
                           there are none to delete, an expired one is simply not accepted";
            return Err(Error::unsupported(message).during(|| label.to_string()));
        }
        #[derive(Serialize)]
        struct Whose {
            user: Vec<String>,
        }
        let mut request = Request::gsql(label, Method::DELETE, Path::fixed("/expiredtoken"));
        if !self.users.is_empty() {
            request = request.json(super::json(&Whose { user: self.users })?);
        }
        self.client.send(request.timeout(self.timeout)).await.map(drop)
    }
}

operation!(impl [] DeleteExpired => ());

/// Empties the list of deleted tokens: [`Tokens::forget_deleted`], by
/// `DELETE /gsql/v1/tokens?clear=true`.
///
/// # Errors
///
/// When the request fails; with [`ErrorKind::Unsupported`] on 3.x, which has no such list.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct ForgetDeleted {
    client: Client,
    timeout: Option<Duration>,
}

impl ForgetDeleted {
    async fn run(self) -> Result<()> {
        let label = Label::new("forget the deleted tokens of", "the server");
        if self.client.generation().await? == Generation::V3 {
            let message = "a server of 3.x keeps no list of deleted tokens, one of 4.x does";
            return Err(Error::unsupported(message).during(|| label.to_string()));
        }
        let request = Request::gsql(label, Method::DELETE, Path::fixed("/gsql/v1/tokens"))
            .query(Query::default().with("clear", true))
            .timeout(self.timeout);
        self.client.send(request).await.map(drop)
    }
}

operation!(impl [] ForgetDeleted => ());
