//! Coordinates, computed from columns and orders.

use super::lanes::{Item, Net};
use super::{BEND, GAP, Input, Layout, Line, PlacedHub, Point, Size};

/// The height of the lane of a passing line.
const LANE: f64 = 10.0;
/// The number of passes that move items towards their neighbours.
const ROUNDS: usize = 36;
/// The space between two lines at a side of a box.
const PORT: f64 = 12.0;

/// Computes the coordinates, from the origin.
pub(super) fn place(input: &Input, net: &Net) -> Layout {
    let sizes: Vec<Size> = net
        .items
        .iter()
        .map(|item| match *item {
            Item::Box(index) => input.boxes[index],
            Item::Hub(index) => input.hubs[index].size,
            Item::Lane => Size { width: 0.0, height: LANE },
        })
        .collect();
    let centres = centres(net, &sizes);
    let (lefts, width) = lefts(net, &sizes);
    let ports = Ports::of(net, &sizes, &centres);
    let spans = net.items.iter().enumerate().map(|(item, kind)| {
        let column = &lefts[net.column_of[item]];
        match kind {
            // A passing line is straight within the column.
            Item::Lane => (column.0, column.0 + column.1),
            _ => {
                let left = column.0 + (column.1 - sizes[item].width) / 2.0;
                (left, left + sizes[item].width)
            }
        }
    });
    let geometry = Geometry { net, ports: &ports, spans: spans.collect(), lefts: &lefts };
    let corner = |item: usize| Point {
        x: geometry.spans[item].0,
        y: centres[item] - sizes[item].height / 2.0,
    };
    let mut layout = Layout::default();
    for (item, kind) in net.items.iter().enumerate() {
        match *kind {
            Item::Box(_) => layout.boxes.push(corner(item)),
            Item::Hub(index) => layout.hubs.push(PlacedHub {
                corner: corner(item),
                from: net.from[index].iter().map(|chain| geometry.line(chain, 0)).collect(),
                to: net.to[index].iter().map(|chain| geometry.line(chain, 1)).collect(),
            }),
            Item::Lane => {}
        }
    }
    let bottoms = centres.iter().zip(&sizes).map(|(centre, size)| centre + size.height / 2.0);
    layout.size = Size { width, height: bottoms.fold(0.0, f64::max) };
    layout
}

/// Returns the left side and the width of each column, and the total width.
fn lefts(net: &Net, sizes: &[Size]) -> (Vec<(f64, f64)>, f64) {
    let mut lefts = Vec::with_capacity(net.columns.len());
    let (mut x, mut end) = (0.0, 0.0);
    for column in &net.columns {
        let width = column.iter().map(|&item| sizes[item].width).fold(0.0, f64::max);
        lefts.push((x, width));
        if !column.is_empty() {
            end = x + width;
            // Many lines need more space to bend, otherwise they run up and down next to each
            // other.
            let lines: usize = column.iter().map(|&item| net.right[item].len()).sum();
            x = end + BEND + (lines as f64 * 1.5).min(BEND);
        }
    }
    (lefts, end)
}

/// Returns the height of the middle of each item, so that its lines are as level as possible and
/// it does not overlap its neighbours.
fn centres(net: &Net, sizes: &[Size]) -> Vec<f64> {
    let mut centres = vec![0.0; net.items.len()];
    for column in &net.columns {
        let mut y = 0.0;
        for &item in column {
            centres[item] = y + sizes[item].height / 2.0;
            y += sizes[item].height + GAP;
        }
    }
    let mut ports = None;
    for round in 0..ROUNDS {
        let mut order: Vec<_> = (0..net.columns.len()).collect();
        if round % 2 == 1 {
            order.reverse();
        }
        for column in order {
            let items = &net.columns[column];
            let preferred: Vec<_> =
                items.iter().map(|&item| preferred(net, &centres, ports.as_ref(), item)).collect();
            let distances: Vec<_> =
                items.windows(2).map(|two| distance(net, sizes, two[0], two[1])).collect();
            for (&item, centre) in items.iter().zip(apart(&preferred, &distances)) {
                centres[item] = centre;
            }
        }
        // In the first passes boxes move towards each other, in the last ones their lines become
        // level.
        if round >= ROUNDS / 3 {
            ports = Some(Ports::of(net, sizes, &centres));
        }
    }
    let tops = centres.iter().zip(sizes).map(|(centre, size)| centre - size.height / 2.0);
    let top = tops.fold(f64::INFINITY, f64::min);
    centres.iter_mut().for_each(|centre| *centre -= top);
    centres
}

