//! A SET whose elements cannot be sorted.

use std::ops::Deref;

use crate::value::{
    Attribute, AttributeType, DecodeError, Decoder, Element, Encoder, ReadAttribute, kind,
};

/// A SET of elements that have no order and no hash, such as `f64` or a tuple with one: those that
/// can be sorted go into a `BTreeSet`.
///
/// Nothing keeps equal elements out before the server does. Two are equal that have the same
/// elements, in the order in which the server sends them.
///
/// ```
/// use tg_runtime::value::SetOf;
///
/// let prices: SetOf<f64> = [0.5, 1.0].into_iter().collect();
/// assert_eq!(prices, SetOf(vec![1.0, 0.5]));
/// assert!(prices.contains(&0.5));
/// ```
#[derive(Debug, Clone)]
pub struct SetOf<T>(pub Vec<T>);

impl<T> Default for SetOf<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: PartialEq> PartialEq for SetOf<T> {
    fn eq(&self, other: &Self) -> bool {
        let within = |one: &[T], all: &[T]| one.iter().all(|element| all.contains(element));
        within(self, other) && within(other, self)
    }
}

impl<T> From<Vec<T>> for SetOf<T> {
    fn from(elements: Vec<T>) -> Self {
        Self(elements)
    }
}

impl<T> FromIterator<T> for SetOf<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        Self(Vec::from_iter(elements))
    }
}

impl<T> IntoIterator for SetOf<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a SetOf<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T> Deref for SetOf<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: Element> Attribute for SetOf<T> {
    type Kind = kind::Collection;

    const TYPE: AttributeType = AttributeType::Set(&T::TYPE);

    fn encode(&self, out: &mut Encoder) {
        out.list(self.iter());
    }
}

impl<T: Element + ReadAttribute> ReadAttribute for SetOf<T> {
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Vec::decode(input).map(Self)
    }
}
