//! The settings of a connection.

mod credentials;
mod variables;

use std::fmt;
use std::marker::PhantomData;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use tg_gsql::name::is_identifier;

use super::{AnyGraph, Graph, auth};
use crate::admin::Server;
use crate::client::config::{Config, Pem};
use crate::client::{AtomicLevel, Client, Credentials, Generation, RetryPolicy, TokenStore};
use crate::error::{Error, Result};
use crate::operation::gsql::means_all;
use crate::schema::GraphSpec;
use crate::schema_change::{Verify, verify_on_connect};
use crate::value::Sealed;

/// The result of [`GraphBuilder::connect`]: a graph, or the server as a whole.
///
/// The trait is sealed: it is implemented for every [`Graph`] and for [`Server`].
pub trait Connected: Sized + Sealed {
    #[doc(hidden)]
    type Mode: auth::Mode;
    #[doc(hidden)]
    const SCHEMA: GraphSpec;
    #[doc(hidden)]
    fn on(client: Client) -> Self;
}

impl<G: Graph> Sealed for G {}
impl Sealed for Server {}

impl<G: Graph> Connected for G {
    type Mode = G::Auth;
    const SCHEMA: GraphSpec = G::SPEC;

    fn on(client: Client) -> Self {
        G::from_client(client)
    }
}

impl Connected for Server {
    type Mode = auth::Any;
    const SCHEMA: GraphSpec =
        GraphSpec { name: "", handles: &[], tuples: &[], queries: &[], functions: &[] };

    fn on(client: Client) -> Self {
        Self::from_client(client)
    }
}

/// A builder of a connection to graph `G`, or to a [server](crate::Server) as a whole. Only
/// [`url`](Self::url) and the credentials are required.
///
/// It takes the credentials of the graph's [mode](crate::auth). [`connect`](Self::connect) checks
/// the settings.
///
/// Connections are direct: variables such as `HTTPS_PROXY` are ignored, and a proxy cannot be set.
/// TLS uses the default crypto provider that the program has installed for rustls, or else ring.
#[must_use = "nothing is connected until `connect`"]
pub struct GraphBuilder<G> {
    pub(crate) config: Config,
    pub(crate) credentials: Option<Credentials>,
    problem: Option<Error>,
    verify: Verify,
    verify_queries: Verify,
    /// The name of a graph that is named at run time.
    name: Option<String>,
    graph: PhantomData<fn() -> G>,
}

impl<G: Connected> GraphBuilder<G> {
    /// Creates a builder without settings.
    pub fn new() -> Self {
        Self {
            config: Config::default(),
            credentials: None,
            problem: None,
            verify: Verify::Off,
            verify_queries: Verify::Off,
            name: None,
            graph: PhantomData,
        }
    }

