//! The classic patterns of FROM: `S:s -(E>:e)- T:t`.

use super::Reader;
use crate::syntax::ast::query::{
    Arrow, ClassicPath, EdgeAtom, EdgeStep, EdgeTerm, Hop, Path, Repeat, TypeItem, VertexStep,
};
use crate::syntax::parse::cursor::Parse;
use crate::syntax::{Span, TokenKind};

impl Reader<'_> {
    pub(super) fn path(&mut self) -> Parse<Path> {
        if self.at_gql_node() {
            return self.gql_path().map(Path::Gql);
        }
        let start = self.position();
        let first = self.vertex_step()?;
        // The source may be omitted: `FROM -(E>:e)- T:t`.
        if first.items.is_empty() && first.alias.is_none() && !self.at_symbol('-') {
            return Err(self.unexpected("a vertex set or a vertex type"));
        }
        let mut hops = Vec::new();
        while self.at_symbol('-') {
            hops.push(self.hop()?);
        }
        Ok(Path::Classic(ClassicPath { start: first, hops, span: self.span_from(start) }))
    }

    /// Returns `true` if the parentheses here are a node of GQL, and not alternatives such as
    /// `(A|B):x`.
    fn at_gql_node(&self) -> bool {
        if !self.at_symbol('(') {
            return false;
        }
        let mut plain = true;
        let mut depth = 0_usize;
        for ahead in 0.. {
            match self.peek_ahead(ahead).kind {
                TokenKind::Symbol('(') => depth += 1,
                TokenKind::Symbol(')') if depth > 1 => depth -= 1,
                TokenKind::Symbol(')') => {
                    let next = [self.peek_ahead(ahead + 1).kind, self.peek_ahead(ahead + 2).kind];
                    return match next {
                        [TokenKind::Symbol(':'), _] => false,
                        [TokenKind::Symbol('-'), TokenKind::Symbol('(')] => false,
                        _ => ahead == 1 || !plain || !self.alternatives_within(ahead),
                    };
                }
                TokenKind::Word | TokenKind::Symbol('|' | '@') => {}
                TokenKind::End => return true,
                _ => plain = false,
            }
        }
        true
    }

    /// Returns `true` if `|` is among the next tokens.
    fn alternatives_within(&self, tokens: usize) -> bool {
        (0..tokens).any(|ahead| self.peek_ahead(ahead).kind == TokenKind::Symbol('|'))
    }

    /// `[types] [:alias]`
    fn vertex_step(&mut self) -> Parse<VertexStep> {
        let start = self.position();
        let mut items = Vec::new();
        if self.eat_symbol('(') {
            items = self.alternatives()?;
            self.expect_symbol(')')?;
        } else if self.at_symbol('@') || (self.at_name(0) && !self.at_clause()) {
            items.push(self.type_item()?);
        }
        let mut alias = None;
        if self.eat_symbol(':') {
            alias = Some(self.query_name("an alias")?);
        }
        let span = if self.position() > start {
            self.span_from(start)
        } else {
            let at = self.peek().span.start;
            Span { start: at, end: at }
        };
        Ok(VertexStep { items, alias, span })
    }

    /// Returns `true` if a clause begins here with a word that may be a name elsewhere.
    fn at_clause(&self) -> bool {
        let next = self.peek_ahead(1).kind;
        (self.at_word("POST") && next == TokenKind::Symbol('-') && self.at_word_ahead(2, "ACCUM"))
            || (self.at_word("GROUP") && self.at_word_ahead(1, "BY"))
            || (self.at_word("PER")
                && (next == TokenKind::Symbol('(') || self.at_word_ahead(1, "MATCH")))
            || (self.at_word("SAMPLE") && next != TokenKind::Symbol(':'))
    }

    /// `item {| item}`, each maybe in parentheses.
    fn alternatives(&mut self) -> Parse<Vec<TypeItem>> {
        self.deeper()?;
        let mut items = Vec::new();
        loop {
            if self.eat_symbol('(') {
                items.extend(self.alternatives()?);
                self.expect_symbol(')')?;
            } else {
                items.push(self.type_item()?);
            }
            if !self.eat_symbol('|') {
                break;
            }
        }
        self.shallower();
        Ok(items)
    }

    /// Parses a type, `ANY`, `_`, a set or parameter, `@@name`.
    pub(super) fn type_item(&mut self) -> Parse<TypeItem> {
        let start = self.position();
        if self.eat_symbol('@') {
            self.expect_symbol('@')?;
            return self.accumulator_name(start).map(TypeItem::Global);
        }
        let name = self.query_name("a type")?;
        Ok(match name.value.as_str() {
            "_" => TypeItem::Underscore(name.span),
            any if any.eq_ignore_ascii_case("ANY") => TypeItem::Any(name.span),
            _ => TypeItem::Name(name),
        })
    }

    /// `-(edge)- vertex`, `-(edge)-> vertex`
    fn hop(&mut self) -> Parse<Hop> {
        self.expect_symbol('-')?;
        let start = self.position();
        self.expect_symbol('(')?;
        let mut terms = Vec::new();
        if !matches!(self.peek().kind, TokenKind::Symbol(':' | ')')) {
            terms = self.edge_terms()?;
        }
        let mut alias = None;
        if self.eat_symbol(':') {
            alias = Some(self.query_name("an alias")?);
        }
        self.expect_symbol(')')?;
        let edge = EdgeStep { terms, alias, span: self.span_from(start) };
        self.expect_symbol('-')?;
        let arrow = self.at_symbol('>') && self.peek().span.start == self.last_span().end;
        if arrow {
            self.bump();
        }
        Ok(Hop { edge, arrow, to: self.vertex_step()? })
    }

    /// `term {. term}`
    fn edge_terms(&mut self) -> Parse<Vec<EdgeTerm>> {
        self.deeper()?;
        let mut terms = self.edge_term()?;
        while self.eat_symbol('.') {
            terms.extend(self.edge_term()?);
        }
        self.shallower();
        Ok(terms)
    }

    /// `atom {| atom} [star]`, each maybe in parentheses; or several terms in parentheses, which
    /// are part of the hop around them: they can neither be repeated nor be an alternative.
    fn edge_term(&mut self) -> Parse<Vec<EdgeTerm>> {
        let mut atoms = Vec::new();
        loop {
            let start = self.position();
            if self.eat_symbol('(') {
                let mut inner = self.edge_terms()?;
                self.expect_symbol(')')?;
                if inner.len() == 1 && inner[0].repeat.is_none() {
                    atoms.append(&mut inner[0].atoms);
                } else if atoms.is_empty() && !self.at_symbol('|') && !self.at_symbol('*') {
                    return Ok(inner);
                } else {
                    let message = "a path cannot be repeated, nor be an alternative".to_owned();
                    return Err(self.reject(self.span_from(start), message));
                }
            } else {
                atoms.push(self.edge_atom()?);
            }
            if !self.eat_symbol('|') {
                break;
            }
        }
        Ok(vec![EdgeTerm { atoms, repeat: self.star()? }])
    }

    fn edge_atom(&mut self) -> Parse<EdgeAtom> {
        let left = self.eat_symbol('<');
        let item = self.type_item()?;
        let right = !left && self.eat_symbol('>');
        let arrow = match (left, right) {
            (true, _) => Arrow::Left,
            (_, true) => Arrow::Right,
            _ => Arrow::None,
        };
        Ok(EdgeAtom { arrow, item })
    }

    /// `*`, `*n`, `*m..n`, `*m..`, `*..n`
    pub(super) fn star(&mut self) -> Parse<Option<Repeat>> {
        if !self.eat_symbol('*') {
            return Ok(None);
        }
        let number = |reader: &Self| reader.peek().kind == TokenKind::Number;
        let mut least = None;
        if number(self) {
            least = Some(self.integer("how often")?.value);
        }
        if !self.at_symbols("..") {
            return Ok(Some(Repeat { least: least.unwrap_or(0), most: least }));
        }
        self.bump();
        self.bump();
        let most = if number(self) { Some(self.integer("how often")?) } else { None };
        let least = least.unwrap_or(0);
        if let Some(most) = most.as_ref().filter(|most| most.value < least) {
            let message = format!("{} is less than {least}", most.value);
            return Err(self.reject(most.span, message));
        }
        Ok(Some(Repeat { least, most: most.map(|most| most.value) }))
    }
}
