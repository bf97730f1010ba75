//! `tg load`: rows of files become vertices and edges.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use tg_runtime::Graph as _;
use tg_runtime::load::{LoadAccount, LoadRows};

use super::Context;
use super::connection::Connection;
use super::signal::signal;
use crate::args::{LoadArgs, RunArgs};
use crate::exit::{Exit, Failure, Outcome};
use crate::load::{self, Job, Jobs, Specs};
use crate::output::load::{Account, FileAccount};

/// The time between two lines about the progress, where there is no terminal.
const LINES: Duration = Duration::from_secs(10);

/// The maximum number of rows of a sample that are reported.
const MAX_EXAMPLES: usize = 5;

pub(super) fn run(args: LoadArgs, context: &Context) -> Outcome {
    let is_mapping = |path: &PathBuf| path.extension().is_some_and(|it| it == "toml");
    let mapping = args.files.iter().find(|path| is_mapping(path) && !args.infer).cloned();
    check_flags(&args, mapping.as_deref())?;
    let connection = Connection::new(&args.connection, context)?;
    let graph = connection.name().ok_or_else(|| {
        Failure::configuration("no graph is named").help(
            "give `--graph NAME`, set TG_GRAPH, or write `graph = \"..\"` into tigergraph.toml",
        )
    })?;
    let catalog = connection.wait(async { Ok(connection.graph.schema().read().await?) })?;
    if args.infer {
        let text = load::infer(&args.files, &args.format, &catalog, graph)?;
        context.out.raw(&text)?;
        return Ok(Exit::Done);
    }
    let specs = match &mapping {
        Some(path) => Specs::read(path)?,
        None => load::spec_of_flags(&args),
    };
    let jobs = load::prepare(specs, &catalog, graph)?;
    for job in &jobs {
        context.out.note(job.listing().text().trim_end());
    }
    if mapping.is_none() {
        check_columns(&args, &jobs)?;
        for job in &jobs {
            rehearse(job, &connection, context)?;
        }
        if !args.run.dry_run && !args.run.yes {
            let question = format!("\nLoad into {graph} on {}?", connection.url);
            let help = "look at the mapping, and add --yes";
            if !context.confirmed(&question, "the mapping", help)? {
                return Err(Failure::refused("nothing was loaded"));
            }
        }
    }
    load_all(jobs, &args.run, &connection, context)
}

/// Rejects flags that have no meaning together.
fn check_flags(args: &LoadArgs, mapping: Option<&Path>) -> Outcome<()> {
    if args.infer {
        return Ok(());
    }
    let Some(mapping) = mapping else {
        if args.vertex.is_none() && args.edge.is_none() {
            return Err(Failure::usage("the rows have no type").help(
                "give `--vertex TYPE` or `--edge TYPE`, or a mapping, which `tg load --infer \
                 FILE.. > mapping.toml` begins",
            ));
        }
        return Ok(());
    };
    if args.files.len() > 1 {
        return Err(
            Failure::usage("a mapping names its files itself").help("give the mapping alone")
        );
    }
    let flags = args.format.given();
    let is_ends = args.run.ends_must_exist;
    if args.vertex.is_some() || args.edge.is_some() || !flags.is_empty() || is_ends {
        let name = mapping.display();
        let flags = flags.into_iter().chain(is_ends.then_some("--ends-must-exist"));
        let flags = flags.chain(args.vertex.as_ref().map(|_| "--vertex"));
        let flags: Vec<_> = flags.chain(args.edge.as_ref().map(|_| "--edge")).collect();
        return Err(Failure::usage(format!("{} and a mapping", flags.join(", ")))
            .help(format!("{name} has keys for these: `tg load --help`")));
    }
    Ok(())
}

/// Fails unless the columns that nothing uses are left out explicitly.
fn check_columns(args: &LoadArgs, jobs: &Jobs) -> Outcome<()> {
    for column in &args.ignore {
        if !jobs.iter().any(|job| job.has_column(column)) {
            return Err(Failure::usage(format!("--ignore {column}: there is no such column")));
        }
    }
    let unused = jobs.iter().flat_map(Job::unused);
    let unused: Vec<_> = unused.filter(|column| !args.ignore.contains(column)).collect();
    if unused.is_empty() || args.ignore_rest {
        return Ok(());
    }
    let hints: Vec<_> = jobs.iter().filter_map(Job::rename_hint).collect();
    let names: Vec<_> = unused.iter().map(|it| format!("`{it}`")).collect();
    let plural = if names.len() == 1 { "column" } else { "columns" };
    let advice = match hints.first() {
        Some(hint) => format!("{hint}; to leave out the columns add --ignore-rest"),
        None => "to leave them out add --ignore-rest, or map one by --set 'ATTRIBUTE={COLUMN}'"
            .to_owned(),
    };
    let message = format!("no attribute has the name of the {plural} {}", names.join(", "));
    Err(Failure::input(message).help(advice))
}

