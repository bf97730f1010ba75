//! What stands between statements: comments and blank lines, which stay.

use super::{between, ends_with_semicolon};
use crate::syntax::Span;

/// A script that is put together again, statement by statement.
pub(super) struct Script<'a> {
    text: &'a str,
    formatted: String,
    /// The end of the last statement.
    behind: usize,
    /// Whether the last statement was kept as it is, and so must keep its `;`.
    kept: bool,
}

impl<'a> Script<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, formatted: String::with_capacity(text.len()), behind: 0, kept: false }
    }

    /// Appends what stands before a statement, and the statement: in its canonical form, or as
    /// it was written.
    pub(super) fn statement(&mut self, span: Span, canonical: Option<String>) {
        let gap = between(self.text, self.behind, span.start);
        if self.kept && !gap.contains(['\n', '\r']) && !ends_with_semicolon(gap) {
            // Where text ends that is not read further may depend on the line.
            self.formatted += gap;
        } else {
            let newlines = self.gap(span.start);
            self.break_line(newlines);
        }
        self.kept = canonical.is_none();
        match canonical {
            Some(canonical) => self.formatted += &canonical,
            None => self.formatted += span.of(self.text),
        }
        self.behind = span.end;
    }

    pub(super) fn finish(mut self) -> String {
        self.gap(self.text.len());
        if !self.formatted.is_empty() {
            self.formatted.push('\n');
        }
        self.formatted
    }

    /// Appends the comments up to `end`; returns how many lines ended behind the last of them.
    fn gap(&mut self, end: usize) -> usize {
        let mut rest = between(self.text, self.behind, end);
        if self.kept && ends_with_semicolon(rest) {
            self.formatted.push(';');
        }
        let mut newlines = 0;
        while let Some(first) = rest.chars().next() {
            if let Some(comment) = comment(rest) {
                if newlines == 0 && !self.formatted.is_empty() {
                    self.formatted.push(' ');
                } else {
                    self.break_line(newlines);
                }
                self.formatted += comment.trim_end();
                newlines = 0;
                rest = &rest[comment.len()..];
                continue;
            }
            rest = &rest[first.len_utf8()..];
            newlines += usize::from(first == '\n' || (first == '\r' && !rest.starts_with('\n')));
        }
        newlines
    }

    /// Begins a new line, below a blank one if there was one.
    fn break_line(&mut self, newlines: usize) {
        if !self.formatted.is_empty() {
            self.formatted += if newlines > 1 { "\n\n" } else { "\n" };
        }
    }
}

/// The comment that the text begins with.
pub(super) fn comment(text: &str) -> Option<&str> {
    if let Some(inner) = text.strip_prefix("/*") {
        let end = inner.find("*/").map_or(text.len(), |end| end + 4);
        return Some(&text[..end]);
    }
    let is_line = text.starts_with('#') || text.starts_with("//");
    is_line.then(|| &text[..text.find(['\n', '\r']).unwrap_or(text.len())])
}
