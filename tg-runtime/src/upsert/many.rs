//! Any number of vertices or edges, in as many requests as they need.

use std::fmt;
use std::marker::PhantomData;
use std::num::NonZeroUsize;

use futures_core::Stream;

use super::ack::Ack;
use super::outcome::Upserted;
use super::post::Rules;
use super::split::{Division, Plan, upsert_all};
use crate::body::UpsertBody;
use crate::client::request::Label;
use crate::client::{Client, Limits};
use crate::error::Result;
use crate::operation::operation;
use crate::value::EncodeError;

/// Writes one item of the stream.
type Write<Item> = fn(&mut UpsertBody<'static>, &Item) -> Result<(), EncodeError>;

/// Writes many vertices or edges: `upsert_many` and `upsert_stream` of
/// [`Vertices`](crate::Vertices::upsert_many) and [`Edges`](crate::Edges::upsert_many). `Handle` is
/// the one that made it.
///
/// The first failure ends it. An upsert changes nothing the second time, so all can be sent again.
///
/// Several requests are under way at once, and the server may process a later one first: if the
/// same vertex or edge comes more than once, any of its values may remain. With a
/// [`concurrency`](Self::concurrency) of 1 it is the last.
#[must_use = "operations do nothing until they are awaited"]
pub struct UpsertMany<'a, Handle, S: Stream> {
    client: Client,
    type_name: &'static str,
    items: S,
    write: Write<S::Item>,
    pub(crate) rules: Rules,
    division: Division,
    limits: Limits,
    handle: PhantomData<fn(&'a Handle)>,
}

impl<'a, Handle, S> UpsertMany<'a, Handle, S>
where
    Handle: 'a,
    S: Stream<Item: Send> + Send + 'a,
{
    pub(crate) fn new(
        client: &Client,
        type_name: &'static str,
        items: S,
        write: Write<S::Item>,
    ) -> Self {
        Self {
            client: client.clone(),
            type_name,
            items,
            write,
            rules: Rules::default(),
            division: Division::DEFAULT,
            limits: Limits::default(),
            handle: PhantomData,
        }
    }

    /// Sets when the server answers. Default: the server's own.
    pub fn ack(mut self, ack: Ack) -> Self {
        self.rules.ack = Some(ack);
        self
    }

    /// Sets the greatest number of vertices or edges per request. Default: 1,000.
    pub fn batch_size(mut self, items: NonZeroUsize) -> Self {
        self.division.size = items;
        self
    }

    /// Sets the approximate number of bytes per request. Default: 16 MiB; the server takes 200 MB.
    pub fn batch_bytes(mut self, bytes: usize) -> Self {
        self.division.bytes = bytes;
        self
    }

    /// Sets how many requests are under way at once. Default: 4.
    pub fn concurrency(mut self, requests: NonZeroUsize) -> Self {
        self.division.concurrency = requests;
        self
    }

    async fn run(self) -> Result<Upserted> {
        let label = Label::new("upsert", self.type_name);
        let plan = Plan { rules: self.rules, division: self.division, limits: self.limits };
        upsert_all(&self.client, label, self.items, self.write, plan).await
    }
}

operation! {
    impl ['a; 'a, Handle: 'a, S: Stream<Item: Send> + Send + 'a]
    UpsertMany<'a, Handle, S> => Upserted, limits [atomic_level]
}

impl<Handle, S: Stream> fmt::Debug for UpsertMany<'_, Handle, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpsertMany").field("type", &self.type_name).finish_non_exhaustive()
    }
}
