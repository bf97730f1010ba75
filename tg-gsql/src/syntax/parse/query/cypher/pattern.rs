//! Patterns.

use super::Reader;
use crate::syntax::ast::cypher::{Edge, Node, Pattern, Property};
use crate::syntax::ast::query::{GqlDirection, Repeat};
use crate::syntax::parse::cursor::Parse;
use crate::syntax::{Name, TokenKind};

impl Reader<'_> {
    pub(super) fn cypher_pattern(&mut self) -> Parse<Pattern> {
        let start = self.position();
        if self.at_variable() {
            let span = self.peek().span;
            let help = "give variables to its vertices and edges";
            return Err(match self.peek_ahead(1).kind {
                TokenKind::Symbol('=') => self.not_in_gsql(span, "path variables", help),
                TokenKind::Symbol('(') => {
                    let what = format!("the pattern function `{}`", self.text_of(span));
                    self.not_in_gsql(span, &what, "use a pattern with a variable length: `*1..3`")
                }
                _ => self.unexpected("a node: `(`"),
            });
        }
        let first = self.node()?;
        let mut steps = Vec::new();
        while matches!(self.peek().kind, TokenKind::Symbol('<' | '-')) {
            let edge = self.edge_pattern()?;
            steps.push((edge, self.node()?));
        }
        Ok(Pattern { start: first, steps, span: self.span_from(start) })
    }

    /// `(variable:Label {attribute: value})`
    fn node(&mut self) -> Parse<Node> {
        let start = self.position();
        self.expect_symbol('(')?;
        let variable = self.optional_variable()?;
        let labels = self.labels("a label")?;
        let properties = self.properties()?;
        self.expect_symbol(')')?;
        Ok(Node { variable, labels, properties, span: self.span_from(start) })
    }

    /// Parses a variable if a word is next.
    fn optional_variable(&mut self) -> Parse<Option<Name>> {
        let is_name = matches!(self.peek().kind, TokenKind::Word | TokenKind::QuotedName);
        is_name.then(|| self.variable()).transpose()
    }

    /// `-[variable:TYPE*1..3 {attribute: value}]->`; `--`, `-->` and `<--` without brackets.
    fn edge_pattern(&mut self) -> Parse<Edge> {
        let start = self.position();
        let left = self.eat_symbol('<');
        self.expect_symbol('-')?;
        let (mut variable, mut types, mut repeat) = (None, Vec::new(), None);
        let mut properties = Vec::new();
        if self.eat_symbol('[') {
            variable = self.optional_variable()?;
            types = self.labels("an edge type")?;
            repeat = self.repeat()?;
            properties = self.properties()?;
            self.expect_symbol(']')?;
        }
        self.expect_symbol('-')?;
        let direction = match (left, self.eat_symbol('>')) {
            (false, true) => GqlDirection::Right,
            (true, false) => GqlDirection::Left,
            _ => GqlDirection::Any,
        };
        let span = self.span_from(start);
        Ok(Edge { direction, variable, types, repeat, properties, span })
    }

    /// `:A|B`, `:A|:B`
    pub(super) fn labels(&mut self, what: &str) -> Parse<Vec<Name>> {
        let mut labels = Vec::new();
        if self.eat_symbol(':') {
            labels.push(self.cypher_name(what)?);
            while self.eat_symbol('|') {
                self.eat_symbol(':');
                labels.push(self.cypher_name(what)?);
            }
            if self.at_symbol(':') {
                let span = self.peek().span;
                let help = "a vertex has one type; write `:A|B` for either";
                return Err(self.not_in_gsql(span, "vertices with several labels", help));
            }
        }
        Ok(labels)
    }

    /// `*`, `*2`, `*1..3`, `*1..`, `*..3`. Without a lower bound it is 1.
    fn repeat(&mut self) -> Parse<Option<Repeat>> {
        if !self.eat_symbol('*') {
            return Ok(None);
        }
        let mut least = None;
        if self.peek().kind == TokenKind::Number {
            least = Some(self.integer("a number of edges")?.value);
        }
        if !self.at_symbols("..") {
            return Ok(Some(Repeat { least: least.unwrap_or(1), most: least }));
        }
        self.bump();
        self.bump();
        let least = least.unwrap_or(1);
        let mut most = None;
        if self.peek().kind == TokenKind::Number {
            let number = self.integer("a number of edges")?;
            if number.value < least {
                let message = format!("{} is less than {least}", number.value);
                return Err(self.reject(number.span, message));
            }
            most = Some(number.value);
        }
        Ok(Some(Repeat { least, most }))
    }

    /// `{attribute: value, ...}`
    fn properties(&mut self) -> Parse<Vec<Property>> {
        if !self.at_symbol('{') {
            return Ok(Vec::new());
        }
        let entries = self.map_entries()?;
        Ok(entries.into_iter().map(|(name, value)| Property { name, value }).collect())
    }
}
