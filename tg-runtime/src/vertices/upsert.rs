//! Writing vertices.

use std::borrow::Borrow;

use futures_core::Stream;
use futures_util::stream;

use super::Vertices;
use crate::operation::Operation;
use crate::schema::Vertex;
use crate::upsert::{Existing, Rules, Upsert, UpsertMany, condition_methods};

impl<V: Vertex> Vertices<V> {
    /// Writes a vertex: inserts it, or updates the one with its id.
    ///
    /// An attribute that is `None` is left out: it keeps its value, and has the default of the
    /// schema in a new vertex.
    ///
    /// # Errors
    ///
    /// When a value cannot be sent exactly, the request fails, or the server does not accept the
    /// vertex.
    pub fn upsert(&self, vertex: &V) -> Upsert<Self> {
        Upsert::new(&self.client, V::SPEC.name, |body| body.vertex(vertex))
    }

    /// Writes all vertices of an iterator, in as many requests as they need.
    ///
    /// # Errors
    ///
    /// When a value cannot be sent exactly (the message counts up to the vertex), or a request
    /// fails.
    pub fn upsert_many<'a, I>(
        &self,
        vertices: I,
    ) -> UpsertMany<'a, Self, impl Stream<Item = I::Item> + Send + use<'a, V, I>>
    where
        I: IntoIterator<Item: Borrow<V> + Send, IntoIter: Send + 'a>,
        V: 'a,
    {
        self.upsert_stream(stream::iter(vertices))
    }

    /// Writes all vertices of a stream, in as many requests as they need, and in constant memory:
    /// the stream is polled only when a request can be sent.
    ///
    /// # Errors
    ///
    /// When a value cannot be sent exactly (the message counts up to the vertex), or a request
    /// fails.
    pub fn upsert_stream<'a, S>(&self, vertices: S) -> UpsertMany<'a, Self, S>
    where
        S: Stream<Item: Borrow<V> + Send> + Send + 'a,
        V: 'a,
    {
        UpsertMany::new(&self.client, V::SPEC.name, vertices, |body, vertex| {
            body.vertex::<V>(vertex.borrow())
        })
    }
}

impl<V: Vertex> Upsert<Vertices<V>> {
    /// Writes the vertex only if there is none with its id yet; returns `true` if it was written.
    ///
    /// # Errors
    ///
    /// When a value cannot be sent exactly, or the request fails.
    pub fn insert_only(self) -> Operation<bool> {
        self.under(Rules { vertices: Existing::New, ..Rules::default() })
    }

    /// Writes the vertex only if there is one with its id; returns `true` if it was written.
    ///
    /// # Errors
    ///
    /// When a value cannot be sent exactly, or the request fails.
    pub fn update_only(self) -> Operation<bool> {
        self.under(Rules { vertices: Existing::Old, ..Rules::default() })
    }
}

impl<V, S: Stream> UpsertMany<'_, Vertices<V>, S> {
    condition_methods!(vertices);
}
