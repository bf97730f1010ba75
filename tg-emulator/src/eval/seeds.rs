//! Which vertices a place in a pattern, or a vertex set in braces, stands for.

use std::collections::{BTreeSet, HashSet};

use tg_gsql::syntax::ast::query::{Seed, TypeItem, VertexStep};
use tg_gsql::syntax::{Span, Spanned};

use super::Value;
use super::machine::Machine;
use super::stop::{Stop, semantic, unsupported};
use crate::store::{VertexRef, VertexTypeId};

/// Which vertices may stand at a place.
#[derive(Debug, Default)]
pub(super) struct Allowed {
    types: BTreeSet<VertexTypeId>,
    members: Vec<VertexRef>,
    /// The members again, to ask by.
    known: HashSet<VertexRef>,
}

impl Allowed {
    pub(super) fn has(&self, at: VertexRef) -> bool {
        self.types.contains(&at.ty) || self.known.contains(&at)
    }
}

impl Machine<'_> {
    pub(super) fn allowed(&self, step: &VertexStep) -> Result<Allowed, Stop> {
        let mut allowed = Allowed::default();
        if step.items.is_empty() {
            allowed.types.extend(&self.graph.vertices);
        }
        for item in &step.items {
            match item {
                TypeItem::Any(_) | TypeItem::Underscore(_) => {
                    allowed.types.extend(&self.graph.vertices);
                }
                TypeItem::Name(name) => match self.named(&name.value) {
                    Some(value) => self.allow(&mut allowed, value, name.span)?,
                    None => match self.graph.vertex(&name.value) {
                        Some(ty) => _ = allowed.types.insert(ty),
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
                    self.allow(&mut allowed, &value, name.span)?;
                }
            }
        }
        allowed.known = allowed.members.iter().copied().collect();
        Ok(allowed)
    }

    /// Allows the vertices of a set, or those of the types that a text names.
    fn allow(&self, allowed: &mut Allowed, value: &Value, span: Span) -> Result<(), Stop> {
        match value {
            Value::Vertices(vertices) => allowed.members.extend(vertices.iter()),
            Value::Vertex(at) => allowed.members.extend(at),
            Value::Text(name) => match self.graph.vertex(name) {
                Some(ty) => _ = allowed.types.insert(ty),
                None => {
                    let graph = &self.graph.name;
                    let what = format!("the vertex type {name} does not exist in graph {graph}");
                    return Err(semantic(self.text, span, what));
                }
            },
            other => {
                let elements = other.elements();
                let elements = elements.ok_or_else(|| self.not_a(other, "vertex set", span))?;
                for element in &elements {
                    match element {
                        Value::Vertex(_) | Value::Text(_) => self.allow(allowed, element, span)?,
                        other => return Err(self.not_a(other, "VERTEX", span)),
                    }
                }
            }
        }
        Ok(())
    }

    /// The vertices that are allowed, each once.
    pub(super) fn every(&self, allowed: &Allowed) -> Vec<VertexRef> {
        let typed = allowed.types.iter().flat_map(|ty| self.graphs.vertices(*ty));
        let typed = typed.map(|(at, _)| at);
        let mut seen = HashSet::new();
        let others = allowed.members.iter().copied().filter(|at| !allowed.types.contains(&at.ty));
        let others = others.filter(|at| seen.insert(*at));
        typed.chain(others).collect()
    }

    /// The members of a vertex set in braces.
    pub(super) fn seeds(&self, seeds: &[Spanned<Seed>]) -> Result<Vec<VertexRef>, Stop> {
        let mut allowed = Allowed::default();
        for seed in seeds {
            match &seed.value {
                Seed::Any => allowed.types.extend(&self.graph.vertices),
                Seed::Type(name) => match self.graph.vertex(&name.value) {
                    Some(ty) => _ = allowed.types.insert(ty),
                    None => {
                        let what = format!(
                            "the vertex type {} does not exist in graph {}",
                            name.value, self.graph.name
                        );
                        return Err(semantic(self.text, name.span, what));
                    }
                },
                Seed::Name(name) => match self.named(&name.value) {
                    Some(value) => self.allow(&mut allowed, value, name.span)?,
                    None => {
                        let what = format!("the name '{}' is not known", name.value);
                        return Err(semantic(self.text, name.span, what));
                    }
                },
                Seed::Global(name) => {
                    let value = self.global(&name.value, name.span)?.value();
                    self.allow(&mut allowed, &value, name.span)?;
                }
                Seed::Call(call) => {
                    let value = self.eval(call)?;
                    self.allow(&mut allowed, &value, call.span)?;
                }
                _ => return Err(unsupported(self.text, seed.span, "this member of a vertex set")),
            }
        }
        Ok(self.every(&allowed))
    }
}
