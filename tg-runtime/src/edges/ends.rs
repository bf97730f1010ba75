//! The ends of edges, and the paths of the edges at them.

use std::borrow::Cow;

use crate::client::Client;
use crate::client::api::data as api;
use crate::client::path::Path;
use crate::error::Result;
use crate::schema::{AsId, Discriminated, Vertex, id_text, is_same_id};
use crate::value::{DecodeError, IdText, Key as _, Row};

/// A vertex by its type and its id, as the server writes them.
#[derive(Debug, Clone)]
pub(super) struct End {
    vertex_type: &'static str,
    id: String,
    /// Compares the text of an id in an answer with that of this one.
    is_same: fn(&str, &str) -> bool,
}

impl End {
    pub(super) fn new<V: Vertex>(id: &impl AsId<V>) -> Result<Self> {
        Ok(Self { vertex_type: V::SPEC.name, id: id_text(id)?, is_same: is_same_id::<V> })
    }

    /// Creates one from a vertex of an answer.
    pub(super) fn of(vertex_type: &'static str, id: String) -> Self {
        Self { vertex_type, id, is_same: |found, id| found == id }
    }

    /// Returns `true` if an answer has this vertex, by its type and id.
    fn is(&self, (vertex_type, id): &(Cow<'_, str>, Cow<'_, str>)) -> bool {
        *vertex_type == self.vertex_type && (self.is_same)(id, &self.id)
    }

    /// Checks that the edge of a row is one of this vertex: the first end of the row, or either if
    /// the edge is undirected.
    pub(super) fn check(&self, row: &Row<'_>, directed: bool) -> Result<(), DecodeError> {
        if self.is(&row.source()?) || !directed && self.is(&row.target()?) {
            return Ok(());
        }
        let expected = "an edge of the vertex in the request";
        Err(DecodeError::mismatch(expected, "one of another vertex"))
    }

    /// Returns the path of the vertex's edges of one type.
    pub(super) fn edges(&self, client: &Client, edge: &str) -> Path {
        api::edges(client.graph(), self.vertex_type, &self.id).name(edge)
    }
}

/// The two ends of an edge.
#[derive(Debug, Clone)]
pub(super) struct Ends {
    from: End,
    to: End,
}

impl Ends {
    pub(super) fn new<F: Vertex, T: Vertex>(
        from: &impl AsId<F>,
        to: &impl AsId<T>,
    ) -> Result<Self> {
        Ok(Self { from: End::new(from)?, to: End::new(to)? })
    }

    /// Returns `true` if the edge of a row is between the two, in either order if it is undirected.
    pub(super) fn are_of(&self, row: &Row<'_>, directed: bool) -> Result<bool, DecodeError> {
        let (source, target) = (row.source()?, row.target()?);
        let forward = self.from.is(&source) && self.to.is(&target);
        Ok(forward || (!directed && self.from.is(&target) && self.to.is(&source)))
    }

    /// Returns the path of all edges of one type between the two.
    pub(super) fn edges(&self, client: &Client, edge: &str) -> Path {
        self.from.edges(client, edge).name(self.to.vertex_type).value(&self.to.id)
    }

    /// Returns the path of one of several parallel edges between the two.
    pub(super) fn parallel<E: Discriminated>(
        &self,
        client: &Client,
        discriminator: &E::Discriminator,
    ) -> Result<Path> {
        let mut text = IdText::new();
        discriminator.write_escaped(&mut text);
        Ok(self.edges(client, E::SPEC.name).value(text.finish()?))
    }
}
