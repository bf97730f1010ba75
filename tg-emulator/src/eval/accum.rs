//! Accumulators.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tg_gsql::syntax::ast::query::{Accumulator, Type, TypeKind};

use super::operator::{fits, holds};
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
    /// Values of the map are accumulators, too.
    Map(VarType, Arc<AccumType>),
    /// A value of a map that is neither a number nor text: it can be put in once.
    Once(VarType),
}

/// An accumulator.
#[derive(Debug, Clone)]
pub(super) struct Accum {
    ty: Arc<AccumType>,
    state: State,
}

#[derive(Debug, Clone)]
enum State {
    One(Value),
    /// Nothing until something comes.
    Extreme(Option<Value>),
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
            return Err(unsupported(text, ty.span, "this type of accumulator"));
        };
        let plain = |ty: &Type| VarType::of(ty, tuples, text);
        let known = match &**accumulator {
            Accumulator::Sum(element) => Self::Sum(plain(element)?),
            Accumulator::Max(element) => Self::Max(plain(element)?),
            Accumulator::Min(element) => Self::Min(plain(element)?),
            Accumulator::Avg => Self::Avg,
            Accumulator::Or => Self::Or,
            Accumulator::And => Self::And,
            Accumulator::List(element) => Self::List(plain(element)?),
            Accumulator::Set(element) => Self::Set(plain(element)?),
            Accumulator::Bag(element) => Self::Bag(plain(element)?),
            Accumulator::Map(key, value) => {
                let value_type = match &value.kind {
                    TypeKind::Accumulator(_) => Self::of(value, tuples, text)?,
                    _ => match plain(value)? {
                        ty @ (VarType::Int
                        | VarType::Uint
                        | VarType::Float
                        | VarType::Double
                        | VarType::Text) => Self::Sum(ty),
                        other => Self::Once(other),
                    },
                };
                Self::Map(plain(key)?, Arc::new(value_type))
            }
            _ => return Err(unsupported(text, ty.span, "this type of accumulator")),
        };
        let fits = match &known {
            Self::Sum(ty) => matches!(
                ty,
                VarType::Int | VarType::Uint | VarType::Float | VarType::Double | VarType::Text
            ),
            _ => true,
        };
        if fits { Ok(known) } else { Err(unsupported(text, ty.span, "a SumAccum of this type")) }
    }
}

impl Accum {
    /// An accumulator into which nothing has been put.
    pub(super) fn new(ty: Arc<AccumType>) -> Self {
        let state = match &*ty {
            AccumType::Sum(ty) => State::One(ty.zero()),
            AccumType::Or => State::One(Value::Bool(false)),
            AccumType::And => State::One(Value::Bool(true)),
            AccumType::Max(_) | AccumType::Min(_) | AccumType::Once(_) => State::Extreme(None),
            AccumType::Avg => State::Mean { sum: 0.0, count: 0 },
            AccumType::List(_) | AccumType::Bag(_) => State::List(Vec::new()),
            AccumType::Set(_) => State::Set(BTreeSet::new()),
            AccumType::Map(..) => State::Map(BTreeMap::new()),
        };
        Self { ty, state }
    }

    /// `+=`
    pub(super) fn add(&mut self, value: Value) -> Result<(), Failure> {
        match (&*self.ty, &mut self.state) {
            (AccumType::Sum(ty), State::One(sum)) => *sum = plus(sum, ty.take(value)?)?,
            (AccumType::Or, State::One(state)) => {
                let both = truth(state)? | truth(&value)?;
                *state = Value::Bool(both);
            }
            (AccumType::And, State::One(state)) => {
                let both = truth(state)? & truth(&value)?;
                *state = Value::Bool(both);
            }
            (AccumType::Max(ty), State::Extreme(state)) => {
                let value = ty.take(value)?;
                if state.as_ref().is_none_or(|known| value > *known) {
                    *state = Some(value);
                }
            }
            (AccumType::Min(ty), State::Extreme(state)) => {
                let value = ty.take(value)?;
                if state.as_ref().is_none_or(|known| value < *known) {
                    *state = Some(value);
                }
            }
            (AccumType::Once(ty), State::Extreme(state)) => {
                let value = ty.take(value)?;
                if state.as_ref().is_some_and(|known| *known != value) {
                    return Err(Failure::runtime(
                        "the emulator does not know what a MapAccum does with a second value of \
                         this type for one key.",
                    ));
                }
                *state = Some(value);
            }
            (AccumType::Avg, State::Mean { sum, count }) => {
                *sum += value.as_double().ok_or_else(|| no_number(&value))?;
                *count += 1;
            }
            (AccumType::List(ty) | AccumType::Bag(ty), State::List(values)) => {
                put(ty, value, &mut |v| {
                    values.push(v);
                    holds(values.len())
                })?;
            }
            (AccumType::Set(ty), State::Set(values)) => put(ty, value, &mut |v| {
                values.insert(v);
                holds(values.len())
            })?,
            (AccumType::Map(key, ty), State::Map(entries)) => match value {
                Value::Entry(entry) => {
                    let (keys, values) = *entry;
                    let ([k], [v]) = (keys.as_slice(), values.as_slice()) else {
                        return Err(Failure::runtime("an entry of a map is (key -> value)."));
                    };
                    let accum = entries.entry(key.take(k.clone())?);
                    accum.or_insert_with(|| Self::new(ty.clone())).add(v.clone())?;
                }
                Value::Map(map) => {
                    for (k, v) in map {
                        let accum = entries.entry(key.take(k)?);
                        accum.or_insert_with(|| Self::new(ty.clone())).add(v)?;
                    }
                }
                other => {
                    let found = other.type_name();
                    return Err(Failure::runtime(format!("a {found} is no entry of a map.")));
                }
            },
            _ => return Err(Failure::runtime("this accumulator takes no value.")),
        }
        Ok(())
    }

