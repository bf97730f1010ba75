//! `CREATE GRAPH`

use super::attribute::PARENTHESES;
use super::cursor::{Cursor, Parse};
use crate::syntax::TokenKind;
use crate::syntax::ast::{GraphDecl, GraphMembers};

impl Cursor<'_> {
    /// Parses the rest of a statement after `CREATE GRAPH`.
    pub(super) fn graph(&mut self) -> Parse<GraphDecl> {
        let name = self.name("the name of a graph")?;
        if self.at_word("AS") {
            return Ok(GraphDecl { name, members: self.tagged_members()?, admin: None });
        }
        let all = self.at_symbol('(') && self.peek_ahead(1).kind == TokenKind::Symbol('*');
        let members = if all {
            self.bump();
            self.bump();
            self.expect_symbol(')')?;
            GraphMembers::All
        } else {
            GraphMembers::Named(self.list(PARENTHESES, |it| it.name("a vertex or edge type"))?)
        };
        let mut admin = None;
        if self.at_word("WITH") && self.at_word_ahead(1, "ADMIN") {
            self.bump();
            self.bump();
            admin = Some(self.name("the name of a user")?);
        }
        Ok(GraphDecl { name, members, admin })
    }

    /// `AS graph (type: tag & tag, ...)` or `AS graph: tag & tag`
    fn tagged_members(&mut self) -> Parse<GraphMembers> {
        let start = self.position();
        self.bump();
        let of = self.name("the name of a graph")?;
        if self.at_symbol('(') {
            self.list(PARENTHESES, |cursor| {
                cursor.name("a vertex or edge type")?;
                if cursor.at_symbol(':') { cursor.tags() } else { Ok(()) }
            })?;
        } else {
            self.tags()?;
        }
        Ok(GraphMembers::Tagged { of, span: self.span_from(start) })
    }

    /// `: tag {& tag}`; scripts write `|` and `AND`, too.
    fn tags(&mut self) -> Parse<()> {
        self.expect_symbol(':')?;
        self.name("a tag")?;
        while self.eat_symbol('&') || self.eat_symbol('|') || self.eat_word("AND") {
            self.name("a tag")?;
        }
        Ok(())
    }
}