    /// Sets the URL of the server: `https://host` (Cloud, port 443), `http://host:14240`
    /// (self-managed; 14240 is the default port of `http`), or `http://host:9000` (3.x: RESTPP at
    /// this port, the GSQL server at 14240). A path in it is a prefix of all paths.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.config.url = Some(url.into());
        self
    }

    /// Sets the URL of RESTPP, if it is not `/restpp` of [`url`](Self::url): on self-managed 3.x
    /// `http://host:9000`.
    pub fn restpp_url(mut self, url: impl Into<String>) -> Self {
        self.config.restpp_url = Some(url.into());
        self
    }

    /// Sets the port, which replaces the one in the URL.
    pub fn port(mut self, port: u16) -> Self {
        self.config.port = Some(port);
        self
    }

    /// Sets the generation of the server. By default it is detected once.
    pub fn generation(mut self, generation: Generation) -> Self {
        self.config.generation = Some(generation);
        self
    }

    /// Sets the time limit for opening a connection. Default: 10 s.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.config.connect_timeout = limit;
        self
    }

    /// Sets the time limit of one request, from its first byte to the last byte of its answer; for
    /// a stream, the time limit between two pieces. Default: 60 s. It is always longer than
    /// [`server_timeout`](Self::server_timeout). The `timeout` of an operation limits all its
    /// repetitions together.
    pub fn request_timeout(mut self, limit: Duration) -> Self {
        self.config.request_timeout = limit;
        self
    }

    /// Sets the time limit of the server for one request (`GSQL-TIMEOUT`). Default: that of the
    /// server, 16 s for most requests. An operation can override it, like all limits.
    pub fn server_timeout(mut self, limit: Duration) -> Self {
        self.config.limits.timeout = Some(limit);
        self
    }

    /// Sets the maximum size in bytes of an answer (`RESPONSE-LIMIT`), which the server enforces.
    /// Default: that of the server, 32 MiB.
    pub fn response_limit(mut self, bytes: u64) -> Self {
        self.config.limits.response = Some(bytes);
        self
    }

    /// Sets the maximum number of threads of a query per machine (`GSQL-THREAD-LIMIT`). Default:
    /// that of the server.
    pub fn thread_limit(mut self, threads: u32) -> Self {
        self.config.limits.threads = Some(threads);
        self
    }

    /// Sets the maximum memory in megabytes of a query per machine (`GSQL-QueryLocalMemLimitMB`).
    /// Default: that of the server.
    pub fn memory_limit(mut self, megabytes: u64) -> Self {
        self.config.limits.memory = Some(megabytes);
        self
    }

    /// Sets the replica that runs queries, counted from 1 (`GSQL-REPLICA`). Default: the server
    /// chooses.
    pub fn replica(mut self, number: u32) -> Self {
        self.config.limits.replica = Some(number);
        self
    }

    /// Sets the atomicity of each request of an upsert or a load (`gsql-atomic-level`). Default:
    /// that of the server.
    pub fn atomic_level(mut self, level: AtomicLevel) -> Self {
        self.config.limits.atomic = Some(level);
        self
    }

    /// Sets the maximum number of idle connections in the pool. Default: 64.
    pub fn pool_size(mut self, connections: usize) -> Self {
        self.config.pool_size = connections;
        self
    }

    /// Accepts compressed answers, or not. TigerGraph itself does not compress; a gateway may.
    /// Default: `true`.
    pub fn gzip(mut self, accept: bool) -> Self {
        self.config.gzip = accept;
        self
    }

    /// Adds a header to every request. Its value is not in `Debug` and traces.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(mut value)) => {
                value.set_sensitive(true);
                self.config.headers.append(name, value);
            }
            _ => self.note(format!("`{name}` and its value cannot be an HTTP header")),
        }
        self
    }

    /// Adds the headers that this function returns, names and values, to every request. It is
    /// called for each request, in the task that awaits the operation: for `traceparent` and other
    /// headers that depend on the caller. Requests for tokens, and those that detect the server,
    /// are sent by tasks of their own. A header that cannot be sent is an error of the operation.
    ///
    /// ```
    /// # use tg_runtime::prelude::*;
    /// # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String }
    /// # #[tigergraph(graph = "Goods", auth = "none")] struct Goods { packages: Vertices<Package> }
    /// # fn current_traceparent() -> String { String::new() }
    /// let builder = Goods::builder()
    ///     .header_source(|| vec![("traceparent".to_owned(), current_traceparent())]);
    /// ```
    pub fn header_source(
        mut self,
        source: impl Fn() -> Vec<(String, String)> + Send + Sync + 'static,
    ) -> Self {
        self.config.headers_of_request = Some(Arc::new(source));
        self
    }

    /// Logs a request that takes this long or longer, its repetitions included, as an event of
    /// `tracing` at the level WARN. Default: none is logged.
    pub fn slow_after(mut self, threshold: Duration) -> Self {
        self.config.slow_after = Some(threshold);
        self
    }

    /// Sets the header `User-Agent`. Default: `tg-runtime/` and its version.
    pub fn user_agent(mut self, name: &str) -> Self {
        match HeaderValue::try_from(name) {
            Ok(name) => self.config.user_agent = name,
            Err(_) => {
                self.note("`user_agent` contains a character that an HTTP header cannot contain");
            }
        }
        self
    }

    /// Sets the policy of repetitions. Default: [`RetryPolicy::default`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.config.retry = policy;
        self
    }

    /// Sets the lifetime of tokens, in whole seconds. Default: that of the server, a week on 4.x
    /// and a month on 3.x.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.config.token_lifetime = Some(lifetime);
        self
    }

    /// Sets a store that shares tokens with other processes and later runs.
    pub fn token_store(mut self, store: impl TokenStore) -> Self {
        self.config.token_store = Some(Arc::new(store));
        self
    }

    /// Permits credentials to be sent unencrypted to another machine. Without it, `http` to another
    /// host than this one is an error.
    pub fn allow_insecure_http(mut self) -> Self {
        self.config.allow_insecure_http = true;
        self
    }

    /// Trusts the authorities in this PEM file in addition to those of the platform. It is read for
    /// `https` only.
    pub fn ca_certificate_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.config.ca_certificates.push(Pem::File(path.into()));
        self
    }

    /// Trusts these authorities in PEM in addition to those of the platform. They are read for
    /// `https` only.
    pub fn ca_certificate_pem(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.config.ca_certificates.push(Pem::Text(pem.into().into()));
        self
    }

    /// Authenticates with a client certificate: a PEM file with the certificate and its private
    /// key. It is read for `https` only.
    pub fn client_identity_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.config.client_identity = Some(Pem::File(path.into()));
        self
    }

    /// Authenticates with a client certificate: PEM text with the certificate and its private key.
    /// It is read for `https` only.
    pub fn client_identity_pem(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.config.client_identity = Some(Pem::Text(pem.into().into()));
        self
    }

    /// Connects: detects the generation of the server, unless it is set, and gets a token if the
    /// mode of the graph needs one.
    ///
    /// # Errors
    ///
    /// When a setting is missing or wrong, the server cannot be reached, or it rejects the
    /// credentials.
    pub async fn connect(self) -> Result<G> {
        let verify = self.verify;
        let verify_queries = self.verify_queries;
        let client = self.client()?;
        client.warm_up().await?;
        verify_on_connect(&client, G::SCHEMA, verify).await?;
        super::verify::verify_queries(&client, G::SCHEMA, verify_queries).await?;
        Ok(G::on(client))
    }

    /// Connects without using the network: the requests of [`connect`](Self::connect) are sent
    /// before the first operation. Schema and queries are not verified.
    ///
    /// # Errors
    ///
    /// When a setting is missing or wrong.
    pub fn connect_lazy(self) -> Result<G> {
        self.client().map(G::on)
    }

    fn client(self) -> Result<Client> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let credentials = self.credentials.map_or_else(auth::otherwise::<G::Mode>, Ok)?;
        let name = match self.name.as_deref() {
            // GSQL and paths contain it without quotes.
            Some(name) if !name.is_empty() && (!is_identifier(name) || means_all(name)) => {
                return Err(Error::configuration(format!(
                    "a graph cannot be named {name:?}: a name has letters, digits and `_`, and is not a \
                     keyword of GSQL such as `ALL`"
                )));
            }
            Some(name) => name,
            None => G::SCHEMA.name,
        };
        Client::new(self.config, credentials, name.into())
    }

    /// Stores the first problem for `connect`, so that setters can be chained.
    fn note(&mut self, message: impl Into<String>) {
        self.problem.get_or_insert_with(|| Error::configuration(message.into()));
    }
}

