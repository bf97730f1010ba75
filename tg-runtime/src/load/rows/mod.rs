//! Loading rows of the program's own types as vertices and edges.

mod account;
#[cfg(feature = "arrow-60")]
mod arrow;
mod checkpoint;
mod chunk;
mod columns;
mod csv;
mod file;
mod flow;
mod input;
mod job;
mod json_lines;
mod memory;
mod origin;
mod output;
mod read;
mod rejected;
mod rejects;
mod requests;
mod send;
mod source;
mod zstd;

use std::any::type_name;
use std::fmt;
use std::future;
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;
use std::pin::Pin;

pub use account::{LoadAccount, RejectedRow};
#[cfg(feature = "arrow-60")]
pub use arrow::{ParquetSource, RecordBatches};
pub use csv::CsvSource;
pub use input::{decompressed, matching_files};
use job::GeneratedJob;
pub(crate) use job::LoadTypes;
pub use json_lines::JsonLines;
pub use output::RowOutput;
use send::Pipeline;
pub use source::{Place, ReadRows, RowSource};

use crate::client::{Client, Limits};
use crate::error::{Error, Result};
use crate::operation::{Deadline, OnProgress, Operation, operation};
use crate::upsert::{Ack, Rules, condition_methods};
use read::Reading;

/// The reason why a row is rejected; `?` makes one of any error, and `.into()` of a text.
type Reason = Box<dyn std::error::Error + Send + Sync>;

/// The settings of a load.
#[derive(Debug, Clone)]
struct Settings {
    request_bytes: usize,
    memory_limit: usize,
    concurrency: NonZeroUsize,
    rejects: Option<PathBuf>,
    checkpoint: Option<PathBuf>,
    max_rejects: Option<u64>,
    max_rows_per_second: Option<NonZeroU32>,
    dry_run: bool,
    via_loading_job: bool,
}

/// The origin of the rows: what a second load must have in common to continue the first.
#[derive(Debug)]
struct Origin {
    mapping: String,
    version: String,
    files: Option<Vec<PathBuf>>,
}

/// Loads rows: [`Graph::load`](crate::Graph::load). Awaited, it returns a [`LoadAccount`].
///
/// A thread of its own reads the rows and writes requests of about
/// [`request_bytes`](Self::request_bytes), or what a slow source gives in a second or two, of which
/// [`concurrency`](Self::concurrency) are under way at once. It reads on only when a request can be
/// sent, so the memory in use does not depend on the number of rows: about three times the bytes of
/// a request for each of them and two more, and at most the [`memory_limit`](Self::memory_limit).
///
/// A request that the server rejects, or accepts in part, is divided until only the rows that are
/// the cause are rejected, such as those with an edge that a condition excludes. Rows may be sent
/// more than once: an upsert changes nothing the second time, and rows that
/// [add](RowOutput::update) to stored values are not sent again when they may be stored. The server
/// may execute a later request first, so of several rows with the same id any may be the one that
/// remains; with a `concurrency` of 1 it is the last.
///
/// The first failure of a request, after the repetitions of the
/// [`RetryPolicy`](crate::client::RetryPolicy), ends the load; the account has the
/// [failure](LoadAccount::failure) and what became of every row.
///
/// # Errors
///
/// When the load does not begin: without a tokio runtime, when the file of the rejects cannot be
/// created or is also another file of the load, or when the checkpoint is of another load; [via a
/// loading job](Self::via_loading_job), when the types do not fit the live schema or the job cannot
/// be created. Later failures are part of the account.
#[must_use = "operations do nothing until they are awaited"]
pub struct LoadRows {
    client: Client,
    fits: Operation<()>,
    types: LoadTypes,
    read: Box<dyn FnOnce(Reading) -> Result<()> + Send>,
    origin: Origin,
    settings: Settings,
    rules: Rules,
    limits: Limits,
    calls: Calls,
}

