//! The effect on an accumulator of the same value several times.

use super::AccumType;
use crate::eval::Value;
use crate::eval::ty::Ty;

/// The effect on an accumulator of the same value several times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::eval) enum Times {
    /// The first time decides.
    Once,
    /// The sum is a product.
    Product,
    /// The value is added again and again: a product of reals is rounded differently.
    Each,
}

impl Times {
    /// Returns the effect on an accumulator of a type, and `true` if the order of the values makes
    /// a difference. Returns `None` if each value must be added at its own time.
    ///
    /// Sums of reals are rounded, and the two zeros are equal but not the same.
    pub(in crate::eval) fn of(ty: &AccumType) -> Option<(Self, bool)> {
        let is_real = |ty: &Ty| match ty {
            Ty::Float | Ty::Double => Some(true),
            Ty::Int | Ty::Uint | Ty::Bool | Ty::Text | Ty::DateTime | Ty::Vertex(_) => Some(false),
            _ => None,
        };
        Some(match ty {
            AccumType::Sum(Ty::Int) => (Self::Product, false),
            AccumType::Sum(Ty::Uint) => (Self::Each, false),
            AccumType::Sum(Ty::Float | Ty::Double) | AccumType::Avg => (Self::Each, true),
            AccumType::Or | AccumType::And | AccumType::BitOr(_) | AccumType::BitAnd(_) => {
                (Self::Once, false)
            }
            AccumType::Min(ty) | AccumType::Max(ty) | AccumType::Set(ty) => {
                (Self::Once, is_real(ty)?)
            }
            _ => return None,
        })
    }

    /// Returns a value, and the number of times that it is added instead of another value `count`
    /// times.
    #[inline]
    pub(in crate::eval) fn shortened(self, value: &Value, count: u64) -> (Value, u64) {
        match (self, value) {
            (_, value) if count == 1 => (value.clone(), 1),
            (Self::Once, value) => (value.clone(), 1),
            // Sums wrap around, so that a product does too.
            (Self::Product, Value::Int(value)) => {
                (Value::Int(value.wrapping_mul(count.cast_signed())), 1)
            }
            (_, value) => (value.clone(), count),
        }
    }
}
