//! What a line amounts to: objects to write, or counted mistakes.

use std::borrow::Cow;

use serde_json::Value as Json;
use tg_gsql::model::KeyType;

use super::expr::{Record, Row, follow, json_text};
use super::plan::{
    Action, DeleteEdges, DeleteVertex, EdgeStep, End as EndPlan, EndType, Step, TableCell,
    TableStep, VertexStep,
};
use super::statistics::{ObjectCounts, ObjectFault};
use super::time;
use super::value::{Cell, key_text, parts};
use super::writes::{Deletion, Writes};
use crate::store::{
    Conditions, EdgeShape, EdgeWrite, End, GraphShape, Key, KeyShape, Schema, Update, Value,
    VertexShape, VertexTypeId, VertexWrite, datetime,
};

/// What loads one line after the other.
pub(super) struct LineLoader<'a> {
    pub(super) schema: &'a Schema,
    pub(super) graph: &'a GraphShape,
    pub(super) objects: &'a mut [ObjectCounts],
    pub(super) writes: &'a mut Writes,
}

impl LineLoader<'_> {
    /// Loads a record by every step; whether the condition of one was false. `line` is the text
    /// that is shown of a line with a mistake.
    pub(super) fn load(&mut self, steps: &[Step], record: &Record<'_>, line: &[u8]) -> bool {
        let mut failed = false;
        for step in steps {
            let passed = step.filter.as_ref().is_none_or(|filter| filter.holds(record));
            failed |= !passed;
            if let Some(counts) = step.counted.and_then(|at| self.objects.get_mut(at))
                && counts.filtered
            {
                if passed {
                    counts.passed_condition += 1;
                } else {
                    counts.failed_condition += 1;
                }
            }
            if !passed {
                continue;
            }
            let outcome = match &step.action {
                Action::Table(table) => {
                    failed |= self.table(table, record, line);
                    continue;
                }
                Action::Vertex(step_) => self.vertex(step_, step.conditions, record),
                Action::Edge(step_) => self.edge(step_, step.conditions, record),
                Action::DeleteVertex(step) => self.delete_vertex(step, record),
                Action::DeleteEdges(step) => self.delete_edges(step, record),
            };
            if let Some(counts) = step.counted.and_then(|at| self.objects.get_mut(at)) {
                match outcome {
                    Ok(()) => counts.valid += 1,
                    Err(fault) => counts.count(fault, line),
                }
            }
        }
        failed
    }

    fn vertex(
        &mut self,
        step: &VertexStep,
        conditions: Conditions,
        record: &Record<'_>,
    ) -> Result<(), ObjectFault> {
        let shape = self.schema.vertex(step.ty);
        let text = key_text(&step.key, record).map_err(|_| ObjectFault::PrimaryId)?;
        let text = text.ok_or(ObjectFault::NoId)?;
        let key = self.key(&text, step.ty).ok_or(ObjectFault::PrimaryId)?;
        let mut updates = Vec::with_capacity(step.attributes.len());
        for assigned in &step.attributes {
            let ty = &shape.columns[assigned.column].ty;
            if let Some(value) = assigned.cell.value(ty, record)? {
                updates.push(Update { column: assigned.column, op: assigned.op, value });
            }
        }
        self.writes.vertex(conditions, VertexWrite { ty: step.ty, key, updates });
        Ok(())
    }

    fn edge(
        &mut self,
        step: &EdgeStep,
        conditions: Conditions,
        record: &Record<'_>,
    ) -> Result<(), ObjectFault> {
        let shape = self.schema.edge(step.view.ty);
        let source = self.end(&step.from, record, ObjectFault::PrimaryId, ObjectFault::NoId)?;
        let target =
            self.end(&step.to, record, ObjectFault::SecondaryId, ObjectFault::SecondaryId)?;
        let reversed = step.view.reversed;
        let (from, to) = if reversed { (target, source) } else { (source, target) };
        if !shape.joins(from.ty, to.ty) {
            return Err(ObjectFault::VertexType);
        }
        let discriminator = discriminator(&step.discriminator, shape, record)?;
        let mut updates = Vec::with_capacity(step.attributes.len());
        for assigned in &step.attributes {
            let ty = &shape.columns[assigned.column].ty;
            if let Some(value) = assigned.cell.value(ty, record)? {
                updates.push(Update { column: assigned.column, op: assigned.op, value });
            }
        }
        let ty = step.view.ty;
        let discriminator = discriminator.into();
        let write = EdgeWrite { ty, from, to, reversed, discriminator, updates };
        self.writes.edge(conditions, write);
        Ok(())
    }

    fn end(
        &self,
        end: &EndPlan,
        record: &Record<'_>,
        invalid: ObjectFault,
        missing: ObjectFault,
    ) -> Result<End, ObjectFault> {
        let ty = match &end.ty {
            EndType::Known(ty) => *ty,
            EndType::Column(column) => {
                let name = column.text(record).ok().flatten().unwrap_or_default();
                self.graph.vertex(&name).ok_or(ObjectFault::VertexType)?
            }
        };
        let text = key_text(&end.key, record).map_err(|_| invalid)?.ok_or(missing)?;
        let key = self.key(&text, ty).ok_or(invalid)?;
        Ok(End { ty, key })
    }

    fn key(&self, text: &str, ty: VertexTypeId) -> Option<Key> {
        let shape = self.schema.vertex(ty);
        let key = Key::parse(text, shape).ok();
        // Jobs know more forms of a DATETIME than ids do.
        key.or_else(|| Key::parse(&plain_times(text, shape)?, shape).ok())
    }

    fn delete_vertex(
        &mut self,
        step: &DeleteVertex,
        record: &Record<'_>,
    ) -> Result<(), ObjectFault> {
        let text = key_text(&step.key, record).map_err(|_| ObjectFault::PrimaryId)?;
        let text = text.ok_or(ObjectFault::NoId)?;
        let key = self.key(&text, step.ty).ok_or(ObjectFault::PrimaryId)?;
        self.writes.delete(Deletion::Vertex { ty: step.ty, key });
        Ok(())
    }

    fn delete_edges(&mut self, step: &DeleteEdges, record: &Record<'_>) -> Result<(), ObjectFault> {
        let from = self.end(&step.from, record, ObjectFault::PrimaryId, ObjectFault::NoId)?;
        let second = ObjectFault::SecondaryId;
        let to = step.to.as_ref().map(|to| self.end(to, record, second, second)).transpose()?;
        let discriminator = match step.view {
            Some(view) => discriminator(&step.discriminator, self.schema.edge(view.ty), record)?,
            None => Vec::new(),
        };
        self.writes.delete(Deletion::Edges { view: step.view, from, to, discriminator });
        Ok(())
    }

    /// Loads the rows that a record makes in a temporary table.
    fn table(&mut self, table: &TableStep, record: &Record<'_>, line: &[u8]) -> bool {
        // Every cell stands once in each row, but for the one that makes the rows.
        let mut rows: Vec<Vec<Option<Cow<'_, str>>>> = vec![Vec::new()];
        for cell in &table.cells {
            let Some(fills) = fills(cell, record) else { return false };
            rows = rows
                .into_iter()
                .flat_map(|row| {
                    let extended = |fill: &Vec<Option<Cow<'_, str>>>| {
                        let both = row.iter().chain(fill);
                        both.map(|it| it.as_ref().map(|it| Cow::Owned(it.to_string()))).collect()
                    };
                    fills.iter().map(extended).collect::<Vec<Vec<_>>>()
                })
                .collect();
        }
        let mut failed = false;
        for row in &rows {
            let record = Record { row: Row::Table(row), named: &[], env: record.env };
            failed |= self.load(&table.steps, &record, line);
        }
        failed
    }
}

