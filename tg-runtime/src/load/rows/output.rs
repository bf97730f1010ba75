//! The vertices and edges of a row.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::{Reason, memory};
use crate::body::{LineFile, RowBody};
use crate::edges;
use crate::schema::{AsId, Connects, Declares, DeclaresEdge, Vertex};
use crate::value::EncodeError;
use crate::vertices;

/// The vertices and edges of one row: the second argument of the function that
/// [`Graph::load`](crate::Graph::load) calls.
///
/// They are of types that graph `G` declares; others do not compile. A row is sent as a whole: if
/// the function returns an error, nothing of the row is.
pub struct RowOutput<G> {
    pub(super) body: RowBody,
    max_row: usize,
    graph: PhantomData<fn() -> G>,
}

impl<G> RowOutput<G> {
    pub(super) fn new(max_row: usize, lines: Option<Arc<[LineFile]>>) -> Self {
        Self { body: RowBody::new(lines), max_row, graph: PhantomData }
    }

    /// Adds a vertex, which is inserted, or updated if it exists.
    ///
    /// # Errors
    ///
    /// When the id or an attribute cannot be sent exactly.
    pub fn vertex<V>(&mut self, vertex: &V) -> Result<(), Reason>
    where
        V: Vertex,
        G: Declares<V>,
    {
        self.write(V::SPEC.name, |body| body.vertex(vertex))
    }

    /// Adds an edge. Ends that do not exist are created.
    ///
    /// # Errors
    ///
    /// When an id or an attribute cannot be sent exactly.
    pub fn edge<E, F, T>(
        &mut self,
        from: impl AsId<F>,
        to: impl AsId<T>,
        edge: &E,
    ) -> Result<(), Reason>
    where
        E: Connects<F, T>,
        F: Vertex,
        T: Vertex,
        G: DeclaresEdge<E> + Declares<F> + Declares<T>,
    {
        self.write(E::SPEC.name, |body| body.edge::<E, F, T>(&from, &to, edge))
    }

    /// Adds changes of some attributes of a vertex, with their operators. A vertex that does not
    /// exist is created.
    ///
    /// A row that [adds](crate::vertices::Update::add) to stored values must not be sent twice. It
    /// is repeated only if it surely did not arrive; otherwise it is
    /// [in doubt](crate::load::RejectedRow::in_doubt), and the load does not send it again, also
    /// when it continues at a [checkpoint](crate::load::LoadRows::checkpoint).
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # use tg_runtime::load::CsvSource;
    /// # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String, stops: i64 }
    /// # #[tigergraph(graph = "Goods", auth = "none")] struct Goods { packages: Vertices<Package> }
    /// # async fn example(graph: Goods) -> Result<()> {
    /// let packages = graph.packages.clone();
    /// let load = graph.load(CsvSource::path("stops.csv"), move |(id, stops): (String, i64), out| {
    ///     out.update(packages.update(id).add(|p| p.stops, stops))
    /// });
    /// load.checkpoint("stops.checkpoint").await?.require_clean()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When the id or a value cannot be sent exactly.
    pub fn update<V>(&mut self, changes: vertices::Update<V>) -> Result<(), Reason>
    where
        V: Vertex,
        G: Declares<V>,
    {
        self.write(V::SPEC.name, |body| body.write(|body| changes.write(body)))
    }

    /// Adds changes of some attributes of an edge, with their operators, as
    /// [`update`](Self::update) does of a vertex. An edge that does not exist is created, and its
    /// ends.
    ///
    /// # Errors
    ///
    /// When an id or a value cannot be sent exactly.
    pub fn update_edge<E, F, T>(&mut self, changes: edges::Update<E, F, T>) -> Result<(), Reason>
    where
        E: Connects<F, T>,
        F: Vertex,
        T: Vertex,
        G: DeclaresEdge<E> + Declares<F> + Declares<T>,
    {
        self.write(E::SPEC.name, |body| body.write(|body| changes.write(body)))
    }

    /// Writes a vertex or an edge of the type with this name.
    pub(crate) fn write(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut RowBody) -> Result<(), EncodeError>,
    ) -> Result<(), Reason> {
        write(&mut self.body).map_err(|error| format!("{name}: {error}"))?;
        if self.body.row_len() <= self.max_row {
            return Ok(());
        }
        Err(memory::too_large("the vertices and edges of the row have", self.max_row))
    }
}

impl<G> fmt::Debug for RowOutput<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowOutput").field("rows", &self.body.rows()).finish_non_exhaustive()
    }
}
