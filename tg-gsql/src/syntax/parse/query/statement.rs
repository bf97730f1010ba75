//! Statements of the body.

use super::Reader;
use crate::syntax::TokenKind;
use crate::syntax::ast::query::{Statement, StatementKind};
use crate::syntax::parse::cursor::Parse;

impl Reader<'_> {
    /// `{ statement; ... }`
    pub(super) fn body(&mut self) -> Parse<Vec<Statement>> {
        self.expect_symbol('{')?;
        let mut statements = Vec::new();
        while self.eat_symbol(';') {}
        while !self.at_symbol('}') {
            statements.push(self.body_statement()?);
            if self.peek().kind != TokenKind::Symbol(';') {
                return Err(self.unexpected("`;`"));
            }
            while self.eat_symbol(';') {}
        }
        self.expect_symbol('}')?;
        Ok(statements)
    }

    fn body_statement(&mut self) -> Parse<Statement> {
        let start = self.position();
        let kind = match self.keyword().as_str() {
            "PRINT" => {
                self.bump();
                StatementKind::Print(Box::new(self.print()?))
            }
            _ => return Err(self.unexpected("a statement")),
        };
        Ok(Statement { kind, span: self.span_from(start) })
    }
}
