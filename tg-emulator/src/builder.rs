//! Configuration of a server before its start.

use std::fmt;
use std::io;
use std::net::{Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::catalog::accounts::{Accounts, JwtProvider};
use crate::clock::Clock;
use crate::config::{Config, Generation, PathDecoding, Statuses, Version};
use crate::emulator::{Emulator, Handle, ScriptError};
use crate::eval::Settings;
use crate::fault::FaultRule;
use crate::load::Files;
use crate::monitor::License;
use crate::request::Port;
use crate::server::serve;
use crate::state::State;

const DEFAULT_HOST: &str = "127.0.0.1";
/// As nginx has it.
const DEFAULT_READ_TIMEOUT: Duration = Duration::from_secs(60);
/// nginx's default.
const DEFAULT_BODY_LIMIT: usize = 200 << 20;
const DEFAULT_USER: &str = "tigergraph";
const DEFAULT_PASSWORD: &str = "tigergraph";

/// The reason why a server did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address cannot be listened on; most often the port is in use.
    #[error("cannot listen on {host}:{port}: {source}")]
    Listen {
        /// The host, as a URL has it.
        host: String,
        /// The port; port 0 takes a free one.
        port: u16,
        /// The error of the system.
        source: io::Error,
    },
    /// Two secrets have the same alias or value.
    #[error("the secret `{alias}` is given twice; aliases and values must differ")]
    SecretTaken {
        /// The alias.
        alias: String,
    },
    /// The initial GSQL failed.
    #[error(transparent)]
    Gsql(#[from] ScriptError),
}

/// Configures and starts an [`Emulator`].
///
/// ```
/// use std::time::Duration;
/// use tg_emulator::{Emulator, Generation};
///
/// let builder = Emulator::builder()
///     .generation(Generation::V3)
///     .user("ann", "a good password")
///     .secret("ci", "0123456789abcdefghijklmnopqrstuv")
///     .token_lifetime(Duration::from_secs(60))
///     .gsql("CREATE VERTEX Person (PRIMARY_ID id STRING, age INT) CREATE GRAPH Social (*)");
/// ```
#[derive(Clone)]
#[must_use = "a builder does nothing until `start`"]
pub struct Builder {
    host: String,
    port: u16,
    restpp_port: Option<u16>,
    version: Version,
    users: Vec<(String, String)>,
    secrets: Vec<(String, String)>,
    jwt: Option<JwtProvider>,
    license: License,
    auth: bool,
    token_lifetime: Option<Duration>,
    statuses: Statuses,
    path_decoding: PathDecoding,
    data_root: Option<PathBuf>,
    read_timeout: Duration,
    body_limit: usize,
    scripts: Vec<String>,
    faults: Vec<FaultRule>,
    clock: Clock,
    settings: Settings,
}

/// Omits passwords and secrets.
impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("restpp_port", &self.restpp_port)
            .field("version", &self.version)
            .field("auth", &self.auth)
            .finish_non_exhaustive()
    }
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            host: DEFAULT_HOST.to_owned(),
            port: 0,
            restpp_port: None,
            version: Version::default(),
            users: Vec::new(),
            secrets: Vec::new(),
            jwt: None,
            license: License::default(),
            auth: true,
            token_lifetime: None,
            statuses: Statuses::default(),
            path_decoding: PathDecoding::default(),
            data_root: None,
            read_timeout: DEFAULT_READ_TIMEOUT,
            body_limit: DEFAULT_BODY_LIMIT,
            scripts: Vec::new(),
            faults: Vec::new(),
            clock: Clock::new(),
            settings: Settings::default(),
        }
    }
}

impl Builder {
    /// Sets the host to listen on; the default is `127.0.0.1`. An address of IPv6 may have the
    /// brackets that it has in a URL.
    pub fn host(mut self, host: impl Into<String>) -> Self {
        let host = host.into();
        self.host = if host.parse::<Ipv6Addr>().is_ok() { format!("[{host}]") } else { host };
        self
    }

