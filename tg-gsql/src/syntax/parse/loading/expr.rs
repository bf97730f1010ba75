//! Values and conditions. Operators of one rank are read in a loop, so that only parentheses,
//! calls and prefixes nest; how deep is limited.

use crate::finding::{Finding, Rule};
use crate::model::Literal;
use crate::syntax::ast::{Column, LoadExpr};
use crate::syntax::parse::cursor::{Cursor, Parse};
use crate::syntax::{Spanned, TokenKind};

type Expr = Spanned<LoadExpr>;

/// The maximal nesting of parentheses and calls.
const MAX_DEPTH: usize = 50;

/// The operators between operands, from the loosest to the tightest.
const RANKS: &[&[&str]] = &[
    &["OR"],
    &["AND"],
    &["==", "!=", "<>", "<=", ">=", "=", "<", ">"],
    &["+", "-"],
    &["*", "/", "%"],
    &["^"],
];

/// The rank of comparisons, where `IS`, `IN`, `BETWEEN` and `NOT` belong.
const COMPARISON: usize = 2;

impl Cursor<'_> {
    pub(super) fn load_expr(&mut self) -> Parse<Expr> {
        self.ranked(0, 0)
    }

    /// Parses operands of a rank, with tighter operators within them.
    fn ranked(&mut self, rank: usize, depth: usize) -> Parse<Expr> {
        let start = self.position();
        if rank == RANKS.len() {
            return self.prefixed(depth);
        }
        if rank == COMPARISON && self.eat_word("NOT") {
            let operand = Box::new(self.deeper(rank, depth)?);
            return Ok(self.spanned(start, LoadExpr::Prefix("NOT", operand)));
        }
        let first = self.ranked(rank + 1, depth)?;
        if rank == COMPARISON
            && let Some(test) = self.test(start, &first, depth)?
        {
            return Ok(test);
        }
        let mut rest = Vec::new();
        while let Some(operator) = self.operator(rank) {
            rest.push((operator, self.ranked(rank + 1, depth)?));
        }
        if rest.is_empty() {
            return Ok(first);
        }
        Ok(self.spanned(start, LoadExpr::Chain(Box::new(first), rest)))
    }

    /// Takes an operator of the rank.
    fn operator(&mut self, rank: usize) -> Option<&'static str> {
        // The arrow of a map's entry is not a minus.
        let arrow = self.at_symbol('-') && self.peek_ahead(1).kind == TokenKind::Symbol('>');
        let found = RANKS[rank].iter().find(|it| !arrow && self.at_operator(it))?;
        let tokens =
            if found.starts_with(|c: char| c.is_ascii_alphabetic()) { 1 } else { found.len() };
        for _ in 0..tokens {
            self.bump();
        }
        Some(found)
    }

    /// Returns `true` if the word or the symbols are next, without space between them.
    fn at_operator(&self, operator: &str) -> bool {
        if operator.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return self.at_word(operator);
        }
        operator.chars().enumerate().all(|(index, symbol)| {
            let token = self.peek_ahead(index);
            token.kind == TokenKind::Symbol(symbol)
                && (index == 0 || self.peek_ahead(index - 1).span.end == token.span.start)
        })
    }

    /// `IS [NOT] EMPTY`, `[NOT] IN (..)`, `[NOT] BETWEEN a AND b` after an operand.
    fn test(&mut self, start: usize, operand: &Expr, depth: usize) -> Parse<Option<Expr>> {
        let boxed = || Box::new(operand.clone());
        if self.eat_word("IS") {
            let negated = self.eat_word("NOT");
            let kinds = ["NUMERIC", "EMPTY", "NULL"];
            let Some(what) = kinds.into_iter().find(|kind| self.at_word(kind)) else {
                return Err(self.unexpected("`NUMERIC`, `EMPTY` or `NULL`"));
            };
            self.bump();
            let test = LoadExpr::Is { operand: boxed(), negated, what };
            return Ok(Some(self.spanned(start, test)));
        }
        let negated = self.at_word("NOT")
            && (self.at_word_ahead(1, "IN") || self.at_word_ahead(1, "BETWEEN"));
        if negated {
            self.bump();
        }
        if self.eat_word("IN") {
            let depth = self.nested(depth)?;
            let among = self.in_parentheses(|cursor| cursor.ranked(0, depth))?;
            let test = LoadExpr::In { operand: boxed(), negated, among };
            return Ok(Some(self.spanned(start, test)));
        }
        if self.eat_word("BETWEEN") {
            let least = self.ranked(COMPARISON + 1, depth)?;
            self.expect_word("AND")?;
            let greatest = self.ranked(COMPARISON + 1, depth)?;
            let bounds = Box::new((least, greatest));
            let test = LoadExpr::Between { operand: boxed(), negated, bounds };
            return Ok(Some(self.spanned(start, test)));
        }
        Ok(None)
    }

    fn prefixed(&mut self, depth: usize) -> Parse<Expr> {
        let start = self.position();
        let negative = self.at_symbol('-');
        if !negative && !self.at_symbol('+') {
            return self.primary(depth);
        }
        self.bump();
        if self.peek().kind == TokenKind::Number && self.peek().span.start == self.last_span().end {
            let literal = self.load_number(negative)?;
            return Ok(self.spanned(start, literal));
        }
        let operand = Box::new(self.deeper(RANKS.len(), depth)?);
        Ok(self.spanned(start, LoadExpr::Prefix(if negative { "-" } else { "+" }, operand)))
    }

    fn primary(&mut self, depth: usize) -> Parse<Expr> {
        const EXPECTED: &str = "a column such as $0, a function, a number or text in quotes";
        let start = self.position();
        let expr = match self.peek().kind {
            TokenKind::Symbol('$') => {
                let column = self.column()?;
                LoadExpr::Column(column.value)
            }
            TokenKind::Symbol('(') => self.parenthesised(depth)?,
            TokenKind::String { closed: true } => {
                LoadExpr::Literal(Literal::String(self.string(EXPECTED)?.value))
            }
            TokenKind::Number => self.load_number(false)?,
            TokenKind::Word => self.word(depth)?,
            _ => return Err(self.unexpected(EXPECTED)),
        };
        Ok(self.spanned(start, expr))
    }

    /// `_`, TRUE, a call, or a word on its own.
    fn word(&mut self, depth: usize) -> Parse<LoadExpr> {
        let name = self.plain_name("a function")?;
        if self.at_symbol('(') {
            let depth = self.nested(depth)?;
            let arguments = self.in_parentheses(|cursor| cursor.ranked(0, depth))?;
            return Ok(LoadExpr::Call { name, arguments });
        }
        Ok(match name.value.as_str() {
            "_" => LoadExpr::Skip,
            word if word.eq_ignore_ascii_case("TRUE") => LoadExpr::Literal(Literal::Bool(true)),
            word if word.eq_ignore_ascii_case("FALSE") => LoadExpr::Literal(Literal::Bool(false)),
            _ => LoadExpr::Word(name.value),
        })
    }

    /// `(a)`, `(a, b)` or `(key -> value)`
    fn parenthesised(&mut self, depth: usize) -> Parse<LoadExpr> {
        let depth = self.nested(depth)?;
        let mut entry = None;
        let mut items = self.in_parentheses(|cursor| {
            let item = cursor.ranked(0, depth)?;
            if cursor.at_symbol('-') {
                cursor.bump();
                cursor.expect_symbol('>')?;
                entry = Some(cursor.ranked(0, depth)?);
            }
            Ok(item)
        })?;
        match (entry, items.pop()) {
            (Some(value), Some(key)) if items.is_empty() => {
                Ok(LoadExpr::Entry(Box::new(key), Box::new(value)))
            }
            (Some(value), _) => {
                let message = "an entry of a map needs its own parentheses";
                let finding = Finding::new(Rule::Syntax, value.span, message);
                Err(self.report(finding.help("write `(key -> value)`")))
            }
            (None, Some(last)) => {
                items.push(last);
                Ok(LoadExpr::Group(items))
            }
            (None, None) => Err(self.unexpected("a value before it")),
        }
    }

    /// `$0`, `$"name"`, `$"key":"key"`, `$sys.file_name`
    pub(super) fn column(&mut self) -> Parse<Spanned<Column>> {
        let start = self.position();
        self.expect_symbol('$')?;
        let value = match self.peek().kind {
            TokenKind::Number => Column::Index(self.integer("the number of a column")?.value),
            TokenKind::String { closed: true } => {
                let mut keys = vec![self.string("the name of a column")?.value];
                while self.eat_symbol(':') {
                    keys.push(self.string("a key in quotes")?.value);
                }
                Column::Named(keys)
            }
            TokenKind::Word => Column::System(self.dotted_name("the name of a column")?.value),
            _ => return Err(self.unexpected("the number of a column, or its name in quotes")),
        };
        Ok(Spanned { value, span: self.span_from(start) })
    }

    fn load_number(&mut self, negative: bool) -> Parse<LoadExpr> {
        let span = self.bump().span;
        match super::super::attribute::number(self.text_of(span), negative) {
            Some(literal) => Ok(LoadExpr::Literal(literal)),
            None => {
                let message = format!("`{}` is too large for any type", self.text_of(span));
                Err(self.report(Finding::new(Rule::Syntax, span, message)))
            }
        }
    }

    fn deeper(&mut self, rank: usize, depth: usize) -> Parse<Expr> {
        let depth = self.nested(depth)?;
        self.ranked(rank, depth)
    }

    /// Returns the depth within the next parentheses.
    fn nested(&mut self, depth: usize) -> Parse<usize> {
        if depth == MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} nested parentheses");
            return Err(self.report(Finding::new(Rule::TooDeep, self.peek().span, message)));
        }
        Ok(depth + 1)
    }

    fn spanned(&self, start: usize, value: LoadExpr) -> Expr {
        Spanned { value, span: self.span_from(start) }
    }
}
