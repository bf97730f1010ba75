//! `CREATE GRAPH`

use super::attribute::PARENTHESES;
use super::cursor::{Cursor, Parse};
use crate::finding::{Finding, Rule};
use crate::syntax::TokenKind;
use crate::syntax::ast::{GraphDecl, GraphMembers};

impl Cursor<'_> {
    /// Behind `CREATE GRAPH`.
    pub(super) fn graph(&mut self) -> Parse<GraphDecl> {
        let name = self.name("the name of a graph")?;
        if self.at_word("AS") {
            let span = self.peek().span;
            let finding = Finding::new(Rule::Syntax, span, "graphs made of tags are not supported");
            return Err(self.report(finding.help("list the types: `CREATE GRAPH g (A, B)`")));
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
}
