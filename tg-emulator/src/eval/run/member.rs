//! Attributes, accumulators and methods.

use std::sync::Arc;

use tg_gsql::syntax::Span;

use super::Machine;
use crate::eval::accum::{Accum, AccumType, Method};
use crate::eval::function;
use crate::eval::plan::{Attribute, Filtered, Node, Place, Read};
use crate::eval::stop::Stop;
use crate::eval::value::EdgeValue;
use crate::eval::{Failure, Value};
use crate::store::{EdgeRef, EdgeView, VertexRef};

/// A vertex or an edge.
#[derive(Debug, Clone, Copy)]
pub(super) enum Item {
    Vertex(VertexRef),
    Edge(EdgeRef),
}

impl<'a> Machine<'a> {
    /// Returns the value of `of.attribute`.
    pub(super) fn member(
        &mut self,
        of: &'a Node,
        attribute: &'a Arc<Attribute>,
        span: Span,
    ) -> Result<Value, Stop> {
        let computed;
        let value = match of {
            Node::Slot(slot, place) => match &self.frame[*slot] {
                Value::Null => return Err(self.no_value(*slot, *place)),
                value => value,
            },
            of => {
                computed = self.eval(of)?;
                &computed
            }
        };
        let schema = self.cx.graphs.schema();
        match value {
            Value::Vertex(Some(at)) => {
                let shape = schema.vertex(at.ty);
                match attribute.of_vertices[at.ty.index()] {
                    Some(field) => match self.cx.graphs.vertex(*at) {
                        Some(vertex) => {
                            Ok(Value::of_stored(&vertex.get(field), &shape.field_type(field)))
                        }
                        None => Err(Failure::runtime("a vertex is unknown.").into()),
                    },
                    None if attribute.is_type => Ok(Value::text(&shape.name)),
                    None => Err(self.missing(attribute, span)),
                }
            }
            Value::Edge(Some(EdgeValue { at, reversed, .. })) => {
                let shape = schema.edge(at.ty);
                match attribute.of_edges[at.ty.index()] {
                    Some(column) => match self.cx.graphs.edge(*at) {
                        Some(edge) => {
                            Ok(Value::of_stored(&edge.values[column], &shape.columns[column].ty))
                        }
                        None => Err(Failure::runtime("an edge is unknown.").into()),
                    },
                    None if attribute.is_type => {
                        let view = EdgeView { ty: at.ty, reversed: *reversed };
                        Ok(Value::text(schema.name_of(view)))
                    }
                    None => Err(self.missing(attribute, span)),
                }
            }
            Value::Tuple(tuple) => tuple.get(&attribute.name).cloned().ok_or_else(|| {
                self.semantic(span, format!("the tuple has no field {}", attribute.name))
            }),
            Value::Vertex(None) => Err(Failure::runtime("a vertex is unknown.").into()),
            Value::Edge(None) => Err(Failure::runtime("an edge is unknown.").into()),
            other => {
                let what = format!("a {} has no attribute {}", other.type_name(), attribute.name);
                Err(self.semantic(span, what))
            }
        }
    }

    /// Returns the failure of an attribute that a type does not have: if other types have it, a
    /// clause skips the statement.
    fn missing(&self, attribute: &Arc<Attribute>, span: Span) -> Stop {
        if !attribute.exists() && !attribute.is_type {
            let what = format!("the attribute {} does not exist", attribute.name);
            return self.semantic(span, what);
        }
        Stop::Missing(Box::new((attribute.clone(), span)))
    }

    /// Evaluates an expression that must be a vertex or an edge.
    pub(super) fn item(&mut self, of: &'a Node, span: Span) -> Result<Item, Stop> {
        let computed;
        let value = match of {
            Node::Slot(slot, _) => &self.frame[*slot],
            of => {
                computed = self.eval(of)?;
                &computed
            }
        };
        match value {
            Value::Vertex(Some(at)) => Ok(Item::Vertex(*at)),
            Value::Edge(Some(edge)) => Ok(Item::Edge(edge.at)),
            Value::Vertex(None) => Err(Failure::runtime("a vertex is unknown.").into()),
            Value::Edge(None) => Err(Failure::runtime("an edge is unknown.").into()),
            Value::Null => match of {
                Node::Slot(slot, place) => Err(self.no_value(*slot, *place)),
                _ => Err(self.type_mismatch(&Value::Null, "VERTEX", span)),
            },
            other => Err(self.type_mismatch(&other.clone(), "VERTEX", span)),
        }
    }

