//! Paths between vertices: the shortest, or all up to a length.
//!
//! The server finds them and answers with the *union* of all that it found: the vertices and edges,
//! each once, and no word about which of them form a path. [`Paths`] has both, the union as typed
//! vertices and edges, and the [paths](Paths::shortest) in it, put together again.

mod ends;
mod found;
mod walk;

use std::fmt;
use std::marker::PhantomData;

use http::Method;
use serde::Serialize;

pub use ends::{EndList, PathEnds};
pub use found::{PathEdge, Paths};
pub use walk::{Hop, Path, PathIter};

use crate::client::path::Path as UrlPath;
use crate::client::request::{Label, Request};
use crate::client::{Client, Limits};
use crate::edges::Edges;
use crate::error::{Error, ErrorKind, Result};
use crate::filter::Alternatives;
use crate::operation::operation;
use crate::schema::{Declares, DeclaresEdge, Edge, Vertex};
use crate::value::EncodeError;
use crate::vertices::Vertices;
use found::{Ends, Limit};

/// How long a shortest path may be when nothing is said.
const SHORTEST: u32 = 6;

/// Finds paths in the graph `G`: [`Graph::shortest_path`](crate::Graph::shortest_path) and
/// [`Graph::all_paths`](crate::Graph::all_paths). It is `POST /shortestpath/{graph}` or
/// `POST /allpaths/{graph}` of RESTPP.
///
/// # Errors
///
/// When the request fails: with [`ErrorKind::NotFound`] if a vertex at an end does not exist, with
/// [`ErrorKind::ServerTimedOut`] if the search takes too long, with [`ErrorKind::TooLarge`] if what lies on
/// the paths is more than an answer may hold. That there is no path is no error.
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

/// What an element of a type must satisfy to be part of a path.
#[derive(Debug, Serialize)]
struct Rule {
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
}

impl<G> FindPaths<G> {
    pub(crate) fn shortest(client: Client, from: impl PathEnds<G>, to: impl PathEnds<G>) -> Self {
        Self::new(client, from, to, Limit::Shortest { most: SHORTEST, all: false })
    }

