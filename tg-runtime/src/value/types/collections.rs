//! LIST, SET and MAP.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, Hash};

use crate::value::{
    Attribute, AttributeType, DecodeError, Decoder, Element, Encoder, MapKey, ReadAttribute, kind,
};

macro_rules! collections {
    ($($kind:ident: $ty:ty, [$($parameters:tt)*];)+) => {$(
        impl<T: Element, $($parameters)*> Attribute for $ty {
            type Kind = kind::Collection;

            const TYPE: AttributeType = AttributeType::$kind(&T::TYPE);

            fn encode(&self, out: &mut Encoder) {
                out.list(self.iter());
            }
        }
    )+};
}

collections! {
    List: [T], [];
    List: Vec<T>, [];
    List: VecDeque<T>, [];
    List: Box<[T]>, [];
    Set: BTreeSet<T>, [];
    Set: HashSet<T, S>, [S];
}

impl<T: Element + ReadAttribute> ReadAttribute for Vec<T> {
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let mut items = Self::new();
        input.list(|input| T::decode(input).map(|item| items.push(item)))?;
        Ok(items)
    }
}

impl<T: Element + ReadAttribute> ReadAttribute for VecDeque<T> {
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Vec::decode(input).map(Self::from)
    }
}

impl<T: Element + ReadAttribute> ReadAttribute for Box<[T]> {
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Vec::decode(input).map(Vec::into_boxed_slice)
    }
}

impl<T: Element + ReadAttribute + Ord> ReadAttribute for BTreeSet<T> {
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let mut items = Self::new();
        input.list(|input| {
            items.insert(T::decode(input)?);
            Ok(())
        })?;
        Ok(items)
    }
}

impl<T, S> ReadAttribute for HashSet<T, S>
where
    T: Element + ReadAttribute + Hash + Eq,
    S: BuildHasher + Default,
{
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let mut items = Self::default();
        input.list(|input| {
            items.insert(T::decode(input)?);
            Ok(())
        })?;
        Ok(items)
    }
}

impl<K: MapKey, V: Element> Attribute for BTreeMap<K, V> {
    type Kind = kind::Collection;

    const TYPE: AttributeType = AttributeType::Map(&K::TYPE, &V::TYPE);

    fn encode(&self, out: &mut Encoder) {
        out.map(self.keys(), self.values());
    }
}

impl<K: MapKey, V: Element, S> Attribute for HashMap<K, V, S> {
    type Kind = kind::Collection;

    const TYPE: AttributeType = AttributeType::Map(&K::TYPE, &V::TYPE);

    fn encode(&self, out: &mut Encoder) {
        // The same map lists its keys and its values in the same order.
        out.map(self.keys(), self.values());
    }
}

impl<K: MapKey + ReadAttribute + Ord, V: Element + ReadAttribute> ReadAttribute for BTreeMap<K, V> {
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let mut entries = Self::new();
        input.map_of(|key, input| {
            entries.insert(key, V::decode(input)?);
            Ok(())
        })?;
        Ok(entries)
    }
}

impl<K, V, S> ReadAttribute for HashMap<K, V, S>
where
    K: MapKey + ReadAttribute + Hash + Eq,
    V: Element + ReadAttribute,
    S: BuildHasher + Default,
{
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let mut entries = Self::default();
        input.map_of(|key, input| {
            entries.insert(key, V::decode(input)?);
            Ok(())
        })?;
        Ok(entries)
    }
}
