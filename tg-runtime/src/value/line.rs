//! Lines of a loading job: the columns that an encoder writes instead of JSON.

use std::sync::Arc;

use super::Encoder;
use super::json::needs_escape;

/// The character between two columns, which is the "unit separator" of ASCII: texts do not contain
/// it.
pub(crate) const SEPARATOR: u8 = 31;

/// The character between two elements of a LIST or SET.
pub(crate) const ELEMENT_SEPARATOR: u8 = b'|';

/// The maximum length of a text in bytes. It is that of an id, which a job loads too; the maximum
/// of the server is not documented.
const MAX_TEXT: usize = 16_384;

/// A column for an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) form: Form,
}

/// The values that a column can express exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A STRING. An empty column is an empty text.
    Text,
    /// INT, UINT, FLOAT, DOUBLE, BOOL and DATETIME. An empty column leaves the attribute as it is.
    Value,
    /// A part of a discriminator, which has a value.
    Discriminator,
    /// The elements of a LIST or SET, at least one.
    Elements,
    /// None. The column is always empty, and the job does not read it.
    Nothing,
}

/// The line that an encoder writes.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    columns: Arc<[Column]>,
    /// The constant text that was written into each column, by which it is found again.
    fragments: Vec<&'static str>,
    /// The number of columns that are written.
    written: usize,
    is_exact: bool,
    /// An element of a LIST or SET is being written.
    is_element: bool,
}

impl Line {
    pub(crate) fn new(columns: Arc<[Column]>) -> Self {
        Self { columns, fragments: Vec::new(), written: 0, is_exact: true, is_element: false }
    }
}

impl Encoder {
    /// Begins a line with an id, whose parts are joined by commas.
    pub(crate) fn begin_line(&mut self, id: &str, parts: usize) {
        if let Some(line) = &mut self.line {
            (line.written, line.is_exact) = (0, true);
        }
        self.line_id(id, parts);
    }

    /// Writes the id of the target of an edge.
    pub(crate) fn next_id(&mut self, id: &str, parts: usize) {
        self.body.push(SEPARATOR);
        self.line_id(id, parts);
    }

    /// Ends a line. Returns `false` if it does not express what was written.
    pub(crate) fn end_line(&mut self) -> bool {
        self.skip_columns(|_| false);
        self.body.push(b'\n');
        self.line.as_ref().is_some_and(|line| line.is_exact)
    }

    fn line_id(&mut self, id: &str, parts: usize) {
        let start = self.body.len();
        self.line_text(id);
        if parts > 1 {
            let mut commas = 0;
            for byte in &mut self.body[start..] {
                if *byte == b',' {
                    *byte = SEPARATOR;
                    commas += 1;
                }
            }
            if commas + 1 != parts {
                self.is_inexact();
            }
        }
    }

    /// Writes the column of the attribute with this name.
    pub(crate) fn column(&mut self, name: &str, value: impl FnOnce(&mut Self)) {
        let form = self.skip_columns(|column| column.name == name);
        self.form(form, value);
    }

    /// Writes the column of the attribute of this constant text, in which `name` finds its name.
    /// Most lines have the same attributes, whose names are compared only once.
    #[inline]
    pub(crate) fn constant_column(
        &mut self,
        fragment: &'static str,
        name: impl FnOnce(&'static str) -> &'static str,
        value: impl FnOnce(&mut Self),
    ) {
        let Some(line) = &mut self.line else { return };
        let known = line.fragments.get(line.written);
        if known.is_some_and(|known| std::ptr::eq(*known, fragment)) {
            let form = line.columns.get(line.written).map(|column| column.form);
            line.written += 1;
            self.body.push(SEPARATOR);
            return self.form(form, value);
        }
        let name = name(fragment);
        let form = self.skip_columns(|column| column.name == name);
        if let (Some(_), Some(line)) = (form, &mut self.line) {
            line.fragments.resize(line.fragments.len().max(line.written), "");
            line.fragments[line.written - 1] = fragment;
        }
        self.form(form, value);
    }

    /// Writes the value of a column.
    #[inline]
    fn form(&mut self, form: Option<Form>, value: impl FnOnce(&mut Self)) {
        match form {
            // The attribute has no column, or one before those that are written.
            None | Some(Form::Nothing) => self.is_inexact(),
            Some(form) => {
                let start = self.body.len();
                value(self);
                if form == Form::Discriminator && self.body.len() == start {
                    self.is_inexact();
                }
            }
        }
    }

    /// Leaves out the columns before this one, and returns its form.
    fn skip_columns(&mut self, is_next: impl Fn(&Column) -> bool) -> Option<Form> {
        let line = self.line.as_mut()?;
        while let Some(column) = line.columns.get(line.written) {
            line.written += 1;
            self.body.push(SEPARATOR);
            if is_next(column) {
                return Some(column.form);
            }
            line.is_exact &= matches!(column.form, Form::Value | Form::Nothing);
        }
        None
    }

    /// Writes a text as it is.
    pub(super) fn line_text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        // Most texts have no character that JSON escapes, which is found out faster.
        let is_control = |byte: &u8| *byte < b' ' && *byte != b'\t';
        let has_control = needs_escape(bytes) && bytes.iter().any(is_control);
        let mut is_exact = bytes.len() <= MAX_TEXT && !has_control;
        if self.line.as_ref().is_some_and(|line| line.is_element) {
            let has_separator = memchr::memchr(ELEMENT_SEPARATOR, bytes).is_some();
            is_exact &= !bytes.is_empty() && !has_separator;
        }
        if is_exact {
            self.body.extend_from_slice(bytes);
        } else {
            self.is_inexact();
        }
    }

    /// Writes the elements of a LIST or SET, each by `write`.
    pub(super) fn line_elements<T>(
        &mut self,
        elements: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Self, T),
    ) {
        let start = self.body.len();
        self.is_element(true);
        for element in elements {
            write(self, element);
            self.body.push(ELEMENT_SEPARATOR);
        }
        self.is_element(false);
        // The separator after the last element.
        if self.body.len() == start {
            self.is_inexact();
        } else {
            self.body.pop();
        }
    }

    /// Writes a constant that is known as JSON.
    pub(crate) fn line_json(&mut self, json: &str) {
        let text = json.strip_prefix('"').and_then(|json| json.strip_suffix('"'));
        match text {
            Some(text) if !text.contains('\\') => self.line_text(text),
            None if !json.starts_with(['[', '{']) => self.raw(json),
            _ => self.is_inexact(),
        }
    }

    /// Remembers that the line does not express what is written.
    pub(crate) fn is_inexact(&mut self) {
        if let Some(line) = &mut self.line {
            line.is_exact = false;
        }
    }

    fn is_element(&mut self, is_element: bool) {
        if let Some(line) = &mut self.line {
            line.is_element = is_element;
        }
    }
}
