//! Requests for tokens.

use std::io;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use tokio::time::timeout;

use super::cache::{Clock, Grant};
use super::jwt::Claims;
use super::{Freshness, Token, from_unix};
use crate::client::api::tokens as api;
use crate::client::credentials::bearer;
use crate::client::exchange::{Login, Whole};
use crate::client::request::Label;
use crate::client::wire::Wire;
use crate::client::{Credentials, Deadline, Generation, Reply};
use crate::error::{Error, ErrorKind, Result};

/// A source of tokens for one graph and one set of credentials.
pub(crate) struct Minter {
    wire: Arc<Wire>,
    credentials: Credentials,
    graph: Arc<str>,
    /// Server, graph and credentials: the key in the token store.
    scope: String,
    clock: Clock,
}

/// The options of a token that is created.
#[derive(Debug, Default)]
pub(crate) struct TokenOptions {
    /// The secret of its owner, if not that of the connection.
    pub(crate) secret: Option<SecretString>,
    pub(crate) lifetime: Option<Duration>,
    /// Accepts an existing token that is valid for a while.
    pub(crate) existing: bool,
    pub(crate) timeout: Option<Duration>,
}

/// The answer to a request for a token. 3.x nests the token of a user in `results`.
#[derive(Deserialize)]
struct Answer {
    token: Option<String>,
    results: Option<Nested>,
    expiration: Option<Expiration>,
}

#[derive(Deserialize)]
struct Nested {
    token: String,
}

/// Unix seconds on 3.x, a date as text on 4.x, where the token itself is more exact.
#[derive(Deserialize)]
#[serde(untagged)]
enum Expiration {
    Unix(u64),
    Text(serde::de::IgnoredAny),
}

impl Minter {
    pub(crate) fn new(
        wire: Arc<Wire>,
        credentials: Credentials,
        graph: Arc<str>,
        clock: Clock,
    ) -> Self {
        let scope = format!("{} {graph} {}", wire.address, credentials.principal());
        Self { wire, credentials, graph, scope, clock }
    }

