//! `TO target VALUES (...) WHERE ... OPTION (...)`

use crate::syntax::ast::{Destination, EndType, LoadExpr, LoadValue, Target};
use crate::syntax::parse::cursor::{Cursor, Parse};
use crate::syntax::{Spanned, TokenKind};

impl Cursor<'_> {
    pub(super) fn destination(&mut self) -> Parse<Spanned<Destination>> {
        let start = self.position();
        self.expect_word("TO")?;
        let target = self.target()?;
        self.expect_word("VALUES")?;
        let values = self.in_parentheses(Self::load_value)?;
        let filter = if self.eat_word("WHERE") { Some(self.condition()?) } else { None };
        let option = if self.eat_word("OPTION") { Some(self.load_option()?) } else { None };
        let value = Destination { target, values, filter, option };
        Ok(Spanned { value, span: self.span_from(start) })
    }

    fn target(&mut self) -> Parse<Target> {
        match self.keyword().as_str() {
            "VERTEX" => {
                self.bump();
                self.plain_name("a vertex type").map(Target::Vertex)
            }
            "EDGE" => {
                self.bump();
                self.plain_name("an edge type").map(Target::Edge)
            }
            "TEMP_TABLE" => {
                self.bump();
                let name = self.plain_name("the name of a temporary table")?;
                let columns = self.in_parentheses(|it| it.plain_name("the name of a column"))?;
                Ok(Target::TempTable { name, columns })
            }
            "VECTOR" => {
                self.bump();
                self.expect_word("ATTRIBUTE")?;
                let attribute = self.plain_name("a vector attribute")?;
                self.expect_word("ON")?;
                self.expect_word("VERTEX")?;
                Ok(Target::Vector { attribute, vertex: self.plain_name("a vertex type")? })
            }
            _ => Err(self.unexpected("`VERTEX`, `EDGE`, `TEMP_TABLE` or `VECTOR ATTRIBUTE`")),
        }
    }

    /// Parses a value, and the vertex type after that of an edge's end.
    pub(super) fn load_value(&mut self) -> Parse<LoadValue> {
        let expr = self.load_expr()?;
        let ty = match self.peek().kind {
            TokenKind::Word => Some(EndType::Named(self.plain_name("a vertex type")?)),
            TokenKind::Symbol('$') => Some(EndType::Column(self.column()?)),
            _ => None,
        };
        Ok(LoadValue { expr, ty })
    }

    /// Parses the condition of WHERE, or of a filter.
    pub(super) fn condition(&mut self) -> Parse<Spanned<LoadExpr>> {
        self.load_expr()
    }

    /// Returns the text of `( ... )`, without the parentheses.
    fn load_option(&mut self) -> Parse<Spanned<String>> {
        self.expect_symbol('(')?;
        let start = self.position();
        while !matches!(self.peek().kind, TokenKind::End | TokenKind::Symbol(')' | '}' | ';')) {
            self.bump();
        }
        let span = if self.position() > start { self.span_from(start) } else { self.last_span() };
        self.expect_symbol(')')?;
        let value = if span == self.last_span() { "" } else { self.text_of(span) };
        Ok(Spanned { value: value.to_owned(), span })
    }
}
