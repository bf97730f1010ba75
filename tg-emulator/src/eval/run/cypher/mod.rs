//! openCypher: rows go from clause to clause, and are kept where a WITH or RETURN ends them.

mod expr;
mod logic;

use std::collections::BTreeSet;
use std::sync::Arc;

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::cypher::MatchKind;

use super::Machine;
use super::rows::Resolved;
use crate::eval::plan::{Attribute, CypherQuery, CypherStep, Node, Projection, Slot};
use crate::eval::stop::Stop;
use crate::eval::value::Table;
use crate::eval::{PrintedValue, Value};

/// The key of the printed table.
const RESULT: &str = "Result_Table";

/// A clause whose vertices and edges are determined.
struct Ready<'a> {
    step: &'a CypherStep,
    resolved: Vec<Resolved<'a>>,
}

/// The consumer of a row.
type Sink<'s, 'a> = dyn FnMut(&mut Machine<'a>) -> Result<(), Stop> + 's;

impl<'a> Machine<'a> {
    /// Runs a query, and prints the table of its RETURN.
    pub(super) fn cypher(&mut self, query: &'a CypherQuery) -> Result<(), Stop> {
        let mut rows: Vec<Vec<Value>> = Vec::new();
        let mut held = self.budget().hold();
        for part in &query.parts {
            let new = self.part(&part.clauses)?;
            held.grow(bytes_of(&new))?;
            rows.extend(new);
            if part.distinct {
                let mut known = BTreeSet::new();
                rows.retain(|row| known.insert(row.clone()));
            }
        }
        let Some(columns) = &query.columns else { return Ok(()) };
        let rows = rows.into_iter().map(|row| row.into_iter().map(with_nulls).collect()).collect();
        let table = Value::Table(Arc::new(Table { columns: columns.clone(), rows }));
        self.budget().fits(table.heap_bytes())?;
        let printed = table.to_printed(self.cx.graphs);
        self.budget().grow(printed.bytes())?;
        self.results.push(PrintedValue::Object(vec![(RESULT.to_owned(), printed)]));
        Ok(())
    }

    /// Returns the rows of a part; none without RETURN.
    fn part(&mut self, clauses: &'a [CypherStep]) -> Result<Vec<Vec<Value>>, Stop> {
        let mut slots: &'a [Slot] = &[];
        let mut rows = vec![Vec::new()];
        let mut rest = clauses;
        loop {
            let end = rest.iter().position(|step| matches!(step, CypherStep::Project(_)));
            let (before, after) = rest.split_at(end.unwrap_or(rest.len()));
            let ready =
                before.iter().map(|step| self.ready(step)).collect::<Result<Vec<_>, _>>()?;
            let mut held = self.budget().hold();
            held.grow(bytes_of(&rows))?;
            let Some((CypherStep::Project(projection), after)) = after.split_first() else {
                self.each(slots, rows, &ready, &mut |_| Ok(()))?;
                return Ok(Vec::new());
            };
            let projection: &'a Projection = projection;
            let mut projected = self.projected(projection)?;
            self.each(slots, rows, &ready, &mut |machine| projected.add(machine))?;
            rows = projected.finish(self)?;
            if after.is_empty() {
                return Ok(rows);
            }
            (slots, rest) = (&projection.column_slots, after);
        }
    }

    /// Runs clauses for each row.
    fn each(
        &mut self,
        slots: &[Slot],
        rows: Vec<Vec<Value>>,
        clauses: &[Ready<'a>],
        sink: &mut Sink<'_, 'a>,
    ) -> Result<(), Stop> {
        for row in rows {
            self.budget().step()?;
            for (slot, value) in slots.iter().zip(row) {
                self.frame[*slot] = value;
            }
            self.clauses(clauses, sink)?;
        }
        Ok(())
    }

    fn ready(&mut self, step: &'a CypherStep) -> Result<Ready<'a>, Stop> {
        let resolved = match step {
            CypherStep::Match { steps, .. } => self.resolve(steps)?,
            _ => Vec::new(),
        };
        Ok(Ready { step, resolved })
    }

    /// Runs clauses for the row that is in the frame.
    fn clauses(&mut self, clauses: &[Ready<'a>], sink: &mut Sink<'_, 'a>) -> Result<(), Stop> {
        let Some((Ready { step, resolved }, rest)) = clauses.split_first() else {
            return sink(self);
        };
        match step {
            CypherStep::Match { kind, filter, slots, span, .. } => {
                let matched = self.rows(resolved, 0, resolved.len(), &mut |machine| {
                    if !machine.meets(filter.as_ref())? {
                        return Ok(false);
                    }
                    machine.clauses(rest, sink)?;
                    Ok(true)
                })?;
                match kind {
                    _ if matched => Ok(()),
                    MatchKind::Plain => Ok(()),
                    MatchKind::Optional => {
                        slots.iter().for_each(|slot| self.frame[*slot] = Value::Null);
                        self.clauses(rest, sink)
                    }
                    MatchKind::Mandatory => {
                        Err(self.semantic(*span, "the MANDATORY MATCH has no match"))
                    }
                }
            }
            CypherStep::Unwind { list: (list, span), slot } => {
                let list = self.eval(list)?;
                let elements = match &list {
                    Value::Null => Vec::new(),
                    list => {
                        list.elements().ok_or_else(|| self.type_mismatch(list, "a list", *span))?
                    }
                };
                for element in elements {
                    self.budget().step()?;
                    self.frame[*slot] = element;
                    self.clauses(rest, sink)?;
                }
                Ok(())
            }
            CypherStep::Filter(condition, span) => match self.eval_bool(condition, *span)? {
                true => self.clauses(rest, sink),
                false => Ok(()),
            },
            CypherStep::Bind(slot, value) => {
                self.frame[*slot] = self.eval(value)?;
                self.clauses(rest, sink)
            }
            CypherStep::Insert(insert) => {
                self.insert(insert)?;
                self.clauses(rest, sink)
            }
            CypherStep::Set { slot, attribute, value, span } => {
                self.set_of_cypher(*slot, attribute, value, *span)?;
                self.clauses(rest, sink)
            }
            CypherStep::Delete(slot, span) => {
                if !matches!(self.frame[*slot], Value::Null) {
                    self.delete_item(*slot, *span)?;
                }
                self.clauses(rest, sink)
            }
            // Cannot occur: a projection ends the clauses.
            CypherStep::Project(_) => sink(self),
        }
    }

    /// Assigns an attribute; an OPTIONAL MATCH may have left nothing to assign it to.
    fn set_of_cypher(
        &mut self,
        slot: Slot,
        attribute: &Arc<Attribute>,
        value: &'a Node,
        span: Span,
    ) -> Result<(), Stop> {
        let value = self.eval(value)?;
        match self.frame[slot].clone() {
            Value::Null => Ok(()),
            Value::Vertex(Some(at)) => self.set_vertex(at, attribute, true, &value, span),
            Value::Edge(Some(edge)) => self.set_edge(edge.at, attribute, true, &value, span),
            other => Err(self.type_mismatch(&other, "VERTEX or EDGE", span)),
        }
    }
}

/// Replaces null by that of JSON: GSQL prints a NULL as an empty text.
fn with_nulls(value: Value) -> Value {
    match value {
        Value::Null => Value::Json(Arc::new(serde_json::Value::Null)),
        Value::List(values) => Value::list(values.iter().cloned().map(with_nulls).collect()),
        Value::Map(entries) => {
            Value::map(entries.iter().map(|(key, value)| (key.clone(), with_nulls(value.clone()))))
        }
        other => other,
    }
}

fn bytes_of(rows: &[Vec<Value>]) -> usize {
    rows.iter().flatten().map(Value::bytes).sum()
}
