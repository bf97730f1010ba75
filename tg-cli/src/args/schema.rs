//! `tg schema`

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use tg_gsql::plan::Loss;

use super::{ConnectionArgs, GenerateArgs};

#[derive(Debug, Subcommand)]
pub(crate) enum SchemaCommand {
    /// Write the server's schema into a file
    ///
    /// The text is canonical and in a stable order. A file that contains the same schema already,
    /// in any form, is not changed.
    Pull(PullArgs),
    /// List the graphs, types and attributes of a schema
    Show(ShowArgs),
    /// Check a file of DDL, or check that the snapshot and the server have the same schema
    ///
    /// With a FILE no server is needed. Without one, the snapshot of tigergraph.toml is checked and
    /// compared with the server. Exits with 1 on an error or a difference; the order of attributes,
    /// which no statement changes, is ignored.
    Check(CheckArgs),
    /// Print DDL in its canonical form
    Fmt(FmtArgs),
    /// Compare two schemas
    ///
    /// Exits with 1 if they differ. Types are compared by name, in any order.
    Diff(DiffArgs),
    /// Print the steps that give the server a schema, their GSQL, and the data that would be lost
    ///
    /// Changes nothing. Exits with 1 if the schema cannot be reached.
    Plan(PlanArgs),
    /// Change the server's schema
    ///
    /// Prints the plan, and asks before the first step. Each loss must be allowed by an `--allow`
    /// of its own. After an interruption, the next plan contains the remaining steps.
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
    /// The file; `-` prints [default: the snapshot of tigergraph.toml]
    pub(crate) file: Option<PathBuf>,

    /// Format of the file [default: `json` if its name ends with .json, otherwise `ddl`]
    #[arg(long, short, value_enum)]
    pub(crate) format: Option<SnapshotFormat>,

    /// Write nothing; exit with 1 if the server's schema differs from the file
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

/// The source of a schema, for commands that only read it.
#[derive(Debug, clap::Args)]
pub(crate) struct ShowArgs {
    /// DDL or the server's JSON; `-` reads standard input, `live` the server [default: the snapshot
    /// of tigergraph.toml, or else the server]
    pub(crate) file: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// DDL or the server's JSON; `-` reads standard input [default: the snapshot of
    /// tigergraph.toml]
    pub(crate) file: Option<PathBuf>,

    /// Compare with the server even if a FILE is given
    #[arg(long)]
    pub(crate) live: bool,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct FmtArgs {
    /// DDL; `-` reads standard input [default: the snapshot of tigergraph.toml]
    pub(crate) file: Option<PathBuf>,

    /// Print nothing; exit with 1 if the file is not in its canonical form
    #[arg(long, conflicts_with = "write")]
    pub(crate) check: bool,

    /// Write the file instead of printing it
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
    /// The current schema: DDL or the server's JSON; `-` reads standard input, `live` the server
    /// [default: live]
    pub(crate) current: Option<PathBuf>,

    /// The target schema [default: the snapshot of tigergraph.toml]
    pub(crate) target: Option<PathBuf>,

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
    /// DDL or the server's JSON; `-` reads standard input, `live` the server [default: the snapshot
    /// of tigergraph.toml, or else the server]
    pub(crate) file: Option<PathBuf>,

    /// Write the picture to this file instead of printing it
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// Format of the picture [default: by the extension of the file; `dot` when printed]
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
    /// A picture for any viewer: `.svg`
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
    /// The target schema: DDL or the server's JSON; `-` reads standard input [default: the snapshot
    /// of tigergraph.toml]
    pub(crate) file: Option<PathBuf>,

    /// A rename, whose data is copied: `vertex OLD=NEW`, `edge OLD=NEW`, `attribute TYPE.OLD=NEW`;
    /// may be given several times
    #[arg(long, value_name = "RENAME")]
    pub(crate) rename: Vec<String>,

    /// Keep types, attributes, endpoint pairs and indexes that the target schema does not have
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
    /// A loss to accept, by its name in the plan: `vertex T`, `edge T`, `attribute T.A`,
    /// `vector T.A`, `index T.I`, `tuple T`, `member T`, `loading_job G.J`; may be given several
    /// times
    #[arg(long, value_name = "LOSS")]
    pub(crate) allow: Vec<Loss>,

    /// Do not ask
    #[arg(long, short)]
    pub(crate) yes: bool,

    /// Print the plan and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    // Last, because it ends with the flags of the connection under a heading of their own.
    #[command(flatten)]
    pub(crate) plan: PlanArgs,
}
