//! The paths that the server found.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::walk::{Net, Path, Walk};
use crate::client::Reply;
use crate::client::api::paths::End;
use crate::edges::EdgeRecord;
use crate::error::{Error, ErrorKind, Result};
use crate::schema::{AnyId, ReadEdge, ReadVertex};
use crate::value::Row;

/// The vertices at both ends of a search.
#[derive(Debug, Clone)]
pub(super) struct Ends {
    pub(super) sources: Vec<End>,
    pub(super) targets: Vec<End>,
}

/// The kind of a search, with the maximum length of its paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    Shortest { max_length: u32, all: bool },
    Length(u32),
}

impl Limit {
    pub(super) fn max_length(self) -> u32 {
        match self {
            Self::Shortest { max_length, .. } | Self::Length(max_length) => max_length,
        }
    }
}

/// The paths between vertices: the result of [`FindPaths`](super::FindPaths).
///
/// The server returns the *union* of all paths: each vertex and each edge once, in no order. It is
/// [`vertices`](Self::vertices) and [`edges`](Self::edges), read into Rust types. The paths
/// themselves are reconstructed from it:
///
/// * [`shortest`](Self::shortest) iterates over the shortest paths. This is exact: a path in the
///   union that is as short as the shortest *is* one of the shortest paths, since each of its edges
///   satisfies the conditions.
/// * [`simple`](Self::simple) iterates over all paths up to the maximum length that visit each
///   vertex at most once. The server includes paths with loops in the union, too; these are not
///   reconstructed, since there are too many of them.
///
/// Of parallel edges, each is part of a path of its own.
#[derive(Debug)]
pub struct Paths {
    vertices: Vec<(AnyId, Box<RawValue>)>,
    edges: Vec<(PathEdge, Box<RawValue>)>,
    net: Net,
    max_length: usize,
}

/// An edge of a path, of any type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct PathEdge {
    /// The name of the edge type on the server; that of the reverse type if the path follows it
    /// from target to source.
    pub edge_type: String,
    /// The source of the edge; of an undirected edge, one of its ends.
    pub from: AnyId,
    /// The target of the edge.
    pub to: AnyId,
    /// `true` if the edge has a direction.
    pub directed: bool,
    /// The discriminator, as the server writes it: it distinguishes edges of a type between the
    /// same vertices.
    pub discriminator: Option<String>,
}

impl Paths {
    pub(super) fn none(ends: Ends, limit: Limit) -> Self {
        Self::new(Vec::new(), Vec::new(), &ends, limit)
    }

    pub(super) fn read(reply: &Reply, ends: Ends, limit: Limit) -> Result<Self> {
        #[derive(Deserialize)]
        struct Union {
            vertices: Vec<Box<RawValue>>,
            #[serde(default)]
            edges: Vec<Box<RawValue>>,
        }
        let unions: Vec<Union> = reply.results()?;
        let (mut vertices, mut edges) = (Vec::new(), Vec::new());
        // A vertex or an edge may be listed more than once.
        let (mut known_vertices, mut known_edges) = (HashSet::new(), HashSet::new());
        for union in unions {
            for raw in union.vertices {
                let row = Row::new(raw.get())?;
                let id = AnyId::new(row.vertex_type()?.into_owned(), row.vertex_id()?.into_owned());
                if known_vertices.insert(id.clone()) {
                    vertices.push((id, raw));
                }
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
                if known_edges.insert(edge.clone()) {
                    edges.push((edge, raw));
                }
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
        Self { vertices, edges, net, max_length: limit.max_length() as usize }
    }

    /// Returns `true` if there is no path.
    pub fn is_empty(&self) -> bool {
        self.vertices.is_empty()
    }

    /// Returns the vertices of one type that are on the paths.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Decode`] when a vertex does not fit `V`.
    pub fn vertices<V: ReadVertex>(&self) -> Result<Vec<V>> {
        let of_type = self.vertices.iter().filter(|(id, _)| id.vertex_type() == V::SPEC.name);
        of_type.map(|(id, raw)| read_vertex::<V>(id, raw)).collect()
    }

    /// Returns one vertex of the paths; `None` if it is not on them, or of another type.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Decode`] when the vertex does not fit `V`.
    pub fn vertex<V: ReadVertex>(&self, id: &AnyId) -> Result<Option<V>> {
        let found = self.vertices.iter().find(|(known, _)| known == id);
        let of_type = found.filter(|(id, _)| id.vertex_type() == V::SPEC.name);
        of_type.map(|(id, raw)| read_vertex::<V>(id, raw)).transpose()
    }

    /// Returns the edges of one type that are on the paths, with their ends, those of its reverse
    /// type included.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Decode`] when an edge does not fit `E`.
    pub fn edges<E: ReadEdge>(&self) -> Result<Vec<EdgeRecord<E>>> {
        let rows = self.edges.iter().filter_map(|(edge, raw)| read_edge::<E>(edge, raw));
        rows.collect()
    }

    /// Reads the edge of a [`Hop`](super::Hop); `None` if it is of another type.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Decode`] when the edge does not fit `E`.
    pub fn edge<E: ReadEdge>(&self, edge: &PathEdge) -> Result<Option<EdgeRecord<E>>> {
        // Identity first, since parallel edges may differ in their attributes only.
        let same = self.edges.iter().find(|(known, _)| std::ptr::eq(known, edge));
        let found = same.or_else(|| self.edges.iter().find(|(known, _)| known == edge));
        found.and_then(|(edge, raw)| read_edge::<E>(edge, raw)).transpose()
    }

    /// Returns the ids of all vertices on the paths, of any type.
    pub fn vertex_ids(&self) -> impl ExactSizeIterator<Item = &AnyId> {
        self.vertices.iter().map(|(id, _)| id)
    }

    /// Returns all edges on the paths, of any type.
    pub fn all_edges(&self) -> impl ExactSizeIterator<Item = &PathEdge> {
        self.edges.iter().map(|(edge, _)| edge)
    }

    /// Iterates over the shortest paths. Without [`all_shortest`](super::FindPaths::all_shortest)
    /// it is the one path that the server chose.
    pub fn shortest(&self) -> impl Iterator<Item = Path<'_>> {
        let walk = self.net.distance().map(|distance| Walk::new(&self.net, self, distance));
        walk.into_iter().flatten()
    }

    /// Iterates over the paths that visit each vertex at most once, up to the maximum length. There
    /// can be very many: limit them with [`take`](Iterator::take).
    pub fn simple(&self) -> impl Iterator<Item = Path<'_>> {
        Walk::new(&self.net, self, self.max_length)
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

/// Reads an edge; `None` if it is of another type.
fn read_edge<E: ReadEdge>(edge: &PathEdge, raw: &RawValue) -> Option<Result<EdgeRecord<E>>> {
    let reversed = E::SPEC.reverse == Some(edge.edge_type.as_str());
    if !reversed && edge.edge_type != E::SPEC.name {
        return None;
    }
    let read = Row::new(raw.get()).and_then(|mut row| EdgeRecord::of_row(&mut row, reversed));
    Some(read.map_err(|error| {
        let (from, to) = (edge.from.as_str(), edge.to.as_str());
        let element = format!("{} from `{from}` to `{to}`", edge.edge_type);
        Error::from(error.in_element(element)).with_kind(ErrorKind::Decode)
    }))
}
