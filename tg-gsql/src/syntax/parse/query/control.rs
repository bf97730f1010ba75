//! `IF`, `CASE`, `WHILE`, `FOREACH`, `TRY`.

use super::Reader;
use super::statement::Level;
use crate::syntax::ast::query::{
    Branch, Foreach, If, Iteration, Range, Statement, StatementKind, Switch, Try,
};
use crate::syntax::parse::cursor::Parse;
use crate::syntax::{Token, TokenKind};

impl Reader<'_> {
    pub(super) fn if_statement(&mut self, level: Level) -> Parse<StatementKind> {
        self.bump();
        let mut branches = vec![self.branch(level)?];
        let mut otherwise = None;
        while self.eat_word("ELSE") {
            if self.at_word("IF") && self.else_if_chains() {
                self.bump();
                branches.push(self.branch(level)?);
            } else {
                otherwise = Some(self.statements(level)?);
                break;
            }
        }
        self.expect_word("END")?;
        Ok(StatementKind::If(If { branches, otherwise }))
    }

    /// `condition THEN statements`
    fn branch(&mut self, level: Level) -> Parse<Branch> {
        let when = self.expr()?;
        self.expect_word("THEN")?;
        Ok(Branch { when, body: self.statements(level)? })
    }

    /// Returns `true` if the `IF` here, after `ELSE`, ends with the same `END` as the `IF` before
    /// it. The tokens after it do not determine this; the number of `END`s in the text does, and
    /// where both kinds occur in one query, the line does.
    fn else_if_chains(&self) -> bool {
        self.else_if_chains.unwrap_or(!self.peek().starts_line)
    }

    pub(super) fn case_statement(&mut self, level: Level) -> Parse<StatementKind> {
        self.bump();
        let operand = if self.at_word("WHEN") { None } else { Some(self.expr()?) };
        let mut branches = Vec::new();
        while self.eat_word("WHEN") {
            branches.push(self.branch(level)?);
        }
        if branches.is_empty() {
            return Err(self.unexpected("`WHEN`"));
        }
        let otherwise = self.otherwise(level)?;
        self.expect_word("END")?;
        Ok(StatementKind::Case(Switch { operand, branches, otherwise }))
    }

    fn otherwise(&mut self, level: Level) -> Parse<Option<Vec<Statement>>> {
        if !self.eat_word("ELSE") {
            return Ok(None);
        }
        self.statements(level).map(Some)
    }

    pub(super) fn while_statement(&mut self, level: Level) -> Parse<StatementKind> {
        self.bump();
        let condition = self.expr()?;
        let limit = if self.eat_word("LIMIT") { Some(self.expr()?) } else { None };
        let body = self.loop_body(level)?;
        Ok(StatementKind::While { condition, limit, body })
    }

    /// `DO statements END`
    fn loop_body(&mut self, level: Level) -> Parse<Vec<Statement>> {
        self.expect_word("DO")?;
        let body = self.statements(level)?;
        self.expect_word("END")?;
        Ok(body)
    }

    pub(super) fn foreach(&mut self, level: Level) -> Parse<StatementKind> {
        self.bump();
        let mut variables = Vec::new();
        if self.eat_symbol('(') {
            loop {
                variables.push(self.query_name("the name of a variable")?);
                if !self.eat_symbol(',') {
                    break;
                }
            }
            self.expect_symbol(')')?;
        } else {
            variables.push(self.query_name("the name of a variable")?);
        }
        if !self.eat_symbol(':') {
            self.expect_word("IN")?;
        }
        let over = if self.at_word("RANGE") && self.peek_ahead(1).kind == TokenKind::Symbol('[') {
            Iteration::Range(Box::new(self.range()?))
        } else {
            Iteration::Of(self.expr()?)
        };
        let body = self.loop_body(level)?;
        Ok(StatementKind::Foreach(Box::new(Foreach { variables, over, body })))
    }

    /// `RANGE[first, last].STEP(n)`
    fn range(&mut self) -> Parse<Range> {
        self.bump();
        self.expect_symbol('[')?;
        let first = self.expr()?;
        self.expect_symbol(',')?;
        let last = self.expr()?;
        self.expect_symbol(']')?;
        let mut step = None;
        if self.eat_symbol('.') {
            self.expect_word("STEP")?;
            self.expect_symbol('(')?;
            step = Some(self.expr()?);
            self.expect_symbol(')')?;
        }
        Ok(Range { first, last, step })
    }

    pub(super) fn try_statement(&mut self) -> Parse<StatementKind> {
        self.bump();
        let body = self.statements(Level::Body)?;
        self.expect_word("EXCEPTION")?;
        let mut handlers = Vec::new();
        while self.eat_word("WHEN") {
            let name = self.query_name("the name of an exception")?;
            self.expect_word("THEN")?;
            handlers.push((name, self.statements(Level::Body)?));
        }
        let otherwise = self.otherwise(Level::Body)?;
        self.expect_word("END")?;
        Ok(StatementKind::Try(Try { body, handlers, otherwise }))
    }
}

/// Returns `true` if each `ELSE IF` of a query shares the `END` of its `IF`: the words that open a
/// block, minus the `END`s, are those that do. `None` if some do and some do not.
pub(super) fn else_if_chains(tokens: &[Token<'_>]) -> Option<bool> {
    let (mut opened, mut ended, mut else_ifs) = (0_usize, 0_usize, 0_usize);
    let mut before = ("", TokenKind::End);
    for token in tokens {
        let word = if token.kind == TokenKind::Word { token.text } else { "" };
        let is = |other: &str| word.eq_ignore_ascii_case(other);
        if !matches!(before.1, TokenKind::Symbol('.' | '@')) && !word.is_empty() {
            if ["IF", "CASE", "WHILE", "FOREACH", "TRY"].iter().any(|it| is(it)) {
                opened += 1;
                else_ifs += usize::from(is("IF") && before.0.eq_ignore_ascii_case("ELSE"));
            }
            ended += usize::from(is("END"));
        }
        before = (word, token.kind);
    }
    match opened.checked_sub(ended) {
        Some(0) => Some(false),
        Some(chained) if chained == else_ifs => Some(true),
        _ => None,
    }
}
