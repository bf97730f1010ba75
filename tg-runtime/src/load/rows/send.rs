//! Sending: from the bodies of requests to the account.

use std::mem;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::thread;
use std::time::Duration;

use futures_util::future::{self, Either};
use futures_util::{StreamExt as _, stream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::account::{LoadAccount, MAX_REJECTED_ROWS};
use super::checkpoint::{Checkpoint, Past};
use super::file::folder;
use super::flow::Flow;
use super::job::GeneratedJob;
use super::memory::Memory;
use super::read::{Reading, Shared};
use super::rejects::Rejects;
use super::requests::{Outcome, Requests};
use super::{Calls, Origin, Settings};
use crate::client::request::Label;
use crate::client::{Client, Limits, runtime};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Deadline;
use crate::upsert::Rules;

/// The time that a row of a slow source waits for others, once or twice.
const MAX_WAIT: Duration = Duration::from_secs(1);

/// The time that requests which are under way have when the load is stopped.
const MAX_STOP: Duration = Duration::from_secs(10);

/// The sending side of a load.
pub(super) struct Pipeline {
    pub(super) client: Client,
    pub(super) settings: Settings,
    pub(super) rules: Rules,
    pub(super) limits: Limits,
    pub(super) job: Option<GeneratedJob>,
    pub(super) shared: Arc<Shared>,
    pub(super) flow: Arc<Flow>,
    start: Instant,
    source_size: Option<u64>,
    past: Past,
    has_checkpoint: bool,
    checkpoint: SharedCheckpoint,
    pub(super) deadline: Deadline,
    /// The outcomes of chunks that the load did not wait for.
    abandoned: Mutex<Vec<Outcome>>,
}

/// The checkpoint, if there is one, until the load ends.
type SharedCheckpoint = Arc<Mutex<Option<Checkpoint>>>;

impl Pipeline {
    /// Reads the checkpoint, and creates the file of the rejected rows.
    pub(super) fn new(
        client: Client,
        origin: &Origin,
        settings: Settings,
        rules: Rules,
        limits: Limits,
        job: Option<GeneratedJob>,
    ) -> Result<Self> {
        require_distinct(&settings, origin.files.as_deref().unwrap_or_default())?;
        let path = settings.checkpoint.clone().filter(|_| !settings.dry_run);
        let checkpoint =
            path.map(|path| Checkpoint::open(path, &target(&client), origin, rules, &settings));
        let checkpoint = checkpoint.transpose()?;
        let past = checkpoint.as_ref().map(Checkpoint::past).cloned().unwrap_or_default();
        let path = settings.rejects.clone().filter(|_| !settings.dry_run);
        let rejects = Rejects::new(settings.max_rejects, path, &past)?;
        let shared = Arc::new(Shared::new(rejects, past.total().rows));
        let flow = Arc::new(Flow::new(settings.concurrency.get()));
        let (start, deadline) = (Instant::now(), Deadline::after(limits.timeout));
        let source_size = origin.files.as_ref().and_then(|files| size(files));
        Ok(Self {
            client,
            settings,
            rules,
            limits,
            job,
            shared,
            flow,
            start,
            source_size,
            past,
            has_checkpoint: checkpoint.is_some(),
            checkpoint: Arc::new(Mutex::new(checkpoint)),
            deadline,
            abandoned: Mutex::default(),
        })
    }

    pub(super) async fn run(
        mut self,
        read: Box<dyn FnOnce(Reading) -> Result<()> + Send>,
        Calls { mut on_progress, stop_when }: Calls,
    ) -> Result<LoadAccount> {
        let _stop = StopOnDrop(self.shared.clone(), self.checkpoint.clone());
        let past = mem::take(&mut self.past);
        let done = past.total();
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
            keeps_text: self.settings.rejects.is_some() && !self.settings.dry_run,
            past,
            lines: self.job.as_ref().map(|job| job.files.clone()),
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
        let requests = chunks.map(|chunk| Requests::new(&self, chunk).send());
        let mut requests = Box::pin(requests.buffer_unordered(self.settings.concurrency.get()));
        let mut account = LoadAccount {
            accepted: done.accepted,
            left_out: done.left_out,
            in_doubt: done.in_doubt,
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
                    self.add(&mut account, outcome);
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
                    account.failure.get_or_insert(deadline.missed());
                    break;
                }
            }
        }
        drop(requests);
        for outcome in mem::take(&mut *lock(&self.abandoned)) {
            self.add(&mut account, outcome);
        }
        if account.failure.is_none() {
            let end = end.await.unwrap_or_else(|_| Err(panicked(&self.shared)));
            account.failure = end.err();
        }
        self.update(&mut account);
        let mut account = self.finish(account).await;
        if account.failure.is_none() {
            // Nothing is written any more, so the lock is free. There is no `await` from here on: a
            // load that is dropped without its checkpoint would begin again with the first row.
            let checkpoint = lock(&self.checkpoint).take();
            account.failure = checkpoint.and_then(|checkpoint| checkpoint.remove().err());
        }
        Ok(account)
    }

    /// Reads and sends nothing more, also nothing that waits for its turn.
    fn stop(&self) {
        self.shared.stop();
        self.flow.close();
    }

    /// Changes the checkpoint, and writes it after the rejected rows that it counts, on a thread
    /// that may wait for the disk, and for the lock. Changes are made and written one after
    /// another.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub(super) async fn save(
        &self,
        change: impl FnOnce(&mut Checkpoint) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        if !self.has_checkpoint {
            return Ok(());
        }
        let (checkpoint, shared) = (self.checkpoint.clone(), self.shared.clone());
        let written = spawn_blocking(move || match &mut *lock(&checkpoint) {
            Some(checkpoint) => shared.flush_rejects().and_then(|()| change(checkpoint)),
            // The load has ended.
            None => Ok(()),
        });
        written.await.unwrap_or_else(|error| {
            let message = format!("the checkpoint was not written: {error}");
            Err(Error::new(ErrorKind::Source, message).with_source(error))
        })
    }

    /// Takes in the outcome of a chunk that the load does not wait for.
    pub(super) fn add_abandoned(&self, outcome: Outcome) {
        lock(&self.abandoned).push(outcome);
    }

    fn add(&self, account: &mut LoadAccount, outcome: Outcome) {
        account.accepted += outcome.accepted;
        account.in_doubt += outcome.in_doubt;
        account.vertices += outcome.stored.vertices;
        account.edges += outcome.stored.edges;
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
        account.in_doubt += mem::take(&mut rejects.in_doubt);
        account.rejected_rows.append(&mut rejects.new);
        drop(rejects);
        account.rejected_rows.truncate(MAX_REJECTED_ROWS);
        // Rows without content are accepted; they are not part of any request.
        let left_out = self.shared.empty.swap(0, Ordering::Acquire);
        account.left_out += left_out;
        account.accepted += left_out;
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

    /// Writes the rejected rows, on a thread that may wait for the disk.
    async fn finish(&self, mut account: LoadAccount) -> LoadAccount {
        let shared = self.shared.clone();
        let written = spawn_blocking(move || shared.flush_rejects()).await;
        let written = written.unwrap_or_else(|error| {
            let message = format!("the rejected rows were not written: {error}");
            Err(Error::new(ErrorKind::Source, message).with_source(error))
        });
        if let Err(error) = written {
            account.failure.get_or_insert(error);
        }
        let label = label(&self.client);
        account.failure = account.failure.map(|error| error.during(|| label.to_string()));
        account
    }
}

/// Stops the reading side when the load ends, also when it is dropped.
struct StopOnDrop(Arc<Shared>, SharedCheckpoint);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.stop();
        // Waits for the end of a write: another load may begin with the same file.
        *lock(&self.1) = None;
        self.0.rejects().close();
    }
}

/// Locks a value that is consistent at every point, so that a poisoned lock is used.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
    let of_folder = || Some(folder(path).canonicalize().ok()?.join(path.file_name()?));
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

pub(super) fn label(client: &Client) -> Label {
    Label::new("load rows into", client.graph().to_owned())
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
    let row = shared.row.load(Ordering::Relaxed);
    Error::new(ErrorKind::Encode, format!("reading or mapping row {row} panicked"))
}
