//! Accumulators of vertices and of edges.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::pages::Pages;
use super::scalar::{Cell, Scalar};
use super::{Accum, AccumType};
use crate::eval::value::{Column, Plain};
use crate::eval::{Budget, Failure, Value};
use crate::store::{EdgeRef, VertexRef};

/// A vertex accumulator: its values at all vertices.
#[derive(Debug)]
pub(in crate::eval) struct VertexAccum {
    pub(in crate::eval) ty: Arc<AccumType>,
    values: Values,
    /// The memory of the values.
    bytes: usize,
    /// The memory of an initial value.
    initial_bytes: usize,
}

#[derive(Debug)]
enum Values {
    Scalar(Scalar, Pages<Cell>),
    Any(Pages<Accum>),
}

impl VertexAccum {
    pub(in crate::eval) fn new(ty: Arc<AccumType>, initial: Accum) -> Self {
        let initial_bytes = initial.bytes();
        let scalar = Scalar::of(&ty).and_then(|scalar| Some((scalar, scalar.pack(&initial)?)));
        let values = match scalar {
            Some((scalar, cell)) => Values::Scalar(scalar, Pages::new(cell)),
            None => Values::Any(Pages::new(initial)),
        };
        Self { ty, values, bytes: 0, initial_bytes }
    }

    pub(in crate::eval) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Returns the accumulator at a vertex. With `kept`, as it was at the time of [`Self::keep`].
    pub(in crate::eval) fn get(&self, at: VertexRef, kept: bool) -> Cow<'_, Accum> {
        match (&self.values, kept) {
            (Values::Scalar(scalar, pages), false) => Cow::Owned(scalar.unpack(*pages.get(at))),
            (Values::Scalar(scalar, pages), true) => Cow::Owned(scalar.unpack(*pages.get_kept(at))),
            (Values::Any(pages), false) => Cow::Borrowed(pages.get(at)),
            (Values::Any(pages), true) => Cow::Borrowed(pages.get_kept(at)),
        }
    }

    /// Returns the value that expressions read.
    #[inline]
    pub(in crate::eval) fn value(&self, at: VertexRef, kept: bool) -> Value {
        match &self.values {
            Values::Scalar(scalar, pages) => {
                scalar.value(*if kept { pages.get_kept(at) } else { pages.get(at) })
            }
            Values::Any(_) => self.get(at, kept).value(&self.ty),
        }
    }

    /// Returns the value that expressions read, if it is plain.
    #[inline]
    pub(in crate::eval) fn plain(&self, at: VertexRef, kept: bool) -> Option<Plain> {
        match &self.values {
            Values::Scalar(scalar, pages) => {
                scalar.plain(*if kept { pages.get_kept(at) } else { pages.get(at) })
            }
            Values::Any(_) => Plain::of(&self.value(at, kept)),
        }
    }

    /// Returns the values that expressions read at vertices, if they are plain and always set.
    pub(in crate::eval) fn column(&self, vertices: &[VertexRef], kept: bool) -> Option<Column> {
        let Values::Scalar(scalar, pages) = &self.values else { return None };
        let cell = |at: &VertexRef| *if kept { pages.get_kept(*at) } else { pages.get(*at) };
        let cells = vertices.iter().map(cell);
        Some(match scalar {
            Scalar::SumInt
            | Scalar::MinInt
            | Scalar::MaxInt
            | Scalar::BitOr(_)
            | Scalar::BitAnd(_) => Column::Ints(cells.map(Cell::cast_signed).collect()),
            Scalar::SumDouble => Column::Doubles(cells.map(f64::from_bits).collect()),
            Scalar::Or | Scalar::And => Column::Bools(cells.map(|cell| cell != 0).collect()),
            _ => return None,
        })
    }

    /// Keeps the present values for later reads.
    pub(in crate::eval) fn keep(&mut self) {
        match &mut self.values {
            Values::Scalar(_, pages) => pages.keep(),
            Values::Any(pages) => pages.keep(),
        }
    }

    /// Drops the values that were kept.
    pub(in crate::eval) fn forget(&mut self) {
        match &mut self.values {
            Values::Scalar(_, pages) => pages.forget(),
            Values::Any(pages) => pages.forget(),
        }
    }

    /// Adds or assigns a value, and counts the memory.
    #[inline]
    pub(in crate::eval) fn assign(
        &mut self,
        at: VertexRef,
        budget: &Budget,
        set: bool,
        value: Value,
    ) -> Result<(), Failure> {
        if let Values::Scalar(scalar, pages) = &mut self.values {
            let cell = pages.get_mut(at, grow(budget, &mut self.bytes, size_of::<Cell>()))?;
            let done = if set { scalar.set(cell, &value) } else { scalar.add(cell, &value) };
            if done.is_some() {
                return Ok(());
            }
        }
        self.change(at, budget, |accum, ty| {
            let bytes = if set { accum.set(ty, value) } else { accum.add(ty, value) };
            bytes.map(|bytes| ((), bytes))
        })
    }

    /// Adds a value once at each of some vertices.
    pub(in crate::eval) fn add_to_all(
        &mut self,
        vertices: &[VertexRef],
        budget: &Budget,
        value: &Value,
    ) -> Result<(), Failure> {
        match Plain::of(value) {
            Some(value) => self.assign_all(vertices, budget, false, &Column::One(value)),
            None => {
                vertices.iter().try_for_each(|at| self.assign(*at, budget, false, value.clone()))
            }
        }
    }

    /// Adds or assigns values at vertices, one each.
    pub(in crate::eval) fn assign_all(
        &mut self,
        vertices: &[VertexRef],
        budget: &Budget,
        set: bool,
        column: &Column,
    ) -> Result<(), Failure> {
        if let Values::Scalar(scalar, pages) = &mut self.values {
            let bytes = &mut self.bytes;
            let grow = |count| grow(budget, bytes, size_of::<Cell>())(count);
            if scalar.assign_all(pages, vertices, grow, set, column)? {
                return Ok(());
            }
        }
        for (number, at) in vertices.iter().enumerate() {
            self.assign(*at, budget, set, column.get(number).into())?;
        }
        Ok(())
    }

    /// Changes the accumulator at a vertex, and counts the memory.
    pub(in crate::eval) fn change<T>(
        &mut self,
        at: VertexRef,
        budget: &Budget,
        change: impl FnOnce(&mut Accum, &AccumType) -> Result<(T, isize), Failure>,
    ) -> Result<T, Failure> {
        match &mut self.values {
            Values::Scalar(scalar, pages) => {
                let cell = pages.get_mut(at, grow(budget, &mut self.bytes, size_of::<Cell>()))?;
                let mut accum = scalar.unpack(*cell);
                let (changed, _) = change(&mut accum, &self.ty)?;
                *cell = scalar.pack(&accum).unwrap_or(*cell);
                Ok(changed)
            }
            Values::Any(pages) => {
                let bytes = size_of::<Accum>() + self.initial_bytes;
                let accum = pages.get_mut(at, grow(budget, &mut self.bytes, bytes))?;
                let (changed, bytes) = change(accum, &self.ty)?;
                self.bytes = self.bytes.saturating_add_signed(bytes);
                budget.change(bytes)?;
                Ok(changed)
            }
        }
    }

    /// Resets the accumulator at all vertices.
    pub(in crate::eval) fn reset(&mut self, budget: &Budget) {
        match &mut self.values {
            Values::Scalar(_, pages) => pages.reset(),
            Values::Any(pages) => pages.reset(),
        }
        budget.shrink(std::mem::take(&mut self.bytes));
    }
}

