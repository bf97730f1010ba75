//! The spelling of ids.

use super::{EncodeError, KeyPart};

/// The maximum length of an id, in bytes.
const MAX_ID: usize = 16_384;

/// A writer of ids.
///
/// Parts of a composite key are joined by `,` and the server knows no escape for a comma inside a
/// part, so such a part is an error. In a discriminator a comma is written `\,`.
///
/// An error is kept and returned by [`finish`](IdText::finish). One `IdText` serves many ids:
/// [`clear`](IdText::clear) keeps its memory.
#[derive(Debug, Clone, Default)]
pub struct IdText {
    text: String,
    parts: usize,
    error: Option<EncodeError>,
}

impl IdText {
    /// Creates an id with nothing written.
    pub fn new() -> Self {
        Self::default()
    }

    /// Clears the text for another id.
    #[inline]
    pub fn clear(&mut self) {
        self.text.clear();
        self.parts = 0;
        self.error = None;
    }

    /// Writes the only part of a primary id. It may hold any text.
    pub fn single<K: KeyPart + ?Sized>(&mut self, key: &K) {
        key.write_part(&mut self.text);
    }

    /// Writes the next part of a composite key.
    pub fn part<K: KeyPart + ?Sized>(&mut self, part: &K) {
        let start = self.next_part();
        part.write_part(&mut self.text);
        if self.text.as_bytes()[start..].contains(&b',') {
            let problem = format!(
                "part {} of the composite key, `{}`, holds a comma: the parts of an id are joined by \
                 commas and the server knows no escape; use another character or a single primary id",
                self.parts,
                &self.text[start..]
            );
            self.refuse(EncodeError::new(problem));
        }
    }

    /// Writes the next part of a discriminator: `,` as `\,` and `\` as `\\`.
    pub fn escaped_part<K: KeyPart + ?Sized>(&mut self, part: &K) {
        let start = self.next_part();
        part.write_part(&mut self.text);
        if self.text.as_bytes()[start..].iter().any(|byte| matches!(byte, b',' | b'\\')) {
            let plain = self.text.split_off(start);
            for character in plain.chars() {
                if matches!(character, ',' | '\\') {
                    self.text.push('\\');
                }
                self.text.push(character);
            }
        }
    }

    /// Keeps the error of a text that cannot be an id, unless there is one already.
    pub fn refuse(&mut self, error: EncodeError) {
        self.error.get_or_insert(error);
    }

    /// Returns the id.
    ///
    /// # Errors
    ///
    /// If the id is empty (the server rejects empty ids), is longer than 16,384 bytes, or had an
    /// error while it was written.
    pub fn finish(&self) -> Result<&str, EncodeError> {
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        if self.text.is_empty() {
            return Err(EncodeError::new("the id is empty, which the server refuses"));
        }
        if self.text.len() > MAX_ID {
            let bytes = self.text.len();
            return Err(EncodeError::new(format!(
                "the id has {bytes} bytes, the server takes at most {MAX_ID}"
            )));
        }
        Ok(&self.text)
    }

    /// Returns what was written, even if it cannot be an id.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    fn next_part(&mut self) -> usize {
        if self.parts > 0 {
            self.text.push(',');
        }
        self.parts += 1;
        self.text.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_joined_by_commas() {
        let mut id = IdText::new();
        id.part("Bob");
        id.part(&123_i64);
        assert_eq!(id.finish().unwrap(), "Bob,123");
    }

    #[test]
    fn a_single_id_may_hold_anything() {
        let mut id = IdText::new();
        id.single("a,b/?#%+& \n\\");
        assert_eq!(id.finish().unwrap(), "a,b/?#%+& \n\\");
    }

    #[test]
    fn a_comma_in_a_part_is_refused_and_forgotten_by_clear() {
        let mut id = IdText::new();
        id.part(&1_u8);
        id.part("a,b");
        let message = id.finish().unwrap_err().to_string();
        assert!(message.contains("part 2") && message.contains("`a,b`"), "{message}");
        id.clear();
        id.part("a");
        assert_eq!(id.finish().unwrap(), "a");
    }

    #[test]
    fn a_discriminator_escapes_commas_and_backslashes() {
        let mut id = IdText::new();
        id.escaped_part(r"a,b\c");
        id.escaped_part(&7_i64);
        assert_eq!(id.finish().unwrap(), r"a\,b\\c,7");
    }

    #[test]
    fn empty_and_oversized_ids_are_refused() {
        let mut id = IdText::new();
        id.single("");
        assert!(id.finish().unwrap_err().to_string().contains("empty"));
        id.single(&"x".repeat(MAX_ID));
        assert!(id.finish().is_ok());
        id.single("x");
        assert!(id.finish().unwrap_err().to_string().contains("16385 bytes"));
    }
}
