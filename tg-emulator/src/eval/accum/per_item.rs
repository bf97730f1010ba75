//! Accumulators of vertices and of edges.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Accum, AccumType};
use crate::eval::{Budget, Failure};
use crate::store::{EdgeRef, VertexRef};

/// The number of vertices whose values are created and copied together.
const PAGE: usize = 256;

/// A vertex accumulator: its values at all vertices, by the numbers of their types.
///
/// A copy shares all values with its original. A change of either copies one page.
#[derive(Debug, Clone)]
pub(in crate::eval) struct VertexAccum {
    pub(in crate::eval) ty: Arc<AccumType>,
    initial: Accum,
    types: Vec<Vec<Option<Arc<Vec<Accum>>>>>,
    /// The memory of the values.
    bytes: usize,
}

impl VertexAccum {
    pub(in crate::eval) fn new(ty: Arc<AccumType>, initial: Accum) -> Self {
        Self { ty, initial, types: Vec::new(), bytes: 0 }
    }

    pub(in crate::eval) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(in crate::eval) fn get(&self, at: VertexRef) -> &Accum {
        let (ty, slot) = at.index();
        match self.types.get(ty).and_then(|pages| pages.get(slot / PAGE)) {
            Some(Some(page)) => &page[slot % PAGE],
            _ => &self.initial,
        }
    }

    /// Changes the accumulator at a vertex, and counts the memory.
    pub(in crate::eval) fn change<T>(
        &mut self,
        at: VertexRef,
        budget: &Budget,
        change: impl FnOnce(&mut Accum, &AccumType) -> Result<(T, isize), Failure>,
    ) -> Result<T, Failure> {
        let (ty, slot) = at.index();
        if self.types.len() <= ty {
            self.types.resize_with(ty + 1, Vec::new);
        }
        let pages = &mut self.types[ty];
        if pages.len() <= slot / PAGE {
            pages.resize_with(slot / PAGE + 1, || None);
        }
        let page = match &mut pages[slot / PAGE] {
            Some(page) => page,
            empty => {
                let bytes = PAGE * (size_of::<Accum>() + self.initial.bytes());
                budget.grow(bytes)?;
                self.bytes += bytes;
                empty.insert(Arc::new(vec![self.initial.clone(); PAGE]))
            }
        };
        let (changed, bytes) = change(&mut Arc::make_mut(page)[slot % PAGE], &self.ty)?;
        self.bytes = self.bytes.saturating_add_signed(bytes);
        budget.change(bytes)?;
        Ok(changed)
    }

    /// Resets the accumulator at all vertices.
    pub(in crate::eval) fn reset(&mut self, budget: &Budget) {
        self.types.clear();
        budget.shrink(std::mem::take(&mut self.bytes));
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
