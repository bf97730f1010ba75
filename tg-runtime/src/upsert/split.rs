//! Any number of vertices or edges, in as many requests as they need.

use std::num::NonZeroUsize;
use std::pin::{Pin, pin};

use futures_core::Stream;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use super::outcome::Upserted;
use super::post::{MAX_BODY, Payload, Rules};
use crate::body::UpsertBody;
use crate::client::request::Label;
use crate::client::{Client, Limits};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Deadline;
use crate::value::EncodeError;

/// The division of the items into requests.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Division {
    /// The number of vertices or edges per request.
    pub(crate) size: NonZeroUsize,
    /// The number of bytes per request, unless a single vertex or edge has more.
    pub(crate) bytes: usize,
    /// The number of concurrent requests.
    pub(crate) concurrency: NonZeroUsize,
}

impl Division {
    pub(crate) const DEFAULT: Self = Self {
        size: NonZeroUsize::new(1_000).unwrap(),
        bytes: 16 * 1024 * 1024,
        concurrency: NonZeroUsize::new(4).unwrap(),
    };
}

/// The settings of a long upsert.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) rules: Rules,
    pub(crate) division: Division,
    pub(crate) limits: Limits,
}

/// Sends the items of a stream and adds up what became of them. The first failure ends it.
pub(crate) async fn upsert_all<S, W>(
    client: &Client,
    label: Label,
    items: S,
    write: W,
    plan: Plan,
) -> Result<Upserted>
where
    S: Stream + Send,
    S::Item: Send,
    W: Fn(&mut UpsertBody<'static>, &S::Item) -> Result<(), EncodeError> + Send,
{
    let deadline = Deadline::after(plan.limits.timeout);
    let batches = Batches {
        items: Box::pin(items),
        write,
        division: plan.division,
        body: UpsertBody::new(),
        left_over: None,
        read: 0,
    };
    let requests = stream::try_unfold(batches, |mut batches| async move {
        Ok(batches.next().await?.map(|payload| (payload, batches)))
    })
    .map_ok(|payload| {
        payload.post(client, label.clone(), plan.rules, plan.limits.within(deadline.left()))
    })
    .try_buffer_unordered(plan.division.concurrency.get());
    let mut requests = pin!(requests);
    let mut total = Upserted::default();
    loop {
        let next = deadline.until(requests.try_next()).await.unwrap_or_else(|| {
            Err(Error::new(ErrorKind::TimedOut, "not all requests were answered"))
        });
        match next {
            Ok(Some(outcome)) => total.add(outcome),
            Ok(None) => return Ok(total),
            Err(error) => {
                let accepted = total.accepted_vertices().saturating_add(total.accepted_edges());
                // Nothing was sent before an error of the first row.
                let others = accepted > 0 || error.kind() != ErrorKind::Encode;
                let error = error.of_operation(plan.rules.are_idempotent(), others);
                let error = error.during(|| label.to_string());
                return Err(error.because(format_args!("{accepted} were accepted before")));
            }
        }
    }
}

/// Items, being gathered into bodies.
struct Batches<S: Stream, W> {
    items: Pin<Box<S>>,
    write: W,
    division: Division,
    body: UpsertBody<'static>,
    /// Did not fit into the last body.
    left_over: Option<S::Item>,
    read: u64,
}

impl<S, W> Batches<S, W>
where
    S: Stream,
    W: Fn(&mut UpsertBody<'static>, &S::Item) -> Result<(), EncodeError>,
{
    async fn next(&mut self) -> Result<Option<Payload>> {
        if let Some(item) = self.left_over.take() {
            self.write(&item)?;
        }
        while self.has_room() {
            let Some(item) = self.items.next().await else { break };
            self.read += 1;
            self.write(&item)?;
            if self.body.len() > MAX_BODY && self.count() > 1 {
                self.body.undo();
                self.left_over = Some(item);
                break;
            }
        }
        Ok((!self.body.is_empty()).then(|| Payload::finish(&mut self.body)))
    }

    /// Returns `true` if the body takes another item; an empty one always does, also with a limit
    /// of few bytes.
    fn has_room(&self) -> bool {
        let Division { size, bytes, .. } = self.division;
        self.body.is_empty() || (self.count() < size.get() && self.body.len() < bytes)
    }

    fn count(&self) -> usize {
        self.body.vertices() + self.body.edges()
    }

    fn write(&mut self, item: &S::Item) -> Result<()> {
        (self.write)(&mut self.body, item).map_err(|error| {
            Error::from(error).because(format_args!("number {} of those given", self.read))
        })
    }
}
