//! `tg schema`

use std::path::PathBuf;

use clap::Subcommand;

use super::ConnectionArgs;

#[derive(Debug, Subcommand)]
pub(crate) enum SchemaCommand {
    /// Show a schema: its graphs, types and attributes
    Show(ShowArgs),
    /// Find what is wrong with a file of DDL
    Check(CheckArgs),
    /// Print DDL in its canonical form
    Fmt(FmtArgs),
}

/// Where a schema comes from, for commands that only read it.
#[derive(Debug, clap::Args)]
pub(crate) struct ShowArgs {
    /// DDL or the server's JSON; `-` reads standard input [default: the snapshot that tigergraph.toml
    /// names]
    pub(crate) file: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// DDL or the server's JSON; `-` reads standard input [default: the snapshot that tigergraph.toml
    /// names]
    pub(crate) file: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct FmtArgs {
    /// DDL; `-` reads standard input [default: the snapshot that tigergraph.toml names]
    pub(crate) file: Option<PathBuf>,

    /// Print nothing; exit with 1 if the file is not in its canonical form
    #[arg(long, conflicts_with = "write")]
    pub(crate) check: bool,

    /// Write the file anew instead of printing it
    #[arg(long, short)]
    pub(crate) write: bool,
}
