//! Execution of statements.

use std::cell::Cell;
use std::sync::{Arc, PoisonError};

use tg_gsql::syntax::Span;

use super::Machine;
use crate::eval::accum::{Accum, AccumType, Array, EdgeAccum, Global, VertexAccum};
use crate::eval::plan::{Foreach, Node, Over, Stmt};
use crate::eval::stop::Stop;
use crate::eval::{Failure, Value, operator};

/// The control flow after a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Next,
    Break,
    Continue,
    Return,
}

impl<'a> Machine<'a> {
    pub(super) fn statements(&mut self, statements: &'a [Stmt]) -> Result<Flow, Stop> {
        for statement in statements {
            self.budget().step()?;
            let done = match statement {
                // The most frequent statement in loops.
                Stmt::Assign { target, set, value } => {
                    self.assign(target, *set, value).map(|()| Flow::Next)
                }
                statement => self.statement(statement),
            };
            match done {
                Ok(Flow::Next) => {}
                Ok(other) => return Ok(other),
                // A statement with an attribute that the types of the row do not have is skipped.
                Err(Stop::Missing(_)) if self.dml => {}
                Err(stop) => return Err(stop),
            }
        }
        Ok(Flow::Next)
    }

    fn statement(&mut self, statement: &'a Stmt) -> Result<Flow, Stop> {
        match statement {
            Stmt::Assign { target, set, value } => self.assign(target, *set, value)?,
            Stmt::LoadAccum { place, set, lines } => self.load_accum(place, *set, lines)?,
            Stmt::Declare { slot, ty, value } => {
                let value = match value {
                    Some(value) => ty.convert(self.eval(value)?)?,
                    None => ty.zero(),
                };
                self.set(*slot, value)?;
            }
            Stmt::If(branches, otherwise) => {
                for (when, span, body) in branches {
                    if self.eval_bool(when, *span)? {
                        return self.statements(body);
                    }
                }
                if let Some(otherwise) = otherwise {
                    return self.statements(otherwise);
                }
            }
            Stmt::Call(call) => self.eval_for_effect(call)?,
            Stmt::Select { slot, select, types, span } => {
                let set = self.select(select)?;
                self.set_vertices(*slot, types, set, *span)?;
            }
            Stmt::SelectInto(select) => self.select_into(select)?,
            Stmt::Table(statement) => self.table_statement(statement)?,
            Stmt::DeclareGlobal { slot, ty, sizes, value, is_static } => {
                let kept = if *is_static { self.kept(*slot) } else { None };
                let global = match kept {
                    Some(global) => global,
                    None => {
                        let (ty, accum) = self.initial(ty, sizes, value.as_ref())?;
                        Global { ty, accum }
                    }
                };
                let bytes = global.accum.bytes();
                let old = self.globals[*slot].replace(global);
                self.budget().shrink(old.map_or(0, |global| global.accum.bytes()));
                self.budget().grow(bytes)?;
            }
            Stmt::DeclareVertex { slot, ty, sizes, value } => {
                let (ty, accum) = self.initial(ty, sizes, value.as_ref())?;
                let old = self.vertex_accums[*slot].replace(VertexAccum::new(ty, accum));
                self.budget().shrink(old.map_or(0, |accum| accum.bytes()));
            }
            Stmt::DeclareEdge { slot, ty, value } => {
                let (ty, accum) = self.initial(ty, &[], value.as_ref())?;
                self.edge_accums[*slot] = Some(EdgeAccum::new(ty, accum));
            }
            Stmt::DeclareFile { slot, path, span } => {
                let path = self.eval_text(path, *span)?;
                let file = self.files.open(&path, true);
                self.set(*slot, Value::File(file))?;
            }
            Stmt::Switch(operand, branches, otherwise) => {
                let operand = self.eval(operand)?;
                for (when, body) in branches {
                    let when = self.eval(when)?;
                    if operator::equal(self.cx.graphs, &operand, &when).unwrap_or(false) {
                        return self.statements(body);
                    }
                }
                if let Some(otherwise) = otherwise {
                    return self.statements(otherwise);
                }
            }
            Stmt::While { condition: (condition, span), limit, body } => {
                let limit = match limit {
                    Some((limit, span)) => Some(self.eval_int(limit, *span)?),
                    None => None,
                };
                let mut iterations = 0;
                while limit.is_none_or(|it| iterations < it) && self.eval_bool(condition, *span)? {
                    self.budget().step()?;
                    iterations += 1;
                    match self.statements(body)? {
                        Flow::Break => break,
                        Flow::Return => return Ok(Flow::Return),
                        Flow::Next | Flow::Continue => {}
                    }
                }
            }
            Stmt::Foreach(foreach) => return self.foreach(foreach),
            Stmt::Break => return Ok(Flow::Break),
            Stmt::Continue => return Ok(Flow::Continue),
            Stmt::Return(value) => {
                if let Some(value) = value {
                    self.returned = Some(self.eval(value)?);
                }
                return Ok(Flow::Return);
            }
            Stmt::Raise { exception, name, code, message } => {
                let message = match message {
                    None => format!("Exception {name} is raised with an error code of {code}"),
                    Some((message, span)) => self.eval_text(message, *span)?.to_string(),
                };
                let failure = Box::new(Failure::with_code(&code.to_string(), message));
                return Err(Stop::Raised { exception: *exception, failure });
            }
            Stmt::Try { body, handlers, otherwise } => {
                let raised = match self.statements(body) {
                    Err(Stop::Raised { exception, failure }) => {
                        self.abandon_clause();
                        (exception, failure)
                    }
                    ended => return ended,
                };
                let handler = handlers.iter().find(|(exception, _)| *exception == raised.0);
                return match (handler, otherwise) {
                    (Some((_, body)), _) | (None, Some(body)) => self.statements(body),
                    (None, None) => Err(Stop::Raised { exception: raised.0, failure: raised.1 }),
                };
            }
            Stmt::Print(print) => self.print(print)?,
            Stmt::Println(slot, arguments, span) => {
                let values = self.eval_all(arguments)?;
                self.println(*slot, &values, *span)?;
            }
            Stmt::Insert(insert) => self.insert(insert)?,
            Stmt::Update(update) => self.update(update)?,
            Stmt::Delete(delete) => self.delete(delete)?,
            Stmt::DeleteAlias(slot, span) => self.delete_item(*slot, *span)?,
            Stmt::Cypher(query) => self.cypher(query)?,
        }
        Ok(Flow::Next)
    }

