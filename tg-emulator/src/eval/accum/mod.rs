//! Accumulators.

mod array;
mod bits;
mod columns;
mod group;
mod heap;
mod kind;
mod method;
mod pages;
mod per_item;
mod percentile;
mod scalar;
mod times;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) use array::Array;
pub(super) use bits::Bits;
pub(super) use group::Groups;
pub(super) use heap::Heap;
pub(super) use kind::{AccumType, Capacity, GroupType, HeapType};
pub(super) use method::{Method, ReadMethod, SUM_OF_ARRAYS, find as find_method, read_nested};
pub(super) use per_item::{EdgeAccum, VertexAccum};
pub(super) use percentile::{Percentile, percentile};
pub(super) use times::Times;

use super::operator::{check_element_count, check_text_length};
use super::ty::Ty;
use super::value::tree_entry;
use super::{Failure, PrintedValue, Value};
use crate::store::Graphs;

/// The content of an accumulator. Its type is kept next to it.
///
/// Contents that can be large are shared: a copy is cheap, and a change copies what is shared.
#[derive(Debug, Clone)]
pub(super) enum Accum {
    /// `SumAccum`, `OrAccum`, `AndAccum`; `MaxAccum` and `MinAccum`, which are NULL at first; a
    /// list, set or bag.
    Value(Value),
    /// `SumAccum<STRING>`
    Text(String),
    Mean {
        sum: f64,
        count: u64,
    },
    Map(Arc<BTreeMap<Value, Accum>>),
    Array(Arc<Array>),
    Heap(Arc<Heap>),
    Group(Arc<Groups>),
    Bits(Arc<Bits>),
    Percentile(Arc<Percentile>),
}

/// A global accumulator.
#[derive(Debug, Clone)]
pub(super) struct Global {
    pub(super) ty: Arc<AccumType>,
    pub(super) accum: Accum,
}

impl Accum {
    /// Creates an empty accumulator.
    pub(super) fn new(ty: &AccumType) -> Self {
        Self::Value(match ty {
            AccumType::Sum(Ty::Text) => return Self::Text(String::new()),
            AccumType::Sum(ty) => ty.zero(),
            AccumType::Or => Value::Bool(false),
            AccumType::And => Value::Bool(true),
            AccumType::Max(_) | AccumType::Min(_) | AccumType::Last(_) => Value::Null,
            AccumType::List(_) => Value::List(Arc::default()),
            AccumType::Bag(_) => Value::Bag(Arc::default()),
            AccumType::Set(_) => Value::Set(Arc::default()),
            AccumType::Avg => return Self::Mean { sum: 0.0, count: 0 },
            AccumType::Map(..) => return Self::Map(Arc::default()),
            AccumType::Array(_) => return Self::Array(Arc::default()),
            AccumType::Heap(ty) => return Self::Heap(Arc::new(Heap::new(ty))),
            AccumType::Group(_) => return Self::Group(Arc::default()),
            AccumType::BitOr(width) => return Self::Bits(Arc::new(Bits::new(*width, false))),
            AccumType::BitAnd(width) => return Self::Bits(Arc::new(Bits::new(*width, true))),
            AccumType::Percentile(percent) => {
                return Self::Percentile(Arc::new(Percentile::new(*percent)));
            }
        })
    }

