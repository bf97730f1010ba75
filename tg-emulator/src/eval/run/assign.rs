//! Assignments, and the time at which they take effect.

use std::sync::Arc;

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::query::Op;

use super::Machine;
use crate::eval::accum::{Accum, AccumType};
use crate::eval::plan::{Attribute, Node, Slot, Target};
use crate::eval::stop::Stop;
use crate::eval::value::{Tuple, VertexSet};
use crate::eval::{Failure, Value, operator};

impl<'a> Machine<'a> {
    pub(super) fn assign(
        &mut self,
        target: &'a Target,
        set: bool,
        value: &'a Node,
    ) -> Result<(), Stop> {
        let value = self.eval(value)?;
        match target {
            Target::Accum(place) => self.assign_accum(place, set, value),
            Target::Cell(place, indexes) => {
                let indexes = self.indexes(indexes)?;
                self.change(place, |accum, ty| {
                    let (Accum::Array(array), AccumType::Array(ty)) = (accum, ty) else {
                        return Err(Failure::runtime("an index of something else than an array."));
                    };
                    let cell = Arc::make_mut(array).get_mut(&indexes)?;
                    let bytes = if set { cell.set(ty, value) } else { cell.add(ty, value) };
                    bytes.map(|bytes| ((), bytes))
                })
            }
            Target::Variable { slot, ty, deferred } => {
                let value = match set {
                    true => value,
                    false => operator::apply(self.cx.graphs, Op::Add, &self.frame[*slot], &value)?,
                };
                let value = ty.convert(value)?;
                match deferred {
                    true => _ = self.pending.insert(*slot, value),
                    false => self.set(*slot, value)?,
                }
                Ok(())
            }
            Target::Vertices { slot, span } => {
                let set = match value {
                    set @ (Value::Vertices(_) | Value::Table(_)) => set,
                    other => Value::Vertices(Arc::new(self.as_vertices(&other, *span)?)),
                };
                Ok(self.set(*slot, set)?)
            }
            Target::Attribute(slot, attribute, span) => {
                self.assign_member(*slot, attribute, set, value, *span)
            }
        }
    }

    /// Returns the vertices of a collection without duplicates.
    fn as_vertices(&self, value: &Value, span: Span) -> Result<VertexSet, Stop> {
        let mut set = VertexSet::default();
        let mut add = |element: &Value| match element {
            Value::Vertex(at) => {
                at.iter().for_each(|at| _ = set.insert(*at));
                Ok(())
            }
            other => Err(self.type_mismatch(other, "VERTEX", span)),
        };
        match value {
            Value::Vertex(_) => add(value)?,
            other => {
                let elements = other.elements();
                let elements =
                    elements.ok_or_else(|| self.type_mismatch(other, "a vertex set", span))?;
                elements.iter().try_for_each(add)?;
            }
        }
        Ok(set)
    }

    fn assign_member(
        &mut self,
        slot: Slot,
        attribute: &'a Arc<Attribute>,
        set: bool,
        value: Value,
        span: Span,
    ) -> Result<(), Stop> {
        match &self.frame[slot] {
            Value::Tuple(tuple) => {
                let at = tuple.names.iter().position(|name| *name == attribute.name);
                let at = at.ok_or_else(|| {
                    let what = format!("the tuple has no field {}", attribute.name);
                    self.semantic(span, what)
                })?;
                let value = match set {
                    true => value,
                    false => operator::apply(self.cx.graphs, Op::Add, &tuple.values[at], &value)?,
                };
                let mut values = tuple.values.clone();
                values[at] = value;
                let tuple = Tuple { names: tuple.names.clone(), values };
                Ok(self.set(slot, Value::Tuple(Arc::new(tuple)))?)
            }
            Value::Vertex(Some(at)) => self.set_vertex(*at, attribute, set, &value, span),
            Value::Edge(Some(edge)) => self.set_edge(edge.at, attribute, set, &value, span),
            Value::Null => Err(self.no_value(slot, span)),
            other => {
                let what = format!("a {} has no attribute {}", other.type_name(), attribute.name);
                Err(self.semantic(span, what))
            }
        }
    }

    /// Executes a call for its effect. Only `setAttr` is not an expression.
    pub(super) fn eval_for_effect(&mut self, node: &'a Node) -> Result<Value, Stop> {
        self.eval(node)
    }
}
