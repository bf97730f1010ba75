//! The flags that name the server and the credentials.

use std::path::PathBuf;
use std::time::Duration;

use crate::args::Generation;
use crate::config::Layer;

/// Flags of every command that uses a server. The short help lists the common ones.
#[derive(Debug, Default, Clone, clap::Args)]
#[command(next_help_heading = "Connection")]
pub(crate) struct ConnectionArgs {
    /// Address of the server, such as http://localhost:14240 [env: TG_HOST]
    #[arg(long, value_name = "URL")]
    url: Option<String>,

    /// The graph [env: TG_GRAPH]
    #[arg(long, short, value_name = "NAME")]
    graph: Option<String>,

    /// The user of the password [env: TG_USER]
    #[arg(long, value_name = "NAME", hide_short_help = true)]
    user: Option<String>,

    /// A file whose first line is the secret; `-` reads standard input [env: TG_SECRET, the secret
    /// itself]
    #[arg(long, value_name = "FILE", group = "credentials")]
    pub(crate) secret_file: Option<PathBuf>,

    /// The same with the user's password [env: TG_PASSWORD, the password itself]
    #[arg(long, value_name = "FILE", group = "credentials", hide_short_help = true)]
    pub(crate) password_file: Option<PathBuf>,

    /// The same with a token; it opens RESTPP, not the schema [env: TG_TOKEN, the token itself]
    #[arg(long, value_name = "FILE", group = "credentials", hide_short_help = true)]
    pub(crate) token_file: Option<PathBuf>,

    /// The same with a JSON web token [env: TG_JWT, the JWT itself]
    #[arg(long, value_name = "FILE", group = "credentials", hide_short_help = true)]
    pub(crate) jwt_file: Option<PathBuf>,

    /// Send no credentials, even if variables are set
    #[arg(long, group = "credentials", hide_short_help = true)]
    pub(crate) no_auth: bool,

    /// Address of RESTPP, if it is not below the URL: on 3.x http://HOST:9000 [env: TG_RESTPP_URL]
    #[arg(long, value_name = "URL", hide_short_help = true)]
    restpp_url: Option<String>,

    /// Interface of the server; without it, the server's version decides [env: TG_GENERATION]
    #[arg(long, value_enum, hide_short_help = true)]
    generation: Option<Generation>,

    /// A PEM file of authorities to trust, in addition to the platform's [env: TG_CA_FILE]
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    ca_file: Option<PathBuf>,

    /// A PEM file with the client's certificate and private key [env: TG_IDENTITY_FILE]
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    identity_file: Option<PathBuf>,

    /// Time limit of one request, and of a whole `schema` command, in seconds [default: 60 per
    /// request; GSQL 600] [env: TG_TIMEOUT]
    #[arg(long, value_name = "SECONDS", value_parser = seconds, hide_short_help = true)]
    timeout: Option<Duration>,

    /// Time limit that the server applies to one request, in seconds [env: TG_SERVER_TIMEOUT]
    #[arg(long, value_name = "SECONDS", value_parser = seconds, hide_short_help = true)]
    server_timeout: Option<Duration>,

    /// Allow credentials to be sent unencrypted to another machine [env: TG_ALLOW_INSECURE_HTTP]
    #[arg(long, hide_short_help = true)]
    allow_insecure_http: bool,
}

impl ConnectionArgs {
    /// Returns the settings of the flags.
    pub(crate) fn layer(&self) -> Layer {
        let url = |text: &String| crate::config::url(text.clone());
        Layer {
            url: self.url.as_ref().map(url),
            restpp_url: self.restpp_url.clone(),
            graph: self.graph.clone(),
            user: self.user.clone(),
            generation: self.generation.map(Into::into),
            ca_file: self.ca_file.clone(),
            identity_file: self.identity_file.clone(),
            timeout: self.timeout,
            server_timeout: self.server_timeout,
            token_lifetime: None,
            allow_insecure_http: self.allow_insecure_http.then_some(true),
            schema: None,
        }
    }
}

pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    text.parse()
        .ok()
        .and_then(crate::config::seconds)
        .ok_or_else(|| "not a number of seconds; write one such as `30` or `2.5`".to_owned())
}
