//! `tg load`: rows of files become vertices and edges.

mod cluster;
mod finished;
mod progress;

use std::path::{Path, PathBuf};

use tg_runtime::load::{LoadRows, RejectedRow};
use tg_runtime::{ErrorKind, Graph as _};

use finished::Finished;
use progress::Progress;

use super::Context;
use super::connection::Connection;
use super::signal::signalled;
use crate::args::{LoadArgs, RunArgs, Way};
use crate::exit::{Exit, Failure, Outcome};
use crate::load::{self, Job, Jobs, Specs};
use crate::output::load::{Account, FileAccount};
use crate::output::table::count;

/// The maximum number of rows of a sample that are reported.
const MAX_EXAMPLES: usize = 5;

pub(super) fn run(args: LoadArgs, context: &Context) -> Outcome {
    let is_mapping = |path: &PathBuf| path.extension().is_some_and(|it| it == "toml");
    let mapping = args.files.iter().find(|path| is_mapping(path) && !args.infer).cloned();
    check_flags(&args, mapping.as_deref())?;
    let connection = Connection::new(&args.connection, context)?;
    let graph = connection.graph_name()?;
    let catalog = connection.wait(async { Ok(connection.graph.schema().read().await?) })?;
    if args.infer {
        let text = load::infer(&args.files, &args.format, &catalog, graph)?;
        let mapping = serde_json::json!({ "mapping": text });
        if context.out.json {
            context.out.show(&mapping, String::new)?;
        } else {
            context.out.raw(&text)?;
        }
        return Ok(Exit::Done);
    }
    if let Some(location) = &args.cluster.from_cluster {
        let mapping = mapping.as_deref();
        return cluster::run(&args, mapping, location, &connection, &catalog, context);
    }
    let specs = match &mapping {
        Some(path) => Specs::read(path)?,
        None => load::spec_of_flags(&args),
    };
    let jobs = load::prepare(specs, &catalog, graph, None)?;
    for job in &jobs {
        context.out.note(job.listing().text().trim_end());
    }
    if mapping.is_none() {
        check_columns(&args, &jobs)?;
        for job in &jobs {
            rehearse(job, args.run.dry_run, &connection, context)?;
        }
        if !args.run.dry_run && !args.run.yes {
            let question = format!("\nLoad into {graph} on {}?", connection.url);
            let help = "look at the mapping, and add --yes";
            if !context.confirmed(&question, "the mapping", help)? {
                return Err(Failure::refused("nothing was loaded"));
            }
        }
    }
    if args.run.via == Way::LoadingJob {
        check_way(&jobs, &args.run, &connection, context)?;
    }
    connection.wait(load_all(jobs, &args.run, &connection, context))
}

