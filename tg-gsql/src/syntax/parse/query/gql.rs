//! Patterns of GQL: `(s:S) -[e:E]-> (t:T)`.

use super::Reader;
use crate::syntax::Name;
use crate::syntax::TokenKind;
use crate::syntax::ast::query::{
    Expr, GqlDirection, GqlEdge, GqlNode, GqlPath, Property, Repeat, TypeItem,
};
use crate::syntax::parse::cursor::Parse;

/// The content of the parentheses of a node or the brackets of an edge.
struct Inside {
    alias: Option<Name>,
    labels: Vec<TypeItem>,
    repeat: Option<Repeat>,
    properties: Vec<Property>,
    filter: Option<Expr>,
}

impl Reader<'_> {
    pub(super) fn gql_path(&mut self) -> Parse<GqlPath> {
        let start = self.position();
        let first = self.gql_node()?;
        let mut steps = Vec::new();
        while matches!(self.peek().kind, TokenKind::Symbol('<' | '-' | '~')) {
            let edge = self.gql_edge()?;
            steps.push((edge, self.gql_node()?));
        }
        Ok(GqlPath { start: first, steps, span: self.span_from(start) })
    }

    fn gql_node(&mut self) -> Parse<GqlNode> {
        let start = self.position();
        self.expect_symbol('(')?;
        let Inside { alias, labels, properties, filter, .. } = self.inside(false)?;
        self.expect_symbol(')')?;
        Ok(GqlNode { alias, labels, properties, filter, span: self.span_from(start) })
    }

    /// `-[...]->` and similar edges; `--`, `-->` and `<--` without brackets.
    fn gql_edge(&mut self) -> Parse<GqlEdge> {
        let start = self.position();
        let left = self.eat_symbol('<');
        let wavy = self.eat_symbol('~');
        if !wavy {
            self.expect_symbol('-')?;
        }
        let mut inside =
            Inside { alias: None, labels: vec![], repeat: None, properties: vec![], filter: None };
        if self.eat_symbol('[') {
            inside = self.inside(true)?;
            self.expect_symbol(']')?;
        }
        self.expect_symbol(if wavy { '~' } else { '-' })?;
        let right = self.eat_symbol('>');
        let direction = match (left, wavy, right) {
            (false, false, false) => GqlDirection::Any,
            (false, false, true) => GqlDirection::Right,
            (true, false, false) => GqlDirection::Left,
            (true, false, true) => GqlDirection::LeftOrRight,
            (false, true, false) => GqlDirection::Undirected,
            (true, true, false) => GqlDirection::LeftOrUndirected,
            (false, true, true) => GqlDirection::RightOrUndirected,
            (true, true, true) => return Err(self.unexpected("a node after `~`")),
        };
        if let Some(quantifier) = self.quantifier()? {
            if inside.repeat.is_some() {
                let message = "the edge is repeated twice".to_owned();
                return Err(self.reject(self.last_span(), message));
            }
            inside.repeat = Some(quantifier);
        }
        let Inside { alias, labels, repeat, properties, filter } = inside;
        let span = self.span_from(start);
        Ok(GqlEdge { direction, alias, labels, repeat, properties, filter, span })
    }

    /// `[alias] [:label {|label}] [*m..n] [{name: value}] [WHERE condition]`
    fn inside(&mut self, edge: bool) -> Parse<Inside> {
        let alias = if self.at_name(0) { Some(self.query_name("an alias")?) } else { None };
        let mut labels = Vec::new();
        if self.eat_symbol(':') {
            labels.push(self.type_item()?);
            while self.eat_symbol('|') || (!edge && self.eat_symbol(':')) {
                // An old spelling repeats the colon: `:A|:B`.
                self.eat_symbol(':');
                labels.push(self.type_item()?);
            }
        }
        let repeat = if edge { self.star()? } else { None };
        let mut properties = Vec::new();
        if self.eat_symbol('{') {
            while !self.at_symbol('}') {
                let name = self.name("the name of an attribute")?;
                self.expect_symbol(':')?;
                properties.push(Property { name, value: self.expr()? });
                if !self.at_symbol('}') {
                    self.expect_symbol(',')?;
                }
            }
            self.bump();
        }
        Ok(Inside { alias, labels, repeat, properties, filter: self.filter()? })
    }

    /// `{m,n}`, `*`, `+` after an edge.
    fn quantifier(&mut self) -> Parse<Option<Repeat>> {
        if self.eat_symbol('*') {
            return Ok(Some(Repeat { least: 0, most: None }));
        }
        if self.eat_symbol('+') {
            return Ok(Some(Repeat { least: 1, most: None }));
        }
        if !self.eat_symbol('{') {
            return Ok(None);
        }
        let least = self.integer("how often at least")?.value;
        let mut most = Some(least);
        if self.eat_symbol(',') {
            most = None;
            if self.peek().kind == TokenKind::Number {
                most = Some(self.integer("how often at most")?.value);
            }
        }
        self.expect_symbol('}')?;
        if let Some(most) = most.filter(|most| *most < least) {
            return Err(self.reject(self.last_span(), format!("{most} is less than {least}")));
        }
        Ok(Some(Repeat { least, most }))
    }
}
