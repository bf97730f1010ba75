//! The ends of all edges of a type in one piece of memory, for queries that follow most of them.

use std::sync::{Arc, OnceLock};

use super::graph::{Ends, Graphs, VertexRef};
use super::schema::{EdgeTypeId, VertexTypeId};

/// The ends of the edges of a type at one of their sides, by the vertex at that side.
///
/// Parallel edges have one end with their number. The ends of a vertex are in the order of its own
/// list.
#[derive(Debug)]
pub(crate) struct Adjacency {
    /// The rows by the numbers of the vertex type and of the vertex. Row `n` begins at entry `n`.
    starts: Vec<Vec<Row>>,
    ends: Vec<VertexRef>,
    /// The number of parallel edges to each end; empty if there are no parallel edges.
    counts: Vec<u32>,
}

/// The ends and edges of all vertices before one.
#[derive(Debug, Clone, Copy, Default)]
struct Row {
    end: u32,
    edge: u32,
}

/// The adjacency of a type, at the target and at the source, if a query has created it.
///
/// A snapshot shares it; a change of an edge drops it.
pub(super) type Cached = [OnceLock<Arc<Adjacency>>; 2];

impl Adjacency {
    fn new<E>(
        graphs: &Graphs,
        ty: EdgeTypeId,
        is_source: bool,
        step: &dyn Fn() -> Result<(), E>,
    ) -> Result<Self, E> {
        let mut created = Self { starts: Vec::new(), ends: Vec::new(), counts: Vec::new() };
        // The row in which a vertex was last an end, and its position.
        let mut seen: Vec<Vec<(u32, u32)>> = Vec::new();
        let (mut at, mut row) = (Row::default(), 0);
        for vertex_type in graphs.schema().vertex_ids() {
            let mut starts = Vec::new();
            for (vertex, stored) in graphs.vertices(vertex_type) {
                let (_, number) = vertex.index();
                starts.resize(number + 1, at);
                row += 1;
                let list = stored.ends.iter().find(|it| (it.ty, it.is_source) == (ty, is_source));
                for (_, end) in list.into_iter().flat_map(Ends::iter) {
                    step()?;
                    let (end_type, end_number) = end.index();
                    if seen.len() <= end_type {
                        seen.resize_with(end_type + 1, Vec::new);
                    }
                    let seen = &mut seen[end_type];
                    if seen.len() <= end_number {
                        seen.resize(end_number + 1, (0, 0));
                    }
                    at.edge += 1;
                    let (last, position) = seen[end_number];
                    if last == row {
                        created.counts.resize(created.ends.len(), 1);
                        created.counts[position as usize] += 1;
                    } else {
                        seen[end_number] = (row, at.end);
                        created.ends.push(end);
                        at.end += 1;
                    }
                }
            }
            starts.push(at);
            created.starts.push(starts);
        }
        if !created.counts.is_empty() {
            created.counts.resize(created.ends.len(), 1);
        }
        Ok(created)
    }

    /// Returns the range of a vertex in the ends, and the number of its edges.
    #[inline]
    fn row(&self, of: VertexRef) -> (std::ops::Range<usize>, usize) {
        let (ty, number) = of.index();
        let starts = self.starts.get(ty).map_or(&[][..], Vec::as_slice);
        match (starts.get(number), starts.get(number + 1)) {
            (Some(first), Some(next)) => {
                (first.end as usize..next.end as usize, (next.edge - first.edge) as usize)
            }
            _ => (0..0, 0),
        }
    }

    /// Returns the number of edges of a vertex.
    #[inline]
    pub(crate) fn degree(&self, of: VertexRef) -> usize {
        self.row(of).1
    }

    /// Returns the ends of the edges of a vertex without duplicates.
    #[inline]
    pub(crate) fn distinct_ends(&self, of: VertexRef) -> &[VertexRef] {
        &self.ends[self.row(of).0]
    }

    /// Returns the ends of the edges of a vertex, with the number of parallel edges to each.
    #[inline]
    pub(crate) fn ends(&self, of: VertexRef) -> impl Iterator<Item = (VertexRef, u64)> {
        let (range, _) = self.row(of);
        let counts = self.counts.get(range.clone()).unwrap_or_default();
        let ends = self.ends[range].iter().enumerate();
        ends.map(|(at, end)| (*end, counts.get(at).map_or(1, |count| u64::from(*count))))
    }
}

impl Graphs {
    /// Returns the adjacency of the edges of a type, at their source or at their target. The first
    /// call after a change creates it, and calls `step` per edge.
    ///
    /// # Errors
    ///
    /// Returns the error of `step`.
    pub(crate) fn adjacency<E>(
        &self,
        ty: EdgeTypeId,
        is_source: bool,
        step: &dyn Fn() -> Result<(), E>,
    ) -> Result<Arc<Adjacency>, E> {
        let cached = &self.adjacency[usize::from(ty.0)][usize::from(is_source)];
        if let Some(known) = cached.get() {
            return Ok(known.clone());
        }
        let created = Arc::new(Adjacency::new(self, ty, is_source, step)?);
        Ok(cached.get_or_init(|| created).clone())
    }

