//! Queries as opaque text: the contents of the header and the extent of the body.

use super::cursor::{Cursor, Parse, Reported};
use crate::syntax::ast::{Family, QueryText, Selection, Statement};
use crate::syntax::{Name, Span, TokenKind};

impl Cursor<'_> {
    /// Parses the rest of a statement after `CREATE`.
    pub(super) fn query(&mut self) -> Parse<Statement> {
        let or_replace = self.eat_word("OR");
        if or_replace {
            self.expect_word("REPLACE")?;
        }
        while ["BATCH", "DISTRIBUTED", "OPENCYPHER", "TEMPLATE"].iter().any(|it| self.eat_word(it))
        {
        }
        self.expect_word("QUERY")?;
        let name = self.dotted_name("the name of a query")?;
        let parameters = self.query_parameters()?;
        let graph = self.query_header()?;
        let (body, _) = self.query_block()?;
        Ok(Statement::CreateQuery(QueryText { name, or_replace, graph, parameters, body }))
    }

    /// `( ... )`; a default may contain parentheses.
    fn query_parameters(&mut self) -> Parse<Span> {
        let opened = self.expect_symbol('(')?;
        let mut depth = 1_usize;
        loop {
            match self.peek().kind {
                TokenKind::Symbol('(') => depth += 1,
                TokenKind::Symbol(')') => depth -= 1,
                TokenKind::End | TokenKind::Symbol('{' | '}' | ';') => {
                    return Err(self.unexpected("`)` after the parameters"));
                }
                _ => {}
            }
            let last = self.bump().span;
            if depth == 0 {
                return Ok(Span { start: opened.end, end: last.start });
            }
        }
    }

    /// `FOR GRAPH`, `RETURNS`, `API` and `SYNTAX` in any order; up to the body.
    fn query_header(&mut self) -> Parse<Option<Name>> {
        let mut graph = None;
        while !self.at_end_of_header() {
            if self.eat_word("FOR") && self.eat_word("GRAPH") {
                graph = Some(self.name("the name of a graph")?);
            } else {
                self.bump();
            }
        }
        Ok(graph)
    }

    /// Parses the rest of a statement after `INTERPRET`.
    pub(super) fn interpret(&mut self, start: usize) -> Parse<Statement> {
        self.eat_word("OPENCYPHER");
        self.expect_word("QUERY")?;
        if !self.at_symbol('(') {
            return Ok(self.keep(start, Family::RunQuery));
        }
        self.query_parameters()?;
        let graph = self.query_header()?;
        self.query_block()?;
        Ok(Statement::InterpretQuery { graph })
    }

    /// Skips the body. A string in it that is not closed is reported, since it may hide the end.
    pub(super) fn query_block(&mut self) -> Parse<(Span, Option<Reported>)> {
        let start = self.position();
        let body = self.block("the query's `{`")?;
        Ok((body, self.report_open_strings(start)))
    }

    /// Parses the rest of a statement after `INSTALL`.
    pub(super) fn install(&mut self, start: usize) -> Parse<Statement> {
        if self.at_word("FUNCTION") {
            return Ok(self.keep(start, Family::Function));
        }
        self.expect_word("QUERY")?;
        let mut options = Vec::new();
        while self.eat_symbol('-') {
            options.push(self.name("an option")?);
        }
        // The old `-OPTIMIZE` has no names.
        let nothing = options.iter().any(|option| option.value.eq_ignore_ascii_case("OPTIMIZE"))
            && (self.at_end() || self.begins_statement());
        let queries =
            if nothing { Selection::Named(Vec::new()) } else { self.selection("a query")? };
        Ok(Statement::InstallQuery { options, queries })
    }
}
