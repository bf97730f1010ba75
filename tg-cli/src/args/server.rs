//! `tg token` and `tg gsql`

use std::path::PathBuf;
use std::time::Duration;

use super::ConnectionArgs;
use super::connection::seconds;

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  TOKEN=$(tg token --graph GoodsDelivery)
  tg token --check --json")]
pub(crate) struct TokenArgs {
    /// Do not print the token; check that RESTPP accepts it, and print until when it is valid
    #[arg(long)]
    pub(crate) check: bool,

    /// Lifetime of a new token, in seconds [default: the server's] [env: TG_TOKEN_LIFETIME]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) lifetime: Option<Duration>,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  tg gsql schema.gsql
  echo 'SHOW GRAPH *' | tg gsql -")]
pub(crate) struct GsqlArgs {
    /// The script; `-` reads standard input. With `--graph` it begins with USE GRAPH
    pub(crate) file: PathBuf,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}
