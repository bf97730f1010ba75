//! The members of an answer next to its rows.

/// A copy of an answer without its rows, as strict JSON without white space.
#[derive(Debug, Default)]
pub(super) struct Envelope {
    text: Vec<u8>,
    depth: usize,
    in_string: bool,
    after_backslash: bool,
    /// The object has ended, or the answer is not an object: the rest is copied as it is.
    foreign: bool,
}

/// The end of an [`Envelope::pass`].
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reached {
    /// The end of the bytes.
    End,
    /// The first row, or the bracket that closes an empty list of rows.
    Rows,
}

impl Envelope {
    /// Copies bytes from the start, up to the rows if they begin here; returns the number of bytes.
    pub(super) fn pass(&mut self, bytes: &[u8]) -> (usize, Reached) {
        for (at, &byte) in bytes.iter().enumerate() {
            if self.foreign {
                self.text.extend_from_slice(&bytes[at..]);
                return (bytes.len(), Reached::End);
            }
            if self.in_string {
                self.in_string(byte);
            } else if self.between_strings(byte) {
                return (at + 1, Reached::Rows);
            }
        }
        (bytes.len(), Reached::End)
    }

    /// The bracket that closes the rows was read.
    pub(super) fn close_rows(&mut self) {
        self.text.push(b']');
        self.depth -= 1;
    }

    /// The copy, if it is complete.
    pub(super) fn finish(self) -> Option<Vec<u8>> {
        self.foreign.then_some(self.text)
    }

    fn in_string(&mut self, byte: u8) {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        if byte < b' ' {
            // The server sends raw line feeds in messages, which strict JSON does not allow.
            self.text.extend_from_slice(b"\\u00");
            self.text.push(HEX[usize::from(byte >> 4)]);
            self.text.push(HEX[usize::from(byte & 15)]);
        } else {
            self.text.push(byte);
        }
        match byte {
            _ if self.after_backslash => self.after_backslash = false,
            b'\\' => self.after_backslash = true,
            b'"' => self.in_string = false,
            _ => {}
        }
    }

    /// Returns `true` if this byte opens the rows.
    fn between_strings(&mut self, byte: u8) -> bool {
        if byte <= b' ' {
            return false;
        }
        let is_not_object = self.depth == 0 && byte != b'{';
        let opens_rows = byte == b'[' && self.depth == 1 && self.at_results();
        self.text.push(byte);
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.foreign = self.depth == 0 || is_not_object;
        opens_rows
    }

    fn at_results(&self) -> bool {
        let before = self.text.strip_suffix(b"\"results\":");
        before.is_some_and(|before| matches!(before.last(), Some(b'{' | b',')))
    }
}
