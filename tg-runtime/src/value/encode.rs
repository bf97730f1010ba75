//! Writing values.

use super::json::write_string;
use super::line::Line;
use super::{Attribute, DateTime, EncodeError};

/// A writer of attributes and their values, in the JSON of an upsert.
///
/// Each member of an object or an array is written with a comma after it, and the closing bracket
/// replaces the last comma, so that generated code is a straight line of calls. A value that cannot
/// be sent is kept as an error with its attribute, until the body of the request takes the error.
#[derive(Debug, Clone, Default)]
pub struct Encoder {
    pub(crate) body: Vec<u8>,
    /// The constant text before the value that is being written, `"name":{"value":`.
    pub(crate) fragment: &'static str,
    /// A value was written that is added to the stored one, so that a second time changes it again.
    pub(crate) adds: bool,
    pub(crate) error: Option<EncodeError>,
    /// The line of a loading job that is written instead of JSON.
    pub(crate) line: Option<Line>,
}

impl Encoder {
    /// Creates an encoder with nothing written.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes a tuple: `names` is the constant JSON array of its fields' names, `items` writes
    /// their values with [`item`](Self::item) and [`item_text`](Self::item_text).
    pub fn tuple(&mut self, names: &'static str, items: impl FnOnce(&mut Self)) {
        self.lists(
            |out| out.raw(names),
            |out| {
                out.body.push(b'[');
                items(out);
                out.close(b']');
            },
        );
    }

    /// Writes the next member of a list or tuple.
    pub fn item<T: Attribute + ?Sized>(&mut self, value: &T) {
        value.encode(self);
        self.body.push(b',');
    }

    /// Writes a STRING field of a tuple, which holds at most `size` characters: the server would
    /// cut a longer text, so it is an error.
    pub fn item_text<T: Attribute + ?Sized>(&mut self, value: &T, size: u32) {
        let start = self.body.len();
        value.encode(self);
        let characters = super::json::count_characters(&self.body[start..]);
        if characters > size as usize {
            self.refuse(EncodeError::new(format!(
                "the text has {characters} characters, its field of the tuple holds {size} and the server would cut it"
            )));
        }
        self.body.push(b',');
    }

    /// Writes a LIST or SET.
    pub fn list<'v, T: Attribute + ?Sized + 'v>(&mut self, items: impl IntoIterator<Item = &'v T>) {
        self.elements(items, |out, item| item.encode(out));
    }

    /// Writes the elements of a LIST or SET, each by `write`.
    #[inline]
    pub(crate) fn elements<T>(
        &mut self,
        elements: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Self, T),
    ) {
        if self.line.is_some() {
            return self.line_elements(elements, write);
        }
        self.body.push(b'[');
        for element in elements {
            write(self, element);
            self.body.push(b',');
        }
        self.close(b']');
    }

    /// Writes a MAP from its keys and their values, in the same order.
    pub fn map<'v, K, V>(
        &mut self,
        keys: impl IntoIterator<Item = &'v K>,
        values: impl IntoIterator<Item = &'v V>,
    ) where
        K: Attribute + ?Sized + 'v,
        V: Attribute + ?Sized + 'v,
    {
        self.lists(|out| out.list(keys), |out| out.list(values));
    }

    /// Writes a MAP or a tuple: the list of its keys and the list of its values.
    #[inline]
    pub(crate) fn lists(&mut self, keys: impl FnOnce(&mut Self), values: impl FnOnce(&mut Self)) {
        if self.line.is_some() {
            return self.is_inexact();
        }
        self.raw("{\"keylist\":");
        keys(self);
        self.raw(",\"valuelist\":");
        values(self);
        self.body.push(b'}');
    }

    /// Writes a STRING.
    pub fn text(&mut self, text: &str) {
        if self.line.is_some() {
            return self.line_text(text);
        }
        write_string(&mut self.body, text);
    }

    /// Writes a DATETIME.
    pub fn date_time(&mut self, moment: DateTime) {
        let json = moment.json();
        let text = if self.line.is_some() { &json[1..json.len() - 1] } else { &json };
        self.body.extend_from_slice(text);
    }

    /// Writes an INT.
    pub fn int(&mut self, number: i64) {
        self.raw(itoa::Buffer::new().format(number));
    }

    /// Writes a UINT.
    pub fn uint(&mut self, number: u64) {
        self.raw(itoa::Buffer::new().format(number));
    }

    /// Writes a DOUBLE in the fewest digits that read back as the same number; NaN and the
    /// infinities are errors.
    pub fn double(&mut self, number: f64) {
        if number.is_finite() {
            self.raw(zmij::Buffer::new().format_finite(number));
        } else {
            self.refuse_number(number);
        }
    }

    /// Writes a FLOAT in the fewest digits that read back as the same number; NaN and the
    /// infinities are errors.
    pub fn float(&mut self, number: f32) {
        if number.is_finite() {
            self.raw(zmij::Buffer::new().format_finite(number));
        } else {
            self.refuse_number(f64::from(number));
        }
    }

    /// Writes a BOOL.
    pub fn bool(&mut self, value: bool) {
        if value {
            self.raw("true");
        } else {
            self.raw("false");
        }
    }

    /// Keeps the error of a value that cannot be sent, unless there is one already.
    #[cold]
    pub fn refuse(&mut self, error: EncodeError) {
        if self.error.is_none() {
            // The fragment reads `"name":{"value":`.
            let name = self.fragment.split('"').nth(1).unwrap_or_default();
            self.error = Some(error.of_attribute(name));
        }
    }

    #[cold]
    fn refuse_number(&mut self, number: f64) {
        self.refuse(EncodeError::new(format!(
            "{number} cannot be sent: JSON has finite numbers only; leave the attribute out (`Option`) \
             or store a number that stands for it"
        )));
    }

    /// Returns the JSON that was written.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.body
    }

    /// Takes the error of the values that were written since the last call.
    pub(crate) fn take_error(&mut self) -> Option<EncodeError> {
        self.fragment = "";
        self.error.take()
    }

    #[inline]
    pub(crate) fn raw(&mut self, text: &str) {
        self.body.extend_from_slice(text.as_bytes());
    }

    /// Replaces the last member's comma by the closing bracket.
    pub(crate) fn close(&mut self, bracket: u8) {
        match self.body.last_mut() {
            Some(last) if *last == b',' => *last = bracket,
            _ => self.body.push(bracket),
        }
    }
}
