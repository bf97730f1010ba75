//! Expressions. Operators are read by rank; those of one rank make a chain, so that only
//! parentheses, calls and prefixes nest.

use super::Reader;
use super::header::word_constant;
use crate::finding::{Finding, Rule};
use crate::syntax::ast::query::{Case, Expr, ExprKind, InExpr, LikeExpr, Op, Seed};
use crate::syntax::parse::cursor::Parse;
use crate::syntax::{Span, Spanned, TokenKind};

/// The operators, longest first, and how tight they bind.
const OPERATORS: &[(&str, u8, Op)] = &[
    ("OR", 0, Op::Or),
    ("AND", 1, Op::And),
    ("==", COMPARISON, Op::Equal),
    ("!=", COMPARISON, Op::NotEqual),
    ("<>", COMPARISON, Op::NotEqual),
    ("<=", COMPARISON, Op::LessOrEqual),
    (">=", COMPARISON, Op::GreaterOrEqual),
    ("<<", 7, Op::ShiftLeft),
    (">>", 7, Op::ShiftRight),
    ("=", COMPARISON, Op::Equal),
    ("<", COMPARISON, Op::Less),
    (">", COMPARISON, Op::Greater),
    ("UNION", 4, Op::Union),
    ("INTERSECT", 4, Op::Intersect),
    ("MINUS", 4, Op::Minus),
    ("|", 5, Op::BitOr),
    ("&", 6, Op::BitAnd),
    ("+", 8, Op::Add),
    ("-", 8, Op::Subtract),
    ("*", 9, Op::Multiply),
    ("/", 9, Op::Divide),
    ("%", 9, Op::Remainder),
];

const NOT: u8 = 2;
const COMPARISON: u8 = 3;
/// Tighter than comparisons: the operands of BETWEEN, IN and LIKE.
const OPERAND: u8 = 4;

