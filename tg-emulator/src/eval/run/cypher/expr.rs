//! Expressions. An operand that is null makes most of them null.

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::cypher::{Op, Quantifier};

use super::super::Machine;
use super::logic;
use crate::eval::function::cypher_number as number;
use crate::eval::plan::{Attribute, CypherCase, CypherNode, Elements};
use crate::eval::stop::Stop;
use crate::eval::{Value, operator};

impl<'a> Machine<'a> {
    pub(in crate::eval::run) fn cypher_value(
        &mut self,
        node: &'a CypherNode,
    ) -> Result<Value, Stop> {
        Ok(match node {
            CypherNode::Constant(value) => value.clone(),
            CypherNode::Slot(slot) => self.frame[*slot].clone(),
            CypherNode::Property(of, attribute, span) => {
                let of = self.cypher_value(of)?;
                self.property(&of, attribute, *span)?
            }
            CypherNode::Created(field) => self.created_field(field)?,
            CypherNode::HasLabels(of, vertices, edges) => match self.cypher_value(of)? {
                Value::Vertex(Some(at)) => Value::Bool(vertices.contains(&at.ty)),
                Value::Edge(Some(edge)) => Value::Bool(edges.iter().any(|it| it.ty == edge.at.ty)),
                Value::Null => Value::Null,
                _ => Value::Bool(false),
            },
            CypherNode::Function { function, arguments, name, span } => {
                let mut values = Vec::with_capacity(arguments.len());
                for argument in arguments {
                    match self.cypher_value(argument)? {
                        Value::Null => return Ok(Value::Null),
                        value => values.push(value),
                    }
                }
                match function(&self.cx, &values) {
                    Some(value) => {
                        let value = value?;
                        self.budget().fits(value.heap_bytes())?;
                        value
                    }
                    None => return Err(self.undefined_function(name, &values, *span)),
                }
            }
            CypherNode::Coalesce(operands) => {
                for operand in operands {
                    match self.cypher_value(operand)? {
                        Value::Null => {}
                        value => return Ok(value),
                    }
                }
                Value::Null
            }
            CypherNode::Number(of, span) => match self.cypher_value(of)? {
                value if value.is_number() || matches!(value, Value::Null) => value,
                other => return Err(self.type_mismatch(&other, "a number", *span)),
            },
            CypherNode::Negative(of, span) => match self.cypher_value(of)? {
                Value::Null => Value::Null,
                other => operator::negative(&other)
                    .ok_or_else(|| self.type_mismatch(&other, "a number", *span))?,
            },
            CypherNode::Not(of, span) => logic::value(self.truth(of, *span)?.map(|it| !it)),
            CypherNode::Logic(op, operands) => logic::value(self.logic(*op, operands)?),
            CypherNode::Compare(first, rest) => {
                let mut left = self.cypher_value(first)?;
                let mut holds = Some(true);
                for (op, operand) in rest {
                    let right = self.cypher_value(operand)?;
                    let test = logic::compare(self.cx.graphs, *op, &left, &right);
                    holds = logic::and(holds, test);
                    left = right;
                }
                logic::value(holds)
            }
            CypherNode::Chain(first, rest, span) => {
                let mut left = self.cypher_value(first)?;
                for (op, operand) in rest {
                    let right = self.cypher_value(operand)?;
                    left = self.operate(*op, &left, &right, *span)?;
                }
                left
            }
            CypherNode::IsNull(of, negated) => {
                let is_null = matches!(self.cypher_value(of)?, Value::Null);
                Value::Bool(is_null != *negated)
            }
            CypherNode::List(items) => {
                let mut values = Vec::with_capacity(items.len());
                for item in items {
                    values.push(self.cypher_value(item)?);
                }
                Value::list(values)
            }
            CypherNode::Map(entries) => {
                let mut values = Vec::with_capacity(entries.len());
                for (name, value) in entries {
                    values.push((Value::Text(name.clone()), self.cypher_value(value)?));
                }
                Value::map(values)
            }
            CypherNode::Index(operands, span) => {
                let of = self.cypher_value(&operands.0)?;
                let index = self.cypher_value(&operands.1)?;
                self.indexed(&of, &index, *span)?
            }
            CypherNode::Slice(of, from, to, span) => {
                self.slice(of, from.as_deref(), to.as_deref(), *span)?
            }
            CypherNode::Comprehension(elements) => self.comprehension(elements)?,
            CypherNode::Quantified(quantifier, elements) => {
                logic::value(self.quantified(*quantifier, elements)?)
            }
            CypherNode::Case(case) => self.case_of_cypher(case)?,
            CypherNode::IsTrue(of, span) => Value::Bool(self.truth(of, *span)? == Some(true)),
        })
    }

