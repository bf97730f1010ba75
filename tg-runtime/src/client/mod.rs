//! The connection: addresses, credentials, tokens, and the way of a request.
//!
//! ```text
//! operation -> Client -> Wire::run   deadline, credentials, repetitions, trace
//!                     -> Exchange    one request, one answer
//!                     -> Transport   HTTP
//!                     -> Reply       envelope: an error, or results
//! ```

mod address;
pub(crate) mod api;
pub(crate) mod config;
mod credentials;
mod envelope;
mod exchange;
mod generation;
mod handle;
mod limits;
pub(crate) mod path;
pub(crate) mod request;
mod response;
mod retry;
mod stream;
mod token;
mod transport;
mod wire;

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use http::Method;
use secrecy::SecretString;
use tokio::sync::OnceCell;

pub use credentials::Credentials;
pub(crate) use exchange::{Opened, Rows, Whole};
pub use generation::{Generation, InvalidVersion, Version};
pub use handle::Handle;
pub use limits::AtomicLevel;
pub(crate) use limits::{Limits, Work};
pub(crate) use response::Reply;
pub use retry::RetryPolicy;
pub use stream::RowStream;
pub(crate) use stream::stream_rows;
pub(crate) use token::Wish;
pub use token::{FileTokenStore, StoreFuture, Token, TokenScope, TokenStore};

use self::address::Service;
use self::api::{Call, Form};
use self::config::Config;
use self::exchange::{Authorization, Authorize, Exchange};
use self::path::{Path, Query};
use self::request::{Expects, Label, Request};
use self::token::{Grant, Minter, TokenCache, supplied};
use self::wire::Wire;
use crate::error::{Error, ErrorKind, Result};

/// A connection to one graph.
///
/// It is one pointer: cloning is cheap, and all clones share the pool of connections and one token.
/// The graph is part of it and cannot be changed, so no task moves another's requests elsewhere.
/// Its `Debug` shows the host and the graph.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    wire: Arc<Wire>,
    graph: Arc<str>,
    credentials: Credentials,
    generation: OnceCell<Generation>,
    decodes_paths: OnceCell<bool>,
    tokens: TokenCache,
    minter: Arc<Minter>,
    /// The same server without a graph, once it was asked for.
    global: OnceLock<Client>,
}

impl Client {
    pub(crate) fn new(config: Config, credentials: Credentials, graph: Arc<str>) -> Result<Self> {
        let generation = config.generation;
        let insecure = config.allow_insecure_http;
        let wire = Arc::new(Wire::new(config)?);
        // Credentials that no header can carry show here, not at the first request.
        credentials.direct_header(Generation::V3)?;
        credentials.direct_header(Generation::V4)?;
        if let (Some(url), false, false) =
            (wire.address.exposed(), insecure, matches!(credentials, Credentials::None))
        {
            return Err(Error::configuration(format!(
                "credentials would go to {url} unencrypted: use https, or say \
                 `allow_insecure_http()` if the network between is yours"
            )));
        }
        Ok(Self::on(wire, credentials, graph, generation))
    }

    fn on(
        wire: Arc<Wire>,
        credentials: Credentials,
        graph: Arc<str>,
        generation: Option<Generation>,
    ) -> Self {
        let clock: token::Clock = Arc::new(SystemTime::now);
        let minter = Minter::new(
            Arc::clone(&wire),
            credentials.clone(),
            Arc::clone(&graph),
            Arc::clone(&clock),
        );
        Self(Arc::new(Inner {
            wire,
            graph,
            credentials,
            generation: OnceCell::new_with(generation),
            decodes_paths: OnceCell::new(),
            tokens: TokenCache::new(clock),
            minter: Arc::new(minter),
            global: OnceLock::new(),
        }))
    }

    /// The connection without a graph: the same connections and credentials, and a token of its own
    /// that no graph limits.
    pub(crate) fn global(&self) -> Self {
        if self.graph().is_empty() {
            return self.clone();
        }
        let make = || {
            let inner = &self.0;
            let generation = inner.generation.get().copied();
            Self::on(Arc::clone(&inner.wire), inner.credentials.clone(), "".into(), generation)
        };
        self.0.global.get_or_init(make).clone()
    }

    /// Host and port of the server.
    pub(crate) fn authority(&self) -> &str {
        self.0.wire.address.authority()
    }

    /// The name of the graph.
    pub fn graph(&self) -> &str {
        &self.0.graph
    }

