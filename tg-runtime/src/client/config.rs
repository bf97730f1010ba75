//! The settings of a connection.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretSlice};

use super::{Generation, Limits, RetryPolicy, TokenStore};
use crate::error::{Error, Result};

pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
pub(crate) const REQUEST_TIMEOUT: Duration = Duration::from_secs(60);
pub(crate) const POOL_SIZE: usize = 64;
/// The time by which a time limit exceeds that of the server, so that the error of the server
/// arrives.
pub(crate) const ABOVE_SERVER: Duration = Duration::from_secs(10);

pub(crate) struct Config {
    pub(crate) url: Option<String>,
    pub(crate) restpp_url: Option<String>,
    pub(crate) port: Option<u16>,
    pub(crate) generation: Option<Generation>,
    pub(crate) connect_timeout: Duration,
    pub(crate) request_timeout: Duration,
    pub(crate) limits: Limits,
    pub(crate) pool_size: usize,
    pub(crate) gzip: bool,
    pub(crate) headers: HeaderMap,
    pub(crate) user_agent: HeaderValue,
    pub(crate) headers_of_request: Option<Arc<HeadersOfRequest>>,
    pub(crate) slow_after: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    pub(crate) token_lifetime: Option<Duration>,
    pub(crate) token_store: Option<Arc<dyn TokenStore>>,
    pub(crate) allow_insecure_http: bool,
    pub(crate) ca_certificates: Vec<Pem>,
    pub(crate) client_identity: Option<Pem>,
}

impl Default for Config {
    fn default() -> Self {
        let agent = concat!("tg-runtime/", env!("CARGO_PKG_VERSION"));
        Self {
            url: None,
            restpp_url: None,
            port: None,
            generation: None,
            connect_timeout: CONNECT_TIMEOUT,
            request_timeout: REQUEST_TIMEOUT,
            limits: Limits::default(),
            pool_size: POOL_SIZE,
            gzip: true,
            headers: HeaderMap::new(),
            user_agent: HeaderValue::from_static(agent),
            headers_of_request: None,
            slow_after: None,
            retry: RetryPolicy::default(),
            token_lifetime: None,
            token_store: None,
            allow_insecure_http: false,
            ca_certificates: Vec::new(),
            client_identity: None,
        }
    }
}

/// Returns headers for one request: names and values.
pub(crate) type HeadersOfRequest = dyn Fn() -> Vec<(String, String)> + Send + Sync;

/// The source of certificates or keys.
pub(crate) enum Pem {
    File(PathBuf),
    Text(SecretSlice<u8>),
}

impl Pem {
    #[cfg_attr(not(feature = "tls"), expect(dead_code))]
    pub(crate) fn read(&self) -> Result<Vec<u8>> {
        match self {
            Self::Text(text) => Ok(text.expose_secret().to_vec()),
            Self::File(path) => std::fs::read(path).map_err(|error| {
                Error::configuration(format!("{self} cannot be read: {error}")).with_source(error)
            }),
        }
    }
}

impl fmt::Display for Pem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Text(_) => f.write_str("the PEM text"),
        }
    }
}