/// Converts the rows of the sample, and reports those that would be rejected.
fn rehearse(job: &Job, connection: &Connection, context: &Context) -> Outcome<()> {
    let account = connection.wait(async { Ok(job.rehearsal(&connection.graph).await?) })?;
    if let Some(failure) = account.failure() {
        return Err(failure.clone().into());
    }
    let wrong: Vec<_> = account
        .rejected_rows()
        .iter()
        .filter(|row| !(job.is_cut() && row.row == account.read()))
        .collect();
    let flags = job.advice().flags();
    if wrong.is_empty() && flags.is_empty() {
        return Ok(());
    }
    if !wrong.is_empty() {
        let read = account.read();
        let mut text = format!("of the first {read} rows, {} would be rejected:", wrong.len());
        for row in wrong.iter().take(MAX_EXAMPLES) {
            text += &format!("\n  {}:{}: {}", job.name, row.line.unwrap_or(row.row), row.reason);
        }
        context.out.note(&text);
    }
    if !flags.is_empty() {
        use crate::output::style::HELP;
        context.out.note(&format!("{HELP}help{HELP:#}: try {}", flags.join(" ")));
    }
    Ok(())
}

fn load_all(jobs: Jobs, args: &RunArgs, connection: &Connection, context: &Context) -> Outcome {
    let several = jobs.len() > 1;
    let mut account = Account {
        ok: true,
        dry_run: args.dry_run,
        interrupted: false,
        files: Vec::new(),
        not_begun: Vec::new(),
    };
    let mut failure = None;
    let interrupted = Arc::new(AtomicBool::new(false));
    for (index, mut job) in jobs.into_iter().enumerate() {
        if !account.ok && (account.interrupted || failure.is_some()) {
            account.not_begun.push(job.name.clone());
            continue;
        }
        let numbered =
            |path: &PathBuf| if several { numbered(path, index + 1) } else { path.clone() };
        let rejects = args.rejects.as_ref().map(numbered);
        let load = job.load(&connection.graph);
        let load =
            with_settings(load, args, rejects.as_deref(), args.checkpoint.as_ref().map(numbered));
        let outcome = connection.wait(async {
            let progress = Progress::start(&job.name, context);
            let (end, ended) = (signal()?, interrupted.clone());
            let load = load.stop_when(async move {
                end.await;
                ended.store(true, Ordering::Release);
            });
            let done = load.on_progress(progress.observer()).await;
            progress.finish();
            Ok(done?)
        })?;
        let is_clean = outcome.failure().is_none() && outcome.rejected() + outcome.in_doubt() == 0;
        account.ok &= is_clean;
        if let Some(error) = outcome.failure() {
            account.interrupted = interrupted.load(Ordering::Acquire);
            failure = Some(Failure::from(error.clone()));
        }
        let file = FileAccount::of(&job.name, &outcome, rejects.as_deref());
        account.files.push(file);
    }
    context.out.show(&account, || account.text())?;
    if account.interrupted {
        let again = match &args.checkpoint {
            Some(_) => "the same command continues",
            None => "started again, it loads from the beginning",
        };
        context.out.note(&format!("the load was ended early: {again}"));
        return Ok(Exit::Interrupted);
    }
    match failure {
        Some(failure) => Err(failure),
        None => Ok(Exit::of(account.ok)),
    }
}

fn with_settings(
    mut load: LoadRows,
    args: &RunArgs,
    rejects: Option<&Path>,
    checkpoint: Option<PathBuf>,
) -> LoadRows {
    if args.dry_run {
        load = load.dry_run();
    }
    if let Some(rows) = args.max_rejects {
        load = load.max_rejects(rows);
    }
    if let Some(requests) = args.concurrency {
        load = load.concurrency(requests);
    }
    if let Some(bytes) = args.request_bytes {
        load = load.request_bytes(bytes);
    }
    if let Some(path) = rejects {
        load = load.rejects(path);
    }
    match checkpoint {
        Some(path) => load.checkpoint(path),
        None => load,
    }
}

/// Returns the name of a file for one of several loads: `bad.2.jsonl` of `bad.jsonl`.
fn numbered(path: &Path, number: usize) -> PathBuf {
    match path.extension() {
        Some(extension) => path.with_extension(format!("{number}.{}", extension.to_string_lossy())),
        None => path.with_extension(number.to_string()),
    }
}

/// The progress on standard error: a bar on a terminal, lines elsewhere.
struct Progress {
    name: String,
    bar: Option<ProgressBar>,
    context: crate::output::Output,
}

impl Progress {
    fn start(name: &str, context: &Context) -> Self {
        let is_terminal = io::stderr().is_terminal() && !context.out.json;
        let bar = is_terminal.then(|| {
            let style = ProgressStyle::with_template("{spinner} {prefix}: {msg}, {elapsed}");
            let bar = ProgressBar::new_spinner().with_prefix(name.to_owned());
            bar.enable_steady_tick(Duration::from_millis(120));
            match style {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            }
        });
        Self { name: name.to_owned(), bar, context: context.out }
    }

    /// Returns the function that is called with the account so far.
    fn observer(&self) -> impl FnMut(&LoadAccount) + Send + 'static {
        let (bar, name, out) = (self.bar.clone(), self.name.clone(), self.context);
        let start = Instant::now();
        let mut last = start;
        move |account| {
            let message = || {
                let rate = account.read() as f64 / start.elapsed().as_secs_f64().max(0.001);
                format!("{account}, {rate:.0} rows/s")
            };
            match &bar {
                Some(bar) => bar.set_message(message()),
                None if last.elapsed() >= LINES => {
                    last = Instant::now();
                    out.note(&format!("{name}: {}", message()));
                }
                None => {}
            }
        }
    }

    fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
