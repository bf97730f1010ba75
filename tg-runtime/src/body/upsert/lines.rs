//! Vertices and edges as lines of a loading job.

use std::mem;
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;

use super::edges::Types;
use crate::value::{Column, EncodeError, Encoder, IdText, Line};

/// The lines for a file variable of a loading job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LineFile {
    pub(crate) of: LinesOf,
    /// The number of parts of each id: that of the vertex, or those of source and target.
    pub(crate) parts: [usize; 2],
    /// The columns after the ids.
    pub(crate) columns: Arc<[Column]>,
}

/// The objects that lines are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LinesOf {
    /// Vertices of this type.
    Vertices(String),
    /// Edges between vertices of these types.
    Edges { edge: String, from: String, to: String },
}

/// The lines of one request.
#[derive(Debug)]
pub(crate) struct LinePart {
    /// The position of the file variable.
    pub(crate) file: usize,
    pub(crate) body: Bytes,
    pub(crate) lines: u64,
}

/// Lines, grouped by file variable.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    files: Arc<[LineFile]>,
    sections: Vec<Section>,
}

#[derive(Debug, Clone)]
struct Section {
    file: usize,
    out: Encoder,
    /// The start of each line.
    starts: Vec<usize>,
    /// The end of the last line. What follows is a line that was not finished.
    end: usize,
    /// All lines, once some of them were taken.
    text: Bytes,
}

impl Lines {
    pub(super) fn new(files: Arc<[LineFile]>) -> Self {
        Self { files, sections: Vec::new() }
    }

    /// Writes a vertex, and returns its section; `None`, and nothing is written, if no line
    /// expresses it.
    pub(super) fn vertex(
        &mut self,
        vertex_type: &str,
        id: &str,
        attributes: impl FnOnce(&mut Encoder),
    ) -> Result<Option<usize>, EncodeError> {
        let is_of = |of: &LinesOf| matches!(of, LinesOf::Vertices(name) if name == vertex_type);
        let Some(section) = self.section(is_of) else { return Ok(None) };
        let Section { file, out, .. } = &mut self.sections[section];
        out.begin_line(id, self.files[*file].parts[0]);
        attributes(out);
        self.close(section)
    }

    /// Writes an edge, as [`vertex`](Self::vertex) does a vertex. The ids are written into `id`.
    pub(super) fn edge(
        &mut self,
        types: Types<'_>,
        id: &mut IdText,
        ids: [&dyn Fn(&mut IdText); 2],
        attributes: impl FnOnce(&mut Encoder),
    ) -> Result<Option<usize>, EncodeError> {
        let is_of = |of: &LinesOf| match of {
            LinesOf::Edges { edge, from, to } => {
                edge == types.edge && from == types.from && to == types.to
            }
            LinesOf::Vertices(_) => false,
        };
        let Some(section) = self.section(is_of) else { return Ok(None) };
        let Section { file, out, .. } = &mut self.sections[section];
        let parts = self.files[*file].parts;
        id.clear();
        ids[0](id);
        out.begin_line(id.finish()?, parts[0]);
        id.clear();
        ids[1](id);
        out.next_id(id.finish()?, parts[1]);
        attributes(out);
        self.close(section)
    }

    /// Returns the section of the first file with lines of these objects, ready for a line.
    fn section(&mut self, is_of: impl Fn(&LinesOf) -> bool) -> Option<usize> {
        let files = &self.files;
        let known = self.sections.iter().position(|section| is_of(&files[section.file].of));
        let section = match known {
            Some(known) => known,
            None => {
                let file = files.iter().position(|file| is_of(&file.of))?;
                let line = Some(Line::new(files[file].columns.clone()));
                let out = Encoder { line, ..Encoder::new() };
                self.sections.push(Section {
                    file,
                    out,
                    starts: Vec::new(),
                    end: 0,
                    text: Bytes::new(),
                });
                self.sections.len() - 1
            }
        };
        let Section { out, end, .. } = &mut self.sections[section];
        out.body.truncate(*end);
        Some(section)
    }

    fn close(&mut self, section: usize) -> Result<Option<usize>, EncodeError> {
        let Section { out, starts, end, .. } = &mut self.sections[section];
        let is_exact = out.end_line();
        if let Some(error) = out.take_error() {
            return Err(error);
        }
        if !is_exact {
            return Ok(None);
        }
        starts.push(*end);
        *end = out.body.len();
        Ok(Some(section))
    }

    /// Removes the last line of a section.
    pub(super) fn undo_of(&mut self, section: usize) {
        let Section { starts, end, .. } = &mut self.sections[section];
        *end = starts.pop().unwrap_or_default();
    }

    /// Returns the number of sections, which includes empty ones.
    pub(super) fn sections(&self) -> usize {
        self.sections.len()
    }

    /// Returns some lines of each section, vertices before edges. None can be written any more.
    pub(super) fn parts(&mut self, ranges: &[Range<usize>]) -> Vec<LinePart> {
        let mut parts: Vec<_> = self
            .sections
            .iter_mut()
            .zip(ranges)
            .filter(|(_, range)| !range.is_empty())
            .map(|(Section { file, out, starts, end, text }, range)| {
                if text.is_empty() {
                    *text = Bytes::from(mem::take(&mut out.body));
                }
                let start_of = |line: usize| starts.get(line).copied().unwrap_or(*end);
                let body = text.slice(start_of(range.start)..start_of(range.end));
                LinePart { file: *file, body, lines: range.len() as u64 }
            })
            .collect();
        parts.sort_unstable_by_key(|part| part.file);
        parts
    }

    pub(super) fn len(&self) -> usize {
        self.sections.iter().map(|section| section.end).sum()
    }

    /// Returns empty lines that reserve the memory that these have needed.
    pub(super) fn successor(&self) -> Self {
        let section = |Section { file, out, starts, end, .. }: &Section| {
            let body = Vec::with_capacity(*end);
            let out = Encoder { body, line: out.line.clone(), ..Encoder::new() };
            let starts = Vec::with_capacity(starts.len());
            Section { file: *file, out, starts, end: 0, text: Bytes::new() }
        };
        Self { files: self.files.clone(), sections: self.sections.iter().map(section).collect() }
    }
}
