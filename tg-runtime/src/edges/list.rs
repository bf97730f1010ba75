//! Listing and counting the edges of one vertex.

use std::fmt;

use futures_util::stream;
use serde::Deserialize;

use super::delete::delete_addressed;
use super::ends::End;
use super::record::Direction;
#[cfg(feature = "arrow-60")]
use super::record::is_turned;
use super::{EdgeRecord, Edges};
#[cfg(feature = "arrow-60")]
use crate::body::Columns;
use crate::body::Selection;
#[cfg(feature = "arrow-60")]
use crate::client::RecordBatchStream;
use crate::client::api::data as api;
use crate::client::path::Path;
use crate::client::request::{Label, Request};
use crate::client::{Client, Limits, RowStream, Rows, stream_rows};
use crate::error::Result;
use crate::filter::{Filter, IntoOrder};
use crate::operation::{Operation, operation, total};
use crate::schema::{AsId, Edge, HasSource, HasTarget, ReadEdge, Reversible, Vertex};
use crate::value::{DecodeError, Row};

#[derive(Deserialize)]
struct Counted {
    count: u64,
}

impl<E: Edge + 'static> Edges<E> {
    /// Counts all edges of the type. The server counts again (`realtime`), yet edges that were
    /// written a moment ago may be missing; `of(vertex).count()` is exact.
    ///
    /// # Errors
    ///
    /// When the request fails.
    pub fn count(&self) -> Operation<u64> {
        let client = self.client.clone();
        Operation::new(async move |deadline| {
            let request = api::count_edges(client.graph(), E::SPEC.name);
            let request = request.labelled(Label::new("count", E::SPEC.name));
            let reply = client.send(request.timeout(deadline.left())).await?;
            let counted: Vec<Counted> = reply.results()?;
            Ok(total(counted.iter().map(|entry| entry.count)))
        })
    }

    /// Lists the edges of this type that leave a vertex; of an undirected type, those that touch
    /// it.
    ///
    /// A vertex that does not exist has no edges.
    pub fn of<F>(&self, from: impl AsId<F>) -> List<E>
    where
        F: Vertex,
        E: HasSource<F>,
    {
        let from = End::new(&from);
        List::new(self.client.clone(), from, E::SPEC.name, Direction::Forward)
    }

    /// Lists the edges of this type that reach a vertex, by the reverse type that the server keeps
    /// in step. The records are those of the edges themselves, with their ends in the declared
    /// order.
    ///
    /// A vertex that does not exist has no edges.
    pub fn reaching<T>(&self, to: impl AsId<T>) -> List<E>
    where
        T: Vertex,
        E: HasTarget<T> + Reversible,
    {
        List::new(self.client.clone(), End::new(&to), E::REVERSE, Direction::Backward)
    }
}

/// Lists the edges of one vertex: [`Edges::of`] and [`Edges::reaching`].
///
/// # Errors
///
/// When the request fails, or an edge does not fit `E`.
#[must_use = "operations do nothing until they are awaited"]
pub struct List<E> {
    client: Client,
    from: Result<End>,
    edge_type: &'static str,
    direction: Direction,
    to_type: Option<&'static str>,
    selection: Selection<E>,
    limits: Limits,
}

fn count<E: Edge + 'static>(addressed: Result<Addressed<E>>) -> Operation<u64> {
    Operation::new(async move |deadline| {
        let mut addressed = addressed?;
        addressed.selection.limit = None;
        addressed.selection.order = None;
        let label = Label::new("count", E::SPEC.name);
        let query =
            addressed.selection.query().map_err(|error| error.during(|| label.to_string()))?;
        let request = api::count(addressed.path(), query).labelled(label);
        match addressed.client.send(request.timeout(deadline.left())).await {
            Ok(reply) => {
                let counted: Vec<Counted> = reply.results()?;
                Ok(total(counted.iter().map(|entry| entry.count)))
            }
            Err(error) if error.is_not_found() => Ok(0),
            Err(error) => Err(error),
        }
    })
}

/// The edges of a vertex that a request addresses.
pub(super) struct Addressed<E> {
    pub(super) client: Client,
    from: End,
    /// The edges of the vertex, to any type of target.
    pub(super) edges: Path,
    to_type: Option<&'static str>,
    direction: Direction,
    pub(super) selection: Selection<E>,
}

