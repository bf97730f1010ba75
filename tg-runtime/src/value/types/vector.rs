//! Vector attributes: embeddings.

use std::ops::Deref;

use crate::value::{Attribute, AttributeType, DecodeError, Decoder, Encoder, ReadAttribute, kind};

/// A vector attribute of `N` dimensions, for vector search (TigerGraph 4.2 and later).
///
/// The server never has vectors in its answers to GET: in a type that is read back, make the field
/// an `Option<Vector<N>>`, which then is `None`.
///
/// ```
/// use tg_runtime::value::Vector;
///
/// let embedding: Vector<3> = [0.5, -0.25, 1.0].into();
/// assert_eq!(embedding.len(), 3);
/// assert!(Vector::<3>::try_from(vec![0.5]).is_err());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Vector<const N: usize>(Box<[f32; N]>);

impl<const N: usize> From<[f32; N]> for Vector<N> {
    fn from(values: [f32; N]) -> Self {
        Self(Box::new(values))
    }
}

/// Gives the numbers back if there are not exactly `N`.
impl<const N: usize> TryFrom<Vec<f32>> for Vector<N> {
    type Error = Vec<f32>;

    fn try_from(values: Vec<f32>) -> Result<Self, Vec<f32>> {
        values.try_into().map(Self)
    }
}

impl<const N: usize> From<Vector<N>> for Vec<f32> {
    fn from(vector: Vector<N>) -> Self {
        (vector.0 as Box<[f32]>).into_vec()
    }
}

impl<const N: usize> Deref for Vector<N> {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        &*self.0
    }
}

impl<const N: usize> Attribute for Vector<N> {
    type Kind = kind::Vector;

    const TYPE: AttributeType = AttributeType::Vector(N as u32);

    fn encode(&self, out: &mut Encoder) {
        out.list(self.iter());
    }
}

impl<const N: usize> ReadAttribute for Vector<N> {
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let start = input.clone();
        let mut values = Vec::with_capacity(N);
        input.list(|input| f32::decode(input).map(|value| values.push(value)))?;
        Self::try_from(values).map_err(|_| start.mismatch(&format!("a vector of {N} dimensions")))
    }
}