/// Returns the best height for an item on its own, and its weight.
fn preferred(net: &Net, centres: &[f64], ports: Option<&Ports<'_>>, item: usize) -> (f64, f64) {
    let (mut sum, mut weight) = (0.0, 0.0);
    for (is_right, joined) in [(false, &net.left[item]), (true, &net.right[item])] {
        for (index, &other) in joined.iter().enumerate() {
            let is_lane = net.items[item] == Item::Lane && net.items[other] == Item::Lane;
            let own = if is_lane { 6.0 } else { 1.0 };
            let shift = ports.map_or(0.0, |ports| {
                let own = if is_right { ports.right[item][index] } else { ports.left[item][index] };
                let which = usize::from(joined[..index].contains(&other));
                ports.at(other, item, which) - centres[other] - (own - centres[item])
            });
            sum += own * (centres[other] + shift);
            weight += own;
        }
    }
    if weight == 0.0 { (centres[item], 0.1) } else { (sum / weight, weight) }
}

/// Returns the smallest distance of the middles of two items.
fn distance(net: &Net, sizes: &[Size], one: usize, other: usize) -> f64 {
    let is_lane = |item: usize| net.items[item] == Item::Lane;
    let gap = match (is_lane(one), is_lane(other)) {
        (true, true) => 2.0,
        (false, false) => GAP,
        _ => GAP / 2.0,
    };
    (sizes[one].height + sizes[other].height) / 2.0 + gap
}

/// Returns the positions nearest to the preferred ones (by weight) that keep the distances between
/// neighbours. Positions that would be too close form a group at their common average.
fn apart(preferred: &[(f64, f64)], distances: &[f64]) -> Vec<f64> {
    // After subtracting the distances, the rule is only that the positions do not decrease.
    let mut offsets = vec![0.0; preferred.len()];
    for index in 1..preferred.len() {
        offsets[index] = offsets[index - 1] + distances[index - 1];
    }
    // Groups: mean, weight, count.
    let mut groups: Vec<(f64, f64, usize)> = Vec::new();
    for (&(position, weight), offset) in preferred.iter().zip(&offsets) {
        let mut group = (position - offset, weight, 1);
        while let Some(&(mean, other, count)) = groups.last() {
            if mean <= group.0 {
                break;
            }
            groups.pop();
            let sum = other + group.1;
            group = ((mean * other + group.0 * group.1) / sum, sum, count + group.2);
        }
        groups.push(group);
    }
    let means = groups.iter().flat_map(|&(mean, _, count)| std::iter::repeat_n(mean, count));
    means.zip(offsets).map(|(mean, offset)| mean + offset).collect()
}

/// The points at which lines meet the sides of items.
struct Ports<'a> {
    net: &'a Net,
    /// Like the net's `left` and `right`.
    left: Vec<Vec<f64>>,
    right: Vec<Vec<f64>>,
}