    /// Sets the main port, 14240 on a real server; 0, the default, selects a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets the port of RESTPP alone, 9000 on a real 3.x server; 0 selects a free one.
    ///
    /// [`Generation::V3`] always has this port, [`Generation::V4`] only if it is set.
    pub fn restpp_port(mut self, port: u16) -> Self {
        self.restpp_port = Some(port);
        self
    }

    /// Sets the version of the server; the default is 4.2.
    pub fn version(mut self, version: Version) -> Self {
        self.version = version;
        self
    }

    /// Sets the version of the server to that of a generation: 3.9 or 4.2.
    pub fn generation(self, generation: Generation) -> Self {
        self.version(generation.version())
    }

    /// Adds a user. The first one replaces the default, `tigergraph` with the same password.
    pub fn user(mut self, name: impl Into<String>, password: impl Into<String>) -> Self {
        self.users.push((name.into(), password.into()));
        self
    }

    /// Adds a secret of the first user.
    pub fn secret(mut self, alias: impl Into<String>, value: impl Into<String>) -> Self {
        self.secrets.push((alias.into(), value.into()));
        self
    }

    /// Accepts JSON web tokens of an identity provider, in addition to those of the server.
    pub fn jwt(mut self, provider: JwtProvider) -> Self {
        self.jwt = Some(provider);
        self
    }

    /// Sets the license; the default is valid for a year.
    pub fn license(mut self, license: License) -> Self {
        self.license = license;
        self
    }

    /// Sets whether RESTPP requires credentials; the default is `true`. Without, `/requesttoken`
    /// does not exist, and the GSQL server treats callers without credentials as the first user.
    pub fn auth(mut self, on: bool) -> Self {
        self.auth = on;
        self
    }

