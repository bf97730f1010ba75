//! The methods of accumulators.

use std::sync::Arc;

use super::array::Array;
use super::group::Groups;
use super::{Accum, AccumType, entry_bytes, expected};
use crate::eval::ty::Ty;
use crate::eval::{Failure, Value};

/// A method that only reads an accumulator.
pub(in crate::eval) type ReadMethod = fn(&Accum, &AccumType, &[Value]) -> Result<Value, Failure>;

/// A method that changes an accumulator; it also returns the change of the memory.
type Change = fn(&mut Accum, &AccumType, &[Value]) -> Result<(Value, isize), Failure>;

/// A method of an accumulator.
#[derive(Debug, Clone, Copy)]
pub(in crate::eval) enum Method {
    Read(ReadMethod),
    Change(Change),
}

/// Returns the method of a type with a name, in any case, for a number of arguments.
pub(in crate::eval) fn find(ty: &AccumType, name: &str, arguments: usize) -> Option<Method> {
    use AccumType::{Array, Bag, BitAnd, BitOr, Group, Heap, List, Map, Percentile, Set};
    Some(match (ty, &*name.to_ascii_lowercase(), arguments) {
        (List(_) | Set(_) | Bag(_) | Map(..) | Array(_) | Heap(_) | Group(_), "size", 0) => {
            Method::Read(size)
        }
        (List(_) | Set(_) | Bag(_), "contains", 1) => Method::Read(contains),
        (List(_), "get", 1) => Method::Read(element),
        (Map(..), "containskey", 1) => Method::Read(|accum, _, arguments| match accum {
            Accum::Map(entries) => Ok(Value::Bool(entries.contains_key(&arguments[0]))),
            _ => Err(not_possible()),
        }),
        (Map(..), "get", 1) => Method::Read(entry),
        (Group(_), "containskey", 1..) => Method::Read(|accum, ty, keys| match (accum, ty) {
            (Accum::Group(groups), AccumType::Group(ty)) => {
                Ok(Value::Bool(groups.0.contains_key(&Groups::keys(ty, keys)?)))
            }
            _ => Err(not_possible()),
        }),
        (Group(_), "get", 1..) => Method::Read(group),
        (Heap(_), "top", 0) => Method::Read(|accum, ty, _| match (accum, ty) {
            (Accum::Heap(heap), AccumType::Heap(ty)) => {
                Ok(heap.items.first().cloned().unwrap_or_else(|| ty.tuple.zero()))
            }
            _ => Err(not_possible()),
        }),
        (Percentile(_), "getpercent", 0) => Method::Read(|accum, _, _| match accum {
            Accum::Percentile(percentile) => Ok(Value::Double(percentile.percent)),
            _ => Err(not_possible()),
        }),
        (BitOr(_) | BitAnd(_), "cardinality", 0) => Method::Read(|accum, _, _| match accum {
            Accum::Bits(bits) => Ok(Value::Int(i64::from(bits.count()))),
            _ => Err(not_possible()),
        }),
        (BitOr(_) | BitAnd(_), "get", 1) => Method::Read(|accum, _, arguments| match accum {
            Accum::Bits(bits) => Ok(Value::Bool(bits.get(position(&arguments[0])?))),
            _ => Err(not_possible()),
        }),
        (_, "clear", 0) => Method::Change(clear),
        (List(_), "update", 2) => Method::Change(update),
        (List(_), "remove", 1) => Method::Change(remove_at),
        (Bag(_), "remove", 1) | (List(_), "removeone", 1) => Method::Change(remove_one),
        (List(_) | Bag(_), "removeall", 1) => Method::Change(remove_all),
        (Set(_), "remove", 1) => Method::Change(remove_member),
        (Map(..), "remove", 1) => Method::Change(remove_key),
        (Group(_), "remove", 1..) => Method::Change(remove_group),
        (Heap(_), "pop", 0) => Method::Change(pop),
        (Heap(_), "resize", 1) => Method::Change(|accum, _, arguments| match accum {
            Accum::Heap(heap) => {
                let capacity = position(&arguments[0])?;
                Ok((Value::Null, Arc::make_mut(heap).resize(capacity)))
            }
            _ => Err(not_possible()),
        }),
        (Array(_), "reallocate", 1..) => Method::Change(reallocate),
        (Percentile(_), "setpercent", 1) => Method::Change(|accum, _, arguments| match accum {
            Accum::Percentile(percentile) => {
                let percent = arguments[0].as_double().ok_or_else(not_possible)?;
                Arc::make_mut(percentile).percent = percent;
                Ok((Value::Null, 0))
            }
            _ => Err(not_possible()),
        }),
        (BitOr(_) | BitAnd(_), "reset", 0) => Method::Change(clear_bits),
        (BitOr(_) | BitAnd(_), "set", 0..=2) => Method::Change(set_bits),
        (BitOr(_) | BitAnd(_), "flip", 0..=2) => Method::Change(flip_bits),
        (BitOr(_) | BitAnd(_), "xor", 1) => Method::Change(|accum, _, arguments| match accum {
            Accum::Bits(bits) => Arc::make_mut(bits).xor(&arguments[0]).map(|()| (Value::Null, 0)),
            _ => Err(not_possible()),
        }),
        (BitOr(_) | BitAnd(_), "and", 1) => Method::Change(|accum, _, arguments| match accum {
            Accum::Bits(bits) => Arc::make_mut(bits).and(&arguments[0]).map(|()| (Value::Null, 0)),
            _ => Err(not_possible()),
        }),
        (BitOr(_) | BitAnd(_), "or", 1) => Method::Change(|accum, _, arguments| match accum {
            Accum::Bits(bits) => Arc::make_mut(bits).or(&arguments[0]).map(|()| (Value::Null, 0)),
            _ => Err(not_possible()),
        }),
        _ => return None,
    })
}

