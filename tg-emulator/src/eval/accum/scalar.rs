//! Accumulators whose content is one number, in eight bytes.

use std::sync::Arc;

use super::{Accum, AccumType, Bits, as_bool, highest, lowest};
use crate::eval::Value;
use crate::eval::ty::Ty;
use crate::eval::value::Plain;

/// The operation of an accumulator whose content is one number.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scalar {
    SumInt,
    /// With [`i64::MAX`] if there is no value yet: it is what expressions read then.
    MinInt,
    /// With [`i64::MIN`] if there is no value yet.
    MaxInt,
    SumFloat,
    SumDouble,
    /// With [`EMPTY`] if there is no value yet.
    MinFloat,
    MaxFloat,
    MinDouble,
    MaxDouble,
    Or,
    And,
    /// With the number of bits, which one number has.
    BitOr(u8),
    BitAnd(u8),
}

/// The content of an accumulator, as [`Scalar`] reads it.
pub(super) type Cell = u64;

/// Not the bits of a FLOAT, and those of a NaN that no operation results in.
const EMPTY: Cell = u64::MAX;

impl Scalar {
    /// Returns the operation of a type, if its content is one number.
    pub(super) fn of(ty: &AccumType) -> Option<Self> {
        Some(match ty {
            AccumType::Sum(Ty::Int) => Self::SumInt,
            AccumType::Min(Ty::Int) => Self::MinInt,
            AccumType::Max(Ty::Int) => Self::MaxInt,
            AccumType::Sum(Ty::Float) => Self::SumFloat,
            AccumType::Min(Ty::Float) => Self::MinFloat,
            AccumType::Max(Ty::Float) => Self::MaxFloat,
            AccumType::Sum(Ty::Double) => Self::SumDouble,
            AccumType::Min(Ty::Double) => Self::MinDouble,
            AccumType::Max(Ty::Double) => Self::MaxDouble,
            AccumType::Or => Self::Or,
            AccumType::And => Self::And,
            AccumType::BitOr(width @ 1..=64) => Self::BitOr(*width as u8),
            AccumType::BitAnd(width @ 1..=64) => Self::BitAnd(*width as u8),
            _ => return None,
        })
    }

    /// Converts the content of an accumulator. Returns `None` if it is not one of the type.
    pub(super) fn pack(self, accum: &Accum) -> Option<Cell> {
        let value = match accum {
            Accum::Value(value) => value,
            Accum::Bits(bits) => return bits.word(),
            _ => return None,
        };
        let mut cell = EMPTY;
        match (self, value) {
            (Self::MinInt, Value::Null) => cell = i64::MAX.cast_unsigned(),
            (Self::MaxInt, Value::Null) => cell = i64::MIN.cast_unsigned(),
            (_, Value::Null) => {}
            (_, value) => self.set(&mut cell, value)?,
        }
        Some(cell)
    }

    pub(super) fn unpack(self, cell: Cell) -> Accum {
        if let Self::BitOr(width) | Self::BitAnd(width) = self {
            return Accum::Bits(Arc::new(Bits::of_word(width.into(), cell)));
        }
        let is_real = !matches!(self, Self::SumInt | Self::MinInt | Self::MaxInt);
        Accum::Value(if is_real && cell == EMPTY { Value::Null } else { self.value(cell) })
    }

    /// Returns the value that expressions read.
    #[inline]
    pub(super) fn value(self, cell: Cell) -> Value {
        match self {
            Self::SumInt | Self::MinInt | Self::MaxInt | Self::BitOr(_) | Self::BitAnd(_) => {
                Value::Int(cell.cast_signed())
            }
            Self::MinFloat if cell == EMPTY => highest(&Ty::Float),
            Self::MaxFloat if cell == EMPTY => lowest(&Ty::Float),
            Self::MinDouble if cell == EMPTY => highest(&Ty::Double),
            Self::MaxDouble if cell == EMPTY => lowest(&Ty::Double),
            Self::SumFloat | Self::MinFloat | Self::MaxFloat => Value::Float(float(cell)),
            Self::SumDouble | Self::MinDouble | Self::MaxDouble => {
                Value::Double(f64::from_bits(cell))
            }
            Self::Or | Self::And => Value::Bool(cell != 0),
        }
    }

    /// Returns the value that expressions read, if it is plain.
    #[inline]
    pub(super) fn plain(self, cell: Cell) -> Option<Plain> {
        Some(match self {
            Self::SumInt | Self::MinInt | Self::MaxInt | Self::BitOr(_) | Self::BitAnd(_) => {
                Plain::Int(cell.cast_signed())
            }
            Self::SumDouble => Plain::Double(f64::from_bits(cell)),
            Self::Or | Self::And => Plain::Bool(cell != 0),
            other => return Plain::of(&other.value(cell)),
        })
    }

    /// Accumulates a value. Returns `None` if it must be converted first.
    #[inline]
    pub(super) fn add(self, cell: &mut Cell, value: &Value) -> Option<()> {
        let known = *cell;
        let mut new = known;
        match (self, value) {
            (Self::SumInt, Value::Int(value)) => {
                new = known.cast_signed().wrapping_add(*value).cast_unsigned();
            }
            (Self::MinInt, Value::Int(value)) => new = known.cast_signed().min(*value) as Cell,
            (Self::MaxInt, Value::Int(value)) => new = known.cast_signed().max(*value) as Cell,
            (Self::SumInt | Self::MinInt | Self::MaxInt, _) => return None,
            (Self::Or, value) => new |= u64::from(as_bool(value).ok()?),
            (Self::And, value) => new &= u64::from(as_bool(value).ok()?),
            (Self::BitOr(_), value) => {
                self.set(&mut new, value)?;
                new |= known;
            }
            (Self::BitAnd(_), value) => {
                self.set(&mut new, value)?;
                new &= known;
            }
            (real, value) => {
                real.set(&mut new, value)?;
                new = match real {
                    Self::SumFloat => (float(known) + float(new)).to_bits().into(),
                    Self::SumDouble => (f64::from_bits(known) + f64::from_bits(new)).to_bits(),
                    _ if known == EMPTY || real.precedes(new, known) => new,
                    _ => known,
                };
            }
        }
        *cell = new;
        Some(())
    }

