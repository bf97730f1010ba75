//! The connection: addresses, credentials, tokens, and the steps of a request.
//!
//! ```text
//! operation -> Client -> Wire::run   deadline, credentials, repetitions, trace
//!                     -> Exchange    one request, one answer
//!                     -> Transport   HTTP
//!                     -> Reply       envelope: an error, or results
//! ```

mod address;
pub(crate) mod api;
#[cfg(feature = "arrow-60")]
mod batches;
pub(crate) mod clock;
pub(crate) mod config;
mod credentials;
mod deadline;
mod envelope;
mod exchange;
mod generation;
mod limits;
pub(crate) mod path;
pub(crate) mod request;
mod response;
mod retry;
mod shared;
mod stream;
mod token;
mod transport;
mod wire;

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use futures_util::FutureExt as _;
use secrecy::SecretString;

#[cfg(feature = "arrow-60")]
pub use batches::RecordBatchStream;
pub use credentials::Credentials;
pub(crate) use deadline::Deadline;
pub(crate) use exchange::{Opened, Rows, Whole};
pub use generation::{Generation, Version};
pub use limits::AtomicLevel;
pub(crate) use limits::{Limits, Work};
pub(crate) use response::Reply;
pub use retry::RetryPolicy;
pub(crate) use shared::runtime;
pub use stream::RowStream;
pub(crate) use stream::stream_rows;
pub(crate) use token::TokenOptions;
pub use token::{FileTokenStore, StoreFuture, Token, TokenStore};

use self::address::Service;
use self::api::{Call, Form};
use self::config::Config;
use self::exchange::{Authorization, Authorize, Exchange, Login};
use self::path::Path;
use self::request::{Credential, Label, Request};
use self::shared::{SharedWork, finished};
use self::token::{Grant, Minter, TokenCache, supplied};
use self::wire::Wire;
use crate::error::{Error, ErrorKind, Result};

/// A connection to one graph.
///
/// It is one pointer: cloning is cheap, and all clones share the pool of connections and one token.
/// Its graph cannot be changed, so that no task redirects the requests of another.
/// `Debug` prints the host and the graph.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    wire: Arc<Wire>,
    graph: Arc<str>,
    credentials: Credentials,
    generation: OnceLock<Generation>,
    detection: SharedWork<Generation>,
    decodes_paths: OnceLock<bool>,
    probe: SharedWork<bool>,
    tokens: TokenCache,
    minter: Arc<Minter>,
    /// The connection to the server without a graph, created at the first use.
    global: OnceLock<Client>,
}

