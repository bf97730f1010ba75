//! `tg dump`: the vertices or edges of a type become rows of a file.

use std::io::{self, ErrorKind, IsTerminal};
use std::path::Path;
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use indicatif::{ProgressBar, ProgressStyle};
use tg_runtime::Graph as _;
use tg_runtime::graph::NamedRows;

use super::Context;
use super::connection::Connection;
use super::signal::signalled;
use crate::args::{DumpArgs, DumpFormat};
use crate::dump::{self, Columns, Csv, Lines, Parquet, Sink, Target, Type};
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::output::dump::Account;

/// The number of rows between two reports of the progress.
const ROWS: u64 = 1_000;

/// The time between two lines of progress, where there is no terminal.
const LINES: Duration = Duration::from_secs(10);

pub(super) fn run(mut args: DumpArgs, context: &Context) -> Outcome {
    args.out.take_if(|path| files::is_dash(path));
    let args = &args;
    let target = Target::new(args.out.as_deref())?;
    let format = match args.format {
        Some(format) => format,
        None => by_name(args.out.as_deref())?,
    };
    if format == DumpFormat::Parquet && (args.out.is_none() || target.is_compressed()) {
        return Err(Failure::usage(
            "Parquet is written to a file that is not compressed as a whole",
        )
        .help("give `--out FILE.parquet`"));
    }
    let connection = Connection::new(&args.connection, context)?;
    let graph = connection.graph_name()?;
    let catalog = connection.wait(async { Ok(connection.graph.schema().read().await?) })?;
    let mut rows = connection.graph.rows_of(&catalog, &args.name)?;
    let Some(ty) = Type::of(&catalog, graph, &args.name) else {
        return Err(Failure::input(format!("`{}` is not a type of `{graph}`", args.name)));
    };
    let columns = Columns::of(ty, &args.columns, &catalog, graph)?;
    if let Some(condition) = &args.condition
        && let Some(filter) = dump::filter(condition, ty)?
    {
        rows = rows.filter(filter);
    }
    if let Some(limit) = args.limit {
        rows = rows.limit(limit);
    }
    let attributes = columns.attributes();
    if !args.columns.is_empty() && !attributes.is_empty() {
        rows = rows.select(attributes);
    }
    let dump = Dump { args, context, connection: &connection, target, columns, ty };
    match format {
        DumpFormat::Csv => dump.run(rows, |it| Csv::open(&it.target, &it.columns, b',')),
        DumpFormat::Tsv => dump.run(rows, |it| Csv::open(&it.target, &it.columns, b'\t')),
        DumpFormat::Jsonl => dump.run(rows, |it| Lines::open(&it.target)),
        DumpFormat::Parquet => dump.run(rows, |it| Parquet::open(&it.target)),
    }
}

/// Returns the format that the name of a file ends with. Standard output and devices are CSV.
///
/// # Errors
///
/// When the ending is not that of a format.
fn by_name(path: Option<&Path>) -> Outcome<DumpFormat> {
    let Some(path) =
        path.filter(|path| path.metadata().is_ok_and(|it| it.is_file()) || !path.exists())
    else {
        return Ok(DumpFormat::Csv);
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    Ok(match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("csv") => DumpFormat::Csv,
        Some("tsv") => DumpFormat::Tsv,
        Some("jsonl" | "ndjson" | "json") => DumpFormat::Jsonl,
        Some("parquet") => DumpFormat::Parquet,
        _ => {
            let message = format!("the name {} does not end with a format", path.display());
            return Err(Failure::usage(message).help(
                "end it with .csv, .tsv, .jsonl (each also with .gz after it) or .parquet, or give \
                 `--format csv|tsv|jsonl|parquet`",
            ));
        }
    })
}

/// A dump that is prepared.
struct Dump<'a> {
    args: &'a DumpArgs,
    context: &'a Context,
    connection: &'a Connection,
    target: Target,
    columns: Columns,
    ty: Type<'a>,
}

/// The end of a dump.
enum End {
    Whole,
    /// The reader of the rows has closed its end.
    Closed,
    Interrupted,
}

