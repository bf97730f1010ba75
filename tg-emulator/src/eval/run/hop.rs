//! The edges that a pattern follows.

use std::collections::{BTreeMap, HashSet};

use tg_gsql::syntax::ast::query::Repeat;

use super::Machine;
use super::rows::Candidates;
use crate::eval::Value;
use crate::eval::plan::{Direction, EdgeAtomNode, EdgeNode, Hop};
use crate::eval::stop::Stop;
use crate::eval::value::EdgeValue;
use crate::store::{EdgeRef, EdgeTypeId, EdgeView, Ends, Graphs, VertexRef};

/// The terms of a hop.
pub(super) struct Edges(Vec<Term>);

/// The edges that match a term, by the number of their type.
pub(super) struct Term {
    /// For an edge that is followed from its target or second end, and from its source.
    table: Vec<[Option<Followed>; 2]>,
    /// If edges are given, only these match.
    only: Option<HashSet<EdgeRef>>,
    repeat: Option<Repeat>,
}

/// The way in which an edge is followed.
#[derive(Debug, Clone, Copy)]
struct Followed {
    reversed: bool,
    turned: bool,
}

/// An alternative with its types.
enum Atom {
    Any,
    Outward,
    Every(Direction),
    Typed(EdgeView, Direction),
}

impl Edges {
    /// Returns the types and sides of the edges that match, if all of these do and each is followed
    /// once.
    pub(super) fn lists(
        &self,
        graphs: &Graphs,
    ) -> Option<impl Iterator<Item = (EdgeTypeId, bool)> + use<'_>> {
        let [Term { table, only: None, repeat: None }] = &*self.0 else { return None };
        let types = graphs.schema().edge_ids().zip(table);
        // In the order of the lists of a vertex.
        Some(types.flat_map(|(ty, sides)| {
            let sides =
                [true, false].into_iter().filter(|side| sides[usize::from(*side)].is_some());
            sides.map(move |is_source| (ty, is_source))
        }))
    }
}

