//! Accumulators to which the values of many vertices are added at once.

use std::hint::select_unpredictable;
use std::iter::repeat;

use super::pages::Pages;
use super::scalar::{Cell, Scalar, mask};
use super::{Accum, AccumType};
use crate::eval::ty::Ty;
use crate::eval::value::{Column, Plain, cmp_doubles};
use crate::eval::{Failure, Value};
use crate::store::VertexRef;

impl Scalar {
    /// Adds or assigns values at vertices, one each. Returns `false` if one at a time must be
    /// converted.
    pub(super) fn assign_all(
        self,
        pages: &mut Pages<Cell>,
        vertices: &[VertexRef],
        grow: impl FnMut(usize) -> Result<(), Failure>,
        set: bool,
        column: &Column,
    ) -> Result<bool, Failure> {
        match (self, column) {
            (Self::SumInt | Self::MinInt | Self::MaxInt, Column::Ints(values)) => {
                self.assign_ints(pages, vertices, grow, set, values.iter().copied())?;
            }
            (Self::SumInt | Self::MinInt | Self::MaxInt, Column::One(Plain::Int(value))) => {
                self.assign_ints(pages, vertices, grow, set, repeat(*value))?;
            }
            (Self::BitOr(width) | Self::BitAnd(width), Column::Ints(values)) => {
                let mask = mask(width).cast_signed();
                let values = values.iter().map(|value| value & mask);
                self.assign_ints(pages, vertices, grow, set, values)?;
            }
            (Self::BitOr(width) | Self::BitAnd(width), Column::One(Plain::Int(value))) => {
                let value = value & mask(width).cast_signed();
                self.assign_ints(pages, vertices, grow, set, repeat(value))?;
            }
            (Self::SumDouble, Column::Doubles(values)) => {
                add_doubles(pages, vertices, grow, set, values.iter().copied())?;
            }
            (Self::SumDouble, Column::One(Plain::Double(value))) => {
                add_doubles(pages, vertices, grow, set, repeat(*value))?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn assign_ints(
        self,
        pages: &mut Pages<Cell>,
        vertices: &[VertexRef],
        grow: impl FnMut(usize) -> Result<(), Failure>,
        set: bool,
        values: impl Iterator<Item = i64>,
    ) -> Result<(), Failure> {
        let int = |cell: &Cell| cell.cast_signed();
        // A loop of its own for each operation. Which value is the least cannot be predicted: with
        // a branch, the processor would wait for each cell.
        match self {
            _ if set => pages.change_all(vertices, values, grow, |cell, value| {
                *cell = value.cast_unsigned();
            }),
            Self::MinInt => pages.change_all(vertices, values, grow, |cell, value| {
                *cell = select_unpredictable(value < int(cell), value, int(cell)).cast_unsigned();
            }),
            Self::MaxInt => pages.change_all(vertices, values, grow, |cell, value| {
                *cell = select_unpredictable(value > int(cell), value, int(cell)).cast_unsigned();
            }),
            Self::BitOr(_) => pages.change_all(vertices, values, grow, |cell, value| {
                *cell |= value.cast_unsigned();
            }),
            Self::BitAnd(_) => pages.change_all(vertices, values, grow, |cell, value| {
                *cell &= value.cast_unsigned();
            }),
            _ => pages.change_all(vertices, values, grow, |cell, value| {
                *cell = int(cell).wrapping_add(value).cast_unsigned();
            }),
        }
    }
}

/// Adds to sums of reals, or assigns them.
fn add_doubles(
    pages: &mut Pages<Cell>,
    vertices: &[VertexRef],
    grow: impl FnMut(usize) -> Result<(), Failure>,
    set: bool,
    values: impl Iterator<Item = f64>,
) -> Result<(), Failure> {
    match set {
        // The sum of nothing and -0.0 is 0.0.
        true => pages.change_all(vertices, values, grow, |cell, value| {
            *cell = (value + 0.0).to_bits();
        }),
        false => pages.change_all(vertices, values, grow, |cell, value| {
            *cell = (f64::from_bits(*cell) + value).to_bits();
        }),
    }
}

impl Accum {
    /// Adds values in their order. Returns `false` if one at a time must be converted.
    pub(in crate::eval) fn add_all(&mut self, ty: &AccumType, column: &Column) -> bool {
        let sum = match (ty, column) {
            (AccumType::Sum(Ty::Double), Column::Doubles(values)) => {
                let Self::Value(Value::Double(sum)) = self else { return false };
                values.iter().for_each(|value| *sum += value);
                return true;
            }
            (AccumType::Sum(Ty::Int), Column::Ints(values)) => {
                Some(Value::Int(values.iter().fold(0, |sum, value| sum.wrapping_add(*value))))
            }
            (AccumType::Min(Ty::Int), Column::Ints(values)) => {
                values.iter().min().map(|value| Value::Int(*value))
            }
            (AccumType::Max(Ty::Int), Column::Ints(values)) => {
                values.iter().max().map(|value| Value::Int(*value))
            }
            (AccumType::Min(Ty::Double), Column::Doubles(values)) => {
                let least = |a, b| if cmp_doubles(b, a).is_lt() { b } else { a };
                values.iter().copied().reduce(least).map(Value::Double)
            }
            (AccumType::Max(Ty::Double), Column::Doubles(values)) => {
                let greatest = |a, b| if cmp_doubles(b, a).is_gt() { b } else { a };
                values.iter().copied().reduce(greatest).map(Value::Double)
            }
            (AccumType::Or, Column::Bools(values)) => Some(Value::Bool(values.contains(&true))),
            (AccumType::And, Column::Bools(values)) => Some(Value::Bool(!values.contains(&false))),
            _ => return false,
        };
        // Numbers and truth values have no memory of their own.
        sum.is_none_or(|sum| self.add(ty, sum).is_ok())
    }
}
