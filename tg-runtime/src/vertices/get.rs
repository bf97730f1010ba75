//! Reading vertices by their ids.

use super::Vertices;
use super::target::Target;
use crate::client::api::data as api;
use crate::client::request::Label;
use crate::client::{Client, Rows};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{Deadline, Operation};
use crate::schema::{AsId, ReadVertex, Vertex, is_same_id};
use crate::value::{DecodeError, Row};

impl<V: ReadVertex + Send + 'static> Vertices<V> {
    /// Reads the vertex with this id; `None` if there is none.
    ///
    /// # Errors
    ///
    /// When the request fails, or the vertex does not fit `V`.
    pub fn get(&self, id: impl AsId<V>) -> Operation<Option<V>> {
        let (client, target) = (self.client.clone(), Target::new(&self.client, &id));
        Operation::new(async move |deadline| {
            read::<V, V>(&client, target, V::decode, deadline).await
        })
    }
}

impl<V: Vertex> Vertices<V> {
    /// Returns `true` if there is a vertex with this id.
    ///
    /// # Errors
    ///
    /// When the request fails.
    pub fn exists(&self, id: impl AsId<V>) -> Operation<bool> {
        let (client, target) = (self.client.clone(), Target::new(&self.client, &id));
        Operation::new(async move |deadline| {
            Ok(read::<V, ()>(&client, target, |_| Ok(()), deadline).await?.is_some())
        })
    }
}

pub(super) async fn read<V: Vertex, R: Send>(
    client: &Client,
    target: Result<Target>,
    decode: fn(&mut Row<'_>) -> Result<R, DecodeError>,
    deadline: Deadline,
) -> Result<Option<R>> {
    let label = Label::new("get", V::SPEC.name);
    let Target { id, path, query } = target.map_err(|error| error.during(|| label.to_string()))?;
    let request = api::read(path, query).labelled(label).timeout(deadline.left());
    let rows = Rows(|row: &mut Row<'_>| {
        let found = row.vertex_id()?;
        if is_same_id::<V>(&found, &id) { decode(row).map(Ok) } else { Ok(Err(found.into_owned())) }
    });
    let rows = match client.run(request, &rows).await {
        Ok(rows) => rows,
        Err(error) if error.is_not_found() => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut first = None;
    for row in rows {
        match row {
            Ok(vertex) => first = first.or(Some(vertex)),
            Err(found) => {
                let message = format!("the answer is the vertex {found:?}, requested was {id:?}");
                let error = Error::new(ErrorKind::Protocol, message);
                return Err(error.during(|| Label::new("get", V::SPEC.name).to_string()));
            }
        }
    }
    Ok(first)
}
