//! Asking the server for a token.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use http::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::cache::{Clock, Grant};
use super::jwt::Claims;
use super::{Freshness, Token, TokenScope, from_unix};
use crate::client::path::{Path, Query};
use crate::client::request::{Expects, Label, Request};
use crate::client::wire::Wire;
use crate::client::{Credentials, Generation, Reply};
use crate::error::{ErrorKind, Result};

/// Makes tokens for one graph from one set of credentials.
pub(crate) struct Minter {
    wire: Arc<Wire>,
    credentials: Credentials,
    graph: Arc<str>,
    scope: TokenScope,
    clock: Clock,
}

/// What is wished of a token.
#[derive(Debug, Default)]
pub(crate) struct Wish {
    /// Whose, if not the connection's.
    pub(crate) secret: Option<SecretString>,
    pub(crate) lifetime: Option<Duration>,
    /// One that exists and lasts a while does.
    pub(crate) existing: bool,
    pub(crate) timeout: Option<Duration>,
}

/// The body of a request for a token.
#[derive(Serialize)]
struct Wanted<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    graph: Option<&'a str>,
    /// Seconds, as a string: so do the official clients.
    #[serde(skip_serializing_if = "Option::is_none")]
    lifetime: Option<String>,
}

/// The answer. 3.x nests the token of a user in `results`.
#[derive(Deserialize)]
struct Given {
    token: Option<String>,
    results: Option<Nested>,
    expiration: Option<Expiration>,
}

#[derive(Deserialize)]
struct Nested {
    token: String,
}

/// Unix seconds on 3.x, a date in words on 4.x, where the token itself says more exactly.
#[derive(Deserialize)]
#[serde(untagged)]
enum Expiration {
    Unix(u64),
    Words(serde::de::IgnoredAny),
}

impl Minter {
    pub(crate) fn new(
        wire: Arc<Wire>,
        credentials: Credentials,
        graph: Arc<str>,
        clock: Clock,
    ) -> Self {
        let scope = TokenScope::new(&wire.address, &graph, &credentials.principal());
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
            let grant = this.ask(generation).await?;
            if let Grant::Token(token) = &grant {
                this.store(token).await;
            }
            Ok(grant)
        }
        .boxed()
    }

    async fn stored(&self, rejected: Option<&SecretString>) -> Option<Token> {
        let store = self.wire.config.token_store.as_ref()?;
        let token = match store.load(&self.scope).await {
            Ok(token) => token?,
            Err(error) => {
                tracing::warn!(%error, "the token store cannot be read");
                return None;
            }
        };
        let good = token.freshness((self.clock)()) == Freshness::Fresh
            && !rejected.is_some_and(|rejected| token.is(rejected));
        good.then_some(token)
    }

    async fn store(&self, token: &Token) {
        if let Some(store) = &self.wire.config.token_store
            && let Err(error) = store.save(&self.scope, token).await
        {
            tracing::warn!(%error, "the token cannot be stored");
        }
    }

    async fn ask(&self, generation: Generation) -> Result<Grant> {
        // No graph is named by a tool that works with all of them.
        let graph = Some(&*self.graph).filter(|graph| !graph.is_empty());
        match self.request(generation, graph).await {
            Err(error) if error.code() == Some("REST-1000") => {
                tracing::debug!("the server's authentication is off: no token is needed");
                Ok(Grant::NotNeeded)
            }
            // The graph may be about to be made: a token for all graphs does then.
            Err(error) if error.kind() == ErrorKind::UnknownName || error.status() == Some(404) => {
                self.request(generation, None).await
            }
            outcome => outcome,
        }
    }

    async fn request(&self, generation: Generation, graph: Option<&str>) -> Result<Grant> {
        let wish = Wish { lifetime: self.wire.config.token_lifetime, ..Wish::default() };
        let token = self.make(generation, graph, &wish).await?;
        self.warn_if_short(&token);
        Ok(Grant::Token(token))
    }

    /// Asks for one token, which is neither stored nor shared.
    pub(crate) async fn make(
        &self,
        generation: Generation,
        graph: Option<&str>,
        wish: &Wish,
    ) -> Result<Token> {
        let wanted = Wanted {
            secret: self.secret(wish).map(ExposeSecret::expose_secret),
            graph,
            lifetime: wish.lifetime.map(|time| time.as_secs().to_string()),
        };
        let body = serde_json::to_vec(&wanted).map_err(|error| {
            crate::Error::configuration("the request for a token cannot be written")
                .with_source(error)
        })?;
        let label = match &*self.graph {
            "" => Label::new("get a token for", "the server"),
            graph => Label::new("get a token for", graph.to_owned()),
        };
        let request = match generation {
            Generation::V3 => {
                let query = match wish.existing {
                    true => Query::default().with("allowExisting", true),
                    false => Query::default(),
                };
                Request::restpp(label, Method::POST, Path::fixed("/requesttoken"))
                    .query(query)
                    .json(body)
            }
            Generation::V4 => {
                Request::gsql(label, Method::POST, Path::fixed("/gsql/v1/tokens")).json(body)
            }
        };
        // A second token does no harm.
        let request = request.expects(Expects::Token).idempotent(true).timeout(wish.timeout);
        let login = match self.secret(wish) {
            // It stands in the body and needs no login.
            Some(_) => None,
            None => self.credentials.direct_header(generation)?,
        };
        let reply = self.wire.send_fixed(request, login).await?;
        self.read(&reply)
    }

    /// The token in an answer, and when it ends.
    pub(crate) fn read(&self, reply: &Reply) -> Result<Token> {
        let given: Given = reply.json()?;
        let text = given.token.or_else(|| given.results.map(|nested| nested.token));
        let Some(text) = text else {
            return Err(crate::Error::new(ErrorKind::Protocol, "the answer holds no token"));
        };
        Ok(self.date(SecretString::from(text), given.expiration))
    }

    /// The secret that a request for a token names: the wish's own, or that of the connection.
    fn secret<'a>(&'a self, wish: &'a Wish) -> Option<&'a SecretString> {
        wish.secret.as_ref().or(self.credentials.secret())
    }

    /// Notes when the token ends. A JWT says how long it lives, which does not depend on whether
    /// the two clocks agree.
    fn date(&self, text: SecretString, expiration: Option<Expiration>) -> Token {
        let now = (self.clock)();
        let claims = Claims::read(text.expose_secret());
        let expires = match (claims, expiration) {
            (Some(claims), _) => match claims.lifetime() {
                Some(lifetime) => now.checked_add(lifetime),
                None => from_unix(claims.expires()),
            },
            (None, Some(Expiration::Unix(seconds))) => from_unix(seconds),
            (None, _) => None,
        };
        Token { text, issued: Some(now), expires }
    }

    /// The documentation disagrees about the unit; a server that counts milliseconds shows here.
    fn warn_if_short(&self, token: &Token) {
        let wanted = self.wire.config.token_lifetime;
        let given = token.expires.and_then(|end| end.duration_since((self.clock)()).ok());
        if let (Some(wanted), Some(given)) = (wanted, given)
            && given < wanted / 500
        {
            tracing::warn!(?wanted, ?given, "the server seems to count lifetimes in milliseconds");
        }
    }
}

/// A token that the caller supplied, with the expiry that it states itself.
pub(crate) fn supplied(text: &SecretString) -> Token {
    let expires = Claims::read(text.expose_secret()).and_then(|claims| from_unix(claims.expires()));
    Token { text: text.clone(), issued: None, expires }
}
