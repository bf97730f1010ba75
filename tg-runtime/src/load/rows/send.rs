//! Sending: from the bodies of requests to the account.

use std::ops::{Range, RangeInclusive};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::thread;
use std::time::Duration;

use futures_util::future::{self, Either};
use futures_util::{StreamExt as _, stream};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::account::{LoadAccount, MAX_REJECTED_ROWS, RejectedRow};
use super::checkpoint::{Checkpoint, Done};
use super::chunk::Chunk;
use super::flow::Flow;
use super::memory::Memory;
use super::read::{Reading, Shared};
use super::rejects::Rejects;
use super::{Calls, Origin, Settings};
use crate::client::request::{Label, OnRepeat};
use crate::client::{Client, Limits, runtime};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Deadline;
use crate::schema::AnyId;
use crate::upsert::{Payload, Rules, Upserted};

/// The number of rows of one request that the server refuses one by one, and accepts none, after
/// which the load ends: the reason is not in the rows.
const MAX_REFUSED: u64 = 100;

const EVERY_ROW_IS_REFUSED: &str = "the first 100 rows of a request were refused one by one";

/// The time that a row of a slow source waits for others, once or twice.
const MAX_WAIT: Duration = Duration::from_secs(1);

/// The time that requests which are under way have when the load is stopped.
const MAX_STOP: Duration = Duration::from_secs(10);

/// The sending side of a load.
pub(super) struct Pipeline {
    client: Client,
    settings: Settings,
    rules: Rules,
    limits: Limits,
    shared: Arc<Shared>,
    flow: Arc<Flow>,
    start: Instant,
    source_size: Option<u64>,
    checkpoint: Option<Checkpoint>,
    deadline: Deadline,
}

impl Pipeline {
    /// Reads the checkpoint, and creates the file of the rejected rows.
    pub(super) fn new(
        client: Client,
        origin: &Origin,
        settings: Settings,
        rules: Rules,
        limits: Limits,
    ) -> Result<Self> {
        require_distinct(&settings, origin.files.as_deref().unwrap_or_default())?;
        let path = settings.checkpoint.clone().filter(|_| !settings.dry_run);
        let checkpoint = path.map(|path| {
            Checkpoint::open(path, &target(&client), origin, rules, settings.rejects.as_deref())
        });
        let checkpoint = checkpoint.transpose()?;
        let done = checkpoint.as_ref().map(|it| it.done).unwrap_or_default();
        let rejects = Rejects::new(settings.max_rejects, settings.rejects.clone(), done)?;
        let shared = Arc::new(Shared::new(rejects, done.rows));
        let flow = Arc::new(Flow::new(settings.concurrency.get()));
        let (start, deadline) = (Instant::now(), Deadline::after(limits.timeout));
        let source_size = origin.files.as_ref().and_then(|files| size(files));
        Ok(Self {
            client,
            settings,
            rules,
            limits,
            shared,
            flow,
            start,
            source_size,
            checkpoint,
            deadline,
        })
    }