/// The program's part in a load that runs.
struct Calls {
    on_progress: Option<OnProgress<'static, LoadAccount>>,
    stop_when: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl LoadRows {
    pub(crate) fn new<G, Row, S, F>(
        client: Client,
        fits: Operation<()>,
        types: LoadTypes,
        source: S,
        map: F,
    ) -> Self
    where
        S: RowSource<Row>,
        F: FnMut(Row, &mut RowOutput<G>) -> Result<(), Reason> + Send + 'static,
        G: 'static,
        Row: 'static,
    {
        let rows = source.into_reader();
        let origin = Origin {
            mapping: format!("{} {} {}", type_name::<Row>(), type_name::<F>(), rows.format()),
            version: String::new(),
            files: rows.files().map(<[_]>::to_vec),
        };
        Self {
            client,
            fits,
            types,
            origin,
            read: Box::new(move |reading| reading.read_all(rows, map)),
            settings: Settings {
                request_bytes: 2 * 1024 * 1024,
                memory_limit: 256 * 1024 * 1024,
                concurrency: NonZeroUsize::new(4).unwrap_or(NonZeroUsize::MIN),
                rejects: None,
                checkpoint: None,
                max_rejects: None,
                max_rows_per_second: None,
                dry_run: false,
                via_loading_job: false,
            },
            rules: Rules::default(),
            limits: Limits::default(),
            calls: Calls { on_progress: None, stop_when: Box::pin(future::pending()) },
        }
    }

    /// Sets the number of bytes of a request, unless a single row has more. Default: 2 MiB; the
    /// server accepts 200 MB.
    pub fn request_bytes(mut self, bytes: usize) -> Self {
        self.settings.request_bytes = bytes;
        self
    }

    /// Sets the number of bytes that rows and requests may take in memory, without what the source
    /// and the function keep by themselves. Default: 256 MiB, of which rows of the usual size need
    /// a tenth. With a lower limit the requests are smaller. A row that needs more than an eighth
    /// of it is rejected.
    pub fn memory_limit(mut self, bytes: usize) -> Self {
        self.settings.memory_limit = bytes;
        self
    }

    /// Sets the maximum number of requests that are under way at a time. Default: 4. There are half
    /// as many after a request that has to be repeated or an answer that is very slow, and one more
    /// after each round of answers. A wait that the server requests (`Retry-After`) holds all of
    /// them.
    pub fn concurrency(mut self, requests: NonZeroUsize) -> Self {
        self.settings.concurrency = requests;
        self
    }

    /// Sets when the server answers. Default: that of the server.
    pub fn ack(mut self, ack: Ack) -> Self {
        self.rules.ack = Some(ack);
        self
    }

    /// Sets the maximum number of rows that are read in a second, to leave the server for others.
    /// Default: any number.
    pub fn max_rows_per_second(mut self, rows: NonZeroU32) -> Self {
        self.settings.max_rows_per_second = Some(rows);
        self
    }

    condition_methods!(edges);

    /// Writes each rejected row to a file, which is created or replaced: a JSON object per line,
    /// with the fields of [`RejectedRow`]. Corrected, it can be
    /// [loaded by itself](CsvSource::rejected_rows), but for rows that are
    /// [in doubt](RejectedRow::in_doubt). A load that continues at a
    /// [`checkpoint`](Self::checkpoint) keeps the rows that it contains.
    pub fn rejects(mut self, path: impl Into<PathBuf>) -> Self {
        self.settings.rejects = Some(path.into());
        self
    }

    /// Writes to a file which rows are done, after each request. A load that was killed or failed
    /// continues there if it is started again with the same checkpoint, and its account then
    /// includes the rows before. The file is removed when all rows are done.
    ///
    /// The load must be of files. A checkpoint of another server, graph, type of rows or format, of
    /// other files or of files that have changed since, is rejected, as is one of a function in
    /// another function or module of the program or of another [`version`](Self::version). A
    /// function that counts or collects does not see the rows that are done. Rows that were under
    /// way are sent again, except those that [add](RowOutput::update) to stored values, which are
    /// in doubt: of these, the file also contains which are under way, before they are.
    pub fn checkpoint(mut self, path: impl Into<PathBuf>) -> Self {
        self.settings.checkpoint = Some(path.into());
        self
    }

    /// Sets the version of the function, which a [`checkpoint`](Self::checkpoint) compares: the
    /// code of the function cannot be compared. Give another one, such as a number or the text of a
    /// configuration, when the function makes something else of a row. Default: none.
    pub fn version(mut self, version: impl fmt::Display) -> Self {
        self.origin.version = version.to_string();
        self
    }

    /// Sets how many rows may be rejected; one more ends the load. Default: any number.
    pub fn max_rejects(mut self, rows: u64) -> Self {
        self.settings.max_rejects = Some(rows);
        self
    }

    /// Compares the types with the live schema, reads and maps all rows, and sends none of them:
    /// the rows that would be sent are [pending](LoadAccount::pending). A schema that does not fit
    /// is an error of the kind [`Schema`](crate::ErrorKind::Schema). No file is written: a
    /// [`checkpoint`](Self::checkpoint) has no effect, and the file of [`rejects`](Self::rejects)
    /// keeps the rows of the last load.
    pub fn dry_run(mut self) -> Self {
        self.settings.dry_run = true;
        self
    }

    /// Calls this after each request, with the account so far.
    pub fn on_progress(mut self, call: impl FnMut(&LoadAccount) + Send + 'static) -> Self {
        self.calls.on_progress = Some(Box::new(call));
        self
    }

    /// Ends the load when a future ends, such as `tokio::signal::ctrl_c()`. Nothing more is read or
    /// sent, and the requests that are under way have ten seconds to be answered. The account has a
    /// [failure](LoadAccount::failure) of the kind [`Aborted`](crate::ErrorKind::Aborted).
    pub fn stop_when<F>(mut self, stop: F) -> Self
    where
        F: IntoFuture<IntoFuture: Send + 'static>,
    {
        let stop = stop.into_future();
        self.calls.stop_when = Box::pin(async move {
            let _ = stop.await;
        });
        self
    }

    /// Sends the rows through a loading job instead of upserts: as lines without names, which are
    /// smaller and cheaper to write. `POST /ddl/{graph}`.
    ///
    /// The job is [made of the types](Self::loading_job) and has a variable for each of them. It is
    /// created unless the graph has it: its name contains a fingerprint of its text. The user needs
    /// the privileges to read and create loading jobs, and to run them.
    ///
    /// A vertex or an edge that no line expresses exactly is upserted: one with a control character
    /// other than a tab in a text, a text of more than 16 KiB, an empty LIST or SET or one whose
    /// elements contain `|`, a MAP, a tuple, a FIXED_BINARY, a vector, or no value for a STRING, a
    /// LIST or a SET that the type has. So the graph is the same, and the account is. Of several
    /// rows with the same id any may be the one that remains.
    ///
    /// Conditions such as [`ends_must_exist`](Self::ends_must_exist) need upserts: with one of them
    /// the load is an error of the kind [`Configuration`](crate::ErrorKind::Configuration).
    pub fn via_loading_job(mut self) -> Self {
        self.settings.via_loading_job = true;
        self
    }

    /// Reads the live schema, and returns the text of the loading job that
    /// [`via_loading_job`](Self::via_loading_job) creates. Nothing is created.
    ///
    /// # Errors
    ///
    /// When the schema cannot be read.
    pub fn loading_job(&self) -> Operation<String> {
        let job = GeneratedJob::read(&self.types, &self.client);
        Operation::new(async move |deadline| Ok(job.within(deadline).await?.text))
    }

    async fn run(self) -> Result<LoadAccount> {
        let Self { client, fits, types, read, origin, settings, rules, limits, calls } = self;
        let deadline = Deadline::after(limits.timeout);
        let is_by_job = settings.via_loading_job;
        if is_by_job
            && (rules.ends_must_exist || rules.source_must_exist || rules.target_must_exist)
        {
            return Err(Error::configuration(
                "a load via a loading job cannot have conditions for the ends of edges, since the \
                 server does not report the edges that a job skips: leave out `via_loading_job`",
            ));
        }
        if settings.dry_run || is_by_job {
            fits.within(deadline).await?;
        }
        let mut job = None;
        if is_by_job {
            let generated = GeneratedJob::read(&types, &client).within(deadline).await?;
            if !settings.dry_run {
                generated.ensure(&client, deadline).await?;
            }
            job = Some(generated);
        }
        Pipeline::new(client, &origin, settings, rules, limits, job)?.run(read, calls).await
    }
}

operation!(impl [] LoadRows => LoadAccount, limits [atomic_level]);

impl fmt::Debug for LoadRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoadRows").field("settings", &self.settings).finish_non_exhaustive()
    }
}
