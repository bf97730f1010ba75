//! Deleting edges. The vertices stay, and reverse edges go with their partners.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use http::Method;
use serde::Deserialize;

use super::Edges;
use super::ends::Ends;
use super::get::spell;
use super::limited::delete_limited;
use super::of::Addressed;
use crate::client::Client;
use crate::client::path::{Path, Query};
use crate::client::request::{Label, Request};
use crate::error::Result;
use crate::operation::{CONCURRENCY, Deadline, operation};
use crate::schema::{AsId, Connects, Discriminated, Edge, Vertex};

impl<E: Edge> Edges<E> {
    /// Deletes the edge between two vertices, and all that are parallel to it; awaited, it says how
    /// many there were.
    pub fn delete<F, T>(&self, from: impl AsId<F>, to: impl AsId<T>) -> Delete<E>
    where
        F: Vertex,
        T: Vertex,
        E: Connects<F, T>,
    {
        Delete::new(self.client.clone(), Ends::new(&from, &to), None)
    }

    /// Deletes the edges between pairs of vertices, several at a time; awaited, it says how many
    /// there were.
    pub fn delete_many<F, T, A, B>(&self, pairs: impl IntoIterator<Item = (A, B)>) -> DeleteMany<E>
    where
        F: Vertex,
        T: Vertex,
        A: AsId<F>,
        B: AsId<T>,
        E: Connects<F, T>,
    {
        let pairs = pairs.into_iter().map(|(from, to)| Ends::new::<F, T>(&from, &to)).collect();
        DeleteMany { client: self.client.clone(), pairs, timeout: None, types: PhantomData }
    }
}

impl<E: Discriminated> Edges<E> {
    /// Deletes the one of several parallel edges that has this discriminator.
    pub fn delete_parallel<F, T>(
        &self,
        from: impl AsId<F>,
        to: impl AsId<T>,
        discriminator: &E::Discriminator,
    ) -> Delete<E>
    where
        F: Vertex,
        T: Vertex,
        E: Connects<F, T>,
    {
        Delete::new(self.client.clone(), Ends::new(&from, &to), Some(spell::<E>(discriminator)))
    }
}

/// Deletes the edges between two vertices: [`Edges::delete`] and [`Edges::delete_parallel`].
///
/// # Errors
///
/// When the request fails. That there is no such edge or vertex is no error.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Delete<E> {
    client: Client,
    ends: Result<Ends>,
    discriminator: Option<Result<String>>,
    timeout: Option<Duration>,
    types: PhantomData<fn() -> E>,
}

impl<E: Edge> Delete<E> {
    fn new(client: Client, ends: Result<Ends>, discriminator: Option<Result<String>>) -> Self {
        Self { client, ends, discriminator, timeout: None, types: PhantomData }
    }

    async fn run(self) -> Result<u64> {
        let (client, timeout) = (&self.client, self.timeout);
        let label = Label::new("delete", E::SPEC.name);
        let path = self.ends.and_then(|ends| {
            let path = ends.edges(client, E::SPEC.name);
            match self.discriminator {
                Some(discriminator) => Ok(path.value(&discriminator?)),
                None => Ok(path),
            }
        });
        let path = path.map_err(|error| error.during(|| label.to_string()))?;
        delete::<E>(client, path, Query::default(), timeout).await
    }
}

operation!(impl [E: Edge + 'static] Delete<E> => u64);

/// Deletes the edges between several pairs of vertices: [`Edges::delete_many`].
///
/// # Errors
///
/// When a request fails; others may have been executed.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct DeleteMany<E> {
    client: Client,
    pairs: Vec<Result<Ends>>,
    timeout: Option<Duration>,
    types: PhantomData<fn() -> E>,
}

impl<E: Edge> DeleteMany<E> {
    async fn run(self) -> Result<u64> {
        // An id that cannot be sent is found before anything is deleted.
        let pairs: Vec<Ends> = self.pairs.into_iter().collect::<Result<_>>()?;
        let deadline = Deadline::after(self.timeout);
        let delete = |ends| {
            let delete = Delete::<E>::new(self.client.clone(), Ok(ends), None);
            Delete { timeout: deadline.left(), ..delete }.run()
        };
        stream::iter(pairs)
            .map(delete)
            .buffer_unordered(CONCURRENCY)
            .try_fold(0, async |count, deleted| Ok(count + deleted))
            .await
    }
}

operation!(impl [E: Edge + 'static] DeleteMany<E> => u64);

/// Deletes the edges of a vertex: `of(vertex).delete()`. Awaited, it says how many there were.
///
/// # Errors
///
/// When a request fails; with a limit there are several, and others may have been executed. That the
/// vertex does not exist is no error.
#[must_use = "operations do nothing until they are awaited"]
pub struct DeleteOf<E> {
    addressed: Result<Addressed<E>>,
    timeout: Option<Duration>,
}

impl<E: Edge> DeleteOf<E> {
    pub(super) fn new(addressed: Result<Addressed<E>>, timeout: Option<Duration>) -> Self {
        Self { addressed, timeout }
    }

    async fn run(self) -> Result<u64> {
        let addressed = self.addressed?;
        if addressed.selection.is_empty() {
            return Ok(0);
        }
        if addressed.selection.limit.is_some() {
            return delete_limited(addressed, Deadline::after(self.timeout)).await;
        }
        let query = addressed
            .selection
            .query()
            .map_err(|error| error.during(|| Label::new("delete", E::SPEC.name).to_string()))?;
        delete::<E>(&addressed.client, addressed.path(), query, self.timeout).await
    }
}

operation!(impl [E: Edge + 'static] DeleteOf<E> => u64);

impl<E: Edge> fmt::Debug for DeleteOf<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeleteOf").field("type", &E::SPEC.name).finish_non_exhaustive()
    }
}

pub(super) async fn delete<E: Edge>(
    client: &Client,
    path: Path,
    query: Query,
    timeout: Option<Duration>,
) -> Result<u64> {
    #[derive(Deserialize)]
    struct Deleted {
        deleted_edges: u64,
    }
    let label = Label::new("delete", E::SPEC.name);
    let request =
        Request::restpp(label, Method::DELETE, path).query(query).idempotent(true).timeout(timeout);
    match client.send(request).await {
        Ok(reply) => {
            let deleted: Vec<Deleted> = reply.results()?;
            Ok(deleted.iter().map(|entry| entry.deleted_edges).sum())
        }
        Err(error) if error.is_not_found() => Ok(0),
        Err(error) => Err(error),
    }
}