/// Returns a function that counts the memory of new values.
#[inline]
fn grow<'a>(
    budget: &'a Budget,
    counted: &'a mut usize,
    each: usize,
) -> impl FnOnce(usize) -> Result<(), Failure> + 'a {
    move |count| {
        budget.grow(count * each)?;
        *counted += count * each;
        Ok(())
    }
}

/// An edge accumulator: its values at all edges at which it was changed.
#[derive(Debug, Clone)]
pub(in crate::eval) struct EdgeAccum {
    pub(in crate::eval) ty: Arc<AccumType>,
    initial: Accum,
    values: HashMap<EdgeRef, Accum>,
}

impl EdgeAccum {
    pub(in crate::eval) fn new(ty: Arc<AccumType>, initial: Accum) -> Self {
        Self { ty, initial, values: HashMap::new() }
    }

    pub(in crate::eval) fn get(&self, at: EdgeRef) -> &Accum {
        self.values.get(&at).unwrap_or(&self.initial)
    }

    /// Changes the accumulator at an edge, and counts the memory.
    pub(in crate::eval) fn change<T>(
        &mut self,
        at: EdgeRef,
        budget: &Budget,
        change: impl FnOnce(&mut Accum, &AccumType) -> Result<(T, isize), Failure>,
    ) -> Result<T, Failure> {
        let (initial, mut new) = (&self.initial, 0);
        let accum = self.values.entry(at).or_insert_with(|| {
            new = size_of::<(EdgeRef, Accum)>() + initial.bytes();
            initial.clone()
        });
        let (changed, bytes) = change(accum, &self.ty)?;
        budget.change(bytes + new as isize)?;
        Ok(changed)
    }
}
