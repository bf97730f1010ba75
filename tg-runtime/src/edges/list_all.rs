//! All edges of a type. The server has no endpoint for that, so the edges of each vertex are read.

use std::fmt;
use std::time::Duration;

use futures_util::{Stream, TryStreamExt as _};

use super::delete::delete_at;
use super::ends::End;
use super::every::{EveryEdge, ends};
#[cfg(feature = "arrow-60")]
use super::record::{Direction, is_turned};
use super::{EdgeRecord, Edges};
#[cfg(feature = "arrow-60")]
use crate::body::Columns;
use crate::body::Selection;
#[cfg(feature = "arrow-60")]
use crate::client::RecordBatchStream;
use crate::client::request::Label;
use crate::client::{Client, RowStream};
use crate::error::Result;
use crate::filter::Filter;
use crate::operation::{CONCURRENCY, ConfirmAll, Deadline, Operation, operation};
use crate::schema::{Edge, HasSource, ReadEdge, Vertex};
use crate::value::Row;

impl<E: Edge> Edges<E> {
    /// Lists all edges of the type, each once.
    ///
    /// The server has no endpoint for it: the vertices of each source type are streamed, and the
    /// edges of each are read, of 16 vertices at a time. It takes one request per vertex, with
    /// edges or without, and is not a snapshot: edges that are written meanwhile may be missing. A
    /// query reads them in one request, within the size of one answer.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String }
    /// # #[derive(Edge)] #[tg(from = Package, to = Package)] struct Follows { weight: i64 }
    /// # async fn example(follows: Edges<Follows>) -> Result<()> {
    /// let mut edges = follows.all().filter(|e| e.weight.gt(3)).stream();
    /// while let Some(record) = edges.next().await {
    ///     let record = record?;
    ///     println!("{:?} -> {:?}", record.from, record.to);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn all(&self) -> ListAll<E> {
        ListAll {
            client: self.client.clone(),
            sources: sources::<E>(),
            selection: Selection::all(),
            timeout: None,
        }
    }

    /// Deletes every edge of the type; returns how many there were. The vertices stay.
    ///
    /// The server deletes the edges of one vertex per request, so this takes a request per vertex
    /// of the source types, 16 at a time. To drop the type with its edges, a
    /// [plan](crate::graph::GraphSchema::plan_change) is faster.
    ///
    /// # Errors
    ///
    /// When a request fails; others may have been executed.
    pub fn delete_all(&self, _: ConfirmAll) -> Operation<u64> {
        let client = self.client.clone();
        Operation::new(async move |deadline| {
            let delete = ends(&client, &sources::<E>(), deadline)
                .map_ok(async |end: End| {
                    delete_at::<E>(&client, end.edges(&client, E::SPEC.name), deadline).await
                })
                .try_buffer_unordered(CONCURRENCY)
                .try_fold(0, async |count: u64, deleted| Ok(count.saturating_add(deleted)));
            let outcome = deadline.bound(delete).await;
            outcome.map_err(|error| {
                let label = Label::new("delete", E::SPEC.name);
                error.of_operation(false, true).during(|| label.to_string())
            })
        })
    }
}

/// The vertex types that edges leave, each once.
fn sources<E: Edge>() -> Vec<&'static str> {
    let mut sources = Vec::new();
    for pair in E::SPEC.pairs {
        if !sources.contains(&pair.from) {
            sources.push(pair.from);
        }
    }
    sources
}

/// Lists all edges of a type: [`Edges::all`]. Awaited, it reads them into memory.
///
/// # Errors
///
/// When a request fails, or an edge does not fit `E`.
#[must_use = "operations do nothing until they are awaited"]
pub struct ListAll<E> {
    client: Client,
    sources: Vec<&'static str>,
    selection: Selection<E>,
    timeout: Option<Duration>,
}

impl<E: Edge> ListAll<E> {
    /// Restricts it to edges that leave vertices of this type; of an undirected type, to those that
    /// touch them.
    pub fn from_type<F>(mut self) -> Self
    where
        F: Vertex,
        E: HasSource<F>,
    {
        self.sources = vec![F::SPEC.name];
        self
    }

    /// Restricts it to edges for which a filter holds; called again, both must hold.
    pub fn filter(mut self, filter: impl FnOnce(E::Columns) -> Filter<E>) -> Self {
        self.selection.and(filter(E::COLUMNS));
        self
    }
}

impl<E: ReadEdge + Send + 'static> ListAll<E> {
    /// Reads the edges one by one, in constant memory, also those of a vertex that has many.
    pub fn stream(self) -> RowStream<EdgeRecord<E>> {
        let deadline = Deadline::after(self.timeout);
        RowStream::of(self.records(deadline))
    }

    /// Reads the edges as Arrow record batches of at most so many rows, in constant memory.
    #[cfg(feature = "arrow-60")]
    pub fn record_batches(self, rows: usize) -> RecordBatchStream {
        let deadline = Deadline::after(self.timeout);
        RecordBatchStream::new(Columns::of_edges(&E::SPEC), rows, |batches| {
            RowStream::of(self.every(deadline).rows(move |row: &mut Row<'_>| {
                batches.add(row, is_turned::<E>(row, Direction::Forward)?)
            }))
        })
    }

    async fn run(self) -> Result<Vec<EdgeRecord<E>>> {
        let deadline = Deadline::after(self.timeout);
        let read = deadline.bound(self.records(deadline).try_collect()).await;
        read.map_err(|error| error.during(|| label::<E>().to_string()))
    }

    fn records(self, deadline: Deadline) -> impl Stream<Item = Result<EdgeRecord<E>>> + Send {
        self.every(deadline).rows(|row: &mut Row<'_>| EdgeRecord::of_row(row, false))
    }

    fn every(self, deadline: Deadline) -> EveryEdge {
        let Self { client, sources, selection, .. } = self;
        let query = selection.query();
        let query = query.map_err(|error| error.during(|| label::<E>().to_string()));
        let (name, directed) = (E::SPEC.name, E::SPEC.directed);
        EveryEdge { client, name, directed, sources, query, deadline }
    }
}

operation!(impl [E: ReadEdge + Send + 'static] ListAll<E> => Vec<EdgeRecord<E>>);

fn label<E: Edge>() -> Label {
    Label::new("list", E::SPEC.name)
}

impl<E: Edge> fmt::Debug for ListAll<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListAll").field("type", &E::SPEC.name).finish_non_exhaustive()
    }
}