impl Term {
    /// Calls a function with the edges in adjacency lists that match, and the vertices at their
    /// other ends, until it returns `true`.
    #[inline]
    pub(super) fn follow(
        &self,
        lists: &[Ends],
        mut next: impl FnMut(EdgeValue, VertexRef) -> Result<bool, Stop>,
    ) -> Result<(), Stop> {
        for ends in lists {
            let followed = self.table[ends.ty.index()][usize::from(ends.is_source)];
            let Some(Followed { reversed, turned }) = followed else { continue };
            for (at, other) in ends.iter() {
                if let Some(only) = &self.only
                    && !only.contains(&at)
                {
                    continue;
                }
                if next(EdgeValue { at, reversed, turned }, other)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

impl<'a> Machine<'a> {
    /// Determines the edges of a hop.
    pub(super) fn edges(&self, edge: &EdgeNode) -> Result<Edges, Stop> {
        let terms = edge.0.iter().map(|term| {
            let mut only = None;
            let mut atoms = Vec::new();
            for atom in &term.atoms {
                match atom {
                    EdgeAtomNode::Any => atoms.push(Atom::Any),
                    EdgeAtomNode::Outward => atoms.push(Atom::Outward),
                    EdgeAtomNode::Every(direction) => atoms.push(Atom::Every(*direction)),
                    EdgeAtomNode::Typed(view, direction) => {
                        atoms.push(Atom::Typed(*view, *direction));
                    }
                    EdgeAtomNode::Named(name, direction) => {
                        let (value, span) = self.named(name)?;
                        self.named_edges(&value, *direction, &mut atoms, &mut only, span)?;
                    }
                }
            }
            let types = self.cx.graphs.schema().edge_ids();
            let table =
                types.map(|ty| [false, true].map(|is_source| self.followed(&atoms, ty, is_source)));
            Ok(Term { table: table.collect(), only, repeat: term.repeat })
        });
        Ok(Edges(terms.collect::<Result<_, Stop>>()?))
    }

    /// Adds the types that a value names, or the edges in it.
    fn named_edges(
        &self,
        value: &Value,
        direction: Direction,
        atoms: &mut Vec<Atom>,
        only: &mut Option<HashSet<EdgeRef>>,
        span: tg_gsql::syntax::Span,
    ) -> Result<(), Stop> {
        match value {
            Value::Text(name) => match self.cx.graph.edge(name) {
                Some(view) => atoms.push(Atom::Typed(view, direction)),
                None => {
                    let graph = &self.cx.graph.name;
                    let what = format!("the edge type '{name}' does not exist in graph {graph}");
                    return Err(self.semantic(span, what));
                }
            },
            Value::Edge(Some(edge)) => {
                only.get_or_insert_default().insert(edge.at);
                let view = EdgeView { ty: edge.at.ty, reversed: edge.reversed };
                atoms.push(Atom::Typed(view, direction));
            }
            other => {
                let elements = other.elements();
                let elements = elements
                    .ok_or_else(|| self.type_mismatch(other, "the name of a type", span))?;
                if elements.is_empty() {
                    only.get_or_insert_default();
                }
                for element in &elements {
                    match element {
                        Value::Text(_) | Value::Edge(_) => {
                            self.named_edges(element, direction, atoms, only, span)?;
                        }
                        other => return Err(self.type_mismatch(other, "the name of a type", span)),
                    }
                }
            }
        }
        Ok(())
    }

    /// Returns the way in which an edge is followed, if one of the alternatives matches.
    /// `is_source` is `true` if it is followed from its source or first end.
    fn followed(&self, atoms: &[Atom], ty: EdgeTypeId, is_source: bool) -> Option<Followed> {
        let shape = self.cx.graphs.schema().edge(ty);
        if !self.cx.graph.edges.contains(&EdgeView { ty, reversed: false }) {
            return None;
        }
        let plain = Followed { reversed: false, turned: !shape.directed && !is_source };
        let turned = Followed { reversed: true, turned: true };
        let has_reverse = shape.reverse.is_some();
        let fits =
            |sought: &Direction, reversed: bool| match (shape.directed, is_source != reversed) {
                (false, _) => sought.undirected,
                (true, true) => sought.outgoing,
                (true, false) => sought.incoming,
            };
        atoms.iter().find_map(|atom| match atom {
            Atom::Any | Atom::Outward if !shape.directed || is_source => Some(plain),
            Atom::Any | Atom::Outward if has_reverse => Some(turned),
            Atom::Any => Some(plain),
            Atom::Outward => None,
            Atom::Every(sought) if fits(sought, false) => Some(plain),
            Atom::Every(sought) => (has_reverse && fits(sought, true)).then_some(turned),
            Atom::Typed(view, sought) => (view.ty == ty && fits(sought, view.reversed))
                .then_some(if view.reversed { turned } else { plain }),
        })
    }

    /// Follows a hop from a vertex, and continues with each end. `next` returns `true` to stop.
    pub(super) fn hop(
        &mut self,
        hop: &'a Hop,
        edges: &Edges,
        candidates: &Candidates,
        from: VertexRef,
        next: &mut impl FnMut(&mut Self) -> Result<bool, Stop>,
    ) -> Result<(), Stop> {
        if let ([term @ Term { repeat: None, .. }], graphs) = (&*edges.0, self.cx.graphs) {
            return term.follow(graphs.ends(from), |edge, other| {
                self.budget().step()?;
                self.arrive(hop, candidates, other, Some(edge), next)
            });
        }
        if let (Some(ways), [term @ Term { repeat: Some(repeat), .. }]) = (&hop.ways, &*edges.0) {
            return self.ways((hop, ways), (term, *repeat), candidates, from, next);
        }
        // The number of ways to each vertex.
        let mut ends = BTreeMap::from([(from, 1_u64)]);
        for term in &edges.0 {
            let mut reached: BTreeMap<VertexRef, u64> = BTreeMap::new();
            for (at, count) in ends {
                for (end, ways) in self.ends(term, at)? {
                    let all = reached.entry(end).or_default();
                    *all = all.saturating_add(count.saturating_mul(ways));
                }
            }
            ends = reached;
        }
        for (at, count) in ends {
            for _ in 0..count {
                self.budget().step()?;
                if self.arrive(hop, candidates, at, None, next)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Continues with the end of a hop, if it matches. Returns `true` to stop.
    #[inline]
    pub(super) fn arrive(
        &mut self,
        hop: &'a Hop,
        candidates: &Candidates,
        at: VertexRef,
        edge: Option<EdgeValue>,
        next: &mut impl FnMut(&mut Self) -> Result<bool, Stop>,
    ) -> Result<bool, Stop> {
        if !candidates.contains(at) {
            return Ok(false);
        }
        if hop.bound {
            if !matches!(self.frame[hop.to], Value::Vertex(Some(known)) if known == at) {
                return Ok(false);
            }
        } else {
            self.frame[hop.to] = Value::Vertex(Some(at));
        }
        if let Some(slot) = hop.edge_slot {
            self.frame[slot] = Value::Edge(edge);
        }
        next(self)
    }

    /// Returns the vertices at the ends of a term, with the number of ways to each. Of a
    /// repetition only the shortest ways within the bounds count.
    fn ends(&self, term: &Term, from: VertexRef) -> Result<BTreeMap<VertexRef, u64>, Stop> {
        let Some(Repeat { least, most }) = term.repeat else {
            return self.level(term, &BTreeMap::from([(from, 1)]), &BTreeMap::new());
        };
        let mut found: BTreeMap<VertexRef, u64> = BTreeMap::new();
        let mut level = BTreeMap::from([(from, 1)]);
        let mut length = 0;
        if least == 0 {
            found.insert(from, 1);
        }
        while most.is_none_or(|most| length < most) && !level.is_empty() {
            length += 1;
            // From the lower bound on, a way through a vertex that is already an end is not the
            // shortest one.
            level = self.level(term, &level, if length > least { &found } else { &NONE })?;
            if length >= least {
                found.extend(level.iter().map(|(at, count)| (*at, *count)));
            }
        }
        Ok(found)
    }

    /// Follows the edges of a term once from each vertex, except to those that are known.
    fn level(
        &self,
        term: &Term,
        from: &BTreeMap<VertexRef, u64>,
        known: &BTreeMap<VertexRef, u64>,
    ) -> Result<BTreeMap<VertexRef, u64>, Stop> {
        let mut reached: BTreeMap<VertexRef, u64> = BTreeMap::new();
        let mut held = self.budget().hold();
        for (at, count) in from {
            term.follow(self.cx.graphs.ends(*at), |_, other| {
                self.budget().step()?;
                if !known.contains_key(&other) {
                    let all = reached.entry(other).or_insert(0);
                    if *all == 0 {
                        held.grow(size_of::<(VertexRef, u64)>())?;
                    }
                    *all = all.saturating_add(*count);
                }
                Ok(false)
            })?;
        }
        Ok(reached)
    }
}

static NONE: BTreeMap<VertexRef, u64> = BTreeMap::new();
