//! The search for paths: forward from the sources, then backward from the targets over the edges
//! found.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet, VecDeque};

use crate::store::{EdgeView, GraphShape, Graphs, VertexRef, VertexTypeId, VisibleEdge};

use super::condition::Rules;

/// The number of edges between two checks of the time limit.
const EDGES_PER_CHECK: usize = 4096;

/// The parameters of a search.
pub(crate) struct Goal {
    pub(crate) kind: Kind,
    /// A path can start at any of these vertices.
    pub(crate) sources: Vec<VertexRef>,
    /// A path can end at any of these vertices.
    pub(crate) targets: Vec<VertexRef>,
    pub(crate) vertices: Rules<VertexTypeId>,
    pub(crate) edges: Rules<EdgeView>,
    /// The maximum number of edges of a path.
    pub(crate) max_length: usize,
}

/// The paths to find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One of the shortest paths.
    OneShortest,
    AllShortest,
    /// All paths, including those with loops.
    All,
}

/// The union of all paths found.
#[derive(Debug, Default)]
pub(crate) struct Found<'d> {
    pub(crate) vertices: Vec<VertexRef>,
    /// Each edge with the vertex from which the path follows it.
    pub(crate) edges: Vec<(VertexRef, VisibleEdge<'d>)>,
}

/// The error for an exceeded time limit.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Expired;

/// Finds paths in a graph. The running time depends on the number of edges within the maximum
/// length, not on the number of paths, which can be exponential.
pub(crate) fn find<'d>(
    graphs: &'d Graphs,
    graph: &GraphShape,
    goal: &Goal,
    is_over: impl Fn() -> bool,
) -> Result<Found<'d>, Expired> {
    let mut search = Search { graphs, graph, goal, is_over, visited_edges: 0 };
    let reached = search.forward()?;
    Ok(search.backward(reached))
}

/// A step of a path: an edge, and the vertex from which it is followed.
struct Step<'d> {
    from: VertexRef,
    visible_edge: VisibleEdge<'d>,
}

/// The vertices and edges within the maximum length.
#[derive(Default)]
struct Reached<'d> {
    /// The distance from the nearest source.
    distances: HashMap<VertexRef, usize>,
    /// The steps to each vertex.
    steps_to: HashMap<VertexRef, Vec<Step<'d>>>,
    /// The vertices in the order of discovery.
    order: Vec<VertexRef>,
}

struct Search<'d, 'g, F> {
    graphs: &'d Graphs,
    graph: &'g GraphShape,
    goal: &'g Goal,
    is_over: F,
    visited_edges: usize,
}

impl<'d, F: Fn() -> bool> Search<'d, '_, F> {
    fn allows(&self, at: VertexRef) -> bool {
        let in_graph = self.graph.vertices.contains(&at.ty);
        in_graph
            && self
                .graphs
                .vertex(at)
                .is_some_and(|vertex| self.goal.vertices.allow(&at.ty, |field| vertex.get(field)))
    }

    fn allows_edge(&self, visible_edge: &VisibleEdge<'d>) -> bool {
        let get = |field| visible_edge.get(field);
        self.graph.edges.contains(&visible_edge.view)
            && self.goal.edges.allow(&visible_edge.view, get)
    }

    fn targets(&self) -> HashSet<VertexRef> {
        self.goal.targets.iter().copied().filter(|at| self.allows(*at)).collect()
    }

    /// Runs a breadth-first search from the sources. If only shortest paths are requested, it stops
    /// at the first level with a target.
    fn forward(&mut self) -> Result<Reached<'d>, Expired> {
        let targets = self.targets();
        let mut reached = Reached::default();
        let mut queue = VecDeque::new();
        for &source in &self.goal.sources {
            if self.allows(source) && reached.distances.insert(source, 0).is_none() {
                reached.order.push(source);
                queue.push_back(source);
            }
        }
        let mut limit = self.goal.max_length;
        while let Some(from) = queue.pop_front() {
            let distance = reached.distances.get(&from).copied().unwrap_or(0);
            if self.goal.kind != Kind::All && targets.contains(&from) {
                limit = limit.min(distance);
            }
            if distance >= limit {
                continue;
            }
            for visible_edge in self.graphs.visible_edges(from) {
                self.count_edge()?;
                if !self.allows_edge(&visible_edge) || !self.allows(visible_edge.other) {
                    continue;
                }
                if let Entry::Vacant(entry) = reached.distances.entry(visible_edge.other) {
                    entry.insert(distance + 1);
                    reached.order.push(visible_edge.other);
                    queue.push_back(visible_edge.other);
                }
                reached
                    .steps_to
                    .entry(visible_edge.other)
                    .or_default()
                    .push(Step { from, visible_edge });
            }
        }
        Ok(reached)
    }

    /// Counts a visited edge, and regularly checks the time limit.
    fn count_edge(&mut self) -> Result<(), Expired> {
        self.visited_edges += 1;
        if self.visited_edges.is_multiple_of(EDGES_PER_CHECK) && (self.is_over)() {
            return Err(Expired);
        }
        Ok(())
    }

    /// Searches backward from the targets and returns the vertices and edges that are on a path.
    fn backward(&self, reached: Reached<'d>) -> Found<'d> {
        let Reached { distances, steps_to, order } = reached;
        let targets = self.targets();
        let mut ends: Vec<_> = order.iter().copied().filter(|at| targets.contains(at)).collect();
        if self.goal.kind != Kind::All {
            let nearest = ends.iter().map(|at| distances[at]).min();
            ends.retain(|at| Some(distances[at]) == nearest);
        }
        if self.goal.kind == Kind::OneShortest {
            ends.truncate(1);
        }
        // The distance of each vertex to the nearest end.
        let mut remaining: HashMap<VertexRef, usize> = ends.iter().map(|at| (*at, 0)).collect();
        let mut queue: VecDeque<_> = ends.into();
        let mut found = Found::default();
        let mut seen = HashSet::new();
        while let Some(at) = queue.pop_front() {
            let distance_to_end = remaining[&at];
            for step in steps_to.get(&at).into_iter().flatten() {
                let distance_from_source = distances[&step.from];
                let is_on_a_path = match self.goal.kind {
                    Kind::All => distance_from_source + 1 + distance_to_end <= self.goal.max_length,
                    Kind::OneShortest | Kind::AllShortest => {
                        distance_from_source + 1 == distances[&at]
                    }
                };
                if !is_on_a_path {
                    continue;
                }
                if seen.insert((step.visible_edge.at, step.visible_edge.view)) {
                    found.edges.push((step.from, step.visible_edge));
                }
                if let Entry::Vacant(entry) = remaining.entry(step.from) {
                    entry.insert(distance_to_end + 1);
                    queue.push_back(step.from);
                }
                if self.goal.kind == Kind::OneShortest {
                    break;
                }
            }
        }
        found.vertices = order.into_iter().filter(|at| remaining.contains_key(at)).collect();
        found
    }
}
