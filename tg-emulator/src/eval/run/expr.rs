//! Evaluation of expressions.

use std::sync::Arc;

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::query::{Op, TrimSide};

use super::Machine;
use crate::eval::accum::{Accum, read_nested};
use crate::eval::bind::BindError;
use crate::eval::like::Pattern;
use crate::eval::plan::{NestedMethod, Node, Slot};
use crate::eval::stop::Stop;
use crate::eval::ty::Ty;
use crate::eval::{Failure, Value, operator};
use crate::store::datetime;

impl<'a> Machine<'a> {
    #[inline]
    pub(super) fn eval(&mut self, node: &'a Node) -> Result<Value, Stop> {
        match node {
            Node::Constant(value) => Ok(value.clone()),
            Node::Once(number, inner) => match &self.once[*number] {
                (of, value) if *of == self.loops => Ok(value.clone()),
                _ => self.eval_once(*number, inner),
            },
            Node::Slot(slot, span) => match &self.frame[*slot] {
                Value::Null => self.omitted(*slot, *span),
                value => Ok(value.clone()),
            },
            Node::Accum(place) => self.accum_value(place),
            Node::Plain(inner) => match self.plain(inner) {
                Some(value) => Ok(value.into()),
                None => self.eval(inner),
            },
            node => self.eval_computed(node),
        }
    }

    /// Evaluates an expression, and keeps the value of one that is cheap to copy.
    pub(super) fn eval_once(&mut self, number: usize, node: &'a Node) -> Result<Value, Stop> {
        let of = self.loops;
        let value = self.eval(node)?;
        if value.heap_bytes() == 0 {
            self.once[number] = (of, value.clone());
        }
        Ok(value)
    }