impl<E: Edge + 'static> List<E> {
    pub(super) fn new(
        client: Client,
        from: Result<End>,
        edge_type: &'static str,
        direction: Direction,
    ) -> Self {
        let selection = Selection::all();
        Self {
            client,
            from,
            edge_type,
            direction,
            to_type: None,
            selection,
            limits: Limits::default(),
        }
    }

    /// Restricts it to edges to vertices of type `T`.
    pub fn to_type<T>(mut self) -> Self
    where
        T: Vertex,
        E: HasTarget<T>,
    {
        self.to_type = Some(T::SPEC.name);
        self
    }

    /// Restricts it to edges for which a filter holds; called again, both must hold.
    pub fn filter(mut self, filter: impl FnOnce(E::Columns) -> Filter<E>) -> Self {
        self.selection.and(filter(E::COLUMNS));
        self
    }

    /// Sorts by a column, or by several in a tuple; called again, it adds columns.
    pub fn order_by<O: IntoOrder<E>>(mut self, order: impl FnOnce(E::Columns) -> O) -> Self {
        self.selection.then_by(order(E::COLUMNS).into_order());
        self
    }

    /// Limits the number of edges: any integer that is not negative, such as a `usize` or a `u64`.
    pub fn limit(mut self, edges: impl TryInto<u64>) -> Self {
        self.selection.limit_to(edges);
        self
    }

    /// Counts the edges on the server, without regard to order and limit.
    ///
    /// # Errors
    ///
    /// When the request fails. It is not an error that the vertex does not exist.
    pub fn count(self) -> Operation<u64> {
        let timeout = self.limits.timeout;
        count(self.address()).limited(timeout)
    }

    /// Deletes the edges instead of reading them; returns how many there were. The vertices stay.
    ///
    /// The server has no limit for this. With a limit the edges are read, and then each is deleted
    /// by its ends and its discriminator.
    ///
    /// # Errors
    ///
    /// When a request fails; with a limit there are several, and others may have been executed. It
    /// is not an error that the vertex does not exist.
    pub fn delete(self) -> Operation<u64> {
        let timeout = self.limits.timeout;
        delete_addressed(self.address()).limited(timeout)
    }

    fn address(self) -> Result<Addressed<E>> {
        let from = self
            .from
            .map_err(|error| error.during(|| Label::new("address", self.edge_type).to_string()))?;
        let edges = from.edges(&self.client, self.edge_type);
        let Self { client, to_type, direction, selection, .. } = self;
        Ok(Addressed { client, from, edges, to_type, direction, selection })
    }
}

impl<E: Edge> Addressed<E> {
    /// The path of the edges that are meant.
    pub(super) fn path(&self) -> Path {
        let edges = self.edges.clone();
        match self.to_type {
            Some(to_type) => edges.name(to_type),
            None => edges,
        }
    }

    pub(super) fn list(&self, limits: Limits) -> Result<Request> {
        let label = Label::new("list", E::SPEC.name);
        let query = self.selection.query().map_err(|error| error.during(|| label.to_string()))?;
        Ok(api::read(self.path(), query).labelled(label).limits(limits))
    }
}

impl<E: ReadEdge + Send + 'static> List<E> {
    /// Reads the edges one by one, in constant memory. The request allows an answer of 2 GB, the
    /// maximum, unless a [`response_limit`](Self::response_limit) is set here.
    ///
    /// The stream of a vertex that does not exist ends with [`ErrorKind::NotFound`].
    ///
    /// [`ErrorKind::NotFound`]: crate::ErrorKind::NotFound
    pub fn stream(self) -> RowStream<EdgeRecord<E>> {
        self.rows(EdgeRecord::decode)
    }

    /// Reads the edges as Arrow record batches of at most so many rows, otherwise as
    /// [`stream`](Self::stream) does.
    #[cfg(feature = "arrow-60")]
    pub fn record_batches(self, rows: usize) -> RecordBatchStream {
        RecordBatchStream::new(Columns::of_edges(&E::SPEC), rows, |batches| {
            self.rows(move |row, direction| batches.add(row, is_turned::<E>(row, direction)?))
        })
    }

    fn rows<R, F>(self, read: F) -> RowStream<R>
    where
        R: Send + 'static,
        F: Fn(&mut Row<'_>, Direction) -> Result<R, DecodeError> + Send + 'static,
    {
        if self.selection.is_empty() {
            return RowStream::empty();
        }
        let limits = self.limits;
        match self.address().and_then(|it| Ok((it.list(limits)?, it))) {
            Ok((request, Addressed { client, from, direction, .. })) => {
                stream_rows(client, Ok(request), move |row| {
                    from.check(row, E::SPEC.directed)?;
                    read(row, direction)
                })
            }
            Err(error) => RowStream::of(stream::iter([Err(error)])),
        }
    }

    /// Reads the first edge; `None` if there is none.
    ///
    /// # Errors
    ///
    /// Those of [`List`].
    pub async fn first(self) -> Result<Option<EdgeRecord<E>>> {
        Ok(self.limit(1).run().await?.into_iter().next())
    }

    async fn run(self) -> Result<Vec<EdgeRecord<E>>> {
        let limits = self.limits;
        let addressed = self.address()?;
        if addressed.selection.is_empty() {
            return Ok(Vec::new());
        }
        let rows = Rows(|row: &mut Row<'_>| {
            addressed.from.check(row, E::SPEC.directed)?;
            EdgeRecord::decode(row, addressed.direction)
        });
        match addressed.client.run(addressed.list(limits)?, &rows).await {
            Err(error) if error.is_not_found() => Ok(Vec::new()),
            outcome => outcome,
        }
    }
}

operation! {
    impl [E: ReadEdge + Send + 'static] List<E> => Vec<EdgeRecord<E>>, limits [response_limit]
}

impl<E: Edge> fmt::Debug for List<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("List").field("type", &self.edge_type).finish_non_exhaustive()
    }
}