    /// Returns the number of the edges of a type at one of their sides.
    pub(crate) fn degree(&self, of: VertexRef, ty: EdgeTypeId, is_source: bool) -> usize {
        match self.adjacency[usize::from(ty.0)][usize::from(is_source)].get() {
            Some(adjacency) => adjacency.degree(of),
            None => {
                let mut lists = self.ends(of).iter();
                lists.find(|it| (it.ty, it.is_source) == (ty, is_source)).map_or(0, Ends::len)
            }
        }
    }

    /// Returns `true` if the adjacency of a type at one side exists.
    pub(crate) fn has_adjacency(&self, ty: EdgeTypeId, is_source: bool) -> bool {
        self.adjacency[usize::from(ty.0)][usize::from(is_source)].get().is_some()
    }

    /// Returns the types of the vertices that edges of a type have at the other side.
    pub(crate) fn end_types(
        &self,
        ty: EdgeTypeId,
        is_source: bool,
    ) -> impl Iterator<Item = VertexTypeId> {
        let shape = self.schema().edge(ty);
        let pairs = shape.pairs().iter();
        pairs.flat_map(move |&(from, to)| {
            let first = if is_source { to } else { from };
            let second = if is_source { from } else { to };
            std::iter::once(first).chain((!shape.directed).then_some(second))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use proptest::prelude::*;
    use tg_gsql::{apply, syntax::parse};

    use super::super::database::Database;
    use super::super::key::Key;
    use super::super::value::Value;
    use super::*;

    const SCHEMA: &str = "CREATE VERTEX A (PRIMARY_ID id STRING)
        CREATE VERTEX B (PRIMARY_ID id STRING)
        CREATE DIRECTED EDGE D (FROM A, TO A | FROM A, TO B, DISCRIMINATOR(k INT))
        CREATE UNDIRECTED EDGE U (FROM A, TO A, DISCRIMINATOR(k INT))";

    fn vertex(graphs: &mut Graphs, (ty, id): (u16, u8)) -> VertexRef {
        let ty = VertexTypeId(ty);
        let key = Key::parse(&id.to_string(), graphs.schema().vertex(ty)).unwrap();
        match graphs.look_up_vertex(ty, &key.text) {
            Ok(known) => known,
            Err(vacant) => graphs.insert_vertex(vacant, ty, key),
        }
    }

    /// Compares the adjacency of all types with the lists of the vertices.
    fn check(graphs: &Graphs) {
        let step = || Ok::<_, Infallible>(());
        for (ty, side) in graphs.schema().edge_ids().flat_map(|ty| [(ty, true), (ty, false)]) {
            let Ok(adjacency) = graphs.adjacency(ty, side, &step);
            for (at, stored) in graphs.schema().vertex_ids().flat_map(|it| graphs.vertices(it)) {
                let list = stored.ends.iter().find(|it| (it.ty, it.is_source) == (ty, side));
                let ends: Vec<_> =
                    list.iter().flat_map(|list| list.iter()).map(|(_, end)| end).collect();
                let mut expected: Vec<(VertexRef, u64)> = Vec::new();
                for end in &ends {
                    match expected.iter_mut().find(|(known, _)| known == end) {
                        Some((_, count)) => *count += 1,
                        None => expected.push((*end, 1)),
                    }
                }
                assert_eq!(adjacency.ends(at).collect::<Vec<_>>(), expected);
                assert_eq!(adjacency.degree(at), ends.len());
                assert!(ends.iter().all(|end| graphs.end_types(ty, side).any(|it| it == end.ty)));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_adjacency_is_that_of_the_lists(
            steps in proptest::collection::vec((0..8_u8, 0..6_u8, 0..6_u8, 0..3_i64), 0..80)
        ) {
            let mut database = Database::default();
            for statement in parse(SCHEMA).statements {
                let mut catalog = database.graphs.schema().catalog.clone();
                let outcome = apply::apply(&mut catalog, None, &statement.value);
                database.set_catalog(catalog, &outcome.effects);
            }
            let mut snapshots = Vec::new();
            let mut known = Vec::new();
            for (kind, from, to, k) in steps {
                let graphs = &mut database.graphs;
                match kind {
                    0 if !known.is_empty() => {
                        graphs.remove_edge(known.swap_remove(usize::from(from) % known.len()));
                    }
                    1 => {
                        let at = vertex(graphs, (0, from));
                        graphs.remove_vertex(at, false);
                        known.retain(|edge| graphs.edge(*edge).is_some());
                    }
                    2 => snapshots.push(database.clone()),
                    kind => {
                        let ty = EdgeTypeId(u16::from(kind > 5));
                        let from = vertex(graphs, (0, from));
                        let to = vertex(graphs, (u16::from(kind == 3), to));
                        let k = [Value::Int(k)];
                        if graphs.find_edge(ty, from, to, &k).is_none() {
                            known.push(graphs.insert_edge(ty, from, to, &k));
                        }
                    }
                }
                check(&database.graphs);
            }
            snapshots.iter().for_each(|snapshot| check(&snapshot.graphs));
        }
    }
}
