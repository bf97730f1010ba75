//! Writing one vertex.

use std::time::Duration;

use super::Vertices;
use crate::batch::{Existing, Payload, Rules, Upserted};
use crate::client::Client;
use crate::client::request::Label;
use crate::error::Result;
use crate::operation::operation;
use crate::schema::Vertex;
use crate::value::UpsertBody;

impl<V: Vertex> Vertices<V> {
    /// Writes a vertex: inserts it, or updates the one with its id.
    ///
    /// An attribute that is `None` is left out: it keeps its value, and has the schema's default in
    /// a new vertex.
    pub fn upsert(&self, vertex: &V) -> Upsert {
        let mut body = UpsertBody::new();
        let payload = match body.vertex(vertex) {
            Ok(()) => Ok(Payload::finish(&mut body)),
            Err(error) => Err(error.into()),
        };
        let label = Label::new("upsert", V::SPEC.name);
        Upsert { client: self.client.clone(), label, payload, timeout: None }
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
    client: Client,
    label: Label,
    payload: Result<Payload>,
    timeout: Option<Duration>,
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
        let timeout = self.timeout;
        UpsertIf { rules: Rules { vertices, ..Rules::default() }, upsert: self, timeout }
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

/// Writes one vertex on a condition; awaited, it says whether the vertex was written.
///
/// # Errors
///
/// Those of [`Upsert`].
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct UpsertIf {
    upsert: Upsert,
    rules: Rules,
    timeout: Option<Duration>,
}

impl UpsertIf {
    async fn run(self) -> Result<bool> {
        let upsert = Upsert { timeout: self.timeout, ..self.upsert };
        Ok(upsert.send(self.rules).await?.accepted_vertices() > 0)
    }
}

operation!(impl [] UpsertIf => bool);
