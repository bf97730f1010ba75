//! Lists and maps.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, Hash};

use super::{ReadResult, ResultKey};
use crate::value::{DecodeError, Decoder, SetOf};

/// Hands each element to `take`; an error names its index.
fn each<T: ReadResult>(
    input: &mut Decoder<'_>,
    mut take: impl FnMut(T),
) -> Result<(), DecodeError> {
    let mut index = 0_usize;
    input.list(|input| {
        take(T::read(input).map_err(|error| error.at_index(index))?);
        index += 1;
        Ok(())
    })
}

/// Hands each entry to `take`; an error names its key.
fn entries<K: ResultKey, T: ReadResult>(
    input: &mut Decoder<'_>,
    mut take: impl FnMut(K, T),
) -> Result<(), DecodeError> {
    input.map(|text, input| {
        let key = K::parse_key(&text).map_err(|error| error.at_key(&text))?;
        take(key, T::read(input).map_err(|error| error.at_key(&text))?);
        Ok(())
    })
}

macro_rules! lists {
    ($($ty:ty, [$($bounds:tt)*], [$($parameters:tt)*], $add:ident;)+) => {$(
        impl<T: ReadResult $($bounds)*, $($parameters)*> ReadResult for $ty {
            fn read(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                let mut items = Self::default();
                each(input, |item| { items.$add(item); })?;
                Ok(items)
            }
        }
    )+};
}

lists! {
    Vec<T>, [], [], push;
    VecDeque<T>, [], [], push_back;
    BTreeSet<T>, [+ Ord], [], insert;
    HashSet<T, S>, [+ Hash + Eq], [S: BuildHasher + Default], insert;
}

impl<T: ReadResult> ReadResult for Box<[T]> {
    fn read(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Vec::read(input).map(Vec::into_boxed_slice)
    }
}

impl<T: ReadResult> ReadResult for SetOf<T> {
    fn read(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Vec::read(input).map(Self)
    }
}

/// An ArrayAccum of a known length.
impl<T: ReadResult, const N: usize> ReadResult for [T; N] {
    fn read(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let start = input.clone();
        Vec::read(input)?.try_into().map_err(|_| start.mismatch(&format!("a list of {N}")))
    }
}

impl<K: ResultKey + Ord, T: ReadResult> ReadResult for BTreeMap<K, T> {
    fn read(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let mut map = Self::new();
        entries(input, |key, value| {
            map.insert(key, value);
        })?;
        Ok(map)
    }
}

impl<K, T, S> ReadResult for HashMap<K, T, S>
where
    K: ResultKey + Hash + Eq,
    T: ReadResult,
    S: BuildHasher + Default,
{
    fn read(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let mut map = Self::default();
        entries(input, |key, value| {
            map.insert(key, value);
        })?;
        Ok(map)
    }
}
