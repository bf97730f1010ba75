//! Loading what the program holds: lines that go to the server with the job's name.

mod format;
mod record;
mod send;
mod source;
mod split;

use std::fmt;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::stream;
use serde::Serialize;
use tokio::io::AsyncRead;

pub use format::LoadFormat;
use source::Source;

use super::report::LoadReport;
use crate::client::{Client, Limits};
use crate::operation::operation;
use crate::upsert::Ack;

/// A variable of a loading job that stands for a file: [`LoadingJob::file_variable`].
///
/// What is sent is loaded by the `LOAD` statements that read the variable; others are skipped. The
/// data comes as bytes that are CSV or JSON lines already, or as rows that are written so.
///
/// [`LoadingJob::file_variable`]: super::LoadingJob::file_variable
#[derive(Debug, Clone)]
pub struct FileVariable {
    client: Client,
    job: String,
    variable: String,
}

impl FileVariable {
    pub(super) fn new(client: Client, job: String, variable: String) -> Self {
        Self { client, job, variable }
    }

    /// Loads bytes: whole lines, the last one with or without its end.
    pub fn bytes<'a>(&self, bytes: impl Into<Bytes>) -> Load<'a> {
        self.load(Source::bytes(bytes.into()))
    }

    /// Loads a file of this machine. It is read while it is sent.
    pub fn path<'a>(&self, path: impl Into<PathBuf>) -> Load<'a> {
        self.load(Source::path(path.into()))
    }

    /// Loads what a reader gives.
    pub fn reader<'a>(&self, reader: impl AsyncRead + Send + 'a) -> Load<'a> {
        self.load(Source::reader(reader))
    }

    /// Loads the bytes of a stream. Its items need not end with a line.
    pub fn stream<'a, S, B, E>(&self, chunks: S) -> Load<'a>
    where
        S: Stream<Item = Result<B, E>> + Send + 'a,
        B: Into<Bytes>,
        E: std::error::Error + Send + Sync + 'static,
    {
        self.load(Source::chunks(chunks))
    }

    /// Loads rows: structs, tuples, lists or maps of values, each written as a line in the form that
    /// the job reads. In CSV `None` is an empty column; in JSON it is `null`, as are NaN and infinity.
    pub fn rows<'a, I>(&self, rows: I) -> Load<'a>
    where
        I: IntoIterator<Item: Serialize + Send, IntoIter: Send + 'a>,
    {
        self.load(Source::rows(stream::iter(rows)))
    }

    /// Loads the rows of a stream, in constant memory: it is asked for more only when a request can be
    /// sent.
    pub fn row_stream<'a, S>(&self, rows: S) -> Load<'a>
    where
        S: Stream<Item: Serialize + Send> + Send + 'a,
    {
        self.load(Source::rows(rows))
    }

    fn load<'a>(&self, source: Source<'a>) -> Load<'a> {
        Load {
            client: self.client.clone(),
            job: self.job.clone(),
            variable: self.variable.clone(),
            source,
            rules: Rules::default(),
            on_progress: None,
            limits: Limits::default(),
        }
    }
}

/// How a load is divided, and what is asked of the server.
#[derive(Debug, Clone)]
struct Rules {
    format: Option<LoadFormat>,
    separator: Option<char>,
    eol: Option<String>,
    columns: Option<Vec<String>>,
    request_bytes: usize,
    concurrency: NonZeroUsize,
    repeatable: bool,
    ack: Ack,
    server_timeout: Option<Duration>,
    max_errors: Option<u64>,
    max_error_percent: Option<u8>,
    job_id: Option<String>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            format: None,
            separator: None,
            eol: None,
            columns: None,
            request_bytes: 8 * 1024 * 1024,
            concurrency: NonZeroUsize::new(4).unwrap_or(NonZeroUsize::MIN),
            repeatable: false,
            ack: Ack::All,
            server_timeout: None,
            max_errors: None,
            max_error_percent: None,
            job_id: None,
        }
    }
}

/// How far a load has come: [`Load::on_progress`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoadProgress {
    /// How many requests were answered.
    pub requests: u64,
    /// How many lines of data were in them.
    pub lines: u64,
    /// How many bytes were in them.
    pub bytes: u64,
    /// How many of the lines the server found good.
    pub valid_lines: u64,
}

/// What is called after each request.
type OnProgress<'a> = Box<dyn FnMut(&LoadProgress) + Send + 'a>;

