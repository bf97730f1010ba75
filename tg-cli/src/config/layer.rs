//! One source of settings.

use std::path::PathBuf;
use std::time::Duration;

use tg_runtime::Generation;

/// The settings of one source. A setting that is `None` is taken from the next source.
#[derive(Debug, Default, Clone)]
pub(crate) struct Layer {
    /// The address of the server.
    pub(crate) url: Option<String>,
    /// The address of RESTPP, if it is not below `url`.
    pub(crate) restpp_url: Option<String>,
    pub(crate) graph: Option<String>,
    pub(crate) user: Option<String>,
    pub(crate) generation: Option<Generation>,
    pub(crate) ca_file: Option<PathBuf>,
    pub(crate) identity_file: Option<PathBuf>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) server_timeout: Option<Duration>,
    pub(crate) token_lifetime: Option<Duration>,
    pub(crate) allow_insecure_http: Option<bool>,
    /// The snapshot of the schema.
    pub(crate) schema: Option<PathBuf>,
}

impl Layer {
    /// Merges two sources; the settings of this one have precedence.
    pub(crate) fn or(self, below: Self) -> Self {
        Self {
            url: self.url.or(below.url),
            restpp_url: self.restpp_url.or(below.restpp_url),
            graph: self.graph.or(below.graph),
            user: self.user.or(below.user),
            generation: self.generation.or(below.generation),
            ca_file: self.ca_file.or(below.ca_file),
            identity_file: self.identity_file.or(below.identity_file),
            timeout: self.timeout.or(below.timeout),
            server_timeout: self.server_timeout.or(below.server_timeout),
            token_lifetime: self.token_lifetime.or(below.token_lifetime),
            allow_insecure_http: self.allow_insecure_http.or(below.allow_insecure_http),
            schema: self.schema.or(below.schema),
        }
    }
}

/// Completes a URL; without a scheme it is `https`.
pub(crate) fn url(text: String) -> String {
    if text.contains("://") { text } else { format!("https://{text}") }
}

/// Returns a duration greater than zero.
pub(crate) fn seconds(number: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(number).ok().filter(|limit| !limit.is_zero())
}

/// Reads `3` or `4`.
pub(super) fn generation(number: &str) -> Option<Generation> {
    match number {
        "3" => Some(Generation::V3),
        "4" => Some(Generation::V4),
        _ => None,
    }
}
