//! Deleting.

use std::marker::PhantomData;
use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use http::Method;
use serde::Deserialize;

use super::Vertices;
use super::target::{Target, type_path};
use crate::body::Selection;
use crate::client::Client;
use crate::client::request::{Label, Request};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{CONCURRENCY, ConfirmAll, Deadline, operation};
use crate::schema::{AsId, Vertex};

impl<V: Vertex> Vertices<V> {
    /// Deletes the vertex with this id and all its edges; awaited, it says whether there was one.
    pub fn delete(&self, id: impl AsId<V>) -> Delete<V> {
        let target = Target::new(&self.client, &id);
        Delete { client: self.client.clone(), target, timeout: None, types: PhantomData }
    }

    /// Deletes the vertices with these ids and all their edges, several at a time; awaited, it says
    /// how many there were.
    pub fn delete_many<I: AsId<V>>(&self, ids: impl IntoIterator<Item = I>) -> DeleteMany<V> {
        let targets = ids.into_iter().map(|id| Target::new(&self.client, &id)).collect();
        DeleteMany { client: self.client.clone(), targets, timeout: None, types: PhantomData }
    }

    /// Deletes every vertex of the type, and all their edges.
    ///
    /// ```
    /// # use tg_runtime::prelude::*;
    /// use tg_runtime::ConfirmAll;
    /// # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String }
    /// # async fn example(packages: Vertices<Package>) -> Result<()> {
    /// let deleted = packages.delete_all(ConfirmAll).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete_all(&self, _: ConfirmAll) -> DeleteWhere<V> {
        DeleteWhere {
            client: self.client.clone(),
            selection: Selection::all(),
            everything: true,
            timeout: None,
        }
    }
}

/// Deletes one vertex: [`Vertices::delete`].
///
/// # Errors
///
/// When the request fails. That there is no such vertex is no error.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Delete<V> {
    client: Client,
    target: Result<Target>,
    timeout: Option<Duration>,
    types: PhantomData<fn() -> V>,
}

impl<V: Vertex> Delete<V> {
    async fn run(self) -> Result<bool> {
        let label = Label::new("delete", V::SPEC.name);
        let target = self.target.map_err(|error| error.during(|| label.to_string()))?;
        let request = target.request(label, Method::DELETE).timeout(self.timeout);
        match deleted(&self.client, request).await {
            Ok(count) => Ok(count > 0),
            Err(error) if error.is_not_found() => Ok(false),
            Err(error) => Err(error),
        }
    }
}

operation!(impl [V: Vertex + 'static] Delete<V> => bool);

/// Deletes several vertices: [`Vertices::delete_many`].
///
/// # Errors
///
/// When a request fails; others may have been executed.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct DeleteMany<V> {
    client: Client,
    targets: Vec<Result<Target>>,
    timeout: Option<Duration>,
    types: PhantomData<fn() -> V>,
}

impl<V: Vertex> DeleteMany<V> {
    async fn run(self) -> Result<u64> {
        // An id that cannot be sent is found before anything is deleted.
        let targets: Vec<Target> = self.targets.into_iter().collect::<Result<_>>()?;
        let deadline = Deadline::after(self.timeout);
        let delete = |target| {
            let (client, target) = (self.client.clone(), Ok(target));
            Delete::<V> { client, target, timeout: deadline.left(), types: PhantomData }.run()
        };
        stream::iter(targets)
            .map(delete)
            .buffer_unordered(CONCURRENCY)
            .try_fold(0, async |count, deleted| Ok(count + u64::from(deleted)))
            .await
    }
}

operation!(impl [V: Vertex + 'static] DeleteMany<V> => u64);

/// Deletes the vertices that a filter describes, or all: `find(..).delete()` and
/// [`Vertices::delete_all`]. Awaited, it says how many were deleted.
///
/// # Errors
///
/// When the request fails.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct DeleteWhere<V> {
    client: Client,
    selection: Selection<V>,
    everything: bool,
    timeout: Option<Duration>,
}

impl<V: Vertex> DeleteWhere<V> {
    pub(super) fn new(client: Client, selection: Selection<V>, timeout: Option<Duration>) -> Self {
        Self { client, selection, everything: false, timeout }
    }

    async fn run(self) -> Result<u64> {
        if self.selection.is_empty() {
            return Ok(0);
        }
        let label = Label::new("delete", V::SPEC.name);
        if self.selection.filter.is_none() && !self.everything {
            let message = "nothing says which vertices are meant: `find` them by a filter, or say \
                           `delete_all(ConfirmAll)`";
            return Err(Error::new(ErrorKind::Encode, message).during(|| label.to_string()));
        }
        let query = self.selection.query().map_err(|error| error.during(|| label.to_string()))?;
        // A limit makes the second time delete others.
        let repeatable = self.selection.limit.is_none();
        let request = Request::restpp(label, Method::DELETE, type_path::<V>(&self.client))
            .query(query)
            .idempotent(repeatable)
            .timeout(self.timeout);
        deleted(&self.client, request).await
    }
}

operation!(impl [V: Vertex + 'static] DeleteWhere<V> => u64);

async fn deleted(client: &Client, request: Request) -> Result<u64> {
    #[derive(Deserialize)]
    struct Deleted {
        deleted_vertices: u64,
    }
    let deleted: Deleted = client.send(request).await?.results()?;
    Ok(deleted.deleted_vertices)
}
