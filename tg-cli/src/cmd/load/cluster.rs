//! `tg load --from-cluster`: the server reads the data itself.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use tg_gsql::model::Catalog;
use tg_runtime::load::{LoadingRun, LoadingStatus};
use tg_runtime::operation::WorkState;
use tg_runtime::sources::DataSourceConfig;
use tg_runtime::{ErrorKind, Graph as _};
use tokio::sync::watch;

use crate::args::{LoadArgs, Way};
use crate::cmd::Context;
use crate::cmd::connection::Connection;
use crate::cmd::signal::signalled;
use crate::config;
use crate::exit::{Exit, Failure, Outcome};
use crate::load::{self, ClusterFile, ClusterJob, Location, Sample};
use crate::output::load::{Account, FileAccount};

/// The number of lines of a file that the server shows.
const PREVIEW: u32 = 100;

pub(super) fn run(
    args: &LoadArgs,
    mapping: Option<&Path>,
    location: &Location,
    connection: &Connection,
    catalog: &Catalog,
    context: &Context,
) -> Outcome {
    let options = &args.cluster;
    let name = unique_name();
    let (data_source, config) = match &options.data_source {
        Some(name) => (name.clone(), None),
        None => {
            let file = options.source_config.as_deref();
            (name.clone(), location.config(file, &config::of_the_process)?)
        }
    };
    let cluster =
        Cluster { args, mapping, location, name, data_source, config, connection, context };
    cluster.run(catalog)
}

/// Returns a name that no other load has.
fn unique_name() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("tg_load_{}_{}", now.as_millis(), std::process::id())
}

/// A load by the server.
struct Cluster<'a> {
    args: &'a LoadArgs,
    mapping: Option<&'a Path>,
    location: &'a Location,
    /// The name of the loading job.
    name: String,
    data_source: String,
    /// The data source that is created for this load, if it needs one.
    config: Option<DataSourceConfig>,
    connection: &'a Connection,
    context: &'a Context,
}