    pub(super) async fn run(
        mut self,
        read: Box<dyn FnOnce(Reading) -> Result<()> + Send>,
        Calls { mut on_progress, stop_when }: Calls,
    ) -> Result<LoadAccount> {
        let _stop = StopOnDrop(self.shared.clone());
        let mut checkpoint = self.checkpoint.take();
        let done = checkpoint.as_ref().map(|it| it.done).unwrap_or_default();
        let (sender, mut receiver) = mpsc::channel(1);
        let memory = Memory::new(self.settings.memory_limit);
        let chunks_in_memory = self.settings.concurrency.get().saturating_add(2);
        let max_chunk = memory.max_chunk(chunks_in_memory);
        self.settings.request_bytes = self.settings.request_bytes.min(max_chunk);
        let reading = Reading {
            shared: self.shared.clone(),
            chunks: sender,
            request_bytes: self.settings.request_bytes,
            memory,
            max_rows_per_second: self.settings.max_rows_per_second,
            keeps_text: self.settings.rejects.is_some(),
            done: done.rows,
        };
        let end = on_thread(move || read(reading))?;
        let shared = self.shared.clone();
        let mut ticks = interval(MAX_WAIT);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let chunks = stream::poll_fn(move |context| {
            // After a failure, the source may never return.
            if shared.is_stopped() {
                return Poll::Ready(None);
            }
            if let Poll::Ready(chunk) = receiver.poll_recv(context) {
                return Poll::Ready(chunk);
            }
            while ticks.poll_tick(context).is_ready() {
                if let Some(chunk) = shared.take_old_rows() {
                    return Poll::Ready(Some(chunk));
                }
            }
            Poll::Pending
        });
        let requests = chunks.map(|chunk| self.send(chunk));
        let mut requests = Box::pin(requests.buffer_unordered(self.settings.concurrency.get()));
        let mut account = LoadAccount {
            accepted: done.accepted,
            vertices: done.vertices,
            edges: done.edges,
            source_size: self.source_size,
            ..LoadAccount::default()
        };
        let mut stop = stop_when;
        let mut deadline = self.deadline;
        loop {
            match deadline.until(future::select(requests.next(), &mut stop)).await {
                Some(Either::Left((Some(outcome), _))) => {
                    self.add(&mut account, outcome, checkpoint.as_mut());
                    self.update(&mut account);
                    if let Some(call) = &mut on_progress {
                        call(&account);
                    }
                }
                Some(Either::Left((None, _))) => break,
                Some(Either::Right(((), _))) => {
                    self.stop();
                    account.failure.get_or_insert_with(|| {
                        Error::new(ErrorKind::Aborted, "the program has stopped the load")
                    });
                    stop = Box::pin(future::pending());
                    let left = deadline.left().map_or(MAX_STOP, |left| left.min(MAX_STOP));
                    deadline = Deadline::after(Some(left));
                }
                None => {
                    self.stop();
                    account.in_doubt += self.shared.under_way.load(Ordering::Acquire);
                    self.update(&mut account);
                    account.failure.get_or_insert(deadline.missed());
                    return Ok(self.finish(account));
                }
            }
        }
        drop(requests);
        if account.failure.is_none() {
            let end = end.await.unwrap_or_else(|_| Err(panicked(&self.shared)));
            account.failure = end.err();
        }
        self.update(&mut account);
        let mut account = self.finish(account);
        if let Some(checkpoint) = checkpoint.filter(|_| account.failure.is_none()) {
            account.failure = checkpoint.remove().err();
        }
        Ok(account)
    }

    /// Reads and sends nothing more, also nothing that waits for its turn.
    fn stop(&self) {
        self.shared.stop();
        self.flow.close();
    }

    fn add(
        &self,
        account: &mut LoadAccount,
        mut outcome: Outcome,
        checkpoint: Option<&mut Checkpoint>,
    ) {
        if let Some(checkpoint) = checkpoint
            && let Some((rows, done)) = outcome.done.take()
        {
            // The rows that the checkpoint leaves out must be in the file.
            let written = self.shared.rejects().flush();
            let written = written.and_then(|()| checkpoint.add(&rows, done));
            outcome.failure = outcome.failure.or(written.err());
        }
        account.accepted += outcome.accepted;
        account.in_doubt += outcome.in_doubt;
        account.vertices += outcome.upserted.accepted_vertices();
        account.edges += outcome.upserted.accepted_edges();
        account.requests += outcome.requests;
        account.sent_bytes += outcome.sent_bytes;
        if let Some(error) = outcome.failure {
            self.stop();
            account.failure.get_or_insert(error);
        }
    }

    /// Takes in what the reading side counts.
    fn update(&self, account: &mut LoadAccount) {
        let mut rejects = self.shared.rejects();
        account.rejected = rejects.count;
        account.rejected_rows.append(&mut rejects.new);
        drop(rejects);
        account.rejected_rows.truncate(MAX_REJECTED_ROWS);
        // Rows without content are accepted; they are not part of any request.
        account.accepted += self.shared.empty.swap(0, Ordering::Acquire);
        account.read = self.shared.read.load(Ordering::Relaxed);
        account.source_bytes = self.shared.bytes_read.load(Ordering::Relaxed);
        account.repetitions = self.flow.repetitions();
        account.concurrency = self.flow.width();
        account.elapsed = self.start.elapsed();
        tracing::debug!(
            graph = self.client.graph(),
            read = account.read,
            accepted = account.accepted,
            rejected = account.rejected,
            in_doubt = account.in_doubt,
            requests = account.requests,
            sent_bytes = account.sent_bytes,
            repetitions = account.repetitions,
            concurrency = account.concurrency,
            "rows are loaded"
        );
    }

