//! The number of edges of a vertex.

use std::collections::BTreeMap;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::Deserialize;

use crate::Vertices;
use crate::client::Client;
use crate::client::api::statistics as api;
use crate::error::Result;
use crate::operation::gsql::Scope;
use crate::operation::{CONCURRENCY, Deadline, Operation, total};
use crate::schema::{AsId, Edge, Vertex, id_text};
use crate::value::EncodeError;

/// The number of edges that leave one vertex, by type: [`Vertices::degrees`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Degrees {
    counts: BTreeMap<String, u64>,
}

impl Degrees {
    /// Returns the number of edges of type `E`.
    pub fn of<E: Edge>(&self) -> u64 {
        self.named(E::SPEC.name)
    }

    /// Returns the number of edges of type `E` that reach the vertex, counted by the reverse type;
    /// 0 if there is none.
    pub fn reaching<E: Edge>(&self) -> u64 {
        match (E::SPEC.directed, E::SPEC.reverse) {
            (false, _) => self.of::<E>(),
            (true, Some(reverse)) => self.named(reverse),
            (true, None) => 0,
        }
    }

    /// Returns the number of edges of the type of this name; 0 if the graph has no such type.
    pub fn named(&self, edge_type: &str) -> u64 {
        self.counts.get(edge_type).copied().unwrap_or(0)
    }

    /// Returns the number of all edges, those of reverse types included.
    pub fn total(&self) -> u64 {
        total(self.counts.values().copied())
    }

    /// Returns the count of each edge type that the server lists, zeros included.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, u64)> {
        self.counts.iter().map(|(name, count)| (name.as_str(), *count))
    }
}

impl<V: Vertex> Vertices<V> {
    /// Counts the edges that leave a vertex, all types in one request; `None` if there is no such
    /// vertex. It is `GET /graph/{graph}/edges/{type}/{id}?count_only=true`, which is exact. A
    /// directed edge is counted at its source, and at its target under the name of its reverse
    /// type.
    ///
    /// # Errors
    ///
    /// When the request fails. It is not an error that there is no such vertex.
    pub fn degrees(&self, id: impl AsId<V>) -> Operation<Option<Degrees>> {
        let (client, id) = (self.client().clone(), id_text(&id));
        Operation::new(move |deadline| read(client, V::SPEC.name, id, deadline))
    }

    /// Counts the edges of several vertices, several at a time, in the order of the ids.
    ///
    /// # Errors
    ///
    /// When a request fails.
    pub fn degrees_many<I: AsId<V>>(
        &self,
        ids: impl IntoIterator<Item = I>,
    ) -> Operation<Vec<Option<Degrees>>> {
        let client = self.client().clone();
        let ids: Vec<_> = ids.into_iter().map(|id| id_text(&id)).collect();
        Operation::new(move |deadline| {
            let degrees = move |id| read(client.clone(), V::SPEC.name, id, deadline);
            stream::iter(ids).map(degrees).buffered(CONCURRENCY).try_collect()
        })
    }
}

async fn read(
    client: Client,
    vertex_type: &'static str,
    id: Result<String, EncodeError>,
    deadline: Deadline,
) -> Result<Option<Degrees>> {
    #[derive(Deserialize)]
    struct Counted {
        e_type: String,
        count: u64,
    }
    let scope = Scope::of_graph(&client, "count the edges of").about(vertex_type);
    let id = id.map_err(|error| scope.named(error.into()))?;
    let request = api::degrees(client.graph(), vertex_type, &id);
    match scope.reply(request, deadline).await {
        Ok(reply) => {
            let counted: Vec<Counted> = reply.results()?;
            let mut counts = BTreeMap::new();
            for Counted { e_type, count } in counted {
                let sum: &mut u64 = counts.entry(e_type).or_default();
                *sum = sum.saturating_add(count);
            }
            Ok(Some(Degrees { counts }))
        }
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}