    fn eval_computed(&mut self, node: &'a Node) -> Result<Value, Stop> {
        match node {
            Node::Binary(op, operands) => {
                let a = self.eval(&operands.0)?;
                let b = self.eval(&operands.1)?;
                let value = operator::apply(self.cx.graphs, *op, &a, &b)?;
                self.fits(value)
            }
            Node::Constant(_)
            | Node::Once(..)
            | Node::Slot(..)
            | Node::Accum(_)
            | Node::Plain(_) => self.eval(node),
            Node::Degree(degree) => self.degree(degree),
            Node::CountCommon(operands) => {
                let (a, b) = (self.eval(&operands.0)?, self.eval(&operands.1)?);
                self.count_common(&a, &b)
            }
            Node::Attribute(of, attribute, span) => self.member(of, attribute, *span),
            Node::GetAttr(get) => self.get_attribute(get),
            Node::And(operands) => {
                for (operand, span) in operands {
                    if !self.eval_bool(operand, *span)? {
                        return Ok(Value::Bool(false));
                    }
                }
                Ok(Value::Bool(true))
            }
            Node::Or(operands) => {
                // The other operands decide if the type does not have the attribute of one.
                let mut missing = None;
                for (operand, span) in operands {
                    match self.eval_bool(operand, *span) {
                        Ok(true) => return Ok(Value::Bool(true)),
                        Ok(false) => {}
                        Err(stop @ Stop::Missing(_)) => missing = Some(stop),
                        Err(stop) => return Err(stop),
                    }
                }
                missing.map_or(Ok(Value::Bool(false)), Err)
            }
            Node::Not(of, span) => Ok(Value::Bool(!self.eval_bool(of, *span)?)),
            Node::Function { function, arguments, name, span } => {
                let single;
                let several;
                let values = match &**arguments {
                    [argument] => {
                        single = [self.eval(argument)?];
                        &single[..]
                    }
                    arguments => {
                        several = self.eval_all(arguments)?;
                        &several
                    }
                };
                match function(&self.cx, values) {
                    Some(value) => self.fits(value?),
                    None => Err(self.undefined_function(name, values, *span)),
                }
            }
            Node::AccumMethod(place, method, arguments) => {
                let values = self.eval_all(arguments)?;
                self.accum_method(place, *method, &values)
            }
            Node::NestedMethod(nested) => {
                let NestedMethod { place, steps, method, arguments } = &**nested;
                let mut keys = Vec::with_capacity(steps.len());
                for (step, at) in steps {
                    keys.push((self.eval_all(step)?, *at));
                }
                let values = self.eval_all(arguments)?;
                let (accum, ty) = self.accum(place)?;
                Ok(read_nested((&accum, ty), &keys, *method, &values)?)
            }
            Node::Method { of, method, arguments, span } => {
                self.call_method(of, method, arguments, *span)
            }
            Node::Cell(place, indexes) => {
                let indexes = self.indexes(indexes)?;
                self.cell(place, &indexes, Accum::value)
            }
            Node::Query(call) => self.called_value(call),
            Node::Tuple(ty, values) => Ok(ty.tuple(self.eval_all(values)?)?),
            Node::Negative(of, span) => self.negative(of, *span),
            Node::In { operand, among, negated, single, span } => {
                let found = self.is_in(operand, among, *single, *span)?;
                Ok(Value::Bool(found != *negated))
            }
            Node::Like { operand, pattern, negated, span } => {
                let text = self.eval_text(operand, *span)?;
                Ok(Value::Bool(pattern.matches(&text) != *negated))
            }
            Node::LikeOf { operand, pattern, escape, negated, span } => {
                let escape = match escape {
                    Some(escape) => self.eval_text(escape, *span)?.chars().next(),
                    None => None,
                };
                let pattern = self.eval_text(pattern, *span)?;
                let text = self.eval_text(operand, *span)?;
                let parsed = Pattern::parse(&pattern, escape).ok_or_else(|| {
                    self.semantic(*span, format!("'{pattern}' is not a valid pattern"))
                })?;
                Ok(Value::Bool(parsed.matches(&text) != *negated))
            }
            Node::Between { operands, negated } => {
                let (value, least, greatest) = &**operands;
                let value = self.eval(value)?;
                let (least, greatest) = (self.eval(least)?, self.eval(greatest)?);
                let graphs = self.cx.graphs;
                let above = operator::apply(graphs, Op::GreaterOrEqual, &value, &least)?;
                let below = operator::apply(graphs, Op::LessOrEqual, &value, &greatest)?;
                let between = above == Value::Bool(true) && below == Value::Bool(true);
                Ok(Value::Bool(between != *negated))
            }
            Node::IsNull(slot, negated) => {
                Ok(Value::Bool(matches!(self.frame[*slot], Value::Null) != *negated))
            }
            Node::Coalesce(arguments, ty) => {
                for argument in arguments {
                    if let Node::Slot(slot, _) = argument
                        && matches!(self.frame[*slot], Value::Null)
                    {
                        continue;
                    }
                    let value = self.eval(argument)?;
                    return match ty {
                        Some(ty) => Ok(ty.convert(value)?),
                        None => Ok(value),
                    };
                }
                // Of only NULLs: the default of the type.
                Ok(ty.as_ref().map_or(Value::Int(0), Ty::zero))
            }
            Node::Bag(members) => {
                let values = self.eval_all(members)?;
                self.fits(Value::bag(values))
            }
            Node::List(members) => {
                let values = self.eval_all(members)?;
                self.fits(Value::list(values))
            }
            Node::Entry(entry) => {
                let (keys, values) = (self.eval_all(&entry.keys)?, self.eval_all(&entry.values)?);
                Ok(Value::Entry(Arc::new((keys, values))))
            }
            Node::Case(operand, branches, otherwise) => {
                self.case(operand.as_deref(), branches, otherwise.as_deref())
            }
            Node::Seeds(seeds) => self.seeds(seeds),
            Node::Index(operands, span) => {
                let (of, at) = (self.eval(&operands.0)?, self.eval(&operands.1)?);
                match &of {
                    Value::List(values) => {
                        let Some(at) = at.as_integer() else {
                            return Err(self.type_mismatch(&at, "an INT", *span));
                        };
                        let value = usize::try_from(at).ok().and_then(|at| values.get(at));
                        let value = value.cloned();
                        value.ok_or_else(|| Failure::runtime("an index is out of bounds.").into())
                    }
                    Value::Map(entries) => entries.get(&at).cloned().ok_or_else(|| {
                        Failure::runtime("the key of an index does not exist.").into()
                    }),
                    _ => Err(self.type_mismatch(&of, "a list or a map", *span)),
                }
            }
            Node::Shift { of, unit, span } => self.shift(of, *unit, *span),
            Node::Trim(side, characters, text, span) => {
                let characters = match characters {
                    Some(characters) => Some(self.eval_text(characters, *span)?),
                    None => None,
                };
                let text = self.eval_text(text, *span)?;
                Ok(Value::text(trimmed(&text, *side, characters.as_deref())))
            }
            Node::ResetAccum(slot) => {
                let budget = self.budget();
                if let Some(accum) = &mut self.vertex_accums[*slot] {
                    accum.reset(budget);
                }
                Ok(Value::Null)
            }
            Node::VectorSearch(search) => self.vector_search(search),
            Node::Filtered(filtered) => self.filtered(filtered),
            Node::Evaluate(evaluate) => self.evaluate(evaluate),
            Node::SelectVertex(select) => self.select_vertex(select),
            Node::Cypher(node) => self.cypher_value(node),
            // Cannot occur: a plan with such a node is not run.
            Node::Unsupported => Err(Failure::new("The query cannot be run.").into()),
        }
    }