impl<G: Graph> GraphBuilder<G> {
    /// Makes [`connect`](Self::connect) compare the live schema with the types, and selects what it
    /// does if they do not fit. Default: [`Verify::Off`]. A graph that does not exist yet does not
    /// fit: leave it off where the program creates its schema.
    pub fn verify_schema(mut self, verify: Verify) -> Self {
        self.verify = verify;
        self
    }
}

impl<G: Graph> GraphBuilder<G> {
    /// Makes [`connect`](Self::connect) compare the typed queries with those of the server, and
    /// selects what it does if one is missing, differs or is not installed. Default:
    /// [`Verify::Off`]. Leave it off where the program [installs](Graph::install_queries) its
    /// queries.
    pub fn verify_queries(mut self, verify: Verify) -> Self {
        self.verify_queries = verify;
        self
    }
}

impl Server {
    /// Creates a builder of a connection to a server.
    pub fn builder() -> GraphBuilder<Self> {
        GraphBuilder::new()
    }
}

impl GraphBuilder<AnyGraph> {
    pub(crate) fn named(graph: String) -> Self {
        Self { name: Some(graph), ..Self::new() }
    }
}

impl<G: Connected> Default for GraphBuilder<G> {
    fn default() -> Self {
        Self::new()
    }
}

impl<G: Connected> fmt::Debug for GraphBuilder<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name.as_deref().unwrap_or(G::SCHEMA.name);
        f.debug_struct("GraphBuilder").field("graph", &name).finish_non_exhaustive()
    }
}
