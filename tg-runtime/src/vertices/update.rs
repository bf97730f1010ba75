//! Changing some attributes of one vertex.

use std::fmt;
use std::marker::PhantomData;

use super::Vertices;
use crate::body::UpsertBody;
use crate::client::request::Label;
use crate::client::{Client, Limits};
use crate::error::{Error, Result};
use crate::operation::operation;
use crate::schema::{AsId, Column, Vertex, WrittenId, id_text};
use crate::upsert::{
    Boolean, Changes, Comparable, Existing, Numeric, Payload, Rules, Upserted, change_methods,
};
use crate::value::{Attribute, EncodeError};

impl<V: Vertex> Vertices<V> {
    /// Changes some attributes of the vertex with this id, without the others.
    ///
    /// ```
    /// # use tg_runtime::prelude::*;
    /// # #[derive(Vertex)]
    /// # struct Package { #[tg(primary_id)] id: String, weight_kg: f64, stops: i64 }
    /// # async fn example(packages: Vertices<Package>) -> Result<()> {
    /// let exists = packages
    ///     .update("P-1")
    ///     .set(|p| p.weight_kg, 3.0)
    ///     .add(|p| p.stops, 1)
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update(&self, id: impl AsId<V>) -> Update<V> {
        Update {
            client: self.client.clone(),
            id: id_text(&id),
            changes: Changes::default(),
            rules: Rules { vertices: Existing::Old, ..Rules::default() },
            limits: Limits::default(),
            types: PhantomData,
        }
    }
}

/// Changes attributes of one vertex: [`Vertices::update`]. Awaited, it returns `true` if there is
/// such a vertex; [`or_insert`](Self::or_insert) creates it if not.
///
/// The server applies each operator to the stored value in one step, so that changes of several
/// clients do not overwrite each other.
///
/// # Errors
///
/// When a value cannot be sent exactly, or the request fails.
#[must_use = "operations do nothing until they are awaited"]
pub struct Update<V> {
    client: Client,
    id: Result<String, EncodeError>,
    changes: Changes,
    rules: Rules,
    limits: Limits,
    types: PhantomData<fn() -> V>,
}

impl<V: Vertex> Update<V> {
    change_methods!(V);

    /// Creates the vertex if it does not exist, with the given values and the defaults of the
    /// schema.
    pub fn or_insert(mut self) -> Self {
        self.rules.vertices = Existing::Any;
        self
    }

    fn change<T>(
        mut self,
        column: fn(V::Columns) -> Column<V, T>,
        value: T,
        operator: Option<&'static str>,
    ) -> Self
    where
        T: Attribute + Send + 'static,
    {
        self.changes.push(column(V::COLUMNS), value, operator);
        self
    }

    /// Writes the changes into a body.
    pub(crate) fn write(self, body: &mut UpsertBody<'_>) -> Result<(), EncodeError> {
        let id = self.id.map(WrittenId)?;
        body.vertex_with::<V>(&id, |out| self.changes.write(out))
    }

    async fn run(self) -> Result<bool> {
        let label = Label::new("update", V::SPEC.name);
        let mut body = UpsertBody::new();
        let (client, limits, rules) = (self.client.clone(), self.limits, self.rules);
        let written = self.write(&mut body);
        written.map_err(|error| Error::from(error).during(|| label.to_string()))?;
        let rules = Rules { adds: body.adds(), ..rules };
        let payload = Payload::finish(&mut body);
        let outcome: Upserted = payload.post(&client, label, rules, limits).await?;
        Ok(outcome.accepted_vertices() > 0)
    }
}

operation!(impl [V: Vertex + 'static] Update<V> => bool, limits [atomic_level]);

impl<V: Vertex> fmt::Debug for Update<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Update")
            .field("type", &V::SPEC.name)
            .field("changes", &self.changes.len())
            .finish_non_exhaustive()
    }
}
