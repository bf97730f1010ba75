//! The paths in their union.

use std::collections::{HashMap, VecDeque};
use std::fmt;

use super::found::{PathEdge, Paths};
use crate::client::api::paths::End;
use crate::schema::AnyId;

/// The union as an adjacency list of vertex and edge numbers.
#[derive(Debug, Default)]
pub(super) struct Net {
    /// For each vertex, the edges that can be followed from it, each with the vertex at its other
    /// end.
    out: Vec<Vec<(usize, usize)>>,
    sources: Vec<usize>,
    /// For each vertex, the number of edges to the nearest target; `None` if it reaches none.
    distances: Vec<Option<usize>>,
}

impl Net {
    pub(super) fn new<'a>(
        vertices: impl Iterator<Item = &'a AnyId>,
        edges: impl Iterator<Item = &'a PathEdge>,
        sources: &[End],
        targets: &[End],
    ) -> Self {
        let places: HashMap<(&str, &str), usize> =
            vertices.enumerate().map(|(at, id)| ((id.vertex_type(), id.as_str()), at)).collect();
        let place = |id: &AnyId| places.get(&(id.vertex_type(), id.as_str())).copied();
        let named = |ends: &[End]| {
            let at = |end: &End| places.get(&(&*end.vertex_type, &*end.id)).copied();
            let mut found: Vec<usize> = ends.iter().filter_map(at).collect();
            found.sort_unstable();
            found.dedup();
            found
        };
        let mut out = vec![Vec::new(); places.len()];
        let mut into = vec![Vec::new(); places.len()];
        for (at, edge) in edges.enumerate() {
            let (Some(from), Some(to)) = (place(&edge.from), place(&edge.to)) else { continue };
            out[from].push((at, to));
            into[to].push(from);
            if !edge.directed && from != to {
                out[to].push((at, from));
                into[from].push(to);
            }
        }
        Self { out, sources: named(sources), distances: distances(&into, &named(targets)) }
    }

    /// Returns the length of the shortest paths.
    pub(super) fn distance(&self) -> Option<usize> {
        self.sources.iter().filter_map(|at| self.distances[*at]).min()
    }
}

fn distances(into: &[Vec<usize>], targets: &[usize]) -> Vec<Option<usize>> {
    let mut distances = vec![None; into.len()];
    let mut queue = VecDeque::new();
    for &target in targets {
        distances[target] = Some(0);
        queue.push_back((target, 0));
    }
    while let Some((at, distance)) = queue.pop_front() {
        for &before in &into[at] {
            if distances[before].is_none() {
                distances[before] = Some(distance + 1);
                queue.push_back((before, distance + 1));
            }
        }
    }
    distances
}

/// One path: the vertices in order, and the edges between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path<'p> {
    start: &'p AnyId,
    hops: Vec<Hop<'p>>,
}

/// One step of a [`Path`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hop<'p> {
    /// The vertex at which it begins.
    pub from: &'p AnyId,
    /// Its edge. [`Paths::edge`] reads it into a Rust type.
    pub edge: &'p PathEdge,
    /// The vertex at which it ends.
    pub to: &'p AnyId,
}

impl<'p> Path<'p> {
    /// Returns the first vertex.
    pub fn start(&self) -> &'p AnyId {
        self.start
    }

    /// Returns the last vertex.
    pub fn end(&self) -> &'p AnyId {
        self.hops.last().map_or(self.start, |hop| hop.to)
    }

    /// Returns the steps in order; none if the path is a single vertex.
    pub fn hops(&self) -> &[Hop<'p>] {
        &self.hops
    }

    /// Returns the vertices in order, both ends included.
    pub fn vertices(&self) -> impl Iterator<Item = &'p AnyId> {
        std::iter::once(self.start).chain(self.hops.iter().map(|hop| hop.to))
    }

    /// Returns the number of edges.
    #[expect(clippy::len_without_is_empty, reason = "a path has at least one vertex")]
    pub fn len(&self) -> usize {
        self.hops.len()
    }
}

/// ``Town `1` -Road- Town `2` -River-> Town `3` ``
impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let vertex = |id: &AnyId| format!("{} `{}`", id.vertex_type(), id.as_str());
        f.write_str(&vertex(self.start))?;
        for hop in &self.hops {
            let arrow = if hop.edge.directed { "->" } else { "-" };
            write!(f, " -{}{arrow} {}", hop.edge.edge_type, vertex(hop.to))?;
        }
        Ok(())
    }
}

/// An iterator over paths, depth first.
#[derive(Debug)]
pub(super) struct Walk<'p> {
    net: &'p Net,
    paths: &'p Paths,
    max_length: usize,
    /// The sources that are still to be started from, last first.
    sources: Vec<usize>,
    /// The vertices of the current path, each with the number of its edges that were tried.
    path: Vec<(usize, usize)>,
    /// The edges between them.
    edges: Vec<usize>,
    visited: Vec<bool>,
}

impl<'p> Iterator for Walk<'p> {
    type Item = Path<'p>;

    fn next(&mut self) -> Option<Path<'p>> {
        loop {
            let entered = match self.path.last_mut() {
                None => {
                    let source = self.sources.pop()?;
                    self.can_end_within(source, 0).then_some((source, None))
                }
                Some((at, tried)) => match self.net.out[*at].get(*tried).copied() {
                    Some((edge, to)) => {
                        *tried += 1;
                        let length = self.edges.len() + 1;
                        let can_enter = !self.visited[to] && self.can_end_within(to, length);
                        can_enter.then_some((to, Some(edge)))
                    }
                    None => {
                        self.leave();
                        None
                    }
                },
            };
            if let Some((at, edge)) = entered {
                self.enter(at, edge);
                if self.net.distances[at] == Some(0) {
                    return self.found();
                }
            }
        }
    }
}

impl<'p> Walk<'p> {
    pub(super) fn new(net: &'p Net, paths: &'p Paths, max_length: usize) -> Self {
        let sources = net.sources.iter().rev().copied().collect();
        let visited = vec![false; net.out.len()];
        Self { net, paths, max_length, sources, path: Vec::new(), edges: Vec::new(), visited }
    }

    /// Returns `true` if a target can be reached within the maximum length from a vertex that is
    /// `length` edges away from the start.
    fn can_end_within(&self, at: usize, length: usize) -> bool {
        self.net.distances[at].is_some_and(|distance| length + distance <= self.max_length)
    }

    fn enter(&mut self, at: usize, edge: Option<usize>) {
        self.visited[at] = true;
        self.path.push((at, 0));
        self.edges.extend(edge);
    }

    fn leave(&mut self) {
        if let Some((at, _)) = self.path.pop() {
            self.visited[at] = false;
        }
        self.edges.pop();
    }

    fn found(&self) -> Option<Path<'p>> {
        let id = |at: usize| self.paths.vertex_at(at);
        let start = id(self.path.first()?.0);
        let steps = self.path.windows(2).zip(&self.edges);
        let hop = |(ends, edge): (&[(usize, usize)], &usize)| Hop {
            from: id(ends[0].0),
            edge: self.paths.edge_at(*edge),
            to: id(ends[1].0),
        };
        Some(Path { start, hops: steps.map(hop).collect() })
    }
}
