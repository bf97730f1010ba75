//! Execution of statements.

use std::collections::HashMap;
use std::sync::Arc;

use tg_gsql::syntax::ast::query::{
    AccumulatorDecl, Expr, ExprKind, Foreach, Iteration, Op, Statement, StatementKind, Switch,
    Type, TypeKind,
};
use tg_gsql::syntax::{Name, Span};

use super::accum::{Accum, AccumType};
use super::machine::{LocalAccum, Machine, change_accum};
use super::stop::{Stop, semantic, unsupported};
use super::vartype::{VarType, fields_of};
use super::{Failure, Value, operator};

/// The control flow after a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Next,
    Break,
    Continue,
    Return,
}

impl Machine<'_> {
    pub(super) fn statements(&mut self, statements: &[Statement]) -> Result<Flow, Stop> {
        for statement in statements {
            self.budget.step()?;
            match self.statement(statement)? {
                Flow::Next => {}
                other => return Ok(other),
            }
        }
        Ok(Flow::Next)
    }

    fn statement(&mut self, statement: &Statement) -> Result<Flow, Stop> {
        let span = statement.span;
        match &statement.kind {
            StatementKind::Print(print) => self.print(print)?,
            StatementKind::Typedef { name, ty } => self.typedef(name, ty)?,
            StatementKind::Declare { ty, variables } => {
                let ty = VarType::of(ty, &self.tuples, self.text)?;
                for variable in variables {
                    let value = match &variable.value {
                        Some(value) => ty.convert(self.eval(value)?)?,
                        None => ty.zero(),
                    };
                    self.declare(&variable.name.value, Some(ty.clone()), value)?;
                }
            }
            StatementKind::DeclareAccumulators { is_static, ty, of_edges, accumulators } => {
                if *is_static || *of_edges {
                    let what = if *is_static { "STATIC" } else { "accumulators of edges" };
                    return Err(unsupported(self.text, span, what));
                }
                let ty = Arc::new(AccumType::of(ty, &self.tuples, self.text)?);
                for declared in accumulators {
                    self.accumulator(declared, &ty)?;
                }
            }
            StatementKind::DeclareException { name, code } => {
                self.exceptions.insert(name.value.clone(), *code);
            }
            StatementKind::Assign(assign) => self.assign(assign, span)?,
            StatementKind::Call(call) => self.call_for_effect(call)?,
            StatementKind::If(all) => {
                for branch in &all.branches {
                    if self.eval_bool(&branch.when)? {
                        return self.in_scope(|machine| machine.statements(&branch.body));
                    }
                }
                if let Some(otherwise) = &all.otherwise {
                    return self.in_scope(|machine| machine.statements(otherwise));
                }
            }
            StatementKind::Case(switch) => return self.switch(switch),
            StatementKind::While { condition, limit, body } => {
                let limit = limit.as_ref().map(|limit| self.eval_int(limit)).transpose()?;
                let mut iterations = 0;
                while limit.is_none_or(|limit| iterations < limit) && self.eval_bool(condition)? {
                    self.budget.step()?;
                    iterations += 1;
                    match self.in_scope(|machine| machine.statements(body))? {
                        Flow::Break => break,
                        Flow::Return => return Ok(Flow::Return),
                        Flow::Next | Flow::Continue => {}
                    }
                }
            }
            StatementKind::Foreach(foreach) => return self.foreach(foreach),
            StatementKind::Break => return Ok(Flow::Break),
            StatementKind::Continue => return Ok(Flow::Continue),
            StatementKind::Log(_) => {}
            StatementKind::Return(_) => return Ok(Flow::Return),
            StatementKind::Raise { name, message } => return Err(self.raise(name, message)?),
            StatementKind::Try(all) => {
                let scopes = self.scopes.len();
                let result = self.in_scope(|machine| machine.statements(&all.body));
                let Err(Stop::Raised { exception, failure }) = result else { return result };
                self.scopes.truncate(scopes);
                let handler = all.handlers.iter().find(|(name, _)| name.value == exception);
                return match (handler, &all.otherwise) {
                    (Some((_, body)), _) | (None, Some(body)) => {
                        self.in_scope(|machine| machine.statements(body))
                    }
                    (None, None) => Err(Stop::Raised { exception, failure }),
                };
            }
            StatementKind::Insert(_)
            | StatementKind::Update(_)
            | StatementKind::Delete(_)
            | StatementKind::DeleteAlias(_) => {
                return Err(unsupported(self.text, span, "changes of the graph within a query"));
            }
            StatementKind::SelectInto(_) => {
                return Err(unsupported(self.text, span, "SELECT ... INTO a table"));
            }
            _ => return Err(unsupported(self.text, span, "the statement")),
        }
        Ok(Flow::Next)
    }

    fn typedef(&mut self, name: &Name, ty: &Type) -> Result<(), Stop> {
        let TypeKind::Tuple(fields) = &ty.kind else {
            return Err(unsupported(self.text, ty.span, "a TYPEDEF of the type"));
        };
        let fields = fields_of(fields, &self.tuples, self.text)?;
        self.tuples.insert(name.value.clone(), fields);
        Ok(())
    }

    fn accumulator(&mut self, declared: &AccumulatorDecl, ty: &Arc<AccumType>) -> Result<(), Stop> {
        if !declared.dimensions.is_empty() {
            return Err(unsupported(self.text, declared.name.span, "arrays of accumulators"));
        }
        let mut initial = Accum::new(ty.clone());
        if let Some(value) = &declared.value {
            initial.set(self.eval(value)?)?;
        }
        let name = declared.name.value.clone();
        self.budget.grow(initial.bytes())?;
        let replaced = if declared.global {
            self.globals.insert(name, initial).map(|accum| accum.bytes())
        } else {
            let accum = LocalAccum { initial, values: HashMap::new(), bytes: 0 };
            self.locals.insert(name, accum).map(|accum| accum.bytes + accum.initial.bytes())
        };
        self.budget.shrink(replaced.unwrap_or(0));
        Ok(())
    }

    /// Executes a method call as a statement: `@@m.clear()`, `v.@l.clear()`.
    fn call_for_effect(&mut self, call: &Expr) -> Result<(), Stop> {
        let ExprKind::Method { of, method, arguments } = &call.kind else {
            return Err(unsupported(self.text, call.span, "the call"));
        };
        let values = self.eval_all(arguments)?;
        let is_immediate = self.clause.as_ref().is_none_or(|clause| clause.post);
        // Within a clause, changes that other rows must not see yet are not supported.
        let call_mut = |accum: &mut Accum| Ok(accum.call_mut(&method.value, &values));
        let called = match &of.kind {
            ExprKind::Global(name) if self.clause.is_none() => {
                let accum = self.globals.get_mut(name);
                accum.map(|accum| change_accum(accum, self.budget, call_mut))
            }
            ExprKind::Accumulator(vertex, name) if is_immediate => {
                let at = self.vertex(vertex)?;
                let accum = self.locals.get_mut(&name.value);
                accum.map(|accum| accum.change(at, self.budget, call_mut))
            }
            _ => None,
        };
        match called.transpose()?.unwrap_or(false) {
            true => Ok(()),
            false => Err(unsupported(self.text, call.span, format!("{} here", method.value))),
        }
    }

    fn switch(&mut self, switch: &Switch) -> Result<Flow, Stop> {
        let operand = switch.operand.as_ref().map(|operand| self.eval(operand)).transpose()?;
        for branch in &switch.branches {
            let holds = match &operand {
                None => self.eval_bool(&branch.when)?,
                Some(operand) => {
                    let when = self.eval(&branch.when)?;
                    operator::apply(self.graphs, Op::Equal, operand, &when)? == Value::Bool(true)
                }
            };
            if holds {
                return self.in_scope(|machine| machine.statements(&branch.body));
            }
        }
        match &switch.otherwise {
            Some(otherwise) => self.in_scope(|machine| machine.statements(otherwise)),
            None => Ok(Flow::Next),
        }
    }

    fn foreach(&mut self, foreach: &Foreach) -> Result<Flow, Stop> {
        let mut held = self.budget.hold();
        let iterations: Box<dyn Iterator<Item = Vec<Value>>> = match &foreach.over {
            Iteration::Range(range) => {
                let (first, last) = (self.eval_int(&range.first)?, self.eval_int(&range.last)?);
                let step = range.step.as_ref().map_or(Ok(1), |step| self.eval_int(step))?;
                if step == 0 {
                    return Err(Failure::runtime("the step of a RANGE is zero.").into());
                }
                let next = move |at: &i64| at.checked_add(step);
                let in_range = move |at: &i64| if step > 0 { *at <= last } else { *at >= last };
                let numbers = std::iter::successors(Some(first), next).take_while(in_range);
                Box::new(numbers.map(|number| vec![Value::Int(number)]))
            }
            Iteration::Of(of) => {
                let collection = self.eval(of)?;
                held.grow(collection.heap_bytes())?;
                match collection {
                    Value::Map(entries) => {
                        Box::new(entries.into_iter().map(|(key, value)| vec![key, value]))
                    }
                    value => {
                        let elements = value.elements();
                        let elements = elements
                            .ok_or_else(|| self.type_mismatch(&value, "a collection", of.span))?;
                        Box::new(elements.into_iter().map(|element| vec![element]))
                    }
                }
            }
        };
        for values in iterations {
            self.budget.step()?;
            if values.len() != foreach.variables.len() {
                let span =
                    foreach.variables.first().map_or(Span { start: 0, end: 0 }, |it| it.span);
                return Err(unsupported(self.text, span, "these variables of a FOREACH"));
            }
            let flow = self.in_scope(|machine| {
                for (name, value) in foreach.variables.iter().zip(values) {
                    machine.declare_loop_variable(&name.value, value)?;
                }
                machine.statements(&foreach.body)
            })?;
            match flow {
                Flow::Break => break,
                Flow::Return => return Ok(Flow::Return),
                Flow::Next | Flow::Continue => {}
            }
        }
        Ok(Flow::Next)
    }

    /// Declares the variable of a loop. It is constant, because an assignment to it could not
    /// change the collection.
    fn declare_loop_variable(&mut self, name: &str, value: Value) -> Result<(), Failure> {
        self.declare(name, None, value)?;
        if let Some(variable) = self.scopes.last_mut().and_then(|scope| scope.get_mut(name)) {
            variable.constant = true;
        }
        Ok(())
    }

    fn raise(&self, name: &Name, message: &Option<Expr>) -> Result<Stop, Stop> {
        let Some(code) = self.exceptions.get(&name.value) else {
            let what = format!("the exception {} is not declared", name.value);
            return Err(semantic(self.text, name.span, what));
        };
        let message = match message {
            None => format!("Exception {} is raised with an error code of {code}", name.value),
            Some(message) => match self.eval(message)? {
                Value::Text(text) => text.to_string(),
                other => return Err(self.type_mismatch(&other, "STRING", message.span)),
            },
        };
        let failure = Failure::with_code(&code.to_string(), message);
        Ok(Stop::Raised { exception: name.value.clone(), failure })
    }
}
