//! Paths between vertices: the shortest, or all up to a length.
//!
//! The server returns the *union* of the paths that it found: the vertices and edges, each once,
//! without the order in which they form paths. [`Paths`] has both: the union as typed vertices and
//! edges, and the [paths](Paths::shortest) reconstructed from it.

mod ends;
mod found;
mod walk;

use std::fmt;
use std::marker::PhantomData;

pub use ends::PathEnds;
pub use found::{PathEdge, Paths};
pub use walk::{Hop, Path};

use crate::client::api::paths::{self as api, Rule};
use crate::client::request::Label;
use crate::client::{Client, Limits};
use crate::edges::Edges;
use crate::error::Result;
use crate::filter::Alternatives;
use crate::operation::operation;
use crate::schema::{Declares, DeclaresEdge, Edge, Vertex};
use crate::value::EncodeError;
use crate::vertices::Vertices;
use ends::EndList;
use found::{Ends, Limit};

/// The default for the maximum length of a shortest path.
const DEFAULT_MAX_LENGTH: u32 = 6;

/// Finds paths in the graph `G`: [`Graph::shortest_path`](crate::Graph::shortest_path) and
/// [`Graph::all_paths`](crate::Graph::all_paths). It is `POST /shortestpath/{graph}` or
/// `POST /allpaths/{graph}` of RESTPP.
///
/// # Errors
///
/// When the request fails: with [`ErrorKind::NotFound`] if a vertex at an end does not exist, with
/// [`ErrorKind::ServerTimedOut`] if the search takes too long, with [`ErrorKind::TooLarge`] if the
/// elements on the paths exceed the limit of an answer. It is not an error that there is no path.
///
/// [`ErrorKind::NotFound`]: crate::ErrorKind::NotFound
/// [`ErrorKind::ServerTimedOut`]: crate::ErrorKind::ServerTimedOut
/// [`ErrorKind::TooLarge`]: crate::ErrorKind::TooLarge
#[must_use = "operations do nothing until they are awaited"]
pub struct FindPaths<G> {
    client: Client,
    ends: Result<Ends, EncodeError>,
    limit: Limit,
    vertex_filters: Option<Vec<Rule>>,
    edge_filters: Option<Vec<Rule>>,
    problem: Option<EncodeError>,
    limits: Limits,
    graph: PhantomData<fn() -> G>,
}

impl<G> FindPaths<G> {
    pub(crate) fn shortest(client: Client, from: impl PathEnds<G>, to: impl PathEnds<G>) -> Self {
        Self::new(client, from, to, Limit::Shortest { max_length: DEFAULT_MAX_LENGTH, all: false })
    }

    pub(crate) fn all(
        client: Client,
        from: impl PathEnds<G>,
        to: impl PathEnds<G>,
        max_length: u32,
    ) -> Self {
        Self::new(client, from, to, Limit::Length(max_length))
    }

    fn new(client: Client, from: impl PathEnds<G>, to: impl PathEnds<G>, limit: Limit) -> Self {
        let ends = EndList::of(&from).and_then(|sources| {
            let targets = EndList::of(&to)?;
            Ok(Ends { sources, targets })
        });
        Self {
            client,
            ends,
            limit,
            vertex_filters: None,
            edge_filters: None,
            problem: None,
            limits: Limits::default(),
            graph: PhantomData,
        }
    }

    /// Sets the maximum number of edges of a path. Default: 6 for shortest paths.
    pub fn max_length(mut self, edges: u32) -> Self {
        self.limit = match self.limit {
            Limit::Shortest { all, .. } => Limit::Shortest { max_length: edges, all },
            Limit::Length(_) => Limit::Length(edges),
        };
        self
    }

    /// Finds every path that is as short as the shortest, instead of one. It has no effect on a
    /// search for all paths.
    pub fn all_shortest(mut self) -> Self {
        if let Limit::Shortest { all, .. } = &mut self.limit {
            *all = true;
        }
        self
    }

