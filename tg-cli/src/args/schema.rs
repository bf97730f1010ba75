//! `tg schema`

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use tg_gsql::plan::Loss;

use super::{ConnectionArgs, GenerateArgs};

#[derive(Debug, Subcommand)]
pub(crate) enum SchemaCommand {
    /// Write the server's schema into a file
    ///
    /// The text is canonical and in a stable order. A file that says the same already, in whatever
    /// form, is not touched.
    Pull(PullArgs),
    /// Show a schema: its graphs, types and attributes
    Show(ShowArgs),
    /// Find what is wrong with a file of DDL, or prove that the snapshot is what the server has
    ///
    /// With a FILE no server is needed. Without one, the snapshot that tigergraph.toml names is
    /// checked, and compared with the server. Exits with 1 on an error or a difference; the order of
    /// attributes, which no statement changes, does not count.
    Check(CheckArgs),
    /// Print DDL in its canonical form
    Fmt(FmtArgs),
    /// Compare two schemas
    ///
    /// Exits with 1 if they differ. Types are compared by name, in any order.
    Diff(DiffArgs),
    /// Plan how the server gets a schema: the steps, their GSQL, and what would be lost, in numbers
    ///
    /// Nothing is changed. Exits with 1 if the schema cannot be reached.
    Plan(PlanArgs),
    /// Change the server's schema
    ///
    /// Shows the plan, and asks before the first step. What would be lost must be named, each thing by an
    /// `--allow` of its own. An interruption does no harm: the next plan has what is left to do.
    Apply(ApplyArgs),
    /// Write a schema as Rust types
    Generate(GenerateArgs),
    /// Draw a schema
    Draw(DrawArgs),
}

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  tg schema pull schema/goods.gsql --graph GoodsDelivery
  tg schema pull --check")]
pub(crate) struct PullArgs {
    /// The file; `-` prints [default: the snapshot that tigergraph.toml names]
    pub(crate) file: Option<PathBuf>,

    /// How to write it [default: `json` if the file ends with .json, otherwise `ddl`]
    #[arg(long, short, value_enum)]
    pub(crate) format: Option<SnapshotFormat>,

    /// Write nothing; exit with 1 if the server's schema is another one
    #[arg(long)]
    pub(crate) check: bool,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SnapshotFormat {
    /// GSQL's statements
    Ddl,
    /// The server's JSON
    Json,
}

/// Where a schema comes from, for commands that only read it.
#[derive(Debug, clap::Args)]
pub(crate) struct ShowArgs {
    /// DDL or the server's JSON; `-` reads standard input, `live` the server [default: the snapshot that
    /// tigergraph.toml names, or else the server]
    pub(crate) file: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// DDL or the server's JSON; `-` reads standard input [default: the snapshot that tigergraph.toml
    /// names]
    pub(crate) file: Option<PathBuf>,

    /// Compare with the server also if a FILE is given
    #[arg(long)]
    pub(crate) live: bool,

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
  tg schema diff live schema.gsql
  git show main:schema.gsql | tg schema diff - schema.gsql --json")]
pub(crate) struct DiffArgs {
    /// What there is: DDL or the server's JSON; `-` reads standard input, `live` the server [default:
    /// live]
    pub(crate) have: Option<PathBuf>,

    /// What shall be [default: the snapshot that tigergraph.toml names]
    pub(crate) want: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  tg schema draw schema.gsql --out schema.html
  tg schema draw schema.gsql --out schema.svg
  tg schema draw schema.gsql | dot -Tpng > schema.png")]
pub(crate) struct DrawArgs {
    /// DDL or the server's JSON; `-` reads standard input, `live` the server [default: the snapshot that
    /// tigergraph.toml names, or else the server]
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
    /// A page to drag, zoom, search and click: `.html`
    Html,
}

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  tg schema plan schema/goods.gsql
  tg schema plan --rename 'attribute Package.color=colour'")]
pub(crate) struct PlanArgs {
    /// What shall be: DDL or the server's JSON; `-` reads standard input [default: the snapshot that
    /// tigergraph.toml names]
    pub(crate) file: Option<PathBuf>,

    /// What was renamed, so that its data is copied: `vertex OLD=NEW`, `edge OLD=NEW`, `attribute
    /// TYPE.OLD=NEW`; may be given several times
    #[arg(long, value_name = "RENAME")]
    pub(crate) rename: Vec<String>,

    /// Keep types, attributes, endpoint pairs and indexes that are there and not wanted
    #[arg(long)]
    pub(crate) keep_extra: bool,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  tg schema apply schema/goods.gsql
  tg schema apply --allow 'attribute Package.colour' --allow 'edge Near' --yes")]
pub(crate) struct ApplyArgs {
    /// Something that may be lost, as the plan names it: `vertex T`, `edge T`, `attribute T.A`, `vector
    /// T.A`, `index T.I`, `tuple T`, `member T`, `loading_job G.J`; may be given several times
    #[arg(long, value_name = "LOSS")]
    pub(crate) allow: Vec<Loss>,

    /// Do not ask
    #[arg(long, short)]
    pub(crate) yes: bool,

    /// Show the plan and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    // Last, because it ends with the flags of the connection, below a heading of their own.
    #[command(flatten)]
    pub(crate) plan: PlanArgs,
}
