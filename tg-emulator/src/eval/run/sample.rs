//! SAMPLE: a random part of the edges or targets of each source.

use std::collections::BTreeSet;

use super::Machine;
use super::rows::{Resolved, Sink};
use crate::eval::function::random;
use crate::eval::plan::Sample;
use crate::eval::stop::Stop;
use crate::eval::{Failure, Value};

/// The rows of one source: its edges and targets.
#[derive(Debug, Default)]
struct Rows {
    source: Option<Value>,
    ends: Vec<(Option<Value>, Value)>,
}

impl<'a> Machine<'a> {
    /// Matches the steps, and gives the rows that are chosen to the sink.
    pub(super) fn sampled_rows(
        &mut self,
        sample: &'a Sample,
        steps: &[Resolved<'a>],
        sink: &mut Sink<'_, 'a>,
    ) -> Result<(), Stop> {
        let mut rows = Rows::default();
        let mut held = self.budget().hold();
        // The rows of a source follow each other.
        self.rows(steps, 0, steps.len(), &mut |machine| {
            let source = machine.frame[sample.source].clone();
            let edge = sample.edge.map(|slot| machine.frame[slot].clone());
            let target = machine.frame[sample.target].clone();
            if rows.source.as_ref() != Some(&source) {
                machine.choose(sample, std::mem::take(&mut rows), sink)?;
                rows.source = Some(source.clone());
                machine.frame[sample.source] = source;
            }
            held.grow(size_of::<(Option<Value>, Value)>())?;
            rows.ends.push((edge, target));
            Ok(true)
        })?;
        self.choose(sample, rows, sink)
    }

    /// Gives the chosen rows of a source to the sink: all, if it does not meet the condition.
    fn choose(
        &mut self,
        sample: &'a Sample,
        rows: Rows,
        sink: &mut Sink<'_, 'a>,
    ) -> Result<(), Stop> {
        let Rows { source: Some(source), ends } = rows else { return Ok(()) };
        self.frame[sample.source] = source;
        self.loops += 1;
        let (condition, span) = &sample.condition;
        let is_sampled = self.eval_bool(condition, *span)?;
        // One unit is an edge, or a target with all edges to it.
        let units: BTreeSet<Value> = match sample.of_targets {
            true => ends.iter().map(|(_, target)| target.clone()).collect(),
            false => (0..ends.len() as i64).map(Value::Int).collect(),
        };
        let units = match is_sampled {
            true => self.random_part(sample, units)?,
            false => units,
        };
        for (at, (edge, target)) in ends.into_iter().enumerate() {
            let is_chosen = match sample.of_targets {
                true => units.contains(&target),
                false => units.contains(&Value::Int(at as i64)),
            };
            if !is_chosen {
                continue;
            }
            if let (Some(slot), Some(edge)) = (sample.edge, edge) {
                self.frame[slot] = edge;
            }
            self.frame[sample.target] = target;
            sink(self)?;
        }
        Ok(())
    }

    fn random_part(
        &mut self,
        sample: &'a Sample,
        units: BTreeSet<Value>,
    ) -> Result<BTreeSet<Value>, Stop> {
        let (amount, span) = &sample.amount;
        let value = self.eval(amount)?;
        let amount = match value.as_double() {
            Some(amount) if amount >= 0.0 => amount,
            _ if value.is_number() => {
                let found = value.type_name();
                let reason =
                    format!("SAMPLE takes a number that is not negative, not this {found}.");
                return Err(Failure::runtime(reason).into());
            }
            _ => return Err(self.type_mismatch(&value, "a number", *span)),
        };
        let mut units: Vec<_> = units.into_iter().collect();
        let count = match sample.percent {
            true => (units.len() as f64 * amount / 100.0).round(),
            false => amount,
        };
        let count = (count as usize).min(units.len());
        for at in 0..count {
            self.budget().step()?;
            let other = at + (random(&self.cx) % (units.len() - at) as u64) as usize;
            units.swap(at, other);
        }
        units.truncate(count);
        Ok(units.into_iter().collect())
    }
}
