//! Writing one edge.

use super::Edges;
use crate::client::Limits;
use crate::error::Result;
use crate::operation::operation;
use crate::schema::{AsId, Connects, Edge, Vertex};
use crate::upsert::{One, Rules};

impl<E: Edge> Edges<E> {
    /// Writes an edge: inserts it, or updates the one between these vertices (with the same
    /// discriminator, if the type has one). Ends that do not exist are made, with the defaults of
    /// the schema, unless [`must_exist`](Upsert::must_exist).
    pub fn upsert<F, T>(&self, from: impl AsId<F>, to: impl AsId<T>, edge: &E) -> Upsert
    where
        F: Vertex,
        T: Vertex,
        E: Connects<F, T>,
    {
        let one =
            One::new(&self.client, E::SPEC.name, |body| body.edge::<E, F, T>(&from, &to, edge));
        Upsert { one, limits: Limits::default() }
    }
}

/// Writes one edge: [`Edges::upsert`].
///
/// # Errors
///
/// When a value cannot be sent exactly, the request fails, or the server does not accept the edge.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Upsert {
    one: One,
    limits: Limits,
}

impl Upsert {
    /// Writes the edge only if both its ends exist.
    pub fn must_exist(self) -> UpsertIf {
        UpsertIf { one: self.one, limits: self.limits }
    }

    async fn run(self) -> Result<()> {
        self.one.send(self.limits).await
    }
}

operation!(impl [] Upsert => (), limits [atomic_level]);

/// Writes one edge if its ends exist; awaited, it says whether the edge was written.
///
/// # Errors
///
/// When a value cannot be sent exactly, or the request fails.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct UpsertIf {
    one: One,
    limits: Limits,
}

impl UpsertIf {
    async fn run(self) -> Result<bool> {
        let rules = Rules { ends_must_exist: true, ..Rules::default() };
        self.one.send_if(rules, self.limits).await
    }
}

operation!(impl [] UpsertIf => bool, limits [atomic_level]);
