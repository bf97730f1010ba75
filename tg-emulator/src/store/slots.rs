//! Tables whose rows have stable numbers and are found by a key in the row itself.

use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::Arc;

use hashbrown::HashTable;

/// The number of rows that are copied together when one of them is changed under a snapshot.
const CHUNK: usize = 256;
/// The average number of entries of an index shard at which another shard is created.
const SHARD: usize = 512;

/// A table of rows. A row has the same number until it is removed; then the number is reused.
///
/// A clone shares all rows and the index with its original. A change of either copies only the
/// chunks and shards that it concerns, so that a snapshot of a large table is cheap.
#[derive(Debug, Clone)]
pub(super) struct Slots<T> {
    /// Chunks of [`CHUNK`] rows; the last one can be shorter.
    chunks: Vec<Arc<Vec<Slot<T>>>>,
    /// The row that was removed last.
    free: Option<u32>,
    /// The numbers of the rows by the hash of their keys.
    shards: Vec<Arc<HashTable<u32>>>,
    len: usize,
    hasher: RandomState,
}

#[derive(Debug, Clone)]
enum Slot<T> {
    Row(T),
    /// A removed row, with the one that was removed before it.
    Free(Option<u32>),
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
            chunks: Vec::new(),
            free: None,
            shards: Vec::new(),
            len: 0,
            hasher: RandomState::new(),
        }
    }
}

impl<T> Slot<T> {
    fn row(&self) -> Option<&T> {
        match self {
            Self::Row(row) => Some(row),
            Self::Free(_) => None,
        }
    }

    fn into_row(self) -> Option<T> {
        match self {
            Self::Row(row) => Some(row),
            Self::Free(_) => None,
        }
    }
}

impl<T: Keyed + Clone> Slots<T> {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn find<'a>(&'a self, key: &T::Key<'a>) -> Option<u32> {
        self.look_up(key).ok()
    }

    /// Returns the number of the row with a key, or the key for its insertion.
    pub(super) fn look_up<'a>(&'a self, key: &T::Key<'a>) -> Result<u32, VacantKey> {
        let hash = self.hasher.hash_one(key);
        let matches = |&slot: &u32| self.get(slot).is_some_and(|row| row.key() == *key);
        let shard = self.shards.get(shard_of(hash, self.shards.len()));
        let found = shard.and_then(|shard| shard.find(hash, matches));
        found.copied().ok_or(VacantKey(hash))
    }

    /// Inserts a row with a new key.
    pub(super) fn insert(&mut self, row: T) -> u32 {
        let vacant = VacantKey(self.hasher.hash_one(row.key()));
        self.insert_vacant(vacant, row)
    }

    /// Inserts a row whose key was looked up before.
    pub(super) fn insert_vacant(&mut self, VacantKey(hash): VacantKey, row: T) -> u32 {
        let number = match self.free {
            Some(number) => {
                if let Some(slot) = self.slot_mut(number) {
                    let freed = std::mem::replace(slot, Slot::Row(row));
                    self.free = match freed {
                        Slot::Free(next) => next,
                        Slot::Row(_) => None,
                    };
                }
                number
            }
            None => self.push(row),
        };
        self.len += 1;
        if self.len > self.shards.len() * SHARD {
            self.add_shard();
        }
        let Self { chunks, shards, hasher, .. } = self;
        let at = shard_of(hash, shards.len());
        let hash_of =
            |&number: &u32| row_of(chunks, number).map_or(0, |row| hasher.hash_one(row.key()));
        Arc::make_mut(&mut shards[at]).insert_unique(hash, number, hash_of);
        number
    }

    pub(super) fn remove(&mut self, number: u32) -> Option<T> {
        let hash = self.hasher.hash_one(self.get(number)?.key());
        let at = shard_of(hash, self.shards.len());
        let shard = Arc::make_mut(self.shards.get_mut(at)?);
        if let Ok(entry) = shard.find_entry(hash, |&known| known == number) {
            entry.remove();
        }
        self.len -= 1;
        let free = self.free.replace(number);
        let slot = self.slot_mut(number)?;
        std::mem::replace(slot, Slot::Free(free)).into_row()
    }

    pub(super) fn get(&self, number: u32) -> Option<&T> {
        row_of(&self.chunks, number)
    }

    /// Returns a row for changes. Its key must not be changed.
    pub(super) fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        match self.slot_mut(number)? {
            Slot::Row(row) => Some(row),
            Slot::Free(_) => None,
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        let slots = self.chunks.iter().flat_map(|chunk| chunk.iter());
        slots.enumerate().filter_map(|(at, slot)| Some((at as u32, slot.row()?)))
    }

    /// Changes all rows. Their keys must not be changed.
    pub(super) fn change_all(&mut self, mut change: impl FnMut(&mut T)) {
        for slot in self.chunks.iter_mut().flat_map(Arc::make_mut) {
            if let Slot::Row(row) = slot {
                change(row);
            }
        }
    }

    /// Returns the rows that a snapshot does not share with this table.
    pub(super) fn rows_apart(&self, snapshot: &Self) -> impl Iterator<Item = &T> {
        let chunks = self.chunks.iter().enumerate();
        let apart = chunks.filter(|(at, chunk)| {
            snapshot.chunks.get(*at).is_none_or(|known| !Arc::ptr_eq(known, chunk))
        });
        apart.flat_map(|(_, chunk)| chunk.iter().filter_map(Slot::row))
    }

    /// Returns the rows. Those that a snapshot shares are copied.
    pub(super) fn into_rows(self) -> impl Iterator<Item = (u32, T)> {
        let slots = self.chunks.into_iter().flat_map(Arc::unwrap_or_clone);
        slots.enumerate().filter_map(|(at, slot)| Some((at as u32, slot.into_row()?)))
    }

    /// Appends a row and returns its number.
    fn push(&mut self, row: T) -> u32 {
        let slot = Slot::Row(row);
        match self.chunks.last_mut() {
            Some(chunk) if chunk.len() < CHUNK => Arc::make_mut(chunk).push(slot),
            _ => self.chunks.push(Arc::new(vec![slot])),
        }
        let last = self.chunks.last().map_or(0, |chunk| chunk.len());
        ((self.chunks.len() - 1) * CHUNK + last - 1) as u32
    }

    fn slot_mut(&mut self, number: u32) -> Option<&mut Slot<T>> {
        let chunk = self.chunks.get_mut(number as usize / CHUNK)?;
        Arc::make_mut(chunk).get_mut(number as usize % CHUNK)
    }

    /// Adds a shard to the index, which takes entries from one other shard.
    fn add_shard(&mut self) {
        let new = self.shards.len();
        self.shards.push(Arc::default());
        let Some(old) = split_by(new) else { return };
        let Self { chunks, shards, hasher, .. } = self;
        let hash_of =
            |&number: &u32| row_of(chunks, number).map_or(0, |row| hasher.hash_one(row.key()));
        let count = shards.len();
        let mut parts = [HashTable::new(), HashTable::new()];
        for &number in shards[old].iter() {
            let hash = hash_of(&number);
            let part = usize::from(shard_of(hash, count) == new);
            parts[part].insert_unique(hash, number, hash_of);
        }
        let [kept, moved] = parts;
        shards[old] = Arc::new(kept);
        shards[new] = Arc::new(moved);
    }
}

