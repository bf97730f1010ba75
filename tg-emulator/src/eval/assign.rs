//! Assignments, and the time at which they take effect.

use std::collections::HashSet;
use std::sync::Arc;

use tg_gsql::syntax::ast::query::{Assign, AssignOp, Expr, Op, Target, Value as Assigned};
use tg_gsql::syntax::{Name, Span};

use super::accum::Accum;
use super::machine::{Machine, Write, change_accum};
use super::stop::{Stop, semantic, unsupported};
use super::{Failure, Value, operator};
use crate::store::VertexRef;

impl Machine<'_> {
    pub(super) fn assign(&mut self, assign: &Assign, span: Span) -> Result<(), Stop> {
        let set = assign.op == AssignOp::Set;
        let value = match &assign.value {
            Assigned::Expr(expr) => self.eval(expr)?,
            Assigned::Select(select) => {
                let vertices = self.select(select)?;
                Value::Vertices(Arc::new(vertices))
            }
            Assigned::Load(_) => return Err(unsupported(self.text, span, "LOADACCUM")),
        };
        let reject_index = |indexes: &[Expr]| match indexes {
            [] => Ok(()),
            [first, ..] => Err(unsupported(self.text, first.span, "an index here")),
        };
        match &assign.target {
            Target::Global { name, indexes } => {
                reject_index(indexes)?;
                self.global(&name.value, name.span)?;
                if self.clause.is_some() && set {
                    let what = "a global accumulator cannot be assigned in ACCUM or POST-ACCUM";
                    return Err(semantic(self.text, span, what));
                }
                self.write(Write::Global { name: name.value.clone(), set, value })
            }
            Target::Accumulator { alias, name, indexes } => {
                reject_index(indexes)?;
                let vertex = match self.lookup(&alias.value) {
                    Some(Value::Vertex(Some(at))) => *at,
                    Some(Value::Vertex(None)) => {
                        return Err(Failure::runtime("a vertex is unknown.").into());
                    }
                    _ => {
                        let what = format!("{} is not a vertex here", alias.value);
                        return Err(semantic(self.text, alias.span, what));
                    }
                };
                self.local(vertex, name, false)?;
                self.write(Write::Local { name: name.value.clone(), vertex, set, value })
            }
            Target::Name { name, .. } => self.assign_name(name, set, value, span),
            Target::Member { .. } => {
                Err(unsupported(self.text, span, "changes of attributes within a query"))
            }
        }
    }

    fn assign_name(
        &mut self,
        name: &Name,
        set: bool,
        value: Value,
        span: Span,
    ) -> Result<(), Stop> {
        let value = match self.variable(&name.value) {
            Some(variable) if variable.constant => {
                let what = format!("the parameter {} cannot be changed", name.value);
                return Err(semantic(self.text, span, what));
            }
            Some(variable) => {
                let value = match set {
                    true => value,
                    false => operator::apply(self.graphs, Op::Add, &variable.value, &value)?,
                };
                match &variable.ty {
                    Some(ty) => ty.convert(value)?,
                    None => Value::Vertices(Arc::new(self.as_vertices(value, span)?)),
                }
            }
            None if !set => {
                let what = format!("the name '{}' is not defined", name.value);
                return Err(semantic(self.text, name.span, what));
            }
            None => {
                if self.clause.is_some() {
                    let what = format!("the variable {} is not declared", name.value);
                    return Err(semantic(self.text, name.span, what));
                }
                let vertices = self.as_vertices(value, span)?;
                return Ok(self.set_vertices(&name.value, vertices)?);
            }
        };
        // Variables declared outside the clause change at its end, its own ones immediately.
        let scope = self.scopes.iter().rposition(|scope| scope.contains_key(&name.value));
        let is_deferred = match (&self.clause, scope) {
            (Some(clause), Some(at)) => at < clause.scopes,
            _ => false,
        };
        match is_deferred {
            true => self.write(Write::Variable { name: name.value.clone(), value }),
            false => Ok(self.set_variable(&name.value, value)?),
        }
    }

    /// Returns the vertices of a vertex set, or of a collection of vertices without duplicates.
    fn as_vertices(&self, value: Value, span: Span) -> Result<Vec<VertexRef>, Stop> {
        if let Value::Vertices(vertices) = value {
            return Ok(vertices.to_vec());
        }
        let elements = match &value {
            Value::Vertex(_) => vec![value.clone()],
            other => {
                other.elements().ok_or_else(|| self.type_mismatch(other, "a vertex set", span))?
            }
        };
        let mut known = HashSet::new();
        let mut vertices = Vec::new();
        for element in &elements {
            match element {
                Value::Vertex(Some(at)) if known.insert(*at) => vertices.push(*at),
                Value::Vertex(_) => {}
                other => return Err(self.type_mismatch(other, "VERTEX", span)),
            }
        }
        Ok(vertices)
    }

    fn set_variable(&mut self, name: &str, value: Value) -> Result<(), Failure> {
        let variable = self.scopes.iter_mut().rev().find_map(|scope| scope.get_mut(name));
        variable.map_or(Ok(()), |variable| variable.set(value))
    }

    /// Applies a change now, or defers it to the end of the clause.
    fn write(&mut self, write: Write) -> Result<(), Stop> {
        if let Some(clause) = &mut self.clause
            && !(clause.post && matches!(write, Write::Local { .. }))
        {
            clause.held.grow(write.bytes())?;
            clause.pending.push(write);
            return Ok(());
        }
        self.apply_write(write)
    }

    pub(super) fn apply_write(&mut self, write: Write) -> Result<(), Stop> {
        let update = |accum: &mut Accum, set: bool, value: Value| match set {
            true => accum.set(value),
            false => accum.add(value),
        };
        match write {
            Write::Global { name, set, value } => {
                if let Some(accum) = self.globals.get_mut(&name) {
                    change_accum(accum, self.budget, |accum| update(accum, set, value))?;
                }
            }
            Write::Local { name, vertex, set, value } => {
                if let Some(accum) = self.locals.get_mut(&name) {
                    accum.change(vertex, self.budget, |accum| update(accum, set, value))?;
                }
            }
            Write::Variable { name, value } => self.set_variable(&name, value)?,
        }
        Ok(())
    }
}
