//! Assignments, and when they take effect.

use std::collections::HashSet;
use std::sync::Arc;

use tg_gsql::syntax::ast::query::{Assign, AssignOp, Expr, Op, Target, Value as Assigned};
use tg_gsql::syntax::{Name, Span};

use super::accum::Accum;
use super::machine::{Machine, Write};
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
        let no_index = |indexes: &[Expr]| match indexes {
            [] => Ok(()),
            [first, ..] => Err(unsupported(self.text, first.span, "an index here")),
        };
        match &assign.target {
            Target::Global { name, indexes } => {
                no_index(indexes)?;
                self.global(&name.value, name.span)?;
                if self.clause.is_some() && set {
                    let what = "a global accumulator cannot be assigned in ACCUM or POST-ACCUM";
                    return Err(semantic(self.text, span, what));
                }
                self.write(Write::Global { name: name.value.clone(), set, value })
            }
            Target::Accumulator { alias, name, indexes } => {
                no_index(indexes)?;
                let vertex = match self.named(&alias.value) {
                    Some(Value::Vertex(Some(at))) => *at,
                    Some(Value::Vertex(None)) => {
                        return Err(Failure::runtime("a vertex is unknown.").into());
                    }
                    _ => {
                        let what = format!("{} is no vertex here", alias.value);
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
        let known = self.variable(&name.value);
        let value = match known {
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
                    Some(ty) => ty.take(value)?,
                    None => Value::Vertices(Arc::new(self.as_vertices(value, span)?)),
                }
            }
            None if !set => {
                let what = format!("the name '{}' is not known", name.value);
                return Err(semantic(self.text, name.span, what));
            }
            None => {
                if self.clause.is_some() {
                    let what = format!("the variable {} is not declared", name.value);
                    return Err(semantic(self.text, name.span, what));
                }
                let vertices = self.as_vertices(value, span)?;
                self.set_vertices(&name.value, vertices);
                return Ok(());
            }
        };
        let own = self.scopes.iter().rposition(|scope| scope.contains_key(&name.value));
        let later = match (&self.clause, own) {
            (Some(clause), Some(at)) => at < clause.scopes,
            _ => false,
        };
        match later {
            true => self.write(Write::Variable { name: name.value.clone(), value }),
            false => {
                self.put(&name.value, value);
                Ok(())
            }
        }
    }

    /// The vertices that a value is a set of.
    fn as_vertices(&self, value: Value, span: Span) -> Result<Vec<VertexRef>, Stop> {
        if let Value::Vertices(vertices) = value {
            return Ok(vertices.to_vec());
        }
        let elements = match &value {
            Value::Vertex(_) => vec![value.clone()],
            other => other.elements().ok_or_else(|| self.not_a(other, "vertex set", span))?,
        };
        let mut known = HashSet::new();
        let mut vertices = Vec::new();
        for element in &elements {
            match element {
                Value::Vertex(Some(at)) if known.insert(*at) => vertices.push(*at),
                Value::Vertex(_) => {}
                other => return Err(self.not_a(other, "VERTEX", span)),
            }
        }
        Ok(vertices)
    }

    fn put(&mut self, name: &str, value: Value) {
        let variable = self.scopes.iter_mut().rev().find_map(|scope| scope.get_mut(name));
        if let Some(variable) = variable {
            variable.value = value;
        }
    }

    /// Writes now, or when the clause is over.
    fn write(&mut self, write: Write) -> Result<(), Stop> {
        if let Some(clause) = &mut self.clause
            && !(clause.post && matches!(write, Write::Local { .. }))
        {
            clause.pending.push(write);
            return Ok(());
        }
        self.carry_out(write)
    }

    pub(super) fn carry_out(&mut self, write: Write) -> Result<(), Stop> {
        let put = |accum: &mut Accum, set: bool, value: Value| match set {
            true => accum.set(value),
            false => accum.add(value),
        };
        match write {
            Write::Global { name, set, value } => {
                if let Some(accum) = self.globals.get_mut(&name) {
                    put(accum, set, value)?;
                }
            }
            Write::Local { name, vertex, set, value } => {
                if let Some(accum) = self.locals.get_mut(&name) {
                    put(accum.at_mut(vertex), set, value)?;
                }
            }
            Write::Variable { name, value } => self.put(&name, value),
        }
        Ok(())
    }
}
