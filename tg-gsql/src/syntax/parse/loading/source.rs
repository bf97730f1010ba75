//! Data sources.

use crate::syntax::TokenKind;
use crate::syntax::ast::{DataSource, DataSourceGrant};
use crate::syntax::parse::cursor::{Cursor, Parse};

impl Cursor<'_> {
    /// Parses the rest of a statement after `CREATE`.
    pub(in crate::syntax::parse) fn data_source(&mut self) -> Parse<DataSource> {
        self.expect_word("DATA_SOURCE")?;
        let mut name = self.name("the name of a data source")?;
        let mut kind = None;
        let named = self.peek().kind == TokenKind::Word
            && !self.peek().starts_line
            && !self.at_word("FOR")
            && !self.begins_statement();
        if named {
            kind = Some(name);
            name = self.name("the name of a data source")?;
        }
        let mut source = DataSource { name, kind, content: None, graph: None };
        if self.eat_symbol('=') {
            source.content = Some(self.string("JSON or a path, in quotes")?);
        }
        source.graph = self.for_graph()?;
        Ok(source)
    }

    /// Parses the rest of a statement after `GRANT` or `REVOKE`.
    pub(in crate::syntax::parse) fn data_source_grant(
        &mut self,
        revoked: bool,
    ) -> Parse<DataSourceGrant> {
        self.expect_word("DATA_SOURCE")?;
        let names = self.names("a data source")?;
        self.expect_word(if revoked { "FROM" } else { "TO" })?;
        self.expect_word("GRAPH")?;
        Ok(DataSourceGrant { revoked, names, graphs: self.names("a graph")? })
    }
}