    /// Evaluates a condition; `None` for null.
    fn truth(&mut self, node: &'a CypherNode, span: Span) -> Result<Option<bool>, Stop> {
        match self.cypher_value(node)? {
            Value::Bool(value) => Ok(Some(value)),
            Value::Null => Ok(None),
            other => Err(self.type_mismatch(&other, "BOOL", span)),
        }
    }

    /// Evaluates the operands of AND, OR or XOR, as far as they decide.
    fn logic(&mut self, op: Op, operands: &'a [(CypherNode, Span)]) -> Result<Option<bool>, Stop> {
        let mut result = Some(op == Op::And);
        for (operand, span) in operands {
            let value = self.truth(operand, *span)?;
            result = match op {
                Op::And => logic::and(result, value),
                Op::Or => logic::or(result, value),
                _ => result.zip(value).map(|(a, b)| a != b),
            };
            if op != Op::Xor && result == Some(op == Op::Or) {
                break;
            }
        }
        Ok(result)
    }

    /// Reads an attribute of a vertex or edge, or an entry of a map. What is not there is null.
    fn property(&mut self, of: &Value, attribute: &Attribute, span: Span) -> Result<Value, Stop> {
        let schema = self.cx.graphs.schema();
        Ok(match of {
            Value::Null | Value::Vertex(None) | Value::Edge(None) => Value::Null,
            Value::Vertex(Some(at)) => {
                let field = attribute.of_vertices[at.ty.index()];
                let field = field.zip(self.cx.graphs.vertex(*at));
                field.map_or(Value::Null, |(field, vertex)| {
                    Value::of_stored(&vertex.get(field), &schema.vertex(at.ty).field_type(field))
                })
            }
            Value::Edge(Some(edge)) => {
                let column = attribute.of_edges[edge.at.ty.index()];
                let column = column.zip(self.cx.graphs.edge(edge.at));
                column.map_or(Value::Null, |(column, stored)| {
                    let ty = &schema.edge(edge.at.ty).columns[column].ty;
                    Value::of_stored(&stored.values[column], ty)
                })
            }
            Value::Map(entries) => {
                let key = Value::Text(attribute.name.clone());
                entries.get(&key).cloned().unwrap_or(Value::Null)
            }
            Value::Tuple(tuple) => tuple.get(&attribute.name).cloned().unwrap_or(Value::Null),
            other => {
                let what = format!("{} has no attribute {}", other.type_name(), attribute.name);
                return Err(self.semantic(span, what));
            }
        })
    }

