//! The body of an upsert that knows which row each vertex and edge comes from.

use std::collections::HashMap;
use std::ops::Range;

use super::{Last, UpsertBody};
use crate::schema::AnyId;
use crate::value::{EncodeError, Encoder};

/// The vertices and edges of consecutive rows, of which any part can be sent again by itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct RowBody {
    body: UpsertBody<'static>,
    /// The kind of each vertex and edge, in the order in which they were written.
    log: Vec<Written>,
    /// The length of `log` after each row.
    ends: Vec<usize>,
    /// The size of the body after the last row.
    end_len: usize,
}

/// A vertex, by the position of its type in the body, or an edge.
#[derive(Debug, Clone, Copy)]
enum Written {
    Vertex(u32),
    Edge,
}

impl RowBody {
    /// Writes a vertex or an edge of the present row.
    pub(crate) fn write(
        &mut self,
        write: impl FnOnce(&mut UpsertBody<'static>) -> Result<(), EncodeError>,
    ) -> Result<(), EncodeError> {
        write(&mut self.body)?;
        let written = match self.body.last {
            Some(Last::Vertex(entry)) => {
                Written::Vertex(entry.section.try_into().unwrap_or(u32::MAX))
            }
            Some(Last::Edge) => Written::Edge,
            None => return Ok(()),
        };
        self.log.push(written);
        Ok(())
    }

    /// Ends the present row. Returns `false`, and adds no row, if nothing was written.
    pub(crate) fn end_row(&mut self) -> bool {
        let has_content = self.log.len() > self.end();
        if has_content {
            self.ends.push(self.log.len());
            self.end_len = self.body.len();
        }
        has_content
    }

    /// Removes what was written of the present row.
    pub(crate) fn abandon_row(&mut self) {
        for written in self.log.drain(self.end()..).rev() {
            match written {
                Written::Vertex(section) => self.body.vertices.undo_of(section as usize),
                Written::Edge => self.body.edges.undo(),
            }
        }
        self.body.last = None;
    }

    /// Takes all rows, and leaves an empty body that reserves the memory that they have needed.
    pub(crate) fn take(&mut self) -> Self {
        let body = UpsertBody {
            vertices: self.body.vertices.successor(),
            edges: self.body.edges.successor(),
            ..UpsertBody::default()
        };
        let log = Vec::with_capacity(self.log.len());
        let ends = Vec::with_capacity(self.ends.len());
        std::mem::replace(self, Self { body, log, ends, end_len: 0 })
    }

    /// Returns the number of whole rows.
    pub(crate) fn rows(&self) -> usize {
        self.ends.len()
    }

    /// Returns an upper bound of the size in bytes.
    pub(crate) fn len(&self) -> usize {
        self.body.len()
    }

    /// Returns an upper bound of the size of the present row in bytes.
    pub(crate) fn row_len(&self) -> usize {
        self.body.len().saturating_sub(self.end_len)
    }

    /// Returns the body of some of the rows.
    pub(crate) fn part(&self, rows: Range<usize>) -> UpsertBody<'static> {
        if rows == (0..self.rows()) {
            return self.body.clone();
        }
        let start = rows.start.checked_sub(1).map_or(0, |row| self.ends[row]);
        let end = rows.end.checked_sub(1).map_or(0, |row| self.ends[row]);
        let mut part = UpsertBody::new();
        let mut vertices = vec![0; self.body.vertices.types()];
        let mut edges = 0;
        for (position, written) in self.log[..end].iter().enumerate() {
            match written {
                Written::Vertex(section) => {
                    let section = *section as usize;
                    if position >= start {
                        let (vertex_type, text) =
                            self.body.vertices.member(section, vertices[section]);
                        part.vertices.append(vertex_type, text);
                    }
                    vertices[section] += 1;
                }
                Written::Edge => {
                    if position >= start {
                        let entry = &self.body.edges.entries()[edges];
                        part.edges.append(&self.body.edges, entry);
                    }
                    edges += 1;
                }
            }
        }
        part
    }