    /// Returns a STATIC accumulator as the last run left it.
    fn kept(&mut self, slot: usize) -> Option<Global> {
        self.statics.push(slot);
        let statics = self.plan.statics.lock().unwrap_or_else(PoisonError::into_inner);
        statics.get(&slot).cloned()
    }

    /// Returns the type and the initial content of an accumulator that is declared.
    fn initial(
        &mut self,
        ty: &Arc<AccumType>,
        sizes: &'a [Node],
        value: Option<&'a Node>,
    ) -> Result<(Arc<AccumType>, Accum), Stop> {
        let omitted = Cell::new(None);
        let capacity = |slot: usize| match self.frame[slot].as_integer() {
            Some(capacity) => usize::try_from(capacity).unwrap_or(0),
            None => {
                omitted.set(Some(slot));
                0
            }
        };
        let ty = ty.with_capacities(&capacity).map_or_else(|| ty.clone(), Arc::new);
        if let Some(slot) = omitted.get() {
            return Err(self.no_value(slot, Span::default()));
        }
        let mut accum = Accum::new(&ty);
        if let (AccumType::Array(of), false) = (&*ty, sizes.is_empty()) {
            let sizes = self.indexes(sizes)?;
            let sizes = sizes.into_iter().map(|size| {
                usize::try_from(size)
                    .map_err(|_| Failure::runtime("the size of an array is negative."))
            });
            let sizes = sizes.collect::<Result<_, _>>()?;
            accum = Accum::Array(Arc::new(Array::new(of, sizes)?));
        }
        if let Some(value) = value {
            accum.set(&ty, self.eval(value)?)?;
        }
        Ok((ty, accum))
    }

    fn foreach(&mut self, foreach: &'a Foreach) -> Result<Flow, Stop> {
        match &foreach.over {
            Over::Range(range) => {
                let first = self.eval_int(&range.first.0, range.first.1)?;
                let last = self.eval_int(&range.last.0, range.last.1)?;
                let step = match &range.step {
                    Some((step, span)) => self.eval_int(step, *span)?,
                    None => 1,
                };
                if step == 0 {
                    return Err(Failure::runtime("the step of a RANGE is zero.").into());
                }
                let next = |at: &i64| at.checked_add(step);
                let in_range = |at: &i64| if step > 0 { *at <= last } else { *at >= last };
                for at in std::iter::successors(Some(first), next).take_while(in_range) {
                    match self.iteration(foreach, Value::Int(at), None)? {
                        Flow::Break => break,
                        Flow::Return => return Ok(Flow::Return),
                        Flow::Next | Flow::Continue => {}
                    }
                }
                Ok(Flow::Next)
            }
            Over::Of(of) => {
                let collection = self.eval(of)?;
                let mut held = self.budget().hold();
                held.grow(collection.heap_bytes())?;
                self.foreach_of(foreach, &collection)
            }
        }
    }

