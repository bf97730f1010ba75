//! Values of all vertices.

use crate::eval::Failure;
use crate::store::VertexRef;

/// The number of vertices whose values are created together.
const PAGE: usize = 256;

/// A value per vertex, by the numbers of their types, and the values at some time before.
#[derive(Debug)]
pub(super) struct Pages<T> {
    initial: T,
    types: Vec<Vec<Page<T>>>,
    is_kept: bool,
}

/// The values of some vertices, which are created when one of them is changed.
#[derive(Debug)]
struct Page<T> {
    values: Option<Box<[T; PAGE]>>,
    /// The values at the time of [`Pages::keep`], if they were changed since then.
    kept: Option<Option<Box<[T; PAGE]>>>,
    /// `true` if the values exist, and those to be kept are copied.
    is_open: bool,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self { values: None, kept: None, is_open: false }
    }
}

impl<T: Clone> Pages<T> {
    pub(super) fn new(initial: T) -> Self {
        Self { initial, types: Vec::new(), is_kept: false }
    }

    #[inline]
    fn page(&self, at: VertexRef) -> Option<(&Page<T>, usize)> {
        let (ty, slot) = at.index();
        Some((self.types.get(ty)?.get(slot / PAGE)?, slot % PAGE))
    }

    #[inline]
    pub(super) fn get(&self, at: VertexRef) -> &T {
        match self.page(at) {
            Some((Page { values: Some(values), .. }, at)) => &values[at],
            _ => &self.initial,
        }
    }

    /// Returns the value at the time of [`Self::keep`], or the present one.
    #[inline]
    pub(super) fn get_kept(&self, at: VertexRef) -> &T {
        match self.page(at) {
            Some((Page { kept: Some(Some(values)), .. }, at)) => &values[at],
            Some((Page { kept: Some(None), .. }, _)) => &self.initial,
            Some((Page { values: Some(values), .. }, at)) => &values[at],
            _ => &self.initial,
        }
    }

    /// Returns a value for changes. Calls `grow` with the number of values that are created.
    #[inline]
    pub(super) fn get_mut(
        &mut self,
        at: VertexRef,
        grow: impl FnOnce(usize) -> Result<(), Failure>,
    ) -> Result<&mut T, Failure> {
        let (ty, slot) = at.index();
        if !self.page(at).is_some_and(|(page, _)| page.is_open) {
            self.open(ty, slot / PAGE, grow)?;
        }
        match &mut self.types[ty][slot / PAGE].values {
            Some(values) => Ok(&mut values[slot % PAGE]),
            // Cannot occur: the page is open.
            None => Ok(&mut self.initial),
        }
    }

    /// Changes the values of vertices, each with the item at its position.
    #[inline]
    pub(super) fn change_all<I>(
        &mut self,
        vertices: &[VertexRef],
        items: impl IntoIterator<Item = I>,
        mut grow: impl FnMut(usize) -> Result<(), Failure>,
        change: impl Fn(&mut T, I),
    ) -> Result<(), Failure> {
        for (at, item) in vertices.iter().zip(items) {
            let (ty, slot) = at.index();
            let page = self.types.get_mut(ty).and_then(|pages| pages.get_mut(slot / PAGE));
            match page {
                Some(Page { values: Some(values), is_open: true, .. }) => {
                    change(&mut values[slot % PAGE], item);
                }
                _ => change(self.get_mut(*at, &mut grow)?, item),
            }
        }
        Ok(())
    }

    /// Creates a page for its first change, and keeps it before the first change since then.
    #[cold]
    fn open(
        &mut self,
        ty: usize,
        at: usize,
        grow: impl FnOnce(usize) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        if self.types.len() <= ty {
            self.types.resize_with(ty + 1, Vec::new);
        }
        let pages = &mut self.types[ty];
        if pages.len() <= at {
            pages.resize_with(at + 1, Page::default);
        }
        let page = &mut pages[at];
        if page.values.is_none() {
            grow(PAGE)?;
        }
        if self.is_kept && page.kept.is_none() {
            page.kept = Some(page.values.clone());
        }
        page.values.get_or_insert_with(|| Box::new(std::array::from_fn(|_| self.initial.clone())));
        page.is_open = true;
        Ok(())
    }

    /// Keeps the present values for [`Self::get_kept`]. A page is copied when it changes.
    pub(super) fn keep(&mut self) {
        self.is_kept = true;
        for page in self.types.iter_mut().flatten() {
            (page.kept, page.is_open) = (None, false);
        }
    }

    pub(super) fn forget(&mut self) {
        self.is_kept = false;
        for page in self.types.iter_mut().flatten() {
            (page.kept, page.is_open) = (None, page.values.is_some());
        }
    }

    /// Resets the values of all vertices.
    pub(super) fn reset(&mut self) {
        for page in self.types.iter_mut().flatten() {
            let old = page.values.take();
            if self.is_kept && page.kept.is_none() {
                page.kept = Some(old);
            }
            page.is_open = false;
        }
    }
}