    /// Sets how long a token lives if its request does not specify it; see
    /// [`Generation::token_lifetime`]. In whole seconds.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = Some(lifetime);
        self
    }

    /// Sets the HTTP status of errors.
    pub fn statuses(mut self, statuses: Statuses) -> Self {
        self.statuses = statuses;
        self
    }

    /// Sets when percent-escapes in a path are decoded.
    pub fn path_decoding(mut self, decoding: PathDecoding) -> Self {
        self.path_decoding = decoding;
        self
    }

    /// Sets the folder from which `RUN LOADING JOB` may read files of this machine. Without it, the
    /// default, jobs read only what [`Handle::put_file`] and [`Handle::put_object`] register.
    ///
    /// A relative path in a job is resolved in this folder. Queries write the files of FILE objects
    /// and `TO_CSV` in it; the parts of their paths cannot lead out of it.
    pub fn data_root(mut self, folder: impl Into<PathBuf>) -> Self {
        self.data_root = Some(folder.into());
        self
    }

    /// Sets how long the server waits for the rest of a request; the default is a minute. After it,
    /// the connection is closed, and a request whose head has arrived is rejected with HTTP 408.
    /// A connection without a request is closed after 15 times as long, by default the 900 seconds
    /// of real servers.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// Sets the maximum length of a body in bytes; the default is 200 MiB. A longer one is rejected
    /// with HTTP 413.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Adds GSQL to run, in order, as the first user before the server accepts requests.
    pub fn gsql(mut self, script: impl Into<String>) -> Self {
        self.scripts.push(script.into());
        self
    }

    /// Adds a fault rule.
    pub fn fault(mut self, rule: FaultRule) -> Self {
        self.faults.push(rule);
        self
    }

    /// Sets the clock that tokens expire by.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Adds a user-defined function, which queries call by its name. It replaces a function in
    /// C++, which the emulator does not compile; a function of the language has precedence.
    ///
    /// The arguments are JSON as PRINT writes them: a vertex is its id, a DATETIME a text. The
    /// result is JSON too, in which an array is a LIST and an object a JSONOBJECT.
    ///
    /// ```
    /// use tg_emulator::Emulator;
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
    /// let emulator = Emulator::builder()
    ///     .gsql("CREATE VERTEX Person (PRIMARY_ID id STRING) CREATE GRAPH g (*)")
    ///     .function("initials", |arguments| {
    ///         let words = arguments[0].as_str().unwrap_or_default().split(' ');
    ///         words.filter_map(|word| word.chars().next()).collect::<String>()
    ///     })
    ///     .start()
    ///     .await?;
    /// let query = "INTERPRET QUERY () FOR GRAPH g { PRINT initials(\"Ada Lovelace\") AS short; }";
    /// assert!(emulator.gsql(query).await?.contains("\"short\": \"AL\""));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn function<R: Into<serde_json::Value>>(
        mut self,
        name: impl Into<String>,
        function: impl Fn(&[serde_json::Value]) -> R + Send + Sync + 'static,
    ) -> Self {
        let function = move |arguments: &[serde_json::Value]| function(arguments).into();
        self.settings.functions.insert(name.into(), Arc::new(function));
        self
    }

    /// Sets the seed of `rand()` and SAMPLE; the default is 0. Each run of a query starts with it,
    /// so that the same query gives the same result for the same data.
    pub fn random_seed(mut self, seed: u64) -> Self {
        self.settings.seed = seed;
        self
    }

    /// Starts the server on the current tokio runtime. It runs until the [`Emulator`] is dropped.
    ///
    /// # Errors
    ///
    /// If a port is not available, a secret is given twice, or the GSQL fails.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime, as every tokio socket does.
    pub async fn start(self) -> Result<Emulator, StartError> {
        let accounts = self.accounts()?;
        let config = Config {
            version: self.version,
            statuses: self.statuses,
            path_decoding: self.path_decoding,
            auth: self.auth,
            token_lifetime: self
                .token_lifetime
                .unwrap_or(self.version.generation().token_lifetime()),
            read_timeout: self.read_timeout,
            body_limit: self.body_limit,
        };
        let files = Files::new(self.data_root);
        let state = Arc::new(State::new(config, self.clock, accounts, files, self.settings));
        state.monitor().license = self.license;
        for rule in &self.faults {
            state.faults.add(rule.clone());
        }
        let (main, main_address) = listen(&self.host, self.port).await?;
        let restpp = match (self.restpp_port, self.version.generation()) {
            (Some(port), _) => Some(listen(&self.host, port).await?),
            (None, Generation::V3) => Some(listen(&self.host, 0).await?),
            (None, Generation::V4) => None,
        };
        let restpp_address = restpp.as_ref().map(|(_, address)| *address);
        let handle = Handle::new(state.clone(), self.host.clone(), main_address, restpp_address);
        for script in &self.scripts {
            handle.gsql(script).await?;
        }
        let mut listeners = vec![(main, Port::Gsql)];
        listeners.extend(restpp.map(|(listener, _)| (listener, Port::Restpp)));
        Ok(Emulator::new(handle, serve_all(listeners, &state)))
    }

    fn accounts(&self) -> Result<Accounts, StartError> {
        let mut accounts = Accounts::default();
        accounts.trust(self.jwt.clone());
        if self.users.is_empty() {
            accounts.add_user(DEFAULT_USER, DEFAULT_PASSWORD);
        }
        for (name, password) in &self.users {
            accounts.add_user(name, password);
        }
        let owner = accounts.first_user().to_owned();
        for (alias, value) in &self.secrets {
            accounts
                .add_secret(&owner, Some(alias), Some(value), None)
                .map_err(|_| StartError::SecretTaken { alias: alias.clone() })?;
        }
        Ok(accounts)
    }
}

/// Serves requests on these ports until the tasks are aborted.
pub(crate) fn serve_all(
    listeners: Vec<(TcpListener, Port)>,
    state: &Arc<State>,
) -> Vec<JoinHandle<()>> {
    let task = |(listener, port)| tokio::spawn(serve(listener, port, state.clone()));
    listeners.into_iter().map(task).collect()
}

pub(crate) async fn listen(host: &str, port: u16) -> Result<(TcpListener, SocketAddr), StartError> {
    let failed = |source| StartError::Listen { host: host.to_owned(), port, source };
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let listener = TcpListener::bind((bare, port)).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}