    /// Returns an accumulator for reading.
    pub(super) fn accum(&mut self, place: &'a Place) -> Result<(&Accum, &AccumType), Stop> {
        match place {
            Place::Global(slot, read) => {
                let Some(global) = &self.globals[*slot] else {
                    return Err(undeclared(&self.plan.globals[*slot].name, "@@"));
                };
                let before = self.globals_before[*slot].as_ref().filter(|_| *read == Read::Before);
                Ok((before.unwrap_or(&global.accum), &global.ty))
            }
            Place::Item { of, vertex, edge, read, span } => {
                match (self.item(of, *span)?, *vertex, *edge) {
                    (Item::Vertex(at), Some(slot), _) => {
                        let Some(current) = &self.vertex_accums[slot] else {
                            return Err(undeclared(&self.plan.vertex_accums[slot].name, "@"));
                        };
                        let before = self.vertex_accums_before[slot].as_ref();
                        let accum = before.filter(|_| *read == Read::Before).unwrap_or(current);
                        Ok((accum.get(at), &accum.ty))
                    }
                    (Item::Edge(at), _, Some(slot)) => {
                        let Some(accum) = &self.edge_accums[slot] else {
                            return Err(undeclared(&self.plan.edge_accums[slot].name, "@"));
                        };
                        Ok((accum.get(at), &accum.ty))
                    }
                    (Item::Vertex(_), None, _) => {
                        Err(self
                            .semantic(*span, "the accumulator is one of edges, not of vertices"))
                    }
                    (Item::Edge(_), _, None) => {
                        Err(self
                            .semantic(*span, "the accumulator is one of vertices, not of edges"))
                    }
                }
            }
        }
    }

    /// Changes an accumulator, and counts the memory.
    pub(super) fn change<T>(
        &mut self,
        place: &'a Place,
        change: impl FnOnce(&mut Accum, &AccumType) -> Result<(T, isize), Failure>,
    ) -> Result<T, Stop> {
        let budget = self.budget();
        match place {
            Place::Global(slot, _) => {
                let Some(global) = &mut self.globals[*slot] else {
                    return Err(undeclared(&self.plan.globals[*slot].name, "@@"));
                };
                let (changed, bytes) = change(&mut global.accum, &global.ty)?;
                budget.change(bytes)?;
                Ok(changed)
            }
            Place::Item { of, vertex, edge, span, .. } => {
                match (self.item(of, *span)?, *vertex, *edge) {
                    (Item::Vertex(at), Some(slot), _) => match &mut self.vertex_accums[slot] {
                        Some(accum) => Ok(accum.change(at, budget, change)?),
                        None => Err(undeclared(&self.plan.vertex_accums[slot].name, "@")),
                    },
                    (Item::Edge(at), _, Some(slot)) => match &mut self.edge_accums[slot] {
                        Some(accum) => Ok(accum.change(at, budget, change)?),
                        None => Err(undeclared(&self.plan.edge_accums[slot].name, "@")),
                    },
                    _ => {
                        let what = "the accumulator is not one of this alias";
                        Err(self.semantic(*span, what))
                    }
                }
            }
        }
    }

    pub(super) fn accum_method(
        &mut self,
        place: &'a Place,
        method: Method,
        arguments: &[Value],
    ) -> Result<Value, Stop> {
        match method {
            Method::Read(read) => {
                let (accum, ty) = self.accum(place)?;
                Ok(read(accum, ty, arguments)?)
            }
            Method::Change(change) => self.change(place, |accum, ty| change(accum, ty, arguments)),
        }
    }

    /// Reads a cell of an array.
    pub(super) fn cell(&mut self, place: &'a Place, indexes: &[i64]) -> Result<Value, Stop> {
        match self.accum(place)? {
            (Accum::Array(array), AccumType::Array(ty)) => Ok(array.get(indexes)?.value(ty)),
            _ => Err(Failure::runtime("an index of something else than an array.").into()),
        }
    }

