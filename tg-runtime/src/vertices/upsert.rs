//! Writing one vertex.

use super::Vertices;
use crate::client::Limits;
use crate::error::Result;
use crate::operation::operation;
use crate::schema::Vertex;
use crate::upsert::{Existing, One, Rules};

impl<V: Vertex> Vertices<V> {
    /// Writes a vertex: inserts it, or updates the one with its id.
    ///
    /// An attribute that is `None` is left out: it keeps its value, and has the schema's default in
    /// a new vertex.
    pub fn upsert(&self, vertex: &V) -> Upsert {
        let one = One::new(&self.client, V::SPEC.name, |body| body.vertex(vertex));
        Upsert { one, limits: Limits::default() }
    }
}

/// Writes one vertex: [`Vertices::upsert`].
///
/// # Errors
///
/// When a value cannot be sent exactly, the request fails, or the server does not accept the vertex.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Upsert {
    one: One,
    limits: Limits,
}

impl Upsert {
    /// Writes the vertex only if there is none with its id yet.
    pub fn insert_only(self) -> UpsertIf {
        self.only(Existing::New)
    }

    /// Writes the vertex only if there is one with its id.
    pub fn update_only(self) -> UpsertIf {
        self.only(Existing::Old)
    }

    fn only(self, vertices: Existing) -> UpsertIf {
        let rules = Rules { vertices, ..Rules::default() };
        UpsertIf { one: self.one, rules, limits: self.limits }
    }

    async fn run(self) -> Result<()> {
        self.one.send(self.limits).await
    }
}

operation!(impl [] Upsert => (), limits [atomic_level]);

/// Writes one vertex on a condition; awaited, it says whether the vertex was written.
///
/// # Errors
///
/// When a value cannot be sent exactly, or the request fails.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct UpsertIf {
    one: One,
    rules: Rules,
    limits: Limits,
}

impl UpsertIf {
    async fn run(self) -> Result<bool> {
        self.one.send_if(self.rules, self.limits).await
    }
}

operation!(impl [] UpsertIf => bool, limits [atomic_level]);