fn row_of<T>(chunks: &[Arc<Vec<Slot<T>>>], number: u32) -> Option<&T> {
    let slot = chunks.get(number as usize / CHUNK)?.get(number as usize % CHUNK)?;
    slot.row()
}

/// Returns the shard of a hash if there are `count` of them (linear hashing). The bits used are
/// ones that hashbrown does not use within a shard.
fn shard_of(hash: u64, count: usize) -> usize {
    let bits = (hash >> 32) as usize;
    let whole = count.next_power_of_two();
    let at = bits & (whole - 1);
    if at < count { at } else { at & (whole / 2).saturating_sub(1) }
}

/// Returns the shard from which a new one takes its entries.
fn split_by(new: usize) -> Option<usize> {
    new.checked_ilog2().map(|bits| new - (1 << bits))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Clone, PartialEq)]
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

    #[test]
    fn a_change_copies_only_what_it_concerns() {
        let mut slots = Slots::default();
        (0..100_000).for_each(|n| _ = slots.insert(Row(n.to_string(), n)));
        let snapshot = slots.clone();
        slots.insert(Row("new".into(), 1));
        slots.get_mut(7).unwrap().1 = 8;
        slots.remove(99_000);
        let shared = slots.chunks.iter().zip(&snapshot.chunks).filter(|(a, b)| Arc::ptr_eq(a, b));
        assert_eq!(shared.count(), snapshot.chunks.len() - 3);
        let shared = slots.shards.iter().zip(&snapshot.shards).filter(|(a, b)| Arc::ptr_eq(a, b));
        assert!(shared.count() >= snapshot.shards.len() - 3);
    }

    #[derive(Debug, Clone)]
    enum Step {
        Insert(u16, u32),
        Change(u16, u32),
        Remove(u16),
        Snapshot,
    }

    fn step() -> impl Strategy<Value = Step> {
        let key = 0..1200_u16;
        prop_oneof![
            8 => (key.clone(), any::<u32>()).prop_map(|(key, value)| Step::Insert(key, value)),
            2 => (key.clone(), any::<u32>()).prop_map(|(key, value)| Step::Change(key, value)),
            3 => key.prop_map(Step::Remove),
            1 => Just(Step::Snapshot),
        ]
    }

    type Model = HashMap<String, u32>;

    fn check(slots: &Slots<Row>, model: &Model) {
        assert_eq!(slots.len(), model.len());
        let rows: Model = slots.iter().map(|(_, row)| (row.0.clone(), row.1)).collect();
        assert_eq!(&rows, model);
        for (key, value) in model {
            let number = slots.find(&key.as_str()).expect("the index lacks a row");
            assert_eq!(slots.get(number), Some(&Row(key.clone(), *value)));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn a_table_is_a_map_and_snapshots_do_not_change(
            steps in proptest::collection::vec(step(), 0..2500)
        ) {
            let mut slots: Slots<Row> = Slots::default();
            let mut model = Model::new();
            let mut snapshots = Vec::new();
            for step in steps {
                match step {
                    Step::Insert(key, value) => {
                        let key = key.to_string();
                        if let Err(vacant) = slots.look_up(&key.as_str()) {
                            slots.insert_vacant(vacant, Row(key.clone(), value));
                            model.insert(key, value);
                        }
                    }
                    Step::Change(key, value) => {
                        let key = key.to_string();
                        if let Some(number) = slots.find(&key.as_str()) {
                            slots.get_mut(number).unwrap().1 = value;
                            model.insert(key, value);
                        }
                    }
                    Step::Remove(key) => {
                        let key = key.to_string();
                        let removed = slots.find(&key.as_str()).and_then(|at| slots.remove(at));
                        prop_assert_eq!(removed.map(|row| row.1), model.remove(&key));
                    }
                    Step::Snapshot => snapshots.push((slots.clone(), model.clone())),
                }
            }
            check(&slots, &model);
            for (snapshot, model) in &snapshots {
                check(snapshot, model);
            }
            let rows: Model = slots.into_rows().map(|(_, row)| (row.0, row.1)).collect();
            prop_assert_eq!(rows, model);
        }
    }
}
