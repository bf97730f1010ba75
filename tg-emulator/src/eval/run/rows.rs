//! The rows of FROM, one at a time.

use std::sync::Arc;

use tg_gsql::syntax::Span;

use super::Machine;
use super::hop::Edges;
use crate::eval::plan::{Hop, NameNode, Node, Slot, Source, Step};
use crate::eval::stop::Stop;
use crate::eval::value::{Table, VertexSet};
use crate::eval::{Failure, Value};
use crate::store::{Graphs, VertexRef, VertexTypeId};

/// The number of vertices from which on their order makes a difference to the time.
const LARGE: usize = 1024;

/// A step whose vertices and edges are determined.
pub(super) enum Resolved<'a> {
    Scan(Slot, Candidates),
    Check(Slot, Candidates),
    Hop(&'a Hop, Edges, Candidates),
    Filter(&'a Node),
}

/// The vertices that can match: all of some types, and single ones.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    types: Vec<VertexTypeId>,
    /// By the number of the type.
    is_type: Vec<bool>,
    members: Arc<VertexSet>,
    table: Option<Arc<Table>>,
}

impl Candidates {
    pub(super) fn contains(&self, at: VertexRef) -> bool {
        self.is_type[at.ty.index()] || self.members.contains(at)
    }

    /// Returns `true` if all vertices of a type can match.
    pub(super) fn has_type(&self, ty: VertexTypeId) -> bool {
        self.is_type[ty.index()]
    }

    /// Returns the vertices that are not of one of the types. Many come in the order in which the
    /// store has them, in which their edges are followed faster.
    fn single_members(&self) -> impl Iterator<Item = VertexRef> {
        let is_large = self.members.len() > LARGE;
        let ordered = is_large.then(|| self.members.in_memory_order()).into_iter().flatten();
        let members = if is_large { &[] } else { self.members.members() };
        let all = ordered.chain(members.iter().copied());
        all.filter(|at| !self.is_type[at.ty.index()])
    }

    /// Returns all vertices that can match, without duplicates.
    pub(super) fn vertices(&self, graphs: &Graphs) -> impl Iterator<Item = VertexRef> {
        let of_types = self.types.iter().flat_map(|ty| graphs.vertices(*ty));
        of_types.map(|(vertex, _)| vertex).chain(self.single_members())
    }

    /// Returns the greatest possible number of vertices, or `None` if there are rows of a table.
    pub(super) fn count(&self, graphs: &Graphs) -> Option<usize> {
        let of_types: usize = self.types.iter().map(|ty| graphs.count_vertices(*ty)).sum();
        self.table.is_none().then_some(of_types + self.members.len())
    }

    fn add_type(&mut self, ty: VertexTypeId) {
        if !std::mem::replace(&mut self.is_type[ty.index()], true) {
            self.types.push(ty);
        }
    }

    fn add_members(&mut self, set: &Arc<VertexSet>) {
        match self.members.len() {
            0 => self.members = set.clone(),
            _ => {
                let members = Arc::make_mut(&mut self.members);
                set.members().iter().for_each(|at| _ = members.insert(*at));
            }
        }
    }
}

