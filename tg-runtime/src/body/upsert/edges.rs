//! The edges of an upsert.

use std::ops::Range;

use crate::value::{EncodeError, Encoder};

/// The edges, in the order in which they were written; [`finish`](Edges::finish) groups them.
#[derive(Debug, Clone, Default)]
pub(super) struct Edges<'n> {
    entries: Vec<Entry<'n>>,
    out: Encoder,
    /// The bytes of names and brackets around the edges if no two are grouped.
    around: usize,
}

/// The types of an edge and its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Types<'n> {
    pub(super) from: &'n str,
    pub(super) edge: &'n str,
    pub(super) to: &'n str,
}

/// The position of an edge: the id of its source, `"id"`, and its member, `"id":{..}`.
#[derive(Debug, Clone)]
pub(super) struct Entry<'n> {
    types: Types<'n>,
    source: Range<usize>,
    member: Range<usize>,
    refused: Option<EncodeError>,
}

impl<'n> Edges<'n> {
    pub(super) fn open(&mut self, types: Types<'n>, source: &str) -> Entry<'n> {
        let start = self.out.body.len();
        self.out.text(source);
        let end = self.out.body.len();
        Entry { types, source: start..end, member: end..end, refused: None }
    }

    pub(super) fn encoder(
        &mut self,
        entry: &mut Entry<'n>,
        target: Result<&str, EncodeError>,
    ) -> &mut Encoder {
        match target {
            Ok(target) => self.out.text(target),
            Err(error) => entry.refused = Some(error),
        }
        self.out.raw(":{");
        &mut self.out
    }

    pub(super) fn close(&mut self, mut entry: Entry<'n>) -> Result<(), EncodeError> {
        let refused = entry.refused.take();
        if let Some(error) = refused.or(self.out.take_error()) {
            self.out.body.truncate(entry.source.start);
            return Err(error);
        }
        self.out.close(b'}');
        entry.member.end = self.out.body.len();
        self.around += entry.around();
        self.entries.push(entry);
        Ok(())
    }

    /// Returns an empty body that has the memory that this one has needed.
    #[cfg(feature = "client")]
    pub(super) fn successor(&self) -> Self {
        let mut next = Self::default();
        next.entries.reserve(self.entries.len());
        next.out.body.reserve(self.out.body.len());
        next
    }

    /// The edges in the order in which they were written.
    pub(super) fn entries(&self) -> &[Entry<'n>] {
        &self.entries
    }

    /// Returns the types and the ids of both ends of an edge; an id is a JSON string.
    #[cfg(feature = "client")]
    pub(super) fn ends(&self, entry: &Entry<'n>) -> [(&'n str, &[u8]); 2] {
        let source = &self.out.body[entry.source.clone()];
        let member = &self.out.body[entry.member.clone()];
        let mut is_escaped = false;
        let end = member.iter().skip(1).position(|byte| {
            let is_end = *byte == b'"' && !is_escaped;
            is_escaped = *byte == b'\\' && !is_escaped;
            is_end
        });
        let target = end.and_then(|end| member.get(..end + 2)).unwrap_or_default();
        [(entry.types.from, source), (entry.types.to, target)]
    }

    /// Adds an edge of another body.
    pub(super) fn append(&mut self, others: &Self, entry: &Entry<'n>) {
        let start = self.out.body.len();
        self.out.body.extend_from_slice(&others.out.body[entry.source.start..entry.member.end]);
        let end_of_source = start + entry.source.len();
        let added = Entry {
            types: entry.types,
            source: start..end_of_source,
            member: end_of_source..self.out.body.len(),
            refused: None,
        };
        self.around += added.around();
        self.entries.push(added);
    }

    pub(super) fn undo(&mut self) {
        if let Some(entry) = self.entries.pop() {
            self.around -= entry.around();
            self.out.body.truncate(entry.source.start);
        }
    }

    pub(super) fn count(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn len(&self) -> usize {
        self.out.body.len() + self.around
    }

    /// Writes `{"From":{"id":{"Edge":{"To":{"id":{..},..}}}}}`: every name and every source once,
    /// because a parser may keep only the last of equal keys. The targets are the exception:
    /// parallel edges differ in their attributes, so the key of their target repeats.
    pub(super) fn finish(&mut self, out: &mut Vec<u8>) {
        let text = &self.out.body;
        let key = |entry: &Entry<'n>| {
            (entry.types.from, &text[entry.source.clone()], entry.types.edge, entry.types.to)
        };
        // The sort is stable: equal edges keep their order, so that the last of them is stored.
        self.entries.sort_by(|a, b| key(a).cmp(&key(b)));

        let mut open: [&[u8]; 4] = [&[]; 4];
        out.push(b'{');
        for (index, entry) in self.entries.iter().enumerate() {
            let (from, source, edge, to) = key(entry);
            let names = [from.as_bytes(), source, edge.as_bytes(), to.as_bytes()];
            let shared = names.iter().zip(&open).take_while(|(name, open)| name == open).count();
            if index > 0 {
                out.extend(std::iter::repeat_n(b'}', 4 - shared));
                out.push(b',');
            }
            for (level, name) in names.iter().enumerate().skip(shared) {
                // The id is a JSON string already.
                let quote: &[u8] = if level == 1 { b"" } else { b"\"" };
                for piece in [quote, name, quote, b":{"] {
                    out.extend_from_slice(piece);
                }
            }
            out.extend_from_slice(&text[entry.member.clone()]);
            open = names;
        }
        let closing = if self.entries.is_empty() { 1 } else { 5 };
        out.extend(std::iter::repeat_n(b'}', closing));
    }

    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.out.body.clear();
        self.around = 0;
    }
}

impl Entry<'_> {
    fn around(&self) -> usize {
        let Types { from, edge, to } = self.types;
        from.len() + edge.len() + to.len() + "\"\":{:{\"\":{\"\":{}}}},".len()
    }
}
