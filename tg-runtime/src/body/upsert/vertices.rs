//! The vertices of an upsert.

use crate::value::{EncodeError, Encoder};

/// The vertices, grouped by type.
#[derive(Debug, Clone, Default)]
pub(super) struct Vertices<'n> {
    sections: Vec<Section<'n>>,
}

/// The start of the body of an upsert.
const OPENING: &str = "{\"vertices\":{";

/// The vertices of one type: [`OPENING`], so that a single section is a body but for its closing
/// brackets, then `"Type":{` and a member `"id":{..},` per vertex.
#[derive(Debug, Clone)]
struct Section<'n> {
    vertex_type: &'n str,
    out: Encoder,
    /// The start of each vertex.
    starts: Vec<usize>,
    /// The size of the last batch, to reserve for the next one, since the buffer itself is handed
    /// out.
    expected: usize,
}

/// The position of a vertex.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) section: usize,
    start: usize,
}

impl<'n> Vertices<'n> {
    pub(super) fn open(&mut self, vertex_type: &'n str, id: &str) -> Entry {
        let entry = self.begin(vertex_type);
        let out = self.encoder(entry);
        out.text(id);
        out.raw(":{");
        entry
    }

    fn begin(&mut self, vertex_type: &'n str) -> Entry {
        let known = self.sections.iter().position(|section| section.vertex_type == vertex_type);
        let section = known.unwrap_or_else(|| {
            let (out, starts) = (Encoder::new(), Vec::new());
            self.sections.push(Section { vertex_type, out, starts, expected: 0 });
            self.sections.len() - 1
        });
        let Section { out, expected, .. } = &mut self.sections[section];
        if out.body.is_empty() {
            out.body.reserve(*expected);
            out.raw(OPENING);
            out.text(vertex_type);
            out.raw(":{");
        }
        Entry { section, start: out.body.len() }
    }

    pub(super) fn encoder(&mut self, entry: Entry) -> &mut Encoder {
        &mut self.sections[entry.section].out
    }

    pub(super) fn close(&mut self, entry: Entry) -> Result<(), EncodeError> {
        let section = &mut self.sections[entry.section];
        if let Some(error) = section.out.take_error() {
            section.out.body.truncate(entry.start);
            return Err(error);
        }
        section.out.close(b'}');
        section.out.body.push(b',');
        section.starts.push(entry.start);
        Ok(())
    }

    pub(super) fn undo(&mut self, entry: Entry) {
        self.undo_of(entry.section);
    }

    /// Removes the last vertex of a section.
    pub(super) fn undo_of(&mut self, section: usize) {
        let Section { out, starts, .. } = &mut self.sections[section];
        if let Some(start) = starts.pop() {
            out.body.truncate(start);
        }
    }

    /// Returns the type and the text of a vertex by its position in its section.
    pub(super) fn member(&self, section: usize, index: usize) -> (&'n str, &[u8]) {
        let Section { vertex_type, out, starts, .. } = &self.sections[section];
        let end = starts.get(index + 1).copied().unwrap_or(out.body.len());
        (vertex_type, &out.body[starts[index]..end])
    }

    /// Returns each vertex as it was written, with its type.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'n str, &[u8])> {
        let section = move |(number, section): (usize, &Section<'n>)| {
            (0..section.starts.len()).map(move |index| self.member(number, index))
        };
        self.sections.iter().enumerate().flat_map(section)
    }

    /// Adds a vertex of the [`members`](Self::members) of another body.
    pub(super) fn append(&mut self, vertex_type: &'n str, member: &[u8]) -> Entry {
        let entry = self.begin(vertex_type);
        let Section { out, starts, .. } = &mut self.sections[entry.section];
        out.body.extend_from_slice(member);
        starts.push(entry.start);
        entry
    }

    /// Returns an empty body that reserves the memory that this one has needed.
    #[cfg(feature = "client")]
    pub(super) fn successor(&self) -> Self {
        let section = |Section { vertex_type, out, starts, .. }: &Section<'n>| Section {
            vertex_type,
            out: Encoder::new(),
            starts: Vec::with_capacity(starts.len()),
            expected: out.body.len(),
        };
        Self { sections: self.sections.iter().map(section).collect() }
    }

    /// Returns the number of sections, which includes empty ones.
    #[cfg(feature = "client")]
    pub(super) fn types(&self) -> usize {
        self.sections.len()
    }

    pub(super) fn count(&self) -> usize {
        self.sections.iter().map(|section| section.starts.len()).sum()
    }

    pub(super) fn len(&self) -> usize {
        self.sections.iter().map(|section| section.out.body.len() + "}}".len()).sum()
    }

    /// Replaces the content of `out` by `{"vertices":{..}}`.
    pub(super) fn finish(&mut self, out: &mut Vec<u8>) {
        out.clear();
        for section in self.sections.iter_mut().filter(|section| !section.starts.is_empty()) {
            section.out.close(b'}');
            section.expected = section.out.body.len();
            if out.is_empty() {
                std::mem::swap(out, &mut section.out.body);
            } else {
                out.push(b',');
                out.extend_from_slice(&section.out.body[OPENING.len()..]);
            }
        }
        out.extend_from_slice(b"}}");
    }

    /// Takes the body of an upsert of all vertices, if they are of one type. They must be
    /// [given back](Self::give_back) before they are used again.
    #[cfg(feature = "client")]
    pub(super) fn lend(&mut self) -> Option<Vec<u8>> {
        let mut sections = self.sections.iter_mut().filter(|section| !section.starts.is_empty());
        let (section, None) = (sections.next()?, sections.next()) else { return None };
        section.out.close(b'}');
        section.out.raw("}}");
        Some(std::mem::take(&mut section.out.body))
    }

    /// Takes back what [`lend`](Self::lend) has returned.
    #[cfg(feature = "client")]
    pub(super) fn give_back(&mut self, mut body: Vec<u8>) {
        body.truncate(body.len().saturating_sub("}}}".len()));
        body.push(b',');
        let mut sections = self.sections.iter_mut();
        if let Some(section) = sections.find(|section| !section.starts.is_empty()) {
            section.out.body = body;
        }
    }

    pub(super) fn clear(&mut self) {
        for section in &mut self.sections {
            section.out.body.clear();
            section.starts.clear();
        }
    }
}