    /// Returns `true` if the first of two reals replaces the second one.
    fn precedes(self, new: Cell, known: Cell) -> bool {
        let real = |cell| match self {
            Self::MinFloat | Self::MaxFloat => f64::from(float(cell)),
            _ => f64::from_bits(cell),
        };
        let (new, known) = (real(new), real(known));
        let order = new.total_cmp(&known);
        // The two zeros are equal, unlike in `total_cmp`.
        new != known
            && match self {
                Self::MinFloat | Self::MinDouble => order.is_lt(),
                _ => order.is_gt(),
            }
    }

    /// Assigns a value. Returns `None` if it must be converted first.
    #[inline]
    pub(super) fn set(self, cell: &mut Cell, value: &Value) -> Option<()> {
        *cell = match (self, value) {
            (Self::SumInt | Self::MinInt | Self::MaxInt, Value::Int(value)) => {
                value.cast_unsigned()
            }
            (Self::SumInt | Self::MinInt | Self::MaxInt, _) => return None,
            (Self::Or | Self::And, Value::Bool(value)) => (*value).into(),
            (Self::Or | Self::And, _) => return None,
            (Self::BitOr(width) | Self::BitAnd(width), value) => match value {
                Value::Int(value) => value.cast_unsigned() & mask(width),
                Value::Uint(value) => value & mask(width),
                _ => return None,
            },
            (Self::SumFloat | Self::MinFloat | Self::MaxFloat, value) => match value {
                Value::Float(value) => value.to_bits().into(),
                Value::Double(value) => (*value as f32).to_bits().into(),
                Value::Int(value) => (*value as f32).to_bits().into(),
                _ => return None,
            },
            (Self::SumDouble | Self::MinDouble | Self::MaxDouble, value) => match value {
                Value::Double(value) => value.to_bits(),
                Value::Float(value) => f64::from(*value).to_bits(),
                Value::Int(value) => (*value as f64).to_bits(),
                _ => return None,
            },
        };
        // The sum of nothing and -0.0 is 0.0.
        match self {
            Self::SumFloat => *cell = (float(*cell) + 0.0).to_bits().into(),
            Self::SumDouble => *cell = (f64::from_bits(*cell) + 0.0).to_bits(),
            _ => {}
        }
        Some(())
    }
}

/// Returns the bits of an accumulator of some bits.
pub(super) fn mask(width: u8) -> Cell {
    u64::MAX >> (64 - width)
}

/// Returns the FLOAT in the lower half of a content.
fn float(cell: Cell) -> f32 {
    f32::from_bits(cell as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The compact form has the same content as the general one after the same operations.
    #[test]
    fn scalars_are_accumulators() {
        let types = [
            AccumType::Sum(Ty::Int),
            AccumType::Min(Ty::Int),
            AccumType::Max(Ty::Int),
            AccumType::Sum(Ty::Float),
            AccumType::Min(Ty::Float),
            AccumType::Max(Ty::Float),
            AccumType::Sum(Ty::Double),
            AccumType::Min(Ty::Double),
            AccumType::Max(Ty::Double),
            AccumType::Or,
            AccumType::And,
            AccumType::BitOr(64),
            AccumType::BitAnd(64),
            AccumType::BitOr(3),
            AccumType::BitAnd(2),
        ];
        let numbers = [
            Value::Int(3),
            Value::Int(-7),
            Value::Double(2.5),
            Value::Float(0.1),
            Value::Double(0.0),
            Value::Double(-0.0),
            Value::Double(f64::INFINITY),
            Value::Double(f64::NEG_INFINITY),
            Value::Double(f64::NAN),
            Value::Int(i64::MAX),
            Value::Int(i64::MAX),
            Value::Bool(true),
        ];
        let show = |accum: &Accum, ty: &AccumType| format!("{:?}", accum.value(ty));
        for ty in &types {
            let scalar = Scalar::of(ty).unwrap();
            for start in 0..numbers.len() {
                let mut accum = Accum::new(ty);
                let mut cell = scalar.pack(&accum).unwrap();
                for value in numbers.iter().cycle().skip(start).take(numbers.len()) {
                    if let Some(()) = scalar.add(&mut cell, value) {
                        accum.add(ty, value.clone()).unwrap();
                    }
                    assert_eq!(show(&scalar.unpack(cell), ty), show(&accum, ty), "{ty:?}");
                    assert_eq!(format!("{:?}", scalar.value(cell)), show(&accum, ty));
                    assert_eq!(scalar.pack(&scalar.unpack(cell)), Some(cell));
                }
                for value in &numbers {
                    if let Some(()) = scalar.set(&mut cell, value) {
                        accum.set(ty, value.clone()).unwrap();
                    }
                    assert_eq!(show(&scalar.unpack(cell), ty), show(&accum, ty), "{ty:?}");
                }
            }
        }
    }
}
