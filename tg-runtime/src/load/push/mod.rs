//! Loading data of the program: lines that are sent to the server with the name of the job.

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
pub(super) use send::read_statistics;
use source::Source;

use super::report::LoadReport;
use crate::client::{Client, Limits};
use crate::operation::operation;
use crate::upsert::Ack;

/// A variable of a loading job that names a file: [`LoadingJob::file_variable`].
///
/// The data is loaded by those `LOAD` statements of the job that read the variable. It is bytes in
/// CSV or JSON lines, or rows, which are written in the format that the job reads.
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

    /// Loads bytes: whole lines, the last one with or without a line end.
    pub fn bytes<'a>(&self, bytes: impl Into<Bytes>) -> Load<'a> {
        self.load(Source::bytes(bytes.into()))
    }

    /// Loads a file of this machine, which is read while it is sent.
    pub fn path<'a>(&self, path: impl Into<PathBuf>) -> Load<'a> {
        self.load(Source::path(path.into()))
    }

    /// Loads the bytes of a reader.
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

    /// Loads rows: structs, tuples, lists or maps of values, each written as a line in the format
    /// that the job reads. In CSV `None` is an empty column; in JSON it is `null`, as are NaN and
    /// infinity.
    pub fn rows<'a, I>(&self, rows: I) -> Load<'a>
    where
        I: IntoIterator<Item: Serialize + Send, IntoIter: Send + 'a>,
    {
        self.load(Source::rows(stream::iter(rows)))
    }

    /// Loads the rows of a stream, in constant memory: it is polled only when a request can be
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

/// The options of a load: how it is divided, and the parameters of its requests.
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

/// A function that is called after each request.
type OnProgress<'a> = Box<dyn FnMut(&LoadReport) + Send + 'a>;

/// Loads data with a job: the methods of [`FileVariable`]. Awaited, it returns a [`LoadReport`].
///
/// The data is divided at line ends into requests (`POST /ddl/{graph}`), several of which are sent
/// at a time; the memory in use does not depend on the amount of data. A line ends at its line end,
/// also within quotes: the server reads it so. Unless a [`format`](Self::format) is set, the text
/// of the job is read first: it defines the separators and whether each request begins with a
/// header.
///
/// The server may execute a later request before an earlier one: of several lines with the same id,
/// any may be the one that remains. With a [`concurrency`](Self::concurrency) of 1 it is the last.
///
/// # Errors
///
/// With [`ErrorKind::UnknownName`](crate::ErrorKind::UnknownName) when there is no such job or
/// variable; when a row cannot be written as a line, the data cannot be read, its lines do not end
/// as the job defines, or a request fails.
/// The message then contains the number of lines in answered requests; lines of other requests may
/// have been loaded too. Invalid lines are not an error: check the report.
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
    /// Sets the format of the lines, instead of reading it from the job.
    pub fn format(mut self, format: LoadFormat) -> Self {
        self.rules.format = Some(format);
        self
    }

    /// Sets the separator of columns, instead of that of the job.
    pub fn separator(mut self, separator: char) -> Self {
        self.rules.separator = Some(separator);
        self
    }

    /// Sets the end of a line, one or two characters, instead of that of the job.
    pub fn eol(mut self, eol: impl Into<String>) -> Self {
        self.rules.eol = Some(eol.into());
        self
    }

    /// Sets the names of the columns of rows without names, for a job with `HEADER="true"`.
    pub fn columns<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.rules.columns = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the maximum number of bytes of a request, unless a single line has more. Default: 8
    /// MiB; the server accepts 200 MB.
    pub fn request_bytes(mut self, bytes: usize) -> Self {
        self.rules.request_bytes = bytes;
        self
    }

    /// Sets the number of requests that are sent at a time. Default: 4.
    pub fn concurrency(mut self, requests: NonZeroUsize) -> Self {
        self.rules.concurrency = requests;
        self
    }

    /// Declares that loading a line twice does no harm, so that a request is also repeated if it
    /// may have been executed. That is wrong for jobs that add: `REDUCE(add(..))`, and collections,
    /// which grow. Default: a request is repeated only if it was certainly not executed.
    pub fn repeatable(mut self) -> Self {
        self.rules.repeatable = true;
        self
    }

    /// Sets when the server answers. Default: [`Ack::All`].
    pub fn ack(mut self, ack: Ack) -> Self {
        self.rules.ack = ack;
        self
    }

    /// Limits the time that the server may take for one request. Default: that of its
    /// configuration, 10 minutes unless changed.
    pub fn server_timeout(mut self, limit: Duration) -> Self {
        self.rules.server_timeout = Some(limit);
        self
    }

    /// Ends the load when more than this number of lines and objects is invalid. Servers from 3.9
    /// on end a request by themselves.
    pub fn max_errors(mut self, count: u64) -> Self {
        self.rules.max_errors = Some(count);
        self
    }

    /// Ends a request when more than this part of its lines, in percent, is invalid. Servers from
    /// 3.9 on.
    pub fn max_error_percent(mut self, percent: u8) -> Self {
        self.rules.max_error_percent = Some(percent.min(100));
        self
    }

    /// Sets the id by which the server groups the requests of the load in its statistics, from
    /// 3.9.4 on, in the form `<graph>.<job>.spark.all.<milliseconds>`. Default: none; with a limit
    /// of errors, which the server counts per id, a generated one.
    pub fn job_id(mut self, id: impl Into<String>) -> Self {
        self.rules.job_id = Some(id.into());
        self
    }

    /// Calls a function with the report so far, after each request that was answered.
    pub fn on_progress(mut self, call: impl FnMut(&LoadReport) + Send + 'a) -> Self {
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
