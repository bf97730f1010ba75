//! The settings of a connection in environment variables.

use super::{Connected, GraphBuilder};
use crate::error::{Error, Result};
use crate::graph::auth;
use crate::graph::environment::{Environment, process_variable};

impl<G: Connected> GraphBuilder<G> {
    /// Reads settings from environment variables. A variable that is unset or empty has no effect.
    ///
    /// | variable | setting |
    /// | --- | --- |
    /// | `TG_HOST` | [`url`](Self::url); without a scheme, `https://` is prepended |
    /// | `TG_RESTPP_URL` | [`restpp_url`](Self::restpp_url) |
    /// | `TG_SECRET` | the secret, with `auth = "secret"` |
    /// | `TG_USER`, `TG_PASSWORD` | user name and password, with `auth = "password"` |
    /// | `TG_TOKEN` | the token, with `auth = "token"` |
    /// | `TG_JWT` | the JWT, with `auth = "jwt"` |
    /// | `TG_GENERATION` | `3` or `4`: [`generation`](Self::generation) |
    /// | `TG_CA_FILE` | [`ca_certificate_file`](Self::ca_certificate_file) |
    /// | `TG_IDENTITY_FILE` | [`client_identity_file`](Self::client_identity_file) |
    /// | `TG_TIMEOUT` | [`request_timeout`](Self::request_timeout), in seconds |
    /// | `TG_SERVER_TIMEOUT` | [`server_timeout`](Self::server_timeout), in seconds |
    /// | `TG_RESPONSE_LIMIT` | [`response_limit`](Self::response_limit), in bytes |
    /// | `TG_THREAD_LIMIT` | [`thread_limit`](Self::thread_limit) |
    /// | `TG_MEMORY_LIMIT` | [`memory_limit`](Self::memory_limit), in megabytes |
    /// | `TG_REPLICA` | [`replica`](Self::replica) |
    /// | `TG_TOKEN_LIFETIME` | [`token_lifetime`](Self::token_lifetime), in seconds |
    /// | `TG_ALLOW_INSECURE_HTTP` | `true`: [`allow_insecure_http`](Self::allow_insecure_http) |
    ///
    /// A graph that is [named at run time](crate::AnyGraph) takes any of the credentials; if
    /// several are set, the first in the order of the table.
    ///
    /// # Errors
    ///
    /// When a variable does not have the form of its setting; the error names it.
    pub fn env(self) -> Result<Self> {
        self.environment(&Environment::new(&process_variable))
    }

    pub(crate) fn environment(mut self, environment: &Environment<'_>) -> Result<Self> {
        if let Some(host) = environment.text("TG_HOST") {
            let url = if host.contains("://") { host } else { format!("https://{host}") };
            self = self.url(url);
        }
        if let Some(url) = environment.text("TG_RESTPP_URL") {
            self = self.restpp_url(url);
        }
        if let Some(text) = environment.text("TG_GENERATION") {
            let generation = text.parse().map_err(|_| {
                Error::configuration(format!("TG_GENERATION is `{text}`: write `3` or `4`"))
            })?;
            self = self.generation(generation);
        }
        if let Some(path) = environment.text("TG_CA_FILE") {
            self = self.ca_certificate_file(path);
        }
        if let Some(path) = environment.text("TG_IDENTITY_FILE") {
            self = self.client_identity_file(path);
        }
        if let Some(limit) = environment.seconds("TG_TIMEOUT")? {
            self = self.request_timeout(limit);
        }
        if let Some(limit) = environment.seconds("TG_SERVER_TIMEOUT")? {
            self = self.server_timeout(limit);
        }
        if let Some(bytes) = environment.number("TG_RESPONSE_LIMIT")? {
            self = self.response_limit(bytes);
        }
        if let Some(threads) = environment.number("TG_THREAD_LIMIT")? {
            self = self.thread_limit(threads);
        }
        if let Some(megabytes) = environment.number("TG_MEMORY_LIMIT")? {
            self = self.memory_limit(megabytes);
        }
        if let Some(number) = environment.number("TG_REPLICA")? {
            self = self.replica(number);
        }
        if let Some(lifetime) = environment.seconds("TG_TOKEN_LIFETIME")? {
            self = self.token_lifetime(lifetime);
        }
        if environment.flag("TG_ALLOW_INSECURE_HTTP")? {
            self = self.allow_insecure_http();
        }
        if let Some(credentials) = auth::from_environment::<G::Mode>(environment)? {
            self.credentials = Some(credentials);
        }
        Ok(self)
    }
}