/// Rejects flags that have no meaning together.
fn check_flags(args: &LoadArgs, mapping: Option<&Path>) -> Outcome<()> {
    if args.cluster.from_cluster.is_some() {
        cluster::check_flags(args)?;
    }
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

/// Rejects entries that cannot be sent via a loading job, and prints the job of a dry run.
fn check_way(
    jobs: &Jobs,
    args: &RunArgs,
    connection: &Connection,
    context: &Context,
) -> Outcome<()> {
    if let Some(job) = jobs.iter().find(|job| job.ends_must_exist) {
        return Err(Failure::usage(format!(
            "--via loading-job, and the ends of edges in {} must exist",
            job.name
        ))
        .help(
            "the server does not report the edges that a loading job skips: leave out --via, or \
             `ends_must_exist`",
        ));
    }
    if let Some(job) = jobs.first().filter(|_| args.dry_run) {
        let load = job.rehearsal(&connection.graph);
        let text = connection.wait(async { Ok(load.loading_job().await?) })?;
        context.out.note(text.trim_end());
    }
    Ok(())
}

/// Fails unless the columns that nothing uses are left out explicitly.
fn check_columns(args: &LoadArgs, jobs: &Jobs) -> Outcome<()> {
    let is_unknown = |column: &&String| !jobs.iter().any(|job| job.has_column(column));
    let unknown: Vec<_> = args.ignore.iter().filter(is_unknown).map(String::as_str).collect();
    let unused = jobs.iter().flat_map(Job::unused);
    let unused: Vec<_> = unused.filter(|column| !args.ignore.contains(column)).collect();
    let problem = (!unknown.is_empty())
        .then(|| format!("--ignore {}: there is no such column", unknown.join(", --ignore ")));
    if unused.is_empty() || args.ignore_rest {
        return problem.map_or(Ok(()), |problem| Err(Failure::usage(problem)));
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
    match problem {
        Some(problem) => Err(Failure::usage(format!("{problem}; {message}")).help(advice)),
        None => Err(Failure::input(message).help(advice)),
    }
}

/// Converts the rows of the sample, and reports those that would be rejected.
fn rehearse(job: &Job, dry_run: bool, connection: &Connection, context: &Context) -> Outcome<()> {
    let account = connection.wait(async { Ok(job.rehearsal(&connection.graph).await?) })?;
    if let Some(failure) = account.failure() {
        return Err(failure.clone().into());
    }
    // The last row of a sample may be a part of one.
    let is_whole = |row: &&RejectedRow| !(job.is_cut() && row.row == account.read());
    let wrong: Vec<_> =
        account.rejected_rows().iter().filter(is_whole).take(MAX_EXAMPLES).collect();
    let flags = job.advice().flags();
    // A dry run reports the rows itself.
    if !wrong.is_empty() && !dry_run {
        let (read, rejected) = (account.read(), account.rejected());
        let first = count(read, "row");
        let mut text = format!("of the first {first}, {rejected} would be rejected:");
        for row in wrong {
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

async fn load_all(
    jobs: Jobs,
    args: &RunArgs,
    connection: &Connection,
    context: &Context,
) -> Outcome {
    let number_of_jobs = jobs.len();
    let mut account = Account {
        ok: true,
        dry_run: args.dry_run,
        interrupted: false,
        files: Vec::new(),
        not_begun: Vec::new(),
    };
    let mut failure = None;
    // One for all files: a signal between two of them is not lost.
    let signalled = signalled()?;
    // The checkpoint of a load is removed at its end, so the files before are kept in one of ours.
    let kept = args.checkpoint.as_ref().filter(|_| number_of_jobs > 1 && !args.dry_run);
    let mut finished = Finished::open(kept)?;
    for (index, mut job) in jobs.into_iter().enumerate() {
        account.interrupted |= failure.is_none() && *signalled.borrow();
        if failure.is_some() || account.interrupted {
            account.not_begun.push(job.name.clone());
            continue;
        }
        let identity =
            format!("{} {:?} {:?} {}", connection.url, connection.name(), args.via, job.identity());
        if let Some(file) = finished.take(&identity) {
            account.ok &= file.is_clean();
            account.files.push(file);
            continue;
        }
        let numbered = |path: &PathBuf, number| {
            if number_of_jobs > 1 { numbered(path, number) } else { path.clone() }
        };
        // An entry inserted before a loaded file does not replace the rows that it rejected.
        let rejects = args.rejects.as_ref().filter(|_| !args.dry_run).and_then(|path| {
            let mut paths =
                (index + 1..).step_by(number_of_jobs).map(|number| numbered(path, number));
            paths.find(|path| !finished.has_rejects(path))
        });
        let checkpoint = args.checkpoint.as_ref().map(|path| numbered(path, index + 1));
        let load = job.load(&connection.graph);
        let load = with_settings(load, args, rejects.as_deref(), checkpoint);
        let progress = Progress::start(&job.name, context);
        let mut stop = signalled.clone();
        let load = load.stop_when(async move {
            // An error is the end of the runtime.
            let _ = stop.wait_for(|is_signalled| *is_signalled).await;
        });
        let outcome = load.on_progress(progress.observer()).await;
        progress.finish();
        let outcome = match outcome {
            Ok(outcome) => outcome,
            Err(error) => {
                failure = Some(error.into());
                account.not_begun.push(job.name.clone());
                continue;
            }
        };
        account.ok &= outcome.is_clean() || (args.dry_run && outcome.rejected() == 0);
        let file = FileAccount::of(&job.name, &outcome, rejects.as_deref());
        match outcome.failure() {
            Some(error) if error.kind() == ErrorKind::Aborted && *signalled.borrow() => {
                account.interrupted = true;
            }
            Some(error) => failure = Some(Failure::from(error.clone())),
            None => failure = finished.add(&identity, &file).err(),
        }
        account.files.push(file);
    }
    if failure.is_none() && !account.interrupted {
        failure = finished.remove().err();
    }
    account.ok &= failure.is_none() && !account.interrupted;
    context.out.show(&account, || account.text())?;
    if account.interrupted || (failure.is_some() && !account.files.is_empty()) {
        let again = match &args.checkpoint {
            Some(_) => "the same command continues",
            None => "started again, it loads from the beginning",
        };
        context.out.note(&format!("the load was ended early: {again}"));
    }
    match failure {
        Some(failure) => Err(failure),
        None if account.interrupted => Ok(Exit::Interrupted),
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
    if args.via == Way::LoadingJob {
        load = load.via_loading_job();
    }
    if let Some(rows) = args.max_rejects {
        load = load.max_rejects(rows);
    }
    if let Some(requests) = args.concurrency {
        load = load.concurrency(requests);
    }
    if let Some(bytes) = args.request_bytes {
        load = load.request_bytes(bytes.get());
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
