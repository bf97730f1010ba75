//! `DELETE VERTEX` and `DELETE EDGE` in a loading job.

use crate::syntax::ast::{Deleted, LoadDelete};
use crate::syntax::parse::cursor::{Cursor, Parse};

impl Cursor<'_> {
    /// Parses the rest of a statement after `DELETE`.
    pub(super) fn load_delete(&mut self) -> Parse<LoadDelete> {
        let deleted = match self.keyword().as_str() {
            "VERTEX" => {
                self.bump();
                let name = self.plain_name("a vertex type")?;
                self.expect_symbol('(')?;
                self.expect_word("PRIMARY_ID")?;
                let id = self.load_expr()?;
                self.expect_symbol(')')?;
                Deleted::Vertex { name, id }
            }
            "EDGE" => {
                self.bump();
                self.deleted_edge()?
            }
            _ => return Err(self.unexpected("`VERTEX` or `EDGE`")),
        };
        let source = if self.eat_word("FROM") { Some(self.load_source()?) } else { None };
        let filter = if self.eat_word("WHERE") { Some(self.condition()?) } else { None };
        Ok(LoadDelete { deleted, source, filter, using: self.load_using()? })
    }

    fn deleted_edge(&mut self) -> Parse<Deleted> {
        let name = match self.eat_symbol('*') {
            true => None,
            false => Some(self.plain_name("an edge type, or `*`")?),
        };
        self.expect_symbol('(')?;
        self.expect_word("FROM")?;
        let from = self.load_value()?;
        let (mut to, mut discriminator) = (None, Vec::new());
        while self.eat_symbol(',') {
            if self.eat_word("DISCRIMINATOR") {
                discriminator = self.in_parentheses(Self::load_expr)?;
            } else {
                self.expect_word("TO")?;
                to = Some(self.load_value()?);
            }
        }
        self.expect_symbol(')')?;
        Ok(Deleted::Edge { name, from, to, discriminator })
    }
}
