//! Conversion of a line to writes; mistakes are counted.

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

/// Loads lines, one after the other.
pub(super) struct LineLoader<'a> {
    pub(super) schema: &'a Schema,
    pub(super) graph: &'a GraphShape,
    pub(super) objects: &'a mut [ObjectCounts],
    pub(super) writes: &'a mut Writes,
}

impl LineLoader<'_> {
    /// Executes all steps for a record. Returns `true` if the condition of a step was false. `line`
    /// is the text for the samples of invalid lines.
    pub(super) fn load(&mut self, steps: &[Step], record: &Record<'_>, line: &[u8]) -> bool {
        let mut condition_failed = false;
        for step in steps {
            let passed = step.filter.as_ref().is_none_or(|filter| filter.holds(record));
            condition_failed |= !passed;
            if let Some(counts) = step.counter.and_then(|at| self.objects.get_mut(at))
                && counts.has_filter
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
                    condition_failed |= self.table(table, record, line);
                    continue;
                }
                Action::Vertex(vertex) => self.vertex(vertex, step.conditions, record),
                Action::Edge(edge) => self.edge(edge, step.conditions, record),
                Action::DeleteVertex(step) => self.delete_vertex(step, record),
                Action::DeleteEdges(step) => self.delete_edges(step, record),
            };
            if let Some(counts) = step.counter.and_then(|at| self.objects.get_mut(at)) {
                match outcome {
                    Ok(()) => counts.valid += 1,
                    Err(fault) => counts.count(fault, line),
                }
            }
        }
        condition_failed
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
        for assignment in &step.attributes {
            let ty = &shape.columns[assignment.column].ty;
            if let Some(value) = assignment.cell.value(ty, record)? {
                updates.push(Update { column: assignment.column, op: assignment.op, value });
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
        for assignment in &step.attributes {
            let ty = &shape.columns[assignment.column].ty;
            if let Some(value) = assignment.cell.value(ty, record)? {
                updates.push(Update { column: assignment.column, op: assignment.op, value });
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
            EndType::Fixed(ty) => *ty,
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
        // Jobs accept more formats of a DATETIME than ids do.
        key.or_else(|| Key::parse(&normalize_times(text, shape)?, shape).ok())
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
        let invalid = ObjectFault::SecondaryId;
        let to = step.to.as_ref().map(|to| self.end(to, record, invalid, invalid)).transpose()?;
        let discriminator = match step.view {
            Some(view) => discriminator(&step.discriminator, self.schema.edge(view.ty), record)?,
            None => Vec::new(),
        };
        self.writes.delete(Deletion::Edges { view: step.view, from, to, discriminator });
        Ok(())
    }

    /// Loads the rows of a temporary table that a record is converted to.
    fn table(&mut self, table: &TableStep, record: &Record<'_>, line: &[u8]) -> bool {
        // A `flatten` cell produces several rows, in each of which all other cells are repeated.
        let mut rows: Vec<Vec<Option<Cow<'_, str>>>> = vec![Vec::new()];
        for cell in &table.cells {
            let Some(expansions) = expand(cell, record) else { return false };
            rows = rows
                .into_iter()
                .flat_map(|row| {
                    let extended = |expansion: &Vec<Option<Cow<'_, str>>>| {
                        let cells = row.iter().chain(expansion);
                        cells.map(|it| it.as_ref().map(|it| Cow::Owned(it.to_string()))).collect()
                    };
                    expansions.iter().map(extended).collect::<Vec<Vec<_>>>()
                })
                .collect();
        }
        let mut condition_failed = false;
        for row in &rows {
            let record = Record { row: Row::Table(row), named_columns: &[], env: record.env };
            condition_failed |= self.load(&table.steps, &record, line);
        }
        condition_failed
    }
}

/// Returns the values of a cell for each row that it produces, or `None` if it is invalid.
fn expand<'r>(cell: &'r TableCell, record: &Record<'r>) -> Option<Vec<Vec<Option<Cow<'r, str>>>>> {
    match cell {
        TableCell::Single(expr) => Some(vec![vec![expr.text(record).ok()?]]),
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

/// Returns the values of a discriminator. None of them can be missing.
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

/// Converts the DATETIME parts of an id to the format of ids. Returns `None` if there are none.
fn normalize_times(text: &str, shape: &VertexShape) -> Option<String> {
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
