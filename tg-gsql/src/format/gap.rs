//! Comments and blank lines between statements: they are kept.

use super::{between, ends_with_semicolon};
use crate::syntax::{Span, tokens};

/// A script that is assembled again, statement by statement.
pub(super) struct Script<'a> {
    text: &'a str,
    formatted: String,
    /// The end of the last statement.
    end: usize,
    /// `true` if the last statement is as it was written, and so must keep its `;`.
    verbatim: bool,
}

impl<'a> Script<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, formatted: String::with_capacity(text.len()), end: 0, verbatim: false }
    }

    /// Appends the comments before a statement, and the statement: in its canonical form, or as it
    /// was written.
    pub(super) fn statement(&mut self, span: Span, canonical: Option<String>) {
        let gap = between(self.text, self.end, span.start);
        if self.verbatim && !gap.contains(['\n', '\r']) && !ends_with_semicolon(gap) {
            // The end of an opaque statement may depend on the line.
            self.formatted += gap;
        } else {
            let newlines = self.gap(span.start);
            self.break_line(newlines);
        }
        self.verbatim = canonical.is_none();
        match canonical {
            Some(canonical) => self.formatted += &canonical,
            None => self.formatted += span.of(self.text),
        }
        self.end = span.end;
    }

    pub(super) fn finish(mut self) -> String {
        self.gap(self.text.len());
        if !self.formatted.is_empty() {
            self.formatted.push('\n');
        }
        self.formatted
    }

    /// Appends the comments up to `end`; returns the number of lines that ended after the last of
    /// them.
    fn gap(&mut self, end: usize) -> usize {
        let rest = between(self.text, self.end, end);
        if self.verbatim && ends_with_semicolon(rest) {
            self.formatted.push(';');
        }
        let (mut newlines, mut end) = (0, 0);
        for token in tokens(rest) {
            newlines += line_ends(between(rest, end, token.span.start));
            end = token.span.end;
            if token.is_comment() {
                if newlines == 0 && !self.formatted.is_empty() {
                    self.formatted.push(' ');
                } else {
                    self.break_line(newlines);
                }
                self.formatted += token.text.trim_end();
                newlines = 0;
            }
        }
        newlines + line_ends(between(rest, end, rest.len()))
    }

    /// Begins a new line, below a blank one if there was one.
    fn break_line(&mut self, newlines: usize) {
        if !self.formatted.is_empty() {
            self.formatted += if newlines > 1 { "\n\n" } else { "\n" };
        }
    }
}

/// Counts line ends: `\n`, `\r` and `\r\n`.
pub(super) fn line_ends(text: &str) -> usize {
    let bytes = text.as_bytes();
    let ends = |(at, byte): (usize, &u8)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    bytes.iter().enumerate().filter(|it| ends(*it)).count()
}
