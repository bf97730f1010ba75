//! `DROP`

use super::cursor::{Cursor, Parse};
use crate::syntax::ast::{Drop, Family, Selection, Statement};

impl Cursor<'_> {
    /// Parses the rest of a statement after `DROP`.
    pub(super) fn drop_statement(&mut self, start: usize) -> Parse<Statement> {
        let kind = self.keyword();
        let drop = match kind.as_str() {
            "VERTEX" => {
                self.bump();
                Drop::Vertices(self.names("a vertex type")?)
            }
            "EDGE" => {
                self.bump();
                Drop::Edges(self.names("an edge type")?)
            }
            "TUPLE" => {
                self.bump();
                Drop::Tuples(self.names("a tuple")?)
            }
            "GRAPH" => {
                self.bump();
                let name = self.name("the name of a graph")?;
                Drop::Graph { name, cascade: self.eat_word("CASCADE") }
            }
            "ALL" => {
                self.bump();
                Drop::All
            }
            "QUERY" => {
                self.bump();
                Drop::Queries(self.selection("a query")?)
            }
            "JOB" => {
                self.bump();
                Drop::Jobs(self.selection("a job")?)
            }
            "DATA_SOURCE" => {
                self.bump();
                Drop::DataSources(self.selection("a data source")?)
            }
            "SECRET" => {
                self.bump();
                Drop::Secrets(self.loose_names("an alias or a secret")?)
            }
            "USER" | "ROLE" | "GROUP" | "PACKAGE" | "FUNCTION" | "DESCRIPTION" | "TAG" => {
                self.keep(start, Family::Session);
                Drop::Other
            }
            _ => return Err(self.unexpected("what to drop")),
        };
        Ok(Statement::Drop(drop))
    }

    /// `*`, `ALL`, or names.
    pub(super) fn selection(&mut self, what: &str) -> Parse<Selection> {
        if self.eat_symbol('*') || self.eat_word("ALL") {
            return Ok(Selection::All);
        }
        let mut names = vec![self.dotted_name(what)?];
        while self.eat_symbol(',') {
            names.push(self.dotted_name(what)?);
        }
        Ok(Selection::Named(names))
    }
}
