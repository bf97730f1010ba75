//! `INSERT`, `UPDATE` and `DELETE`.

use super::Reader;
use super::statement::Level;
use crate::syntax::TokenKind;
use crate::syntax::ast::query::{
    Delete, Insert, InsertColumns, InsertInto, InsertValue, StatementKind, Update,
};
use crate::syntax::parse::cursor::Parse;

impl Reader<'_> {
    /// `INSERT INTO type [(columns)] VALUES (values)`
    pub(super) fn insert(&mut self) -> Parse<StatementKind> {
        self.bump();
        self.bump();
        let named_by = |word: &str, reader: &Self| {
            reader.at_word(word) && reader.at_name(1) && !reader.at_word_ahead(1, "VALUES")
        };
        let into = if named_by("EDGE", self) {
            self.bump();
            InsertInto::Edge(self.query_name("a STRING")?)
        } else if named_by("VERTEX", self) {
            self.bump();
            InsertInto::Vertex(self.query_name("a STRING")?)
        } else {
            InsertInto::Name(self.query_name("a type")?)
        };
        let columns = if self.at_symbol('(') { Some(self.insert_columns()?) } else { None };
        self.expect_word("VALUES")?;
        self.expect_symbol('(')?;
        let mut values = vec![self.insert_value()?];
        while self.eat_symbol(',') {
            values.push(self.insert_value()?);
        }
        self.expect_symbol(')')?;
        Ok(StatementKind::Insert(Box::new(Insert { into, columns, values })))
    }

    /// `(PRIMARY_ID, a)`, `(FROM, TO, DISCRIMINATOR(d), a)`
    fn insert_columns(&mut self) -> Parse<InsertColumns> {
        self.expect_symbol('(')?;
        let edge = self.eat_word("FROM");
        if edge {
            self.expect_symbol(',')?;
            self.expect_word("TO")?;
        } else if !self.eat_word("PRIMARY_ID") {
            return Err(self.unexpected("`PRIMARY_ID` or `FROM, TO`"));
        }
        let mut columns = InsertColumns {
            edge,
            discriminator: Vec::new(),
            before_discriminator: 0,
            attributes: Vec::new(),
        };
        while self.eat_symbol(',') {
            let discriminator = edge
                && self.at_word("DISCRIMINATOR")
                && self.peek_ahead(1).kind == TokenKind::Symbol('(')
                && columns.discriminator.is_empty();
            if !discriminator {
                columns.attributes.push(self.name("the name of an attribute")?);
                continue;
            }
            columns.before_discriminator = columns.attributes.len();
            self.bump();
            self.bump();
            columns.discriminator.push(self.name("the name of an attribute")?);
            while self.eat_symbol(',') {
                columns.discriminator.push(self.name("the name of an attribute")?);
            }
            self.expect_symbol(')')?;
        }
        self.expect_symbol(')')?;
        Ok(columns)
    }

    pub(super) fn insert_value(&mut self) -> Parse<InsertValue> {
        let value = self.expr()?;
        let vertex_type = if self.at_name(0) { Some(self.query_name("a type")?) } else { None };
        Ok(InsertValue { value, vertex_type })
    }

    /// `UPDATE alias FROM path SET statements [WHERE condition]`
    pub(super) fn update(&mut self) -> Parse<StatementKind> {
        self.bump();
        let alias = self.query_name("an alias")?;
        let from = self.from()?;
        self.expect_word("SET")?;
        let set = self.clause_statements()?;
        let filter = self.filter()?;
        Ok(StatementKind::Update(Box::new(Update { alias, from, set, filter })))
    }

    /// `DELETE alias FROM path [WHERE condition]` in the body, `DELETE (alias)` within a clause.
    pub(super) fn delete(&mut self, level: Level) -> Parse<StatementKind> {
        self.bump();
        if level == Level::Clause {
            self.expect_symbol('(')?;
            let alias = self.query_name("an alias")?;
            self.expect_symbol(')')?;
            return Ok(StatementKind::DeleteAlias(alias));
        }
        let alias = self.query_name("an alias")?;
        let from = self.from()?;
        let filter = self.filter()?;
        Ok(StatementKind::Delete(Box::new(Delete { alias, from, filter })))
    }
}
