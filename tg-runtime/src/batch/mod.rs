//! Vertices and edges of any type in one request.

mod send;

use std::fmt;
use std::marker::PhantomData;

pub use crate::upsert::{Ack, Upserted};

use crate::body::UpsertBody;
use crate::client::{AtomicLevel, Client, Limits};
use crate::edges;
use crate::error::Error;
use crate::operation::{Operation, operation};
use crate::schema::{AsId, Connects, Declares, DeclaresEdge, Vertex};
use crate::upsert::{Rules, condition_methods};
use crate::vertices;
use send::Parcel;

/// Vertices and edges of any type of graph `G`, which are [sent](Self::send) in one request, or in
/// several of at most [`max_request_bytes`](Self::max_request_bytes).
///
/// A type that the graph does not declare does not compile. Within one request the server stores
/// vertices before edges.
#[must_use = "nothing is sent until `send`"]
pub struct Batch<G> {
    client: Client,
    body: UpsertBody<'static>,
    rules: Rules,
    limits: Limits,
    max_bytes: Option<usize>,
    problem: Option<Error>,
    graph: PhantomData<fn() -> G>,
}

impl<G> Batch<G> {
    pub(crate) fn new(client: Client) -> Self {
        Self {
            client,
            body: UpsertBody::new(),
            rules: Rules::default(),
            limits: Limits::default(),
            max_bytes: None,
            problem: None,
            graph: PhantomData,
        }
    }

    /// Adds a vertex, which is inserted, or updated if it exists.
    pub fn upsert<V>(mut self, vertex: &V) -> Self
    where
        V: Vertex,
        G: Declares<V>,
    {
        let written = self.body.vertex(vertex);
        self.note(V::SPEC.name, written);
        self
    }

    /// Adds an edge. Ends that do not exist are created, unless
    /// [`ends_must_exist`](Self::ends_must_exist) is called.
    pub fn edge<E, F, T>(mut self, from: impl AsId<F>, to: impl AsId<T>, edge: &E) -> Self
    where
        E: Connects<F, T>,
        F: Vertex,
        T: Vertex,
        G: DeclaresEdge<E> + Declares<F> + Declares<T>,
    {
        let written = self.body.edge::<E, F, T>(&from, &to, edge);
        self.note(E::SPEC.name, written);
        self
    }

    /// Stores all or nothing: if one element cannot be stored, none is. The server guarantees it
    /// for one request, so a batch that [`max_request_bytes`](Self::max_request_bytes) would divide
    /// is an error.
    pub fn atomic(mut self) -> Self {
        self.limits.atomic = Some(AtomicLevel::Atomic);
        self
    }

    condition_methods!(vertices);
    condition_methods!(edges);

    /// Sets when the server answers. Default: that of the server.
    pub fn ack(mut self, ack: Ack) -> Self {
        self.rules.ack = Some(ack);
        self
    }

    /// Adds changes of some attributes of a vertex, with their operators. In a batch they create a
    /// vertex that does not exist, unless the batch is [`update_only`](Self::update_only).
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String, stops: i64 }
    /// # #[tigergraph(graph = "Goods", auth = "none")] struct Goods { packages: Vertices<Package> }
    /// # async fn example(graph: Goods) -> Result<()> {
    /// let mut batch = graph.batch();
    /// for id in ["P-1", "P-2"] {
    ///     batch = batch.update(graph.packages.update(id).add(|p| p.stops, 1));
    /// }
    /// batch.update_only().send().await?.require_all()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update<V>(mut self, changes: vertices::Update<V>) -> Self
    where
        V: Vertex,
        G: Declares<V>,
    {
        let written = changes.write(&mut self.body);
        self.note(V::SPEC.name, written);
        self
    }

    /// Adds changes of some attributes of an edge, with their operators. In a batch they create an
    /// edge that does not exist, and its ends, unless [`ends_must_exist`](Self::ends_must_exist) is
    /// called.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String }
    /// # #[derive(Vertex)] struct Depot { #[tg(primary_id)] code: i64 }
    /// # #[derive(Edge)] #[tg(from = Package, to = Depot)] struct StoredAt { moves: i64 }
    /// # #[tigergraph(graph = "Goods", auth = "none")]
    /// # struct Goods {
    /// #     packages: Vertices<Package>, depots: Vertices<Depot>, stored_at: Edges<StoredAt>,
    /// # }
    /// # async fn example(graph: Goods) -> Result<()> {
    /// let mut batch = graph.batch();
    /// for id in ["P-1", "P-2"] {
    ///     batch = batch.update_edge(graph.stored_at.update(id, 7).add(|e| e.moves, 1));
    /// }
    /// batch.ends_must_exist().send().await?.require_all()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_edge<E, F, T>(mut self, changes: edges::Update<E, F, T>) -> Self
    where
        E: Connects<F, T>,
        F: Vertex,
        T: Vertex,
        G: DeclaresEdge<E> + Declares<F> + Declares<T>,
    {
        let written = changes.write(&mut self.body);
        self.note(E::SPEC.name, written);
        self
    }

    /// Divides the batch into requests of at most this many bytes, unless a single vertex or edge
    /// has more. They are sent one after another, all vertices before the edges. The outcome is
    /// that of all together, and after the first failure no more are sent. Default: one request,
    /// which may have 200 MB.
    pub fn max_request_bytes(mut self, bytes: usize) -> Self {
        self.max_bytes = Some(bytes);
        self
    }

    /// Returns the number of vertices and edges.
    pub fn len(&self) -> usize {
        self.body.vertices() + self.body.edges()
    }

    /// Returns `true` if there are no vertices and edges.
    pub fn is_empty(&self) -> bool {
        self.body.is_empty()
    }

    /// Sends the batch: `POST /graph/{graph}`, once per request into which it is divided. An empty
    /// batch sends nothing.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge), and nothing sent, when a request
    /// would have more bytes than the server takes, or an atomic batch would be divided. When a
    /// value cannot be sent exactly, or a request fails; the message contains the outcome of the
    /// requests before.
    pub fn send(self) -> Operation<Upserted> {
        let Self { client, body, problem, max_bytes, rules, limits, .. } = self;
        let rules = Rules { adds: body.adds(), ..rules };
        let body = problem.map_or(Ok(body), Err);
        Parcel { body, max_bytes, rules, limits }.send(client)
    }

    fn note(&mut self, name: &'static str, written: Result<(), impl Into<Error>>) {
        if let Err(error) = written {
            self.problem.get_or_insert_with(|| error.into().because(name));
        }
    }
}

operation!(@atomic_level [G] Batch<G>);

impl<G> fmt::Debug for Batch<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch")
            .field("vertices", &self.body.vertices())
            .field("edges", &self.body.edges())
            .finish_non_exhaustive()
    }
}
