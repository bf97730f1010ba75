//! Changing some attributes of one edge.

use std::fmt;
use std::marker::PhantomData;

use super::Edges;
use crate::body::UpsertBody;
use crate::client::request::Label;
use crate::client::{Client, Limits};
use crate::error::Result;
use crate::operation::operation;
use crate::schema::{AsId, Column, Connects, Discriminated, Edge, Vertex, WrittenId, id_text};
use crate::upsert::{
    Boolean, Changes, Comparable, Numeric, Payload, Rules, Upserted, change_methods,
};
use crate::value::{Attribute, EncodeError, Encoder};

impl<E: Edge> Edges<E> {
    /// Changes some attributes of the edge between two vertices, without the others.
    ///
    /// The server has no condition that the edge must exist: if it does not, it is created, with
    /// the given values and the defaults of the schema, provided that both its ends exist. Edges of
    /// a type with a discriminator are changed by [`update_parallel`](Self::update_parallel).
    ///
    /// ```
    /// # use tg_runtime::prelude::*;
    /// # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String }
    /// # #[derive(Vertex)] struct Depot { #[tg(primary_id)] code: i64 }
    /// # #[derive(Edge)] #[tg(from = Package, to = Depot)]
    /// # struct StoredAt { shelf: String, moves: i64 }
    /// # async fn example(stored_at: Edges<StoredAt>) -> Result<()> {
    /// let ends_exist =
    ///     stored_at.update("P-1", 7).set(|e| e.shelf, "B 4").add(|e| e.moves, 1).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update<F, T>(&self, from: impl AsId<F>, to: impl AsId<T>) -> Update<E, F, T>
    where
        F: Vertex,
        T: Vertex,
        E: Connects<F, T>,
    {
        let mut update = Update::new(&self.client, &from, &to, None);
        if E::SPEC.discriminators > 0 {
            let edge = E::SPEC.name;
            update.problem = Some(EncodeError::new(format!(
                "there may be several edges `{edge}` between two vertices: select one with \
                 `update_parallel`"
            )));
        }
        update
    }

    /// Changes some attributes of one of several parallel edges, by its discriminator.
    pub fn update_parallel<F, T>(
        &self,
        from: impl AsId<F>,
        to: impl AsId<T>,
        discriminator: &E::Discriminator,
    ) -> Update<E, F, T>
    where
        F: Vertex,
        T: Vertex,
        E: Connects<F, T> + Discriminated,
    {
        let names = E::SPEC.attributes.iter().map(|attribute| attribute.name);
        let discriminator = discriminator.clone();
        let write = move |out: &mut Encoder| out.key(names, &discriminator);
        Update::new(&self.client, &from, &to, Some(Box::new(write)))
    }
}

type Types<E, F, T> = fn() -> (E, F, T);
/// Writes the attributes of a discriminator.
type Discriminator = Box<dyn FnOnce(&mut Encoder) + Send>;

/// Changes attributes of one edge: [`Edges::update`] and [`Edges::update_parallel`]. Awaited, it
/// returns `true` if both ends exist, and the edge was changed or created; no vertex is created.
///
/// An attribute of the discriminator cannot be changed: another value is another edge.
///
/// The server applies each operator to the stored value in one step, so that changes of several
/// clients do not overwrite each other.
///
/// # Errors
///
/// When a value cannot be sent exactly, or the request fails.
#[must_use = "operations do nothing until they are awaited"]
pub struct Update<E, F, T> {
    client: Client,
    from: Result<String, EncodeError>,
    to: Result<String, EncodeError>,
    discriminator: Option<Discriminator>,
    /// An error in the arguments, which the caller gets when it awaits the update.
    problem: Option<EncodeError>,
    changes: Changes,
    rules: Rules,
    limits: Limits,
    types: PhantomData<Types<E, F, T>>,
}

impl<E, F, T> Update<E, F, T>
where
    F: Vertex,
    T: Vertex,
    E: Connects<F, T>,
{
    fn new(
        client: &Client,
        from: &impl AsId<F>,
        to: &impl AsId<T>,
        discriminator: Option<Discriminator>,
    ) -> Self {
        Self {
            client: client.clone(),
            from: id_text(from),
            to: id_text(to),
            discriminator,
            problem: None,
            changes: Changes::default(),
            rules: Rules { ends_must_exist: true, ..Rules::default() },
            limits: Limits::default(),
            types: PhantomData,
        }
    }

    change_methods!(E);

    fn change<A>(
        mut self,
        column: fn(E::Columns) -> Column<E, A>,
        value: A,
        operator: Option<&'static str>,
    ) -> Self
    where
        A: Attribute + Send + 'static,
    {
        self.changes.push(column(E::COLUMNS), value, operator);
        self
    }

    async fn run(self) -> Result<bool> {
        let label = Label::new("update", E::SPEC.name);
        let named = label.to_string();
        self.send(label).await.map_err(|error| error.during(|| named))
    }

    async fn send(self, label: Label) -> Result<bool> {
        let (client, limits, rules) = (self.client.clone(), self.limits, self.rules);
        let mut body = UpsertBody::new();
        self.write(&mut body)?;
        let rules = Rules { adds: body.adds(), ..rules };
        let payload = Payload::finish(&mut body);
        let outcome: Upserted = payload.post(&client, label, rules, limits).await?;
        Ok(outcome.accepted_edges() > 0)
    }

    /// Writes the changes into a body.
    pub(crate) fn write(self, body: &mut UpsertBody<'_>) -> Result<(), EncodeError> {
        let (from, to) = (self.from?, self.to?);
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        body.edge_with::<E, F, T>(&WrittenId(from), &WrittenId(to), |out| {
            if let Some(write) = self.discriminator {
                write(out);
            }
            self.changes.write(out);
        })
    }
}

operation!(impl [
    E: Connects<F, T> + 'static, F: Vertex + 'static, T: Vertex + 'static
] Update<E, F, T> => bool, limits [atomic_level]);

impl<E: Edge, F, T> fmt::Debug for Update<E, F, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Update")
            .field("type", &E::SPEC.name)
            .field("changes", &self.changes.len())
            .finish_non_exhaustive()
    }
}
