//! Expressions of plain values.

use super::Machine;
use crate::eval::Value;
use crate::eval::accum::Accum;
use crate::eval::plan::{Node, Place, Read};
use crate::eval::value::Plain;
use crate::store::VertexRef;

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
                let at = self.vertex_of(of)?;
                let field = attribute.of_vertices[at.ty.index()]?;
                match *self.cx.graphs.vertex(at)?.get(field) {
                    crate::store::Value::Int(value) => Some(Plain::Int(value)),
                    crate::store::Value::Double(value) => Some(Plain::Double(value)),
                    crate::store::Value::Bool(value) => Some(Plain::Bool(value)),
                    _ => None,
                }
            }
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
