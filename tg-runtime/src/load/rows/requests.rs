//! The requests of a chunk: what the server does not accept is divided and sent again.

use std::mem;
use std::ops::Range;
use std::sync::Arc;

use super::account::RejectedRow;
use super::checkpoint::{Begun, Done};
use super::chunk::Chunk;
use super::send::{Pipeline, label};
use crate::body::RowWithEnd;
use crate::client::request::OnRepeat;
use crate::error::{Error, ErrorKind, Result};
use crate::load::statistics::ObjectKind;
use crate::schema::AnyId;
use crate::upsert::{Count, Payload, Rules, Upserted};

/// The number of rows of one request that the server refuses one by one, and accepts none, after
/// which the load ends: the reason is not in the rows.
const MAX_REFUSED: u64 = 100;

const EVERY_ROW_IS_REFUSED: &str = "the first 100 rows of a request were refused one by one";

/// The outcome of a chunk. The rows that are not counted are pending, rejected, or among those in
/// doubt that have a name.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) accepted: u64,
    pub(super) in_doubt: u64,
    /// The vertices and edges that the server has accepted.
    pub(super) stored: Count,
    pub(super) requests: u64,
    pub(super) sent_bytes: u64,
    pub(super) failure: Option<Error>,
}

impl Outcome {
    fn add_request(&mut self, bytes: usize) {
        self.requests += 1;
        self.sent_bytes += bytes as u64;
    }
}

/// Consecutive rows of a chunk whose outcome is not known.
#[derive(Debug, Clone)]
struct Part {
    rows: Range<usize>,
    /// They are under way, or the server has stored some of them.
    is_in_doubt: bool,
}

/// A chunk that is being sent.
pub(super) struct Requests<'p> {
    pipeline: &'p Pipeline,
    chunk: Chunk,
    /// Some rows add to stored values, so that they must not be sent again when they are in doubt.
    adds: bool,
    /// The rows whose outcome is not known, the first ones last. Those in doubt are before others.
    parts: Vec<Part>,
    outcome: Outcome,
    /// The number of rows that are in doubt, and have a name.
    named: u64,
    /// The number of requests of a single row that were refused.
    refused: u64,
    /// The outcome was returned.
    is_over: bool,
}

impl<'p> Requests<'p> {
    pub(super) fn new(pipeline: &'p Pipeline, chunk: Chunk) -> Self {
        let rows = 0..chunk.body.rows();
        let is_sent = !rows.is_empty() && !pipeline.settings.dry_run;
        let adds = chunk.body.adds(rows.clone());
        let parts = is_sent.then_some(Part { rows, is_in_doubt: false }).into_iter().collect();
        let outcome = Outcome::default();
        Self { pipeline, chunk, adds, parts, outcome, named: 0, refused: 0, is_over: false }
    }

    /// Sends the rows, until each has an outcome or there is a failure.
    pub(super) async fn send(mut self) -> Outcome {
        if let Err(error) = self.send_parts().await {
            self.outcome.failure = Some(error);
        }
        // A dry run has done nothing.
        let is_done = self.parts.is_empty() && !self.pipeline.settings.dry_run;
        let saved = match is_done && self.outcome.failure.is_none() {
            true => {
                let (first, done) = (self.chunk.first(), self.done());
                self.pipeline.save(move |checkpoint| checkpoint.add(first, done)).await
            }
            false => self.save_begun().await,
        };
        self.end();
        self.is_over = true;
        let mut outcome = mem::take(&mut self.outcome);
        outcome.failure = outcome.failure.or(saved.err());
        outcome
    }