impl Cluster<'_> {
    fn run(&self, catalog: &Catalog) -> Outcome {
        let Self { args, connection, context, .. } = *self;
        let graph = connection.name().unwrap_or_default();
        // Without files, the location is the file.
        let is_file = args.files.is_empty();
        let mut specs = match self.mapping {
            Some(path) => load::Specs::read(path)?,
            None => load::spec_of_flags(args),
        };
        if is_file {
            specs.set_path(&self.location.to_string());
        }
        let folder = match self.mapping {
            Some(path) => Some(path.parent().unwrap_or(Path::new("")).to_owned()),
            None => (!is_file).then(PathBuf::new),
        };
        let remote = |path: &Path, columns: Option<&[String]>, delimiter: Option<u8>| {
            let place = match &folder {
                Some(folder) => {
                    let path = path.strip_prefix(folder).unwrap_or(path);
                    self.location.join(&path.display().to_string()).map_err(io::Error::other)?
                }
                None => self.location.clone(),
            };
            self.sample(&place, columns, delimiter)
        };
        let jobs = load::prepare(specs, catalog, graph, Some(&remote))?;
        for job in &jobs {
            context.out.note(job.listing().text().trim_end());
        }
        if !args.format.columns.is_empty() {
            context.out.note("note: the first line of the file is a row, not a header");
        }
        if self.mapping.is_none() {
            super::check_columns(args, &jobs)?;
        }
        let (location, folder) = (self.location, folder.as_deref());
        let job = load::loading_job(&self.name, &jobs, catalog, graph, location, folder)?;
        context.out.note(&format!("\n{}", job.text));
        if !args.run.dry_run && !args.run.yes {
            let question = format!("\nRun this loading job on {}?", connection.url);
            let help = "look at the loading job, and add --yes";
            if !context.confirmed(&question, "the loading job", help)? {
                return Err(Failure::refused("nothing was loaded"));
            }
        }
        connection.wait(self.with_source(self.load(&job)))
    }

    /// Does something with the data source, which contains credentials and is dropped after it.
    async fn with_source<T>(&self, work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
        let Some(config) = &self.config else { return work.await };
        let sources = self.connection.graph.admin().data_sources();
        let created = sources.create(&self.data_source, config.clone()).await;
        // After an error it may exist.
        let is_certain = created.is_ok();
        let outcome = match created {
            Ok(()) => work.await,
            Err(error) => Err(error.into()),
        };
        if let Err(error) = sources.drop(&self.data_source).await
            && is_certain
        {
            let name = &self.data_source;
            let message = format!("the data source {name} is still on the server: {error}");
            self.context.out.note(&message);
        }
        outcome
    }

    /// Returns the first lines of a file, or what is known of them.
    fn sample(
        &self,
        place: &Location,
        columns: Option<&[String]>,
        delimiter: Option<u8>,
    ) -> io::Result<Sample> {
        let name = place.to_string();
        if let Some(columns) = columns {
            let delimiter = char::from(delimiter.unwrap_or(b',')).to_string();
            return Ok(Sample::of_lines(name, &[columns.join(&delimiter)]));
        }
        let unknown = |reason: String| {
            io::Error::other(format!(
                "its columns are not known ({reason}): give `--columns`, in a mapping `columns`, \
                 or keep a file of this name with the first rows here"
            ))
        };
        let Some((kind, url)) = place.preview() else {
            return Err(unknown("the server does not show the first lines of such a file".into()));
        };
        let sources = self.connection.graph.admin().data_sources();
        let preview = sources.preview(&self.data_source, url).kind(kind).lines(PREVIEW);
        let lines = async {
            let mut signalled = signalled()?;
            tokio::select! {
                preview = preview => Ok(preview?.lines::<String>()?),
                _ = signalled.wait_for(|is_signalled| *is_signalled) => {
                    Err(Failure::refused("the command was ended early"))
                }
            }
        };
        let lines = self.connection.wait(self.with_source(lines));
        match lines {
            Ok(lines) => Ok(Sample::of_lines(name, &lines)),
            Err(failure) => Err(unknown(failure.text())),
        }
    }

    async fn load(&self, job: &ClusterJob) -> Outcome {
        let Self { args, connection, context, .. } = *self;
        let mut account = Account {
            ok: true,
            dry_run: args.run.dry_run,
            interrupted: false,
            files: Vec::new(),
            not_begun: Vec::new(),
        };
        let mut failure = None;
        let signalled = signalled()?;
        let jobs = connection.graph.loading_jobs();
        jobs.create(&job.text).await?;
        for file in &job.files {
            account.interrupted |= failure.is_none() && *signalled.borrow();
            if failure.is_some() || account.interrupted {
                account.not_begun.push(file.location.to_string());
                continue;
            }
            let run = match self.start(job, file).await {
                Ok(run) => run,
                Err(error) => {
                    failure = Some(error);
                    account.not_begun.push(file.location.to_string());
                    continue;
                }
            };
            let (status, ended) = self.watch(&run, file, signalled.clone()).await;
            account.interrupted |= matches!(ended, Ended::Stopped);
            if let Ended::Failed(error) = ended {
                failure = Some(error);
            }
            let reason = failure.as_ref().map(Failure::text);
            let name = file.location.to_string();
            let file = FileAccount::of_run(&name, run.id(), status.as_ref(), reason);
            account.ok &= file.is_clean();
            account.files.push(file);
        }
        if let Err(error) = jobs.drop(&job.name).await {
            context.out.note(&format!("the loading job {} is still there: {error}", job.name));
        }
        account.ok &= failure.is_none() && !account.interrupted;
        context.out.show(&account, || account.text())?;
        match failure {
            Some(failure) => Err(failure),
            None if account.interrupted => {
                context.out.note("the load was ended early; started again, it loads all files");
                Ok(Exit::Interrupted)
            }
            None => Ok(Exit::of(account.ok)),
        }
    }

    /// Starts the job on one file.
    async fn start(&self, job: &ClusterJob, file: &ClusterFile) -> Outcome<LoadingRun> {
        let mut run = self.connection.graph.loading_job(&job.name).run();
        run = run.source(&file.variable, file.location.source(&self.data_source));
        if self.args.run.dry_run {
            run = run.dry_run();
        }
        if let Some(lines) = self.args.run.max_rejects {
            run = run.max_errors(lines);
        }
        run.await.map_err(|error| match error.kind() {
            // The job was created, so the only name that may be unknown is that of the file.
            ErrorKind::UnknownName => {
                let reason = error.message();
                Failure::input(format!("the server cannot read {}: {reason}", file.location))
                    .help("the path is one of the server, and of each of its machines")
            }
            _ => error.into(),
        })
    }

    /// Waits for the end of a run, and returns its last known status.
    async fn watch(
        &self,
        run: &LoadingRun,
        file: &ClusterFile,
        mut signalled: watch::Receiver<bool>,
    ) -> (Option<LoadingStatus>, Ended) {
        let progress = super::Progress::start(&file.location.to_string(), self.context);
        let mut last = None;
        let mut report = progress.observer_of_run();
        let ended = {
            let wait = run.wait().on_progress(|status: &LoadingStatus| {
                report(status);
                last = Some(status.clone());
            });
            tokio::select! {
                ended = wait => match ended {
                    Ok(status) if status.state() == WorkState::Finished => Ended::Whole,
                    Ok(_) => Ended::Stopped,
                    Err(error) => Ended::Failed(error.into()),
                },
                _ = signalled.wait_for(|is_signalled| *is_signalled) => Ended::Stopped,
            }
        };
        if !matches!(ended, Ended::Whole) {
            // An error means that the run is over, or that the server cannot be reached.
            let _ = run.abort().await;
        }
        progress.finish();
        let status = run.status().await.ok().or(last);
        let is_whole = status.as_ref().is_some_and(|it| it.state() == WorkState::Finished);
        match ended {
            Ended::Stopped if is_whole => (status, Ended::Whole),
            ended => (status, ended),
        }
    }
}

/// The end of a run.
enum Ended {
    Whole,
    Stopped,
    Failed(Failure),
}

/// Rejects flags that are for loads by this machine.
pub(super) fn check_flags(args: &LoadArgs) -> Outcome<()> {
    let run = &args.run;
    let flags = [
        (run.rejects.is_some(), "--rejects"),
        (run.checkpoint.is_some(), "--checkpoint"),
        (run.concurrency.is_some(), "--concurrency"),
        (run.request_bytes.is_some(), "--request-bytes"),
        (run.via == Way::LoadingJob, "--via loading-job"),
        (args.infer, "--infer"),
    ];
    let given: Vec<_> = flags.into_iter().filter(|(is_set, _)| *is_set).map(|it| it.1).collect();
    if given.is_empty() {
        return Ok(());
    }
    Err(Failure::usage(format!("{} with --from-cluster", given.join(", ")))
        .help("the server reads the data itself; leave them out"))
}