impl Dump<'_> {
    fn run<S: Sink>(&self, rows: NamedRows, open: impl FnOnce(&Self) -> io::Result<S>) -> Outcome {
        let start = Instant::now();
        let mut written = 0;
        let end = self.connection.wait(self.write(rows, open, &mut written));
        let end = end.and_then(|end| match end {
            End::Whole => {
                self.target.complete().map(|()| end).map_err(|error| self.target.failure(&error))
            }
            end => Ok(end),
        });
        if !matches!(end, Ok(End::Whole)) {
            self.target.discard();
        }
        let end = end?;
        if matches!(end, End::Closed) {
            return Ok(Exit::Done);
        }
        let interrupted = matches!(end, End::Interrupted);
        let account = Account {
            ok: !interrupted,
            interrupted,
            name: self.ty.name().to_owned(),
            rows: written,
            seconds: start.elapsed().as_secs_f64(),
            file: self.args.out.as_ref().map(|path| path.display().to_string()),
            notes: self.notes(),
        };
        self.context.out.account(&account, || account.text(), self.args.out.is_some())?;
        Ok(if interrupted { Exit::Interrupted } else { Exit::Done })
    }

    async fn write<S: Sink>(
        &self,
        rows: NamedRows,
        open: impl FnOnce(&Self) -> io::Result<S>,
        written: &mut u64,
    ) -> Outcome<End> {
        let mut stop = signalled()?;
        let failed = |error: io::Error| match error.kind() {
            ErrorKind::BrokenPipe => Ok(End::Closed),
            _ => Err(self.target.failure(&error)),
        };
        let mut sink = match open(self) {
            Ok(sink) => sink,
            Err(error) => return failed(error),
        };
        let mut progress = Progress::start(self.ty.name(), self.context, self.args.out.is_some());
        let mut items = match sink.read(rows, &self.columns) {
            Ok(items) => items,
            Err(error) => return failed(error),
        };
        loop {
            let item = tokio::select! {
                biased;
                _ = stop.wait_for(|is_signalled| *is_signalled) => return Ok(End::Interrupted),
                item = items.next() => item,
            };
            let Some(item) = item else { break };
            match sink.write(item?) {
                Ok(rows) => *written += rows,
                Err(error) => return failed(error),
            }
            progress.at(*written);
        }
        match sink.finish() {
            Ok(()) => Ok(End::Whole),
            Err(error) => failed(error),
        }
    }

    /// Returns notes about values that a load of the file would not restore.
    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if let Type::Vertex(ty) = self.ty
            && !ty.vectors.is_empty()
        {
            let names: Vec<_> = ty.vectors.iter().map(|it| format!("`{}`", it.name)).collect();
            notes.push(format!(
                "without the vector attributes {}, which the server does not list",
                names.join(", ")
            ));
        }
        notes.extend(self.columns.lossy().into_iter().map(|(name, number)| {
            format!(
                "{number} empty texts of `{name}`, which `tg load` leaves out of a CSV file, so \
                 that they get its default; `--format jsonl` keeps them"
            )
        }));
        notes
    }
}

/// The progress on standard error: a spinner on a terminal, lines elsewhere.
struct Progress<'a> {
    name: &'a str,
    context: &'a Context,
    spinner: Option<ProgressBar>,
    reported: Instant,
}

impl<'a> Progress<'a> {
    fn start(name: &'a str, context: &'a Context, has_file: bool) -> Self {
        let is_visible = io::stderr().is_terminal() && (has_file || !io::stdout().is_terminal());
        let spinner = (is_visible && !context.out.json).then(|| {
            let spinner = ProgressBar::new_spinner().with_prefix(name.to_owned());
            spinner.enable_steady_tick(Duration::from_millis(120));
            match ProgressStyle::with_template(
                "{spinner} {prefix}: {elapsed}, {pos} rows, {per_sec}",
            ) {
                Ok(style) => spinner.with_style(style),
                Err(_) => spinner,
            }
        });
        Self { name, context, spinner, reported: Instant::now() }
    }

    fn at(&mut self, rows: u64) {
        if !rows.is_multiple_of(ROWS) {
            return;
        }
        match &self.spinner {
            Some(spinner) => spinner.set_position(rows),
            None if self.reported.elapsed() >= LINES && !io::stderr().is_terminal() => {
                self.reported = Instant::now();
                self.context.out.note(&format!("{}: {rows} rows", self.name));
            }
            None => {}
        }
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        if let Some(spinner) = &self.spinner {
            spinner.finish_and_clear();
        }
    }
}
