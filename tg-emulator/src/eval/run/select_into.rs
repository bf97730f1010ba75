//! `SELECT ... INTO`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tg_gsql::syntax::ast::query::Op;

use super::Machine;
use super::select::Sorted;
use crate::eval::accum::percentile;
use crate::eval::budget::Held;
use crate::eval::plan::{Aggregate, AggregateKind, Node, Projection, SelectInto};
use crate::eval::stop::Stop;
use crate::eval::value::{Table, tree_entry};
use crate::eval::{Failure, Value, operator};

/// A group of rows: the aliases of its first row, and the values of each aggregate.
struct Group {
    aliases: Vec<Value>,
    inputs: Vec<Inputs>,
}

/// The state of an aggregate.
struct Inputs {
    count: i64,
    values: Vec<Value>,
    known: BTreeSet<Value>,
}

/// The rows of a projection while they are made.
pub(super) struct Projected<'a> {
    projection: &'a Projection,
    skip: usize,
    count: usize,
    sorted: Sorted<'a, Vec<Value>>,
    distinct: BTreeSet<Vec<Value>>,
    groups: BTreeMap<Vec<Value>, Group>,
    held: Held<'a>,
}

impl<'a> Machine<'a> {
    pub(super) fn select_into(&mut self, select: &'a SelectInto) -> Result<(), Stop> {
        let steps = self.resolve(&select.steps)?;
        let mut projected = self.projected(&select.projection)?;
        self.rows(&steps, 0, steps.len(), &mut |machine| {
            if !machine.meets(select.filter.as_ref())? {
                return Ok(false);
            }
            projected.add(machine)?;
            Ok(true)
        })?;
        let rows = projected.finish(self)?;
        let table = Table { columns: select.columns.clone(), rows };
        Ok(self.set(select.into, Value::Table(Arc::new(table)))?)
    }

    /// Begins a projection.
    pub(super) fn projected(&mut self, projection: &'a Projection) -> Result<Projected<'a>, Stop> {
        let (skip, count) = self.limits(&projection.tail)?;
        Ok(Projected {
            projection,
            skip,
            count,
            sorted: Sorted::new(self.budget(), skip.saturating_add(count), |row| values_bytes(row)),
            distinct: BTreeSet::new(),
            groups: BTreeMap::new(),
            held: self.budget().hold(),
        })
    }
}

impl<'a> Projected<'a> {
    /// Adds the matched row that is in the frame.
    pub(super) fn add(&mut self, machine: &mut Machine<'a>) -> Result<(), Stop> {
        let projection = self.projection;
        let Some(keys) = &projection.keys else { return self.row(machine) };
        let keys = machine.eval_all(keys)?;
        let group = self.groups.entry(keys);
        if let std::collections::btree_map::Entry::Vacant(group) = &group {
            let aliases = projection.key_slots.iter().map(|slot| machine.frame[*slot].bytes());
            let inputs = projection.aggregates.len() * size_of::<Inputs>();
            let bytes = values_bytes(group.key()) + aliases.sum::<usize>() + inputs;
            self.held.grow(tree_entry::<(Vec<Value>, Group)>() + bytes)?;
        }
        let group = group.or_insert_with(|| Group {
            aliases: projection.key_slots.iter().map(|it| machine.frame[*it].clone()).collect(),
            inputs: projection.aggregates.iter().map(|_| Inputs::new()).collect(),
        });
        for (aggregate, inputs) in projection.aggregates.iter().zip(&mut group.inputs) {
            let value = match &aggregate.of {
                Some(of) => Some(machine.eval(of)?),
                None => None,
            };
            self.held.grow(inputs.add(aggregate, value, machine)?)?;
        }
        Ok(())
    }

    /// Returns the rows.
    pub(super) fn finish(mut self, machine: &mut Machine<'a>) -> Result<Vec<Vec<Value>>, Stop> {
        let projection = self.projection;
        let mut groups = std::mem::take(&mut self.groups);
        if let (Some([]), true) = (projection.keys.as_deref(), groups.is_empty()) {
            // An aggregate of no rows is one row.
            let inputs = projection.aggregates.iter().map(|_| Inputs::new()).collect();
            groups.insert(Vec::new(), Group { aliases: Vec::new(), inputs });
        }
        for (_, group) in groups {
            machine.budget().step()?;
            for (slot, value) in projection.key_slots.iter().zip(group.aliases) {
                machine.frame[*slot] = value;
            }
            for (aggregate, inputs) in projection.aggregates.iter().zip(group.inputs) {
                let percent = match &aggregate.percent {
                    Some(percent) => machine.eval(percent)?,
                    None => Value::Null,
                };
                machine.frame[aggregate.slot] = inputs.result(aggregate, &percent)?;
            }
            self.row(machine)?;
        }
        Ok(self.sorted.items().skip(self.skip).take(self.count).collect())
    }

