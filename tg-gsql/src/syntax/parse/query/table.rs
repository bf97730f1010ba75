//! Statements about tables.

use super::Reader;
use crate::syntax::ast::query::{Column, Join, JoinKind, StatementKind, TableStatement};
use crate::syntax::parse::cursor::Parse;
use crate::syntax::{Name, TokenKind};

/// The first words, which are followed by a name.
const WORDS: &[&str] =
    &["INIT", "ORDER", "FILTER", "PROJECT", "JOIN", "LEFT", "SEMIJOIN", "UNION", "UNWIND"];

impl Reader<'_> {
    /// Returns `true` if a statement about tables begins here.
    pub(super) fn at_table_statement(&self, word: &str) -> bool {
        let next = self.peek_ahead(1).kind;
        WORDS.contains(&word)
            && match word {
                "LEFT" => self.at_word_ahead(1, "JOIN"),
                "UNWIND" => {
                    let elements = [TokenKind::Symbol('['), TokenKind::Symbol('@')];
                    next == TokenKind::Word || elements.contains(&next)
                }
                _ => next == TokenKind::Word && self.peek_ahead(2).kind != TokenKind::Symbol('='),
            }
    }

    pub(super) fn table_statement(&mut self) -> Parse<StatementKind> {
        let word = self.keyword();
        self.bump();
        let statement = match word.as_str() {
            "INIT" => {
                let into = self.table_name()?;
                TableStatement::Init { columns: self.columns_of()?, into }
            }
            "ORDER" => {
                let table = self.table_name()?;
                self.expect_word("BY")?;
                let (keys, limit) = (self.order_keys()?, self.limit()?);
                TableStatement::Order { table, keys, limit }
            }
            "FILTER" => {
                let table = self.table_name()?;
                self.expect_word("ON")?;
                TableStatement::Filter { table, on: self.expr()? }
            }
            "PROJECT" => self.project()?,
            "LEFT" => {
                self.expect_word("JOIN")?;
                self.join(JoinKind::Left)?
            }
            "JOIN" => self.join(JoinKind::Inner)?,
            "SEMIJOIN" => self.join(JoinKind::Semi)?,
            "UNION" => {
                let all = self.at_word("ALL") && !self.at_word_ahead(1, "WITH");
                if all {
                    self.bump();
                }
                let first = self.table_name()?;
                self.expect_word("WITH")?;
                let second = self.table_name()?;
                TableStatement::Union { all, of: [first, second], into: self.table_after_into()? }
            }
            _ => self.unwind()?,
        };
        Ok(StatementKind::Table(Box::new(statement)))
    }

    fn table_name(&mut self) -> Parse<Name> {
        self.query_name("the name of a table")
    }

    /// `INTO table`
    fn table_after_into(&mut self) -> Parse<Name> {
        self.expect_word("INTO")?;
        self.table_name()
    }

    /// Parses columns without DISTINCT.
    fn columns_of(&mut self) -> Parse<Vec<Column>> {
        if self.at_word("DISTINCT") {
            return Err(self.unexpected("a column"));
        }
        Ok(self.columns()?.1)
    }

    fn project(&mut self) -> Parse<TableStatement> {
        let table = self.table_name()?;
        self.expect_word("ON")?;
        if !(self.at_word("VERTEX") && self.at_word_ahead(1, "COLUMN")) {
            let columns = self.columns_of()?;
            return Ok(TableStatement::Project { table, columns, into: self.table_after_into()? });
        }
        let mut sets = Vec::new();
        loop {
            if self.eat_word("VERTEX") {
                self.expect_word("COLUMN")?;
            }
            let column = self.query_name("the name of a column")?;
            self.expect_word("INTO")?;
            sets.push((column, self.query_name("the name of a vertex set")?));
            if !self.eat_symbol(',') {
                return Ok(TableStatement::ProjectVertices { table, sets });
            }
        }
    }

    /// Parses the rest of a join after its first words.
    fn join(&mut self, kind: JoinKind) -> Parse<TableStatement> {
        let first = self.joined_table("WITH")?;
        self.expect_word("WITH")?;
        let second = self.joined_table("ON")?;
        let on = if self.eat_word("ON") { Some(self.expr()?) } else { None };
        self.expect_word("PROJECT")?;
        let (distinct, columns) = self.columns()?;
        let into = self.table_after_into()?;
        let of = [first, second];
        Ok(TableStatement::Join(Box::new(Join { kind, of, on, distinct, columns, into })))
    }

    /// `table [alias]`
    fn joined_table(&mut self, next: &str) -> Parse<(Name, Option<Name>)> {
        let table = self.table_name()?;
        let ends = self.at_word(next) || self.at_word("PROJECT");
        let alias = if ends { None } else { Some(self.query_name("an alias")?) };
        Ok((table, alias))
    }

    /// Parses the rest of `UNWIND`.
    fn unwind(&mut self) -> Parse<TableStatement> {
        let of_table = self.peek().kind == TokenKind::Word && self.at_word_ahead(1, "ON");
        let mut table = None;
        if of_table {
            table = Some(self.table_name()?);
            self.bump();
        }
        let list = self.expr()?;
        self.expect_word("AS")?;
        let column = self.query_name("the name of a column")?;
        Ok(TableStatement::Unwind { table, list, column, into: self.table_after_into()? })
    }
}
