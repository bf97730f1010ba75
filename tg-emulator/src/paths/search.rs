//! The search: from the sources outwards, then back from the targets over what was seen.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet, VecDeque};

use crate::store::{EdgeView, GraphShape, Graphs, Sight, VertexRef, VertexTypeId};

use super::condition::Rules;

/// How many edges are looked at between two looks at the clock.
const BETWEEN_LOOKS: usize = 4096;

/// What is looked for.
pub(crate) struct Goal {
    pub(crate) kind: Kind,
    /// A path starts at any of these.
    pub(crate) sources: Vec<VertexRef>,
    /// And ends at any of these.
    pub(crate) targets: Vec<VertexRef>,
    pub(crate) vertices: Rules<VertexTypeId>,
    pub(crate) edges: Rules<EdgeView>,
    /// The most edges of a path.
    pub(crate) max_length: usize,
}

/// Which paths are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One of the shortest.
    OneShortest,
    AllShortest,
    /// All, with loops among them.
    All,
}

/// The union of the paths that were found.
#[derive(Debug, Default)]
pub(crate) struct Found<'d> {
    pub(crate) vertices: Vec<VertexRef>,
    /// Each edge with the vertex from which it is followed.
    pub(crate) edges: Vec<(VertexRef, Sight<'d>)>,
}

/// The time was over.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Expired;

/// Finds paths of a graph. The work is bounded by the edges that the limit lets it reach: paths are
/// never listed one by one.
pub(crate) fn find<'d>(
    graphs: &'d Graphs,
    graph: &GraphShape,
    goal: &Goal,
    is_over: impl Fn() -> bool,
) -> Result<Found<'d>, Expired> {
    let mut search = Search { graphs, graph, goal, is_over, looked_at: 0 };
    let reached = search.forward()?;
    Ok(search.back(reached))
}

/// A step of a path: an edge, and the vertices before and behind it.
struct Step<'d> {
    from: VertexRef,
    sight: Sight<'d>,
}

/// What lies within the limit.
#[derive(Default)]
struct Reached<'d> {
    /// The distance from the nearest source.
    distances: HashMap<VertexRef, usize>,
    /// The edges into each vertex.
    into: HashMap<VertexRef, Vec<Step<'d>>>,
    order: Vec<VertexRef>,
}

struct Search<'d, 'g, F> {
    graphs: &'d Graphs,
    graph: &'g GraphShape,
    goal: &'g Goal,
    is_over: F,
    looked_at: usize,
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

    fn allows_edge(&self, sight: &Sight<'d>) -> bool {
        let get = |field| sight.get(field);
        self.graph.edges.contains(&sight.view) && self.goal.edges.allow(&sight.view, get)
    }

    fn targets(&self) -> HashSet<VertexRef> {
        self.goal.targets.iter().copied().filter(|at| self.allows(*at)).collect()
    }

    /// Goes outwards level by level. Where only the shortest paths are wanted, no level beyond the
    /// first with a target is looked at.
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
            for sight in self.graphs.sights(from) {
                self.look()?;
                if !self.allows_edge(&sight) || !self.allows(sight.other) {
                    continue;
                }
                if let Entry::Vacant(place) = reached.distances.entry(sight.other) {
                    place.insert(distance + 1);
                    reached.order.push(sight.other);
                    queue.push_back(sight.other);
                }
                reached.into.entry(sight.other).or_default().push(Step { from, sight });
            }
        }
        Ok(reached)
    }

    fn look(&mut self) -> Result<(), Expired> {
        self.looked_at += 1;
        if self.looked_at.is_multiple_of(BETWEEN_LOOKS) && (self.is_over)() {
            return Err(Expired);
        }
        Ok(())
    }

    /// Goes back from the targets, and keeps what lies on a path.
    fn back(&self, reached: Reached<'d>) -> Found<'d> {
        let Reached { distances, into, order } = reached;
        let targets = self.targets();
        let mut ends: Vec<_> = order.iter().copied().filter(|at| targets.contains(at)).collect();
        if self.goal.kind != Kind::All {
            let nearest = ends.iter().map(|at| distances[at]).min();
            ends.retain(|at| Some(distances[at]) == nearest);
        }
        if self.goal.kind == Kind::OneShortest {
            ends.truncate(1);
        }
        // The distance to the nearest end, found backwards.
        let mut left: HashMap<VertexRef, usize> = ends.iter().map(|at| (*at, 0)).collect();
        let mut queue: VecDeque<_> = ends.into();
        let mut found = Found::default();
        let mut seen = HashSet::new();
        while let Some(at) = queue.pop_front() {
            let behind = left[&at];
            for step in into.get(&at).into_iter().flatten() {
                let before = distances[&step.from];
                let is_on_a_path = match self.goal.kind {
                    Kind::All => before + 1 + behind <= self.goal.max_length,
                    Kind::OneShortest | Kind::AllShortest => before + 1 == distances[&at],
                };
                if !is_on_a_path {
                    continue;
                }
                if seen.insert((step.sight.at, step.sight.view)) {
                    found.edges.push((step.from, step.sight));
                }
                if let Entry::Vacant(place) = left.entry(step.from) {
                    place.insert(behind + 1);
                    queue.push_back(step.from);
                }
                if self.goal.kind == Kind::OneShortest {
                    break;
                }
            }
        }
        found.vertices = order.into_iter().filter(|at| left.contains_key(at)).collect();
        found
    }
}
