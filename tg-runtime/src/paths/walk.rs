//! The ways through the union of paths.

use std::collections::{HashMap, VecDeque};
use std::fmt;

use super::found::{PathEdge, Paths};
use crate::schema::AnyId;

/// The union as numbers: which vertex has which edges.
#[derive(Debug, Default)]
pub(super) struct Net {
    /// For each vertex the edges that can be followed from it, and where they lead.
    out: Vec<Vec<(usize, usize)>>,
    sources: Vec<usize>,
    /// For each vertex the edges to the nearest target; `None` if none can be reached.
    left: Vec<Option<usize>>,
}

impl Net {
    pub(super) fn new<'a>(
        vertices: impl Iterator<Item = &'a AnyId>,
        edges: impl Iterator<Item = &'a PathEdge>,
        sources: &[(String, String)],
        targets: &[(String, String)],
    ) -> Self {
        let places: HashMap<(&str, &str), usize> =
            vertices.enumerate().map(|(at, id)| ((id.vertex_type(), id.as_str()), at)).collect();
        let place = |id: &AnyId| places.get(&(id.vertex_type(), id.as_str())).copied();
        let named = |ends: &[(String, String)]| {
            let at = |(ty, id): &(String, String)| places.get(&(ty.as_str(), id.as_str())).copied();
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
        Self { out, sources: named(sources), left: distances(&into, &named(targets)) }
    }

    /// The length of the shortest paths.
    pub(super) fn distance(&self) -> Option<usize> {
        self.sources.iter().filter_map(|at| self.left[*at]).min()
    }
}

fn distances(into: &[Vec<usize>], targets: &[usize]) -> Vec<Option<usize>> {
    let mut left = vec![None; into.len()];
    let mut queue = VecDeque::new();
    for &target in targets {
        left[target] = Some(0);
        queue.push_back((target, 0));
    }
    while let Some((at, distance)) = queue.pop_front() {
        for &before in &into[at] {
            if left[before].is_none() {
                left[before] = Some(distance + 1);
                queue.push_back((before, distance + 1));
            }
        }
    }
    left
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
    /// The vertex that is left.
    pub from: &'p AnyId,
    /// The edge that is taken. [`Paths::edge`] reads it into its type.
    pub edge: &'p PathEdge,
    /// The vertex that is reached.
    pub to: &'p AnyId,
}

impl<'p> Path<'p> {
    /// The first vertex.
    pub fn start(&self) -> &'p AnyId {
        self.start
    }

    /// The last vertex.
    pub fn end(&self) -> &'p AnyId {
        self.hops.last().map_or(self.start, |hop| hop.to)
    }

    /// The steps in order; none where a path begins where it ends.
    pub fn hops(&self) -> &[Hop<'p>] {
        &self.hops
    }

    /// The vertices in order, both ends among them.
    pub fn vertices(&self) -> impl Iterator<Item = &'p AnyId> {
        std::iter::once(self.start).chain(self.hops.iter().map(|hop| hop.to))
    }

    /// The number of edges.
    #[expect(clippy::len_without_is_empty, reason = "a path has a vertex at least")]
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

/// Goes through paths one by one: [`Paths::shortest`] and [`Paths::simple`].
#[derive(Debug)]
pub struct PathIter<'p> {
    walk: Option<Walk<'p>>,
}

#[derive(Debug)]
struct Walk<'p> {
    net: &'p Net,
    paths: &'p Paths,
    most: usize,
    /// Sources that have not been started from, last first.
    sources: Vec<usize>,
    /// The vertices of the path at hand, each with the number of its edges that were tried.
    path: Vec<(usize, usize)>,
    /// The edges between them.
    edges: Vec<usize>,
    visited: Vec<bool>,
}

impl<'p> PathIter<'p> {
    pub(super) fn none() -> Self {
        Self { walk: None }
    }

    pub(super) fn new(net: &'p Net, paths: &'p Paths, most: usize) -> Self {
        let sources = net.sources.iter().rev().copied().collect();
        let visited = vec![false; net.out.len()];
        let (path, edges) = (Vec::new(), Vec::new());
        Self { walk: Some(Walk { net, paths, most, sources, path, edges, visited }) }
    }
}

impl<'p> Iterator for PathIter<'p> {
    type Item = Path<'p>;

    fn next(&mut self) -> Option<Path<'p>> {
        let walk = self.walk.as_mut()?;
        loop {
            let entered = match walk.path.last_mut() {
                None => {
                    let source = walk.sources.pop()?;
                    walk.can_end_within(source, 0).then_some((source, None))
                }
                Some((at, tried)) => match walk.net.out[*at].get(*tried).copied() {
                    Some((edge, to)) => {
                        *tried += 1;
                        let length = walk.edges.len() + 1;
                        let goes_on = !walk.visited[to] && walk.can_end_within(to, length);
                        goes_on.then_some((to, Some(edge)))
                    }
                    None => {
                        walk.leave();
                        None
                    }
                },
            };
            if let Some((at, edge)) = entered {
                walk.enter(at, edge);
                if walk.net.left[at] == Some(0) {
                    return walk.found();
                }
            }
        }
    }
}

impl<'p> Walk<'p> {
    /// Whether a target may still be reached from a vertex that lies so many edges from the start.
    fn can_end_within(&self, at: usize, length: usize) -> bool {
        self.net.left[at].is_some_and(|left| length + left <= self.most)
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
