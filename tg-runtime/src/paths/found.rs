//! What was found.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::walk::{Net, PathIter};
use crate::client::Reply;
use crate::edges::EdgeRecord;
use crate::error::{Error, ErrorKind, Result};
use crate::schema::{AnyId, ReadEdge, ReadVertex};
use crate::value::Row;

/// Vertex types and ids of both ends, as they went out.
#[derive(Debug, Clone)]
pub(super) struct Ends {
    pub(super) sources: Vec<(String, String)>,
    pub(super) targets: Vec<(String, String)>,
}

/// How long paths may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    Shortest { most: u32, all: bool },
    Length(u32),
}

impl Limit {
    pub(super) fn most(self) -> u32 {
        match self {
            Self::Shortest { most, .. } | Self::Length(most) => most,
        }
    }
}

/// The paths between vertices, as [`FindPaths`](super::FindPaths) finds them.
///
/// The server sends the *union* of all paths: each vertex and each edge once, in no order. It is
/// [`vertices`](Self::vertices) and [`edges`](Self::edges), read into the types asked for. The paths
/// themselves are put together again from it:
///
/// * [`shortest`](Self::shortest) goes through the shortest paths. Nothing is guessed: a way through
///   the union that is as short as the shortest *is* one of the shortest paths, since every edge of
///   it satisfies what was asked.
/// * [`simple`](Self::simple) goes through all paths up to the length asked for that visit no vertex
///   twice. Those with loops, which the server puts into the union too, are not told apart: there are
///   too many of them.
///
/// Parallel edges make paths of their own.
#[derive(Debug)]
pub struct Paths {
    vertices: Vec<(AnyId, Box<RawValue>)>,
    edges: Vec<(PathEdge, Box<RawValue>)>,
    net: Net,
    most: usize,
}

/// An edge of a path, of whatever type.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PathEdge {
    /// The name of the edge type on the server; that of the reverse type if it was followed backwards.
    pub edge_type: String,
    /// The vertex that the edge leaves; of an undirected edge, one of the two.
    pub from: AnyId,
    /// The vertex that the edge reaches.
    pub to: AnyId,
    /// Whether the edge has a direction.
    pub directed: bool,
    /// What tells the edge from others of its type between the same vertices, as the server spells
    /// it.
    pub discriminator: Option<String>,
}

impl Paths {
    pub(super) fn none(ends: Ends, limit: Limit) -> Self {
        Self::new(Vec::new(), Vec::new(), &ends, limit)
    }

    pub(super) fn read(reply: &Reply, ends: Ends, limit: Limit) -> Result<Self> {
        #[derive(Deserialize)]
        struct Union {
            #[serde(default)]
            vertices: Vec<Box<RawValue>>,
            #[serde(default)]
            edges: Vec<Box<RawValue>>,
        }
        let unions: Vec<Union> = reply.results()?;
        let (mut vertices, mut edges) = (Vec::new(), Vec::new());
        for union in unions {
            for raw in union.vertices {
                let row = Row::new(raw.get())?;
                let id = AnyId::new(row.vertex_type()?.into_owned(), row.vertex_id()?.into_owned());
                vertices.push((id, raw));
            }
            for raw in union.edges {
                let row = Row::new(raw.get())?;
                let edge = PathEdge {
                    edge_type: row.edge_type()?.into_owned(),
                    from: row.from()?,
                    to: row.to()?,
                    directed: row.directed()?,
                    discriminator: row.discriminator()?.map(Into::into),
                };
                edges.push((edge, raw));
            }
        }
        Ok(Self::new(vertices, edges, &ends, limit))
    }

    fn new(
        vertices: Vec<(AnyId, Box<RawValue>)>,
        edges: Vec<(PathEdge, Box<RawValue>)>,
        ends: &Ends,
        limit: Limit,
    ) -> Self {
        let net = Net::new(
            vertices.iter().map(|(id, _)| id),
            edges.iter().map(|(edge, _)| edge),
            &ends.sources,
            &ends.targets,
        );
        Self { vertices, edges, net, most: limit.most() as usize }
    }

    /// Whether there is no path.
    pub fn is_empty(&self) -> bool {
        self.vertices.is_empty()
    }

