//! `GroupByAccum`: accumulators per combination of keys.

use std::collections::BTreeMap;

use super::{Accum, GroupType, expected};
use crate::eval::operator::check_element_count;
use crate::eval::value::tree_entry;
use crate::eval::{Failure, PrintedValue, Value};
use crate::store::Graphs;

/// The accumulators of each group by its keys.
#[derive(Debug, Clone, Default)]
pub(in crate::eval) struct Groups(pub(super) BTreeMap<Vec<Value>, Vec<Accum>>);

/// The bytes of a group without its keys and accumulators.
const ENTRY: usize = tree_entry::<(Vec<Value>, Vec<Accum>)>();

impl Groups {
    pub(super) fn bytes(&self) -> usize {
        let keys = |keys: &[Value]| keys.iter().map(Value::bytes).sum::<usize>();
        let accums = |accums: &[Accum]| {
            accums.iter().map(|accum| size_of::<Accum>() + accum.bytes()).sum::<usize>()
        };
        self.0.iter().map(|(k, v)| ENTRY + keys(k) + accums(v)).sum()
    }

    /// Returns one tuple per group: its keys, then the values of its accumulators.
    pub(super) fn rows<'g>(&'g self, ty: &'g GroupType) -> impl Iterator<Item = Value> + use<'g> {
        self.0.iter().map(|(keys, accums)| {
            let values = accums.iter().zip(&ty.values).map(|(accum, ty)| accum.value(ty));
            Value::tuple(ty.names.clone(), keys.iter().cloned().chain(values).collect())
        })
    }

    /// Returns the printed form of each group.
    pub(super) fn to_printed(&self, ty: &GroupType, graphs: &Graphs) -> Vec<PrintedValue> {
        let rows = self.0.iter().map(|(keys, accums)| {
            let accums = accums.iter().zip(&ty.values);
            let values = accums.map(|(accum, ty)| accum.to_printed(ty, graphs));
            let values = keys.iter().map(|key| key.to_printed(graphs)).chain(values);
            let names = ty.names.iter().map(ToString::to_string);
            PrintedValue::Object(names.zip(values).collect())
        });
        rows.collect()
    }

    /// Returns the keys in the types that were declared.
    pub(super) fn keys(ty: &GroupType, keys: &[Value]) -> Result<Vec<Value>, Failure> {
        if keys.len() != ty.keys.len() {
            let (expected, found) = (ty.keys.len(), keys.len());
            let reason = format!("the GroupByAccum has {expected} keys, {found} are given.");
            return Err(Failure::runtime(reason));
        }
        ty.keys.iter().zip(keys).map(|(ty, key)| ty.convert(key.clone())).collect()
    }

    pub(super) fn add(&mut self, ty: &GroupType, value: Value) -> Result<isize, Failure> {
        match &value {
            Value::Entry(entry) => self.add_group(ty, &entry.0, &entry.1),
            Value::Tuple(row) => {
                let (keys, values) = row.values.split_at(ty.keys.len().min(row.values.len()));
                self.add_group(ty, keys, values)
            }
            other => {
                let rows = other.elements();
                let rows = rows.ok_or_else(|| expected("an entry (keys -> values)", other))?;
                rows.into_iter().try_fold(0, |bytes, row| match row {
                    row @ (Value::Tuple(_) | Value::Entry(_)) => Ok(bytes + self.add(ty, row)?),
                    other => Err(expected("an entry (keys -> values)", &other)),
                })
            }
        }
    }

    fn add_group(
        &mut self,
        ty: &GroupType,
        keys: &[Value],
        values: &[Value],
    ) -> Result<isize, Failure> {
        if values.len() != ty.values.len() {
            let (expected, found) = (ty.values.len(), values.len());
            let reason =
                format!("the GroupByAccum has {expected} accumulators, {found} values are given.");
            return Err(Failure::runtime(reason));
        }
        let mut bytes = 0;
        let accums = self.0.entry(Self::keys(ty, keys)?).or_insert_with_key(|keys| {
            bytes += (ENTRY + keys.iter().map(Value::bytes).sum::<usize>()) as isize;
            bytes += (size_of::<Accum>() * ty.values.len()) as isize;
            ty.values.iter().map(Accum::new).collect()
        });
        for ((accum, ty), value) in accums.iter_mut().zip(&ty.values).zip(values) {
            bytes += accum.add(ty, value.clone())?;
        }
        check_element_count(self.0.len())?;
        Ok(bytes)
    }
}