    /// `=`
    pub(super) fn set(&mut self, value: Value) -> Result<(), Failure> {
        let mut fresh = Self::new(self.ty.clone());
        match (&*self.ty, value) {
            // A vertex set that is put into a list would be one element of it.
            (AccumType::List(_) | AccumType::Set(_) | AccumType::Bag(_), value)
                if value.elements().is_none() =>
            {
                let found = value.type_name();
                return Err(Failure::runtime(format!("a {found} is no collection.")));
            }
            (_, value) => fresh.add(value)?,
        }
        *self = fresh;
        Ok(())
    }

    pub(super) fn value(&self) -> Value {
        match &self.state {
            State::One(value) => value.clone(),
            State::Extreme(Some(value)) => value.clone(),
            State::Extreme(None) => match &*self.ty {
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

    /// What a method that changes nothing gives, without copying the whole; nothing if there is no
    /// such method here.
    pub(super) fn ask(&self, method: &str, arguments: &[Value]) -> Option<Value> {
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

    /// A method that changes the accumulator; false if there is no such method here.
    pub(super) fn change(&mut self, method: &str, arguments: &[Value]) -> bool {
        match (&mut self.state, &*method.to_ascii_lowercase(), arguments) {
            (State::List(_) | State::Set(_) | State::Map(_), "clear", []) => {
                *self = Self::new(self.ty.clone());
            }
            (State::Set(values), "remove", [value]) => _ = values.remove(value),
            (State::Map(entries), "remove", [key]) => _ = entries.remove(key),
            (State::List(values), "removeall", [value]) => values.retain(|known| known != value),
            (State::List(values), "removeone", [value]) => {
                if let Some(at) = values.iter().position(|known| known == value) {
                    values.remove(at);
                }
            }
            (State::List(values), "remove", [Value::Int(at)])
                if matches!(&*self.ty, AccumType::List(_)) =>
            {
                if let Some(at) = usize::try_from(*at).ok().filter(|at| *at < values.len()) {
                    values.remove(at);
                }
            }
            (State::List(values), "remove", [value]) if matches!(&*self.ty, AccumType::Bag(_)) => {
                if let Some(at) = values.iter().position(|known| known == value) {
                    values.remove(at);
                }
            }
            _ => return false,
        }
        true
    }
}

/// Puts an element into a collection, or all elements of one.
fn put(
    ty: &VarType,
    value: Value,
    into: &mut dyn FnMut(Value) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let nested = matches!(ty, VarType::List(_) | VarType::Set(_) | VarType::Bag(_));
    match value.elements() {
        Some(elements) if !nested || elements.iter().any(|it| it.elements().is_some()) => {
            for element in elements {
                into(ty.take(element)?)?;
            }
        }
        _ => into(ty.take(value)?)?,
    }
    Ok(())
}

fn plus(sum: &Value, value: Value) -> Result<Value, Failure> {
    let out_of_range = || Failure::runtime("a sum is out of range.");
    Ok(match (sum, value) {
        (Value::Int(a), Value::Int(b)) => Value::Int(a.checked_add(b).ok_or_else(out_of_range)?),
        (Value::Uint(a), Value::Uint(b)) => Value::Uint(a.checked_add(b).ok_or_else(out_of_range)?),
        (Value::Float(a), Value::Float(b)) => Value::Float(a + b),
        (Value::Double(a), Value::Double(b)) => Value::Double(a + b),
        (Value::Text(a), Value::Text(b)) => {
            fits(a.len() + b.len())?;
            Value::Text(format!("{a}{b}").into())
        }
        (_, value) => return Err(no_number(&value)),
    })
}

fn truth(value: &Value) -> Result<bool, Failure> {
    match value {
        Value::Bool(value) => Ok(*value),
        other => Err(Failure::runtime(format!("a {} is no BOOL.", other.type_name()))),
    }
}

fn no_number(value: &Value) -> Failure {
    Failure::runtime(format!("a {} is no number.", value.type_name()))
}

/// What a MaxAccum holds before anything came.
fn lowest(ty: &VarType) -> Value {
    match ty {
        VarType::Int => Value::Int(i64::MIN),
        VarType::Float => Value::Float(f32::MIN),
        VarType::Double => Value::Double(f64::MIN),
        other => other.zero(),
    }
}

/// What a MinAccum holds before anything came.
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
    fn a_list_that_is_doubled_again_and_again_is_stopped() {
        let mut list = Accum::new(Arc::new(AccumType::List(VarType::Int)));
        list.add(Value::Int(1)).unwrap();
        let doubled = (0..64).try_for_each(|_| list.add(list.value()));
        assert_eq!(doubled, Err(Failure::runtime("a text or collection is too long.")));
    }
}