    /// Gets a token, other than the rejected one, from the store or else from the server.
    pub(crate) fn mint(
        self: &Arc<Self>,
        generation: Generation,
        rejected: Option<SecretString>,
    ) -> BoxFuture<'static, Result<Grant>> {
        let this = Arc::clone(self);
        async move {
            if let Some(token) = this.stored(rejected.as_ref()).await {
                return Ok(Grant::Token(token));
            }
            let grant = this.request_any(generation).await?;
            if let Grant::Token(token) = &grant {
                this.store(token).await;
            }
            Ok(grant)
        }
        .boxed()
    }

    async fn stored(&self, rejected: Option<&SecretString>) -> Option<Token> {
        let store = self.wire.config.token_store.as_ref()?;
        let token = match self.use_store(async { store.load(&self.scope).await }).await {
            Ok(token) => token?,
            Err(error) => {
                tracing::warn!(%error, "the token store cannot be read");
                return None;
            }
        };
        if let Err(error) = bearer(token.secret()) {
            tracing::warn!(%error, "the stored token cannot be sent");
            return None;
        }
        let usable = token.freshness((self.clock)()) == Freshness::Fresh
            && !rejected.is_some_and(|rejected| token.is(rejected));
        usable.then_some(token)
    }

    async fn store(&self, token: &Token) {
        if let Some(store) = &self.wire.config.token_store {
            let saved = self.use_store(async { store.save(&self.scope, token).await }).await;
            if let Err(error) = saved {
                tracing::warn!(%error, "the token cannot be stored");
            }
        }
    }

    /// Uses the store within the time limit of a request. It is code of the user: a panic counts as
    /// an error.
    async fn use_store<T>(&self, work: impl Future<Output = io::Result<T>>) -> io::Result<T> {
        let work = AssertUnwindSafe(work).catch_unwind();
        match timeout(self.wire.config.request_timeout, work).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(io::Error::other("the token store panicked")),
            Err(late) => Err(io::Error::new(io::ErrorKind::TimedOut, late)),
        }
    }

    async fn request_any(&self, generation: Generation) -> Result<Grant> {
        // A connection to the server has no graph.
        let graph = Some(&*self.graph).filter(|graph| !graph.is_empty());
        match self.request(generation, graph).await {
            Err(error) if error.code() == Some("REST-1000") => {
                tracing::debug!("the server's authentication is off: no token is needed");
                Ok(Grant::NotNeeded)
            }
            // The graph may be created later: until then a token for all graphs is used.
            Err(error) if error.kind() == ErrorKind::UnknownName || error.status() == Some(404) => {
                self.request(generation, None).await
            }
            outcome => outcome,
        }
    }

    async fn request(&self, generation: Generation, graph: Option<&str>) -> Result<Grant> {
        let options =
            TokenOptions { lifetime: self.wire.config.token_lifetime, ..TokenOptions::default() };
        let token = self.create(generation, graph, &options).await?;
        self.warn_if_short(&token);
        Ok(Grant::Token(token))
    }

    /// Creates a token, which is neither stored nor shared.
    pub(crate) async fn create(
        &self,
        generation: Generation,
        graph: Option<&str>,
        options: &TokenOptions,
    ) -> Result<Token> {
        let secret = options.secret.as_ref().or(self.credentials.secret());
        let call = api::create(graph, secret, options.lifetime, options.existing);
        let label = match &*self.graph {
            "" => Label::new("get a token for", "the server"),
            graph => Label::new("get a token for", graph.to_owned()),
        };
        let named = label.to_string();
        let request = call.form(generation).request()?.labelled(label).timeout(options.timeout);
        let login = Login { credentials: &self.credentials, generation };
        let deadline = Deadline::after(options.timeout);
        match self.wire.run(request, deadline, &Whole, &login).await {
            Ok(reply) => self.read(&reply).map_err(|error| error.during(|| named)),
            Err(error) => Err(explained(error, generation, named)),
        }
    }

    /// Reads the token in an answer and its expiry.
    pub(crate) fn read(&self, reply: &Reply) -> Result<Token> {
        let answer: Answer = reply.json()?;
        let text = answer.token.or_else(|| answer.results.map(|nested| nested.token));
        let Some(text) = text else {
            let message = "the answer contains no token";
            return Err(reply.error(Error::new(ErrorKind::Protocol, message)));
        };
        let text = SecretString::from(text);
        if bearer(&text).is_err() {
            let message = "the token in the answer is empty, or has a character that an HTTP \
                           header cannot contain";
            return Err(Error::new(ErrorKind::Protocol, message));
        }
        Ok(self.date(text, answer.expiration))
    }

    /// Computes the expiry of a token. A JWT contains its lifetime, which does not depend on the
    /// difference of the two clocks. A new token that has expired by this clock comes from a server
    /// whose clock is slow: its expiry is not known, and it is used until it is rejected.
    fn date(&self, text: SecretString, expiration: Option<Expiration>) -> Token {
        let now = (self.clock)();
        let of_server = |seconds| from_unix(seconds).filter(|expires| *expires > now);
        let claims = Claims::read(text.expose_secret());
        let expires = match (claims, expiration) {
            (Some(claims), _) => match claims.lifetime() {
                Some(lifetime) => now.checked_add(lifetime),
                None => of_server(claims.expires()),
            },
            (None, Some(Expiration::Unix(seconds))) => of_server(seconds),
            (None, _) => None,
        };
        Token { text, issued: Some(now), expires }
    }

    /// Warns of a server that counts in milliseconds: the documentation is not clear about the
    /// unit.
    fn warn_if_short(&self, token: &Token) {
        let requested = self.wire.config.token_lifetime;
        let actual = token.expires.and_then(|end| end.duration_since((self.clock)()).ok());
        if let (Some(requested), Some(actual)) = (requested, actual)
            && actual < requested / 500
        {
            tracing::warn!(
                ?requested,
                ?actual,
                "the server seems to count lifetimes in milliseconds"
            );
        }
    }
}

/// Explains a missing endpoint for tokens, as the page of a gateway does not.
fn explained(error: Error, generation: Generation, operation: String) -> Error {
    if error.kind() != ErrorKind::NoEndpoint || error.code().is_some() {
        return error;
    }
    let version = match generation {
        Generation::V3 => "3.x",
        Generation::V4 => "4.x",
    };
    let message = format!(
        "it does not issue tokens as {version} does: check the address, and leave out \
         `generation(..)`, so that the version is detected"
    );
    let explained = Error::new(ErrorKind::NoEndpoint, message).during(|| operation);
    match error.status() {
        Some(status) => explained.with_status(status),
        None => explained,
    }
}

/// Returns a token that the caller supplied, with the expiry in its text.
pub(crate) fn supplied(text: &SecretString) -> Token {
    let expires = Claims::read(text.expose_secret()).and_then(|claims| from_unix(claims.expires()));
    Token { text: text.clone(), issued: None, expires }
}
