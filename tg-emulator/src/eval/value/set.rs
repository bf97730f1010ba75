//! Sets of vertices.

use crate::store::VertexRef;

/// The vertices of a set variable, without duplicates, in the order of ORDER BY if there was one.
#[derive(Debug, Clone, Default)]
pub(crate) struct VertexSet {
    members: Vec<VertexRef>,
    /// One bit per vertex, by the number of its type, for quick membership tests.
    bits: Vec<Vec<u64>>,
}

impl VertexSet {
    pub(crate) fn members(&self) -> &[VertexRef] {
        &self.members
    }

    /// Returns the members in the order in which the store has them.
    pub(crate) fn in_memory_order(&self) -> impl Iterator<Item = VertexRef> {
        let words = self.bits.iter().enumerate();
        let words = words.flat_map(|(ty, bits)| bits.iter().enumerate().map(move |it| (ty, it)));
        words.flat_map(|(ty, (at, word))| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
                rest &= rest - 1;
                Some(VertexRef::of_index((ty, at * 64 + bit)))
            })
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.members.len()
    }

    #[inline]
    pub(crate) fn contains(&self, at: VertexRef) -> bool {
        let (ty, slot) = at.index();
        let word = self.bits.get(ty).and_then(|bits| bits.get(slot / 64));
        word.is_some_and(|word| word >> (slot % 64) & 1 == 1)
    }

    /// Returns some bits of a type.
    #[inline]
    fn word(&mut self, ty: usize, number: usize) -> &mut u64 {
        if self.bits.len() <= ty {
            self.bits.resize_with(ty + 1, Vec::new);
        }
        let bits = &mut self.bits[ty];
        if bits.len() <= number {
            bits.resize(number + 1, 0);
        }
        &mut bits[number]
    }

    /// Adds a vertex. Returns `false` if the set contains it already.
    #[inline]
    pub(crate) fn insert(&mut self, at: VertexRef) -> bool {
        let (ty, slot) = at.index();
        let (word, bit) = (self.word(ty, slot / 64), 1 << (slot % 64));
        let is_new = *word & bit == 0;
        if is_new {
            *word |= bit;
            self.members.push(at);
        }
        is_new
    }

    /// Adds vertices. Returns the number of those that are new.
    pub(crate) fn insert_all(&mut self, vertices: &[VertexRef]) -> usize {
        let before = self.members.len();
        vertices.iter().for_each(|at| _ = self.insert(*at));
        self.members.len() - before
    }

    /// Returns the memory of the set.
    pub(crate) fn bytes(&self) -> usize {
        let words: usize = self.bits.iter().map(Vec::len).sum();
        self.members.len() * size_of::<VertexRef>() + words * size_of::<u64>()
    }
}

impl FromIterator<VertexRef> for VertexSet {
    fn from_iter<I: IntoIterator<Item = VertexRef>>(members: I) -> Self {
        let mut set = Self::default();
        members.into_iter().for_each(|at| _ = set.insert(at));
        set
    }
}