    /// Returns the number of elements that two collections have in common.
    fn count_common(&mut self, a: &Value, b: &Value) -> Result<Value, Stop> {
        if let (Value::Set(a), Value::Set(b)) = (a, b) {
            self.budget().work(1 + a.len().min(b.len()) / 64)?;
            return Ok(Value::Int(a.intersection(b).count() as i64));
        }
        let common = operator::apply(self.cx.graphs, Op::Intersect, a, b)?;
        let common = self.fits(common)?;
        Ok(Value::Int(common.count().unwrap_or(0) as i64))
    }

    /// Returns the value of a name without one: a collection that the caller omitted is empty.
    pub(super) fn omitted(&self, slot: Slot, span: Span) -> Result<Value, Stop> {
        match self.plan.parameters.get(slot) {
            Some(ty @ (Ty::List(_) | Ty::Set(_) | Ty::Bag(_) | Ty::Map(..))) => Ok(ty.zero()),
            _ => Err(self.no_value(slot, span)),
        }
    }

    /// Returns the failure of a name without a value.
    pub(super) fn no_value(&self, slot: Slot, span: Span) -> Stop {
        let name = &self.plan.slots[slot];
        match name.is_parameter {
            true => Failure::from(BindError::Null(name.name.to_string())).into(),
            false => self.semantic(span, format!("the name '{}' is not defined", name.name)),
        }
    }

    /// Checks the size of a new value.
    pub(super) fn fits(&self, value: Value) -> Result<Value, Stop> {
        match &value {
            Value::Bool(_) | Value::Int(_) | Value::Double(_) | Value::Uint(_) => {}
            value => match value.heap_bytes() {
                0 => {}
                bytes => self.budget().fits(bytes)?,
            },
        }
        Ok(value)
    }

    /// Evaluates a list of expressions.
    pub(super) fn eval_all(&mut self, nodes: &'a [Node]) -> Result<Vec<Value>, Stop> {
        let mut values = Vec::with_capacity(nodes.len());
        for node in nodes {
            values.push(self.eval(node)?);
        }
        Ok(values)
    }

    /// Evaluates a condition.
    pub(super) fn eval_bool(&mut self, node: &'a Node, span: Span) -> Result<bool, Stop> {
        match self.eval(node)? {
            Value::Bool(value) => Ok(value),
            other => Err(self.type_mismatch(&other, "BOOL", span)),
        }
    }

    /// Evaluates WHERE or the condition of `filter`. A row whose types do not have an attribute in
    /// it does not meet it.
    pub(super) fn meets(&mut self, filter: Option<&'a (Node, Span)>) -> Result<bool, Stop> {
        let Some((condition, span)) = filter else { return Ok(true) };
        match self.eval_bool(condition, *span) {
            Err(Stop::Missing(_)) => Ok(false),
            met => met,
        }
    }

    /// Evaluates an expression that must be an integer.
    pub(super) fn eval_int(&mut self, node: &'a Node, span: Span) -> Result<i64, Stop> {
        match self.eval(node)? {
            Value::Int(value) => Ok(value),
            Value::Uint(value) => i64::try_from(value)
                .map_err(|_| Failure::runtime("a number is out of range.").into()),
            other => Err(self.type_mismatch(&other, "INT", span)),
        }
    }

    /// Evaluates an expression that must be a text.
    pub(super) fn eval_text(&mut self, node: &'a Node, span: Span) -> Result<Arc<str>, Stop> {
        match self.eval(node)? {
            Value::Text(text) => Ok(text),
            other => Err(self.type_mismatch(&other, "STRING", span)),
        }
    }

    pub(super) fn indexes(&mut self, nodes: &'a [Node]) -> Result<Vec<i64>, Stop> {
        let mut indexes = Vec::with_capacity(nodes.len());
        for value in self.eval_all(nodes)? {
            let index = value.as_integer().and_then(|index| i64::try_from(index).ok());
            indexes.push(index.ok_or_else(|| Failure::runtime("an index is not an INT."))?);
        }
        Ok(indexes)
    }

