//! The command line.

mod connection;
mod dump;
mod emulator;
mod generate;
mod load;
mod query;
mod schema;
mod server;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(crate) use connection::ConnectionArgs;
pub(crate) use dump::{DumpArgs, DumpFormat};
pub(crate) use emulator::{EmulatorArgs, Generation};
pub(crate) use generate::GenerateArgs;
pub(crate) use load::{DataFormat, FormatArgs, LoadArgs, RunArgs, Way};
pub(crate) use query::{
    QueryCheckArgs, QueryCommand, QueryDropArgs, QueryFilesArgs, QueryFmtArgs, QueryRunArgs,
    QueryShowArgs,
};
pub(crate) use schema::{
    ApplyArgs, CheckArgs, DiffArgs, DrawArgs, FmtArgs, Picture, PlanArgs, PullArgs, SchemaCommand,
    ShowArgs, SnapshotFormat,
};
pub(crate) use server::{GsqlArgs, TokenArgs};

/// Typed TigerGraph for Rust, on the command line.
#[derive(Debug, Parser)]
#[command(name = "tg", version, after_long_help = AFTER_HELP)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: GlobalArgs,

    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER_HELP: &str = "\
Settings:
  A flag has precedence over a variable, and a variable over tigergraph.toml:
  the nearest one, in this folder or above it. Keys of the file: url, restpp_url,
  graph, user, generation, ca_file, identity_file, timeout, server_timeout,
  token_lifetime, allow_insecure_http, and schema, the snapshot that the
  compiler checks against. Times are in seconds; paths start from the file's
  folder.

Credentials:
  TG_SECRET, or TG_USER and TG_PASSWORD, or TG_JWT, or TG_TOKEN; or a file:
  `--secret-file FILE` and the like. They are not arguments, which everyone on
  the machine can read, and not in tigergraph.toml, which is committed.

Exit codes:
  0  done, without findings
  1  findings, differences, or a failure
  2  the command line, a variable or tigergraph.toml cannot be understood
  3  the server cannot be reached, or does not accept the credentials
  130  Ctrl-C or SIGTERM ended `tg load` or `tg dump`

Examples:
  tg schema draw schema.gsql --out schema.html   a picture, for a browser
  tg schema check schema.gsql                    the errors in a file of DDL
  tg schema show schema.gsql --json              the schema as data
  tg emulator --gsql schema.gsql                 a server in memory
  tg load packages.csv --vertex Package          rows become vertices
  tg dump Package > packages.csv                 vertices become rows
  tg query check queries                         the errors in files of queries
  tg ping --url http://localhost:14240           check that a server is running";

#[derive(Debug, clap::Args)]
pub(crate) struct GlobalArgs {
    /// Print results, and errors, as JSON
    #[arg(long, global = true, help_heading = "Output")]
    pub(crate) json: bool,

    /// When to use colours; `auto` uses them on a terminal unless NO_COLOR is set
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    #[arg(help_heading = "Output", hide_possible_values = false)]
    pub(crate) color: Color,

    /// The configuration [default: the nearest tigergraph.toml] [env: TG_CONFIG]
    #[arg(long, global = true, value_name = "FILE", help_heading = "Connection")]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

impl From<Color> for clap::ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

impl From<Color> for anstream::ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check that a server is running and accepts the credentials, and print its version
    ///
    /// Exits with 1 if the given graph does not exist, with 3 if the server cannot be reached or
    /// does not accept the credentials.
    Ping(ConnectionArgs),

    /// Print a token for other programs, or check the credentials
    Token(TokenArgs),

    /// Run a file of GSQL on the server, and print the server's output
    ///
    /// Exits with 1 if a statement failed. The statements before it may have taken effect.
    Gsql(GsqlArgs),

    /// Load files of rows as vertices and edges
    ///
    /// Columns are compared by name with the live schema: those of a file with `--vertex` or
    /// `--edge`, or as a mapping describes. Every row is accounted for.
    Load(Box<LoadArgs>),

    /// Write the vertices or edges of a type as rows of CSV, JSON lines or Parquet
    ///
    /// Any number of rows takes constant memory. `tg load` reads them back.
    Dump(DumpArgs),

    /// Check, install, run and list queries
    #[command(subcommand)]
    Query(QueryCommand),

    /// Check, show, change and draw a schema
    #[command(subcommand)]
    Schema(SchemaCommand),

    /// Serve a TigerGraph-compatible server in memory, for development and tests
    ///
    /// Prints one line, `ready http://HOST:PORT`, once it accepts requests, and ends on SIGINT or
    /// SIGTERM. Its data is then lost. On 3.x a second line, `restpp http://HOST:PORT`, has the
    /// port of RESTPP.
    Emulator(EmulatorArgs),

    /// Print the completions of a shell
    ///
    /// For bash: `tg completions bash > ~/.local/share/bash-completion/completions/tg`. For zsh:
    /// into a file `_tg` in a folder of `fpath`. For fish: into
    /// `~/.config/fish/completions/tg.fish`.
    Completions {
        /// The shell
        shell: Shell,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        use clap::CommandFactory;
        Args::command().debug_assert();
    }

    #[test]
    fn a_password_does_not_get_into_debug_output() {
        let args = ["tg", "emulator", "--password", "pa55word", "--secret", "5ecret"];
        let debug = format!("{:?}", Args::parse_from(args));
        assert!(!debug.contains("pa55word") && !debug.contains("5ecret"));
    }
}
