//! `tg load`

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::ValueEnum;
use clap::builder::NonEmptyStringValueParser;

use super::ConnectionArgs;
use crate::load::Location;

#[derive(Debug, clap::Args)]
#[command(after_long_help = AFTER_HELP)]
pub(crate) struct LoadArgs {
    /// The data: CSV, TSV or JSON lines, plain or compressed by gzip or zstd, or Parquet; `-` reads
    /// standard input. Or a mapping, whose name ends with .toml
    #[arg(required_unless_present = "from_cluster")]
    pub(crate) files: Vec<PathBuf>,

    /// The vertex type that each row is
    #[arg(long, value_name = "TYPE", group = "target")]
    pub(crate) vertex: Option<String>,

    /// The edge type that each row is
    #[arg(long, value_name = "TYPE", group = "target")]
    pub(crate) edge: Option<String>,

    /// The id of the edge's source, such as '{package}', or '{year},{no}' of a composite key
    /// [default: the column named `from`, like the vertex type, or like its key]
    #[arg(long, value_name = "VALUE", requires = "edge")]
    pub(crate) from: Option<String>,

    /// The id of the edge's target, as that of the source
    #[arg(long, value_name = "VALUE", requires = "edge")]
    pub(crate) to: Option<String>,

    /// A value of the key or an attribute: columns in braces, and text, such as
    /// 'id={year}-{number}' [default: the column of the same name]
    #[arg(long, value_name = "NAME=VALUE", value_parser = assignment, requires = "target")]
    pub(crate) set: Vec<(String, String)>,

    /// A column that is left out; a column that matches no attribute is otherwise an error
    #[arg(long, value_name = "COLUMN", requires = "target")]
    pub(crate) ignore: Vec<String>,

    /// Leave out all columns that match no attribute
    #[arg(long, requires = "target")]
    pub(crate) ignore_rest: bool,

    /// Load only rows for which this holds, such as "weight > 0 and depot is not null"
    #[arg(long = "where", value_name = "CONDITION", requires = "target")]
    pub(crate) condition: Option<String>,

    /// Write a mapping of the FILEs to standard output, as a first draft, and load nothing
    #[arg(long, conflicts_with = "target")]
    pub(crate) infer: bool,

    #[command(flatten)]
    pub(crate) format: FormatArgs,

    #[command(flatten)]
    pub(crate) run: RunArgs,

    #[command(flatten)]
    pub(crate) cluster: ClusterArgs,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

/// The format of the files. What is not given is guessed, and printed.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Format")]
pub(crate) struct FormatArgs {
    /// The format [default: by the name and the first bytes]
    #[arg(long, value_enum)]
    pub(crate) format: Option<DataFormat>,

    /// The byte between two columns: `;`, `|`, `\t`, `\x01` [default: guessed]
    #[arg(long, value_name = "BYTE", value_parser = crate::load::byte)]
    pub(crate) delimiter: Option<u8>,

    /// The byte around values that contain a delimiter or a line end [default: `"` or `'`]
    #[arg(long, value_name = "BYTE", value_parser = crate::load::byte)]
    pub(crate) quote: Option<u8>,

    /// Read quotes as characters like any other
    #[arg(long, conflicts_with = "quote")]
    pub(crate) no_quotes: bool,

    /// The first byte of lines that are skipped
    #[arg(long, value_name = "BYTE", value_parser = crate::load::byte)]
    pub(crate) comment: Option<u8>,

    /// The first line is a row; the columns are named 1, 2, 3, or by --columns
    #[arg(long)]
    pub(crate) no_header: bool,

    /// The names of the columns of files without a header
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) columns: Vec<String>,