impl<'a> Ports<'a> {
    /// Computes the ports of boxes first, as level with the hubs as their sides allow. Hubs and
    /// lanes
    /// then follow the ports of the boxes.
    fn of(net: &'a Net, sizes: &[Size], centres: &[f64]) -> Self {
        let count = net.items.len();
        let mut ports = Self { net, left: vec![vec![]; count], right: vec![vec![]; count] };
        for boxes in [true, false] {
            for item in 0..count {
                if matches!(net.items[item], Item::Box(_)) != boxes {
                    continue;
                }
                let level = |other: usize, which: usize| match net.items[other] {
                    Item::Box(_) => ports.at(other, item, which),
                    _ => centres[other],
                };
                let side = |joined: &[usize]| {
                    let which =
                        |index: usize| usize::from(joined[..index].contains(&joined[index]));
                    let others = (0..joined.len()).map(|it| level(joined[it], which(it)));
                    let others: Vec<_> = others.collect();
                    side(sizes[item].height, centres[item], &others)
                };
                let (left, right) = (side(&net.left[item]), side(&net.right[item]));
                ports.left[item] = left;
                ports.right[item] = right;
            }
        }
        ports
    }

    /// Returns the point at which the line between two items of neighbouring columns meets the
    /// first. A
    /// hub and a box that is on both of its sides have two lines: `which` selects the first (0)
    /// or the last (1).
    fn at(&self, item: usize, other: usize, which: usize) -> f64 {
        let is_right = self.net.column_of[other] > self.net.column_of[item];
        let (neighbours, ports) = if is_right {
            (&self.net.right[item], &self.right[item])
        } else {
            (&self.net.left[item], &self.left[item])
        };
        let mut found = neighbours.iter().zip(ports).filter(|(it, _)| **it == other);
        let port = if which == 0 { found.next() } else { found.next_back() };
        port.map_or(0.0, |(_, port)| *port)
    }
}

/// Returns the ports on one side of an item for lines that come from these heights.
fn side(height: f64, centre: f64, others: &[f64]) -> Vec<f64> {
    let mut order: Vec<_> = (0..others.len()).collect();
    order.sort_by(|&one, &other| others[one].total_cmp(&others[other]));
    let room = (height / 2.0 - 8.0).max(0.0);
    let (low, high) = (centre - room, centre + room);
    let apart_by = match others.len() {
        0 | 1 => 0.0,
        several => PORT.min(2.0 * room / (several - 1) as f64),
    };
    let preferred: Vec<_> = order.iter().map(|&it| (others[it].clamp(low, high), 1.0)).collect();
    let distances = vec![apart_by; others.len().saturating_sub(1)];
    let mut ports = vec![0.0; others.len()];
    for (position, (it, port)) in order.into_iter().zip(apart(&preferred, &distances)).enumerate() {
        // The lines above and below need their share of the side, too.
        let before = apart_by * position as f64;
        let after = apart_by * (others.len() - 1 - position) as f64;
        ports[it] = port.max(low + before).min(high - after);
    }
    ports
}

struct Geometry<'a> {
    net: &'a Net,
    ports: &'a Ports<'a>,
    /// Returns the left and the right side of each item.
    spans: Vec<(f64, f64)>,
    lefts: &'a [(f64, f64)],
}

impl Geometry<'_> {
    /// Returns the line along a chain of items.
    fn line(&self, chain: &[usize], which: usize) -> Line {
        let mut line = Line::with_capacity(2 * chain.len());
        for two in chain.windows(2) {
            let (one, other) = (two[0], two[1]);
            let forward = self.net.column_of[other] > self.net.column_of[one];
            line.extend(self.out_of(one, other, forward, which));
            let mut into: Vec<_> = self.out_of(other, one, !forward, which).into();
            into.reverse();
            line.extend(into);
        }
        line
    }

    /// Extends a line from the side of an item to the side of its column.
    fn out_of(&self, item: usize, other: usize, right: bool, which: usize) -> [Point; 2] {
        let y = self.ports.at(item, other, which);
        let (left, width) = self.lefts[self.net.column_of[item]];
        if right {
            [Point { x: self.spans[item].1, y }, Point { x: left + width, y }]
        } else {
            [Point { x: self.spans[item].0, y }, Point { x: left, y }]
        }
    }
}
