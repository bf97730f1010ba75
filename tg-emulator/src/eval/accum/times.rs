//! The effect on an accumulator of the same value several times.

use super::{Accum, AccumType};
use crate::eval::ty::Ty;
use crate::eval::{Budget, Failure, Value};

/// The number of additions between two checks of the limits of a query.
const ADDITIONS_PER_CHECK: u64 = 4096;

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

impl Accum {
    /// Adds a value several times. Returns the change of the memory.
    pub(in crate::eval) fn add_times(
        &mut self,
        ty: &AccumType,
        value: Value,
        count: u64,
        budget: &Budget,
    ) -> Result<isize, Failure> {
        let mut bytes = 0;
        let mut rest = count;
        while rest > 0 {
            let additions = rest.min(ADDITIONS_PER_CHECK);
            budget.work(additions as usize)?;
            rest -= additions;
            match (ty, &mut *self, &value) {
                (
                    AccumType::Sum(Ty::Double),
                    Self::Value(Value::Double(sum)),
                    Value::Double(of),
                ) => {
                    (0..additions).for_each(|_| *sum += of);
                }
                _ => {
                    for _ in 0..additions {
                        bytes += self.add(ty, value.clone())?;
                    }
                }
            }
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::budget::MemoryPool;

    /// More additions than one check, so that the last ones are counted too.
    const COUNT: u64 = 2 * ADDITIONS_PER_CHECK + 7;

    #[test]
    fn a_value_several_times_is_rounded_like_single_additions() {
        let budget = Budget::new(|| false, 1 << 20, MemoryPool::default());
        let types = [Ty::Double, Ty::Float, Ty::Uint].map(AccumType::Sum);
        for ty in types.into_iter().chain([AccumType::Avg]) {
            let (mut once, mut each) = (Accum::new(&ty), Accum::new(&ty));
            for start in [Value::Int(1), Value::Int(3)] {
                each.add(&ty, start.clone()).unwrap();
                once.add(&ty, start).unwrap();
                let value = value_of(&ty);
                once.add_times(&ty, value.clone(), COUNT, &budget).unwrap();
                (0..COUNT).for_each(|_| _ = each.add(&ty, value.clone()).unwrap());
                assert_eq!(format!("{once:?}"), format!("{each:?}"), "{ty:?}");
            }
        }
    }

    #[test]
    fn many_additions_stop_at_the_limit_of_time() {
        let budget = Budget::new(|| true, 1 << 20, MemoryPool::default());
        let ty = AccumType::Sum(Ty::Double);
        let added = Accum::new(&ty).add_times(&ty, Value::Double(0.1), u64::MAX, &budget);
        added.unwrap_err();
    }

    fn value_of(ty: &AccumType) -> Value {
        match ty {
            AccumType::Sum(Ty::Uint) => Value::Uint(7),
            _ => Value::Double(0.1),
        }
    }
}
