//! Deleting vertices, with their edges.

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::Deserialize;

use super::Vertices;
use super::target::{Target, type_path};
use crate::body::Selection;
use crate::client::Client;
use crate::client::api::data as api;
use crate::client::request::{Label, Request};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{CONCURRENCY, ConfirmAll, Deadline, Operation};
use crate::schema::{AsId, Vertex};

impl<V: Vertex> Vertices<V> {
    /// Deletes the vertex with this id and all its edges; returns `true` if there was one.
    ///
    /// # Errors
    ///
    /// When the request fails. It is not an error that there is no such vertex. A request that may
    /// have been executed is not repeated, because the second answer would be that there is none:
    /// the error is then [in doubt](Error::is_in_doubt).
    pub fn delete(&self, id: impl AsId<V>) -> Operation<bool> {
        let (client, target) = (self.client.clone(), Target::new(&self.client, &id));
        Operation::new(async move |deadline| {
            delete::<V>(&client, target.map_err(labelled::<V>)?, deadline).await
        })
    }

    /// Deletes the vertices with these ids and all their edges, several at a time; returns how many
    /// there were.
    ///
    /// # Errors
    ///
    /// When an id cannot be sent, before anything is deleted; when a request fails, after which
    /// others may have been executed: the error is then [in doubt](Error::is_in_doubt).
    pub fn delete_many<I: AsId<V>>(&self, ids: impl IntoIterator<Item = I>) -> Operation<u64> {
        let client = self.client.clone();
        let targets: Result<Vec<Target>> =
            ids.into_iter().map(|id| Target::new(&self.client, &id)).collect();
        Operation::new(async move |deadline| {
            let targets = targets.map_err(labelled::<V>)?;
            let several = targets.len() > 1;
            stream::iter(targets)
                .map(|target| delete::<V>(&client, target, deadline))
                .buffer_unordered(CONCURRENCY)
                .try_fold(0, async |count: u64, deleted| Ok(count + u64::from(deleted)))
                .await
                .map_err(|error: Error| error.of_operation(false, several))
        })
    }

    /// Deletes every vertex of the type, and all their edges; returns how many there were.
    ///
    /// ```
    /// # use tg_runtime::prelude::*;
    /// # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String }
    /// # async fn example(packages: Vertices<Package>) -> Result<()> {
    /// let deleted = packages.delete_all(ConfirmAll).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When the request fails.
    pub fn delete_all(&self, _: ConfirmAll) -> Operation<u64>
    where
        V: 'static,
    {
        delete_selected(self.client.clone(), Selection::<V>::all())
    }
}

async fn delete<V: Vertex>(client: &Client, target: Target, deadline: Deadline) -> Result<bool> {
    let request =
        api::delete(target.path, target.query).labelled(label::<V>()).timeout(deadline.left());
    match count_deleted(client, request).await {
        Ok(count) => Ok(count > 0),
        Err(error) if error.is_not_found() => Ok(false),
        Err(error) => Err(error),
    }
}

/// Deletes the vertices that a filter selects.
pub(super) fn delete_found<V: Vertex + 'static>(
    client: Client,
    selection: Selection<V>,
) -> Operation<u64> {
    if selection.filter.is_some() || selection.is_empty() {
        return delete_selected(client, selection);
    }
    Operation::new(async |_| {
        let message = "there is no filter that selects the vertices to delete: `find` them by \
                       one, or write `delete_all(ConfirmAll)`";
        Err(labelled::<V>(Error::new(ErrorKind::Encode, message)))
    })
}

fn delete_selected<V: Vertex + 'static>(client: Client, selection: Selection<V>) -> Operation<u64> {
    Operation::new(async move |deadline| {
        if selection.is_empty() {
            return Ok(0);
        }
        let query = selection.query().map_err(labelled::<V>)?;
        let request = api::delete(type_path::<V>(&client), query)
            .labelled(label::<V>())
            .timeout(deadline.left());
        count_deleted(&client, request).await
    })
}

fn label<V: Vertex>() -> Label {
    Label::new("delete", V::SPEC.name)
}

fn labelled<V: Vertex>(error: Error) -> Error {
    error.during(|| label::<V>().to_string())
}

async fn count_deleted(client: &Client, request: Request) -> Result<u64> {
    #[derive(Deserialize)]
    struct Deleted {
        deleted_vertices: u64,
    }
    let deleted: Deleted = client.send(request).await?.results()?;
    Ok(deleted.deleted_vertices)
}