/// Loads data through a job: the methods of [`FileVariable`]. Awaited, it gives a [`LoadReport`].
///
/// The data is cut at line ends, never inside of quotes, into as many requests as it needs
/// (`POST /ddl/{graph}`), some of which are on their way at once; the memory used does not depend on
/// how much there is. Unless a [`format`](Self::format) is given, the text of the job is read before:
/// it says what the separators are, and whether each request needs the header.
///
/// Several requests are on their way at once, and the server may take a later one first: if the same
/// id comes more than once, any of its values may stay. With a [`concurrency`](Self::concurrency) of 1
/// it is the last.
///
/// # Errors
///
/// With [`ErrorKind::UnknownName`](crate::ErrorKind::UnknownName) when there is no such job or
/// variable; when a row cannot be written as a line, the data cannot be read, or a request fails. The
/// message then says how many lines were answered for; those that were on their way may have been
/// loaded, too. That lines are invalid is no error: ask the report.
#[must_use = "operations do nothing until they are awaited"]
pub struct Load<'a> {
    client: Client,
    job: String,
    variable: String,
    source: Source<'a>,
    rules: Rules,
    on_progress: Option<OnProgress<'a>>,
    limits: Limits,
}

impl<'a> Load<'a> {
    /// Says in which form the lines are, so that the job need not be read.
    pub fn format(mut self, format: LoadFormat) -> Self {
        self.rules.format = Some(format);
        self
    }

    /// Separates columns by this in the place of the job's separator.
    pub fn separator(mut self, separator: char) -> Self {
        self.rules.separator = Some(separator);
        self
    }

    /// Ends lines by this in the place of the job's end of line: one or two characters.
    pub fn eol(mut self, eol: impl Into<String>) -> Self {
        self.rules.eol = Some(eol.into());
        self
    }

    /// Names the columns of rows that have no names of their own, for a job with `HEADER="true"`.
    pub fn columns<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.rules.columns = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// How many bytes go into one request, unless a single line has more. Default: 8 MiB; the server
    /// takes 200 MB.
    pub fn request_bytes(mut self, bytes: usize) -> Self {
        self.rules.request_bytes = bytes;
        self
    }

    /// How many requests are on their way at once. Default: 4.
    pub fn concurrency(mut self, requests: NonZeroUsize) -> Self {
        self.rules.concurrency = requests;
        self
    }

    /// Says that lines may be loaded twice without harm, so that a request is repeated also after it
    /// may have been executed. Not so when the job adds: `REDUCE(add(..))`, and collections, which
    /// grow. Default: it is repeated only when it surely was not executed.
    pub fn repeatable(mut self) -> Self {
        self.rules.repeatable = true;
        self
    }

    /// When the server answers. Default: [`Ack::All`].
    pub fn ack(mut self, ack: Ack) -> Self {
        self.rules.ack = ack;
        self
    }

    /// How long the server may work on one request. Default: its own limit, which is 10 minutes unless
    /// somebody changed it.
    pub fn server_timeout(mut self, limit: Duration) -> Self {
        self.rules.server_timeout = Some(limit);
        self
    }

    /// Ends the load when more than this many lines and objects are invalid. Servers from 3.9 on end
    /// a request by themselves.
    pub fn max_errors(mut self, count: u64) -> Self {
        self.rules.max_errors = Some(count);
        self
    }

    /// Ends a request when more than so many percent of its lines are invalid: servers from 3.9 on.
    pub fn max_error_percent(mut self, percent: u8) -> Self {
        self.rules.max_error_percent = Some(percent.min(100));
        self
    }

    /// The id that the requests of the load have in common, in the server's statistics: from 3.9.4
    /// on. The form that servers know is `<graph>.<job>.spark.all.<milliseconds>`. Default: one of
    /// that form if a limit of errors is given, which the server counts by it, and else none.
    pub fn job_id(mut self, id: impl Into<String>) -> Self {
        self.rules.job_id = Some(id.into());
        self
    }

    /// Calls this after each request that was answered.
    pub fn on_progress(mut self, call: impl FnMut(&LoadProgress) + Send + 'a) -> Self {
        self.on_progress = Some(Box::new(call));
        self
    }
}

operation!(impl ['a; 'a] Load<'a> => LoadReport, limits [response_limit, atomic_level]);

impl fmt::Debug for Load<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Load")
            .field("job", &self.job)
            .field("variable", &self.variable)
            .field("rules", &self.rules)
            .finish_non_exhaustive()
    }
}