/// Calls a method of an accumulator within another one. A step has the keys of `get`, and in a
/// group the position of the value.
pub(in crate::eval) fn read_nested(
    (accum, ty): (&Accum, &AccumType),
    steps: &[(Vec<Value>, usize)],
    method: ReadMethod,
    arguments: &[Value],
) -> Result<Value, Failure> {
    let Some(((keys, at), rest)) = steps.split_first() else {
        return method(accum, ty, arguments);
    };
    let read = |inner, ty| read_nested((inner, ty), rest, method, arguments);
    match (accum, ty) {
        (Accum::Map(entries), AccumType::Map(_, ty)) => match entries.get(&keys[0]) {
            Some(inner) => read(inner, ty),
            None => read(&Accum::new(ty), ty),
        },
        (Accum::Group(groups), AccumType::Group(group)) => {
            let ty = &group.values[*at];
            match groups.0.get(&Groups::keys(group, keys)?) {
                Some(accums) => read(&accums[*at], ty),
                None => read(&Accum::new(ty), ty),
            }
        }
        (_, AccumType::List(Ty::List(inner))) => {
            let element = Accum::Value(element(accum, ty, keys)?);
            read(&element, &AccumType::List(Ty::clone(inner)))
        }
        _ => Err(not_possible()),
    }
}

/// The sum of an array and other arrays, cell by cell.
pub(in crate::eval) const SUM_OF_ARRAYS: Method = Method::Read(|accum, ty, others| {
    let mut sum = accum.clone();
    for other in others {
        sum.add(ty, other.clone())?;
    }
    Ok(sum.value(ty))
});

/// Returns the failure of a method whose accumulator has another type, which cannot occur: the
/// method was found by the type.
fn not_possible() -> Failure {
    Failure::runtime("the accumulator does not have this method, or not with these arguments.")
}

fn position(value: &Value) -> Result<usize, Failure> {
    let number = value.as_integer().and_then(|number| usize::try_from(number).ok());
    number.ok_or_else(|| Failure::runtime("a position or size is negative or not an INT."))
}

fn size(accum: &Accum, _: &AccumType, _: &[Value]) -> Result<Value, Failure> {
    let size = match accum {
        Accum::Value(Value::List(values) | Value::Bag(values)) => values.len(),
        Accum::Value(Value::Set(values)) => values.len(),
        Accum::Map(entries) => entries.len(),
        Accum::Array(array) => array.cells.len(),
        Accum::Heap(heap) => heap.items.len(),
        Accum::Group(groups) => groups.0.len(),
        _ => return Err(not_possible()),
    };
    Ok(Value::Int(size as i64))
}

