//! Accumulators.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::size_of;
use std::sync::Arc;

use tg_gsql::syntax::ast::query::{Accumulator, Type, TypeKind};

use super::operator::{check_element_count, check_text_length};
use super::stop::{Stop, unsupported};
use super::vartype::{Tuples, VarType};
use super::{Failure, Value};

/// The type of an accumulator.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum AccumType {
    Sum(VarType),
    Max(VarType),
    Min(VarType),
    Avg,
    Or,
    And,
    List(VarType),
    Set(VarType),
    Bag(VarType),
    /// The values of a map are accumulators themselves.
    Map(VarType, Arc<AccumType>),
    /// The value of a map that is neither a number nor text. The documentation does not define what
    /// a second value for the same key does, so it is rejected.
    Once(VarType),
}

/// An accumulator.
#[derive(Debug, Clone)]
pub(super) struct Accum {
    ty: Arc<AccumType>,
    state: State,
    /// The memory of the contents.
    bytes: usize,
}

#[derive(Debug, Clone)]
enum State {
    Single(Value),
    /// `None` until the first value is added.
    Optional(Option<Value>),
    Mean {
        sum: f64,
        count: u64,
    },
    List(Vec<Value>),
    Set(BTreeSet<Value>),
    Map(BTreeMap<Value, Accum>),
}

impl AccumType {
    pub(super) fn of(ty: &Type, tuples: &Tuples, text: &str) -> Result<Self, Stop> {
        let TypeKind::Accumulator(accumulator) = &ty.kind else {
            return Err(unsupported(text, ty.span, "the accumulator type"));
        };
        let var_type = |ty: &Type| VarType::of(ty, tuples, text);
        let accum_type = match &**accumulator {
            Accumulator::Sum(element) => Self::Sum(var_type(element)?),
            Accumulator::Max(element) => Self::Max(var_type(element)?),
            Accumulator::Min(element) => Self::Min(var_type(element)?),
            Accumulator::Avg => Self::Avg,
            Accumulator::Or => Self::Or,
            Accumulator::And => Self::And,
            Accumulator::List(element) => Self::List(var_type(element)?),
            Accumulator::Set(element) => Self::Set(var_type(element)?),
            Accumulator::Bag(element) => Self::Bag(var_type(element)?),
            Accumulator::Map(key, value) => {
                let value_type = match &value.kind {
                    TypeKind::Accumulator(_) => Self::of(value, tuples, text)?,
                    _ => match var_type(value)? {
                        ty @ (VarType::Int
                        | VarType::Uint
                        | VarType::Float
                        | VarType::Double
                        | VarType::Text) => Self::Sum(ty),
                        other => Self::Once(other),
                    },
                };
                Self::Map(var_type(key)?, Arc::new(value_type))
            }
            _ => return Err(unsupported(text, ty.span, "the accumulator type")),
        };
        let supported = match &accum_type {
            Self::Sum(ty) => matches!(
                ty,
                VarType::Int | VarType::Uint | VarType::Float | VarType::Double | VarType::Text
            ),
            _ => true,
        };
        if supported { Ok(accum_type) } else { Err(unsupported(text, ty.span, "the SumAccum")) }
    }
}

impl Accum {
    /// Creates an empty accumulator.
    pub(super) fn new(ty: Arc<AccumType>) -> Self {
        let state = match &*ty {
            AccumType::Sum(ty) => State::Single(ty.zero()),
            AccumType::Or => State::Single(Value::Bool(false)),
            AccumType::And => State::Single(Value::Bool(true)),
            AccumType::Max(_) | AccumType::Min(_) | AccumType::Once(_) => State::Optional(None),
            AccumType::Avg => State::Mean { sum: 0.0, count: 0 },
            AccumType::List(_) | AccumType::Bag(_) => State::List(Vec::new()),
            AccumType::Set(_) => State::Set(BTreeSet::new()),
            AccumType::Map(..) => State::Map(BTreeMap::new()),
        };
        Self { ty, state, bytes: 0 }
    }

