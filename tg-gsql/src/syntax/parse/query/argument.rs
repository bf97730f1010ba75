//! Calls and their arguments.

use super::Reader;
use crate::syntax::ast::query::{Aggregate, Expr, ExprKind, Trim, TrimSide};
use crate::syntax::parse::cursor::Parse;
use crate::syntax::{Name, TokenKind};

impl Reader<'_> {
    /// Returns `true` if `<types>(` is next, directly after a name.
    pub(super) fn at_generic_call(&self) -> bool {
        let open = self.peek();
        if open.kind != TokenKind::Symbol('<') || open.span.start != self.last_span().end {
            return false;
        }
        let mut depth = 0_usize;
        for ahead in 0.. {
            match self.peek_ahead(ahead).kind {
                TokenKind::Symbol('<') => depth += 1,
                TokenKind::Symbol('>') if depth == 1 => {
                    return self.peek_ahead(ahead + 1).kind == TokenKind::Symbol('(');
                }
                TokenKind::Symbol('>') => depth -= 1,
                // `a<b AND c>(d)` compares.
                TokenKind::Word
                    if ["AND", "OR", "NOT"].iter().any(|it| self.at_word_ahead(ahead, it)) =>
                {
                    return false;
                }
                TokenKind::Word | TokenKind::Symbol(',') => {}
                _ => return false,
            }
        }
        false
    }

    /// Parses the rest of a call after the name of a function.
    pub(super) fn call(&mut self, function: Name) -> Parse<ExprKind> {
        let mut types = Vec::new();
        if self.eat_symbol('<') {
            types.push(self.query_type()?);
            while self.eat_symbol(',') {
                types.push(self.query_type()?);
            }
            self.expect_symbol('>')?;
        }
        if function.value.eq_ignore_ascii_case("trim") {
            return self.trim(function);
        }
        let of_aggregate =
            self.at_word_ahead(1, "DISTINCT") || self.peek_ahead(1).kind == TokenKind::Symbol('*');
        if types.is_empty() && of_aggregate {
            return self.aggregate(function).map(ExprKind::Aggregate);
        }
        let arguments = self.arguments()?;
        Ok(ExprKind::Call { function, types, arguments })
    }

    /// `(*)`, `(DISTINCT x)`
    fn aggregate(&mut self, function: Name) -> Parse<Aggregate> {
        self.expect_symbol('(')?;
        let distinct = self.eat_word("DISTINCT");
        let arguments = if self.eat_symbol('*') { Vec::new() } else { self.exprs()? };
        self.expect_symbol(')')?;
        Ok(Aggregate { function, distinct, arguments })
    }

    /// `(a, b)`
    pub(super) fn arguments(&mut self) -> Parse<Vec<Expr>> {
        self.expect_symbol('(')?;
        let mut arguments = Vec::new();
        if !self.at_symbol(')') {
            arguments.push(self.argument()?);
            while self.eat_symbol(',') {
                arguments.push(self.argument()?);
            }
        }
        self.expect_symbol(')')?;
        Ok(arguments)
    }

    fn argument(&mut self) -> Parse<Expr> {
        let start = self.position();
        if self.at_symbol('{') {
            let kind = self.braces()?;
            return Ok(self.made(start, kind));
        }
        if self.at_word("INTERVAL")
            && !matches!(self.peek_ahead(1).kind, TokenKind::Symbol(',' | ')'))
        {
            self.bump();
            let amount = Box::new(self.expr()?);
            let unit = self.name("a unit such as `DAY`")?;
            return Ok(self.made(start, ExprKind::Interval { amount, unit }));
        }
        self.expr()
    }

    /// `$0`, `$"name"`
    pub(super) fn query_column(&mut self) -> Parse<ExprKind> {
        self.bump();
        match self.peek().kind {
            TokenKind::Number | TokenKind::String { closed: true } => {
                self.bump();
                Ok(ExprKind::Column)
            }
            _ => Err(self.unexpected("the number of a column, or its name in quotes")),
        }
    }

    /// `{key: value}`, `{T.emb, U.emb}`
    fn braces(&mut self) -> Parse<ExprKind> {
        self.deeper()?;
        self.bump();
        let object = self.peek_ahead(1).kind == TokenKind::Symbol(':');
        let (mut keyed, mut plain) = (Vec::new(), Vec::new());
        while !self.at_symbol('}') {
            if object {
                let key = self.name("the name of an option")?;
                self.expect_symbol(':')?;
                keyed.push((key, self.expr()?));
            } else {
                plain.push(self.expr()?);
            }
            if !self.at_symbol('}') {
                self.expect_symbol(',')?;
            }
        }
        self.bump();
        self.shallower();
        Ok(if object { ExprKind::Object(keyed) } else { ExprKind::Braces(plain) })
    }

    /// `([LEADING|TRAILING|BOTH] [c FROM] s)`; without these parts, a plain call.
    fn trim(&mut self, function: Name) -> Parse<ExprKind> {
        self.expect_symbol('(')?;
        let side = match self.keyword().as_str() {
            "LEADING" => Some(TrimSide::Leading),
            "TRAILING" => Some(TrimSide::Trailing),
            "BOTH" => Some(TrimSide::Both),
            _ => None,
        };
        if side.is_some() {
            self.bump();
        }
        let no_characters = side.is_some() && self.at_word("FROM");
        let first = if no_characters { None } else { Some(self.expr()?) };
        let (characters, text) = match (first, self.eat_word("FROM")) {
            (Some(text), false) => (None, text),
            (characters, _) => (characters, self.expr()?),
        };
        self.expect_symbol(')')?;
        if side.is_none() && characters.is_none() {
            return Ok(ExprKind::Call { function, types: Vec::new(), arguments: vec![text] });
        }
        let side = side.unwrap_or(TrimSide::Both);
        Ok(ExprKind::Trim(Box::new(Trim { side, characters, text })))
    }
}
