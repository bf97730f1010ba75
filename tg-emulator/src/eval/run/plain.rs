//! Expressions of plain values.

use super::Machine;
use crate::eval::Value;
use crate::eval::accum::Accum;
use crate::eval::plan::{GetAttr, Node, Place, Read};
use crate::eval::ty::Ty;
use crate::eval::value::{EdgeValue, Plain};
use crate::store::{self, VertexRef};

impl<'a> Machine<'a> {
    /// Computes an expression with plain values. Returns `None` if one of them is not plain, or
    /// cannot be computed: the general evaluation then finds the value, or the failure.
    pub(super) fn plain(&mut self, node: &'a Node) -> Option<Plain> {
        match node {
            Node::Constant(value) => Plain::of(value),
            Node::Slot(slot, _) => Plain::of(&self.frame[*slot]),
            Node::Once(number, inner) => match &self.once[*number] {
                (of, value) if *of == self.loops => Plain::of(value),
                _ => Plain::of(&self.eval_once(*number, inner).ok()?),
            },
            Node::Accum(Place::Item { of, vertex: Some(slot), read, .. }) => {
                let (at, accum) = (self.vertex_of(of)?, self.vertex_accums[*slot].as_ref()?);
                accum.plain(at, *read == Read::Before)
            }
            Node::Binary(op, operands) => {
                let (a, b) = (self.plain(&operands.0)?, self.plain(&operands.1)?);
                Plain::apply(*op, a, b)
            }
            node => self.plain_result(node),
        }
    }

    fn plain_result(&mut self, node: &'a Node) -> Option<Plain> {
        match node {
            Node::And(operands) => {
                for (operand, _) in operands {
                    match self.plain(operand)? {
                        Plain::Bool(true) => {}
                        other => return matches!(other, Plain::Bool(_)).then_some(other),
                    }
                }
                Some(Plain::Bool(true))
            }
            Node::Or(operands) => {
                for (operand, _) in operands {
                    match self.plain(operand)? {
                        Plain::Bool(false) => {}
                        other => return matches!(other, Plain::Bool(_)).then_some(other),
                    }
                }
                Some(Plain::Bool(false))
            }
            Node::Not(of, _) => match self.plain(of)? {
                Plain::Bool(value) => Some(Plain::Bool(!value)),
                _ => None,
            },
            Node::Negative(of, _) => match self.plain(of)? {
                Plain::Int(value) => Some(Plain::Int(value.wrapping_neg())),
                Plain::Double(value) => Some(Plain::Double(-value)),
                _ => None,
            },
            Node::Attribute(of, attribute, _) => {
                let Node::Slot(slot, _) = **of else { return None };
                match self.frame[slot] {
                    Value::Vertex(Some(at)) => {
                        let field = attribute.of_vertices[at.ty.index()]?;
                        plain_of(&self.cx.graphs.vertex(at)?.get(field))
                    }
                    Value::Edge(Some(EdgeValue { at, .. })) => {
                        let column = attribute.of_edges[at.ty.index()]?;
                        plain_of(&self.cx.graphs.edge(at)?.values[column])
                    }
                    _ => None,
                }
            }
            Node::GetAttr(get) => self.plain_attribute(get),
            Node::Degree(degree) => {
                let at = self.vertex_of(&degree.of)?;
                match self.degree_at(degree, at) {
                    Some(count) => Some(Plain::Int(count)),
                    None => Plain::of(&self.degree(degree).ok()?),
                }
            }
            Node::Function { function, arguments, .. } => {
                let argument = self.plain(arguments.first()?)?;
                Plain::of(&function(&self.cx, &[argument.into()])?.ok()?)
            }
            Node::Accum(Place::Global(slot, read)) => {
                let global = self.globals[*slot].as_ref()?;
                let before = self.globals_before[*slot].as_ref().filter(|_| *read == Read::Before);
                match before.unwrap_or(&global.accum) {
                    Accum::Value(value) => Plain::of(value),
                    accum @ (Accum::Mean { .. } | Accum::Bits(_)) => {
                        Plain::of(&accum.value(&global.ty))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn plain_attribute(&self, get: &GetAttr) -> Option<Plain> {
        let name = match &get.name {
            Node::Slot(slot, _) => &self.frame[*slot],
            Node::Constant(name) => name,
            _ => return None,
        };
        let (Value::Text(name), Node::Slot(slot, _)) = (name, &get.of) else { return None };
        let (graphs, schema) = (self.cx.graphs, self.cx.graphs.schema());
        let value = match self.frame[*slot] {
            Value::Vertex(Some(at)) => {
                let field = schema.vertex(at.ty).field(name)?;
                plain_of(&graphs.vertex(at)?.get(field))
            }
            Value::Edge(Some(EdgeValue { at, .. })) => {
                let column = schema.edge(at.ty).column(name)?;
                plain_of(&graphs.edge(at)?.values[column])
            }
            _ => None,
        };
        Some(match (&get.ty.as_ref()?.0, value?) {
            (Ty::Double, Plain::Int(value)) => Plain::Double(value as f64),
            (Ty::Int, value @ Plain::Int(_))
            | (Ty::Double, value @ Plain::Double(_))
            | (Ty::Bool, value @ Plain::Bool(_)) => value,
            _ => return None,
        })
    }

    fn vertex_of(&self, node: &Node) -> Option<VertexRef> {
        match node {
            Node::Slot(slot, _) => match self.frame[*slot] {
                Value::Vertex(at) => at,
                _ => None,
            },
            _ => None,
        }
    }
}

/// Returns a stored value, if it is plain.
fn plain_of(value: &store::Value) -> Option<Plain> {
    match value {
        store::Value::Int(value) => Some(Plain::Int(*value)),
        store::Value::Double(value) => Some(Plain::Double(*value)),
        store::Value::Bool(value) => Some(Plain::Bool(*value)),
        _ => None,
    }
}
