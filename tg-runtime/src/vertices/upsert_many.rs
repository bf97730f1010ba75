//! Writing any number of vertices.

use std::borrow::Borrow;
use std::fmt;
use std::marker::PhantomData;
use std::num::NonZeroUsize;

use futures_core::Stream;
use futures_util::stream;

use super::Vertices;
use crate::body::UpsertBody;
use crate::client::request::Label;
use crate::client::{Client, Limits};
use crate::error::Result;
use crate::operation::operation;
use crate::schema::Vertex;
use crate::upsert::Ack;
use crate::upsert::{Division, Existing, Plan, Rules, Upserted, upsert_all};

impl<V: Vertex> Vertices<V> {
    /// Writes all vertices of an iterator, in as many requests as they need.
    pub fn upsert_many<'a, I>(&self, vertices: I) -> UpsertMany<'a, V, stream::Iter<I::IntoIter>>
    where
        I: IntoIterator<Item: Borrow<V> + Send, IntoIter: Send + 'a>,
    {
        self.upsert_stream(stream::iter(vertices))
    }

    /// Writes all vertices of a stream, in as many requests as they need, and in constant memory:
    /// the stream is asked for more only when a request can be sent.
    pub fn upsert_stream<'a, S>(&self, vertices: S) -> UpsertMany<'a, V, S>
    where
        S: Stream<Item: Borrow<V> + Send> + Send + 'a,
    {
        UpsertMany {
            client: self.client.clone(),
            vertices,
            rules: Rules::default(),
            division: Division::DEFAULT,
            limits: Limits::default(),
            types: PhantomData,
        }
    }
}

/// Writes many vertices: [`Vertices::upsert_many`] and [`Vertices::upsert_stream`].
///
/// The first failure ends it. An upsert changes nothing the second time, so all can simply be sent
/// again.
///
/// Several requests are on their way at once, and the server may take a later one first: if the same id comes
/// more than once, any of its values may stay. With a [`concurrency`](Self::concurrency) of 1 it is
/// the last.
///
/// # Errors
///
/// When a value cannot be sent exactly (the message counts up to the vertex), or a request fails.
#[must_use = "operations do nothing until they are awaited"]
pub struct UpsertMany<'a, V, S> {
    client: Client,
    vertices: S,
    rules: Rules,
    division: Division,
    limits: Limits,
    types: PhantomData<fn(&'a V)>,
}

impl<'a, V, S> UpsertMany<'a, V, S>
where
    V: Vertex + 'a,
    S: Stream<Item: Borrow<V> + Send> + Send + 'a,
{
    /// Writes only vertices that do not exist yet; the outcome names the others.
    pub fn insert_only(mut self) -> Self {
        self.rules.vertices = Existing::New;
        self
    }

    /// Writes only vertices that exist; the outcome names the others.
    pub fn update_only(mut self) -> Self {
        self.rules.vertices = Existing::Old;
        self
    }

    /// When the server answers. Default: the server's own.
    pub fn ack(mut self, ack: Ack) -> Self {
        self.rules.ack = Some(ack);
        self
    }

    /// How many vertices go into one request at most. Default: 1,000.
    pub fn batch_size(mut self, vertices: NonZeroUsize) -> Self {
        self.division.size = vertices;
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
        let label = Label::new("upsert", V::SPEC.name);
        let write = |body: &mut UpsertBody, vertex: &S::Item| body.vertex::<V>(vertex.borrow());
        let plan = Plan { rules: self.rules, division: self.division, limits: self.limits };
        upsert_all(&self.client, label, self.vertices, write, plan).await
    }
}

operation! {
    impl ['a; 'a, V: Vertex + 'a, S: Stream<Item: Borrow<V> + Send> + Send + 'a]
    UpsertMany<'a, V, S> => Upserted, limits [atomic_level]
}

impl<V: Vertex, S> fmt::Debug for UpsertMany<'_, V, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpsertMany").field("type", &V::SPEC.name).finish_non_exhaustive()
    }
}
