//! Operands of expressions.

use super::Reader;
use crate::finding::{Finding, Rule};
use crate::syntax::ast::cypher::{Comprehension, Expr, ExprKind, Quantifier};
use crate::syntax::ast::query::Constant;
use crate::syntax::parse::cursor::Parse;
use crate::syntax::{Name, TokenKind};

/// The functions that other openCypher systems have, and their remedies.
const MISSING_FUNCTIONS: &[(&str, &str)] = &[
    ("exists", "write `IS NOT NULL` after the value"),
    ("extract", "write `[x IN list | value]`"),
    ("filter", "write `[x IN list WHERE condition]`"),
    ("reduce", "use `UNWIND`, and an aggregate in the next `WITH`"),
];

impl Reader<'_> {
    /// Parses an operand with its attributes, labels and indexes.
    pub(super) fn postfixed_operand(&mut self) -> Parse<Expr> {
        let start = self.position();
        let mut expr = self.operand()?;
        let mut steps = 0;
        loop {
            let of = match self.peek().kind {
                TokenKind::Symbol('.' | '[' | ':') if !self.at_symbols("..") => Box::new(expr),
                _ => break,
            };
            let kind = if self.eat_symbol('.') {
                ExprKind::Property(of, self.cypher_name("the name of an attribute")?)
            } else if self.eat_symbol('[') {
                self.index(of)?
            } else {
                ExprKind::HasLabels(of, self.labels("a label")?)
            };
            expr = self.expr_from(start, kind);
            steps += 1;
            self.deeper()?;
        }
        for _ in 0..steps {
            self.shallower();
        }
        Ok(expr)
    }

    /// Parses the rest of `x[i]` or `x[from..to]`.
    fn index(&mut self, of: Box<Expr>) -> Parse<ExprKind> {
        if self.at_symbol('.') {
            return self.slice(of, None);
        }
        let index = Box::new(self.cypher_expr()?);
        if self.eat_symbol(']') {
            return Ok(ExprKind::Index(of, index));
        }
        self.slice(of, Some(index))
    }

    fn slice(&mut self, of: Box<Expr>, from: Option<Box<Expr>>) -> Parse<ExprKind> {
        self.expect_symbol('.')?;
        self.expect_symbol('.')?;
        let to = if self.at_symbol(']') { None } else { Some(Box::new(self.cypher_expr()?)) };
        self.expect_symbol(']')?;
        Ok(ExprKind::Slice(of, from, to))
    }

    /// Parses a number, which may be hexadecimal or octal: `0xff`, `0o17`.
    pub(super) fn cypher_number(&mut self, negative: bool) -> Parse<Constant> {
        let (zero, digits) = (self.peek().span, self.peek_ahead(1));
        let word = self.text_of(digits.span);
        let radix = match word.bytes().next() {
            Some(b'x' | b'X') => 16,
            Some(b'o' | b'O') => 8,
            _ => return self.number_constant(negative),
        };
        if self.text_of(zero) != "0" || zero.end != digits.span.start {
            return self.number_constant(negative);
        }
        let number = i128::from_str_radix(&word[1..], radix).ok();
        let number = number.map(|number| if negative { -number } else { number });
        match number.filter(|it| (i64::MIN.into()..=u64::MAX.into()).contains(it)) {
            Some(number) => {
                self.bump();
                self.bump();
                Ok(Constant::Int(number))
            }
            None => {
                let message = format!("`0{word}` is not a number of 64 bits");
                Err(self.report(Finding::new(Rule::Syntax, digits.span, message)))
            }
        }
    }

    fn operand(&mut self) -> Parse<Expr> {
        const EXPECTED: &str = "an expression";
        let start = self.position();
        let kind = match self.peek().kind {
            TokenKind::Number => ExprKind::Constant(self.cypher_number(false)?),
            TokenKind::String { closed: true } => ExprKind::Constant(self.text_constant()),
            TokenKind::Symbol('$') => {
                self.bump();
                ExprKind::Parameter(self.cypher_name("the name of a parameter")?.value)
            }
            TokenKind::Symbol('(') => {
                self.bump();
                let inner = self.cypher_expr()?;
                self.expect_symbol(')')?;
                ExprKind::Group(Box::new(inner))
            }
            TokenKind::Symbol('[') => self.list()?,
            TokenKind::Symbol('{') => ExprKind::Map(self.map_entries()?),
            TokenKind::Word => self.word()?,
            TokenKind::QuotedName => ExprKind::Name(self.variable()?.value),
            _ => return Err(self.unexpected(EXPECTED)),
        };
        Ok(self.expr_from(start, kind))
    }

    /// Parses a constant, a call, a CASE, or a variable.
    fn word(&mut self) -> Parse<ExprKind> {
        let constant = match self.keyword().as_str() {
            "NULL" => ExprKind::Null,
            "TRUE" => ExprKind::Constant(Constant::Bool(true)),
            "FALSE" => ExprKind::Constant(Constant::Bool(false)),
            "EXISTS" | "COUNT" if self.peek_ahead(1).kind == TokenKind::Symbol('{') => {
                return Err(self.pattern_as_condition());
            }
            "CASE" => return Ok(ExprKind::Case(Box::new(self.case_value(Self::cypher_expr)?))),
            _ if self.peek_ahead(1).kind == TokenKind::Symbol('(') => return self.function(),
            _ => return Ok(ExprKind::Name(self.variable()?.value)),
        };
        self.bump();
        Ok(constant)
    }

    fn function(&mut self) -> Parse<ExprKind> {
        let function = self.cypher_name("a function")?;
        self.bump();
        let of_pattern = self.at_symbol('(');
        let mut missing = MISSING_FUNCTIONS.iter();
        let missing = missing.find(|(name, _)| name.eq_ignore_ascii_case(&function.value));
        if let Some((name, help)) = missing.filter(|_| !of_pattern) {
            return Err(self.not_in_gsql(function.span, &format!("the function `{name}`"), help));
        }
        let quantifier = match function.value.to_ascii_uppercase().as_str() {
            "ALL" => Some(Quantifier::All),
            "ANY" => Some(Quantifier::Any),
            "NONE" => Some(Quantifier::None),
            "SINGLE" => Some(Quantifier::Single),
            _ => None,
        };
        if let Some(quantifier) = quantifier {
            let comprehension = self.elements()?;
            self.expect_symbol(')')?;
            return Ok(ExprKind::Quantified(quantifier, Box::new(comprehension)));
        }
        if function.value.eq_ignore_ascii_case("count") && self.eat_symbol('*') {
            self.expect_symbol(')')?;
            return Ok(ExprKind::CountAll);
        }
        let distinct = self.eat_word("DISTINCT");
        let arguments = if self.at_symbol(')') { Vec::new() } else { self.cypher_exprs()? };
        self.expect_symbol(')')?;
        Ok(ExprKind::Call { function, distinct, arguments })
    }

    /// `[a, b]`, `[x IN list WHERE condition | value]`
    fn list(&mut self) -> Parse<ExprKind> {
        self.bump();
        if self.at_variable() && self.at_word_ahead(1, "IN") {
            let mut comprehension = self.elements()?;
            if self.eat_symbol('|') {
                comprehension.value = Some(self.cypher_expr()?);
            }
            self.expect_symbol(']')?;
            return Ok(ExprKind::Comprehension(Box::new(comprehension)));
        }
        let items = if self.at_symbol(']') { Vec::new() } else { self.cypher_exprs()? };
        self.expect_symbol(']')?;
        Ok(ExprKind::List(items))
    }

    /// `x IN list [WHERE condition]`
    fn elements(&mut self) -> Parse<Comprehension> {
        let variable = self.variable()?;
        self.expect_word("IN")?;
        let list = self.cypher_expr()?;
        let filter = if self.eat_word("WHERE") { Some(self.cypher_expr()?) } else { None };
        Ok(Comprehension { variable, list, filter, value: None })
    }

    /// `{key: value, ...}`
    pub(super) fn map_entries(&mut self) -> Parse<Vec<(Name, Expr)>> {
        self.expect_symbol('{')?;
        let mut entries = Vec::new();
        while !self.at_symbol('}') {
            let name = self.cypher_name("a name")?;
            self.expect_symbol(':')?;
            entries.push((name, self.cypher_expr()?));
            if !self.at_symbol('}') {
                self.expect_symbol(',')?;
            }
        }
        self.bump();
        Ok(entries)
    }
}