    /// Computes an operator that is not a comparison.
    fn operate(&mut self, op: Op, a: &Value, b: &Value, span: Span) -> Result<Value, Stop> {
        use tg_gsql::syntax::ast::query::Op as Gsql;
        if op == Op::In {
            return match b {
                Value::Null => Ok(Value::Null),
                list => match list.elements() {
                    Some(elements) => {
                        self.budget().work(elements.len())?;
                        Ok(logic::value(logic::is_in(self.cx.graphs, a, &elements)))
                    }
                    None => Err(self.type_mismatch(list, "a list", span)),
                },
            };
        }
        if matches!((a, b), (Value::Null, _) | (_, Value::Null)) {
            return Ok(Value::Null);
        }
        let gsql = match op {
            Op::StartsWith | Op::EndsWith | Op::Contains => {
                let (Value::Text(a), Value::Text(b)) = (a, b) else { return Ok(Value::Null) };
                return Ok(Value::Bool(match op {
                    Op::StartsWith => a.starts_with(&**b),
                    Op::EndsWith => a.ends_with(&**b),
                    _ => a.contains(&**b),
                }));
            }
            Op::Power => {
                let (Some(base), Some(exponent)) = (a.as_double(), b.as_double()) else {
                    let (a, b) = (a.type_name(), b.type_name());
                    let what = format!("{} is not defined for {a} and {b}", op.sign());
                    return Err(self.semantic(span, what));
                };
                return Ok(Value::Double(base.powf(exponent)));
            }
            Op::Add => match (a, b) {
                // A list takes an element at either end, and a text takes a number.
                (Value::List(_), Value::List(_)) => Gsql::Add,
                (Value::List(list), other) => {
                    return Ok(Value::list([&list[..], std::slice::from_ref(other)].concat()));
                }
                (other, Value::List(list)) => {
                    return Ok(Value::list([std::slice::from_ref(other), &list[..]].concat()));
                }
                (Value::Text(text), other) if other.is_number() => {
                    return Ok(Value::Text(format!("{text}{}", number(other)).into()));
                }
                (other, Value::Text(text)) if other.is_number() => {
                    return Ok(Value::Text(format!("{}{text}", number(other)).into()));
                }
                _ => Gsql::Add,
            },
            Op::Subtract => Gsql::Subtract,
            Op::Multiply => Gsql::Multiply,
            Op::Divide => Gsql::Divide,
            _ => Gsql::Remainder,
        };
        if let (Op::Remainder, false, Some(x), Some(y)) =
            (op, is_integers(a, b), a.as_double(), b.as_double())
        {
            return Ok(Value::Double(x % y));
        }
        let value = operator::apply(self.cx.graphs, gsql, a, b)?;
        self.budget().fits(value.heap_bytes())?;
        Ok(value)
    }

    /// Returns an element of a list, counted from its end if the index is negative, or an entry of
    /// a map, or an attribute by its name.
    fn indexed(&mut self, of: &Value, index: &Value, span: Span) -> Result<Value, Stop> {
        Ok(match (of, index) {
            (Value::Null, _) | (_, Value::Null) => Value::Null,
            (Value::Map(entries), Value::Text(_)) => {
                entries.get(index).cloned().unwrap_or(Value::Null)
            }
            (Value::Vertex(_) | Value::Edge(_), Value::Text(name)) => {
                let attribute = Attribute::new(self.cx.graphs.schema(), name);
                self.property(of, &attribute, span)?
            }
            (list, Value::Int(at)) => {
                let elements = list.elements();
                let elements = elements.ok_or_else(|| self.type_mismatch(list, "a list", span))?;
                let at = position(*at, elements.len());
                at.and_then(|at| elements.get(at).cloned()).unwrap_or(Value::Null)
            }
            (of, index) => {
                let (of, index) = (of.type_name(), index.type_name());
                return Err(self.semantic(span, format!("{of} has no index of type {index}")));
            }
        })
    }

