//! `ArrayAccum`: accumulators in one dimension or more.

use super::{Accum, AccumType, expected};
use crate::eval::operator::check_element_count;
use crate::eval::{Failure, PrintedValue, Value};

/// The cells of an array, the last dimension being the innermost.
#[derive(Debug, Clone, Default)]
pub(in crate::eval) struct Array {
    sizes: Vec<usize>,
    pub(super) cells: Vec<Accum>,
}

impl Array {
    /// Creates an array of empty accumulators.
    pub(in crate::eval) fn new(ty: &AccumType, sizes: Vec<usize>) -> Result<Self, Failure> {
        let count = sizes.iter().try_fold(1_usize, |count, size| count.checked_mul(*size));
        let count = count.unwrap_or(usize::MAX);
        check_element_count(count)?;
        Ok(Self { sizes, cells: vec![Accum::new(ty); count] })
    }

    pub(super) fn bytes(&self) -> usize {
        self.cells.iter().map(|cell| size_of::<Accum>() + cell.bytes()).sum()
    }

    /// Returns the position of a cell.
    fn position(&self, indexes: &[i64]) -> Result<usize, Failure> {
        if indexes.len() != self.sizes.len() {
            let (sizes, found) = (self.sizes.len(), indexes.len());
            let reason = format!("the array has {sizes} dimensions, {found} indexes are given.");
            return Err(Failure::runtime(reason));
        }
        let mut position = 0;
        for (index, size) in indexes.iter().zip(&self.sizes) {
            let at = usize::try_from(*index).ok().filter(|at| at < size);
            let at = at.ok_or_else(|| {
                Failure::runtime(format!("the index {index} is out of the bounds of the array."))
            })?;
            position = position * size + at;
        }
        Ok(position)
    }

    pub(in crate::eval) fn get(&self, indexes: &[i64]) -> Result<&Accum, Failure> {
        Ok(&self.cells[self.position(indexes)?])
    }

    pub(in crate::eval) fn get_mut(&mut self, indexes: &[i64]) -> Result<&mut Accum, Failure> {
        let position = self.position(indexes)?;
        Ok(&mut self.cells[position])
    }

    /// Adds the elements of an array of the same size.
    pub(super) fn add(&mut self, ty: &AccumType, value: Value) -> Result<isize, Failure> {
        let (sizes, values) = flat(value, self.sizes.len())?;
        if sizes != self.sizes {
            return Err(Failure::runtime("the sizes of two arrays are different."));
        }
        let mut bytes = 0;
        for (cell, value) in self.cells.iter_mut().zip(values) {
            bytes += cell.add(ty, value)?;
        }
        Ok(bytes)
    }

    /// Takes the sizes and elements of another array.
    pub(super) fn set(&mut self, ty: &AccumType, value: Value) -> Result<(), Failure> {
        // Lists are cells, not rows.
        let dimensions = match ty {
            AccumType::List(_) | AccumType::Heap(_) | AccumType::Group(_) => self.sizes.len(),
            _ => usize::MAX,
        };
        let (sizes, values) = flat(value, dimensions)?;
        let mut array = Self::new(ty, sizes)?;
        for (cell, value) in array.cells.iter_mut().zip(values) {
            cell.set(ty, value)?;
        }
        *self = array;
        Ok(())
    }

    pub(super) fn value(&self, cell: &dyn Fn(&Accum) -> Value) -> Value {
        let cells = self.cells.iter().map(cell).collect();
        nested(&self.sizes, cells, &Value::list)
    }

    pub(super) fn to_printed(&self, cell: &dyn Fn(&Accum) -> PrintedValue) -> PrintedValue {
        nested(&self.sizes, self.cells.iter().map(cell).collect(), &PrintedValue::List)
    }
}

/// Nests the cells by the sizes of the dimensions.
fn nested<T>(sizes: &[usize], cells: Vec<T>, list: &dyn Fn(Vec<T>) -> T) -> T {
    let mut level = cells;
    for size in sizes.iter().skip(1).rev() {
        let mut next = Vec::new();
        let mut cells = level.into_iter();
        loop {
            let row: Vec<T> = cells.by_ref().take(*size).collect();
            if row.is_empty() {
                break;
            }
            next.push(list(row));
        }
        level = next;
    }
    list(level)
}

/// Returns the sizes and elements of lists that are nested to at most this number of dimensions.
fn flat(value: Value, dimensions: usize) -> Result<(Vec<usize>, Vec<Value>), Failure> {
    let Value::List(_) = value else { return Err(expected("an array", &value)) };
    let (mut sizes, mut level) = (Vec::new(), vec![value]);
    while sizes.len() < dimensions
        && let Some(Value::List(first)) = level.first()
    {
        sizes.push(first.len());
        let size = first.len();
        let mut next = Vec::new();
        for value in level {
            match value.elements() {
                Some(elements) if elements.len() == size => next.extend(elements),
                _ => return Err(Failure::runtime("the rows of an array have different sizes.")),
            }
        }
        level = next;
    }
    Ok((sizes, level))
}