/// What a cell puts into the rows of a table, row by row; nothing if it cannot be read.
fn fills<'r>(cell: &'r TableCell, record: &Record<'r>) -> Option<Vec<Vec<Option<Cow<'r, str>>>>> {
    match cell {
        TableCell::One(expr) => Some(vec![vec![expr.text(record).ok()?]]),
        TableCell::Flatten { column, groups, fields, width } => {
            let Some(text) = column.text(record).ok()?.filter(|text| !text.is_empty()) else {
                return Some(Vec::new());
            };
            let groups = groups.text(record).ok()?.unwrap_or_default();
            let fields = match fields {
                Some(fields) => Some(fields.text(record).ok()?.unwrap_or_default()),
                None => None,
            };
            let row = |group: &str| match &fields {
                None => vec![Some(Cow::Owned(group.to_owned()))],
                Some(separator) => {
                    let mut found = parts(group, separator).map(|it| Cow::Owned(it.to_owned()));
                    (0..*width).map(|_| found.next()).collect()
                }
            };
            Some(parts(&text, &groups).map(row).collect())
        }
        TableCell::FlattenJson { array, keys } => {
            let Some(array) = array.json(record).ok()? else { return Some(Vec::new()) };
            let Json::Array(elements) = array.as_ref() else { return None };
            let owned = |text: Option<Cow<'_, str>>| text.map(|it| Cow::Owned(it.into_owned()));
            let row = |element: &Json| match keys.as_slice() {
                [] => Some(vec![owned(json_text(element))]),
                keys => element.is_object().then(|| {
                    let member = |key: &Vec<String>| follow(element, key).and_then(json_text);
                    keys.iter().map(|key| owned(member(key))).collect()
                }),
            };
            Some(elements.iter().filter_map(row).collect())
        }
    }
}

/// The values that tell parallel edges apart: none of them can be left out.
fn discriminator(
    cells: &[Cell],
    shape: &EdgeShape,
    record: &Record<'_>,
) -> Result<Vec<Value>, ObjectFault> {
    let values = cells
        .iter()
        .zip(&shape.columns)
        .map(|(cell, column)| cell.value(&column.ty, record)?.ok_or(ObjectFault::Attribute));
    values.collect()
}

/// An id whose parts of type DATETIME are written as ids write them; nothing if it has none.
fn plain_times(text: &str, shape: &VertexShape) -> Option<String> {
    let types: Vec<KeyType> = match &shape.key {
        KeyShape::Id { ty, .. } => vec![*ty],
        KeyShape::Columns(columns) => columns.iter().map(|(_, ty)| *ty).collect(),
    };
    if !types.contains(&KeyType::DateTime) {
        return None;
    }
    let parts = text.split(',').zip(types).map(|(part, ty)| match ty {
        KeyType::DateTime => Some(datetime::format(time::attribute(part)?)),
        _ => Some(part.to_owned()),
    });
    Some(parts.collect::<Option<Vec<_>>>()?.join(","))
}