/// The consumer of a row; it returns `true` if the row meets the conditions.
pub(super) type Sink<'s, 'a> = dyn FnMut(&mut Machine<'a>) -> Result<bool, Stop> + 's;

impl<'a> Machine<'a> {
    /// Determines the vertices and edges of the steps.
    pub(super) fn resolve(&mut self, steps: &'a [Step]) -> Result<Vec<Resolved<'a>>, Stop> {
        self.apply_virtual_changes()?;
        let resolve = |step: &'a Step| {
            Ok(match step {
                Step::Scan { slot, source } => Resolved::Scan(*slot, self.candidates(source)?),
                Step::Check { slot, source } => Resolved::Check(*slot, self.candidates(source)?),
                Step::Hop(hop) => {
                    Resolved::Hop(hop, self.edges(&hop.edge)?, self.candidates(&hop.source)?)
                }
                Step::Filter(node) => Resolved::Filter(node),
            })
        };
        steps.iter().map(resolve).collect()
    }

    fn candidates(&self, source: &Source) -> Result<Candidates, Stop> {
        let mut candidates = self.no_candidates();
        source.types.iter().for_each(|ty| candidates.add_type(*ty));
        for name in &source.values {
            let (value, span) = self.named(name)?;
            self.add_candidates(&mut candidates, &value, span)?;
        }
        Ok(candidates)
    }

    pub(super) fn no_candidates(&self) -> Candidates {
        let types = self.cx.graphs.schema().vertex_ids().len();
        Candidates { is_type: vec![false; types], ..Candidates::default() }
    }

    /// Returns the value of a name in a pattern.
    pub(super) fn named(&self, name: &NameNode) -> Result<(Value, Span), Stop> {
        match name {
            NameNode::Slot(slot, span) => match &self.frame[*slot] {
                Value::Null => Ok((self.omitted(*slot, *span)?, *span)),
                value => Ok((value.clone(), *span)),
            },
            NameNode::Global(slot, span) => match &self.globals[*slot] {
                Some(global) => Ok((global.accum.value(&global.ty), *span)),
                None => Err(Failure::runtime("an accumulator in FROM is not declared yet.").into()),
            },
        }
    }

    /// Adds the vertices of a set, or those of the types that a text names.
    pub(super) fn add_candidates(
        &self,
        candidates: &mut Candidates,
        value: &Value,
        span: Span,
    ) -> Result<(), Stop> {
        match value {
            Value::Vertices(set) => candidates.add_members(set),
            Value::Vertex(at) => candidates.add_members(&Arc::new(at.iter().copied().collect())),
            Value::Table(table) => candidates.table = Some(table.clone()),
            Value::Text(name) => match self.cx.graph.vertex(name) {
                Some(ty) => candidates.add_type(ty),
                None => {
                    let graph = &self.cx.graph.name;
                    let what = format!("the vertex type '{name}' does not exist in graph {graph}");
                    return Err(self.semantic(span, what));
                }
            },
            other => {
                let elements = other.elements();
                let elements =
                    elements.ok_or_else(|| self.type_mismatch(other, "a vertex set", span))?;
                let mut members = VertexSet::default();
                for element in &elements {
                    match element {
                        Value::Vertex(at) => at.iter().for_each(|at| _ = members.insert(*at)),
                        Value::Text(_) => self.add_candidates(candidates, element, span)?,
                        other => return Err(self.type_mismatch(other, "VERTEX", span)),
                    }
                }
                candidates.add_members(&Arc::new(members));
            }
        }
        Ok(())
    }

    /// Lists all candidates without duplicates.
    pub(super) fn all(&self, candidates: Candidates) -> Result<Arc<VertexSet>, Stop> {
        if candidates.types.is_empty() {
            return Ok(candidates.members);
        }
        let mut set = VertexSet::default();
        for ty in &candidates.types {
            for (at, _) in self.cx.graphs.vertices(*ty) {
                self.budget().step()?;
                set.insert(at);
            }
        }
        candidates.members.members().iter().for_each(|at| _ = set.insert(*at));
        Ok(Arc::new(set))
    }

    /// Matches the steps from one on, and gives each row to the sink. The steps after `needed` only
    /// have to match once.
    pub(super) fn rows(
        &mut self,
        steps: &[Resolved<'a>],
        at: usize,
        needed: usize,
        sink: &mut Sink<'_, 'a>,
    ) -> Result<bool, Stop> {
        let Some(step) = steps.get(at) else { return sink(self) };
        let once = at > needed;
        let mut matched = false;
        match step {
            Resolved::Filter(node) => match self.eval(node) {
                Ok(Value::Bool(false)) => Ok(false),
                // Other results are those of the whole condition, at the end.
                _ => self.rows(steps, at + 1, needed, sink),
            },
            Resolved::Check(slot, candidates) => match self.frame[*slot] {
                Value::Vertex(Some(vertex)) if candidates.contains(vertex) => {
                    self.rows(steps, at + 1, needed, sink)
                }
                _ => Ok(false),
            },
            Resolved::Scan(slot, candidates) => {
                self.loops += 1;
                let graphs = self.cx.graphs;
                for ty in &candidates.types {
                    for (vertex, _) in graphs.vertices(*ty) {
                        self.budget().step()?;
                        self.frame[*slot] = Value::Vertex(Some(vertex));
                        matched |= self.rows(steps, at + 1, needed, sink)?;
                        if matched && once {
                            return Ok(true);
                        }
                    }
                }
                for vertex in candidates.members.members() {
                    self.budget().step()?;
                    if candidates.is_type[vertex.ty.index()] {
                        continue;
                    }
                    self.frame[*slot] = Value::Vertex(Some(*vertex));
                    matched |= self.rows(steps, at + 1, needed, sink)?;
                    if matched && once {
                        return Ok(true);
                    }
                }
                if let Some(table) = &candidates.table {
                    for row in &table.rows {
                        self.budget().step()?;
                        self.frame[*slot] = Value::tuple(table.columns.clone(), row.clone());
                        matched |= self.rows(steps, at + 1, needed, sink)?;
                    }
                }
                Ok(matched)
            }
            Resolved::Hop(hop, edges, candidates) => {
                let Value::Vertex(Some(from)) = self.frame[hop.from] else { return Ok(false) };
                self.loops += 1;
                let is_last = at + 1 == steps.len();
                self.hop(hop, edges, candidates, from, &mut |machine| {
                    matched |= match is_last {
                        true => sink(machine)?,
                        false => machine.rows(steps, at + 1, needed, sink)?,
                    };
                    Ok(matched && once)
                })?;
                Ok(matched)
            }
        }
    }
}

/// Returns the position of the last step that binds one of the slots.
pub(super) fn last_needed(steps: &[Resolved<'_>], slots: &[Slot]) -> usize {
    let binds = |step: &Resolved<'_>| match step {
        Resolved::Scan(slot, _) => slots.contains(slot),
        Resolved::Hop(hop, ..) => {
            slots.contains(&hop.to) || hop.edge_slot.is_some_and(|edge| slots.contains(&edge))
        }
        Resolved::Check(..) | Resolved::Filter(_) => false,
    };
    steps.iter().rposition(binds).unwrap_or(0)
}