    /// Returns the memory of the contents.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Accumulates a value: `+=`.
    pub(super) fn add(&mut self, value: Value) -> Result<(), Failure> {
        let bytes = &mut self.bytes;
        match (&*self.ty, &mut self.state) {
            (AccumType::Sum(ty), State::Single(sum)) => {
                *sum = checked_sum(sum, ty.convert(value)?)?;
                *bytes = sum.heap_bytes();
            }
            (AccumType::Or, State::Single(state)) => {
                let result = as_bool(state)? | as_bool(&value)?;
                *state = Value::Bool(result);
            }
            (AccumType::And, State::Single(state)) => {
                let result = as_bool(state)? & as_bool(&value)?;
                *state = Value::Bool(result);
            }
            (AccumType::Max(ty), State::Optional(state)) => {
                let value = ty.convert(value)?;
                if state.as_ref().is_none_or(|known| value > *known) {
                    *bytes = value.heap_bytes();
                    *state = Some(value);
                }
            }
            (AccumType::Min(ty), State::Optional(state)) => {
                let value = ty.convert(value)?;
                if state.as_ref().is_none_or(|known| value < *known) {
                    *bytes = value.heap_bytes();
                    *state = Some(value);
                }
            }
            (AccumType::Once(ty), State::Optional(state)) => {
                let value = ty.convert(value)?;
                if state.as_ref().is_some_and(|known| *known != value) {
                    return Err(Failure::runtime(format!(
                        "the emulator does not support a second {} for a key of a MapAccum.",
                        ty.name()
                    )));
                }
                *bytes = value.heap_bytes();
                *state = Some(value);
            }
            (AccumType::Avg, State::Mean { sum, count }) => {
                *sum += value.as_double().ok_or_else(|| not_a_number(&value))?;
                *count += 1;
            }
            (AccumType::List(ty) | AccumType::Bag(ty), State::List(values)) => {
                add_elements(ty, value, &mut |v| {
                    *bytes += v.bytes();
                    values.push(v);
                    check_element_count(values.len())
                })?;
            }
            (AccumType::Set(ty), State::Set(values)) => add_elements(ty, value, &mut |v| {
                let added = v.bytes();
                if values.insert(v) {
                    *bytes += added;
                }
                check_element_count(values.len())
            })?,
            (AccumType::Map(key, ty), State::Map(entries)) => match value {
                Value::Entry(entry) => {
                    let (keys, values) = *entry;
                    let ([k], [v]) = (keys.as_slice(), values.as_slice()) else {
                        return Err(Failure::runtime("an entry of a map must be (key -> value)."));
                    };
                    *bytes += add_entry(entries, key.convert(k.clone())?, ty, v.clone())?;
                }
                Value::Map(map) => {
                    for (k, v) in map {
                        *bytes += add_entry(entries, key.convert(k)?, ty, v)?;
                    }
                }
                other => {
                    let found = other.type_name();
                    return Err(Failure::runtime(format!(
                        "expected an entry of a map, found {found}."
                    )));
                }
            },
            _ => return Err(Failure::runtime("this accumulator does not accept values.")),
        }
        Ok(())
    }

    /// Assigns a value: `=`.
    pub(super) fn set(&mut self, value: Value) -> Result<(), Failure> {
        let mut accum = Self::new(self.ty.clone());
        match (&*self.ty, value) {
            // `add` would treat such a value as a single element.
            (AccumType::List(_) | AccumType::Set(_) | AccumType::Bag(_), value)
                if value.elements().is_none() =>
            {
                let found = value.type_name();
                return Err(Failure::runtime(format!("expected a collection, found {found}.")));
            }
            (_, value) => accum.add(value)?,
        }
        *self = accum;
        Ok(())
    }

    pub(super) fn value(&self) -> Value {
        match &self.state {
            State::Single(value) => value.clone(),
            State::Optional(Some(value)) => value.clone(),
            State::Optional(None) => match &*self.ty {
                AccumType::Max(ty) => lowest(ty),
                AccumType::Min(ty) => highest(ty),
                AccumType::Once(ty) => ty.zero(),
                _ => Value::Int(0),
            },
            State::Mean { count: 0, .. } => Value::Double(0.0),
            State::Mean { sum, count } => Value::Double(sum / *count as f64),
            State::List(values) => match &*self.ty {
                AccumType::Bag(_) => Value::Bag(values.clone()),
                _ => Value::List(values.clone()),
            },
            State::Set(values) => Value::Set(values.clone()),
            State::Map(entries) => {
                Value::Map(entries.iter().map(|(k, v)| (k.clone(), v.value())).collect())
            }
        }
    }

    /// Calls a method that does not change the accumulator, without copying its value. Returns
    /// `None` if the accumulator does not have the method.
    pub(super) fn call(&self, method: &str, arguments: &[Value]) -> Option<Value> {
        Some(match (&self.state, &*method.to_ascii_lowercase(), arguments) {
            (State::List(values), "size", []) => Value::Int(values.len() as i64),
            (State::Set(values), "size", []) => Value::Int(values.len() as i64),
            (State::Map(entries), "size", []) => Value::Int(entries.len() as i64),
            (State::List(values), "contains", [value]) => Value::Bool(values.contains(value)),
            (State::Set(values), "contains", [value]) => Value::Bool(values.contains(value)),
            (State::Map(entries), "containskey", [key]) => Value::Bool(entries.contains_key(key)),
            (State::Map(entries), "get", [key]) => match (entries.get(key), &*self.ty) {
                (Some(accum), _) => accum.value(),
                (None, AccumType::Map(_, ty)) => Self::new(ty.clone()).value(),
                _ => return None,
            },
            (State::List(values), "get", [Value::Int(at)]) => {
                let found = usize::try_from(*at).ok().and_then(|at| values.get(at));
                match (found, &*self.ty) {
                    (Some(value), _) => value.clone(),
                    (None, AccumType::List(ty)) => ty.zero(),
                    _ => return None,
                }
            }
            _ => return None,
        })
    }