    fn foreach_of(&mut self, foreach: &'a Foreach, of: &Value) -> Result<Flow, Stop> {
        let items: Box<dyn Iterator<Item = (Value, Option<Value>)> + '_> = match of {
            Value::Map(entries) => {
                Box::new(entries.iter().map(|(key, value)| (key.clone(), Some(value.clone()))))
            }
            Value::List(values) | Value::Bag(values) => {
                Box::new(values.iter().map(|value| (value.clone(), None)))
            }
            Value::Set(values) => Box::new(values.iter().map(|value| (value.clone(), None))),
            Value::Vertices(set) => {
                Box::new(set.members().iter().map(|at| (Value::Vertex(Some(*at)), None)))
            }
            Value::Table(_) => {
                Box::new(of.elements().unwrap_or_default().into_iter().map(|row| (row, None)))
            }
            Value::Json(json) if json.is_array() => {
                let items = json.as_array().into_iter().flatten().map(json_value);
                Box::new(items.map(|item| (item, None)))
            }
            other => return Err(self.type_mismatch(other, "a collection", foreach.span)),
        };
        for (at, (first, second)) in items.enumerate() {
            let key = second.as_ref().map(|_| first.clone());
            let flow = self.iteration(foreach, first, second)?;
            if let (Some(slot), Some(variable)) = (foreach.writes, foreach.slots.last()) {
                self.write_element(slot, at, key, self.frame[*variable].clone())?;
            }
            match flow {
                Flow::Break => break,
                Flow::Return => return Ok(Flow::Return),
                Flow::Next | Flow::Continue => {}
            }
        }
        Ok(Flow::Next)
    }

    /// Sets the element of a list, or the value of a map, that a loop has changed.
    fn write_element(
        &mut self,
        slot: usize,
        at: usize,
        key: Option<Value>,
        value: Value,
    ) -> Result<(), Stop> {
        let Some(global) = &mut self.globals[slot] else { return Ok(()) };
        let bytes = match (&mut global.accum, &*global.ty, key) {
            (Accum::Value(Value::List(values)), AccumType::List(ty), None) => {
                // The loop itself can have removed the element.
                let Some(element) = Arc::make_mut(values).get_mut(at) else { return Ok(()) };
                let before = element.heap_bytes() as isize;
                *element = ty.convert(value)?;
                element.heap_bytes() as isize - before
            }
            (Accum::Map(entries), AccumType::Map(_, ty), Some(key)) => {
                let Some(entry) = Arc::make_mut(entries).get_mut(&key) else { return Ok(()) };
                entry.set(ty, value)?
            }
            _ => 0,
        };
        Ok(self.budget().change(bytes)?)
    }

    /// Runs the body of a loop once, with an element or the parts of one.
    fn iteration(
        &mut self,
        foreach: &'a Foreach,
        first: Value,
        second: Option<Value>,
    ) -> Result<Flow, Stop> {
        self.budget().step()?;
        match (foreach.slots.as_slice(), first, second) {
            ([slot], value, None) => self.frame[*slot] = value,
            ([key, value], first, Some(second)) => {
                self.frame[*key] = first;
                self.frame[*value] = second;
            }
            (slots, Value::Tuple(row), None) if slots.len() == row.values.len() => {
                for (slot, value) in slots.iter().zip(&row.values) {
                    self.frame[*slot] = value.clone();
                }
            }
            ([_], _, Some(_)) => {
                let what = "a map has keys and values: write FOREACH (key, value) IN";
                return Err(self.semantic(foreach.span, what));
            }
            (slots, ..) => {
                let count = slots.len();
                let what = format!("an element of the collection does not have {count} parts");
                return Err(self.semantic(foreach.span, what));
            }
        }
        self.statements(&foreach.body)
    }
}

/// Returns a member of a JSONARRAY as a value.
fn json_value(json: &serde_json::Value) -> Value {
    use serde_json::Value as Json;
    match json {
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(value), _) => Value::Int(value),
            (None, value) => Value::Double(value.unwrap_or_default()),
        },
        Json::String(text) => Value::text(text),
        other => Value::Json(Arc::new(other.clone())),
    }
}