    pub(super) fn call_method(
        &mut self,
        of: &'a Node,
        method: &Arc<str>,
        arguments: &'a [Node],
        span: Span,
    ) -> Result<Value, Stop> {
        let values = self.eval_all(arguments)?;
        let value = self.eval(of)?;
        match (&value, &**method, &*values) {
            (Value::Vertex(Some(at)), "outdegree", []) => {
                return Ok(Value::Int(i64::from(self.degree(*at, None))));
            }
            (Value::Vertex(Some(at)), "outdegree", [Value::Text(name)]) => {
                return Ok(Value::Int(i64::from(self.degree(*at, Some(name)))));
            }
            (_, "setattr", [Value::Text(name), new]) => {
                self.set_attribute(&value, name, new, span)?;
                return Ok(Value::Null);
            }
            _ => {}
        }
        match function::call_method(&self.cx, &value, method, &values) {
            Some(result) => Ok(result?),
            None if matches!(value, Value::Vertex(None)) => {
                Err(Failure::runtime("a vertex is unknown.").into())
            }
            None => {
                let ty = value.type_name();
                let what = format!("the method {method} of a {ty} is not defined here");
                Err(self.semantic(span, what))
            }
        }
    }

    /// Calls a method about the edges of a vertex that meet a condition.
    pub(super) fn filtered(&mut self, filtered: &'a Filtered) -> Result<Value, Stop> {
        let Filtered { of, method, arguments, edge, other, condition, span } = filtered;
        let Item::Vertex(at) = self.item(of, *span)? else {
            return Err(self.semantic(*span, "filter is defined for the edges of a vertex only"));
        };
        let arguments = self.eval_all(arguments)?;
        let mut kept = Vec::new();
        for seen in self.cx.graphs.visible_edges(at) {
            self.budget().step()?;
            let turned = seen.edge.from != at;
            let value = EdgeValue { at: seen.at, reversed: seen.view.reversed, turned };
            self.frame[*edge] = Value::Edge(Some(value));
            self.frame[*other] = Value::Vertex(Some(seen.other));
            if self.meets(Some(condition))? {
                kept.push(seen);
            }
        }
        match function::edge_method(&self.cx, method, &arguments, kept.into_iter()) {
            Some(result) => Ok(result?),
            None => Err(self.semantic(*span, format!("the method {method} has no filter"))),
        }
    }

    /// Returns the number of the edges that are visible from a vertex, of one type or of all. It is
    /// determined once per vertex.
    fn degree(&mut self, at: VertexRef, name: Option<&Arc<str>>) -> u32 {
        const UNKNOWN: u32 = u32::MAX;
        let graph = self.cx.graph;
        let view = name.map(|name| graph.edge(name));
        let (ty, slot) = at.index();
        let types = self.degrees.entry(view.flatten()).or_default();
        if types.len() <= ty {
            types.resize_with(ty + 1, Vec::new);
        }
        let degrees = &mut types[ty];
        if degrees.len() <= slot {
            degrees.resize(slot + 1, UNKNOWN);
        }
        if degrees[slot] != UNKNOWN {
            return degrees[slot];
        }
        let schema = self.cx.graphs.schema();
        // An incoming edge is visible by its reverse type.
        let ends = self.cx.graphs.incident_edges(at).filter(|(edge, _, is_source)| {
            let shape = schema.edge(edge.ty);
            let reversed = shape.directed && !is_source;
            let seen = EdgeView { ty: edge.ty, reversed };
            match view {
                Some(view) => Some(seen) == view,
                None => graph.edges.contains(&seen),
            }
        });
        let count = ends.count() as u32;
        // A type that does not exist has no edges, and is not kept.
        if view != Some(None) {
            degrees[slot] = count;
        }
        count
    }
}

/// Returns the failure of an accumulator whose declaration was not executed.
fn undeclared(name: &str, at: &str) -> Stop {
    Failure::runtime(format!("the accumulator {at}{name} is not declared at this place.")).into()
}