    /// Returns the memory of the contents.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Value(value) => value.heap_bytes(),
            Self::Text(text) => text.len(),
            Self::Mean { .. } => 0,
            Self::Map(entries) => entries.iter().map(|(k, v)| entry_bytes(k) + v.bytes()).sum(),
            Self::Array(array) => array.bytes(),
            Self::Heap(heap) => heap.items.iter().map(Value::bytes).sum(),
            Self::Group(groups) => groups.bytes(),
            Self::Bits(bits) => bits.bytes(),
            Self::Percentile(percentile) => percentile.bytes(),
        }
    }

    /// Accumulates a value: `+=`. Returns the change of the memory.
    pub(super) fn add(&mut self, ty: &AccumType, value: Value) -> Result<isize, Failure> {
        match (ty, self) {
            (AccumType::Sum(ty), Self::Value(sum)) => add_number(ty, sum, value).map(|()| 0),
            (AccumType::Sum(_), Self::Text(sum)) => match value {
                Value::Text(value) => {
                    check_text_length(sum.len() + value.len())?;
                    sum.push_str(&value);
                    Ok(value.len() as isize)
                }
                other => Err(expected("STRING", &other)),
            },
            (AccumType::Or, Self::Value(state)) => {
                let result = as_bool(state)? | as_bool(&value)?;
                *state = Value::Bool(result);
                Ok(0)
            }
            (AccumType::And, Self::Value(state)) => {
                let result = as_bool(state)? & as_bool(&value)?;
                *state = Value::Bool(result);
                Ok(0)
            }
            (AccumType::Max(ty), Self::Value(state)) => {
                let value = ty.convert(value)?;
                let is_greater = matches!(state, Value::Null) || value > *state;
                Ok(if is_greater { replace(state, value) } else { 0 })
            }
            (AccumType::Min(ty), Self::Value(state)) => {
                let value = ty.convert(value)?;
                let is_less = matches!(state, Value::Null) || value < *state;
                Ok(if is_less { replace(state, value) } else { 0 })
            }
            (AccumType::Last(ty), Self::Value(state)) => Ok(replace(state, ty.convert(value)?)),
            (AccumType::Avg, Self::Mean { sum, count }) => {
                *sum += value.as_double().ok_or_else(|| expected("a number", &value))?;
                *count += 1;
                Ok(0)
            }
            (AccumType::List(ty), Self::Value(Value::List(values)))
            | (AccumType::Bag(ty), Self::Value(Value::Bag(values))) => {
                let values = Arc::make_mut(values);
                let mut bytes = 0;
                add_elements(ty, value, &mut |value| {
                    bytes += value.bytes() as isize;
                    values.push(value);
                    check_element_count(values.len())
                })?;
                Ok(bytes)
            }
            (AccumType::Set(ty), Self::Value(Value::Set(values))) => {
                let values = Arc::make_mut(values);
                let mut bytes = 0;
                add_elements(ty, value, &mut |value| {
                    let added = value.bytes_in_set() as isize;
                    bytes += if values.insert(value) { added } else { 0 };
                    check_element_count(values.len())
                })?;
                Ok(bytes)
            }
            (AccumType::Map(key, ty), Self::Map(entries)) => {
                add_to_map(Arc::make_mut(entries), key, ty, value)
            }
            (AccumType::Array(ty), Self::Array(array)) => Arc::make_mut(array).add(ty, value),
            (AccumType::Heap(ty), Self::Heap(heap)) => Arc::make_mut(heap).add(ty, value),
            (AccumType::Group(ty), Self::Group(groups)) => Arc::make_mut(groups).add(ty, value),
            (AccumType::BitOr(_), Self::Bits(bits)) => Arc::make_mut(bits).or(&value).map(|()| 0),
            (AccumType::BitAnd(_), Self::Bits(bits)) => Arc::make_mut(bits).and(&value).map(|()| 0),
            (AccumType::Percentile(_), Self::Percentile(percentile)) => {
                Arc::make_mut(percentile).add(&value)
            }
            _ => Err(Failure::runtime("this accumulator does not accept values.")),
        }
    }

    /// Assigns a value: `=`. Returns the change of the memory.
    pub(super) fn set(&mut self, ty: &AccumType, value: Value) -> Result<isize, Failure> {
        let before = self.bytes() as isize;
        match (ty, &mut *self) {
            (AccumType::Array(ty), Self::Array(array)) => Arc::make_mut(array).set(ty, value)?,
            (_, Self::Heap(heap)) => {
                let mut new = Heap { capacity: heap.capacity, items: Vec::new() };
                if let AccumType::Heap(ty) = ty {
                    new.add(ty, value)?;
                }
                *heap = Arc::new(new);
            }
            (AccumType::BitOr(width) | AccumType::BitAnd(width), Self::Bits(bits)) => {
                let mut new = Bits::new(*width, false);
                new.or(&value)?;
                *bits = Arc::new(new);
            }
            _ => {
                let mut new = Self::new(ty);
                new.add(ty, value)?;
                *self = new;
            }
        }
        Ok(self.bytes() as isize - before)
    }

    /// Returns the value that expressions read.
    pub(super) fn value(&self, ty: &AccumType) -> Value {
        match self {
            Self::Value(Value::Null) => match ty {
                AccumType::Max(ty) => lowest(ty),
                AccumType::Min(ty) => highest(ty),
                AccumType::Last(ty) => ty.zero(),
                _ => Value::Int(0),
            },
            Self::Value(value) => value.clone(),
            Self::Text(text) => Value::text(text),
            Self::Mean { count: 0, .. } => Value::Double(0.0),
            Self::Mean { sum, count } => Value::Double(sum / *count as f64),
            Self::Map(entries) => match ty {
                AccumType::Map(_, ty) => {
                    Value::map(entries.iter().map(|(k, v)| (k.clone(), v.value(ty))))
                }
                _ => Value::Map(Arc::default()),
            },
            Self::Array(array) => match ty {
                AccumType::Array(ty) => array.value(&|cell| cell.value(ty)),
                _ => Value::List(Arc::default()),
            },
            Self::Heap(heap) => Value::list(heap.items.clone()),
            Self::Group(groups) => match ty {
                AccumType::Group(ty) => Value::list(groups.rows(ty).collect()),
                _ => Value::List(Arc::default()),
            },
            Self::Bits(bits) => bits.value(),
            Self::Percentile(percentile) => Value::Double(percentile.value()),
        }
    }

    /// Returns the printed form, which of bits is a text.
    pub(super) fn to_printed(&self, ty: &AccumType, graphs: &Graphs) -> PrintedValue {
        match (self, ty) {
            (Self::Bits(bits), _) => PrintedValue::Text(bits.to_string()),
            (Self::Array(array), AccumType::Array(ty)) => {
                array.to_printed(&|cell| cell.to_printed(ty, graphs))
            }
            (Self::Map(entries), AccumType::Map(_, ty)) => {
                let entries = entries.iter();
                let entries = entries
                    .map(|(k, v)| (k.to_printed(graphs).into_key(), v.to_printed(ty, graphs)));
                PrintedValue::Object(entries.collect())
            }
            (Self::Group(groups), AccumType::Group(ty)) => {
                PrintedValue::List(groups.to_printed(ty, graphs))
            }
            _ => self.value(ty).to_printed(graphs),
        }
    }
}

