//! The order within the columns, with few crossings of lines.

use super::lanes::{Item, Net};

/// The number of sweeps over the columns, there and back.
const SWEEPS: usize = 24;
/// The number of initial orders. A sweep does not leave a local optimum, so several are tried.
const STARTS: usize = 12;

/// Sorts every column.
pub(super) fn untangle(net: &mut Net) {
    let starts = if net.items.len() > 400 { STARTS / 4 } else { STARTS };
    let first = net.columns.clone();
    let mut best = (crossings(net), net.columns.clone());
    for start in 0..starts {
        net.columns.clone_from(&first);
        shuffle(net, start);
        for sweep in 0..SWEEPS {
            let last = net.columns.len() - 1;
            if sweep % 2 == 0 {
                (1..=last).for_each(|column| by_neighbours(net, column, true));
            } else {
                (0..last).rev().for_each(|column| by_neighbours(net, column, false));
            }
            swap_neighbours(net);
            let crossings = crossings(net);
            if crossings < best.0 {
                best = (crossings, net.columns.clone());
            }
            if best.0 == 0 {
                break;
            }
        }
    }
    net.columns = best.1;
}

/// Returns an initial order: the given one, then its reverse, then fixed pseudorandom ones.
fn shuffle(net: &mut Net, start: usize) {
    let mut state = start as u64;
    for column in &mut net.columns {
        match start {
            0 => {}
            1 => column.reverse(),
            _ => column.sort_by_cached_key(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                state >> 33
            }),
        }
    }
}

/// Sorts a column by the average position of the neighbours on one side.
fn by_neighbours(net: &mut Net, column: usize, left: bool) {
    let positions = positions(net);
    let neighbours = if left { &net.left } else { &net.right };
    let mut keyed: Vec<(f64, usize)> = net.columns[column]
        .iter()
        .map(|&item| {
            let joined = &neighbours[item];
            let sum: usize = joined.iter().map(|&other| positions[other]).sum();
            // An item without neighbours does not move.
            let key = match joined.len() {
                0 => positions[item] as f64,
                several => sum as f64 / several as f64,
            };
            (key, item)
        })
        .collect();
    keyed.sort_by(|one, other| one.0.total_cmp(&other.0));
    net.columns[column] = keyed.into_iter().map(|(_, item)| item).collect();
}

/// Swaps neighbouring items while that removes crossings.
fn swap_neighbours(net: &mut Net) {
    for _ in 0..8 {
        let mut better = false;
        let positions = positions(net);
        for column in 0..net.columns.len() {
            for index in 1..net.columns[column].len() {
                let (upper, lower) = (net.columns[column][index - 1], net.columns[column][index]);
                let now = pair(net, &positions, upper, lower);
                let swapped = pair(net, &positions, lower, upper);
                if swapped < now {
                    net.columns[column].swap(index - 1, index);
                    better = true;
                }
            }
        }
        if !better {
            break;
        }
    }
}

/// Returns the crossings of the lines of two items, if one is above the other.
fn pair(net: &Net, positions: &[usize], upper: usize, lower: usize) -> usize {
    let mut count = 0;
    for side in [&net.left, &net.right] {
        for &one in &side[upper] {
            count += side[lower].iter().filter(|&&it| positions[it] < positions[one]).count();
        }
    }
    count
}

fn positions(net: &Net) -> Vec<usize> {
    let mut positions = vec![0; net.items.len()];
    for column in &net.columns {
        for (position, &item) in column.iter().enumerate() {
            positions[item] = position;
        }
    }
    positions
}

/// Returns all crossings. Those of long lines with long lines count twice, as they are the ugliest.
fn crossings(net: &Net) -> usize {
    let positions = positions(net);
    let mut count = 0;
    for column in &net.columns {
        // The ends of all lines before, sorted.
        let mut ends: Vec<(usize, bool)> = Vec::new();
        for &item in column {
            let is_lane = net.items[item] == Item::Lane;
            let mut own: Vec<_> = net.right[item].iter().map(|&it| positions[it]).collect();
            own.sort_unstable();
            for &end in &own {
                let crossed = &ends[ends.partition_point(|(other, _)| *other <= end)..];
                count += crossed.len();
                if is_lane {
                    count += crossed.iter().filter(|(_, is_lane)| *is_lane).count();
                }
            }
            for end in own {
                let at = ends.partition_point(|(other, _)| *other <= end);
                ends.insert(at, (end, is_lane));
            }
        }
    }
    count
}
