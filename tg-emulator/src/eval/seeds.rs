//! The vertices that a step of a pattern, or a vertex set in braces, refers to.

use std::collections::{BTreeSet, HashSet};

use tg_gsql::syntax::ast::query::{Seed, TypeItem, VertexStep};
use tg_gsql::syntax::{Span, Spanned};

use super::Value;
use super::machine::Machine;
use super::stop::{Stop, semantic, unsupported};
use crate::store::{VertexRef, VertexTypeId};

/// The vertices that can match: all of some types, and single ones.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    types: BTreeSet<VertexTypeId>,
    members: Vec<VertexRef>,
    /// The same vertices as in `members`, for quick membership tests.
    member_set: HashSet<VertexRef>,
}

impl Candidates {
    pub(super) fn contains(&self, at: VertexRef) -> bool {
        self.types.contains(&at.ty) || self.member_set.contains(&at)
    }
}

impl Machine<'_> {
    /// Returns the vertices that can match a step of a pattern.
    pub(super) fn candidates(&self, step: &VertexStep) -> Result<Candidates, Stop> {
        let mut candidates = Candidates::default();
        if step.items.is_empty() {
            candidates.types.extend(&self.graph.vertices);
        }
        for item in &step.items {
            match item {
                TypeItem::Any(_) | TypeItem::Underscore(_) => {
                    candidates.types.extend(&self.graph.vertices);
                }
                TypeItem::Name(name) => match self.lookup(&name.value) {
                    Some(value) => self.add_candidates(&mut candidates, value, name.span)?,
                    None => match self.graph.vertex(&name.value) {
                        Some(ty) => _ = candidates.types.insert(ty),
                        None => {
                            let what = format!(
                                "'{}' is neither a vertex type of graph {} nor a vertex set",
                                name.value, self.graph.name
                            );
                            return Err(semantic(self.text, name.span, what));
                        }
                    },
                },
                TypeItem::Global(name) => {
                    let value = self.global(&name.value, name.span)?.value();
                    self.add_candidates(&mut candidates, &value, name.span)?;
                }
            }
        }
        candidates.member_set = candidates.members.iter().copied().collect();
        Ok(candidates)
    }

    /// Adds the vertices of a set, or those of the types that a text names.
    fn add_candidates(
        &self,
        candidates: &mut Candidates,
        value: &Value,
        span: Span,
    ) -> Result<(), Stop> {
        match value {
            Value::Vertices(vertices) => candidates.members.extend(vertices.iter()),
            Value::Vertex(at) => candidates.members.extend(at),
            Value::Text(name) => match self.graph.vertex(name) {
                Some(ty) => _ = candidates.types.insert(ty),
                None => {
                    let graph = &self.graph.name;
                    let what = format!("the vertex type {name} does not exist in graph {graph}");
                    return Err(semantic(self.text, span, what));
                }
            },
            other => {
                let elements = other.elements();
                let elements =
                    elements.ok_or_else(|| self.type_mismatch(other, "a vertex set", span))?;
                for element in &elements {
                    match element {
                        Value::Vertex(_) | Value::Text(_) => {
                            self.add_candidates(candidates, element, span)?;
                        }
                        other => return Err(self.type_mismatch(other, "VERTEX", span)),
                    }
                }
            }
        }
        Ok(())
    }

    /// Lists all candidates without duplicates.
    pub(super) fn list(&self, candidates: &Candidates) -> Vec<VertexRef> {
        let typed = candidates.types.iter().flat_map(|ty| self.graphs.vertices(*ty));
        let typed = typed.map(|(at, _)| at);
        let mut seen = HashSet::new();
        let others =
            candidates.members.iter().copied().filter(|at| !candidates.types.contains(&at.ty));
        let others = others.filter(|at| seen.insert(*at));
        typed.chain(others).collect()
    }

    /// Returns the members of a vertex set in braces.
    pub(super) fn seeds(&self, seeds: &[Spanned<Seed>]) -> Result<Vec<VertexRef>, Stop> {
        let mut candidates = Candidates::default();
        for seed in seeds {
            match &seed.value {
                Seed::Any => candidates.types.extend(&self.graph.vertices),
                Seed::Type(name) => {
                    match (self.graph.vertex(&name.value), self.lookup(&name.value)) {
                        (Some(ty), _) => _ = candidates.types.insert(ty),
                        // `{p.*}`, of a parameter that contains the name of a type.
                        (None, Some(value)) => {
                            self.add_candidates(&mut candidates, value, name.span)?;
                        }
                        (None, None) => {
                            let what = format!(
                                "the vertex type {} does not exist in graph {}",
                                name.value, self.graph.name
                            );
                            return Err(semantic(self.text, name.span, what));
                        }
                    }
                }
                Seed::Name(name) => match self.lookup(&name.value) {
                    Some(value) => self.add_candidates(&mut candidates, value, name.span)?,
                    None => {
                        let what = format!("the name '{}' is not defined", name.value);
                        return Err(semantic(self.text, name.span, what));
                    }
                },
                Seed::Global(name) => {
                    let value = self.global(&name.value, name.span)?.value();
                    self.add_candidates(&mut candidates, &value, name.span)?;
                }
                Seed::Call(call) => {
                    let value = self.eval(call)?;
                    self.add_candidates(&mut candidates, &value, call.span)?;
                }
                _ => return Err(unsupported(self.text, seed.span, "the member of a vertex set")),
            }
        }
        Ok(self.list(&candidates))
    }
}
