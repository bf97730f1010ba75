//! `EDGE name (FROM .., TO .., ...) WITH ...`, as after `CREATE` and `ADD`.

use super::attribute::PARENTHESES;
use super::cursor::{Cursor, Parse};
use crate::finding::{Finding, Rule};
use crate::syntax::ast::{EdgeDecl, Ends, PairDecl};

impl Cursor<'_> {
    /// Parses an edge type after `CREATE` or `ADD`: `(DIRECTED | UNDIRECTED) EDGE ...`
    pub(super) fn edge(&mut self) -> Parse<EdgeDecl> {
        let directed = self.direction()?;
        self.expect_word("EDGE")?;
        let mut edge = self.edge_type(directed)?;
        edge.options = self.with_options()?;
        Ok(edge)
    }

    /// Parses `name (FROM .., TO .., ..)`.
    pub(super) fn edge_type(&mut self, directed: bool) -> Parse<EdgeDecl> {
        let mut edge = EdgeDecl {
            name: self.name("the name of an edge type")?,
            directed,
            pairs: Vec::new(),
            discriminator: Vec::new(),
            attributes: Vec::new(),
            options: Vec::new(),
        };
        let errors = self.errors();
        let list = self.list(PARENTHESES, |cursor| cursor.edge_member(&mut edge));
        if edge.pairs.is_empty() && self.errors() == errors {
            let message = format!("the edge type `{}` has no endpoints", edge.name.value);
            let finding = Finding::new(Rule::Syntax, edge.name.span, message);
            self.report(finding.help("begin with `FROM vertex_type, TO vertex_type`"));
        }
        list?;
        Ok(edge)
    }

    pub(super) fn direction(&mut self) -> Parse<bool> {
        if self.at_word("EDGE") {
            let span = self.peek().span;
            let finding = Finding::new(Rule::Syntax, span, "an edge type needs a direction");
            return Err(self.report(finding.help("write `DIRECTED EDGE` or `UNDIRECTED EDGE`")));
        }
        let directed = self.eat_word("DIRECTED");
        if !directed {
            self.expect_word("UNDIRECTED")?;
        }
        Ok(directed)
    }

    fn edge_member(&mut self, edge: &mut EdgeDecl) -> Parse<()> {
        if self.at_word("FROM") {
            if !edge.pairs.is_empty() {
                let span = self.peek().span;
                let finding = Finding::new(Rule::Syntax, span, "a second FROM after a comma");
                self.report(
                    finding.help("separate the pairs by `|`: `FROM A, TO B | FROM C, TO D`"),
                );
            }
            edge.pairs.append(&mut self.pairs()?);
        } else if self.at_word("DISCRIMINATOR") {
            let span = self.bump().span;
            if !edge.attributes.is_empty() {
                let message = "DISCRIMINATOR must come before the other attributes";
                self.report(Finding::new(Rule::Syntax, span, message));
            }
            edge.discriminator.append(&mut self.attributes()?);
        } else {
            edge.attributes.push(self.attribute()?);
        }
        Ok(())
    }

    /// `FROM ends, TO ends {| FROM ends, TO ends}`
    pub(super) fn pairs(&mut self) -> Parse<Vec<PairDecl>> {
        let mut pairs = vec![self.pair()?];
        while self.eat_symbol('|') {
            pairs.push(self.pair()?);
        }
        Ok(pairs)
    }

    fn pair(&mut self) -> Parse<PairDecl> {
        self.expect_word("FROM")?;
        let from = self.ends()?;
        self.expect_symbol(',')?;
        self.expect_word("TO")?;
        let to = self.ends()?;
        Ok(PairDecl { from, to })
    }

    /// Parses endpoints. A `|` joins vertex types, unless the next pair follows it.
    fn ends(&mut self) -> Parse<Ends> {
        if self.at_symbol('*') {
            return Ok(Ends::All(self.bump().span));
        }
        let mut names = vec![self.name("a vertex type")?];
        while self.at_symbol('|') && !self.at_word_ahead(1, "FROM") {
            self.bump();
            names.push(self.name("a vertex type")?);
        }
        Ok(Ends::Named(names))
    }
}
