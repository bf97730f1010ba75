//! `PRINT`

use super::Reader;
use crate::syntax::ast::query::{ExprKind, Print, PrintItem};
use crate::syntax::parse::cursor::Parse;
use crate::syntax::{Name, TokenKind};

impl Reader<'_> {
    /// Parses the rest of a statement after `PRINT`.
    pub(super) fn print(&mut self) -> Parse<Print> {
        let mut items = vec![self.print_item()?];
        while self.eat_symbol(',') {
            items.push(self.print_item()?);
        }
        let with_vector = self.eat_word("WITH");
        if with_vector {
            self.expect_word("VECTOR")?;
        }
        let condition = if self.eat_word("WHERE") { Some(self.expr()?) } else { None };
        let csv = if self.eat_word("TO_CSV") { Some(self.expr()?) } else { None };
        Ok(Print { items, condition, csv, with_vector })
    }

    fn print_item(&mut self) -> Parse<PrintItem> {
        if self.at_name(0) && self.peek_ahead(1).kind == TokenKind::Symbol('[') {
            return self.projected_item();
        }
        let value = self.expr()?;
        Ok(PrintItem { value, projection: None, key: self.print_key()? })
    }

    /// `S[S.a AS k, S.b] [AS key]`
    fn projected_item(&mut self) -> Parse<PrintItem> {
        let start = self.position();
        let set = self.name("a vertex set")?;
        let value = self.made(start, ExprKind::Name(set.value));
        self.expect_symbol('[')?;
        let mut projection = Vec::new();
        loop {
            let value = self.expr()?;
            projection.push((value, self.print_key()?));
            if !self.eat_symbol(',') {
                break;
            }
        }
        self.expect_symbol(']')?;
        Ok(PrintItem { value, projection: Some(projection), key: self.print_key()? })
    }

    /// `[AS key]`
    pub(super) fn print_key(&mut self) -> Parse<Option<Name>> {
        if !self.eat_word("AS") {
            return Ok(None);
        }
        self.name("a name").map(Some)
    }
}
