//! Deleting edges. The vertices stay, and reverse edges are deleted with their partners.

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::Deserialize;

use super::Edges;
use super::ends::Ends;
use super::list::Addressed;
use crate::client::api::data as api;
use crate::client::path::{Path, Query};
use crate::client::request::Label;
use crate::client::{Client, Limits, Rows};
use crate::error::{Error, Result};
use crate::operation::{CONCURRENCY, Deadline, Operation, total};
use crate::schema::{AnyId, AsId, Connects, Discriminated, Edge, Vertex};
use crate::value::{AttributeType, DateTime, DecodeError, IdText, Row};

impl<E: Edge> Edges<E> {
    /// Deletes the edge between two vertices, and all that are parallel to it; returns how many
    /// there were.
    ///
    /// # Errors
    ///
    /// When the request fails. It is not an error that there is no such edge or vertex.
    pub fn delete<F, T>(&self, from: impl AsId<F>, to: impl AsId<T>) -> Operation<u64>
    where
        F: Vertex,
        T: Vertex,
        E: Connects<F, T>,
    {
        let (client, ends) = (self.client.clone(), Ends::new(&from, &to));
        Operation::new(async move |deadline| {
            let ends = ends.map_err(labelled::<E>)?;
            delete_at::<E>(&client, ends.edges(&client, E::SPEC.name), deadline).await
        })
    }

    /// Deletes the edges between pairs of vertices, several at a time; returns how many there were.
    ///
    /// # Errors
    ///
    /// When an id cannot be sent, before anything is deleted; when a request fails, after which
    /// others may have been executed.
    pub fn delete_many<F, T, A, B>(&self, pairs: impl IntoIterator<Item = (A, B)>) -> Operation<u64>
    where
        F: Vertex,
        T: Vertex,
        A: AsId<F>,
        B: AsId<T>,
        E: Connects<F, T>,
    {
        let client = self.client.clone();
        let pairs: Result<Vec<Ends>> =
            pairs.into_iter().map(|(from, to)| Ends::new::<F, T>(&from, &to)).collect();
        Operation::new(async move |deadline| {
            let paths = pairs.map_err(labelled::<E>)?.into_iter();
            let paths = paths.map(|ends| ends.edges(&client, E::SPEC.name));
            delete_each::<E>(&client, paths, deadline).await
        })
    }

    /// Deletes the one of several parallel edges that has this discriminator; returns how many
    /// there were.
    ///
    /// # Errors
    ///
    /// When the request fails. It is not an error that there is no such edge or vertex.
    pub fn delete_parallel<F, T>(
        &self,
        from: impl AsId<F>,
        to: impl AsId<T>,
        discriminator: &E::Discriminator,
    ) -> Operation<u64>
    where
        F: Vertex,
        T: Vertex,
        E: Connects<F, T> + Discriminated,
    {
        let (client, ends) = (self.client.clone(), Ends::new(&from, &to));
        let path = ends.and_then(|ends| ends.parallel::<E>(&client, discriminator));
        Operation::new(async move |deadline| {
            delete_at::<E>(&client, path.map_err(labelled::<E>)?, deadline).await
        })
    }
}

/// Deletes the edges of a vertex that are selected.
pub(super) fn delete_addressed<E: Edge + 'static>(
    addressed: Result<Addressed<E>>,
) -> Operation<u64> {
    Operation::new(async move |deadline| {
        let addressed = addressed?;
        if addressed.selection.is_empty() {
            return Ok(0);
        }
        if addressed.selection.limit.is_some() {
            return delete_limited(addressed, deadline).await;
        }
        let query = addressed.selection.query().map_err(labelled::<E>)?;
        delete::<E>(&addressed.client, addressed.path(), query, deadline).await
    })
}

/// Deletes some edges of a vertex, up to a limit. The documentation has no limit for deleting, and
/// a server that ignores one would delete them all; so the edges are read, and deleted one by one.
async fn delete_limited<E: Edge>(addressed: Addressed<E>, deadline: Deadline) -> Result<u64> {
    let (client, edges) = (&addressed.client, &addressed.edges);
    let rows = Rows(|row: &mut Row<'_>| {
        let (to, discriminator) = (row.to::<AnyId>()?, discriminator_of_row::<E>(row)?);
        let path = edges.clone().name(to.vertex_type()).value(to.as_str());
        Ok(match discriminator {
            Some(discriminator) => path.value(&discriminator),
            None => path,
        })
    });
    let paths: Vec<Path> =
        match client.run(addressed.list(Limits::of_time(deadline.left()))?, &rows).await {
            Err(error) if error.is_not_found() => return Ok(0),
            outcome => outcome?,
        };
    delete_each::<E>(client, paths.into_iter(), deadline).await
}

/// Returns the discriminator of a row as a segment of a path, if the type has one: without it the
/// parallel edges would be deleted too.
fn discriminator_of_row<E: Edge>(row: &mut Row<'_>) -> Result<Option<String>, DecodeError> {
    let parts = &E::SPEC.attributes[..E::SPEC.discriminators];
    if parts.is_empty() {
        return Ok(None);
    }
    let mut text = IdText::new();
    for part in parts {
        match part.ty {
            AttributeType::Int => text.escaped_part(&row.attribute::<i64>(part.name)?),
            AttributeType::Uint => text.escaped_part(&row.attribute::<u64>(part.name)?),
            AttributeType::DateTime => text.escaped_part(&row.attribute::<DateTime>(part.name)?),
            _ => text.escaped_part(&row.attribute::<String>(part.name)?),
        }
    }
    let text = text.finish().map_err(|error| {
        DecodeError::mismatch("a discriminator that can be sent", error.to_string())
    })?;
    Ok(Some(text.to_owned()))
}

/// Deletes the edges at each of several paths, several at a time.
async fn delete_each<E: Edge>(
    client: &Client,
    paths: impl Iterator<Item = Path> + Send,
    deadline: Deadline,
) -> Result<u64> {
    let paths: Vec<Path> = paths.collect();
    let several = paths.len() > 1;
    stream::iter(paths)
        .map(|path| delete_at::<E>(client, path, deadline))
        .buffer_unordered(CONCURRENCY)
        .try_fold(0, async |count: u64, deleted| Ok(count.saturating_add(deleted)))
        .await
        .map_err(|error: Error| error.of_operation(false, several))
}

/// Deletes all edges at a path.
pub(super) async fn delete_at<E: Edge>(
    client: &Client,
    path: Path,
    deadline: Deadline,
) -> Result<u64> {
    delete::<E>(client, path, Query::default(), deadline).await
}

async fn delete<E: Edge>(
    client: &Client,
    path: Path,
    query: Query,
    deadline: Deadline,
) -> Result<u64> {
    #[derive(Deserialize)]
    struct Deleted {
        deleted_edges: u64,
    }
    let request = api::delete(path, query).labelled(label::<E>()).timeout(deadline.left());
    match client.send(request).await {
        Ok(reply) => {
            let deleted: Vec<Deleted> = reply.results()?;
            Ok(total(deleted.iter().map(|entry| entry.deleted_edges)))
        }
        Err(error) if error.is_not_found() => Ok(0),
        Err(error) => Err(error),
    }
}

fn label<E: Edge>() -> Label {
    Label::new("delete", E::SPEC.name)
}

fn labelled<E: Edge>(error: Error) -> Error {
    error.during(|| label::<E>().to_string())
}
