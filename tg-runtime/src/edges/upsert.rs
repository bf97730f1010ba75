//! Writing edges.

use std::borrow::Borrow;

use futures_core::Stream;
use futures_util::stream;

use super::Edges;
use crate::operation::Operation;
use crate::schema::{AsId, Connects, Edge, Vertex};
use crate::upsert::{Rules, Upsert, UpsertMany, condition_methods};

impl<E: Edge> Edges<E> {
    /// Writes an edge: inserts it, or updates the one between these vertices (with the same
    /// discriminator, if the type has one). Ends that do not exist are created, with the defaults
    /// of the schema, unless [`ends_must_exist`](Upsert::ends_must_exist).
    ///
    /// # Errors
    ///
    /// When a value cannot be sent exactly, the request fails, or the server does not accept the
    /// edge.
    pub fn upsert<F, T>(&self, from: impl AsId<F>, to: impl AsId<T>, edge: &E) -> Upsert<Self>
    where
        F: Vertex,
        T: Vertex,
        E: Connects<F, T>,
    {
        Upsert::new(&self.client, E::SPEC.name, |body| body.edge::<E, F, T>(&from, &to, edge))
    }

    /// Writes all edges of an iterator of `(from, to, edge)`, in as many requests as they need.
    ///
    /// # Errors
    ///
    /// When a value cannot be sent exactly (the message counts up to the edge), or a request fails.
    pub fn upsert_many<'a, I, F, T, A, B, R>(
        &self,
        edges: I,
    ) -> UpsertMany<'a, Self, impl Stream<Item = I::Item> + Send + use<'a, E, I, F, T, A, B, R>>
    where
        I: IntoIterator<Item = (A, B, R), IntoIter: Send + 'a>,
        (A, B, R): Send,
        A: AsId<F>,
        B: AsId<T>,
        R: Borrow<E>,
        F: Vertex,
        T: Vertex,
        E: Connects<F, T> + 'a,
    {
        self.upsert_stream(stream::iter(edges))
    }

    /// Writes all edges of a stream of `(from, to, edge)`, in as many requests as they need, and in
    /// constant memory: the stream is polled only when a request can be sent.
    ///
    /// # Errors
    ///
    /// When a value cannot be sent exactly (the message counts up to the edge), or a request fails.
    pub fn upsert_stream<'a, S, F, T, A, B, R>(&self, edges: S) -> UpsertMany<'a, Self, S>
    where
        S: Stream<Item = (A, B, R)> + Send + 'a,
        (A, B, R): Send,
        A: AsId<F>,
        B: AsId<T>,
        R: Borrow<E>,
        F: Vertex,
        T: Vertex,
        E: Connects<F, T> + 'a,
    {
        UpsertMany::new(&self.client, E::SPEC.name, edges, |body, (from, to, edge)| {
            body.edge::<E, F, T>(from, to, edge.borrow())
        })
    }
}

impl<E> Upsert<Edges<E>> {
    /// Writes the edge only if both its ends exist; returns `true` if it was written.
    ///
    /// # Errors
    ///
    /// When a value cannot be sent exactly, or the request fails.
    pub fn ends_must_exist(self) -> Operation<bool> {
        self.under(Rules { ends_must_exist: true, ..Rules::default() })
    }
}

impl<E, S: Stream> UpsertMany<'_, Edges<E>, S> {
    condition_methods!(edges);
}
