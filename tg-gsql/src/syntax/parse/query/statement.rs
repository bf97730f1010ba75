//! Statements: of the body, where each ends with `;`, and of ACCUM, POST-ACCUM and UPDATE, where
//! `,` separates them.

use super::Reader;
use crate::finding::{Finding, Rule};
use crate::syntax::ast::query::{Statement, StatementKind};
use crate::syntax::parse::cursor::{Parse, Reported};
use crate::syntax::{Span, TokenKind};

/// The level at which a statement occurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// In the body, or a block of it.
    Body,
    /// In ACCUM, POST-ACCUM, UPDATE SET, or a block within them.
    Clause,
}

impl Reader<'_> {
    /// `{ statement; ... }`
    pub(super) fn body(&mut self) -> Parse<Vec<Statement>> {
        self.expect_symbol('{')?;
        let statements = self.statements(Level::Body)?;
        self.expect_symbol('}')?;
        Ok(statements)
    }

    /// Statements up to where none begins.
    pub(super) fn statements(&mut self, level: Level) -> Parse<Vec<Statement>> {
        let mut statements = Vec::new();
        while level == Level::Body && self.eat_symbol(';') {}
        while !self.at_end_of_block() {
            statements.push(self.statement_at(level)?);
            match level {
                Level::Body => {
                    if !self.at_symbol(';') {
                        return Err(self.unexpected("`;`"));
                    }
                    while self.eat_symbol(';') {}
                }
                Level::Clause if !self.eat_symbol(',') => break,
                Level::Clause if self.at_end_of_block() => {
                    return Err(self.unexpected("a statement"));
                }
                Level::Clause => {}
            }
        }
        Ok(statements)
    }

    fn at_end_of_block(&self) -> bool {
        match self.peek().kind {
            TokenKind::End | TokenKind::Symbol('}') => true,
            TokenKind::Word => {
                ["END", "ELSE", "WHEN"].iter().any(|word| self.at_word(word))
                    || (self.at_word("EXCEPTION")
                        && ["WHEN", "ELSE", "END"].iter().any(|it| self.at_word_ahead(1, it)))
            }
            _ => false,
        }
    }

    pub(super) fn statement_at(&mut self, level: Level) -> Parse<Statement> {
        self.deeper()?;
        let start = self.position();
        let kind = self.statement_kind(level)?;
        self.shallower();
        Ok(Statement { kind, span: self.span_from(start) })
    }

    fn statement_kind(&mut self, level: Level) -> Parse<StatementKind> {
        let word = self.keyword();
        match word.as_str() {
            "IF" => self.if_statement(level),
            "CASE" => self.case_statement(level),
            "WHILE" => self.while_statement(level),
            "FOREACH" => self.foreach(level),
            "BREAK" => Ok(self.single(StatementKind::Break)),
            "CONTINUE" => Ok(self.single(StatementKind::Continue)),
            "INSERT" if self.at_word_ahead(1, "INTO") => self.insert(),
            "DELETE" => self.delete(level),
            "LOG" if self.peek_ahead(1).kind == TokenKind::Symbol('(') => {
                self.bump();
                self.arguments().map(StatementKind::Log)
            }
            _ if level == Level::Body => self.body_statement(&word),
            "SELECT" | "PRINT" | "RAISE" | "RETURN" | "TRY" | "TYPEDEF" => {
                Err(self.only_in_the_body())
            }
            "UPDATE" if self.at_update() => Err(self.only_in_the_body()),
            _ => self.plain_statement(level),
        }
    }

    /// Parses a statement that only the body can have.
    fn body_statement(&mut self, word: &str) -> Parse<StatementKind> {
        match word {
            "PRINT" => {
                self.bump();
                Ok(StatementKind::Print(Box::new(self.print()?)))
            }
            "SELECT" => Ok(StatementKind::SelectInto(Box::new(self.select(true)?))),
            "RETURN" => self.return_statement(),
            "RAISE" => self.raise(),
            "TRY" => self.try_statement(),
            "UPDATE" if self.at_update() => self.update(),
            "TYPEDEF" => self.query_typedef(),
            "EXCEPTION" => self.exception(),
            "STATIC" => {
                self.bump();
                self.accumulators(true)
            }
            "FILE" if self.at_name(1) => self.file(),
            "CREATE" => self.virtual_edge(),
            table if self.at_table_statement(table) => self.table_statement(),
            _ => self.plain_statement(Level::Body),
        }
    }

    fn single(&mut self, kind: StatementKind) -> StatementKind {
        self.bump();
        kind
    }

    fn at_update(&self) -> bool {
        self.at_name(1) && self.at_word_ahead(2, "FROM")
    }

    fn virtual_edge(&mut self) -> Parse<StatementKind> {
        self.bump();
        let directed = self.direction()?;
        self.expect_word("VIRTUAL")?;
        self.expect_word("EDGE")?;
        Ok(StatementKind::VirtualEdge(Box::new(self.edge_type(directed)?)))
    }

    fn only_in_the_body(&mut self) -> Reported {
        let span: Span = self.peek().span;
        let message = format!("`{}` cannot be part of a clause", self.text_of(span));
        let help = "put it into the body, after the SELECT";
        self.report(Finding::new(Rule::Syntax, span, message).help(help))
    }

    fn return_statement(&mut self) -> Parse<StatementKind> {
        self.bump();
        let value = if self.at_symbol(';') { None } else { Some(self.expr()?) };
        Ok(StatementKind::Return(value))
    }

    fn raise(&mut self) -> Parse<StatementKind> {
        self.bump();
        let name = self.query_name("the name of an exception")?;
        let mut message = None;
        if self.eat_symbol('(') {
            message = Some(self.expr()?);
            self.expect_symbol(')')?;
        }
        Ok(StatementKind::Raise { name, message })
    }
}
