//! `tg query`

use std::path::PathBuf;

use clap::Subcommand;

use super::ConnectionArgs;

#[derive(Debug, Subcommand)]
pub(crate) enum QueryCommand {
    /// Check files of queries against a schema
    ///
    /// No server is needed if there is a snapshot. Exits with 1 on an error.
    Check(QueryCheckArgs),
    /// Print files of queries in their canonical layout
    ///
    /// One statement per line, blocks and clauses indented by two spaces. Comments and the line
    /// breaks within statements are kept. No server and no schema is needed.
    Fmt(QueryFmtArgs),
    /// List the queries of the graph, with their states
    List(ConnectionArgs),
    /// Print the text of a query
    Show(QueryShowArgs),
    /// Compare files of queries with the server
    ///
    /// Layout and comments do not count. Exits with 1 if a query is missing, not installed or
    /// another one.
    Diff(QueryFilesArgs),
    /// Create the queries that the server lacks or has otherwise, and install them
    ///
    /// A query that is the same and installed is not touched. Called ones come before their
    /// callers.
    Install(QueryFilesArgs),
    /// Run an installed query, and print its results
    Run(QueryRunArgs),
    /// Drop queries
    Drop(QueryDropArgs),
}

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  tg query check queries --schema schema/goods.gsql
  tg query check queries/depot_report.gsql --json")]
pub(crate) struct QueryCheckArgs {
    #[command(flatten)]
    pub(crate) files: FilesArgs,

    /// The schema: a file, or `live` for that of the server [default: the snapshot of
    /// tigergraph.toml, or else the server]
    #[arg(long, value_name = "SCHEMA")]
    pub(crate) schema: Option<PathBuf>,

    /// A user-defined function of the server; may be given several times. With it, every other
    /// function that the language does not have is a mistake
    #[arg(long = "function", value_name = "NAME")]
    pub(crate) functions: Vec<String>,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  tg query fmt --write
  tg query fmt queries/depot_report.gsql --check")]
pub(crate) struct QueryFmtArgs {
    #[command(flatten)]
    pub(crate) files: FilesArgs,

    /// Print only the names of files that are not in their canonical layout; exit with 1 if there
    /// is one
    #[arg(long, conflicts_with = "write")]
    pub(crate) check: bool,

    /// Write the files instead of printing them
    #[arg(long, short)]
    pub(crate) write: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct QueryFilesArgs {
    #[command(flatten)]
    pub(crate) files: FilesArgs,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct FilesArgs {
    /// Files, each with one query or several, and folders, of which all files that end with .gsql
    /// are read
    #[arg(default_value = "queries")]
    pub(crate) paths: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct QueryShowArgs {
    /// The query
    pub(crate) name: String,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  tg query run depot_report depot=HAM status=sent,due min_weight=20
  tg query run depot_report depot=HAM --json

Parameters:
  INT, DOUBLE, BOOL, STRING   as they are
  DATETIME                    2024-02-29 12:30:00, or 2024-02-29
  VERTEX<T>                   the id; the parts of a composite one joined by commas
  VERTEX                      TYPE:ID
  SET, BAG, LIST              values separated by commas, or the parameter several times,
                              once for each value, which may then have commas")]
pub(crate) struct QueryRunArgs {
    /// The query
    pub(crate) name: String,

    /// The parameters; one that is left out has its default
    #[arg(value_name = "NAME=VALUE", value_parser = parameter)]
    pub(crate) parameters: Vec<(String, String)>,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct QueryDropArgs {
    /// The queries
    #[arg(required = true)]
    pub(crate) names: Vec<String>,

    /// Drop them without a confirmation
    #[arg(long, short)]
    pub(crate) yes: bool,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

fn parameter(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write NAME=VALUE, such as `depot=HAM`".to_owned()),
    }
}
