//! The items of the columns: boxes, hubs, and the lanes of lines that pass through.

use super::Input;

/// An item of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    Box(usize),
    Hub(usize),
    /// The lane of a line that passes through.
    Lane,
}

/// The items, by column and from top to bottom, and the joins between neighbouring columns.
#[derive(Debug)]
pub(super) struct Net {
    pub(super) items: Vec<Item>,
    pub(super) columns: Vec<Vec<usize>>,
    /// The column of each item.
    pub(super) column_of: Vec<usize>,
    /// For each item, the items that it is joined with in the column to the left and to the right.
    pub(super) left: Vec<Vec<usize>>,
    pub(super) right: Vec<Vec<usize>>,
    /// For each hub, the items from each of its ends to it: the end first, the hub last.
    pub(super) from: Vec<Vec<Vec<usize>>>,
    /// For each hub, the items to each of its ends: the hub first, the end last.
    pub(super) to: Vec<Vec<Vec<usize>>>,
}

impl Net {
    /// Puts boxes into the even columns and hubs into the odd ones.
    pub(super) fn of(input: &Input, columns: &[usize]) -> Self {
        let last = columns.iter().copied().max().unwrap_or_default();
        let mut net = Self {
            items: Vec::new(),
            columns: vec![Vec::new(); 2 * last + 2],
            column_of: Vec::new(),
            left: Vec::new(),
            right: Vec::new(),
            from: Vec::new(),
            to: Vec::new(),
        };
        for (index, column) in columns.iter().enumerate() {
            net.add(Item::Box(index), 2 * column);
        }
        let mut loads = vec![0.0; net.columns.len()];
        for (index, hub) in input.hubs.iter().enumerate() {
            let ends: Vec<_> = hub.from.iter().chain(&hub.to).map(|&end| columns[end]).collect();
            let column = hub_column(&ends, &loads, last);
            loads[column] += hub.size.height;
            let item = net.add(Item::Hub(index), column);
            let from = hub.from.iter().map(|&end| net.join(end, item)).collect();
            net.from.push(from);
            let to = hub.to.iter().map(|&end| net.join(item, end)).collect();
            net.to.push(to);
        }
        net
    }

    fn add(&mut self, item: Item, column: usize) -> usize {
        let index = self.items.len();
        self.items.push(item);
        self.column_of.push(column);
        self.left.push(Vec::new());
        self.right.push(Vec::new());
        self.columns[column].push(index);
        index
    }

    /// Joins two items, with lanes in the columns between them.
    fn join(&mut self, first: usize, last: usize) -> Vec<usize> {
        let (start, end) = (self.column_of[first], self.column_of[last]);
        let mut chain = vec![first];
        if start < end {
            chain.extend((start + 1..end).map(|column| self.add(Item::Lane, column)));
        } else {
            chain.extend((end + 1..start).rev().map(|column| self.add(Item::Lane, column)));
        }
        chain.push(last);
        for two in chain.windows(2) {
            let (left, right) = if start < end { (two[0], two[1]) } else { (two[1], two[0]) };
            self.right[left].push(right);
            self.left[right].push(left);
        }
        chain
    }
}

/// Returns the odd column for a hub with ends in these columns: between the middle ones, and where
/// the fewest items are so far.
fn hub_column(ends: &[usize], loads: &[f64], last: usize) -> usize {
    let mut ends = ends.to_vec();
    ends.sort_unstable();
    ends.dedup();
    let (low, high) = match &ends[..] {
        [] => return 1,
        // Next to a single column: outside, or to the right of it.
        &[0] if last > 0 => (0, 1),
        &[only] if only == last && last > 0 => (last - 1, last),
        &[only] => (only.saturating_sub(1), only + 1),
        [low, .., high] => (*low, *high),
    };
    let between = (low..high.min(last + 1)).map(|column| 2 * column + 1);
    let middle = (low + high) as f64;
    between
        .min_by(|&one, &other| {
            let cost = |column: usize| loads[column] + 40.0 * (column as f64 - middle).abs();
            cost(one).total_cmp(&cost(other))
        })
        .unwrap_or(1)
}