    /// Restricts paths to vertices that satisfy a condition, their ends included. Called again, for
    /// this type or another, a vertex must satisfy one of the conditions.
    ///
    /// With such a condition the server keeps only vertices that satisfy one, so name with
    /// [`vertices_of`](Self::vertices_of) every other type that paths may contain. (Its
    /// documentation is not clear about types that are not named.)
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # #[derive(Vertex)] struct Town { #[tg(primary_id)] id: i64, size: i64, name: String }
    /// # #[derive(Edge)] #[tg(from = Town, to = Town, undirected)] struct Road { length: i64 }
    /// # #[tigergraph(graph = "Towns", auth = "secret")]
    /// # struct Map { towns: Vertices<Town>, roads: Edges<Road> }
    /// # async fn example(graph: Map, here: Town, there: Town) -> Result<()> {
    /// let paths = graph
    ///     .shortest_path(&here, &there)
    ///     .vertices_where(&graph.towns, |t| t.size.lt(5000).or(t.name.eq("Bonn")))
    ///     .edges_where(&graph.roads, |r| r.length.lt(30))
    ///     .max_length(10)
    ///     .await?;
    /// for path in paths.shortest() {
    ///     println!("{path}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn vertices_where<V, A>(
        mut self,
        _vertices: &Vertices<V>,
        condition: impl FnOnce(V::Columns) -> A,
    ) -> Self
    where
        V: Vertex,
        G: Declares<V>,
        A: Into<Alternatives<V>>,
    {
        let rules = self.rules(V::SPEC.name, &condition(V::COLUMNS).into());
        self.vertex_filters.get_or_insert_default().extend(rules);
        self
    }

    /// Lets paths contain all vertices of this type, in addition to those of other conditions.
    pub fn vertices_of<V>(mut self, _vertices: &Vertices<V>) -> Self
    where
        V: Vertex,
        G: Declares<V>,
    {
        let rule = Rule { ty: V::SPEC.name, condition: None };
        self.vertex_filters.get_or_insert_default().push(rule);
        self
    }

    /// Restricts paths to edges that satisfy a condition. Called again, for this type or another,
    /// an edge must satisfy one of the conditions; name with [`edges_of`](Self::edges_of) every
    /// other type that paths may contain.
    pub fn edges_where<E, A>(
        mut self,
        _edges: &Edges<E>,
        condition: impl FnOnce(E::Columns) -> A,
    ) -> Self
    where
        E: Edge,
        G: DeclaresEdge<E>,
        A: Into<Alternatives<E>>,
    {
        let rules = self.rules(E::SPEC.name, &condition(E::COLUMNS).into());
        self.edge_filters.get_or_insert_default().extend(rules);
        self
    }

    /// Lets paths contain all edges of this type, in addition to those of other conditions. Edges
    /// of a type with a reverse type are then followed from source to target only.
    pub fn edges_of<E>(mut self, _edges: &Edges<E>) -> Self
    where
        E: Edge,
        G: DeclaresEdge<E>,
    {
        let rule = Rule { ty: E::SPEC.name, condition: None };
        self.edge_filters.get_or_insert_default().push(rule);
        self
    }

    /// Returns one rule per alternative: the server keeps elements that satisfy any of them.
    fn rules<O>(&mut self, ty: &'static str, condition: &Alternatives<O>) -> Vec<Rule> {
        match condition.texts() {
            Ok(texts) => {
                texts.iter().map(|text| Rule { ty, condition: Some(text.clone()) }).collect()
            }
            Err(error) => {
                self.problem.get_or_insert(error);
                Vec::new()
            }
        }
    }

    async fn run(self) -> Result<Paths> {
        let label = Label::of_graph("find paths in", &self.client);
        self.find(label.clone()).await.map_err(|error| error.during(|| label.to_string()))
    }

    async fn find(self, label: Label) -> Result<Paths> {
        if let Some(problem) = self.problem {
            return Err(problem.into());
        }
        let ends = self.ends?;
        // The server needs a vertex at each end; without one there is no path.
        if ends.sources.is_empty() || ends.targets.is_empty() {
            return Ok(Paths::none(ends, self.limit));
        }
        let search = api::Search {
            sources: &ends.sources,
            targets: &ends.targets,
            vertex_filters: self.vertex_filters.as_deref(),
            edge_filters: self.edge_filters.as_deref(),
            max_length: self.limit.max_length(),
            all_shortest_paths: matches!(self.limit, Limit::Shortest { all: true, .. }),
        };
        let request = match self.limit {
            Limit::Shortest { .. } => api::shortest(self.client.graph(), &search)?,
            Limit::Length(_) => api::all(self.client.graph(), &search)?,
        };
        let reply = self.client.send(request.labelled(label).limits(self.limits)).await?;
        Paths::read(&reply, ends, self.limit)
    }
}

operation!(impl [G: 'static] FindPaths<G> => Paths, limits [response_limit]);

impl<G> fmt::Debug for FindPaths<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FindPaths")
            .field("graph", &self.client.graph())
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}