    /// The token that requests carry: the cached one, or a new one.
    ///
    /// # Errors
    ///
    /// When the server refuses the credentials or cannot be reached, and with
    /// [`ErrorKind::Configuration`] when there is no token, because the authentication of the graph
    /// or of the server is off.
    pub async fn token(&self) -> Result<Token> {
        if let Some(token) = self.0.credentials.supplied_token() {
            return Ok(supplied(token));
        }
        if !self.0.credentials.mint_tokens() {
            return Err(Error::configuration("a graph with `auth = \"none\"` has no token"));
        }
        match self.grant().await? {
            Grant::Token(token) => Ok(token),
            Grant::NotNeeded => {
                Err(Error::configuration("the server's authentication is off: it gives no tokens"))
            }
        }
    }

    /// The generation of the server's interface: pinned by the builder, or found out once.
    ///
    /// # Errors
    ///
    /// When it is not known yet and the server cannot be reached.
    pub async fn generation(&self) -> Result<Generation> {
        self.0.generation.get_or_try_init(|| self.detect()).await.copied()
    }

    /// Selects the form that a call has for this server.
    pub(crate) async fn form(&self, call: Call) -> Result<Form> {
        Ok(call.form(self.generation().await?))
    }

    /// Asks RESTPP for its version, with what can be sent before the generation is known. If it
    /// does not tell, a path of 4.x shows by not being there.
    async fn detect(&self) -> Result<Generation> {
        let supplied = self.0.credentials.supplied_token().is_some();
        let header = self.0.credentials.direct_header(Generation::V4)?;
        let reply = self.0.wire.send_fixed(version_request(), header).await;
        let generation = match reply.map(|reply| Version::find(reply.message())) {
            Ok(Some(version)) => version.generation(),
            Err(error) if error.status().is_none() || error.is_retryable() => return Err(error),
            // A token is the same for both generations: another path would not like it better.
            Err(error) if error.is_unauthorized() && supplied => return Err(error),
            Ok(None) | Err(_) => {
                let label = Label::new("ask for the generation of", "the server");
                let path = Path::fixed("/gsql/v1/version");
                let request = Request::gsql(label, Method::GET, path).expects(Expects::Text);
                match self.0.wire.send_fixed(request, None).await {
                    Err(error) if error.status() == Some(404) => Generation::V3,
                    Err(error) if error.status().is_none() || error.is_retryable() => {
                        return Err(error);
                    }
                    _ => Generation::V4,
                }
            }
        };
        tracing::debug!(?generation, server = %self.0.wire.address, "generation found out");
        Ok(generation)
    }

    async fn grant(&self) -> Result<Grant> {
        let generation = self.generation().await?;
        let minter = &self.0.minter;
        self.0.tokens.get(|rejected| minter.mint(generation, rejected)).await
    }

    /// Connects: the generation is known afterwards, and a token is there if one is needed.
    pub(crate) async fn warm_up(&self) -> Result<()> {
        let pinned = self.0.generation.initialized();
        self.generation().await?;
        if self.0.credentials.mint_tokens() {
            self.grant().await?;
        }
        // Finding out the generation has shown the supplied token to RESTPP.
        if pinned && self.0.credentials.supplied_token().is_some() {
            self.send(version_request()).await?;
        }
        if let Credentials::Jwt(_) = self.0.credentials {
            self.who_am_i().await?;
        }
        Ok(())
    }

    /// Shows the credentials to the GSQL server: RESTPP's authentication may be off, which ignores
    /// them.
    async fn who_am_i(&self) -> Result<Reply> {
        let path = match self.generation().await? {
            Generation::V3 => "/gsqlserver/gsql/simpleauth",
            Generation::V4 => "/gsql/v1/auth/simple",
        };
        let label = Label::new("show the JWT to", "the server");
        self.send(Request::gsql(label, Method::GET, Path::fixed(path))).await
    }

    /// Asks for one token of this graph, which nothing shares.
    pub(crate) async fn make_token(&self, wish: &Wish) -> Result<Token> {
        let generation = self.generation().await?;
        let graph = Some(self.graph()).filter(|graph| !graph.is_empty());
        self.0.minter.make(generation, graph, wish).await
    }

    /// Sends a request of the owner of tokens: with the credentials themselves, or without any when
    /// a secret stands in the body. What is answered may hold a token.
    pub(crate) async fn send_as_owner(&self, request: Request, secret: bool) -> Result<Reply> {
        let generation = self.generation().await?;
        let login = match secret {
            true => None,
            false => self.0.credentials.direct_header(generation)?,
        };
        self.0.wire.send_fixed(request.expects(Expects::Token), login).await
    }

