//! The body of an upsert that knows which row each vertex and edge comes from.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::edges::Types;
use super::lines::{LineFile, LinePart, Lines};
use super::{Last, UpsertBody};
use crate::schema::{AnyId, AsId, Connects, Vertex};
use crate::value::{EncodeError, Encoder, IdText};

/// The vertices and edges of consecutive rows, of which any part can be sent again by itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct RowBody {
    body: UpsertBody<'static>,
    /// The vertices and edges that are lines of a loading job.
    lines: Option<Lines>,
    /// The kind of each vertex and edge, in the order in which they were written.
    log: Vec<Written>,
    /// The length of `log` after each row.
    ends: Vec<usize>,
    /// The size of the body after the last row.
    end_len: usize,
    /// Some row adds.
    adds: bool,
}

/// A vertex, by the position of its type in the body; an edge; or a line, by its section. One that
/// `adds` has a value that is added to the stored one.
#[derive(Debug, Clone, Copy)]
enum Written {
    Vertex { section: u32, adds: bool },
    Edge { adds: bool },
    Line { section: u32 },
}

impl Written {
    fn adds(self) -> bool {
        matches!(self, Self::Vertex { adds: true, .. } | Self::Edge { adds: true })
    }
}

/// A row with an edge that has one of some ends.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RowWithEnd {
    /// The position of the row.
    pub(crate) row: usize,
    /// The position of the first such end.
    pub(crate) end: usize,
    /// Another part of the row adds to a stored value.
    pub(crate) adds_elsewhere: bool,
}

impl RowBody {
    /// Creates an empty body. Vertices and edges that lines of these files express exactly are
    /// written as such.
    pub(crate) fn new(files: Option<Arc<[LineFile]>>) -> Self {
        Self { lines: files.map(Lines::new), ..Self::default() }
    }

    /// Writes a vertex of the present row.
    pub(crate) fn vertex<V: Vertex>(&mut self, vertex: &V) -> Result<(), EncodeError> {
        let id = |id: &mut IdText| vertex.write_id(id);
        if self.vertex_line(V::SPEC.name, id, |out| vertex.encode(out))? {
            return Ok(());
        }
        self.write(|body| body.vertex(vertex))
    }

    /// Writes a vertex of a type that is known by its name.
    pub(crate) fn named_vertex(
        &mut self,
        vertex_type: &'static str,
        id: &str,
        mut attributes: impl FnMut(&mut Encoder),
    ) -> Result<(), EncodeError> {
        if self.vertex_line(vertex_type, |out| out.single(id), &mut attributes)? {
            return Ok(());
        }
        self.write(|body| body.named_vertex(vertex_type, id, attributes))
    }

    /// Writes an edge of the present row.
    pub(crate) fn edge<E, F, T>(
        &mut self,
        from: &(impl AsId<F> + ?Sized),
        to: &(impl AsId<T> + ?Sized),
        edge: &E,
    ) -> Result<(), EncodeError>
    where
        E: Connects<F, T>,
        F: Vertex,
        T: Vertex,
    {
        let types = Types { from: F::SPEC.name, edge: E::SPEC.name, to: T::SPEC.name };
        let ids: [&dyn Fn(&mut IdText); 2] = [&|id| from.write_id(id), &|id| to.write_id(id)];
        if self.edge_line(types, ids, |out| edge.encode(out))? {
            return Ok(());
        }
        self.write(|body| body.edge::<E, F, T>(from, to, edge))
    }

