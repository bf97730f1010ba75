//! The column of each box.
//!
//! A line should go one column to the right. A schema is not a tree, so this is not always
//! possible, and a readable shape of the picture is more important than one long row or one high
//! column. Both are costs; boxes are moved from column to column as long as the total decreases.

use super::{BEND, GAP, Input};

/// The cost of a column that is twice as high as it should be.
const HEIGHT_COST: f64 = 25.0;
/// The number of passes over all boxes.
const ROUNDS: usize = 60;

/// Returns a column for each box, from 0, none of them empty; `aspect` is the target ratio of width
/// to height.
pub(super) fn choose(input: &Input, aspect: f64) -> Vec<usize> {
    let chooser = Chooser::new(input, aspect);
    let mut best: Option<(f64, Vec<usize>)> = None;
    for start in [chooser.by_direction(), chooser.by_distance()] {
        let columns = chooser.improve(start);
        let cost = chooser.cost(&columns);
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, columns));
        }
    }
    let mut columns = best.map(|(_, columns)| columns).unwrap_or_default();
    let mut used = columns.clone();
    used.sort_unstable();
    used.dedup();
    for column in &mut columns {
        *column = used.binary_search(column).unwrap_or_default();
    }
    columns
}

struct Chooser {
    heights: Vec<f64>,
    /// The target height of a column.
    target: f64,
    /// The number of columns.
    count: usize,
    /// The lines, each with its share of its hub.
    lines: Vec<(usize, usize, f64)>,
    /// The lines of each box.
    lines_of: Vec<Vec<usize>>,
}

impl Chooser {
    fn new(input: &Input, aspect: f64) -> Self {
        let mut lines = Vec::new();
        for hub in &input.hubs {
            let share = 1.0 / hub.from.len().min(hub.to.len()).max(1) as f64;
            for &from in &hub.from {
                lines.extend(hub.to.iter().filter(|to| **to != from).map(|&to| (from, to, share)));
            }
            // If one side is not joined, the boxes of the other should still be close together.
            for side in [&hub.from, &hub.to] {
                lines.extend(side.windows(2).map(|two| (two[0], two[1], 0.1)));
            }
        }
        let mut lines_of = vec![Vec::new(); input.boxes.len()];
        for (index, &(from, to, _)) in lines.iter().enumerate() {
            lines_of[from].push(index);
            lines_of[to].push(index);
        }
        let hub_width = input.hubs.iter().map(|hub| hub.size.width).fold(0.0, f64::max);
        let between = hub_width + 2.0 * BEND;
        let heights: Vec<_> = input.boxes.iter().map(|size| size.height + GAP).collect();
        let area: f64 = input.boxes.iter().map(|it| (it.width + between) * (it.height + GAP)).sum();
        let tallest = heights.iter().copied().fold(1.0, f64::max);
        let widest = input.boxes.iter().map(|size| size.width).fold(1.0, f64::max);
        let wide = (area * aspect).sqrt() / (widest + between);
        Self {
            target: (area / aspect).sqrt().max(tallest),
            // There are at most thousands of boxes, so the conversion is exact.
            count: ((wide * 1.4).ceil() as usize).max(3).min(input.boxes.len().max(1)),
            heights,
            lines,
            lines_of,
        }
    }

    /// Follows the arrows, up to the number of columns; arrows that would close a circle are
    /// ignored.
    fn by_direction(&self) -> Vec<usize> {
        let mut columns = vec![0; self.heights.len()];
        for _ in 1..self.count {
            let before = columns.clone();
            for &(from, to, share) in &self.lines {
                if share >= 1.0 && before[to] <= before[from] {
                    columns[to] = (before[from] + 1).min(self.count - 1);
                }
            }
        }
        columns
    }

    /// Orders by the distance from the box with most lines, with half of its neighbours on either
    /// side.
    fn by_distance(&self) -> Vec<usize> {
        let mut columns = vec![None; self.heights.len()];
        let centre = (0..self.heights.len()).rev().max_by_key(|&it| self.lines_of[it].len());
        let Some(centre) = centre else { return vec![] };
        columns[centre] = Some(self.count / 2);
        let mut queue = std::collections::VecDeque::from([centre]);
        let mut turn = 0;
        while let Some(next) = queue.pop_front() {
            let own = columns[next].unwrap_or_default();
            for &line in &self.lines_of[next] {
                let (from, to, _) = self.lines[line];
                let other = if from == next { to } else { from };
                if columns[other].is_none() {
                    turn += 1;
                    let right =
                        if own == self.count / 2 { turn % 2 == 0 } else { own > self.count / 2 };
                    let column = if right { own + 1 } else { own.saturating_sub(1) };
                    columns[other] = Some(column.min(self.count - 1));
                    queue.push_back(other);
                }
            }
        }
        columns.into_iter().map(|column| column.unwrap_or(self.count / 2)).collect()
    }

    fn improve(&self, mut columns: Vec<usize>) -> Vec<usize> {
        let mut heights = self.column_heights(&columns);
        for _ in 0..ROUNDS {
            let mut better = false;
            for index in 0..columns.len() {
                let own = columns[index];
                let height = self.heights[index];
                heights[own] -= height;
                let mut best = (f64::INFINITY, own);
                for (column, standing) in heights.iter().enumerate() {
                    columns[index] = column;
                    let lines: f64 =
                        self.lines_of[index].iter().map(|&line| self.line(line, &columns)).sum();
                    let cost = lines + self.column(standing + height) - self.column(*standing);
                    let stays = column == own && cost <= best.0 + 1e-9;
                    if cost < best.0 - 1e-9 || stays {
                        best = (cost, column);
                    }
                }
                columns[index] = best.1;
                heights[best.1] += height;
                better |= best.1 != own;
            }
            if !better {
                break;
            }
        }
        columns
    }

    fn cost(&self, columns: &[usize]) -> f64 {
        let lines: f64 = (0..self.lines.len()).map(|line| self.line(line, columns)).sum();
        let heights = self.column_heights(columns);
        lines + heights.into_iter().map(|height| self.column(height)).sum::<f64>()
    }

    fn column_heights(&self, columns: &[usize]) -> Vec<f64> {
        let mut heights = vec![0.0; self.count];
        for (&column, height) in columns.iter().zip(&self.heights) {
            heights[column] += height;
        }
        heights
    }

    fn line(&self, line: usize, columns: &[usize]) -> f64 {
        let (from, to, share) = self.lines[line];
        let cost = match columns[from].abs_diff(columns[to]) {
            0 => 3.0,
            1 if columns[to] > columns[from] => 0.0,
            1 => 1.0,
            distance => 4.0 * (distance - 1) as f64,
        };
        cost * share
    }

    fn column(&self, height: f64) -> f64 {
        let over = (height / self.target - 1.0).max(0.0);
        HEIGHT_COST * over * over
    }
}
