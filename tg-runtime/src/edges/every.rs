//! The rows of all edges of a type, read vertex by vertex.

use std::borrow::Cow;
use std::sync::Arc;

use futures_util::{Stream, StreamExt as _, TryStreamExt as _, future, stream};

use super::ends::End;
use crate::client::api::data as api;
use crate::client::path::Query;
use crate::client::request::Label;
use crate::client::{Client, stream_rows};
use crate::error::Result;
use crate::operation::{CONCURRENCY, Deadline};
use crate::value::{DecodeError, Row};

/// All edges of a type.
pub(crate) struct EveryEdge {
    pub(crate) client: Client,
    pub(crate) name: &'static str,
    pub(crate) directed: bool,
    /// The vertex types whose edges are read.
    pub(crate) sources: Vec<&'static str>,
    /// The selection of the edges of each vertex.
    pub(crate) query: Result<Query>,
    pub(crate) deadline: Deadline,
}

impl EveryEdge {
    /// Streams the rows, each edge once, and reads each by `read`. The first error is the last
    /// item.
    pub(crate) fn rows<R, F>(self, read: F) -> impl Stream<Item = Result<R>> + Send
    where
        R: Send + 'static,
        F: Fn(&mut Row<'_>) -> Result<R, DecodeError> + Clone + Send + 'static,
    {
        let Self { client, name, directed, sources, query, deadline } = self;
        let ends = ends(&client, &sources, deadline);
        let sources = Arc::new(sources);
        let list = move |end: End| {
            let request = query.clone().map(|query| {
                let request = api::read(end.edges(&client, name), query);
                request.labelled(Label::new("list", name)).timeout(deadline.left())
            });
            let (sources, read) = (sources.clone(), read.clone());
            let edges = stream_rows(client.clone(), request, move |row: &mut Row<'_>| {
                end.check(row, directed)?;
                if !directed && is_of_other_end(row, &sources)? {
                    return Ok(None);
                }
                read(row).map(Some)
            });
            edges.filter_map(async |edge| match edge {
                // The vertex was deleted meanwhile.
                Err(error) if error.is_not_found() => None,
                edge => edge.transpose(),
            })
        };
        let lists = ends.map_ok(move |end| Box::pin(list(end)));
        let mut failed = false;
        // The first error is the last item, also while other vertices are being read.
        lists.try_flatten_unordered(CONCURRENCY).take_while(move |edge| {
            let ends = std::mem::replace(&mut failed, edge.is_err());
            future::ready(!ends)
        })
    }
}

/// Returns `true` if an undirected edge is also listed at its other end, and is read there.
fn is_of_other_end(row: &Row<'_>, sources: &[&'static str]) -> Result<bool, DecodeError> {
    let (from, to) = (row.source()?, row.target()?);
    Ok(sources.contains(&&*to.0) && from > to)
}

/// Streams every vertex of these types.
pub(super) fn ends(
    client: &Client,
    types: &[&'static str],
    deadline: Deadline,
) -> impl Stream<Item = Result<End>> + Send + use<> {
    let client = client.clone();
    stream::iter(types.to_vec()).flat_map(move |vertex_type| {
        let path = api::vertices(client.graph(), vertex_type);
        let request = api::read(path, Query::default())
            .labelled(Label::new("list", vertex_type))
            .timeout(deadline.left());
        let read = |row: &mut Row<'_>| row.vertex_id().map(Cow::into_owned);
        let ids = stream_rows(client.clone(), Ok(request), read);
        ids.map_ok(move |id| End::of(vertex_type, id))
    })
}
