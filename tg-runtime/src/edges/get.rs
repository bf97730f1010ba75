//! Reading the edges between two vertices.

use super::Edges;
use super::ends::Ends;
use crate::client::api::data as api;
use crate::client::path::{Path, Query};
use crate::client::request::Label;
use crate::client::{Client, Rows};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{Deadline, Operation};
use crate::schema::{AsId, Connects, Discriminated, ReadEdge, Vertex};
use crate::value::Row;

impl<E: ReadEdge + Send + 'static> Edges<E> {
    /// Reads the edge between two vertices; `None` if there is none. Of parallel edges, which a
    /// type with a discriminator may have, it is any; [`between`](Self::between) reads them all.
    ///
    /// # Errors
    ///
    /// When the request fails, or the edge does not fit `E`. It is not an error that a vertex does
    /// not exist.
    pub fn get<F, T>(&self, from: impl AsId<F>, to: impl AsId<T>) -> Operation<Option<E>>
    where
        F: Vertex,
        T: Vertex,
        E: Connects<F, T>,
    {
        let between = self.between(from, to);
        Operation::new(async move |deadline| Ok(between.within(deadline).await?.into_iter().next()))
    }

    /// Reads all edges of this type between two vertices.
    ///
    /// # Errors
    ///
    /// Those of [`get`](Self::get).
    pub fn between<F, T>(&self, from: impl AsId<F>, to: impl AsId<T>) -> Operation<Vec<E>>
    where
        F: Vertex,
        T: Vertex,
        E: Connects<F, T>,
    {
        let (client, ends) = (self.client.clone(), Ends::new(&from, &to));
        Operation::new(async move |deadline| {
            let ends = ends.map(|ends| (ends.edges(&client, E::SPEC.name), ends));
            read(&client, ends, deadline).await
        })
    }

    /// Reads the one of several parallel edges that has this discriminator; `None` if there is
    /// none.
    ///
    /// # Errors
    ///
    /// Those of [`get`](Self::get).
    pub fn get_parallel<F, T>(
        &self,
        from: impl AsId<F>,
        to: impl AsId<T>,
        discriminator: &E::Discriminator,
    ) -> Operation<Option<E>>
    where
        F: Vertex,
        T: Vertex,
        E: Connects<F, T> + Discriminated,
    {
        let (client, ends) = (self.client.clone(), Ends::new(&from, &to));
        let ends = ends.and_then(|ends| Ok((ends.parallel::<E>(&client, discriminator)?, ends)));
        Operation::new(async move |deadline| {
            Ok(read(&client, ends, deadline).await?.into_iter().next())
        })
    }
}

async fn read<E: ReadEdge + Send>(
    client: &Client,
    ends: Result<(Path, Ends)>,
    deadline: Deadline,
) -> Result<Vec<E>> {
    let label = || Label::new("get", E::SPEC.name);
    let (path, ends) = ends.map_err(|error| error.during(|| label().to_string()))?;
    let request = api::read(path, Query::default()).labelled(label()).timeout(deadline.left());
    let rows =
        Rows(
            |row: &mut Row<'_>| {
                if ends.are_of(row, E::SPEC.directed)? {
                    E::decode(row).map(Some)
                } else {
                    Ok(None)
                }
            },
        );
    let edges: Option<Vec<E>> = match client.run(request, &rows).await {
        Ok(rows) => rows.into_iter().collect(),
        Err(error) if error.is_not_found() => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    edges.ok_or_else(|| {
        let message = "the answer has an edge between other vertices than those of the request";
        Error::new(ErrorKind::Protocol, message).during(|| label().to_string())
    })
}
