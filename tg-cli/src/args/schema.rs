//! `tg schema`

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use super::ConnectionArgs;

#[derive(Debug, Subcommand)]
pub(crate) enum SchemaCommand {
    /// Show a schema: its graphs, types and attributes
    Show(ShowArgs),
    /// Find what is wrong with a file of DDL
    Check(CheckArgs),
    /// Print DDL in its canonical form
    Fmt(FmtArgs),
    /// Compare two schemas
    ///
    /// Exits with 1 if they differ. Types are compared by name, in any order.
    Diff(DiffArgs),
    /// Draw a schema
    Draw(DrawArgs),
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

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  tg schema diff old.gsql new.gsql
  git show main:schema.gsql | tg schema diff - schema.gsql --json")]
pub(crate) struct DiffArgs {
    /// What there is: DDL or the server's JSON; `-` reads standard input
    pub(crate) have: PathBuf,

    /// What shall be
    pub(crate) want: PathBuf,

    /// Compare one graph and its types only
    #[arg(long, short, value_name = "NAME")]
    pub(crate) graph: Option<String>,
}

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  tg schema draw schema.gsql --out schema.svg
  tg schema draw schema.gsql | dot -Tpng > schema.png")]
pub(crate) struct DrawArgs {
    /// DDL or the server's JSON; `-` reads standard input [default: the snapshot that tigergraph.toml
    /// names]
    pub(crate) file: Option<PathBuf>,

    /// Write the picture to this file instead of printing it
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// How the picture is written [default: by the extension of the file; `dot` when printed]
    #[arg(long, short, value_enum)]
    pub(crate) format: Option<Picture>,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Picture {
    /// For Graphviz: `.dot`, `.gv`
    Dot,
    /// For Markdown: `.mmd`, `.mermaid`
    Mermaid,
    /// To be looked at as it is: `.svg`
    Svg,
}