    /// Calls a method that changes the accumulator. Returns `false` if the accumulator does not
    /// have the method.
    pub(super) fn call_mut(&mut self, method: &str, arguments: &[Value]) -> bool {
        let bytes = &mut self.bytes;
        let mut removed = |value: Option<Value>| {
            *bytes -= value.map_or(0, |value| value.bytes()).min(*bytes);
        };
        match (&mut self.state, &*method.to_ascii_lowercase(), arguments) {
            (State::List(_) | State::Set(_) | State::Map(_), "clear", []) => {
                *self = Self::new(self.ty.clone());
            }
            (State::Set(values), "remove", [value]) => removed(values.take(value)),
            (State::Map(entries), "remove", [key]) => {
                if let Some((key, accum)) = entries.remove_entry(key) {
                    let freed = key.bytes() + size_of::<Self>() + accum.bytes;
                    self.bytes -= freed.min(self.bytes);
                }
            }
            (State::List(values), "removeall", [value]) => {
                values.retain(|known| known != value);
                self.bytes = values.iter().map(Value::bytes).sum();
            }
            (State::List(values), "removeone", [value]) => {
                let at = values.iter().position(|known| known == value);
                removed(at.map(|at| values.remove(at)));
            }
            (State::List(values), "remove", [Value::Int(at)])
                if matches!(&*self.ty, AccumType::List(_)) =>
            {
                let at = usize::try_from(*at).ok().filter(|at| *at < values.len());
                removed(at.map(|at| values.remove(at)));
            }
            (State::List(values), "remove", [value]) if matches!(&*self.ty, AccumType::Bag(_)) => {
                let at = values.iter().position(|known| known == value);
                removed(at.map(|at| values.remove(at)));
            }
            _ => return false,
        }
        true
    }
}

/// Adds a value to the accumulator of a key. Returns the number of bytes that this takes.
fn add_entry(
    entries: &mut BTreeMap<Value, Accum>,
    key: Value,
    ty: &Arc<AccumType>,
    value: Value,
) -> Result<usize, Failure> {
    let mut new = 0;
    let accum = entries.entry(key).or_insert_with_key(|key| {
        new = key.bytes() + size_of::<Accum>();
        Accum::new(ty.clone())
    });
    let before = accum.bytes;
    accum.add(value)?;
    // The value of a MaxAccum can become shorter; then the count stays as it is.
    Ok(new + accum.bytes.saturating_sub(before))
}

/// Adds an element, or all elements of a collection.
fn add_elements(
    ty: &VarType,
    value: Value,
    add: &mut dyn FnMut(Value) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let nested = matches!(ty, VarType::List(_) | VarType::Set(_) | VarType::Bag(_));
    match value.elements() {
        Some(elements) if !nested || elements.iter().any(|it| it.elements().is_some()) => {
            for element in elements {
                add(ty.convert(element)?)?;
            }
        }
        _ => add(ty.convert(value)?)?,
    }
    Ok(())
}

fn checked_sum(sum: &Value, value: Value) -> Result<Value, Failure> {
    let out_of_range = || Failure::runtime("a sum is out of range.");
    Ok(match (sum, value) {
        (Value::Int(a), Value::Int(b)) => Value::Int(a.checked_add(b).ok_or_else(out_of_range)?),
        (Value::Uint(a), Value::Uint(b)) => Value::Uint(a.checked_add(b).ok_or_else(out_of_range)?),
        (Value::Float(a), Value::Float(b)) => Value::Float(a + b),
        (Value::Double(a), Value::Double(b)) => Value::Double(a + b),
        (Value::Text(a), Value::Text(b)) => {
            check_text_length(a.len() + b.len())?;
            Value::Text(format!("{a}{b}").into())
        }
        (_, value) => return Err(not_a_number(&value)),
    })
}

fn as_bool(value: &Value) -> Result<bool, Failure> {
    match value {
        Value::Bool(value) => Ok(*value),
        other => Err(Failure::runtime(format!("expected BOOL, found {}.", other.type_name()))),
    }
}

fn not_a_number(value: &Value) -> Failure {
    Failure::runtime(format!("expected a number, found {}.", value.type_name()))
}

/// Returns the value of an empty MaxAccum.
fn lowest(ty: &VarType) -> Value {
    match ty {
        VarType::Int => Value::Int(i64::MIN),
        VarType::Float => Value::Float(f32::MIN),
        VarType::Double => Value::Double(f64::MIN),
        other => other.zero(),
    }
}

/// Returns the value of an empty MinAccum.
fn highest(ty: &VarType) -> Value {
    match ty {
        VarType::Int => Value::Int(i64::MAX),
        VarType::Uint => Value::Uint(u64::MAX),
        VarType::Float => Value::Float(f32::MAX),
        VarType::Double => Value::Double(f64::MAX),
        other => other.zero(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_of_a_list_is_limited() {
        let mut list = Accum::new(Arc::new(AccumType::List(VarType::Int)));
        list.add(Value::Int(1)).unwrap();
        let doubled = (0..64).try_for_each(|_| list.add(list.value()));
        assert_eq!(doubled, Err(Failure::runtime("a text or collection is too long.")));
    }
}