    /// Adds a row, if it meets HAVING.
    fn row(&mut self, machine: &mut Machine<'a>) -> Result<(), Stop> {
        let projection = self.projection;
        let mut row = Vec::with_capacity(projection.values.len());
        for value in &projection.values {
            row.push(match value {
                // An alias and NULL are printed as they are.
                Node::Slot(slot, _) if !machine.plan.slots[*slot].is_parameter => {
                    machine.frame[*slot].clone()
                }
                value => machine.eval(value)?,
            });
        }
        for (slot, value) in projection.column_slots.iter().zip(&row) {
            machine.frame[*slot] = value.clone();
        }
        if let Some((having, span)) = &projection.tail.having
            && !machine.eval_bool(having, *span)?
        {
            return Ok(());
        }
        if projection.distinct {
            if !self.distinct.insert(row.clone()) {
                return Ok(());
            }
            self.held.grow(tree_entry::<Vec<Value>>() + values_bytes(&row))?;
        }
        let mut keys = Vec::with_capacity(projection.tail.order.len());
        for sort in &projection.tail.order {
            keys.push(machine.sort_key(sort)?);
        }
        Ok(self.sorted.insert(&mut keys, row)?)
    }
}

impl Inputs {
    fn new() -> Self {
        Self { count: 0, values: Vec::new(), known: BTreeSet::new() }
    }

    /// Adds the value of a row, and returns the memory that it takes.
    fn add(
        &mut self,
        aggregate: &Aggregate,
        value: Option<Value>,
        machine: &Machine<'_>,
    ) -> Result<usize, Failure> {
        let Some(value) = value else {
            self.count += 1;
            return Ok(0);
        };
        if let Value::Null = value {
            return Ok(0);
        }
        let mut bytes = 0;
        if aggregate.distinct {
            if !self.known.insert(value.clone()) {
                return Ok(0);
            }
            bytes += value.bytes_in_set();
        }
        self.count += 1;
        match (aggregate.kind, self.values.first_mut()) {
            (AggregateKind::Count, _) => {}
            (AggregateKind::Sum, Some(sum)) => {
                *sum = operator::apply(machine.cx.graphs, Op::Add, sum, &value)?;
            }
            (AggregateKind::Avg, Some(sum)) => {
                let value = Value::Double(value.as_double().unwrap_or_default());
                *sum = operator::apply(machine.cx.graphs, Op::Add, sum, &value)?;
            }
            (AggregateKind::Avg, None) => {
                let number = value.as_double();
                let number =
                    number.ok_or_else(|| Failure::runtime("avg is defined for numbers only."))?;
                self.values.push(Value::Double(number));
            }
            (AggregateKind::Min, Some(least)) => {
                if value < *least {
                    *least = value;
                }
            }
            (AggregateKind::Max, Some(greatest)) => {
                if value > *greatest {
                    *greatest = value;
                }
            }
            _ => {
                bytes += value.bytes();
                self.values.push(value);
            }
        }
        Ok(bytes)
    }

    fn result(mut self, aggregate: &Aggregate, percent: &Value) -> Result<Value, Failure> {
        if let (0, Some(empty)) = (self.count, &aggregate.empty) {
            return Ok(empty.clone());
        }
        let numbers = || self.values.iter().map(Value::as_double).collect::<Option<Vec<_>>>();
        let not_numbers = || Failure::runtime("an aggregate of numbers has another value.");
        Ok(match aggregate.kind {
            AggregateKind::Count => Value::Int(self.count),
            AggregateKind::Collect => Value::list(std::mem::take(&mut self.values)),
            AggregateKind::Avg => {
                let sum = self.values.first().and_then(Value::as_double).unwrap_or_default();
                Value::Double(if self.count == 0 { 0.0 } else { sum / self.count as f64 })
            }
            AggregateKind::PercentileCont | AggregateKind::PercentileDisc => {
                let part = percent.as_double().filter(|part| (0.0..=1.0).contains(part));
                let part = part.ok_or_else(|| {
                    Failure::runtime("the second argument of a percentile is between 0 and 1.")
                })?;
                if aggregate.kind == AggregateKind::PercentileCont {
                    return Ok(Value::Double(percentile(numbers().ok_or_else(not_numbers)?, part)));
                }
                self.values.sort();
                // The first value that is not below this part of all.
                let at = (part * self.values.len() as f64).ceil() as usize;
                self.values.swap_remove(at.saturating_sub(1))
            }
            AggregateKind::Stdev | AggregateKind::SampleStdev => {
                let numbers = numbers().ok_or_else(not_numbers)?;
                let count = numbers.len().max(1) as f64;
                let mean = numbers.iter().sum::<f64>() / count;
                let square = numbers.iter().map(|it| (it - mean).powi(2)).sum::<f64>();
                let is_sample = aggregate.kind == AggregateKind::SampleStdev;
                let of = if is_sample { (count - 1.0).max(1.0) } else { count };
                Value::Double((square / of).sqrt())
            }
            AggregateKind::Sum | AggregateKind::Min | AggregateKind::Max => {
                self.values.pop().unwrap_or(Value::Int(0))
            }
        })
    }
}

/// Returns the memory of the values of a row.
pub(super) fn values_bytes(values: &[Value]) -> usize {
    values.iter().map(Value::bytes).sum()
}