fn contains(accum: &Accum, _: &AccumType, arguments: &[Value]) -> Result<Value, Failure> {
    match accum {
        Accum::Value(Value::List(values) | Value::Bag(values)) => {
            Ok(Value::Bool(values.contains(&arguments[0])))
        }
        Accum::Value(Value::Set(values)) => Ok(Value::Bool(values.contains(&arguments[0]))),
        _ => Err(not_possible()),
    }
}

/// Returns an element, or the default of its type for a position that does not exist.
fn element(accum: &Accum, ty: &AccumType, arguments: &[Value]) -> Result<Value, Failure> {
    let (Accum::Value(Value::List(values)), AccumType::List(ty)) = (accum, ty) else {
        return Err(not_possible());
    };
    let at = arguments[0].as_integer().ok_or_else(|| expected("an INT", &arguments[0]))?;
    let value = usize::try_from(at).ok().and_then(|at| values.get(at).cloned());
    Ok(value.unwrap_or_else(|| ty.zero()))
}

/// Returns the value of a key, or that of an empty accumulator.
fn entry(accum: &Accum, ty: &AccumType, arguments: &[Value]) -> Result<Value, Failure> {
    let (Accum::Map(entries), AccumType::Map(_, ty)) = (accum, ty) else {
        return Err(not_possible());
    };
    match entries.get(&arguments[0]) {
        Some(accum) => Ok(accum.value(ty)),
        None => Ok(Accum::new(ty).value(ty)),
    }
}

/// Returns the values of a group as a tuple.
fn group(accum: &Accum, ty: &AccumType, keys: &[Value]) -> Result<Value, Failure> {
    let (Accum::Group(groups), AccumType::Group(ty)) = (accum, ty) else {
        return Err(not_possible());
    };
    let names = ty.names[ty.keys.len()..].into();
    let values = match groups.0.get(&Groups::keys(ty, keys)?) {
        Some(accums) => accums.iter().zip(&ty.values).map(|(it, ty)| it.value(ty)).collect(),
        None => ty.values.iter().map(|ty| Accum::new(ty).value(ty)).collect(),
    };
    Ok(Value::tuple(names, values))
}

fn clear(accum: &mut Accum, ty: &AccumType, _: &[Value]) -> Result<(Value, isize), Failure> {
    let bytes = accum.bytes() as isize;
    match accum {
        Accum::Heap(heap) => Arc::make_mut(heap).items.clear(),
        _ => *accum = Accum::new(ty),
    }
    Ok((Value::Null, accum.bytes() as isize - bytes))
}

fn update(accum: &mut Accum, ty: &AccumType, new: &[Value]) -> Result<(Value, isize), Failure> {
    let (Accum::Value(Value::List(values)), AccumType::List(ty)) = (accum, ty) else {
        return Err(not_possible());
    };
    let value = ty.convert(new[1].clone())?;
    let at = new[0].as_integer().and_then(|at| usize::try_from(at).ok());
    let known = at.and_then(|at| Arc::make_mut(values).get_mut(at));
    let Some(known) = known else { return Ok((Value::Bool(false), 0)) };
    Ok((Value::Bool(true), super::replace(known, value)))
}

fn remove_at(accum: &mut Accum, _: &AccumType, at: &[Value]) -> Result<(Value, isize), Failure> {
    let Accum::Value(Value::List(values)) = accum else { return Err(not_possible()) };
    let at = at[0].as_integer().and_then(|at| usize::try_from(at).ok());
    let at = at.filter(|at| *at < values.len());
    let removed = at.map(|at| Arc::make_mut(values).remove(at));
    Ok(freed(removed))
}

fn remove_one(accum: &mut Accum, _: &AccumType, of: &[Value]) -> Result<(Value, isize), Failure> {
    let Accum::Value(Value::List(values) | Value::Bag(values)) = accum else {
        return Err(not_possible());
    };
    let at = values.iter().position(|known| *known == of[0]);
    Ok(freed(at.map(|at| Arc::make_mut(values).remove(at))))
}

fn remove_all(accum: &mut Accum, _: &AccumType, of: &[Value]) -> Result<(Value, isize), Failure> {
    let Accum::Value(Value::List(values) | Value::Bag(values)) = accum else {
        return Err(not_possible());
    };
    let before = values.len();
    Arc::make_mut(values).retain(|known| *known != of[0]);
    let removed = before - values.len();
    Ok((Value::Null, -((removed * of[0].bytes()) as isize)))
}

