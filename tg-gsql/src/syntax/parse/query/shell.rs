//! The data statements of the shell.

use super::Reader;
use crate::syntax::ast::query::{
    DataColumns, DataEdge, DataRows, DataSelect, DataStatement, DataTarget, ExprKind, InsertValue,
    Upsert,
};
use crate::syntax::parse::cursor::Parse;
use crate::syntax::{Name, TokenKind};

impl Reader<'_> {
    pub(super) fn data_statement(&mut self) -> Parse<DataStatement> {
        let statement = match self.keyword().as_str() {
            "UPSERT" => self.upsert().map(DataStatement::Upsert),
            "DELETE" => {
                self.bump();
                self.expect_word("FROM")?;
                self.data_rows().map(DataStatement::Delete)
            }
            "LET" => self.block(),
            "SELECT" if self.selects_a_pattern() => self.block(),
            "SELECT" => self.data_select(),
            _ => Err(self.unexpected("`UPSERT`, `SELECT`, `LET` or `DELETE`")),
        }?;
        while self.eat_symbol(';') {}
        if !self.at_end() {
            return Err(self.unexpected("the end of the statement"));
        }
        Ok(statement)
    }

    fn upsert(&mut self) -> Parse<Upsert> {
        self.bump();
        let into = self.data_target()?;
        let step = into.edge.as_ref();
        let aliases = [
            &into.alias,
            &step.and_then(|it| it.alias.clone()),
            &step.and_then(|it| it.to_alias.clone()),
        ];
        if let Some(alias) = aliases.into_iter().flatten().next() {
            return Err(self.reject(alias.span, "UPSERT takes no aliases".to_owned()));
        }
        self.expect_word("VALUES")?;
        let start = self.position();
        self.expect_symbol('(')?;
        let mut values = vec![self.data_value()?];
        while self.eat_symbol(',') {
            values.push(self.data_value()?);
        }
        self.expect_symbol(')')?;
        Ok(Upsert { into, values, values_span: self.span_from(start) })
    }

    /// Parses a value, which may be a collection in braces.
    fn data_value(&mut self) -> Parse<InsertValue> {
        if !self.at_symbol('{') {
            return self.insert_value();
        }
        let start = self.position();
        let kind = self.data_braces()?;
        Ok(InsertValue { value: self.made(start, kind), vertex_type: None })
    }

    /// `{a, b}`, `{k: v}`, `{k -> v}`
    fn data_braces(&mut self) -> Parse<ExprKind> {
        self.bump();
        let mut items = Vec::new();
        while !self.at_symbol('}') {
            let start = self.position();
            let item = self.expr()?;
            let arrow = self.at_symbols("->");
            if arrow || self.at_symbol(':') {
                self.bump();
                if arrow {
                    self.bump();
                }
                let (keys, values) = (vec![item], vec![self.expr()?]);
                items.push(self.made(start, ExprKind::Entry { keys, values }));
            } else {
                items.push(item);
            }
            if !self.at_symbol('}') {
                self.expect_symbol(',')?;
            }
        }
        self.bump();
        Ok(ExprKind::Braces(items))
    }

    fn data_select(&mut self) -> Parse<DataStatement> {
        self.bump();
        let columns = if self.eat_symbol('*') {
            DataColumns::All
        } else if (self.at_word("COUNT") || self.at_word("APPROX_COUNT"))
            && self.peek_ahead(1).kind == TokenKind::Symbol('(')
        {
            self.bump();
            self.bump();
            self.eat_symbol('*');
            self.expect_symbol(')')?;
            DataColumns::Count
        } else {
            let mut names = vec![self.query_name("`*`, `count()` or an attribute")?];
            while self.eat_symbol(',') {
                names.push(self.query_name("an attribute")?);
            }
            DataColumns::Named(names)
        };
        self.expect_word("FROM")?;
        let rows = self.data_rows()?;
        Ok(DataStatement::Select(DataSelect { columns, rows }))
    }

    /// Returns `true` if a parenthesis follows FROM.
    fn selects_a_pattern(&self) -> bool {
        for ahead in 0.. {
            if self.peek_ahead(ahead).kind == TokenKind::End {
                return false;
            }
            if self.at_word_ahead(ahead, "FROM") {
                return self.peek_ahead(ahead + 1).kind == TokenKind::Symbol('(');
            }
        }
        false
    }

    /// Parses the rest of a clause after `FROM`.
    fn data_rows(&mut self) -> Parse<DataRows> {
        let from = self.data_target()?;
        let filter = self.filter()?;
        let mut order_by = Vec::new();
        if self.eat_word("ORDER") {
            self.expect_word("BY")?;
            order_by = self.order_keys()?;
        }
        let mut limit = None;
        if self.eat_word("LIMIT") {
            limit = Some(self.integer("how many")?.value);
        }
        Ok(DataRows { from, filter, order_by, limit })
    }

    /// `type`, `type -(edge)-> type`, `type -()-> type`, each type with an alias or without
    fn data_target(&mut self) -> Parse<DataTarget> {
        let vertex = self.one_or_any("a vertex type")?;
        let alias = self.data_alias()?;
        if !self.eat_symbol('-') {
            return Ok(DataTarget { vertex, alias, edge: None });
        }
        self.expect_symbol('(')?;
        let edge = match self.peek().kind {
            TokenKind::Symbol(')' | ':') => None,
            _ => self.one_or_any("an edge type")?,
        };
        let edge_alias = self.data_alias()?;
        self.expect_symbol(')')?;
        self.expect_symbol('-')?;
        self.eat_symbol('>');
        let to = if self.at_symbol(':') { None } else { self.one_or_any("a vertex type")? };
        let to_alias = self.data_alias()?;
        Ok(DataTarget {
            vertex,
            alias,
            edge: Some(DataEdge { edge, alias: edge_alias, to, to_alias }),
        })
    }

    /// `:alias`
    fn data_alias(&mut self) -> Parse<Option<Name>> {
        if self.eat_symbol(':') { self.query_name("an alias").map(Some) } else { Ok(None) }
    }

    fn one_or_any(&mut self, what: &str) -> Parse<Option<Name>> {
        if self.eat_symbol('*') || self.eat_word("ANY") || self.eat_word("_") {
            return Ok(None);
        }
        self.query_name(what).map(Some)
    }
}
