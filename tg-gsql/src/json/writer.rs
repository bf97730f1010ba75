//! JSON as text: compact, or broken into lines down to some depth.

use super::Style;

pub(super) struct Writer {
    text: String,
    pub(super) style: Style,
    /// The nesting down to which lines are broken.
    broken: usize,
    depth: usize,
    /// `true` if nothing has been written into the list or object yet.
    empty: bool,
}

/// A key is empty where there is none.
impl Writer {
    pub(super) fn new(style: Style, broken: usize) -> Self {
        let broken = if style == Style::Snapshot { broken } else { 0 };
        Self { text: String::new(), style, broken, depth: 0, empty: true }
    }

    pub(super) fn finish(mut self) -> String {
        if self.broken > 0 {
            self.text.push('\n');
        }
        self.text
    }

    fn line(&mut self) {
        if self.depth <= self.broken && self.broken > 0 {
            self.text.push('\n');
            self.text.extend(std::iter::repeat_n("  ", self.depth));
        }
    }

    fn key(&mut self, key: &str) {
        if !self.empty {
            self.text.push(',');
            if self.broken > 0 && self.depth > self.broken {
                self.text.push(' ');
            }
        }
        if self.depth > 0 {
            self.line();
        }
        if !key.is_empty() {
            self.quote(key);
            self.text.push_str(if self.broken > 0 { ": " } else { ":" });
        }
        self.empty = false;
    }

    pub(super) fn open(&mut self, key: &str, bracket: char) {
        self.key(key);
        self.text.push(bracket);
        self.depth += 1;
        self.empty = true;
    }

    pub(super) fn close(&mut self, bracket: char) {
        let was_broken = self.depth <= self.broken;
        self.depth -= 1;
        if was_broken && !self.empty {
            self.line();
        }
        self.text.push(bracket);
        self.empty = false;
    }

    pub(super) fn quoted(&mut self, key: &str, text: &str) {
        self.key(key);
        self.quote(text);
    }

    /// Writes a value that needs no quotes.
    pub(super) fn plain(&mut self, key: &str, text: &str) {
        self.key(key);
        self.text.push_str(text);
    }

    pub(super) fn flag(&mut self, key: &str, flag: bool) {
        self.plain(key, if flag { "true" } else { "false" });
    }

    fn quote(&mut self, text: &str) {
        self.text.push_str(&string(text));
    }
}

/// Returns a JSON string, in quotes.
pub fn string(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    json.push('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            ..' ' => json.push_str(&format!("\\u{:04x}", character as u32)),
            _ => json.push(character),
        }
    }
    json.push('"');
    json
}
