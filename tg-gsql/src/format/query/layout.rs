//! The tokens of a file, put on lines.

use super::blank::has_blank;
use super::lines::{Line, Lines, is_closing, is_opening};
use crate::format::{between, gap::line_ends};
use crate::syntax::{Token, tokens};

/// The blanks of one level.
const INDENT: &str = "  ";

/// Returns a text with its tokens on lines.
pub(super) fn layout(text: &str, lines: &Lines) -> String {
    let tokens: Vec<_> = tokens(text).collect();
    let mut layout = Layout {
        text,
        tokens: &tokens,
        lines,
        laid_out: String::with_capacity(text.len()),
        line: 0,
        depth: 0,
        open: Vec::new(),
    };
    for at in 0..tokens.len() {
        layout.token(at);
    }
    if !tokens.is_empty() {
        layout.laid_out.push('\n');
    }
    layout.laid_out
}

struct Layout<'a> {
    text: &'a str,
    tokens: &'a [Token<'a>],
    lines: &'a Lines,
    laid_out: String,
    /// The number of the current line.
    line: usize,
    /// The depth of the current statement or clause.
    depth: usize,
    /// The lines of its open parentheses.
    open: Vec<usize>,
}

impl Layout<'_> {
    fn token(&mut self, at: usize) {
        let token = self.tokens[at];
        let line = self.line_of(at);
        if at > 0 {
            self.gap(at, line);
        }
        if let Some(line) = line {
            self.depth = line.depth;
            self.open.clear();
        }
        if self.opens(at) {
            self.open.push(self.line);
        } else if self.closes(at) {
            self.open.pop();
        }
        self.laid_out += if token.is_comment() { token.text.trim_end() } else { token.text };
    }

    /// Writes the line break or blank before a token.
    fn gap(&mut self, at: usize, line: Option<Line>) {
        let (before, token) = (self.tokens[at - 1], self.tokens[at]);
        let gap = between(self.text, before.span.end, token.span.start);
        let newlines = line_ends(gap);
        let joins = token.is_symbol(';')
            || (token.is_word("IF") && before.is_word("ELSE") && line.is_none());
        let begins = match line {
            Some(line) if line.always => true,
            _ => newlines > 0 && (!joins || before.is_comment()),
        };
        if begins {
            let ends_block = line.is_some_and(|line| line.ends_block);
            let begins_body = self.lines.bodies.contains(&before.span.start);
            let empty = newlines > 1 && !ends_block && !begins_body;
            self.laid_out += if empty { "\n\n" } else { "\n" };
            self.laid_out += &INDENT.repeat(self.indentation(at));
            self.line += 1;
        } else if self.lines.bodies.contains(&token.span.start) || has_blank(self.tokens, at) {
            self.laid_out.push(' ');
        }
    }

    /// Returns the depth of a line that begins with the token.
    fn indentation(&self, at: usize) -> usize {
        let is_comment = self.tokens[at].is_comment();
        let next = (at..self.tokens.len()).find(|at| !self.tokens[*at].is_comment());
        let Some(next) = next else { return 0 };
        if let Some(line) = self.line_of(next) {
            return line.depth + usize::from(is_comment && line.ends_block);
        }
        let closed = if is_comment { 0 } else { self.closed_from(at) };
        let mut open = self.open[..self.open.len().saturating_sub(closed)].to_vec();
        open.dedup();
        self.depth + open.len().max(usize::from(closed == 0))
    }

    /// Returns the number of closing tokens on the line that begins here, up to another token.
    fn closed_from(&self, at: usize) -> usize {
        let on_line = |other: usize| {
            let gap = between(self.text, self.tokens[at].span.end, self.tokens[other].span.start);
            other == at || line_ends(gap) == 0
        };
        (at..self.tokens.len()).take_while(|other| self.closes(*other) && on_line(*other)).count()
    }

    fn line_of(&self, at: usize) -> Option<Line> {
        self.lines.lines.get(&self.tokens[at].span.start).copied()
    }

    fn opens(&self, at: usize) -> bool {
        let token = self.tokens[at];
        is_opening(token) || self.lines.cases.contains(&token.span.start)
    }

    fn closes(&self, at: usize) -> bool {
        let token = self.tokens[at];
        is_closing(token) || self.lines.ends.contains(&token.span.start)
    }
}
