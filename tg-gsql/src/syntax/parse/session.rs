//! Statements about the session and the catalog: `USE`, `SHOW`, `HELP`, secrets, the store.

use super::cursor::{Cursor, Parse};
use crate::syntax::ast::{Show, ShowKind, Statement};
use crate::syntax::{Name, TokenKind};

impl Cursor<'_> {
    /// Parses the rest of a statement after `USE`.
    pub(super) fn use_statement(&mut self) -> Parse<Statement> {
        if self.eat_word("GLOBAL") {
            return Ok(Statement::UseGlobal);
        }
        if !self.eat_word("GRAPH") {
            return Err(self.unexpected("`GRAPH` or `GLOBAL`"));
        }
        self.name("the name of a graph").map(Statement::UseGraph)
    }

    /// Parses the rest of a statement after `SHOW`.
    pub(super) fn show(&mut self) -> Parse<Statement> {
        let what = match self.keyword().as_str() {
            "GRAPH" => ShowKind::Graph,
            "VERTEX" => ShowKind::Vertex,
            "EDGE" => ShowKind::Edge,
            "TUPLE" => ShowKind::Tuple,
            "QUERY" => ShowKind::Query,
            "JOB" => ShowKind::Job,
            "SECRET" => ShowKind::Secret,
            "DATA_SOURCE" => ShowKind::DataSource,
            "USER" => ShowKind::User,
            "PACKAGE" => ShowKind::Package,
            _ => ShowKind::Other,
        };
        let first = self.position() + usize::from(what != ShowKind::Other);
        if what == ShowKind::Other {
            self.skip_line();
        } else {
            self.bump();
            self.show_pattern();
            if !self.ends_line() && !self.begins_statement() {
                return Err(self.unexpected("the end of the line"));
            }
        }
        let pattern = if self.position() > first {
            self.text_of(self.span_from(first)).to_owned()
        } else {
            String::new()
        };
        Ok(Statement::Show(Show { what, pattern }))
    }

    /// Takes a name or pattern, whose tokens touch each other, or `-r` and an expression.
    fn show_pattern(&mut self) {
        let absent = self.ends_line() || self.begins_statement();
        if absent || (self.eat_flag("r") && self.ends_line()) {
            return;
        }
        self.bump();
        while !self.ends_line() && self.peek().span.start == self.last_span().end {
            self.bump();
        }
    }

    /// Returns `true` at the first token that does not belong to the present line.
    fn ends_line(&self) -> bool {
        self.at_end() || self.peek().starts_line || self.at_symbol(';')
    }

    /// Parses the rest of a statement after `HELP`.
    pub(super) fn help(&mut self) -> Statement {
        let topic = ["BASIC", "QUERY"].iter().any(|topic| self.at_word(topic));
        Statement::Help { topic: topic.then(|| self.taken(1)) }
    }

    /// Parses the rest of a statement after `CLEAR`.
    pub(super) fn clear(&mut self) -> Parse<Statement> {
        self.expect_word("GRAPH")?;
        self.expect_word("STORE")?;
        Ok(Statement::ClearGraphStore { hard: self.eat_flag("HARD") })
    }

    /// Takes a name of any characters on the same line, such as a secret, if there is one.
    pub(super) fn loose_name(&mut self) -> Option<Name> {
        let ends = |cursor: &Self, kind| {
            matches!(kind, TokenKind::End | TokenKind::Symbol(';' | ','))
                || cursor.begins_statement()
        };
        let first = self.peek();
        if first.starts_line || ends(self, first.kind) {
            return None;
        }
        if matches!(first.kind, TokenKind::String { closed: true }) {
            return self.string("a name").ok();
        }
        let mut tokens = 1;
        while !ends(self, self.peek_ahead(tokens).kind)
            && self.peek_ahead(tokens).span.start == self.peek_ahead(tokens - 1).span.end
        {
            tokens += 1;
        }
        Some(self.taken(tokens))
    }

    pub(super) fn loose_names(&mut self, what: &str) -> Parse<Vec<Name>> {
        let mut names = Vec::new();
        loop {
            match self.loose_name() {
                Some(name) => names.push(name),
                None => return Err(self.unexpected(what)),
            }
            if !self.eat_symbol(',') {
                return Ok(names);
            }
        }
    }

    /// `a.b.c` in one name.
    pub(super) fn dotted_name(&mut self, what: &str) -> Parse<Name> {
        let start = self.position();
        self.name(what)?;
        while self.at_symbol('.') && self.peek_ahead(1).kind == TokenKind::Word {
            self.bump();
            self.bump();
        }
        let span = self.span_from(start);
        Ok(Name { value: self.text_of(span).to_owned(), span })
    }

    /// Takes this number of tokens as one name.
    fn taken(&mut self, tokens: usize) -> Name {
        let start = self.position();
        for _ in 0..tokens {
            self.bump();
        }
        let span = self.span_from(start);
        Name { value: self.text_of(span).to_owned(), span }
    }
}