    /// Writes an edge of a type that is known by its name. Each end is a vertex type and an id.
    pub(crate) fn named_edge(
        &mut self,
        edge: &'static str,
        from: (&'static str, &str),
        to: (&'static str, &str),
        mut attributes: impl FnMut(&mut Encoder),
    ) -> Result<(), EncodeError> {
        let types = Types { from: from.0, edge, to: to.0 };
        let ids: [&dyn Fn(&mut IdText); 2] = [&|id| id.single(from.1), &|id| id.single(to.1)];
        if self.edge_line(types, ids, &mut attributes)? {
            return Ok(());
        }
        self.write(|body| body.named_edge(edge, from, to, attributes))
    }

    /// Writes the line of a vertex. Returns `false`, and writes nothing, if there is none.
    fn vertex_line(
        &mut self,
        vertex_type: &str,
        write_id: impl FnOnce(&mut IdText),
        attributes: impl FnOnce(&mut Encoder),
    ) -> Result<bool, EncodeError> {
        let Some(lines) = &mut self.lines else { return Ok(false) };
        let id = &mut self.body.id;
        id.clear();
        write_id(id);
        let section = lines.vertex(vertex_type, id.finish()?, attributes)?;
        Ok(self.log_line(section))
    }

    /// Writes the line of an edge. Returns `false`, and writes nothing, if there is none.
    fn edge_line(
        &mut self,
        types: Types<'_>,
        ids: [&dyn Fn(&mut IdText); 2],
        attributes: impl FnOnce(&mut Encoder),
    ) -> Result<bool, EncodeError> {
        let Some(lines) = &mut self.lines else { return Ok(false) };
        let section = lines.edge(types, &mut self.body.id, ids, attributes)?;
        Ok(self.log_line(section))
    }

    fn log_line(&mut self, section: Option<usize>) -> bool {
        let line = |it: usize| Written::Line { section: it.try_into().unwrap_or(u32::MAX) };
        self.log.extend(section.map(line));
        section.is_some()
    }

    /// Writes a vertex or an edge of the present row that is not a line.
    pub(crate) fn write(
        &mut self,
        write: impl FnOnce(&mut UpsertBody<'static>) -> Result<(), EncodeError>,
    ) -> Result<(), EncodeError> {
        self.body.adds = false;
        write(&mut self.body)?;
        let adds = self.body.adds;
        let written = match self.body.last {
            Some(Last::Vertex(entry)) => {
                Written::Vertex { section: entry.section.try_into().unwrap_or(u32::MAX), adds }
            }
            Some(Last::Edge) => Written::Edge { adds },
            None => return Ok(()),
        };
        self.log.push(written);
        self.adds |= adds;
        Ok(())
    }

    /// Ends the present row. Returns `false`, and adds no row, if nothing was written.
    pub(crate) fn end_row(&mut self) -> bool {
        let has_content = self.log.len() > self.end();
        if has_content {
            self.ends.push(self.log.len());
            self.end_len = self.len();
        }
        has_content
    }

    /// Removes what was written of the present row.
    pub(crate) fn abandon_row(&mut self) {
        for written in self.log.drain(self.end()..).rev() {
            match written {
                Written::Vertex { section, .. } => self.body.vertices.undo_of(section as usize),
                Written::Edge { .. } => self.body.edges.undo(),
                Written::Line { section } => {
                    self.lines.iter_mut().for_each(|lines| lines.undo_of(section as usize));
                }
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
        let lines = self.lines.as_ref().map(Lines::successor);
        let log = Vec::with_capacity(self.log.len());
        let ends = Vec::with_capacity(self.ends.len());
        std::mem::replace(self, Self { body, lines, log, ends, end_len: 0, adds: false })
    }

    /// Returns the number of whole rows.
    pub(crate) fn rows(&self) -> usize {
        self.ends.len()
    }

    /// Returns an upper bound of the size in bytes.
    pub(crate) fn len(&self) -> usize {
        self.body.len() + self.lines.as_ref().map_or(0, Lines::len)
    }

    /// Returns the same for the rows before the present one.
    pub(crate) fn rows_len(&self) -> usize {
        self.end_len
    }

    /// Returns an upper bound of the size of the present row in bytes.
    pub(crate) fn row_len(&self) -> usize {
        self.len().saturating_sub(self.end_len)
    }

    /// Returns `true` if a part of the present row adds to a stored value.
    pub(crate) fn present_row_adds(&self) -> bool {
        self.adds && self.log[self.end()..].iter().any(|it| it.adds())
    }

    /// Returns `true` if some of these rows add to a stored value, so that they must not be sent a
    /// second time.
    pub(crate) fn adds(&self, rows: Range<usize>) -> bool {
        self.adds
            && self.log[self.start_of(rows.start)..self.start_of(rows.end)]
                .iter()
                .any(|it| it.adds())
    }

    /// Returns the lines of some of the rows. No row can be written any more.
    pub(crate) fn line_parts(&mut self, rows: Range<usize>) -> Vec<LinePart> {
        let [start, end] = [rows.start, rows.end].map(|row| self.start_of(row));
        let Some(lines) = &mut self.lines else { return Vec::new() };
        let mut ranges = vec![0..0; lines.sections()];
        for (position, written) in self.log[..end].iter().enumerate() {
            if let Written::Line { section } = written {
                let range = &mut ranges[*section as usize];
                range.end += 1;
                if position < start {
                    range.start += 1;
                }
            }
        }
        lines.parts(&ranges)
    }

    /// Takes the body of all rows and the number of its vertices, if it has no edges, and vertices
    /// of one type. It must be [given back](Self::give_back) before the rows are used again.
    pub(crate) fn lend(&mut self) -> Option<(Vec<u8>, usize)> {
        let vertices = self.body.vertices();
        let text = if self.body.edges() == 0 { self.body.vertices.lend() } else { None };
        text.map(|text| (text, vertices))
    }

    /// Takes back what [`lend`](Self::lend) has returned.
    pub(crate) fn give_back(&mut self, body: Vec<u8>) {
        self.body.vertices.give_back(body);
    }

    /// Returns the body of some of the rows, without those of their vertices and edges that are
    /// [lines](Self::line_parts).
    pub(crate) fn part(&self, rows: Range<usize>) -> UpsertBody<'static> {
        if rows == (0..self.rows()) {
            return self.body.clone();
        }
        let (start, end) = (self.start_of(rows.start), self.start_of(rows.end));
        let mut part = UpsertBody::new();
        let mut vertices = vec![0; self.body.vertices.types()];
        let mut edges = 0;
        for (position, written) in self.log[..end].iter().enumerate() {
            match written {
                Written::Vertex { section, .. } => {
                    let section = *section as usize;
                    if position >= start {
                        let (vertex_type, text) =
                            self.body.vertices.member(section, vertices[section]);
                        part.vertices.append(vertex_type, text);
                    }
                    vertices[section] += 1;
                }
                Written::Edge { .. } => {
                    if position >= start {
                        let entry = &self.body.edges.entries()[edges];
                        part.edges.append(&self.body.edges, entry);
                    }
                    edges += 1;
                }
                Written::Line { .. } => {}
            }
        }
        part
    }

    /// Returns the rows that have an edge with one of these ends, and the number of such edges.
    pub(crate) fn rows_with_ends(
        &self,
        rows: Range<usize>,
        ends: &[AnyId],
    ) -> (Vec<RowWithEnd>, u64) {
        let mut known = HashMap::new();
        for (position, end) in ends.iter().enumerate() {
            let mut text = Encoder::new();
            text.text(end.as_str());
            known.entry((end.vertex_type(), text.body)).or_insert(position);
        }
        let mut edges = self.body.edges.entries().iter().peekable();
        let (mut found, mut count, mut start) = (Vec::new(), 0, 0);
        for (row, end) in self.ends.iter().enumerate().take(rows.end) {
            let written = &self.log[start..*end];
            start = *end;
            let (mut first, mut adds_elsewhere) = (None, false);
            for written in written {
                let is_edge = matches!(written, Written::Edge { .. });
                let entry = edges.next_if(|_| is_edge).filter(|_| row >= rows.start);
                let end = entry.and_then(|entry| {
                    let mut ends = self.body.edges.ends(entry).into_iter();
                    ends.find_map(|(ty, id)| known.get(&(ty, id.to_vec())))
                });
                count += u64::from(end.is_some());
                first = first.or(end.copied());
                adds_elsewhere |= end.is_none() && written.adds();
            }
            found.extend(first.map(|end| RowWithEnd { row, end, adds_elsewhere }));
        }
        (found, count)
    }

    fn end(&self) -> usize {
        self.start_of(self.rows())
    }

    /// Returns the position in `log` at which a row begins.
    fn start_of(&self, row: usize) -> usize {
        row.checked_sub(1).map_or(0, |before| self.ends[before])
    }
}