    pub(crate) fn all(
        client: Client,
        from: impl PathEnds<G>,
        to: impl PathEnds<G>,
        most: u32,
    ) -> Self {
        Self::new(client, from, to, Limit::Length(most))
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

    /// The most edges that a path may have. A shortest path has at most 6 unless this says
    /// otherwise.
    pub fn max_length(mut self, edges: u32) -> Self {
        self.limit = match self.limit {
            Limit::Shortest { all, .. } => Limit::Shortest { most: edges, all },
            Limit::Length(_) => Limit::Length(edges),
        };
        self
    }

    /// Finds every path that is as short as the shortest, instead of one. Of no meaning where all
    /// paths are found anyway.
    pub fn all_shortest(mut self) -> Self {
        if let Limit::Shortest { all, .. } = &mut self.limit {
            *all = true;
        }
        self
    }

    /// Lets paths pass only vertices for which a condition holds, their ends included. Called again,
    /// for this type or another, a vertex must satisfy one of all that is said.
    ///
    /// With such a condition the server keeps what satisfies one, so name with
    /// [`vertices_of`](Self::vertices_of) every other type that a path may pass. (Its
    /// documentation does not say plainly what becomes of types that are not named.)
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # #[derive(Vertex)] struct Town { #[tg(primary_id)] id: i64, size: i64, name: String }
    /// # #[derive(Edge)] #[tg(from = Town, to = Town, undirected)] struct Road { length: i64 }
    /// # #[tigergraph(graph = "Towns", auth = "secret")] struct Map { towns: Vertices<Town>, roads: Edges<Road> }
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

    /// Lets paths pass vertices of this type, whatever their attributes, beside what else is said.
    pub fn vertices_of<V>(mut self, _vertices: &Vertices<V>) -> Self
    where
        V: Vertex,
        G: Declares<V>,
    {
        let rule = Rule { r#type: V::SPEC.name, condition: None };
        self.vertex_filters.get_or_insert_default().push(rule);
        self
    }

    /// Lets paths take only edges for which a condition holds. Called again, for this type or
    /// another, an edge must satisfy one of all that is said; name with
    /// [`edges_of`](Self::edges_of) every other type that a path may take.
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

    /// Lets paths take edges of this type, whatever their attributes, beside what else is said. Edges
    /// of a type with a reverse are then taken forwards only.
    pub fn edges_of<E>(mut self, _edges: &Edges<E>) -> Self
    where
        E: Edge,
        G: DeclaresEdge<E>,
    {
        let rule = Rule { r#type: E::SPEC.name, condition: None };
        self.edge_filters.get_or_insert_default().push(rule);
        self
    }

    /// One rule an alternative: the server keeps what satisfies any.
    fn rules<O>(&mut self, ty: &'static str, condition: &Alternatives<O>) -> Vec<Rule> {
        match condition.texts() {
            Ok(texts) => texts
                .iter()
                .map(|text| Rule { r#type: ty, condition: Some(text.clone()) })
                .collect(),
            Err(error) => {
                self.problem.get_or_insert(error);
                Vec::new()
            }
        }
    }

    async fn run(self) -> Result<Paths> {
        let label = Label::of_graph("find paths in", &self.client);
        self.ask(label.clone()).await.map_err(|error| error.during(|| label.to_string()))
    }

    async fn ask(self, label: Label) -> Result<Paths> {
        if let Some(problem) = self.problem {
            return Err(problem.into());
        }
        let ends = self.ends?;
        // The server needs one at each end; between none and something there is no path.
        if ends.sources.is_empty() || ends.targets.is_empty() {
            return Ok(Paths::none(ends, self.limit));
        }
        let body = Body::new(&ends, self.limit, &self.vertex_filters, &self.edge_filters);
        let body = serde_json::to_vec(&body).map_err(|error| {
            Error::new(ErrorKind::Encode, "the request cannot be written").with_source(error)
        })?;
        let endpoint = match self.limit {
            Limit::Shortest { .. } => "/shortestpath",
            Limit::Length(_) => "/allpaths",
        };
        let path = UrlPath::fixed(endpoint).name(self.client.graph());
        let request = Request::restpp(label, Method::POST, path)
            .json(body)
            .idempotent(true)
            .limits(self.limits);
        Paths::read(&self.client.send(request).await?, ends, self.limit)
    }
}

operation!(impl [G: 'static] FindPaths<G> => Paths, limits [response_limit]);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    sources: Vec<BodyEnd<'a>>,
    targets: Vec<BodyEnd<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vertex_filters: Option<&'a [Rule]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edge_filters: Option<&'a [Rule]>,
    max_length: u32,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    all_shortest_paths: bool,
}

#[derive(Serialize)]
struct BodyEnd<'a> {
    r#type: &'a str,
    id: &'a str,
}

impl<'a> Body<'a> {
    fn new(
        ends: &'a Ends,
        limit: Limit,
        vertex_filters: &'a Option<Vec<Rule>>,
        edge_filters: &'a Option<Vec<Rule>>,
    ) -> Self {
        let list = |ends: &'a [(String, String)]| {
            ends.iter().map(|(ty, id)| BodyEnd { r#type: ty, id }).collect()
        };
        Self {
            sources: list(&ends.sources),
            targets: list(&ends.targets),
            vertex_filters: vertex_filters.as_deref(),
            edge_filters: edge_filters.as_deref(),
            max_length: limit.most(),
            all_shortest_paths: matches!(limit, Limit::Shortest { all: true, .. }),
        }
    }
}

impl<G> fmt::Debug for FindPaths<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FindPaths")
            .field("graph", &self.client.graph())
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}
