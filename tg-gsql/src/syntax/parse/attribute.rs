//! Attributes, their types and defaults, and the options after `WITH`.

use super::cursor::{Cursor, Parse};
use crate::finding::{Finding, Rule};
use crate::model::Literal;
use crate::syntax::ast::{AttributeDecl, OptionDecl, TypeExpr};
use crate::syntax::{Spanned, TokenKind};

pub(super) const PARENTHESES: [char; 2] = ['(', ')'];
pub(super) const ANGLES: [char; 2] = ['<', '>'];

impl Cursor<'_> {
    pub(super) fn attribute(&mut self) -> Parse<AttributeDecl> {
        let name = self.name("the name of an attribute")?;
        let ty = self.type_expr()?;
        let default = self.default_literal()?;
        Ok(AttributeDecl { name, ty, default })
    }

    pub(super) fn attributes(&mut self) -> Parse<Vec<AttributeDecl>> {
        self.list(PARENTHESES, Self::attribute)
    }

    pub(super) fn type_expr(&mut self) -> Parse<TypeExpr> {
        let start = self.position();
        let name = self.name("a type")?;
        let mut elements = Vec::new();
        if self.at_symbol('<') {
            self.bump();
            elements.push(self.type_element()?);
            while self.eat_symbol(',') {
                elements.push(self.type_element()?);
            }
            self.expect_symbol('>')?;
        }
        let mut size = None;
        if self.at_symbol('(') {
            self.bump();
            size = Some(self.integer("a size")?);
            self.expect_symbol(')')?;
        }
        let compress = self.at_word("COMPRESS").then(|| self.bump().span);
        Ok(TypeExpr { name, elements, size, compress, span: self.span_from(start) })
    }

    /// Parses an element: a type without elements, so that nesting needs no limit.
    fn type_element(&mut self) -> Parse<TypeExpr> {
        let name = self.name("the type of an element")?;
        if self.at_symbol('<') {
            let message = format!("`{}` cannot be an element of a collection", name.value);
            let finding = Finding::new(Rule::ElementType, name.span, message);
            return Err(
                self.report(finding.help("elements are INT, DOUBLE, STRING, DATETIME or tuples"))
            );
        }
        let compress = self.at_word("COMPRESS").then(|| self.bump().span);
        Ok(TypeExpr { span: name.span, name, elements: Vec::new(), size: None, compress })
    }

    pub(super) fn default_literal(&mut self) -> Parse<Option<Spanned<Literal>>> {
        if !self.eat_word("DEFAULT") {
            return Ok(None);
        }
        self.literal().map(Some)
    }

    fn literal(&mut self) -> Parse<Spanned<Literal>> {
        const EXPECTED: &str = "a number, a text in quotes, TRUE or FALSE";
        let start = self.position();
        if matches!(self.peek().kind, TokenKind::String { closed: true }) {
            let mut text = self.string(EXPECTED)?;
            let written = self.text_of(text.span);
            if written.starts_with('\'') && !written.starts_with("'''") {
                let help = format!("write `DEFAULT \"{}\"`", text.value);
                let message = "single quotes are part of a default";
                let finding = Finding::new(Rule::QuotedDefault, text.span, message);
                text.value = written.to_owned();
                self.report(finding.help(help));
            }
            return Ok(Spanned { value: Literal::String(text.value), span: text.span });
        }
        for (word, truth) in [("TRUE", true), ("FALSE", false)] {
            if self.eat_word(word) {
                return Ok(Spanned { value: Literal::Bool(truth), span: self.last_span() });
            }
        }
        let negative = self.eat_symbol('-');
        if !negative {
            self.eat_symbol('+');
        }
        if self.peek().kind != TokenKind::Number {
            return Err(self.unexpected(EXPECTED));
        }
        self.bump();
        let span = self.span_from(start);
        let digits = self.text_of(self.last_span());
        match number(digits, negative) {
            Some(value) => Ok(Spanned { value, span }),
            None => {
                let message = format!("`{}` is too large for any type", self.text_of(span));
                Err(self.report(Finding::new(Rule::DefaultType, span, message)))
            }
        }
    }

    /// `[WITH key = value {, key = value}]`
    pub(super) fn with_options(&mut self) -> Parse<Vec<OptionDecl>> {
        let mut options = Vec::new();
        if self.eat_word("WITH") {
            options.push(self.option()?);
            while self.eat_separator() {
                options.push(self.option()?);
            }
        }
        Ok(options)
    }

    pub(super) fn option(&mut self) -> Parse<OptionDecl> {
        let key = self.name("the name of an option")?;
        self.expect_symbol('=')?;
        let span = self.peek().span;
        let value = match self.peek().kind {
            TokenKind::Word | TokenKind::Number => {
                self.bump();
                Spanned { value: self.text_of(span).to_owned(), span }
            }
            _ => self.string("the option's value, in quotes")?,
        };
        Ok(OptionDecl { key, value })
    }
}

pub(super) fn number(digits: &str, negative: bool) -> Option<Literal> {
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let value: i128 = digits.parse().ok()?;
        return Some(Literal::Int(if negative { -value } else { value }));
    }
    let value: f64 = digits.parse().ok()?;
    value.is_finite().then_some(Literal::Double(if negative { -value } else { value }))
}