impl Reader<'_> {
    pub(super) fn expr(&mut self) -> Parse<Expr> {
        self.deeper()?;
        let expr = self.ranked(0)?;
        self.shallower();
        Ok(expr)
    }

    /// Parses an operand and the operators after it that bind at least this tightly.
    fn ranked(&mut self, least: u8) -> Parse<Expr> {
        let start = self.position();
        let mut left = if least <= NOT && self.at_word("NOT") {
            self.deeper()?;
            self.bump();
            let operand = self.ranked(NOT)?;
            self.shallower();
            self.made(start, ExprKind::Not(Box::new(operand)))
        } else {
            self.prefixed()?
        };
        // Of consecutive operators none binds tighter than the previous one, so that the nesting of
        // the left operand is limited by the number of ranks.
        let mut last = u8::MAX;
        loop {
            if least <= COMPARISON && last > COMPARISON && self.at_test() {
                left = self.test(start, left)?;
                last = COMPARISON;
                continue;
            }
            let Some((op, rank, tokens)) = self.operator() else { return Ok(left) };
            if rank < least {
                return Ok(left);
            }
            for _ in 0..tokens {
                self.bump();
            }
            last = rank;
            let right = self.ranked(rank + 1)?;
            left = self.chained(start, left, (op, rank), right);
        }
    }

    fn chained(&self, start: usize, left: Expr, (op, rank): (Op, u8), right: Expr) -> Expr {
        let same_rank = |other: &Op| OPERATORS.iter().any(|(_, r, o)| o == other && *r == rank);
        match left.kind {
            ExprKind::Chain(first, mut rest)
                if rest.last().is_some_and(|(last, _)| same_rank(last)) =>
            {
                rest.push((op, right));
                self.made(start, ExprKind::Chain(first, rest))
            }
            kind => {
                let first = Box::new(Expr { kind, span: left.span });
                self.made(start, ExprKind::Chain(first, vec![(op, right)]))
            }
        }
    }

    /// Returns the operator here, its rank, and its number of tokens.
    fn operator(&self) -> Option<(Op, u8, usize)> {
        // The arrow of a map's entry is not a minus.
        if self.at_symbols("->") {
            return None;
        }
        OPERATORS.iter().find_map(|(text, rank, op)| {
            if text.as_bytes()[0].is_ascii_alphabetic() {
                self.at_word(text).then_some((*op, *rank, 1))
            } else {
                self.at_symbols(text).then_some((*op, *rank, text.len()))
            }
        })
    }

    /// Returns `true` if these symbols are next, without space between them.
    pub(super) fn at_symbols(&self, symbols: &str) -> bool {
        symbols.chars().enumerate().all(|(index, symbol)| {
            let token = self.peek_ahead(index);
            token.kind == TokenKind::Symbol(symbol)
                && (index == 0 || self.peek_ahead(index - 1).span.end == token.span.start)
        })
    }

    /// Returns `true` if `IS`, `IN`, `LIKE`, `BETWEEN` is next, possibly after `NOT`.
    fn at_test(&self) -> bool {
        let ahead = usize::from(self.at_word("NOT"));
        ["IN", "LIKE", "BETWEEN"].iter().any(|word| self.at_word_ahead(ahead, word))
            || self.at_word("IS")
    }

    fn test(&mut self, start: usize, operand: Expr) -> Parse<Expr> {
        let is = self.eat_word("IS");
        let negated = self.eat_word("NOT");
        if is {
            self.expect_word("NULL")?;
            let operand = Box::new(operand);
            return Ok(self.made(start, ExprKind::IsNull { negated, operand }));
        }
        let word = self.keyword();
        self.bump();
        let second = self.ranked(OPERAND)?;
        let kind = match word.as_str() {
            "IN" => ExprKind::In(Box::new(InExpr { operand, negated, among: second })),
            "LIKE" => {
                let escape =
                    if self.eat_word("ESCAPE") { Some(self.ranked(OPERAND)?) } else { None };
                let pattern = second;
                ExprKind::Like(Box::new(LikeExpr { operand, negated, pattern, escape }))
            }
            _ => {
                self.expect_word("AND")?;
                let greatest = self.ranked(OPERAND)?;
                ExprKind::Between { negated, operands: Box::new([operand, second, greatest]) }
            }
        };
        Ok(self.made(start, kind))
    }

    fn prefixed(&mut self) -> Parse<Expr> {
        let start = self.position();
        if !self.eat_symbol('-') {
            return self.postfixed();
        }
        if self.peek().kind == TokenKind::Number {
            let constant = self.number_constant(true)?;
            return Ok(self.made(start, ExprKind::Constant(constant)));
        }
        self.deeper()?;
        let operand = Box::new(self.prefixed()?);
        self.shallower();
        Ok(self.made(start, ExprKind::Negative(operand)))
    }

    /// Parses an operand with its members, calls and indexes.
    pub(super) fn postfixed(&mut self) -> Parse<Expr> {
        let start = self.position();
        let mut expr = self.primary()?;
        let mut steps = 0;
        loop {
            expr = if self.at_symbol('.') {
                self.member(start, expr)?
            } else if self.at_symbol('[') {
                self.bump();
                let index = self.expr()?;
                self.expect_symbol(']')?;
                self.made(start, ExprKind::Index(Box::new(expr), Box::new(index)))
            } else if self.at_symbol('\'') && is_accumulator(&expr) {
                self.bump();
                self.made(start, ExprKind::Previous(Box::new(expr)))
            } else {
                break;
            };
            steps += 1;
            self.deeper()?;
        }
        for _ in 0..steps {
            self.shallower();
        }
        Ok(expr)
    }

    /// `.name`, `.name(...)`, `.@name`, or `.*` after a type.
    fn member(&mut self, start: usize, of: Expr) -> Parse<Expr> {
        self.bump();
        let at = self.position();
        if self.eat_symbol('@') {
            let name = self.accumulator_name(at)?;
            return Ok(self.made(start, ExprKind::Accumulator(Box::new(of), name)));
        }
        if let ExprKind::Name(name) = &of.kind
            && self.at_symbol('*')
        {
            let name = Spanned { value: name.clone(), span: of.span };
            self.bump();
            let seed = Spanned { value: Seed::Type(name), span: self.span_from(start) };
            return Ok(self.made(start, ExprKind::Seeds(vec![seed])));
        }
        let method = self.name("the name of an attribute or method")?;
        let of = Box::new(of);
        if !self.at_symbol('(') {
            return Ok(self.made(start, ExprKind::Member(of, method)));
        }
        let arguments = self.arguments()?;
        Ok(self.made(start, ExprKind::Method { of, method, arguments }))
    }

    fn primary(&mut self) -> Parse<Expr> {
        const EXPECTED: &str = "an expression";
        let start = self.position();
        let kind = match self.peek().kind {
            TokenKind::Number => ExprKind::Constant(self.number_constant(false)?),
            TokenKind::String { closed: true } => ExprKind::Constant(self.text_constant()),
            TokenKind::Symbol('@') => {
                self.bump();
                let global = self.eat_symbol('@');
                let name = self.name("the name of an accumulator")?.value;
                if global { ExprKind::Global(name) } else { ExprKind::Local(name) }
            }
            // In the conditions on lines of a file.
            TokenKind::Symbol('$') => self.query_column()?,
            TokenKind::Symbol('(') => self.parenthesised()?,
            TokenKind::Symbol('[') => {
                self.bump();
                let items = if self.at_symbol(']') { Vec::new() } else { self.exprs()? };
                self.expect_symbol(']')?;
                ExprKind::List(items)
            }
            TokenKind::Symbol('{') => self.seeds()?,
            TokenKind::Word if self.at_word("CASE") => {
                ExprKind::Case(Box::new(self.case_value(Self::expr)?))
            }
            // `SET (a, b)` makes a value of an attribute.
            TokenKind::Word
                if self.at_word("SET") && self.peek_ahead(1).kind == TokenKind::Symbol('(') =>
            {
                let name = self.name("a function")?;
                self.call(name)?
            }
            TokenKind::Word if !self.at_stop(0) => self.word_operand()?,
            _ => return Err(self.unexpected(EXPECTED)),
        };
        Ok(self.made(start, kind))
    }

    /// Parses a constant, a call, or a name.
    fn word_operand(&mut self) -> Parse<ExprKind> {
        if let Some(constant) = word_constant(&self.keyword()) {
            self.bump();
            return Ok(ExprKind::Constant(constant));
        }
        let name = self.query_name("a name")?;
        if self.at_symbol('(') || self.at_generic_call() {
            return self.call(name);
        }
        Ok(if name.value == "_" { ExprKind::Underscore } else { ExprKind::Name(name.value) })
    }

    /// `expr {, expr}`
    pub(super) fn exprs(&mut self) -> Parse<Vec<Expr>> {
        let mut exprs = vec![self.expr()?];
        while self.eat_symbol(',') {
            exprs.push(self.expr()?);
        }
        Ok(exprs)
    }

    /// `(a)`, `(a, b)`, `(k -> v)`
    fn parenthesised(&mut self) -> Parse<ExprKind> {
        self.bump();
        let items = self.exprs()?;
        let kind = if self.at_symbols("->") {
            self.bump();
            self.bump();
            ExprKind::Entry { keys: items, values: self.exprs()? }
        } else {
            ExprKind::Group(items)
        };
        self.expect_symbol(')')?;
        Ok(kind)
    }

    /// `{T.*, x, @@y}`
    fn seeds(&mut self) -> Parse<ExprKind> {
        self.bump();
        let mut seeds = Vec::new();
        while !self.at_symbol('}') {
            let start = self.position();
            let expr = self.postfixed()?;
            let span = self.span_from(start);
            let value = match expr.kind {
                ExprKind::Name(name) if name.eq_ignore_ascii_case("ANY") => Seed::Any,
                ExprKind::Underscore => Seed::Any,
                ExprKind::Name(value) => Seed::Name(Spanned { value, span }),
                ExprKind::Global(value) => Seed::Global(Spanned { value, span }),
                ExprKind::Call { .. } => Seed::Call(expr),
                ExprKind::Seeds(mut inner) if inner.len() == 1 => match inner.pop() {
                    Some(Spanned { value: Seed::Type(name), .. }) => Seed::Type(name),
                    _ => return Err(self.no_seed(span)),
                },
                _ => return Err(self.no_seed(span)),
            };
            seeds.push(Spanned { value, span });
            if !self.at_symbol('}') {
                self.expect_symbol(',')?;
                if self.at_symbol('}') {
                    return Err(self.unexpected("a vertex type, a parameter or an accumulator"));
                }
            }
        }
        self.expect_symbol('}')?;
        Ok(ExprKind::Seeds(seeds))
    }

    fn no_seed(&mut self, span: Span) -> crate::syntax::parse::cursor::Reported {
        let message = "a vertex set is made of types, parameters, sets and accumulators";
        let help = "write `T.*`, a name or `@@name`";
        self.report(Finding::new(Rule::Syntax, span, message).help(help))
    }

    /// Parses a CASE whose expressions are those of GSQL or of openCypher.
    pub(super) fn case_value<E>(&mut self, expr: fn(&mut Self) -> Parse<E>) -> Parse<Case<E>> {
        self.bump();
        let operand = if self.at_word("WHEN") { None } else { Some(expr(self)?) };
        let mut branches = Vec::new();
        while self.eat_word("WHEN") {
            let when = expr(self)?;
            self.expect_word("THEN")?;
            branches.push((when, expr(self)?));
        }
        if branches.is_empty() {
            return Err(self.unexpected("`WHEN`"));
        }
        let otherwise = if self.eat_word("ELSE") { Some(expr(self)?) } else { None };
        self.expect_word("END")?;
        Ok(Case { operand, branches, otherwise })
    }

    pub(super) fn made(&self, start: usize, kind: ExprKind) -> Expr {
        Expr { kind, span: self.span_from(start) }
    }
}

fn is_accumulator(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Accumulator(..) | ExprKind::Global(_) | ExprKind::Local(_))
}