    async fn send_parts(&mut self) -> Result<()> {
        while let Some(part) = self.parts.last().cloned() {
            let rows = part.rows.clone();
            let adds = self.adds && self.chunk.body.adds(rows.clone());
            if part.is_in_doubt && adds {
                self.parts.pop();
                if rows.len() == 1 {
                    let reason = "the server has stored a part of its request";
                    self.name_in_doubt(rows.start, reason)?;
                } else {
                    self.divide(part);
                }
                continue;
            }
            let admission = self.pipeline.flow.admit().await;
            if self.pipeline.shared.is_stopped() {
                return Ok(());
            }
            self.mark(true);
            if let Err(error) = self.save_begun().await {
                self.mark(part.is_in_doubt);
                return Err(error);
            }
            let (flow, round) = (self.pipeline.flow.clone(), admission.round);
            let on_repeat: OnRepeat = Arc::new(move |error, wait| {
                flow.repeated(error, round);
                let flow = flow.clone();
                Box::pin(async move { flow.wait(wait).await })
            });
            let sent_before = self.outcome.sent_bytes;
            let mut loaded = Count::default();
            let answer = match self.send_lines(rows.clone(), &on_repeat, &mut loaded).await {
                Ok(()) => self.upsert(rows.clone(), adds, on_repeat).await,
                Err(error) => Err(error),
            };
            // The time of a small request has no meaning.
            let sent = (self.outcome.sent_bytes - sent_before) as usize;
            admission.answered(sent.saturating_mul(4) >= self.pipeline.settings.request_bytes);
            if answer.is_ok() || rows.len() == 1 {
                self.outcome.stored.add(loaded);
            }
            // Lines may be sent again, and what adds is sent after them.
            let is_loaded = answer.is_err() && !adds && loaded != Count::default();
            let part = Part { is_in_doubt: part.is_in_doubt || is_loaded, ..part };
            self.mark(part.is_in_doubt);
            match answer {
                Ok(upserted) => self.take_answer(part, adds, upserted)?,
                Err(error) if is_about_rows(&error) => self.refuse(part, error)?,
                Err(error) => {
                    self.mark(part.is_in_doubt || error.is_in_doubt());
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// Sends the lines of some rows, if the load is via a loading job: vertices before edges, up to
    /// the first fault. Counts what the server has loaded in `loaded`.
    async fn send_lines(
        &mut self,
        rows: Range<usize>,
        on_repeat: &OnRepeat,
        loaded: &mut Count,
    ) -> Result<()> {
        let Pipeline { client, limits, deadline, job, rules, .. } = self.pipeline;
        let Some(job) = job else { return Ok(()) };
        for part in self.chunk.body.line_parts(rows) {
            let limits = limits.within(deadline.left());
            let on_repeat = Some(on_repeat.clone());
            let bytes = part.body.len();
            let report = job.post(client, part, label(client), rules.ack, limits, on_repeat).await;
            self.outcome.add_request(bytes);
            let report = report?;
            for object in report.objects() {
                match object.kind {
                    ObjectKind::Vertex => loaded.vertices += object.valid,
                    _ => loaded.edges += object.valid,
                }
            }
            // The job rejects no line itself, so each is valid or the server has a reason.
            if !report.is_clean() || report.lines().valid != report.sent_lines() {
                report.require_clean()?;
                return Err(Error::new(ErrorKind::PartiallyAccepted, report.to_string()));
            }
        }
        Ok(())
    }

    /// Sends what is not lines of some rows.
    async fn upsert(
        &mut self,
        rows: Range<usize>,
        adds: bool,
        on_repeat: OnRepeat,
    ) -> Result<Upserted> {
        let body = &mut self.chunk.body;
        let is_all = rows == (0..body.rows());
        let lent = if is_all { body.lend() } else { None };
        let is_lent = lent.is_some();
        let payload = match lent {
            Some((text, vertices)) => Payload::of_vertices(text.into(), vertices),
            None => Payload::finish(&mut body.part(rows)),
        };
        if payload.is_empty() {
            return Ok(Upserted::default());
        }
        let bytes = payload.len();
        let text = is_lent.then(|| payload.body());
        let Pipeline { client, limits, deadline, .. } = self.pipeline;
        let limits = limits.within(deadline.left());
        let rules = Rules { adds, ..self.pipeline.rules };
        let answer =
            payload.post_watched(client, label(client), rules, limits, Some(on_repeat)).await;
        self.outcome.add_request(bytes);
        // The rows are sent again, in parts.
        if let Some(text) = text
            && !answer.as_ref().is_ok_and(Upserted::is_complete)
        {
            self.chunk.body.give_back(text.into());
        }
        answer
    }

    /// Takes in an answer, which may not be about all that was sent.
    fn take_answer(&mut self, part: Part, adds: bool, upserted: Upserted) -> Result<()> {
        let count = part.rows.len() as u64;
        self.parts.pop();
        if upserted.is_complete() {
            self.outcome.accepted += count;
            self.outcome.stored.add(upserted.accepted());
            return Ok(());
        }
        if let Some(lacking) = rows_lacking_ends(&self.chunk, &part.rows, &upserted) {
            self.outcome.accepted += count - lacking.len() as u64;
            self.outcome.stored.add(upserted.accepted());
            // The first error ends the load, but the checkpoint counts all of these rows.
            let mut result = Ok(());
            for (row, reason) in lacking {
                result = result.and(match row.adds_elsewhere {
                    true => {
                        let reason = format!("{reason}, and another part of the row was");
                        self.name_in_doubt(row.row, &reason)
                    }
                    false => self.reject(row.row, reason),
                });
            }
            return result;
        }
        let stored = upserted.accepted_vertices() + upserted.accepted_edges();
        let reason = upserted.to_string();
        if adds || count == 1 {
            self.outcome.stored.add(upserted.accepted());
        }
        if count > 1 {
            let is_in_doubt = part.is_in_doubt || stored > 0;
            self.divide(Part { is_in_doubt, ..part });
            return Ok(());
        }
        match adds && stored > 0 {
            true => self.name_in_doubt(part.rows.start, &reason),
            false => self.reject(part.rows.start, reason),
        }
    }

    /// Takes in that none of these rows was accepted, because of one of them.
    fn refuse(&mut self, part: Part, error: Error) -> Result<()> {
        let is_single = part.rows.len() == 1;
        self.refused += u64::from(is_single);
        if self.refused == MAX_REFUSED && self.outcome.accepted == 0 {
            return Err(error.because(EVERY_ROW_IS_REFUSED));
        }
        self.parts.pop();
        if is_single {
            // Lines with a fault are described by their statistics alone.
            let is_of_lines = error.kind() == ErrorKind::PartiallyAccepted;
            let reason = if is_of_lines { error.message().to_owned() } else { error.to_string() };
            return self.reject(part.rows.start, reason);
        }
        self.divide(part);
        Ok(())
    }

    fn divide(&mut self, Part { rows, is_in_doubt }: Part) {
        let middle = rows.start + rows.len() / 2;
        let parts = [middle..rows.end, rows.start..middle];
        self.parts.extend(parts.map(|rows| Part { rows, is_in_doubt }));
    }

    /// Takes in if the next rows are in doubt.
    fn mark(&mut self, is_in_doubt: bool) {
        if let Some(part) = self.parts.last_mut() {
            part.is_in_doubt = is_in_doubt;
        }
    }

    fn reject(&mut self, index: usize, reason: String) -> Result<()> {
        self.pipeline.shared.rejects().add(self.chunk.rejected(index, reason))
    }

    /// Names a row that may be stored, and must not be sent again.
    fn name_in_doubt(&mut self, index: usize, reason: &str) -> Result<()> {
        self.named += 1;
        let row = self.chunk.rejected(index, format!("it may be stored: {reason}"));
        self.pipeline.shared.rejects().add(RejectedRow { in_doubt: true, ..row })
    }

    /// Writes to the checkpoint which rows are under way, if they must not be sent again.
    async fn save_begun(&self) -> Result<()> {
        if !self.adds {
            return Ok(());
        }
        let in_doubt = self.parts.iter().rev().take_while(|part| part.is_in_doubt);
        let rows =
            |part: &Part| self.chunk.row(part.rows.start)..=self.chunk.row(part.rows.end - 1);
        let first = self.parts.last().filter(|part| part.is_in_doubt).map(rows);
        let last = in_doubt.last().map(rows);
        let under_way = first.zip(last).map(|(first, last)| *first.start()..=*last.end());
        let (first, begun) = (self.chunk.first(), Begun { done: self.done(), under_way });
        self.pipeline.save(move |checkpoint| checkpoint.begin(first, begun)).await
    }

    /// Returns the outcome of the rows before those whose outcome is not known.
    fn done(&self) -> Done {
        let next = self.parts.last().map_or(self.chunk.body.rows(), |part| part.rows.start);
        let Count { vertices, edges } = self.outcome.stored;
        let done = self.chunk.done_before(next, self.outcome.accepted, self.named);
        Done { vertices, edges, ..done }
    }

    /// Takes in that nothing more is sent: rows that are under way are in doubt.
    fn end(&mut self) {
        let failure = self.outcome.failure.as_ref();
        let reason =
            failure.map_or("the load ended before the answer".to_owned(), Error::to_string);
        for part in mem::take(&mut self.parts).into_iter().rev().filter(|part| part.is_in_doubt) {
            for row in part.rows {
                if self.adds && self.chunk.body.adds(row..row + 1) {
                    if let Err(error) = self.name_in_doubt(row, &reason) {
                        self.outcome.failure.get_or_insert(error);
                    }
                } else {
                    self.outcome.in_doubt += 1;
                }
            }
        }
    }
}

/// A load that ends at its deadline does not wait for the answers.
impl Drop for Requests<'_> {
    fn drop(&mut self) {
        if !self.is_over {
            self.end();
            self.pipeline.add_abandoned(mem::take(&mut self.outcome));
        }
    }
}

/// Returns the rows that were not accepted as a whole, with the reasons, if the vertices that the
/// server reports as missing explain all that it did not store.
fn rows_lacking_ends(
    chunk: &Chunk,
    rows: &Range<usize>,
    upserted: &Upserted,
) -> Option<Vec<(RowWithEnd, String)>> {
    let skipped = upserted.sent_edges().checked_sub(upserted.accepted_edges())?;
    if skipped == 0 || upserted.accepted_vertices() != upserted.sent_vertices() {
        return None;
    }
    let missing = upserted.missing();
    let (lacking, edges) = chunk.body.rows_with_ends(rows.clone(), missing);
    let reason = |end: &AnyId| {
        format!("an edge was not stored: {} {:?} is missing", end.vertex_type(), end.as_str())
    };
    let with_reason = |row: RowWithEnd| {
        let reason = reason(&missing[row.end]);
        (row, reason)
    };
    (edges == skipped).then(|| lacking.into_iter().map(with_reason).collect())
}

/// Returns `true` if a part of the rows may be accepted although the whole request is not.
fn is_about_rows(error: &Error) -> bool {
    use ErrorKind::{InvalidRequest, PartiallyAccepted, TooLarge};
    matches!(error.kind(), InvalidRequest | TooLarge | PartiallyAccepted) && !error.is_in_doubt()
}