    fn negative(&mut self, of: &'a Node, span: Span) -> Result<Value, Stop> {
        let of = self.eval(of)?;
        operator::negative(&of).ok_or_else(|| self.type_mismatch(&of, "a number", span))
    }

    fn is_in(
        &mut self,
        operand: &'a Node,
        among: &'a Node,
        single: bool,
        span: Span,
    ) -> Result<bool, Stop> {
        let value = self.eval(operand)?;
        // The keys of a MapAccum are searched without a copy of its values.
        if let Node::Accum(place) = among
            && let crate::eval::accum::Accum::Map(entries) = &*self.accum(place)?.0
        {
            return Ok(entries.contains_key(&value));
        }
        let among = self.eval(among)?;
        let graphs = self.cx.graphs;
        let equal = |element: &Value| operator::equal(graphs, element, &value).unwrap_or(false);
        Ok(match &among {
            Value::Set(values) => {
                values.contains(&value) || is_text(&value) && values.iter().any(equal)
            }
            Value::Vertices(set) => match &value {
                Value::Vertex(Some(at)) => set.contains(*at),
                value => set.members().iter().any(|at| {
                    let at = Value::Vertex(Some(*at));
                    operator::equal(graphs, &at, value).unwrap_or(false)
                }),
            },
            Value::Map(entries) => entries.contains_key(&value),
            Value::List(values) | Value::Bag(values) => {
                self.budget().work(1 + values.len() / 64)?;
                values.iter().any(equal)
            }
            Value::Table(_) => among.elements().is_some_and(|it| it.iter().any(equal)),
            among if single => equal(among),
            among => return Err(self.type_mismatch(among, "a collection", span)),
        })
    }

    fn case(
        &mut self,
        operand: Option<&'a Node>,
        branches: &'a [(Node, Node, Span)],
        otherwise: Option<&'a Node>,
    ) -> Result<Value, Stop> {
        let operand = match operand {
            Some(operand) => Some(self.eval(operand)?),
            None => None,
        };
        for (when, then, span) in branches {
            let holds = match &operand {
                None => self.eval_bool(when, *span)?,
                Some(operand) => {
                    let when = self.eval(when)?;
                    operator::equal(self.cx.graphs, operand, &when).unwrap_or(false)
                }
            };
            if holds {
                return self.eval(then);
            }
        }
        match otherwise {
            Some(otherwise) => self.eval(otherwise),
            None => Err(Failure::runtime("no branch of a CASE without ELSE applies.").into()),
        }
    }

    /// Adds an interval to a DATETIME.
    fn shift(&mut self, of: &'a (Node, Node), unit: (i64, i64), span: Span) -> Result<Value, Stop> {
        let at = match self.eval(&of.0)? {
            Value::DateTime(at) => at,
            other => return Err(self.type_mismatch(&other, "DATETIME", span)),
        };
        let amount = self.eval_int(&of.1, span)?;
        let shifted = || {
            let (seconds, months) = unit;
            let at = match months {
                0 => at,
                months => add_months(at, amount.checked_mul(months)?)?,
            };
            at.checked_add(amount.checked_mul(seconds)?).filter(|at| datetime::is_in_range(*at))
        };
        let shifted = shifted().ok_or_else(|| Failure::runtime("a DATETIME is out of range."))?;
        Ok(Value::DateTime(shifted))
    }
}

fn is_text(value: &Value) -> bool {
    matches!(value, Value::Text(_) | Value::Vertex(_))
}

/// Adds months. A day that the month does not have becomes its last one.
fn add_months(at: i64, months: i64) -> Option<i64> {
    let (days, seconds) = (at.div_euclid(86_400), at.rem_euclid(86_400));
    let (year, month, day) = datetime::date_of(days);
    let total = year.checked_mul(12)?.checked_add(month - 1)?.checked_add(months)?;
    let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
    let start =
        |day: i64| datetime::parse_timestamp(&format!("{year:04}-{month:02}-{day:02} 00:00:00"));
    let first = (28..=day).rev().chain(std::iter::once(day.min(28))).find_map(start)?;
    Some(first + seconds)
}

fn trimmed<'t>(text: &'t str, side: TrimSide, characters: Option<&str>) -> &'t str {
    let matches = |it: char| match characters {
        Some(characters) => characters.contains(it),
        None => it.is_whitespace(),
    };
    match side {
        TrimSide::Leading => text.trim_start_matches(matches),
        TrimSide::Trailing => text.trim_end_matches(matches),
        TrimSide::Both => text.trim_matches(matches),
    }
}
