//! Clauses.

use super::Reader;
use crate::syntax::TokenKind;
use crate::syntax::ast::cypher::{Clause, ClauseKind, Match, MatchKind, Pattern, SetItem};
use crate::syntax::parse::cursor::Parse;

impl Reader<'_> {
    pub(super) fn clause(&mut self) -> Parse<Clause> {
        let start = self.position();
        let kind = match self.keyword().as_str() {
            "MATCH" | "OPTIONAL" | "MANDATORY" => ClauseKind::Match(self.match_clause()?),
            "UNWIND" => {
                self.bump();
                let list = self.cypher_expr()?;
                self.expect_word("AS")?;
                ClauseKind::Unwind { list, name: self.variable()? }
            }
            "WITH" => {
                self.bump();
                ClauseKind::With(self.projection(true)?)
            }
            "RETURN" => {
                self.bump();
                ClauseKind::Return(self.projection(false)?)
            }
            "CREATE" => {
                self.bump();
                ClauseKind::Create(self.patterns()?)
            }
            "SET" => {
                self.bump();
                ClauseKind::Set(self.set_items()?)
            }
            "DETACH" | "DELETE" => {
                let detach = self.eat_word("DETACH");
                self.expect_word("DELETE")?;
                ClauseKind::Delete { detach, items: self.cypher_exprs()? }
            }
            _ => return Err(self.unexpected_clause(false)),
        };
        Ok(Clause { kind, span: self.span_from(start) })
    }

    fn match_clause(&mut self) -> Parse<Match> {
        let kind = match self.keyword().as_str() {
            "OPTIONAL" => MatchKind::Optional,
            "MANDATORY" => MatchKind::Mandatory,
            _ => MatchKind::Plain,
        };
        if kind != MatchKind::Plain {
            self.bump();
        }
        self.expect_word("MATCH")?;
        let patterns = self.patterns()?;
        let filter = if self.eat_word("WHERE") { Some(self.cypher_expr()?) } else { None };
        Ok(Match { kind, patterns, filter })
    }

    fn patterns(&mut self) -> Parse<Vec<Pattern>> {
        let mut patterns = vec![self.cypher_pattern()?];
        while self.eat_symbol(',') {
            patterns.push(self.cypher_pattern()?);
        }
        Ok(patterns)
    }

    fn set_items(&mut self) -> Parse<Vec<SetItem>> {
        let mut items = vec![self.set_item()?];
        while self.eat_symbol(',') {
            items.push(self.set_item()?);
        }
        Ok(items)
    }

    /// `variable.attribute = value`
    fn set_item(&mut self) -> Parse<SetItem> {
        let variable = self.variable()?;
        let (what, help) = match self.peek().kind {
            TokenKind::Symbol(':') => {
                ("`SET` of a label", "the type of a vertex does not change; create another vertex")
            }
            TokenKind::Symbol('=' | '+') => {
                ("`SET` of all attributes", "assign each attribute: `v.name = value`")
            }
            _ => {
                self.expect_symbol('.')?;
                let attribute = self.cypher_name("the name of an attribute")?;
                self.expect_symbol('=')?;
                return Ok(SetItem { variable, attribute, value: self.cypher_expr()? });
            }
        };
        Err(self.not_in_gsql(self.peek().span, what, help))
    }
}