    fn finish(&self, mut account: LoadAccount) -> LoadAccount {
        if let Err(error) = self.shared.rejects().flush() {
            account.failure.get_or_insert(error);
        }
        let label = label(&self.client);
        account.failure = account.failure.map(|error| error.during(|| label.to_string()));
        account
    }

    /// Takes in that a row which was sent is rejected.
    fn reject(&self, row: RejectedRow) -> Result<()> {
        self.shared.under_way.fetch_sub(1, Ordering::AcqRel);
        self.shared.rejects().add(row)
    }

    /// Sends the rows of a chunk. What the server does not accept is divided and sent again, until
    /// single rows remain.
    async fn send(&self, chunk: Chunk) -> Outcome {
        let mut outcome = Outcome::default();
        let total = chunk.body.rows() as u64;
        let (mut ranges, mut stored_in_part) = (Vec::new(), false);
        let (mut rejected, mut refused) = (0, 0);
        let mut is_under_way = false;
        if chunk.body.rows() > 0 && !self.settings.dry_run {
            ranges.push(0..chunk.body.rows());
        }
        while let Some(rows) = ranges.pop() {
            let admission = self.flow.admit().await;
            if self.shared.is_stopped() {
                break;
            }
            if !is_under_way {
                is_under_way = true;
                self.shared.under_way.fetch_add(total, Ordering::AcqRel);
            }
            let count = rows.len() as u64;
            let payload = Payload::finish(&mut chunk.body.part(rows.clone()));
            let payload_len = payload.len();
            let limits = self.limits.within(self.deadline.left());
            let (flow, round) = (self.flow.clone(), admission.round);
            let on_repeat: OnRepeat = Arc::new(move |error| flow.repeated(error, round));
            let answer = payload
                .post_watched(
                    &self.client,
                    label(&self.client),
                    self.rules,
                    limits,
                    Some(on_repeat),
                )
                .await;
            // The time of a small request has no meaning.
            admission.answered(payload_len.saturating_mul(4) >= self.settings.request_bytes);
            outcome.requests += 1;
            outcome.sent_bytes += payload_len as u64;
            let reason = match answer {
                Ok(upserted) => {
                    if let Some(lacking) = rows_lacking_ends(&chunk, &rows, &upserted) {
                        outcome.accepted += count - lacking.len() as u64;
                        outcome.upserted.add(upserted);
                        for (row, reason) in lacking {
                            rejected += 1;
                            if let Err(error) = self.reject(chunk.rejected(row, reason)) {
                                outcome.failure.get_or_insert(error);
                            }
                        }
                        if outcome.failure.is_some() {
                            break;
                        }
                        continue;
                    }
                    let reason = (!upserted.is_complete()).then(|| upserted.to_string());
                    stored_in_part |= reason.is_some();
                    if reason.is_none() || count == 1 {
                        outcome.upserted.add(upserted);
                    }
                    reason
                }
                Err(error) if is_about_rows(&error) => {
                    refused += u64::from(count == 1);
                    if refused == MAX_REFUSED && outcome.accepted == 0 {
                        outcome.failure = Some(error.because(EVERY_ROW_IS_REFUSED));
                        break;
                    }
                    Some(error.to_string())
                }
                Err(error) => {
                    outcome.in_doubt += if error.is_in_doubt() { count } else { 0 };
                    outcome.failure = Some(error);
                    break;
                }
            };
            match reason {
                None => outcome.accepted += count,
                Some(reason) if count == 1 => {
                    rejected += 1;
                    if let Err(error) = self.reject(chunk.rejected(rows.start, reason)) {
                        outcome.failure = Some(error);
                        break;
                    }
                }
                Some(_) => {
                    let middle = rows.start + rows.len() / 2;
                    ranges.extend([middle..rows.end, rows.start..middle]);
                }
            }
        }
        let left = total - outcome.accepted - rejected;
        if is_under_way {
            self.shared.under_way.fetch_sub(total - rejected, Ordering::AcqRel);
        }
        if stored_in_part {
            outcome.in_doubt = left;
        }
        if left == 0 && outcome.failure.is_none() {
            let rows = chunk.rows.end() - chunk.rows.start() + 1;
            let accepted = outcome.accepted + chunk.empty;
            let (vertices, edges) =
                (outcome.upserted.accepted_vertices(), outcome.upserted.accepted_edges());
            let done = Done { rows, accepted, rejected: rows - accepted, vertices, edges };
            outcome.done = Some((chunk.rows, done));
        }
        outcome
    }
}

