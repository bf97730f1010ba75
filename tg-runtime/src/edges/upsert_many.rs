//! Writing any number of edges.

use std::borrow::Borrow;
use std::fmt;
use std::marker::PhantomData;
use std::num::NonZeroUsize;

use futures_core::Stream;
use futures_util::stream;

use super::Edges;
use crate::body::UpsertBody;
use crate::client::request::Label;
use crate::client::{Client, Limits};
use crate::error::Result;
use crate::operation::operation;
use crate::schema::{AsId, Connects, Edge, Vertex};
use crate::upsert::Ack;
use crate::upsert::{Division, Plan, Rules, Upserted, upsert_all};
use crate::value::EncodeError;

impl<E: Edge> Edges<E> {
    /// Writes all edges of an iterator of `(from, to, edge)`, in as many requests as they need.
    pub fn upsert_many<'a, I, F, T, A, B, R>(
        &self,
        edges: I,
    ) -> UpsertMany<'a, E, stream::Iter<I::IntoIter>>
    where
        I: IntoIterator<Item = (A, B, R), IntoIter: Send + 'a>,
        (A, B, R): Send,
        A: AsId<F>,
        B: AsId<T>,
        R: Borrow<E>,
        F: Vertex,
        T: Vertex,
        E: Connects<F, T>,
    {
        self.upsert_stream(stream::iter(edges))
    }

    /// Writes all edges of a stream of `(from, to, edge)`, in as many requests as they need, and in
    /// constant memory: the stream is asked for more only when a request can be sent.
    pub fn upsert_stream<'a, S, F, T, A, B, R>(&self, edges: S) -> UpsertMany<'a, E, S>
    where
        S: Stream<Item = (A, B, R)> + Send + 'a,
        (A, B, R): Send,
        A: AsId<F>,
        B: AsId<T>,
        R: Borrow<E>,
        F: Vertex,
        T: Vertex,
        E: Connects<F, T>,
    {
        UpsertMany {
            client: self.client.clone(),
            edges,
            write: |body, (from, to, edge)| body.edge::<E, F, T>(from, to, edge.borrow()),
            rules: Rules::default(),
            division: Division::DEFAULT,
            limits: Limits::default(),
            types: PhantomData,
        }
    }
}

/// Writes one item of the stream.
type Write<Item> = fn(&mut UpsertBody, &Item) -> Result<(), EncodeError>;

/// Writes many edges: [`Edges::upsert_many`] and [`Edges::upsert_stream`].
///
/// The first failure ends it. An upsert changes nothing the second time, so all can simply be sent
/// again.
///
/// Several requests are on their way at once, and the server may take a later one first: if the same edge comes
/// more than once, any of its values may stay. With a [`concurrency`](Self::concurrency) of 1 it is
/// the last.
///
/// # Errors
///
/// When a value cannot be sent exactly (the message counts up to the edge), or a request fails.
#[must_use = "operations do nothing until they are awaited"]
pub struct UpsertMany<'a, E, S: Stream> {
    client: Client,
    edges: S,
    write: Write<S::Item>,
    rules: Rules,
    division: Division,
    limits: Limits,
    types: PhantomData<fn(&'a E)>,
}

impl<'a, E, S> UpsertMany<'a, E, S>
where
    E: Edge + 'a,
    S: Stream<Item: Send> + Send + 'a,
{
    /// Writes only edges whose ends both exist; the outcome names the missing vertices.
    pub fn must_exist(mut self) -> Self {
        self.rules.ends_must_exist = true;
        self
    }

    /// Writes only edges whose source exists; the outcome names the missing vertices.
    pub fn source_must_exist(mut self) -> Self {
        self.rules.source_must_exist = true;
        self
    }

    /// Writes only edges whose target exists; the outcome names the missing vertices.
    pub fn target_must_exist(mut self) -> Self {
        self.rules.target_must_exist = true;
        self
    }

    /// When the server answers. Default: the server's own.
    pub fn ack(mut self, ack: Ack) -> Self {
        self.rules.ack = Some(ack);
        self
    }

    /// How many edges go into one request at most. Default: 1,000.
    pub fn batch_size(mut self, edges: NonZeroUsize) -> Self {
        self.division.size = edges;
        self
    }

    /// How many bytes go into one request, about. Default: 16 MiB; the server takes 200 MB.
    pub fn batch_bytes(mut self, bytes: usize) -> Self {
        self.division.bytes = bytes;
        self
    }

    /// How many requests are on their way at once. Default: 4.
    pub fn concurrency(mut self, requests: NonZeroUsize) -> Self {
        self.division.concurrency = requests;
        self
    }

    async fn run(self) -> Result<Upserted> {
        let label = Label::new("upsert", E::SPEC.name);
        let plan = Plan { rules: self.rules, division: self.division, limits: self.limits };
        upsert_all(&self.client, label, self.edges, self.write, plan).await
    }
}

operation! {
    impl ['a; 'a, E: Edge + 'a, S: Stream<Item: Send> + Send + 'a]
    UpsertMany<'a, E, S> => Upserted, limits [atomic_level]
}

impl<E: Edge, S: Stream> fmt::Debug for UpsertMany<'_, E, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpsertMany").field("type", &E::SPEC.name).finish_non_exhaustive()
    }
}