    /// A text for a missing value, such as NA; may be given several times. An empty value is always
    /// missing: its attribute is not set
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) null: Vec<String>,

    /// The format of dates, as that of `date`: %d.%m.%Y %H:%M [default: 2024-02-29 12:30:00,
    /// 2024-02-29, or seconds since 1970; a number of 4 or 8 digits needs a format: %Y%m%d or %s]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) date: Option<String>,

    /// The decimal sign of numbers: `.` or `,`
    #[arg(long, value_name = "SIGN", value_parser = ["." , ","])]
    pub(crate) decimal: Option<String>,

    /// The text between two elements of a LIST, SET or MAP, such as `|` [default: the value is an
    /// array or object of JSON]
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) split: Option<String>,

    /// The FILEs are those that --rejects has written, with corrected texts; the other flags are
    /// those of the first load
    #[arg(long)]
    pub(crate) rejected: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DataFormat {
    /// Comma or another delimiter
    Csv,
    /// Tabs
    Tsv,
    /// A JSON object per line
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Way {
    /// Upserts
    #[default]
    Upsert,
    /// Lines of a loading job for the types of the graph, created once; --dry-run prints it
    LoadingJob,
}

/// The settings of the load.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Load")]
pub(crate) struct RunArgs {
    /// Read and convert all rows, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Load without a confirmation of the mapping
    #[arg(long, short)]
    pub(crate) yes: bool,

    /// The requests that the rows are sent by. What lines of a loading job do not express is
    /// upserted
    #[arg(long, value_enum, value_name = "WAY", default_value_t)]
    pub(crate) via: Way,

    /// A file for the rejected rows: a JSON object per line. With several files in a mapping, the
    /// number of the file is added to the name
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,

    /// End the load when more rows of a file are rejected
    #[arg(long, value_name = "ROWS")]
    pub(crate) max_rejects: Option<u64>,

    /// A file that keeps which rows are done: the same command continues there after it was ended
    #[arg(long, value_name = "FILE")]
    pub(crate) checkpoint: Option<PathBuf>,

    /// Reject rows with an edge to a vertex that does not exist, instead of creating the vertex
    #[arg(long)]
    pub(crate) ends_must_exist: bool,

    /// The maximum number of requests at a time [default: 4]
    #[arg(long, value_name = "REQUESTS")]
    pub(crate) concurrency: Option<NonZeroUsize>,

    /// The size of a request in bytes [default: 2 MiB]
    #[arg(long, value_name = "BYTES")]
    pub(crate) request_bytes: Option<NonZeroUsize>,
}

/// The source of a load by the server.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Load by the server")]
pub(crate) struct ClusterArgs {
    /// Let the server read the data itself, by a loading job that is made of the mapping. The
    /// folder of the FILEs: /PATH on the server, s3://, gs://, abs://; without FILEs the file
    /// itself, or kafka://HOST:PORT/TOPIC
    #[arg(long, value_name = "LOCATION")]
    pub(crate) from_cluster: Option<Location>,

    /// A file with the configuration of the data source as JSON [default: the credentials of
    /// AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, GOOGLE_APPLICATION_CREDENTIALS, or
    /// AZURE_STORAGE_KEY]
    #[arg(long, value_name = "FILE", requires = "from_cluster")]
    pub(crate) source_config: Option<PathBuf>,

    /// A data source that the server has
    #[arg(long, value_name = "NAME", requires = "from_cluster", conflicts_with = "source_config")]
    pub(crate) data_source: Option<String>,
}

const AFTER_HELP: &str = "\
From a file to the graph:
  tg load packages.csv --vertex Package --dry-run
      prints the guessed format and the mapping, and checks every row
  tg load packages.csv --vertex Package --null NA --date %d.%m.%Y
      the same with corrections; asks before it loads
  tg load bad.jsonl --rejected --vertex Package --null NA --date %d.%m.%Y
      the rows that `--rejects bad.jsonl` has written, once they are corrected
  tg load stored.csv --edge StoredAt --from '{package}' --to '{depot}' --yes
      edges; ends that do not exist are created

Several types per row, or several files:
  tg load --infer *.csv > mapping.toml     a first mapping, to be edited
  tg load mapping.toml --dry-run           all mistakes, before a row is sent
  tg load mapping.toml --rejects bad.jsonl --checkpoint load.checkpoint

By the server itself, from its own files or an object storage:
  tg load mapping.toml --from-cluster s3://bucket/folder --dry-run
  tg load --vertex Package --columns id,weight_kg --from-cluster /data/packages.csv

A mapping:
  null = [\"NA\"]
  [[file]]
  path = \"packages-*.csv.gz\"
  where = \"weight > 0\"                     # keys: format, delimiter, quote, comment,
                                           # header, columns, null, date, decimal,
                                           # split, rejected, where, ends_must_exist
  [file.vertex.Package]                    # other attributes: columns of the same name
  id = \"{year}-{number}\"
  weight_kg = { value = \"{weight}\", decimal = \",\", default = \"0\" }
  handling = { value = \"{tags}\", split = \";\" }
  moves = { value = \"{count}\", op = \"+\" } # or max, min, and, or, ignore_if_exists
  fragile = { condition = \"class = 'F'\" }
  [file.edge.StoredAt]                     # from: the package of the row
  to = \"{depot}\"                           # a composite key: [\"{a}\", \"{b}\"]
  since = { value = \"{since}\", date = \"%d.%m.%Y\" }
  where = \"depot is not null\"

Exit codes:
  0    every row was accepted
  1    rows were rejected, the mapping has mistakes, or the load failed
  2    the command line, a variable or tigergraph.toml cannot be understood
  3    the server cannot be reached, or does not accept the credentials
  130  Ctrl-C or SIGTERM ended the load; its account was printed";

fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.to_owned()))
        }
        _ => Err("write NAME=VALUE, such as 'weight_kg={weight}'".to_owned()),
    }
}

impl FormatArgs {
    /// Returns the flags that are set, which a mapping has as keys.
    pub(crate) fn given(&self) -> Vec<&'static str> {
        let flags = [
            (self.format.is_some(), "--format"),
            (self.delimiter.is_some(), "--delimiter"),
            (self.quote.is_some(), "--quote"),
            (self.no_quotes, "--no-quotes"),
            (self.comment.is_some(), "--comment"),
            (self.no_header, "--no-header"),
            (!self.columns.is_empty(), "--columns"),
            (!self.null.is_empty(), "--null"),
            (self.date.is_some(), "--date"),
            (self.decimal.is_some(), "--decimal"),
            (self.split.is_some(), "--split"),
            (self.rejected, "--rejected"),
        ];
        flags.into_iter().filter(|(is_set, _)| *is_set).map(|(_, flag)| flag).collect()
    }
}
