//! `HeapAccum`: sorted tuples, of which only the first ones remain.

use std::cmp::Ordering;

use super::{Capacity, HeapType, expected};
use crate::eval::operator::check_element_count;
use crate::eval::{Failure, Value};

/// The content of a heap, in its order.
#[derive(Debug, Clone)]
pub(in crate::eval) struct Heap {
    pub(in crate::eval) capacity: usize,
    pub(in crate::eval) items: Vec<Value>,
}

impl Heap {
    pub(super) fn new(ty: &HeapType) -> Self {
        let capacity = match ty.capacity {
            Capacity::Fixed(capacity) => capacity,
            Capacity::Unlimited | Capacity::Variable(_) => usize::MAX,
        };
        Self { capacity, items: Vec::new() }
    }

    pub(super) fn add(&mut self, ty: &HeapType, value: Value) -> Result<isize, Failure> {
        match value {
            Value::Tuple(tuple) => self.insert(ty, ty.tuple.tuple(tuple.values.clone())?),
            other => {
                let elements =
                    other.elements().ok_or_else(|| expected("a tuple of the heap", &other))?;
                elements.into_iter().try_fold(0, |bytes, item| Ok(bytes + self.add(ty, item)?))
            }
        }
    }

    fn insert(&mut self, ty: &HeapType, item: Value) -> Result<isize, Failure> {
        if self.items.len() >= self.capacity
            && self.items.last().is_none_or(|last| compare(ty, &item, last).is_ge())
        {
            return Ok(0);
        }
        let at = self.items.partition_point(|known| compare(ty, known, &item).is_le());
        let mut bytes = item.bytes() as isize;
        self.items.insert(at, item);
        if self.items.len() > self.capacity {
            bytes -= self.items.pop().map_or(0, |last| last.bytes() as isize);
        }
        check_element_count(self.items.len())?;
        Ok(bytes)
    }

    /// Changes the capacity, and returns the change of the memory.
    pub(super) fn resize(&mut self, capacity: usize) -> isize {
        self.capacity = capacity;
        let removed = self.items.split_off(capacity.min(self.items.len()));
        -(removed.iter().map(Value::bytes).sum::<usize>() as isize)
    }
}

fn compare(ty: &HeapType, a: &Value, b: &Value) -> Ordering {
    let (Value::Tuple(a), Value::Tuple(b)) = (a, b) else { return Ordering::Equal };
    let orders = ty.keys.iter().map(|(field, descending)| {
        let order = a.values[*field].cmp(&b.values[*field]);
        if *descending { order.reverse() } else { order }
    });
    orders.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}
