//! Expressions: operators by rank.

use super::Reader;
use crate::syntax::TokenKind;
use crate::syntax::ast::cypher::{Expr, ExprKind, Op};
use crate::syntax::parse::cursor::{Parse, Reported};

/// The operators that are symbols, longest first, and how tight they bind.
const SYMBOLS: &[(&str, u8, Op)] = &[
    ("<>", COMPARISON, Op::NotEqual),
    ("<=", COMPARISON, Op::LessOrEqual),
    (">=", COMPARISON, Op::GreaterOrEqual),
    ("=", COMPARISON, Op::Equal),
    ("<", COMPARISON, Op::Less),
    (">", COMPARISON, Op::Greater),
    ("+", 6, Op::Add),
    ("-", 6, Op::Subtract),
    ("*", 7, Op::Multiply),
    ("/", 7, Op::Divide),
    ("%", 7, Op::Remainder),
    ("^", 8, Op::Power),
];

/// The operators that are words; the second word follows the first.
const WORDS: &[(&str, Option<&str>, u8, Op)] = &[
    ("OR", None, 0, Op::Or),
    ("XOR", None, 1, Op::Xor),
    ("AND", None, 2, Op::And),
    ("IN", None, PREDICATE, Op::In),
    ("STARTS", Some("WITH"), PREDICATE, Op::StartsWith),
    ("ENDS", Some("WITH"), PREDICATE, Op::EndsWith),
    ("CONTAINS", None, PREDICATE, Op::Contains),
];

/// The operators of other languages, and those of openCypher.
const MISSING: &[(&str, &str)] = &[
    ("==", "write `=`"),
    ("!=", "write `<>`"),
    ("!", "write `NOT`"),
    ("&&", "write `AND`"),
    ("||", "write `OR`"),
    ("LIKE", "write `STARTS WITH`, `ENDS WITH` or `CONTAINS`"),
    ("BETWEEN", "write `least <= x <= greatest`"),
];

const NOT: u8 = 3;
const COMPARISON: u8 = 4;
const PREDICATE: u8 = 5;

/// An operator that is next; `None` for `IS`.
struct Found {
    op: Option<Op>,
    rank: u8,
    tokens: usize,
}

