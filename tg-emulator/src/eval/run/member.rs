//! Attributes, accumulators and methods.

use std::borrow::Cow;
use std::sync::Arc;

use tg_gsql::syntax::Span;

use super::Machine;
use crate::eval::accum::{Accum, AccumType, Method, VertexAccum};
use crate::eval::function;
use crate::eval::plan::{Attribute, Degree, DegreeOf, Filtered, GetAttr, Node, Place, Read};
use crate::eval::stop::Stop;
use crate::eval::value::EdgeValue;
use crate::eval::{Failure, Value};
use crate::store::{EdgeRef, EdgeView, Ends, VertexRef};

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
    pub(super) fn accum(&mut self, place: &'a Place) -> Result<(Cow<'_, Accum>, &AccumType), Stop> {
        match place {
            Place::Global(slot, read) => {
                let Some(global) = &self.globals[*slot] else {
                    return Err(undeclared(&self.plan.globals[*slot].name, "@@"));
                };
                let before = self.globals_before[*slot].as_ref().filter(|_| *read == Read::Before);
                Ok((Cow::Borrowed(before.unwrap_or(&global.accum)), &global.ty))
            }
            Place::Item { of, vertex, edge, read, span } => {
                match (self.item(of, *span)?, *vertex, *edge) {
                    (Item::Vertex(at), Some(slot), _) => {
                        let accum = self.vertex_accum(slot)?;
                        Ok((accum.get(at, *read == Read::Before), &accum.ty))
                    }
                    (Item::Edge(at), _, Some(slot)) => {
                        let Some(accum) = &self.edge_accums[slot] else {
                            return Err(undeclared(&self.plan.edge_accums[slot].name, "@"));
                        };
                        Ok((Cow::Borrowed(accum.get(at)), &accum.ty))
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

    /// Returns the value of an accumulator.
    pub(super) fn accum_value(&mut self, place: &'a Place) -> Result<Value, Stop> {
        if let Place::Item { of, vertex: Some(slot), read, .. } = place
            && let Node::Slot(of, _) = **of
            && let Value::Vertex(Some(at)) = self.frame[of]
        {
            return Ok(self.vertex_accum(*slot)?.value(at, *read == Read::Before));
        }
        let (accum, ty) = self.accum(place)?;
        Ok(accum.value(ty))
    }

    /// Adds or assigns a value to an accumulator, and counts the memory.
    pub(super) fn assign_accum(
        &mut self,
        place: &'a Place,
        set: bool,
        value: Value,
    ) -> Result<(), Stop> {
        if let Place::Item { of, vertex: Some(slot), .. } = place
            && let Node::Slot(of, _) = **of
            && let Value::Vertex(Some(at)) = self.frame[of]
            && let Some(accum) = &mut self.vertex_accums[*slot]
        {
            return Ok(accum.assign(at, self.cx.budget, set, value)?);
        }
        self.change(place, |accum, ty| {
            let bytes = if set { accum.set(ty, value) } else { accum.add(ty, value) };
            bytes.map(|bytes| ((), bytes))
        })
    }

    fn vertex_accum(&self, slot: usize) -> Result<&VertexAccum, Stop> {
        let accum = self.vertex_accums[slot].as_ref();
        accum.ok_or_else(|| undeclared(&self.plan.vertex_accums[slot].name, "@"))
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
                Ok(read(&accum, ty, arguments)?)
            }
            Method::Change(change) => self.change(place, |accum, ty| change(accum, ty, arguments)),
        }
    }

    /// Reads a cell of an array.
    pub(super) fn cell<T>(
        &mut self,
        place: &'a Place,
        indexes: &[i64],
        read: impl FnOnce(&Accum, &AccumType) -> T,
    ) -> Result<T, Stop> {
        let (accum, ty) = self.accum(place)?;
        match (&*accum, ty) {
            (Accum::Array(array), AccumType::Array(ty)) => Ok(read(array.get(indexes)?, ty)),
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
        if let ("setattr", [Value::Text(name), new]) = (&**method, &*values) {
            self.set_attribute(&value, name, new, span)?;
            return Ok(Value::Null);
        }
        self.method_of(&value, method, &values, span)
    }

    fn method_of(
        &mut self,
        value: &Value,
        method: &str,
        arguments: &[Value],
        span: Span,
    ) -> Result<Value, Stop> {
        match function::call_method(&self.cx, value, method, arguments) {
            Some(result) => Ok(result?),
            None if matches!(value, Value::Vertex(None)) => {
                Err(Failure::runtime("a vertex is unknown.").into())
            }
            None => match (method, arguments) {
                ("getattr", [Value::Text(name), ..]) => Err(self.no_attribute(value, name, span)),
                _ => {
                    let ty = value.type_name();
                    let what = format!("the method {method} of a {ty} is not defined here");
                    Err(self.semantic(span, what))
                }
            },
        }
    }

    /// Returns an attribute by its name.
    pub(super) fn get_attribute(&mut self, get: &'a GetAttr) -> Result<Value, Stop> {
        let (name, of) = (self.eval(&get.name)?, self.eval(&get.of)?);
        let (Value::Text(text), Value::Vertex(Some(_)) | Value::Edge(Some(_))) = (&name, &of)
        else {
            return self.method_of(&of, "getattr", &[name], get.span);
        };
        let value = function::attribute(&self.cx, &of, text);
        let value = value.ok_or_else(|| self.no_attribute(&of, text, get.span))?;
        Ok(match &get.ty {
            Some((ty, target)) => function::converted(value, text, (ty, target))?,
            None => value,
        })
    }

    /// Returns the failure of `getAttr` and `setAttr` for an attribute that does not exist.
    pub(super) fn no_attribute(&self, of: &Value, name: &str, span: Span) -> Stop {
        let schema = self.cx.graphs.schema();
        let of = match of {
            Value::Vertex(Some(at)) => format!("vertex type {}", schema.vertex(at.ty).name),
            Value::Edge(Some(edge)) => format!("edge type {}", schema.edge(edge.at.ty).name),
            other => other.type_name().to_owned(),
        };
        self.semantic(span, format!("the {of} does not have the attribute {name}"))
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

    /// Returns the number of the edges that are visible from a vertex, of some types or of all.
    pub(super) fn degree(&mut self, degree: &'a Degree) -> Result<Value, Stop> {
        let of = self.eval(&degree.of)?;
        let name = match &degree.types {
            DegreeOf::Named(name) => Some(self.eval(name)?),
            DegreeOf::All | DegreeOf::Type(_) => None,
        };
        let Value::Vertex(Some(at)) = of else {
            return self.method_of(&of, "outdegree", name.as_slice(), degree.span);
        };
        let count = match (&degree.types, name) {
            (DegreeOf::Type(views), _) => self.degree_of(at, views),
            (_, Some(name)) => match self.edge_types(&name) {
                Some(views) => self.degree_of(at, &views),
                None => {
                    return self.method_of(
                        &Value::Vertex(Some(at)),
                        "outdegree",
                        &[name],
                        degree.span,
                    );
                }
            },
            (_, None) => {
                let graphs = self.cx.graphs;
                let lists = graphs.ends(at).iter().filter(|ends| {
                    let reversed = !ends.is_source && graphs.schema().edge(ends.ty).directed;
                    self.cx.graph.edges.contains(&EdgeView { ty: ends.ty, reversed })
                });
                lists.map(Ends::len).sum::<usize>() as i64
            }
        };
        Ok(Value::Int(count))
    }

    /// Returns the number of the edges that are visible from a vertex, if a parameter or the query
    /// names their types.
    #[inline]
    pub(super) fn degree_at(&mut self, degree: &'a Degree, at: VertexRef) -> Option<i64> {
        match &degree.types {
            DegreeOf::Named(Node::Slot(slot, _)) => match &self.edge_types {
                Some((known, views)) if known.is_same(&self.frame[*slot]) => {
                    Some(self.degree_of(at, views))
                }
                _ => {
                    let views = self.edge_types(&self.frame[*slot].clone())?;
                    Some(self.degree_of(at, &views))
                }
            },
            DegreeOf::Type(views) => Some(self.degree_of(at, views)),
            DegreeOf::Named(_) | DegreeOf::All => None,
        }
    }

    /// Returns the number of the edges of some types that are visible from a vertex.
    pub(super) fn degree_of(&self, at: VertexRef, views: &[EdgeView]) -> i64 {
        let graphs = self.cx.graphs;
        let mut count = 0;
        for view in views {
            // An incoming edge is visible by its reverse type.
            count += match graphs.schema().edge(view.ty).directed {
                true => graphs.degree(at, view.ty, !view.reversed),
                false => graphs.degree(at, view.ty, true) + graphs.degree(at, view.ty, false),
            };
        }
        count as i64
    }

    /// Returns the edge types that a value names. Those of the last one are kept, because a query
    /// usually uses the same for many vertices.
    fn edge_types(&mut self, name: &Value) -> Option<Arc<[EdgeView]>> {
        match &self.edge_types {
            Some((known, views)) if known.is_same(name) => Some(views.clone()),
            _ => {
                let names = function::names(name)?;
                let views = names.iter().filter_map(|name| self.cx.graph.edge(name));
                let views: Arc<[EdgeView]> = views.collect();
                self.edge_types = Some((name.clone(), views.clone()));
                Some(views)
            }
        }
    }
}

/// Returns the failure of an accumulator whose declaration was not executed.
fn undeclared(name: &str, at: &str) -> Stop {
    Failure::runtime(format!("the accumulator {at}{name} is not declared at this place.")).into()
}