    /// The vertices of one type that lie on the paths.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Decode`] when a vertex does not fit `V`.
    pub fn vertices<V: ReadVertex>(&self) -> Result<Vec<V>> {
        let of_type = self.vertices.iter().filter(|(id, _)| id.vertex_type() == V::SPEC.name);
        of_type.map(|(id, raw)| read_vertex::<V>(id, raw)).collect()
    }

    /// One vertex of the paths, typed; `None` if it is not on them, or of another type.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Decode`] when the vertex does not fit `V`.
    pub fn vertex<V: ReadVertex>(&self, id: &AnyId) -> Result<Option<V>> {
        let found = self.vertices.iter().find(|(known, _)| known == id);
        let of_type = found.filter(|(id, _)| id.vertex_type() == V::SPEC.name);
        of_type.map(|(id, raw)| read_vertex::<V>(id, raw)).transpose()
    }

    /// The edges of one type that lie on the paths, with their ends; also those that were followed
    /// backwards, by the reverse type.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Decode`] when an edge does not fit `E`.
    pub fn edges<E: ReadEdge>(&self) -> Result<Vec<EdgeRecord<E>>> {
        let rows = self.edges.iter().filter_map(|(edge, raw)| read_edge::<E>(edge, raw));
        rows.collect()
    }

    /// An edge of a [`Hop`](super::Hop), typed; `None` if it is of another type.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Decode`] when the edge does not fit `E`.
    pub fn edge<E: ReadEdge>(&self, edge: &PathEdge) -> Result<Option<EdgeRecord<E>>> {
        // The edge itself, since parallel edges may look the same but for their attributes.
        let same = self.edges.iter().find(|(known, _)| std::ptr::eq(known, edge));
        let found = same.or_else(|| self.edges.iter().find(|(known, _)| known == edge));
        found.and_then(|(edge, raw)| read_edge::<E>(edge, raw)).transpose()
    }

    /// The ids of all vertices on the paths, of whatever type.
    pub fn vertex_ids(&self) -> impl ExactSizeIterator<Item = &AnyId> {
        self.vertices.iter().map(|(id, _)| id)
    }

    /// All edges on the paths, of whatever type.
    pub fn all_edges(&self) -> impl ExactSizeIterator<Item = &PathEdge> {
        self.edges.iter().map(|(edge, _)| edge)
    }

    /// Goes through the shortest paths. Of [`Graph::shortest_path`](crate::Graph::shortest_path)
    /// without [`all_shortest`](super::FindPaths::all_shortest) it is the one that the server has
    /// chosen.
    pub fn shortest(&self) -> PathIter<'_> {
        match self.net.distance() {
            Some(distance) => self.walk(distance),
            None => PathIter::none(),
        }
    }

    /// Goes through the paths that visit no vertex twice, up to the length that was asked for. There
    /// can be very many; take as many as are wanted.
    pub fn simple(&self) -> PathIter<'_> {
        self.walk(self.most)
    }

    fn walk(&self, most: usize) -> PathIter<'_> {
        PathIter::new(&self.net, self, most)
    }

    pub(super) fn vertex_at(&self, at: usize) -> &AnyId {
        &self.vertices[at].0
    }

    pub(super) fn edge_at(&self, at: usize) -> &PathEdge {
        &self.edges[at].0
    }
}

fn read_vertex<V: ReadVertex>(id: &AnyId, raw: &RawValue) -> Result<V> {
    let read = Row::new(raw.get()).and_then(|mut row| V::decode(&mut row));
    read.map_err(|error| error.in_element(format!("{} `{}`", id.vertex_type(), id.as_str())).into())
}

/// `None` for an edge of another type.
fn read_edge<E: ReadEdge>(edge: &PathEdge, raw: &RawValue) -> Option<Result<EdgeRecord<E>>> {
    let backwards = E::SPEC.reverse == Some(edge.edge_type.as_str());
    if !backwards && edge.edge_type != E::SPEC.name {
        return None;
    }
    let read = Row::new(raw.get()).and_then(|mut row| EdgeRecord::of_row(&mut row, backwards));
    Some(read.map_err(|error| {
        let (from, to) = (edge.from.as_str(), edge.to.as_str());
        let element = format!("{} from `{from}` to `{to}`", edge.edge_type);
        Error::from(error.in_element(element)).with_kind(ErrorKind::Decode)
    }))
}