/// The outcome of a chunk. The rows that are not counted are pending, or rejected.
#[derive(Default)]
struct Outcome {
    accepted: u64,
    in_doubt: u64,
    upserted: Upserted,
    requests: u64,
    sent_bytes: u64,
    failure: Option<Error>,
    /// The rows, if all of them are accepted or rejected.
    done: Option<(RangeInclusive<u64>, Done)>,
}

/// Stops the reading side when the load ends, also when it is dropped.
struct StopOnDrop(Arc<Shared>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.stop();
        self.0.rejects().close();
    }
}

/// Returns the rows that were not accepted as a whole, with the reasons, if the vertices that the
/// server reports as missing explain all that it did not store.
fn rows_lacking_ends(
    chunk: &Chunk,
    rows: &Range<usize>,
    upserted: &Upserted,
) -> Option<Vec<(usize, String)>> {
    let skipped = upserted.sent_edges().checked_sub(upserted.accepted_edges())?;
    if skipped == 0 || upserted.accepted_vertices() != upserted.sent_vertices() {
        return None;
    }
    let missing = upserted.missing();
    let (lacking, edges) = chunk.body.rows_with_ends(rows.clone(), missing);
    let reason = |end: &AnyId| {
        format!("an edge was not stored: {} {:?} is missing", end.vertex_type(), end.as_str())
    };
    (edges == skipped)
        .then(|| lacking.into_iter().map(|(row, end)| (row, reason(&missing[end]))).collect())
}

/// Rejects a load that would write to one of its own files.
fn require_distinct(settings: &Settings, files: &[PathBuf]) -> Result<()> {
    let written = [&settings.rejects, &settings.checkpoint].into_iter().flatten();
    let mut known: Vec<PathBuf> = files.iter().filter_map(|it| it.canonicalize().ok()).collect();
    for path in written {
        let whole = whole(path);
        if known.contains(&whole) {
            return Err(Error::configuration(format!(
                "{} is more than one of: a file that is loaded, that of the rejected rows, the \
                 checkpoint",
                path.display()
            )));
        }
        known.push(whole);
    }
    Ok(())
}

/// Returns the whole path of a file that may not exist yet.
fn whole(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let of_folder = || Some(folder.canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(of_folder).unwrap_or_else(|| path.to_owned())
}

/// Returns the number of bytes in all files, if all of them are files and there is any byte.
fn size(files: &[PathBuf]) -> Option<u64> {
    let size = |path: &PathBuf| {
        let metadata = path.metadata().ok()?;
        metadata.is_file().then_some(metadata.len())
    };
    files.iter().map(size).sum::<Option<u64>>().filter(|size| *size > 0)
}

/// Returns the server and the graph.
fn target(client: &Client) -> String {
    format!("{} at {}", client.graph(), client.authority())
}

fn label(client: &Client) -> Label {
    Label::new("load rows into", client.graph().to_owned())
}

/// Returns `true` if a part of the rows may be accepted although the whole request is not.
fn is_about_rows(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::InvalidRequest | ErrorKind::TooLarge) && !error.is_in_doubt()
}

/// Runs the reading side on a thread. It is not one of the runtime, whose end would wait for a
/// source that never returns. The receiver has an error if it panics.
fn on_thread(
    read: impl FnOnce() -> Result<()> + Send + 'static,
) -> Result<oneshot::Receiver<Result<()>>> {
    let runtime = runtime()?;
    let (sender, end) = oneshot::channel();
    let thread = thread::Builder::new().name("tg-load".to_owned()).spawn(move || {
        let _context = runtime.enter();
        // Without a receiver, the load has ended.
        let _ = sender.send(read());
    });
    match thread {
        Ok(_) => Ok(end),
        Err(error) => {
            let message = format!("the thread that reads the rows does not start: {error}");
            Err(Error::configuration(message).with_source(error))
        }
    }
}

fn panicked(shared: &Shared) -> Error {
    let row = shared.read.load(Ordering::Relaxed);
    Error::new(ErrorKind::Encode, format!("reading or mapping row {row} panicked"))
}
