//! Tables whose rows have stable numbers and are found by a key in the row itself.

use std::hash::{BuildHasher, Hash, RandomState};

use hashbrown::HashTable;

/// A table of rows. A row has the same number until it is removed; then the number is reused.
#[derive(Debug, Clone)]
pub(super) struct Slots<T> {
    rows: Vec<Option<T>>,
    free: Vec<u32>,
    index: HashTable<u32>,
    hasher: RandomState,
}

/// The hash of a key that is not in the table. It saves [`Slots::insert_vacant`] a second
/// computation.
#[derive(Debug, Clone, Copy)]
pub(super) struct VacantKey(u64);

/// A row that contains its key.
pub(super) trait Keyed {
    type Key<'a>: Hash + Eq
    where
        Self: 'a;
    fn key(&self) -> Self::Key<'_>;
}

impl<T> Default for Slots<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            free: Vec::new(),
            index: HashTable::new(),
            hasher: RandomState::new(),
        }
    }
}

impl<T: Keyed> Slots<T> {
    pub(super) fn len(&self) -> usize {
        self.index.len()
    }

    pub(super) fn find<'a>(&'a self, key: &T::Key<'a>) -> Option<u32> {
        self.look_up(key).ok()
    }

    /// Returns the number of the row with a key, or the key for its insertion.
    pub(super) fn look_up<'a>(&'a self, key: &T::Key<'a>) -> Result<u32, VacantKey> {
        let hash = self.hasher.hash_one(key);
        let matches = |&slot: &u32| self.get(slot).is_some_and(|row| row.key() == *key);
        self.index.find(hash, matches).copied().ok_or(VacantKey(hash))
    }

    /// Inserts a row with a new key.
    pub(super) fn insert(&mut self, row: T) -> u32 {
        let vacant = VacantKey(self.hasher.hash_one(row.key()));
        self.insert_vacant(vacant, row)
    }

    /// Inserts a row whose key was looked up before.
    pub(super) fn insert_vacant(&mut self, VacantKey(hash): VacantKey, row: T) -> u32 {
        let slot = match self.free.pop() {
            Some(slot) => {
                self.rows[slot as usize] = Some(row);
                slot
            }
            None => {
                self.rows.push(Some(row));
                (self.rows.len() - 1) as u32
            }
        };
        let Self { rows, index, hasher, .. } = self;
        index.insert_unique(hash, slot, |&slot| {
            rows[slot as usize].as_ref().map_or(0, |row| hasher.hash_one(row.key()))
        });
        slot
    }

    pub(super) fn remove(&mut self, slot: u32) -> Option<T> {
        let hash = self.hasher.hash_one(self.get(slot)?.key());
        if let Ok(entry) = self.index.find_entry(hash, |&known| known == slot) {
            entry.remove();
        }
        self.free.push(slot);
        self.rows[slot as usize].take()
    }

    pub(super) fn get(&self, slot: u32) -> Option<&T> {
        self.rows.get(slot as usize)?.as_ref()
    }

    /// Returns a row for changes. Its key must not be changed.
    pub(super) fn get_mut(&mut self, slot: u32) -> Option<&mut T> {
        self.rows.get_mut(slot as usize)?.as_mut()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        self.rows.iter().enumerate().filter_map(|(at, row)| Some((at as u32, row.as_ref()?)))
    }

    pub(super) fn into_rows(self) -> impl Iterator<Item = (u32, T)> {
        self.rows.into_iter().enumerate().filter_map(|(at, row)| Some((at as u32, row?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Row(String, u32);

    impl Keyed for Row {
        type Key<'a> = &'a str;
        fn key(&self) -> &str {
            &self.0
        }
    }

    #[test]
    fn numbers_of_removed_rows_are_reused() {
        let mut slots = Slots::default();
        let numbers: Vec<u32> = (0..1000).map(|n| slots.insert(Row(n.to_string(), n))).collect();
        assert_eq!(slots.find(&"617"), Some(numbers[617]));
        assert_eq!(slots.remove(numbers[617]).map(|row| row.1), Some(617));
        assert_eq!(slots.find(&"617"), None);
        assert_eq!((slots.len(), slots.iter().count()), (999, 999));
        assert_eq!(slots.insert(Row("x".into(), 1)), numbers[617]);
        assert_eq!(slots.find(&"x"), Some(numbers[617]));
    }
}