impl Client {
    pub(crate) fn new(config: Config, credentials: Credentials, graph: Arc<str>) -> Result<Self> {
        let generation = config.generation;
        let insecure = config.allow_insecure_http;
        let has_credentials = !matches!(credentials, Credentials::None)
            || config.headers.contains_key(http::header::AUTHORIZATION);
        let wire = Arc::new(Wire::new(config)?);
        // Credentials that a header cannot contain are an error here, not at the first request.
        credentials.direct_header(Generation::V3)?;
        credentials.direct_header(Generation::V4)?;
        if let (Some(url), false, true) = (wire.address.exposed(), insecure, has_credentials) {
            return Err(Error::configuration(format!(
                "credentials would go to {url} unencrypted: use https, or call \
                 `allow_insecure_http()` if you trust the network"
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
            generation: generation.map_or_else(OnceLock::new, OnceLock::from),
            detection: SharedWork::new(),
            decodes_paths: OnceLock::new(),
            probe: SharedWork::new(),
            tokens: TokenCache::new(clock),
            minter: Arc::new(minter),
            global: OnceLock::new(),
        }))
    }

    /// Returns the connection to the server without a graph. It has the same pool and credentials,
    /// and its own token for all graphs.
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

    /// Returns host and port of the server.
    pub(crate) fn authority(&self) -> &str {
        self.0.wire.address.authority()
    }

    /// Returns the name of the graph.
    pub fn graph(&self) -> &str {
        &self.0.graph
    }

    /// Returns the token of requests: the cached one, or a new one.
    ///
    /// # Errors
    ///
    /// When the server rejects the credentials or cannot be reached, and with
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
            Grant::NotNeeded => Err(Error::configuration(
                "the authentication of the server is off: it has no tokens",
            )),
        }
    }

    /// Returns the generation of the server: set by the builder, or detected once.
    ///
    /// # Errors
    ///
    /// When it was not detected yet and the server cannot be reached.
    pub async fn generation(&self) -> Result<Generation> {
        if let Some(generation) = self.0.generation.get() {
            return Ok(*generation);
        }
        let detect = || {
            let client = self.clone();
            self.0.detection.join(|| async move { client.detect().await }.boxed())
        };
        finished(detect).await.map_err(Error::before_execution)
    }

    /// Sends `GET /echo` to RESTPP, with the credentials of the connection.
    ///
    /// # Errors
    ///
    /// When RESTPP does not answer, or rejects the credentials.
    pub async fn ping(&self) -> Result<()> {
        let label = Label::new("ping", "the server");
        self.send(api::server::echo(None).labelled(label)).await.map(drop)
    }

    /// Selects the form that a call has for this server.
    pub(crate) async fn form(&self, call: Call, deadline: Deadline) -> Result<Form> {
        let generation = deadline.bound(self.generation()).await;
        Ok(call.form(generation.map_err(Error::before_execution)?))
    }

    /// Detects the generation by the version of RESTPP, or else by a path that only 4.x has.
    async fn detect(&self) -> Result<Generation> {
        if let Some(generation) = self.0.generation.get() {
            return Ok(*generation);
        }
        let credentials = &self.0.credentials;
        // Secrets have another header on 3.x. The error of such a server decides then.
        let login = Login { credentials, generation: Generation::V4 };
        let label = || Label::new("detect the generation of", "the server");
        let version = api::server::version().labelled(label());
        let reply = self.0.wire.run(version, Deadline::NONE, &Whole, &login).await;
        let generation = match reply.map(|reply| Version::find(reply.message())) {
            Ok(Some(version)) => version.generation(),
            Err(error) if error.status().is_none() || error.is_retryable() => return Err(error),
            // A token is the same for both generations: another path rejects it, too.
            Err(error) if error.is_unauthorized() && credentials.supplied_token().is_some() => {
                return Err(error);
            }
            Ok(None) | Err(_) => {
                let probe = api::server::generation_probe().labelled(label());
                match self.0.wire.run(probe, Deadline::NONE, &Whole, &login).await {
                    Err(error) if error.status() == Some(404) => Generation::V3,
                    Err(error) if error.status().is_none() || error.is_retryable() => {
                        return Err(error);
                    }
                    _ => Generation::V4,
                }
            }
        };
        tracing::debug!(?generation, server = %self.0.wire.address, "generation detected");
        Ok(*self.0.generation.get_or_init(|| generation))
    }

    async fn grant(&self) -> Result<Grant> {
        let generation = self.generation().await?;
        let minter = &self.0.minter;
        self.0.tokens.get(|rejected| minter.mint(generation, rejected)).await
    }

    /// Detects the generation, and gets a token if one is needed.
    pub(crate) async fn warm_up(&self) -> Result<()> {
        let pinned = self.0.generation.get().is_some();
        self.generation().await?;
        if self.0.credentials.mint_tokens() {
            self.grant().await?;
        }
        // Detecting the generation has already sent a supplied token to RESTPP.
        if pinned && self.0.credentials.supplied_token().is_some() {
            self.read_versions().await?;
        }
        if let Credentials::Jwt(_) = self.0.credentials {
            // RESTPP ignores the JWT while its authentication is off; the GSQL server checks it.
            let login = api::server::login().form(self.generation().await?).request()?;
            self.send(login.labelled(Label::new("check the JWT on", "the server"))).await?;
        }
        Ok(())
    }

    /// Creates a token of this graph, which is neither cached nor stored.
    pub(crate) async fn create_token(&self, options: &TokenOptions) -> Result<Token> {
        let deadline = Deadline::after(options.timeout);
        let graph = Some(self.graph()).filter(|graph| !graph.is_empty());
        deadline
            .bound(async {
                let generation = self.generation().await?;
                self.0.minter.create(generation, graph, options).await
            })
            .await
            .map_err(|error| error.during(|| Label::of_graph("get a token for", self).to_string()))
    }

    /// Reads the token in an answer.
    pub(crate) fn read_token(&self, reply: &Reply) -> Result<Token> {
        self.0.minter.read(reply)
    }

    /// Returns the secret with which the connection authenticates, if it is a secret.
    pub(crate) fn secret(&self) -> Option<&SecretString> {
        self.0.credentials.secret()
    }

    /// Reads the version of the server.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached or rejects the credentials, and with
    /// [`ErrorKind::Protocol`] when its answer contains no version.
    pub async fn version(&self) -> Result<Version> {
        Version::find(self.read_versions().await?.message())
            .ok_or_else(|| Error::new(ErrorKind::Protocol, "the answer contains no version"))
    }

    async fn read_versions(&self) -> Result<Reply> {
        let label = Label::new("read the version of", "the server");
        self.send(api::server::version().labelled(label)).await
    }

    /// Returns `true` if an id in the path may arrive as another path.
    ///
    /// On the port of the gateway, nginx decodes a path before it forwards it. An id with a slash
    /// becomes two segments, which may be a valid path: the edges of another vertex.
    pub(crate) fn is_doubtful(&self, path: &Path) -> bool {
        path.is_fragile() && self.0.wire.address.restpp_uses_gateway()
    }

    /// Rejects a path that the gateway would change, which is detected once.
    async fn check_gateway(&self) -> Result<()> {
        if !self.decodes_paths().await? {
            return Ok(());
        }
        let message = "a path cannot contain an id with `/`, `\\`, `?`, `#`, `%` or a control \
                       character on this server, whose gateway decodes it into another path: \
                       connect to RESTPP itself with `restpp_url`; a vertex can be read by its id \
                       when the id is an attribute";
        Err(Error::new(ErrorKind::Encode, message))
    }

    async fn decodes_paths(&self) -> Result<bool> {
        if let Some(decodes) = self.0.decodes_paths.get() {
            return Ok(*decodes);
        }
        let probe = || {
            let client = self.clone();
            self.0.probe.join(|| async move { client.probe_gateway().await }.boxed())
        };
        finished(probe).await
    }

    async fn probe_gateway(&self) -> Result<bool> {
        let label = Label::new("probe the gateway of", "the server");
        let request = api::server::gateway_probe(self.graph()).labelled(label);
        let decodes = match self.0.wire.run(request, Deadline::NONE, &Whole, self).await {
            Ok(_) => true,
            Err(error) => match error.kind() {
                ErrorKind::NoEndpoint => false,
                ErrorKind::UnknownName | ErrorKind::Forbidden => true,
                _ => return Err(error),
            },
        };
        Ok(*self.0.decodes_paths.get_or_init(|| decodes))
    }

    /// Sends a request and reads the whole answer.
    pub(crate) async fn send(&self, request: Request) -> Result<Reply> {
        self.run(request, &Whole).await
    }

    /// Sends a request, which is repeated while that is safe.
    pub(crate) async fn run<X: Exchange>(
        &self,
        request: Request,
        exchange: &X,
    ) -> Result<X::Output> {
        let deadline = Deadline::after(request.limits.timeout);
        if self.is_doubtful(request.path()) {
            deadline
                .bound(Box::pin(self.check_gateway()))
                .await
                .map_err(|error| error.before_execution().during(|| request.label().to_string()))?;
        }
        self.0.wire.run(request, deadline, exchange, self).await
    }
}

impl Authorize for Client {
    async fn authorize(&self, request: &Request) -> Result<Authorization> {
        let credentials = &self.0.credentials;
        let by_token = matches!(request.credential, Credential::Connection)
            && request.service == Service::Restpp;
        if by_token && credentials.mint_tokens() {
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
        Login { credentials, generation }.authorize(request).await
    }

    fn credentials(&self) -> &Credentials {
        &self.0.credentials
    }

    async fn replace(&self, rejected: &Grant) -> Result<()> {
        let generation = self.generation().await?;
        let minter = &self.0.minter;
        let mint = |rejected| minter.mint(generation, rejected);
        self.0.tokens.replace(rejected, mint).await.map(drop)
    }
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