fn remove_member(
    accum: &mut Accum,
    _: &AccumType,
    of: &[Value],
) -> Result<(Value, isize), Failure> {
    let Accum::Value(Value::Set(values)) = accum else { return Err(not_possible()) };
    let removed = Arc::make_mut(values).take(&of[0]);
    Ok((Value::Null, -(removed.map_or(0, |value| value.bytes_in_set()) as isize)))
}

fn remove_key(accum: &mut Accum, _: &AccumType, of: &[Value]) -> Result<(Value, isize), Failure> {
    let Accum::Map(entries) = accum else { return Err(not_possible()) };
    let removed = Arc::make_mut(entries).remove_entry(&of[0]);
    let bytes = |(key, accum): (Value, Accum)| entry_bytes(&key) + accum.bytes();
    Ok((Value::Null, -(removed.map_or(0, bytes) as isize)))
}

fn remove_group(
    accum: &mut Accum,
    ty: &AccumType,
    keys: &[Value],
) -> Result<(Value, isize), Failure> {
    let (Accum::Group(groups), AccumType::Group(ty)) = (accum, ty) else {
        return Err(not_possible());
    };
    let before = groups.bytes() as isize;
    let groups = Arc::make_mut(groups);
    groups.0.remove(&Groups::keys(ty, keys)?);
    Ok((Value::Null, groups.bytes() as isize - before))
}

fn pop(accum: &mut Accum, ty: &AccumType, _: &[Value]) -> Result<(Value, isize), Failure> {
    let (Accum::Heap(heap), AccumType::Heap(ty)) = (accum, ty) else { return Err(not_possible()) };
    if heap.items.is_empty() {
        return Ok((ty.tuple.zero(), 0));
    }
    let first = Arc::make_mut(heap).items.remove(0);
    let bytes = first.bytes() as isize;
    Ok((first, -bytes))
}

fn reallocate(
    accum: &mut Accum,
    ty: &AccumType,
    sizes: &[Value],
) -> Result<(Value, isize), Failure> {
    let (Accum::Array(array), AccumType::Array(ty)) = (accum, ty) else {
        return Err(not_possible());
    };
    let before = array.bytes() as isize;
    let sizes = sizes.iter().map(position).collect::<Result<_, _>>()?;
    *array = Arc::new(Array::new(ty, sizes)?);
    Ok((Value::Null, array.bytes() as isize - before))
}

fn clear_bits(accum: &mut Accum, _: &AccumType, _: &[Value]) -> Result<(Value, isize), Failure> {
    let Accum::Bits(bits) = accum else { return Err(not_possible()) };
    let bits = Arc::make_mut(bits);
    (0..bits.width()).for_each(|at| bits.put(at, false));
    Ok((Value::Null, 0))
}

/// `set()` sets all bits, `set(i)` one, `set(i, b)` one to a value.
fn set_bits(accum: &mut Accum, _: &AccumType, of: &[Value]) -> Result<(Value, isize), Failure> {
    let Accum::Bits(bits) = accum else { return Err(not_possible()) };
    let bits = Arc::make_mut(bits);
    match of {
        [] => (0..bits.width()).for_each(|at| bits.put(at, true)),
        [at] => bits.put(position(at)?, true),
        [at, value, ..] => bits.put(position(at)?, *value == Value::Bool(true)),
    }
    Ok((Value::Null, 0))
}

/// `flip()` flips all bits, `flip(i)` one, `flip(i, j)` those from i to j.
fn flip_bits(accum: &mut Accum, _: &AccumType, of: &[Value]) -> Result<(Value, isize), Failure> {
    let Accum::Bits(bits) = accum else { return Err(not_possible()) };
    let bits = Arc::make_mut(bits);
    let (first, last) = match of {
        [] => (0, bits.width().saturating_sub(1)),
        [at] => (position(at)?, position(at)?),
        [first, last, ..] => (position(first)?, position(last)?),
    };
    for at in first..=last.min(bits.width().saturating_sub(1)) {
        let bit = bits.get(at);
        bits.put(at, !bit);
    }
    Ok((Value::Null, 0))
}

fn freed(removed: Option<Value>) -> (Value, isize) {
    let bytes = removed.as_ref().map_or(0, Value::bytes);
    (Value::Null, -(bytes as isize))
}