    fn slice(
        &mut self,
        of: &'a CypherNode,
        from: Option<&'a CypherNode>,
        to: Option<&'a CypherNode>,
        span: Span,
    ) -> Result<Value, Stop> {
        let list = self.cypher_value(of)?;
        let mut bound = |node: Option<&'a CypherNode>, default| match node {
            None => Ok(Some(default)),
            Some(node) => match self.cypher_value(node)? {
                Value::Null => Ok(None),
                Value::Int(at) => Ok(Some(at)),
                other => Err(self.type_mismatch(&other, "INT", span)),
            },
        };
        let (from, to) = (bound(from, 0)?, bound(to, i64::MAX)?);
        let (Some(from), Some(to)) = (from, to) else { return Ok(Value::Null) };
        if let Value::Null = list {
            return Ok(Value::Null);
        }
        let elements = list.elements();
        let elements = elements.ok_or_else(|| self.type_mismatch(&list, "a list", span))?;
        let length = elements.len();
        let place = |at: i64| match usize::try_from(at) {
            Ok(at) => at.min(length),
            Err(_) => length.saturating_sub(usize::try_from(at.unsigned_abs()).unwrap_or(length)),
        };
        let (from, to) = (place(from), place(to));
        Ok(Value::list(elements.get(from..to.max(from)).unwrap_or_default().to_vec()))
    }

    /// Evaluates the list of a comprehension or quantifier; `None` for null.
    fn elements_of(&mut self, elements: &'a Elements) -> Result<Option<Vec<Value>>, Stop> {
        let list = self.cypher_value(&elements.list)?;
        if let Value::Null = list {
            return Ok(None);
        }
        let items = list.elements();
        items.map(Some).ok_or_else(|| self.type_mismatch(&list, "a list", elements.span))
    }

    fn comprehension(&mut self, elements: &'a Elements) -> Result<Value, Stop> {
        let Some(items) = self.elements_of(elements)? else { return Ok(Value::Null) };
        let mut values = Vec::new();
        let mut held = self.budget().hold();
        for item in items {
            self.budget().step()?;
            self.frame[elements.slot] = item.clone();
            if let Some(filter) = &elements.filter
                && self.truth(filter, elements.span)? != Some(true)
            {
                continue;
            }
            let value = match &elements.value {
                Some(value) => self.cypher_value(value)?,
                None => item,
            };
            held.grow(value.bytes())?;
            values.push(value);
        }
        Ok(Value::list(values))
    }

    fn quantified(
        &mut self,
        quantifier: Quantifier,
        elements: &'a Elements,
    ) -> Result<Option<bool>, Stop> {
        let Some(items) = self.elements_of(elements)? else { return Ok(None) };
        let (mut met, mut unknown) = (false, false);
        for item in items {
            self.budget().step()?;
            self.frame[elements.slot] = item;
            let truth = match &elements.filter {
                Some(filter) => self.truth(filter, elements.span)?,
                None => Some(true),
            };
            match (quantifier, truth) {
                (Quantifier::All, Some(false)) | (Quantifier::None, Some(true)) => {
                    return Ok(Some(false));
                }
                (Quantifier::Any, Some(true)) => return Ok(Some(true)),
                (Quantifier::Single, Some(true)) if met => return Ok(Some(false)),
                _ => {}
            }
            met |= truth == Some(true);
            unknown |= truth.is_none();
        }
        Ok((!unknown).then_some(match quantifier {
            Quantifier::All | Quantifier::None => true,
            Quantifier::Any => false,
            Quantifier::Single => met,
        }))
    }

    fn case_of_cypher(&mut self, case: &'a CypherCase) -> Result<Value, Stop> {
        let operand = match &case.operand {
            Some(operand) => Some(self.cypher_value(operand)?),
            None => None,
        };
        for (when, then, span) in &case.branches {
            let is_met = match &operand {
                Some(operand) => {
                    let when = self.cypher_value(when)?;
                    logic::compare(self.cx.graphs, Op::Equal, operand, &when)
                }
                None => self.truth(when, *span)?,
            };
            if is_met == Some(true) {
                return self.cypher_value(then);
            }
        }
        match &case.otherwise {
            Some(otherwise) => self.cypher_value(otherwise),
            None => Ok(Value::Null),
        }
    }
}

/// Returns the place of an element in a list.
fn position(at: i64, length: usize) -> Option<usize> {
    match usize::try_from(at) {
        Ok(at) => Some(at),
        Err(_) => length.checked_sub(usize::try_from(at.unsigned_abs()).ok()?),
    }
}

fn is_integers(a: &Value, b: &Value) -> bool {
    a.as_integer().is_some() && b.as_integer().is_some()
}
