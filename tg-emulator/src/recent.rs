//! A list of the latest items, bounded in number and in bytes.

use std::collections::VecDeque;

/// The latest items of a sequence. Each has the number of its position in the whole sequence.
#[derive(Debug, Clone)]
pub(crate) struct Recent<T> {
    items: VecDeque<(T, usize)>,
    /// The number of items that were removed.
    removed: usize,
    bytes: usize,
    max_items: usize,
    max_bytes: usize,
}

impl<T> Recent<T> {
    pub(crate) const fn new(max_items: usize, max_bytes: usize) -> Self {
        Self { items: VecDeque::new(), removed: 0, bytes: 0, max_items, max_bytes }
    }

    /// Appends an item that occupies this many bytes, and removes the oldest ones if necessary.
    /// Returns its number.
    pub(crate) fn push(&mut self, item: T, bytes: usize) -> usize {
        self.items.push_back((item, bytes));
        self.bytes += bytes;
        while self.items.len() > self.max_items || self.bytes > self.max_bytes {
            let Some((_, bytes)) = self.items.pop_front() else { break };
            self.bytes -= bytes;
            self.removed += 1;
        }
        self.removed + self.items.len().saturating_sub(1)
    }

    pub(crate) fn get(&self, number: usize) -> Option<&T> {
        let (item, _) = self.items.get(number.checked_sub(self.removed)?)?;
        Some(item)
    }

    /// Returns the items with their numbers, the oldest first.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &T> {
        self.items.iter().map(|(item, _)| item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_items_are_removed() {
        let mut recent = Recent::new(3, 100);
        let numbers: Vec<_> = [40, 40, 40].map(|bytes| recent.push(bytes, bytes)).into();
        assert_eq!(numbers, [0, 1, 2]);
        assert_eq!((recent.get(0), recent.get(1), recent.iter().len()), (None, Some(&40), 2));
        (0..5).for_each(|_| _ = recent.push(1, 1));
        assert_eq!(recent.iter().len(), 3);
        recent.push(101, 101);
        assert_eq!(recent.iter().len(), 0);
    }
}