impl Reader<'_> {
    pub(super) fn cypher_expr(&mut self) -> Parse<Expr> {
        self.deeper()?;
        let expr = self.operands(0)?;
        self.shallower();
        Ok(expr)
    }

    pub(super) fn cypher_exprs(&mut self) -> Parse<Vec<Expr>> {
        let mut exprs = vec![self.cypher_expr()?];
        while self.eat_symbol(',') {
            exprs.push(self.cypher_expr()?);
        }
        Ok(exprs)
    }

    /// Parses an operand and the operators after it that bind at least this tightly.
    fn operands(&mut self, least: u8) -> Parse<Expr> {
        let start = self.position();
        let mut left = if least <= NOT && self.at_word("NOT") {
            self.deeper()?;
            self.bump();
            let operand = self.operands(NOT)?;
            self.shallower();
            self.expr_from(start, ExprKind::Not(Box::new(operand)))
        } else {
            self.signed()?
        };
        // Of consecutive operators none binds tighter than the previous one, so that the nesting
        // of the left operand is limited by the number of ranks.
        let mut last = u8::MAX;
        while let Some(found) = self.next_operator()? {
            if found.rank < least {
                break;
            }
            if found.rank == PREDICATE && last == PREDICATE {
                return Err(self.unexpected("parentheses around the condition before"));
            }
            for _ in 0..found.tokens {
                self.bump();
            }
            last = found.rank;
            left = match found.op {
                Some(op) => {
                    let right = self.operands(found.rank + 1)?;
                    self.joined(start, left, (op, found.rank), right)
                }
                None => {
                    let negated = self.eat_word("NOT");
                    self.expect_word("NULL")?;
                    let operand = Box::new(left);
                    self.expr_from(start, ExprKind::IsNull { negated, operand })
                }
            };
        }
        Ok(left)
    }

    fn joined(&self, start: usize, left: Expr, (op, rank): (Op, u8), right: Expr) -> Expr {
        match left.kind {
            ExprKind::Chain(first, mut rest)
                if rest.last().is_some_and(|(last, _)| rank_of(*last) == rank) =>
            {
                rest.push((op, right));
                self.expr_from(start, ExprKind::Chain(first, rest))
            }
            kind => {
                let first = Box::new(Expr { kind, span: left.span });
                self.expr_from(start, ExprKind::Chain(first, vec![(op, right)]))
            }
        }
    }

    fn next_operator(&mut self) -> Parse<Option<Found>> {
        if self.at_word("IS") {
            return Ok(Some(Found { op: None, rank: PREDICATE, tokens: 1 }));
        }
        if self.at_symbols("=~") {
            let help = "use STARTS WITH, ENDS WITH or CONTAINS";
            return Err(self.not_in_gsql(self.peek().span, "regular expressions", help));
        }
        let is_next = |text: &str| self.at_word(text) || self.at_symbols(text);
        if let Some((operator, help)) = MISSING.iter().find(|(text, _)| is_next(text)) {
            return Err(self.not_in_gsql(self.peek().span, &format!("`{operator}`"), help));
        }
        if ["{.", "{*"].iter().any(|start| self.at_symbols(start)) {
            let help = "write a map: `{name: v.name}`";
            return Err(self.not_in_gsql(self.peek().span, "projections of maps", help));
        }
        // `(a)-[..]->(b)` and `(a)-->(b)`, which are not differences.
        if ["-[", "<-[", "--", "<--"].iter().any(|edge| self.at_symbols(edge))
            && self.text_of(self.last_span()) == ")"
        {
            return Err(self.pattern_as_condition());
        }
        for (word, second, rank, op) in WORDS {
            if self.at_word(word) && second.is_none_or(|second| self.at_word_ahead(1, second)) {
                let tokens = 1 + usize::from(second.is_some());
                return Ok(Some(Found { op: Some(*op), rank: *rank, tokens }));
            }
        }
        let symbol = SYMBOLS.iter().find(|(text, ..)| self.at_symbols(text));
        Ok(symbol.map(|(text, rank, op)| Found { op: Some(*op), rank: *rank, tokens: text.len() }))
    }

    pub(super) fn pattern_as_condition(&mut self) -> Reported {
        let help = "put the pattern into MATCH or OPTIONAL MATCH";
        self.not_in_gsql(self.peek().span, "patterns as conditions", help)
    }

    /// `-x`, `+x`
    fn signed(&mut self) -> Parse<Expr> {
        let start = self.position();
        if self.at_symbol('!') {
            return Err(self.not_in_gsql(self.peek().span, "`!`", "write `NOT`"));
        }
        if self.at_symbol('+') {
            self.bump();
            return self.postfixed_operand();
        }
        if !self.eat_symbol('-') {
            return self.postfixed_operand();
        }
        if self.peek().kind == TokenKind::Number {
            let constant = self.cypher_number(true)?;
            return Ok(self.expr_from(start, ExprKind::Constant(constant)));
        }
        self.deeper()?;
        let operand = Box::new(self.signed()?);
        self.shallower();
        Ok(self.expr_from(start, ExprKind::Negative(operand)))
    }

    pub(super) fn expr_from(&self, start: usize, kind: ExprKind) -> Expr {
        Expr { kind, span: self.span_from(start) }
    }
}

fn rank_of(op: Op) -> u8 {
    let words = WORDS.iter().map(|(_, _, rank, known)| (*rank, *known));
    let mut all = words.chain(SYMBOLS.iter().map(|(_, rank, known)| (*rank, *known)));
    all.find(|(_, known)| *known == op).map_or(0, |(rank, _)| rank)
}