    /// Sends a request that carries this token and no other.
    pub(crate) async fn send_with_token(
        &self,
        request: Request,
        token: &SecretString,
    ) -> Result<Reply> {
        self.0.wire.send_fixed(request, Some(credentials::bearer(token)?)).await
    }

    /// The token in an answer.
    pub(crate) fn read_token(&self, reply: &Reply) -> Result<Token> {
        self.0.minter.read(reply)
    }

    /// The secret that the connection authenticates with, if it is one.
    pub(crate) fn secret(&self) -> Option<&SecretString> {
        self.0.credentials.secret()
    }

    pub(crate) async fn version(&self) -> Result<Version> {
        let reply = self.send(version_request()).await?;
        Version::find(reply.message()).ok_or_else(|| {
            Error::new(ErrorKind::Protocol, "the server does not say which version it is")
        })
    }

    /// Whether an id that stands in a path may arrive as another path.
    ///
    /// On the gateway's port nginx decodes a path before it hands it on, and an id with a slash
    /// becomes two segments, which may well mean something: the edges of another vertex.
    pub(crate) fn is_doubtful(&self, path: &Path) -> bool {
        path.is_fragile() && self.0.wire.address.restpp_behind_gateway()
    }

    /// Refuses a path that the gateway would make another of. Whether it does so is found out once.
    async fn check_path(&self, path: &Path) -> Result<()> {
        if !self.is_doubtful(path) || !self.decodes_paths().await? {
            return Ok(());
        }
        let message = "a path cannot carry an id with `/`, `\\`, `?`, `#`, `%` or a control character \
                       past this server's gateway, which would address something else: connect \
                       to RESTPP itself with `restpp_url`; a vertex can be read by its id when \
                       the id is an attribute";
        Err(Error::new(ErrorKind::Encode, message))
    }

    /// Asks for an endpoint of two segments in a spelling that makes them one, unless it is decoded.
    async fn decodes_paths(&self) -> Result<bool> {
        let probe = async || {
            let label = Label::new("ask for the gateway of", "the server");
            let path = Path::default().value(&format!("statistics/{}", self.graph()));
            let request = Request::restpp(label, Method::GET, path);
            let request = request.query(Query::default().with("seconds", 1));
            match self.0.wire.run(request, &Whole, self).await {
                Ok(_) => Ok(true),
                Err(error) => match error.kind() {
                    ErrorKind::NoEndpoint => Ok(false),
                    ErrorKind::UnknownName | ErrorKind::Forbidden => Ok(true),
                    _ => Err(error),
                },
            }
        };
        self.0.decodes_paths.get_or_try_init(probe).await.copied()
    }

    /// Sends a request and takes the whole answer in.
    pub(crate) async fn send(&self, request: Request) -> Result<Reply> {
        self.run(request, &Whole).await
    }

    /// Sends a request, repeated while that is safe.
    pub(crate) async fn run<X: Exchange>(
        &self,
        request: Request,
        exchange: &X,
    ) -> Result<X::Output> {
        let checked = self.check_path(request.path()).await;
        checked.map_err(|error| error.during(|| request.label().to_string()))?;
        self.0.wire.run(request, exchange, self).await
    }
}

impl Authorize for Client {
    /// RESTPP gets the token; the GSQL server the credentials themselves, which no graph limits.
    async fn authorize(&self, request: &Request) -> Result<Authorization> {
        let credentials = &self.0.credentials;
        if request.service == Service::Restpp && credentials.mint_tokens() {
            let grant = self.grant().await?;
            let header = match &grant {
                Grant::Token(token) => Some(credentials::bearer(token.secret())?),
                Grant::NotNeeded => None,
            };
            return Ok(Authorization { header, grant: Some(grant) });
        }
        let generation = if credentials.mint_tokens() {
            self.generation().await?
        } else {
            // The header is the same for both.
            Generation::V4
        };
        Ok(Authorization { header: credentials.direct_header(generation)?, grant: None })
    }

    async fn replace(&self, rejected: &Grant) -> Result<()> {
        let generation = self.generation().await?;
        let minter = &self.0.minter;
        let mint = |rejected| minter.mint(generation, rejected);
        self.0.tokens.replace(rejected, mint).await.map(drop)
    }
}

pub(crate) fn version_request() -> Request {
    let label = Label::new("ask for the version of", "the server");
    Request::restpp(label, Method::GET, Path::fixed("/version"))
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("host", &format_args!("{}", self.0.wire.address))
            .field("graph", &self.0.graph)
            .finish_non_exhaustive()
    }
}

const fn shareable<T: Clone + Send + Sync + 'static>() {}
const _: () = shareable::<Client>();
