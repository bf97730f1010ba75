//! Changing some attributes of one vertex.

use std::fmt;
use std::marker::PhantomData;

use super::Vertices;
use crate::body::UpsertBody;
use crate::client::request::Label;
use crate::client::{Client, Limits};
use crate::error::{Error, Result};
use crate::operation::operation;
use crate::schema::{AsId, Column, Vertex};
use crate::upsert::{Existing, Payload, Rules, Upserted};
use crate::value::{Attribute, DateTime, EncodeError, Encoder, IdText};

impl<V: Vertex> Vertices<V> {
    /// Begins to change some attributes of the vertex with this id, and leaves the others.
    ///
    /// ```
    /// # use tg_runtime::prelude::*;
    /// # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String, weight_kg: f64, stops: i64 }
    /// # async fn example(packages: Vertices<Package>) -> Result<()> {
    /// let was_there = packages
    ///     .update("P-1")
    ///     .set(|p| p.weight_kg, 3.0)
    ///     .add(|p| p.stops, 1)
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update(&self, id: impl AsId<V>) -> Update<V> {
        let mut text = IdText::new();
        id.write_id(&mut text);
        Update {
            client: self.client.clone(),
            id: text.finish().map(str::to_owned),
            changes: Vec::new(),
            rules: Rules { vertices: Existing::Old, ..Rules::default() },
            limits: Limits::default(),
            types: PhantomData,
        }
    }
}

type Change = Box<dyn FnOnce(&mut Encoder) + Send>;

/// Changes attributes of one vertex: [`Vertices::update`]. Awaited, it says whether there is such a
/// vertex; [`or_insert`](Self::or_insert) makes it if not.
///
/// The server applies each operator to the stored value at once, so that changes of several clients
/// do not overwrite each other.
///
/// # Errors
///
/// When a value cannot be sent exactly, or the request fails.
#[must_use = "operations do nothing until they are awaited"]
pub struct Update<V> {
    client: Client,
    id: Result<String, EncodeError>,
    changes: Vec<Change>,
    rules: Rules,
    limits: Limits,
    types: PhantomData<fn() -> V>,
}

impl<V: Vertex> Update<V> {
    /// Replaces the value.
    pub fn set<T>(self, column: fn(V::Columns) -> Column<V, T>, value: impl Into<T>) -> Self
    where
        T: Attribute + Send + 'static,
    {
        self.change(column, value.into(), None)
    }

    /// Adds to the value. This is not repeated when it is unknown whether it was executed.
    pub fn add<T>(mut self, column: fn(V::Columns) -> Column<V, T>, value: impl Into<T>) -> Self
    where
        T: Number + Send + 'static,
    {
        self.rules.adds = true;
        self.change(column, value.into(), Some("add"))
    }

    /// Keeps the larger of both.
    pub fn max<T>(self, column: fn(V::Columns) -> Column<V, T>, value: impl Into<T>) -> Self
    where
        T: Measure + Send + 'static,
    {
        self.change(column, value.into(), Some("max"))
    }

    /// Keeps the smaller of both.
    pub fn min<T>(self, column: fn(V::Columns) -> Column<V, T>, value: impl Into<T>) -> Self
    where
        T: Measure + Send + 'static,
    {
        self.change(column, value.into(), Some("min"))
    }

    /// Makes the value true if both are.
    pub fn and<T>(self, column: fn(V::Columns) -> Column<V, T>, value: impl Into<T>) -> Self
    where
        T: Flag + Send + 'static,
    {
        self.change(column, value.into(), Some("and"))
    }

    /// Makes the value true if one of both is.
    pub fn or<T>(self, column: fn(V::Columns) -> Column<V, T>, value: impl Into<T>) -> Self
    where
        T: Flag + Send + 'static,
    {
        self.change(column, value.into(), Some("or"))
    }

    /// Sets the value only in a vertex that this makes ([`or_insert`](Self::or_insert)); one that
    /// exists keeps its own.
    pub fn set_if_absent<T>(
        self,
        column: fn(V::Columns) -> Column<V, T>,
        value: impl Into<T>,
    ) -> Self
    where
        T: Attribute + Send + 'static,
    {
        self.change(column, value.into(), Some("ignore_if_exists"))
    }

    /// Makes the vertex if there is none, with the given values and the schema's defaults.
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
        let name = column(V::COLUMNS).name();
        self.changes.push(Box::new(move |out| out.change(name, &value, operator)));
        self
    }

    /// Whether something is added to what is stored.
    pub(crate) fn adds(&self) -> bool {
        self.rules.adds
    }

    /// Writes the changes into a body.
    pub(crate) fn write(self, body: &mut UpsertBody) -> Result<(), EncodeError> {
        let id = self.id.map(Spelled)?;
        let changes = self.changes;
        body.vertex_with::<V>(&id, |out| changes.into_iter().for_each(|change| change(out)))
    }

    async fn run(self) -> Result<bool> {
        let label = Label::new("update", V::SPEC.name);
        let mut body = UpsertBody::new();
        let (client, rules, limits) = (self.client.clone(), self.rules, self.limits);
        let written = self.write(&mut body);
        written.map_err(|error| Error::from(error).during(|| label.to_string()))?;
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

/// An id as the server spells it.
struct Spelled(String);

impl<V: Vertex> AsId<V> for Spelled {
    fn write_id(&self, out: &mut IdText) {
        out.single(&self.0);
    }
}

/// What [`Update::add`] adds up: INT, UINT, FLOAT and DOUBLE.
#[diagnostic::on_unimplemented(
    message = "attributes of type `{Self}` cannot be added to",
    label = "not a number",
    note = "only INT, UINT, FLOAT and DOUBLE attributes have `add`"
)]
pub trait Number: Attribute {}

/// What [`Update::max`] and [`Update::min`] compare: numbers and DATETIME.
#[diagnostic::on_unimplemented(
    message = "attributes of type `{Self}` have no maximum and minimum",
    label = "neither a number nor a DATETIME",
    note = "only INT, UINT, FLOAT, DOUBLE and DATETIME attributes have `max` and `min`"
)]
pub trait Measure: Attribute {}

/// What [`Update::and`] and [`Update::or`] combine: BOOL.
#[diagnostic::on_unimplemented(
    message = "attributes of type `{Self}` cannot be combined by `and` and `or`",
    label = "not a BOOL",
    note = "only BOOL attributes have `and` and `or`"
)]
pub trait Flag: Attribute {}

macro_rules! mark {
    ($trait:ident: $($ty:ty),+) => {$(
        impl $trait for $ty {}
        impl $trait for Option<$ty> {}
    )+};
}

mark!(Number: i8, i16, i32, i64, u8, u16, u32, u64, f32, f64);
mark!(Measure: i8, i16, i32, i64, u8, u16, u32, u64, f32, f64, DateTime);
mark!(Flag: bool);
