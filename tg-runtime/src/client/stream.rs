//! Rows that are read one by one while the answer arrives.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::request::Request;
use super::wire::{Download, too_large};
use super::{Client, Deadline, Opened, Reply};
use crate::body::Answer;
use crate::error::{Error, Result};
use crate::value::{DecodeError, Row};
use futures_core::Stream;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

/// The upper bound of the size of an answer, in bytes; the engine does not print more.
const MAX_ANSWER: u64 = 2_147_483_647;

/// Rows in the order in which the server sends them.
///
/// Only the part that has not been read is in memory: a row, and the last chunk of the network. The
/// first error is the last item. A stream that ends without an error has returned every row.
///
/// It is a [`Stream`], so the adapters of the crate `futures` apply to it; [`next`](Self::next)
/// needs no other crate.
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// # #[derive(Debug, Vertex)] struct Package { #[tg(primary_id)] id: String, weight_kg: f64 }
/// # async fn example(packages: Vertices<Package>) -> Result<()> {
/// let mut heavy = packages.find(|p| p.weight_kg.gt(20.0)).stream();
/// while let Some(package) = heavy.next().await {
///     println!("{:?}", package?);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "streams do nothing unless polled"]
pub struct RowStream<R>(Pin<Box<dyn Stream<Item = Result<R>> + Send>>);

impl<R: Send + 'static> RowStream<R> {
    /// Creates a stream without rows, which sends no request.
    pub(crate) fn empty() -> Self {
        Self(Box::pin(stream::empty()))
    }

    /// Creates a stream of the rows of several answers.
    pub(crate) fn of(rows: impl Stream<Item = Result<R>> + Send + 'static) -> Self {
        Self(Box::pin(rows))
    }
}

impl<R> RowStream<R> {
    /// Returns the next row; `None` after the last one, or after an error.
    ///
    /// # Errors
    ///
    /// Those of the operation that the stream is of, and those of the connection while the answer
    /// arrives.
    pub async fn next(&mut self) -> Option<Result<R>> {
        self.0.next().await
    }
}

impl<R> Stream for RowStream<R> {
    type Item = Result<R>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<R>>> {
        self.0.poll_next_unpin(context)
    }
}

impl<R> fmt::Debug for RowStream<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowStream").finish_non_exhaustive()
    }
}

/// Streams the rows of an answer of any size. The request is sent at the first poll, and repeated
/// while that is safe, until the answer begins.
pub(crate) fn stream_rows<R, F>(client: Client, request: Result<Request>, read: F) -> RowStream<R>
where
    R: Send + 'static,
    F: Fn(&mut Row<'_>) -> Result<R, DecodeError> + Send + 'static,
{
    let opened = async move {
        let mut request = request?;
        // The limit of the connection is for answers that are in memory as a whole.
        let limit = Some(*request.limits.response.get_or_insert(MAX_ANSWER));
        let label = request.label().to_string();
        let explain = move |error: Error| too_large(error, limit).during(|| label.clone());
        let deadline = Deadline::after(request.limits.timeout);
        let download = client.run(request, &Opened).await?;
        let mut reading = Reading { download, answer: Answer::new(), read };
        let first = deadline.bound(reading.next()).await.map_err(&explain)?;
        let rows = stream::try_unfold((Some(first), reading), |(first, mut reading)| async move {
            let row = match first {
                Some(row) => row,
                None => reading.next().await?,
            };
            Ok(row.map(|row| (row, (None, reading))))
        });
        Ok::<_, Error>(rows.map_err(explain))
    };
    RowStream(Box::pin(stream::once(opened).try_flatten()))
}

struct Reading<F> {
    download: Download,
    answer: Answer,
    read: F,
}

impl<F> Reading<F> {
    async fn next<R>(&mut self) -> Result<Option<R>>
    where
        F: Fn(&mut Row<'_>) -> Result<R, DecodeError>,
    {
        loop {
            if let Some(row) = self.answer.next(&self.read)? {
                return Ok(Some(row));
            }
            let Some(chunk) = self.download.chunk().await? else { break };
            self.answer.feed(&chunk);
        }
        Reply::finish(self.download.status(), std::mem::take(&mut self.answer))?;
        Ok(None)
    }
}
