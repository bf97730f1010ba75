//! How many edges a vertex has.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use http::Method;
use serde::Deserialize;

use crate::Vertices;
use crate::client::Client;
use crate::client::path::{Path, Query};
use crate::client::request::{Label, Request};
use crate::error::{Error, Result};
use crate::operation::{CONCURRENCY, Deadline, operation};
use crate::schema::{AsId, Edge, Vertex};
use crate::value::{EncodeError, IdText};

/// How many edges leave one vertex, by type: [`Vertices::degrees`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Degrees {
    counts: BTreeMap<String, u64>,
}

impl Degrees {
    /// The edges of type `E`.
    pub fn of<E: Edge>(&self) -> u64 {
        self.named(E::SPEC.name)
    }

    /// The edges of type `E` that reach the vertex, counted by the reverse type; 0 if there is none.
    pub fn reaching<E: Edge>(&self) -> u64 {
        match (E::SPEC.directed, E::SPEC.reverse) {
            (false, _) => self.of::<E>(),
            (true, Some(reverse)) => self.named(reverse),
            (true, None) => 0,
        }
    }

    /// The edges of the type of this name; 0 if the graph has none.
    pub fn named(&self, edge_type: &str) -> u64 {
        self.counts.get(edge_type).copied().unwrap_or(0)
    }

    /// All edges, those of reverse types among them.
    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    /// The count of each edge type that the server tells, zeros among them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, u64)> {
        self.counts.iter().map(|(name, count)| (name.as_str(), *count))
    }
}

impl<V: Vertex> Vertices<V> {
    /// Counts the edges that leave a vertex, all types in one request; `None` if there is no such
    /// vertex. It is `GET /graph/{graph}/edges/{type}/{id}?count_only=true`, which is exact; a directed
    /// edge is counted where it begins, and at its end under the name of its reverse type.
    pub fn degrees(&self, id: impl AsId<V>) -> ReadDegrees<V> {
        ReadDegrees {
            client: self.client().clone(),
            id: text(&id),
            timeout: None,
            types: PhantomData,
        }
    }

    /// Counts the edges of several vertices, several at a time, in the order of the ids.
    pub fn degrees_many<I: AsId<V>>(&self, ids: impl IntoIterator<Item = I>) -> ReadDegreesMany<V> {
        let ids = ids.into_iter().map(|id| text(&id)).collect();
        ReadDegreesMany { client: self.client().clone(), ids, timeout: None, types: PhantomData }
    }
}

fn text<V: Vertex>(id: &impl AsId<V>) -> Result<String, EncodeError> {
    let mut text = IdText::new();
    id.write_id(&mut text);
    text.finish().map(str::to_owned)
}

/// Counts the edges of one vertex: [`Vertices::degrees`].
///
/// # Errors
///
/// When the request fails. That there is no such vertex is no error.
#[must_use = "operations do nothing until they are awaited"]
pub struct ReadDegrees<V> {
    client: Client,
    id: Result<String, EncodeError>,
    timeout: Option<Duration>,
    types: PhantomData<fn() -> V>,
}

impl<V: Vertex> ReadDegrees<V> {
    async fn run(self) -> Result<Option<Degrees>> {
        read::<V>(&self.client, self.id, self.timeout).await
    }
}

operation!(impl [V: Vertex + 'static] ReadDegrees<V> => Option<Degrees>);

/// Counts the edges of several vertices: [`Vertices::degrees_many`].
///
/// # Errors
///
/// When a request fails.
#[must_use = "operations do nothing until they are awaited"]
pub struct ReadDegreesMany<V> {
    client: Client,
    ids: Vec<Result<String, EncodeError>>,
    timeout: Option<Duration>,
    types: PhantomData<fn() -> V>,
}

impl<V: Vertex> ReadDegreesMany<V> {
    async fn run(self) -> Result<Vec<Option<Degrees>>> {
        let deadline = Deadline::after(self.timeout);
        let degrees = |id| read::<V>(&self.client, id, deadline.left());
        stream::iter(self.ids).map(degrees).buffered(CONCURRENCY).try_collect().await
    }
}

operation!(impl [V: Vertex + 'static] ReadDegreesMany<V> => Vec<Option<Degrees>>);

async fn read<V: Vertex>(
    client: &Client,
    id: Result<String, EncodeError>,
    timeout: Option<Duration>,
) -> Result<Option<Degrees>> {
    #[derive(Deserialize)]
    struct Counted {
        e_type: String,
        count: u64,
    }
    let label = Label::new("count the edges of", V::SPEC.name);
    let id = id.map_err(|error| Error::from(error).during(|| label.to_string()))?;
    let path =
        Path::fixed("/graph").name(client.graph()).name("edges").name(V::SPEC.name).value(&id);
    let request = Request::restpp(label, Method::GET, path)
        .query(Query::default().with("count_only", true))
        .timeout(timeout);
    match client.send(request).await {
        Ok(reply) => {
            let counted: Vec<Counted> = reply.results()?;
            let mut counts = BTreeMap::new();
            for Counted { e_type, count } in counted {
                *counts.entry(e_type).or_default() += count;
            }
            Ok(Some(Degrees { counts }))
        }
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

impl<V: Vertex> fmt::Debug for ReadDegrees<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadDegrees").field("type", &V::SPEC.name).finish_non_exhaustive()
    }
}

impl<V: Vertex> fmt::Debug for ReadDegreesMany<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadDegreesMany").field("type", &V::SPEC.name).finish_non_exhaustive()
    }
}
