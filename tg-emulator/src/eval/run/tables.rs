//! Statements about tables.

use std::collections::BTreeSet;
use std::sync::Arc;

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::query::JoinKind;

use super::Machine;
use super::select_into::values_bytes;
use crate::eval::Value;
use crate::eval::plan::{Second, Slot, TableInput, TableRows, TableStmt};
use crate::eval::stop::Stop;
use crate::eval::value::{Table, VertexSet};

/// A table with the positions of the columns that are read by their names.
struct Opened<'a> {
    table: Arc<Table>,
    input: &'a TableInput,
    positions: Vec<usize>,
}

impl<'a> Machine<'a> {
    pub(super) fn table_statement(&mut self, statement: &'a TableStmt) -> Result<(), Stop> {
        match statement {
            TableStmt::Rows(rows) => self.table_rows(rows),
            TableStmt::Union { all, of: [a, b], into } => {
                let (a, b) = (self.table(a.0, a.1)?, self.table(b.0, b.1)?);
                let mut held = self.budget().hold();
                let mut known = BTreeSet::new();
                let mut rows = Vec::new();
                for row in a.rows.iter().chain(&b.rows) {
                    self.budget().step()?;
                    held.grow(size_of::<Vec<Value>>() + values_bytes(row))?;
                    if *all || known.insert(row) {
                        rows.push(row.clone());
                    }
                }
                let table = Table { columns: a.columns.clone(), rows };
                Ok(self.set(*into, Value::Table(Arc::new(table)))?)
            }
            TableStmt::Vertices { table: (table, span), sets } => {
                let table = self.table(*table, *span)?;
                for (column, span, slot) in sets {
                    let at = self.column(&table, column, *span)?;
                    let mut set = VertexSet::default();
                    for row in &table.rows {
                        self.budget().step()?;
                        match &row[at] {
                            Value::Vertex(vertex) => {
                                vertex.iter().for_each(|vertex| _ = set.insert(*vertex));
                            }
                            // The row of an outer join without a partner.
                            Value::Json(json) if json.is_null() => {}
                            other => return Err(self.type_mismatch(other, "VERTEX", *span)),
                        }
                    }
                    self.set(*slot, Value::Vertices(Arc::new(set)))?;
                }
                Ok(())
            }
        }
    }

    fn table(&self, slot: Slot, span: Span) -> Result<Arc<Table>, Stop> {
        match &self.frame[slot] {
            Value::Table(table) => Ok(table.clone()),
            Value::Null => Err(self.no_value(slot, span)),
            other => Err(self.type_mismatch(other, "a table", span)),
        }
    }

    fn column(&self, table: &Table, name: &str, span: Span) -> Result<usize, Stop> {
        let at = table.columns.iter().position(|known| **known == *name);
        at.ok_or_else(|| self.semantic(span, format!("the table has no column {name}")))
    }

    fn open_table(&self, input: &'a TableInput) -> Result<Opened<'a>, Stop> {
        let table = self.table(input.table, input.span)?;
        let positions = input.columns.iter().map(|(name, _)| self.column(&table, name, input.span));
        let positions = positions.collect::<Result<_, _>>()?;
        Ok(Opened { table, input, positions })
    }

    fn table_rows(&mut self, rows: &'a TableRows) -> Result<(), Stop> {
        let first = match &rows.first {
            Some(input) => Some(self.open_table(input)?),
            None => None,
        };
        let second = match &rows.second {
            Second::Join { input, .. } => Some(self.open_table(input)?),
            Second::Nothing | Second::Elements { .. } => None,
        };
        let mut projected = self.projected(&rows.projection)?;
        let count = first.as_ref().map_or(1, |first| first.table.rows.len());
        for at in 0..count {
            self.budget().step()?;
            if let Some(first) = &first {
                first.bind(self, &first.table.rows[at]);
            }
            match &rows.second {
                Second::Nothing => {
                    if self.meets(rows.filter.as_ref())? {
                        projected.add(self)?;
                    }
                }
                Second::Elements { list: (list, span), slot } => {
                    let list = self.eval(list)?;
                    let mut held = self.budget().hold();
                    held.grow(list.heap_bytes())?;
                    let elements = list.elements();
                    let elements =
                        elements.ok_or_else(|| self.type_mismatch(&list, "a list", *span))?;
                    for element in elements {
                        self.budget().step()?;
                        self.frame[*slot] = element;
                        projected.add(self)?;
                    }
                }
                Second::Join { kind, on, .. } => {
                    let Some(second) = &second else { continue };
                    let mut has_partner = false;
                    for row in &second.table.rows {
                        self.budget().step()?;
                        second.bind(self, row);
                        if self.meets(on.as_ref())? {
                            has_partner = true;
                            projected.add(self)?;
                            if *kind == JoinKind::Semi {
                                break;
                            }
                        }
                    }
                    if !has_partner && *kind == JoinKind::Left {
                        let null = Value::Json(Arc::new(serde_json::Value::Null));
                        second.bind(self, &vec![null; second.table.columns.len()]);
                        projected.add(self)?;
                    }
                }
            }
        }
        let made = projected.finish(self)?;
        let table = Table { columns: rows.columns.clone(), rows: made };
        Ok(self.set(rows.into, Value::Table(Arc::new(table)))?)
    }
}

impl Opened<'_> {
    /// Makes a row the present one.
    fn bind(&self, machine: &mut Machine<'_>, row: &[Value]) {
        machine.frame[self.input.row] = Value::tuple(self.table.columns.clone(), row.to_vec());
        for ((_, slot), at) in self.input.columns.iter().zip(&self.positions) {
            machine.frame[*slot] = row[*at].clone();
        }
    }
}