/// Replaces a value, and returns the change of the memory.
fn replace(state: &mut Value, value: Value) -> isize {
    let bytes = value.heap_bytes() as isize - state.heap_bytes() as isize;
    *state = value;
    bytes
}

fn add_number(ty: &Ty, sum: &mut Value, value: Value) -> Result<(), Failure> {
    match (sum, ty.convert(value)?) {
        (Value::Int(a), Value::Int(b)) => *a = a.wrapping_add(b),
        (Value::Uint(a), Value::Uint(b)) => *a = a.wrapping_add(b),
        (Value::Float(a), Value::Float(b)) => *a += b,
        (Value::Double(a), Value::Double(b)) => *a += b,
        (_, value) => return Err(expected("a number", &value)),
    }
    Ok(())
}

/// Returns the bytes of an entry of a map, without those outside of its accumulator.
fn entry_bytes(key: &Value) -> usize {
    tree_entry::<(Value, Accum)>() + key.heap_bytes()
}

fn add_to_map(
    entries: &mut BTreeMap<Value, Accum>,
    key: &Ty,
    ty: &AccumType,
    value: Value,
) -> Result<isize, Failure> {
    let one = |entries: &mut BTreeMap<Value, Accum>, k: Value, v: Value| {
        let mut new = 0;
        let accum = entries.entry(key.convert(k)?).or_insert_with_key(|key| {
            new = entry_bytes(key);
            Accum::new(ty)
        });
        let added = accum.add(ty, v)?;
        check_element_count(entries.len())?;
        Ok::<_, Failure>(new as isize + added)
    };
    match value {
        Value::Entry(entry) => {
            let ([k], [v]) = (entry.0.as_slice(), entry.1.as_slice()) else {
                return Err(Failure::runtime("an entry of a map must be (key -> value)."));
            };
            one(entries, k.clone(), v.clone())
        }
        Value::Map(map) => {
            let mut bytes = 0;
            for (k, v) in map.iter() {
                bytes += one(entries, k.clone(), v.clone())?;
            }
            Ok(bytes)
        }
        other => Err(expected("an entry of a map", &other)),
    }
}

/// Adds an element, or all elements of a collection.
pub(super) fn add_elements(
    ty: &Ty,
    value: Value,
    add: &mut dyn FnMut(Value) -> Result<(), Failure>,
) -> Result<(), Failure> {
    match value.elements() {
        // Nothing is added by an empty list, which could also be an element of nested lists.
        Some(elements)
            if ty.levels() == 0 || elements.is_empty() || levels(&value) > ty.levels() =>
        {
            for element in elements {
                add(ty.convert(element)?)?;
            }
        }
        _ => add(ty.convert(value)?)?,
    }
    Ok(())
}

/// Returns the depth of nested collections.
fn levels(value: &Value) -> usize {
    let mut levels = 0;
    let mut elements = value.elements();
    while let Some(within) = elements {
        levels += 1;
        let nested = || within.iter().filter_map(Value::elements);
        elements = nested().find(|it| !it.is_empty()).or_else(|| nested().next());
    }
    levels
}

fn as_bool(value: &Value) -> Result<bool, Failure> {
    match value {
        Value::Bool(value) => Ok(*value),
        Value::Int(value) => Ok(*value != 0),
        other => Err(expected("BOOL", other)),
    }
}

/// Returns the failure of a value of the wrong type.
fn expected(what: &str, found: &Value) -> Failure {
    Failure::runtime(format!("expected {what}, found {}.", found.type_name()))
}

/// Returns the value of an empty MaxAccum.
fn lowest(ty: &Ty) -> Value {
    match ty {
        Ty::Int => Value::Int(i64::MIN),
        Ty::Float => Value::Float(f32::MIN),
        Ty::Double => Value::Double(f64::MIN),
        other => other.zero(),
    }
}

/// Returns the value of an empty MinAccum.
fn highest(ty: &Ty) -> Value {
    match ty {
        Ty::Int => Value::Int(i64::MAX),
        Ty::Uint => Value::Uint(u64::MAX),
        Ty::Float => Value::Float(f32::MAX),
        Ty::Double => Value::Double(f64::MAX),
        other => other.zero(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_of_a_list_is_limited() {
        let ty = AccumType::List(Ty::Int);
        let mut list = Accum::new(&ty);
        list.add(&ty, Value::Int(1)).unwrap();
        let doubled = (0..64).try_for_each(|_| list.add(&ty, list.value(&ty)).map(drop));
        assert_eq!(doubled, Err(Failure::runtime("a text or collection is too long.")));
    }

    #[test]
    fn a_content_of_one_number_is_small() {
        assert!(size_of::<Accum>() <= 32, "{}", size_of::<Accum>());
    }
}
