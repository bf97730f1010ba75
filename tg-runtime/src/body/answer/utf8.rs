//! Bytes that arrive in pieces, as text.

use std::ops::Range;

use crate::value::DecodeError;

/// Text that is consumed at its front while its end still arrives.
#[derive(Debug, Default)]
pub(super) struct Text {
    text: String,
    /// The start of a character whose other bytes have not arrived.
    cut: Vec<u8>,
    /// The positions of replacement characters for bytes that are not UTF-8.
    replaced: Vec<usize>,
}

impl Text {
    pub(super) fn push(&mut self, chunk: &[u8]) {
        if self.cut.is_empty() {
            self.push_whole(chunk);
        } else {
            let mut joined = std::mem::take(&mut self.cut);
            joined.extend_from_slice(chunk);
            self.push_whole(&joined);
        }
    }

    fn push_whole(&mut self, mut bytes: &[u8]) {
        loop {
            match std::str::from_utf8(bytes) {
                Ok(text) => return self.text.push_str(text),
                Err(error) => {
                    let (valid, rest) = bytes.split_at(error.valid_up_to());
                    self.text.push_str(&String::from_utf8_lossy(valid));
                    let Some(length) = error.error_len() else {
                        self.cut = rest.to_vec();
                        return;
                    };
                    self.replaced.push(self.text.len());
                    self.text.push(char::REPLACEMENT_CHARACTER);
                    bytes = &rest[length..];
                }
            }
        }
    }

    pub(super) fn drop_front(&mut self, length: usize) {
        if length == 0 {
            return;
        }
        self.text.drain(..length);
        self.replaced.retain_mut(|place| {
            let kept = *place >= length;
            *place = place.saturating_sub(length);
            kept
        });
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// Returns an error if bytes of this range were not UTF-8: a row is read exactly, or not at
    /// all.
    pub(super) fn check(&self, range: Range<usize>) -> Result<(), DecodeError> {
        let next = self.replaced.partition_point(|place| *place < range.start);
        if self.replaced.get(next).is_some_and(|place| *place < range.end) {
            return Err(DecodeError::mismatch("UTF-8 text", "bytes that are not UTF-8"));
        }
        Ok(())
    }
}
