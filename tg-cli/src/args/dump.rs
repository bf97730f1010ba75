//! `tg dump`

use std::path::PathBuf;

use clap::ValueEnum;

use super::ConnectionArgs;

#[derive(Debug, clap::Args)]
#[command(after_long_help = AFTER_HELP)]
pub(crate) struct DumpArgs {
    /// The vertex or edge type
    #[arg(value_name = "TYPE")]
    pub(crate) name: String,

    /// The file; a name that ends with .gz is compressed [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// The format [default: that of the file's name; csv for standard output]
    #[arg(long, value_enum)]
    pub(crate) format: Option<DumpFormat>,

    /// Only rows for which this holds, such as "weight_kg > 20 and city = 'Ulm'"; the server
    /// compares attributes
    #[arg(long = "where", value_name = "CONDITION")]
    pub(crate) condition: Option<String>,

    /// Only these columns, in this order [default: the key or the ends, and all attributes]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) columns: Vec<String>,

    /// At most this number of rows
    #[arg(long, value_name = "ROWS")]
    pub(crate) limit: Option<u64>,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DumpFormat {
    /// Comma-separated values, with a header
    Csv,
    /// Tab-separated values, with a header
    Tsv,
    /// A JSON object per line
    Jsonl,
    /// A Parquet file, compressed by Snappy; it needs `--out`
    Parquet,
}

const AFTER_HELP: &str = "\
Examples:
  tg dump Package > packages.csv
  tg dump Package --where \"weight_kg > 20\" --columns id,weight_kg --limit 100
  tg dump StoredAt --out stored.jsonl.gz
  tg dump Package --out packages.parquet

Back into a graph with the same schema:
  tg load packages.csv --vertex Package
  tg load stored.jsonl.gz --edge StoredAt
  tg load packages.parquet --vertex Package
  Edges whose ends have several types need a mapping, with an entry per pair:
  `from = { vertex = \"Depot\" }`, and `where = \"from_type = 'Depot'\"`.

Columns:
  Of vertices: the id, or the parts of a composite key, and the attributes. Of
  edges: `from` and `to`, the ids of the ends as the server spells them, with
  `from_type` or `to_type` where an end may have several types, and the
  attributes. Each undirected edge is one row. LIST, SET, MAP and tuples are
  JSON; in Parquet they are lists, maps and structs. Vectors are left out: the
  server does not list them.

  The server has no endpoint for all edges of a type: they are read vertex by
  vertex, with one request per vertex. No dump is a snapshot: what is written
  meanwhile may be missing.

  A row of CSV cannot distinguish an empty text from a missing value. `tg load`
  leaves an empty value out, so that an attribute gets its DEFAULT: the account
  names the columns that have both. JSON lines and Parquet have no such limit.

Exit codes:
  0    all rows were written
  1    there is no such type or attribute, or rows could not be written
  2    the command line cannot be understood
  3    the server cannot be reached, or does not accept the credentials
  130  Ctrl-C or SIGTERM ended the dump

A FILE appears when it is complete. Until then its rows are in FILE.part, which
is removed if the dump fails.";
