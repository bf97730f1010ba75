//! `CREATE [GLOBAL] SCHEMA_CHANGE JOB`

use super::attribute::PARENTHESES;
use super::cursor::{Cursor, Parse};
use crate::finding::{Finding, Rule};
use crate::syntax::ast::{Alteration, Change, SchemaChangeJob};
use crate::syntax::{Name, Spanned, TokenKind};

impl Cursor<'_> {
    /// Parses the rest of a statement after `CREATE`.
    pub(super) fn schema_change_job(&mut self) -> Parse<SchemaChangeJob> {
        let global = self.eat_word("GLOBAL");
        self.expect_word("SCHEMA_CHANGE")?;
        self.expect_word("JOB")?;
        let name = self.name("the name of the job")?;
        let graph = self.for_graph()?;
        let changes = self.changes()?;
        Ok(SchemaChangeJob { name, global, graph, changes })
    }

    /// `[FOR GRAPH graph]`
    pub(super) fn for_graph(&mut self) -> Parse<Option<Name>> {
        if !self.eat_word("FOR") {
            return Ok(None);
        }
        self.expect_word("GRAPH")?;
        self.name("the name of a graph").map(Some)
    }

    /// `{ {change ;} }`
    fn changes(&mut self) -> Parse<Vec<Spanned<Change>>> {
        let close = self.closing_brace();
        let opened = self.expect_symbol('{')?;
        let mut changes = Vec::new();
        while self.in_job(close) {
            if self.eat_symbol(';') {
                continue;
            }
            let start = self.position();
            match self.change() {
                Ok(value) => changes.push(Spanned { value, span: self.span_from(start) }),
                Err(_) => self.skip_change(start, close),
            }
            if self.in_job(close) && !self.at_symbol(';') {
                self.unexpected("`;`");
                if !self.begins_change() {
                    self.skip_change(start, close);
                }
            }
        }
        if !self.eat_symbol('}') {
            let finding = Finding::new(Rule::Unclosed, opened, "this `{` is not closed");
            return Err(self.report(finding.help("put `}` after the last change")));
        }
        Ok(changes)
    }

    /// Returns `true` if the job continues here. One that is not closed ends where a statement
    /// begins; `ALTER` and `DROP` begin changes as well.
    fn in_job(&self, close: Option<usize>) -> bool {
        match close {
            Some(close) => self.position() < close,
            None => {
                !self.at_end()
                    && !self.at_symbol('}')
                    && (self.begins_change() || !self.begins_statement())
            }
        }
    }

    fn begins_change(&self) -> bool {
        ["ADD", "ALTER", "DROP"].iter().any(|word| self.at_word(word))
    }

    /// Moves to the `;` after a broken change, or to the line on which the next one begins.
    fn skip_change(&mut self, start: usize, close: Option<usize>) {
        while self.in_job(close) && !self.at_symbol(';') {
            if self.position() > start && self.peek().starts_line && self.begins_change() {
                return;
            }
            self.bump();
        }
    }

    fn change(&mut self) -> Parse<Change> {
        match self.keyword().as_str() {
            "ADD" => {
                self.bump();
                self.add()
            }
            "DROP" => {
                self.bump();
                self.drop_change()
            }
            "ALTER" => {
                self.bump();
                self.alter()
            }
            _ => Err(self.unexpected("`ADD`, `ALTER` or `DROP`")),
        }
    }

    /// Parses local types for a graph, or global types to add to it: the latter have a `TO` after
    /// the names.
    fn add(&mut self) -> Parse<Change> {
        let names_follow = matches!(self.peek_ahead(2).kind, TokenKind::Symbol(','))
            || self.at_word_ahead(2, "TO");
        match self.keyword().as_str() {
            "VERTEX" if names_follow => {
                let (names, graph) = self.names_and_graph("a vertex type")?;
                Ok(Change::AddVerticesTo { names, graph })
            }
            "EDGE" if names_follow => {
                let (names, graph) = self.names_and_graph("an edge type")?;
                Ok(Change::AddEdgesTo { names, graph })
            }
            "VERTEX" => {
                self.bump();
                self.vertex().map(Change::AddVertex)
            }
            "DIRECTED" | "UNDIRECTED" | "EDGE" => self.edge().map(Change::AddEdge),
            _ => Err(self.unexpected("`VERTEX`, `DIRECTED EDGE` or `UNDIRECTED EDGE`")),
        }
    }

    fn names_and_graph(&mut self, what: &str) -> Parse<(Vec<Name>, Name)> {
        self.bump();
        let names = self.names(what)?;
        self.expect_word("TO")?;
        self.expect_word("GRAPH")?;
        Ok((names, self.name("the name of a graph")?))
    }

    fn drop_change(&mut self) -> Parse<Change> {
        let kind = self.keyword();
        if !matches!(kind.as_str(), "VERTEX" | "EDGE" | "TUPLE") {
            return Err(self.unexpected("`VERTEX`, `EDGE` or `TUPLE`"));
        }
        self.bump();
        let names = self.names("the name of a type")?;
        if kind == "TUPLE" {
            return Ok(Change::DropTuples(names));
        }
        let mut graph = None;
        if self.eat_word("FROM") {
            self.expect_word("GRAPH")?;
            graph = Some(self.name("the name of a graph")?);
        }
        Ok(if kind == "VERTEX" {
            Change::DropVertices { names, graph }
        } else {
            Change::DropEdges { names, graph }
        })
    }

    fn alter(&mut self) -> Parse<Change> {
        let vertex = self.eat_word("VERTEX");
        if !vertex {
            self.expect_word("EDGE")?;
        }
        let name = self.name("the name of a type")?;
        let alteration = match self.keyword().as_str() {
            "ADD" => {
                self.bump();
                self.alter_add(vertex)?
            }
            "DROP" => {
                self.bump();
                self.alter_drop(vertex)?
            }
            _ => return Err(self.unexpected("`ADD` or `DROP`")),
        };
        Ok(if vertex {
            Change::AlterVertex { name, alteration }
        } else {
            Change::AlterEdge { name, alteration }
        })
    }

    fn alter_add(&mut self, vertex: bool) -> Parse<Alteration> {
        match self.keyword().as_str() {
            "FROM" | "TO" if !vertex => self.alter_ends(),
            "ATTRIBUTE" => {
                self.bump();
                self.attributes().map(Alteration::AddAttributes)
            }
            "PAIR" if !vertex => {
                self.bump();
                self.expect_symbol('(')?;
                let pairs = self.pairs()?;
                self.expect_symbol(')')?;
                Ok(Alteration::AddPairs(pairs))
            }
            "INDEX" if vertex => {
                self.bump();
                let name = self.name("the name of the index")?;
                self.expect_word("ON")?;
                self.expect_symbol('(')?;
                let attribute = self.name("the name of an attribute")?;
                self.expect_symbol(')')?;
                Ok(Alteration::AddIndex { name, attribute })
            }
            "VECTOR" if vertex => {
                self.bump();
                self.expect_word("ATTRIBUTE")?;
                let name = self.name("the name of the vector attribute")?;
                let parameters = self.list(PARENTHESES, Self::option)?;
                Ok(Alteration::AddVector { name, parameters })
            }
            _ if vertex => Err(self.unexpected("`ATTRIBUTE`, `INDEX` or `VECTOR ATTRIBUTE`")),
            _ => Err(self.unexpected("`ATTRIBUTE`, `FROM`, `TO` or `PAIR`")),
        }
    }

    fn alter_ends(&mut self) -> Parse<Alteration> {
        let mut ends = |word: &str| {
            if !self.eat_word(word) {
                return Ok(Vec::new());
            }
            self.list(PARENTHESES, |cursor| cursor.name("a vertex type"))
        };
        let (from, to) = (ends("FROM")?, ends("TO")?);
        let attributes = if self.eat_word("ATTRIBUTE") { self.attributes()? } else { Vec::new() };
        Ok(Alteration::AddEnds { from, to, attributes })
    }

    fn alter_drop(&mut self, vertex: bool) -> Parse<Alteration> {
        match self.keyword().as_str() {
            "ATTRIBUTE" => {
                self.bump();
                self.list(PARENTHESES, |cursor| cursor.name("the name of an attribute"))
                    .map(Alteration::DropAttributes)
            }
            "INDEX" if vertex => {
                self.bump();
                self.name("the name of the index").map(Alteration::DropIndex)
            }
            "VECTOR" if vertex => {
                self.bump();
                self.expect_word("ATTRIBUTE")?;
                self.name("the name of the vector attribute").map(Alteration::DropVector)
            }
            _ if vertex => Err(self.unexpected("`ATTRIBUTE`, `INDEX` or `VECTOR ATTRIBUTE`")),
            _ => Err(self.unexpected("`ATTRIBUTE`")),
        }
    }
}
