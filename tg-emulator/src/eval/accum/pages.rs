//! Values of all vertices.

use crate::eval::Failure;
use crate::store::VertexRef;

/// The number of vertices whose values are created together.
const PAGE: usize = 256;

/// A value per vertex, by the numbers of their types, and the values at some time before.
#[derive(Debug)]
pub(super) struct Pages<T> {
    pub(super) initial: T,
    types: Table<T>,
    /// The pages that were changed since the values were kept, as they were then.
    kept: Option<Table<T>>,
}

type Page<T> = Box<[T; PAGE]>;

#[derive(Debug)]
struct Table<T>(Vec<Vec<Option<Page<T>>>>);

impl<T: Clone> Table<T> {
    #[inline]
    fn page(&self, (ty, slot): (usize, usize)) -> Option<&Page<T>> {
        self.0.get(ty)?.get(slot / PAGE)?.as_ref()
    }

    /// Returns the place of a page.
    fn place(&mut self, (ty, slot): (usize, usize)) -> &mut Option<Page<T>> {
        if self.0.len() <= ty {
            self.0.resize_with(ty + 1, Vec::new);
        }
        let pages = &mut self.0[ty];
        if pages.len() <= slot / PAGE {
            pages.resize_with(slot / PAGE + 1, || None);
        }
        &mut pages[slot / PAGE]
    }
}

impl<T: Clone> Pages<T> {
    pub(super) fn new(initial: T) -> Self {
        Self { initial, types: Table(Vec::new()), kept: None }
    }

    #[inline]
    pub(super) fn get(&self, at: VertexRef) -> &T {
        let at = at.index();
        self.types.page(at).map_or(&self.initial, |page| &page[at.1 % PAGE])
    }

    /// Returns the value at the time of [`Self::keep`], or the present one.
    #[inline]
    pub(super) fn get_kept(&self, at: VertexRef) -> &T {
        let index = at.index();
        match self.kept.as_ref().and_then(|kept| kept.page(index)) {
            Some(page) => &page[index.1 % PAGE],
            None => self.get(at),
        }
    }

    /// Returns a value for changes. Calls `grow` with the number of values that are created.
    #[inline]
    pub(super) fn get_mut(
        &mut self,
        at: VertexRef,
        grow: impl FnOnce(usize) -> Result<(), Failure>,
    ) -> Result<&mut T, Failure> {
        let at = at.index();
        if self.types.page(at).is_none() {
            grow(PAGE)?;
            self.create(at);
        }
        if let Some(kept) = &mut self.kept
            && kept.page(at).is_none()
        {
            *kept.place(at) = self.types.page(at).cloned();
        }
        match &mut self.types.0[at.0][at.1 / PAGE] {
            Some(page) => Ok(&mut page[at.1 % PAGE]),
            // Cannot occur: the page exists.
            None => Ok(&mut self.initial),
        }
    }

    #[cold]
    fn create(&mut self, at: (usize, usize)) {
        let page = Box::new(std::array::from_fn(|_| self.initial.clone()));
        *self.types.place(at) = Some(page);
    }

    /// Keeps the present values for [`Self::get_kept`]. It costs nothing until they change.
    pub(super) fn keep(&mut self) {
        self.kept = Some(Table(Vec::new()));
    }

    pub(super) fn forget(&mut self) {
        self.kept = None;
    }

    /// Resets the values of all vertices.
    pub(super) fn reset(&mut self) {
        for ty in 0..self.types.0.len() {
            for page in 0..self.types.0[ty].len() {
                let old = self.types.0[ty][page].take();
                if let Some(kept) = &mut self.kept
                    && kept.page((ty, page * PAGE)).is_none()
                {
                    *kept.place((ty, page * PAGE)) = old;
                }
            }
        }
    }
}
