//! Writing one edge.

use std::time::Duration;

use super::Edges;
use crate::batch::{Payload, Rules, Upserted};
use crate::client::Client;
use crate::client::request::Label;
use crate::error::Result;
use crate::operation::operation;
use crate::schema::{AsId, Connects, Edge, Vertex};
use crate::value::UpsertBody;

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
        let mut body = UpsertBody::new();
        let payload = match body.edge::<E, F, T>(&from, &to, edge) {
            Ok(()) => Ok(Payload::finish(&mut body)),
            Err(error) => Err(error.into()),
        };
        let label = Label::new("upsert", E::SPEC.name);
        Upsert { client: self.client.clone(), label, payload, timeout: None }
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
    client: Client,
    label: Label,
    payload: Result<Payload>,
    timeout: Option<Duration>,
}

impl Upsert {
    /// Writes the edge only if both its ends exist.
    pub fn must_exist(self) -> UpsertIf {
        UpsertIf { timeout: self.timeout, upsert: self }
    }

    async fn run(self) -> Result<()> {
        let label = self.label.clone();
        let outcome = self.send(Rules::default()).await?;
        outcome.require_all().map_err(|error| error.during(|| label.to_string()))
    }

    async fn send(self, rules: Rules) -> Result<Upserted> {
        let payload = self.payload.map_err(|error| error.during(|| self.label.to_string()))?;
        payload.post(&self.client, self.label, rules, self.timeout).await
    }
}

operation!(impl [] Upsert => ());

/// Writes one edge if its ends exist; awaited, it says whether the edge was written.
///
/// # Errors
///
/// Those of [`Upsert`].
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct UpsertIf {
    upsert: Upsert,
    timeout: Option<Duration>,
}

impl UpsertIf {
    async fn run(self) -> Result<bool> {
        let upsert = Upsert { timeout: self.timeout, ..self.upsert };
        let rules = Rules { ends_must_exist: true, ..Rules::default() };
        Ok(upsert.send(rules).await?.accepted_edges() > 0)
    }
}

operation!(impl [] UpsertIf => bool);