    /// Returns the rows that have an edge with one of these ends, each with the position of its
    /// first such end, and the number of such edges.
    pub(crate) fn rows_with_ends(
        &self,
        rows: Range<usize>,
        ends: &[AnyId],
    ) -> (Vec<(usize, usize)>, u64) {
        let mut known = HashMap::new();
        for (position, end) in ends.iter().enumerate() {
            let mut text = Encoder::new();
            text.text(end.as_str());
            known.entry((end.vertex_type(), text.body)).or_insert(position);
        }
        let mut edges = self.body.edges.entries().iter();
        let (mut found, mut count, mut start) = (Vec::new(), 0, 0);
        for (row, end) in self.ends.iter().enumerate().take(rows.end) {
            let written = &self.log[start..*end];
            start = *end;
            let mut first = None;
            let number = written.iter().filter(|it| matches!(it, Written::Edge)).count();
            for entry in edges.by_ref().take(number).filter(|_| row >= rows.start) {
                let mut ends = self.body.edges.ends(entry).into_iter();
                let end = ends.find_map(|(ty, id)| known.get(&(ty, id.to_vec())));
                count += u64::from(end.is_some());
                first = first.or(end.copied());
            }
            found.extend(first.map(|first| (row, first)));
        }
        (found, count)
    }

    fn end(&self) -> usize {
        self.ends.last().copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vertex(body: &mut RowBody, ty: &'static str, id: &str) {
        body.write(|body| body.named_vertex(ty, id, |_| {})).unwrap();
    }

    fn edge(body: &mut RowBody, from: &str, to: &str) {
        body.write(|body| body.named_edge("E", ("A", from), ("B", to), |_| {})).unwrap();
    }

    fn text(mut body: UpsertBody<'_>) -> String {
        let mut out = Vec::new();
        body.finish(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn any_rows_can_be_taken_and_an_abandoned_row_leaves_nothing() {
        let mut rows = RowBody::default();
        for id in ["1", "2", "3"] {
            vertex(&mut rows, "A", id);
            edge(&mut rows, id, "x");
            vertex(&mut rows, "B", id);
            assert!(rows.end_row());
            vertex(&mut rows, "B", "lost");
            edge(&mut rows, "lost", "x");
            vertex(&mut rows, "A", "lost");
            rows.abandon_row();
            assert!(!rows.end_row(), "a row without content is not one");
        }
        assert_eq!(rows.rows(), 3);
        let mut expected = UpsertBody::new();
        for id in ["2", "3"] {
            expected.named_vertex("A", id, |_| {}).unwrap();
            expected.named_edge("E", ("A", id), ("B", "x"), |_| {}).unwrap();
            expected.named_vertex("B", id, |_| {}).unwrap();
        }
        assert_eq!(text(rows.part(1..3)), text(expected));
        assert!(!text(rows.part(0..3)).contains("lost"));
        assert_eq!(rows.part(0..3).vertices(), 6);
        assert_eq!((rows.part(2..3).vertices(), rows.part(2..3).edges()), (2, 1));
        assert!(rows.part(1..1).is_empty());
    }

    #[test]
    fn rows_are_found_by_the_ends_of_their_edges() {
        let mut rows = RowBody::default();
        for (from, to) in [("1", "x"), ("2", "\"y\\"), ("3", "z"), ("4", "\"y\\")] {
            vertex(&mut rows, "A", from);
            edge(&mut rows, from, "x");
            edge(&mut rows, from, to);
            assert!(rows.end_row());
        }
        let ends = [AnyId::new("B", "\"y\\"), AnyId::new("A", "3"), AnyId::new("A", "x")];
        assert_eq!(rows.rows_with_ends(0..4, &ends), (vec![(1, 0), (2, 1), (3, 0)], 4));
        assert_eq!(rows.rows_with_ends(2..3, &ends), (vec![(2, 1)], 2));
        assert_eq!(rows.rows_with_ends(0..4, &[]), (Vec::new(), 0));
    }
}
