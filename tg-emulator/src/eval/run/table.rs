//! `SELECT ... INTO`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tg_gsql::syntax::ast::query::Op;

use super::Machine;
use super::select::Sorted;
use crate::eval::accum::percentile;
use crate::eval::plan::{Aggregate, AggregateKind, SelectInto};
use crate::eval::stop::Stop;
use crate::eval::value::Table;
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

impl<'a> Machine<'a> {
    pub(super) fn select_into(&mut self, select: &'a SelectInto) -> Result<(), Stop> {
        let steps = self.resolve(&select.steps)?;
        let (skip, count) = self.limits(&select.tail)?;
        let mut sorted = Sorted::new(self.budget(), skip.saturating_add(count));
        let mut distinct = BTreeSet::new();
        let mut groups: BTreeMap<Vec<Value>, Group> = BTreeMap::new();
        let needed = steps.len();
        let mut held = self.budget().hold();
        self.rows(&steps, 0, needed, &mut |machine| {
            if !machine.meets(select.filter.as_ref())? {
                return Ok(false);
            }
            match &select.keys {
                Some(keys) => {
                    let keys = machine.eval_all(keys)?;
                    let bytes: usize = keys.iter().map(Value::bytes).sum();
                    let group = groups.entry(keys);
                    if let std::collections::btree_map::Entry::Vacant(_) = &group {
                        held.grow(bytes + size_of::<Group>())?;
                    }
                    let group = group.or_insert_with(|| Group {
                        aliases: select
                            .key_slots
                            .iter()
                            .map(|it| machine.frame[*it].clone())
                            .collect(),
                        inputs: select.aggregates.iter().map(|_| Inputs::new()).collect(),
                    });
                    for (aggregate, inputs) in select.aggregates.iter().zip(&mut group.inputs) {
                        let value = match &aggregate.of {
                            Some(of) => Some(machine.eval(of)?),
                            None => None,
                        };
                        held.grow(inputs.add(aggregate, value, machine)?)?;
                    }
                }
                None => machine.table_row(select, &mut sorted, &mut distinct)?,
            }
            Ok(true)
        })?;
        if let (Some([]), true) = (select.keys.as_deref(), groups.is_empty()) {
            // An aggregate of no rows is one row.
            let inputs = select.aggregates.iter().map(|_| Inputs::new()).collect();
            groups.insert(Vec::new(), Group { aliases: Vec::new(), inputs });
        }
        for (_, group) in groups {
            self.budget().step()?;
            for (slot, value) in select.key_slots.iter().zip(group.aliases) {
                self.frame[*slot] = value;
            }
            for (aggregate, inputs) in select.aggregates.iter().zip(group.inputs) {
                self.frame[aggregate.slot] = inputs.result(aggregate, self)?;
            }
            self.table_row(select, &mut sorted, &mut distinct)?;
        }
        let rows = sorted.items().skip(skip).take(count).collect();
        let table = Table { columns: select.columns.clone(), rows };
        Ok(self.set(select.into, Value::Table(Arc::new(table)))?)
    }

    /// Adds a row, if it meets HAVING.
    fn table_row(
        &mut self,
        select: &'a SelectInto,
        sorted: &mut Sorted<'a, Vec<Value>>,
        distinct: &mut BTreeSet<Vec<Value>>,
    ) -> Result<(), Stop> {
        let mut row = Vec::with_capacity(select.values.len());
        for value in &select.values {
            row.push(match value {
                // A vertex set alias and NULL are printed as they are.
                crate::eval::plan::Node::Slot(slot, _) => self.frame[*slot].clone(),
                value => self.eval(value)?,
            });
        }
        for (slot, value) in select.column_slots.iter().zip(&row) {
            self.frame[*slot] = value.clone();
        }
        if let Some((having, span)) = &select.tail.having
            && !self.eval_bool(having, *span)?
        {
            return Ok(());
        }
        if select.distinct && !distinct.insert(row.clone()) {
            return Ok(());
        }
        let keys = self.sort_keys(&select.tail.order)?;
        Ok(sorted.insert(keys, row)?)
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
        let mut bytes = 0;
        if aggregate.distinct {
            if !self.known.insert(value.clone()) {
                return Ok(0);
            }
            bytes += value.bytes();
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

    fn result(mut self, aggregate: &Aggregate, _: &Machine<'_>) -> Result<Value, Failure> {
        let numbers = || self.values.iter().map(Value::as_double).collect::<Option<Vec<_>>>();
        let not_numbers = || Failure::runtime("an aggregate of numbers has another value.");
        Ok(match aggregate.kind {
            AggregateKind::Count => Value::Int(self.count),
            AggregateKind::Collect => Value::list(std::mem::take(&mut self.values)),
            AggregateKind::Avg => {
                let sum = self.values.first().and_then(Value::as_double).unwrap_or_default();
                Value::Double(if self.count == 0 { 0.0 } else { sum / self.count as f64 })
            }
            AggregateKind::Percentile(percent) => {
                Value::Double(percentile(numbers().ok_or_else(not_numbers)?, percent))
            }
            AggregateKind::Stdev => {
                let numbers = numbers().ok_or_else(not_numbers)?;
                let count = numbers.len().max(1) as f64;
                let mean = numbers.iter().sum::<f64>() / count;
                let square = numbers.iter().map(|it| (it - mean).powi(2)).sum::<f64>();
                Value::Double((square / count).sqrt())
            }
            AggregateKind::Sum | AggregateKind::Min | AggregateKind::Max => {
                self.values.pop().unwrap_or(Value::Int(0))
            }
        })
    }
}
