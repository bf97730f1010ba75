//! Statements of which only the extent is found.

use super::cursor::{Cursor, Parse};
use crate::finding::{Finding, Rule};
use crate::syntax::ast::{Family, Statement};
use crate::syntax::{Span, TokenKind};

impl Cursor<'_> {
    /// Skips a statement that began at `start`, up to the next statement.
    pub(super) fn keep(&mut self, start: usize, family: Family) -> Statement {
        self.skip_statement(start);
        Statement::Opaque(family)
    }

    /// `LET declarations IN SELECT ...`: the declarations end with `;`.
    pub(super) fn keep_let(&mut self) -> Statement {
        while !(self.at_end() || self.at_word("IN") && self.at_word_ahead(1, "SELECT")) {
            self.bump();
        }
        self.bump();
        let select = self.position();
        self.keep(select, Family::Data)
    }

    /// Privileges, or the use of a data source.
    pub(super) fn keep_grant(&mut self, start: usize) -> Statement {
        let about_source = self.at_word("DATA_SOURCE");
        self.keep(start, if about_source { Family::DataSource } else { Family::Security })
    }

    /// Keeps the rest of the line.
    pub(super) fn keep_line(&mut self, family: Family) -> Statement {
        self.skip_line();
        Statement::Opaque(family)
    }

    /// `SET name = value`: up to the end of the line, or to a statement after the value. A value
    /// may be a path without quotes.
    pub(super) fn keep_parameter(&mut self) -> Statement {
        let start = self.position();
        while !self.at_end() && !self.peek().starts_line && !self.at_symbol(';') {
            if self.position() > start + 2 && self.begins_statement() {
                break;
            }
            self.bump();
        }
        Statement::Opaque(Family::Parameter)
    }

    /// Skips a loading job: a header and a block in braces.
    #[cfg(not(feature = "loading"))]
    pub(super) fn keep_job(&mut self) -> Parse<Statement> {
        while !self.at_end_of_header() {
            self.bump();
        }
        self.block("the job's `{`")?;
        Ok(Statement::Opaque(Family::LoadingJob))
    }

    /// Returns `true` if a block begins here, or the statement ends without one.
    pub(super) fn at_end_of_header(&self) -> bool {
        matches!(self.peek().kind, TokenKind::End | TokenKind::Symbol('{' | ';'))
            || self.begins_statement()
    }

    /// Moves past a block in braces and returns its span.
    pub(super) fn block(&mut self, what: &str) -> Parse<Span> {
        let start = self.position();
        if !self.at_symbol('{') {
            return Err(self.unexpected(what));
        }
        let Some(close) = self.closing_brace() else {
            let finding = Finding::new(Rule::Unclosed, self.peek().span, "this `{` is not closed");
            return Err(self.report(finding.help("put `}` where the block ends")));
        };
        self.jump_past(close);
        Ok(self.span_from(start))
    }

    /// Skips the rest of the line, without a `;` at its end.
    pub(super) fn skip_line(&mut self) {
        while !self.at_end() && !self.peek().starts_line {
            let next = self.peek_ahead(1);
            let last = next.starts_line || next.kind == TokenKind::End;
            if last && self.at_symbol(';') {
                return;
            }
            self.bump();
        }
    }
}
