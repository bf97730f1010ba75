//! The layout of boxes and lines: in columns, from left to right.
//!
//! Columns of vertex types and of edge types alternate. Lines bend only between columns, and each
//! column that a line passes has a lane for it, so that no line crosses a box and no text overlaps
//! another, for any schema. Everything is computed in a fixed order: equal schemas give equal
//! pictures.

mod columns;
mod lanes;
mod order;
mod place;
#[cfg(test)]
mod tests;

/// The space between boxes of a column.
const GAP: f64 = 26.0;
/// The space between columns, for the lines to bend.
const BEND: f64 = 56.0;
/// The space between parts of the picture that no line joins.
const APART: f64 = 44.0;
/// The target ratio of width to height.
const ASPECT: f64 = 1.5;

#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// The input of the layout.
#[derive(Debug, Default)]
pub(super) struct Input {
    /// The boxes.
    pub(super) boxes: Vec<Size>,
    /// The boxes in the middle of lines, and their ends.
    pub(super) hubs: Vec<Hub>,
}

/// A box between some boxes and others.
#[derive(Debug)]
pub(super) struct Hub {
    pub(super) size: Size,
    pub(super) from: Vec<usize>,
    pub(super) to: Vec<usize>,
}

/// The coordinates of all boxes and lines.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) size: Size,
    /// The upper left corner of each box.
    pub(super) boxes: Vec<Point>,
    /// The upper left corner of each hub, and its lines.
    pub(super) hubs: Vec<PlacedHub>,
}

#[derive(Debug, Default, Clone)]
pub(super) struct PlacedHub {
    pub(super) corner: Point,
    /// From each box of the hub's `from`, in its order, to the hub.
    pub(super) from: Vec<Line>,
    /// From the hub to each box of the hub's `to`, in its order.
    pub(super) to: Vec<Line>,
}

/// An even number of points: straight from each even one to the next, curved from each odd one.
pub(super) type Line = Vec<Point>;

/// Computes the layout: joined boxes in columns, and the parts next to and below each other.
pub(super) fn lay_out(input: &Input) -> Layout {
    let mut layout = Layout {
        size: Size::default(),
        boxes: vec![Point::default(); input.boxes.len()],
        hubs: vec![PlacedHub::default(); input.hubs.len()],
    };
    let parts: Vec<_> = parts(input).into_iter().map(|part| place_part(input, part)).collect();
    pack(&parts, &mut layout);
    layout
}

/// Boxes and hubs that lines join, by index.
#[derive(Debug, Default)]
struct Part {
    boxes: Vec<usize>,
    hubs: Vec<usize>,
}

/// Returns the parts by size, the largest first; those without lines last, in their order.
fn parts(input: &Input) -> Vec<Part> {
    let mut owner: Vec<usize> = (0..input.boxes.len()).collect();
    fn root(owner: &mut [usize], mut of: usize) -> usize {
        while owner[of] != of {
            owner[of] = owner[owner[of]];
            of = owner[of];
        }
        of
    }
    for hub in &input.hubs {
        let mut ends = hub.from.iter().chain(&hub.to);
        let Some(&first) = ends.next() else { continue };
        for &end in ends {
            let (one, other) = (root(&mut owner, first), root(&mut owner, end));
            owner[one.max(other)] = one.min(other);
        }
    }
    let mut parts: Vec<Part> = Vec::new();
    let mut part_of: Vec<Option<usize>> = vec![None; input.boxes.len()];
    for index in 0..input.boxes.len() {
        let root = root(&mut owner, index);
        let part = *part_of[root].get_or_insert_with(|| {
            parts.push(Part::default());
            parts.len() - 1
        });
        parts[part].boxes.push(index);
    }
    for (index, hub) in input.hubs.iter().enumerate() {
        let end = hub.from.first().or(hub.to.first());
        match end.and_then(|&end| part_of[root(&mut owner, end)]) {
            Some(part) => parts[part].hubs.push(index),
            None => parts.push(Part { boxes: vec![], hubs: vec![index] }),
        }
    }
    parts.sort_by_key(|part| match part.boxes.len() + part.hubs.len() {
        0 | 1 => 0,
        several => -i64::try_from(several).unwrap_or(i64::MAX),
    });
    parts
}

/// A part with its layout, at the origin.
struct PlacedPart {
    part: Part,
    layout: Layout,
}

fn place_part(input: &Input, part: Part) -> PlacedPart {
    let local = |index: &usize| part.boxes.iter().position(|it| it == index);
    let hubs = part.hubs.iter().map(|&hub| {
        let Hub { size, from, to } = &input.hubs[hub];
        Hub {
            size: *size,
            from: from.iter().filter_map(local).collect(),
            to: to.iter().filter_map(local).collect(),
        }
    });
    let own = Input {
        boxes: part.boxes.iter().map(|&index| input.boxes[index]).collect(),
        hubs: hubs.collect(),
    };
    // The space that lines take in a column is not known before. If a column becomes too high, more
    // columns help.
    let mut layout = in_columns(&own, ASPECT);
    for wider in [2.0, 4.0, 8.0] {
        if layout.size.height <= layout.size.width || own.boxes.len() < 8 {
            break;
        }
        layout = in_columns(&own, wider * ASPECT);
    }
    PlacedPart { layout, part }
}

fn in_columns(input: &Input, aspect: f64) -> Layout {
    let columns = columns::choose(input, aspect);
    let mut net = lanes::Net::of(input, &columns);
    order::untangle(&mut net);
    place::place(input, &net)
}

/// Puts the parts into rows, from left to right.
fn pack(parts: &[PlacedPart], layout: &mut Layout) {
    let area: f64 = parts
        .iter()
        .map(|it| (it.layout.size.width + APART) * (it.layout.size.height + APART))
        .sum();
    let widest = parts.iter().map(|it| it.layout.size.width).fold(0.0, f64::max);
    let limit = widest.max((area * ASPECT).sqrt());
    let (mut x, mut y, mut row) = (0.0, 0.0, 0.0_f64);
    for PlacedPart { part, layout: own } in parts {
        if x > 0.0 && x + own.size.width > limit {
            (x, y, row) = (0.0, y + row + APART, 0.0);
        }
        let shifted = |point: &Point| Point { x: point.x + x, y: point.y + y };
        for (&index, corner) in part.boxes.iter().zip(&own.boxes) {
            layout.boxes[index] = shifted(corner);
        }
        for (&index, hub) in part.hubs.iter().zip(&own.hubs) {
            let lines = |lines: &[Line]| {
                lines.iter().map(|line| line.iter().map(shifted).collect()).collect()
            };
            layout.hubs[index] = PlacedHub {
                corner: shifted(&hub.corner),
                from: lines(&hub.from),
                to: lines(&hub.to),
            };
        }
        layout.size.width = layout.size.width.max(x + own.size.width);
        layout.size.height = layout.size.height.max(y + own.size.height);
        row = row.max(own.size.height);
        x += own.size.width + APART;
    }
}
