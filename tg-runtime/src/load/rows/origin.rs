//! The origins of the rows of a chunk.

use std::mem;
use std::sync::Arc;

use super::source::{Place, RowFile};

/// Rows of a chunk that are not in its body; the others of them are rejected.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct NotSent {
    /// The number of rows that have no vertices and edges.
    pub(super) empty: u32,
    /// The number of rows that are in doubt since an earlier load.
    pub(super) in_doubt: u32,
}

/// The value for no line, no byte or no text. An `Option` would need more memory for each row.
const NONE: u64 = u64::MAX;

/// The origin of a row.
#[derive(Debug)]
pub(super) struct Origin {
    pub(super) row: u64,
    /// The rows before it.
    pub(super) not_sent: NotSent,
    /// The number of files up to its own; 0 if it has none.
    files: usize,
    line: u64,
    byte: u64,
    text_end: u64,
}

/// The origins of rows, one after another.
#[derive(Debug, Default)]
pub(super) struct Origins {
    rows: Vec<Origin>,
    files: Vec<Arc<RowFile>>,
    /// The texts of the rows.
    texts: Vec<u8>,
}

impl Origins {
    pub(super) fn push(&mut self, row: u64, not_sent: NotSent, place: &Place, text: Option<&[u8]>) {
        let files = place.file.as_ref().map_or(0, |file| {
            if !self.files.last().is_some_and(|last| Arc::ptr_eq(last, file)) {
                self.files.push(file.clone());
            }
            self.files.len()
        });
        let text_end = text.map_or(NONE, |text| {
            self.texts.extend_from_slice(text);
            self.texts.len() as u64
        });
        let (line, byte) = (place.line.unwrap_or(NONE), place.byte.unwrap_or(NONE));
        self.rows.push(Origin { row, not_sent, files, line, byte, text_end });
    }

    pub(super) fn get(&self, index: usize) -> Option<&Origin> {
        self.rows.get(index)
    }

    /// Returns the place and the text of a row.
    pub(super) fn place(&self, index: usize) -> (Place, Option<&[u8]>) {
        let Origin { files, line, byte, text_end, .. } = self.rows[index];
        let some = |number: u64| (number != NONE).then_some(number);
        let file = files.checked_sub(1).map(|file| self.files[file].clone());
        let end = |end: u64| usize::try_from(end).unwrap_or(usize::MAX);
        let before = self.rows[..index].iter().rev().find_map(|row| some(row.text_end));
        let text = some(text_end).and_then(|it| self.texts.get(before.map_or(0, end)..end(it)));
        (Place { file, line: some(line), byte: some(byte) }, text)
    }

    /// Returns the size in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.texts.len() + size_of_val(&*self.rows)
    }

    /// Takes all of them, and reserves the memory that their number has needed.
    pub(super) fn take(&mut self) -> Self {
        let next = Self { rows: Vec::with_capacity(self.rows.len()), ..Self::default() };
        mem::replace(self, next)
    }
}
