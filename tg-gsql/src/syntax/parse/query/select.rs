//! SELECT blocks.

use super::Reader;
use super::statement::Level;
use crate::finding::{Finding, Rule};
use crate::syntax::ast::query::{
    Column, Expr, Limit, OrderKey, Path, Per, PostAccum, Projection, Sample, SampleKind, Select,
};
use crate::syntax::parse::cursor::Parse;
use crate::syntax::{Name, Span, TokenKind};

impl Reader<'_> {
    /// Parses a SELECT. A separate statement selects into a table, an assigned one an alias.
    pub(super) fn select(&mut self, into_table: bool) -> Parse<Select> {
        let start = self.position();
        self.bump();
        let projection = if into_table { self.table()? } else { self.selected_alias()? };
        self.select_from(start, projection)
    }

    /// Parses the rest of a SELECT from FROM on.
    pub(super) fn select_from(&mut self, start: usize, projection: Projection) -> Parse<Select> {
        let mut select = Select {
            projection,
            from: self.from()?,
            sample: None,
            filter: None,
            per: None,
            accum: Vec::new(),
            post_accum: Vec::new(),
            group_by: Vec::new(),
            having: None,
            order_by: Vec::new(),
            limit: Limit::default(),
            span: Span::default(),
        };
        self.rows(&mut select)?;
        self.results(&mut select)?;
        select.span = self.span_from(start);
        Ok(select)
    }

    fn selected_alias(&mut self) -> Parse<Projection> {
        self.eat_word("DISTINCT");
        self.query_name("an alias").map(Projection::Alias)
    }

    /// `[DISTINCT] columns INTO table`
    fn table(&mut self) -> Parse<Projection> {
        let (distinct, columns) = self.columns()?;
        self.expect_word("INTO")?;
        let into = self.query_name("the name of a table")?;
        Ok(Projection::Table { distinct, columns, into })
    }

    /// `[DISTINCT] columns`
    pub(super) fn columns(&mut self) -> Parse<(bool, Vec<Column>)> {
        let distinct = self.eat_word("DISTINCT");
        let mut columns = Vec::new();
        loop {
            let value = self.expr()?;
            columns.push(Column { value, name: self.print_key()? });
            if !self.eat_symbol(',') {
                return Ok((distinct, columns));
            }
        }
    }

    /// `FROM path {, path}`
    pub(super) fn from(&mut self) -> Parse<Vec<Path>> {
        self.expect_word("FROM")?;
        let mut paths = vec![self.path()?];
        while self.eat_symbol(',') {
            paths.push(self.path()?);
        }
        Ok(paths)
    }

    /// Parses the clauses about rows, up to the last POST-ACCUM.
    fn rows(&mut self, select: &mut Select) -> Parse<()> {
        if self.eat_word("SAMPLE") {
            select.sample = Some(self.sample()?);
        }
        select.filter = self.filter()?;
        if self.eat_word("PER") {
            select.per = Some(self.per()?);
        }
        if self.eat_word("ACCUM") {
            select.accum = self.clause_statements()?;
        }
        while let Some(alias) = self.post_accum_begins()? {
            let start = alias.1;
            let body = self.clause_statements()?;
            let span = self.span_from(start);
            select.post_accum.push(PostAccum { alias: alias.0, body, span });
        }
        Ok(())
    }

    /// Parses the clauses about the selected rows.
    fn results(&mut self, select: &mut Select) -> Parse<()> {
        if self.at_word("GROUP") && self.at_word_ahead(1, "BY") {
            self.bump();
            self.bump();
            select.group_by = self.exprs()?;
        }
        if self.eat_word("HAVING") {
            select.having = Some(self.expr()?);
        }
        if self.eat_word("ORDER") {
            self.expect_word("BY")?;
            select.order_by = self.order_keys()?;
        }
        select.limit = self.limit()?;
        self.late_clause()
    }

    /// Reports a clause that comes after those that it has to precede.
    fn late_clause(&mut self) -> Parse<()> {
        const WORDS: [&str; 7] =
            ["SAMPLE", "WHERE", "PER", "ACCUM", "POST_ACCUM", "HAVING", "ORDER"];
        let is_post = self.at_word("POST") && self.peek_ahead(1).kind == TokenKind::Symbol('-');
        let is_group = self.at_word("GROUP") && self.at_word_ahead(1, "BY");
        if !is_post && !is_group && !WORDS.iter().any(|word| self.at_word(word)) {
            return Ok(());
        }
        let span = self.peek().span;
        let message = format!("`{}` is not at its place", self.text_of(span));
        let help = "the clauses are in the order SAMPLE, WHERE, PER, ACCUM, POST-ACCUM, GROUP BY, \
                    HAVING, ORDER BY, LIMIT";
        Err(self.report(Finding::new(Rule::Syntax, span, message).help(help)))
    }

    /// `key [DESC], ...`
    pub(super) fn order_keys(&mut self) -> Parse<Vec<OrderKey>> {
        let mut keys = Vec::new();
        loop {
            let value = self.expr()?;
            keys.push(OrderKey { value, descending: self.order() });
            if !self.eat_symbol(',') {
                return Ok(keys);
            }
        }
    }

    /// `[WHERE condition]`
    pub(super) fn filter(&mut self) -> Parse<Option<Expr>> {
        if self.eat_word("WHERE") { self.expr().map(Some) } else { Ok(None) }
    }

    /// `n [%] EDGE|TARGET [PINNED] WHEN condition`
    fn sample(&mut self) -> Parse<Sample> {
        // `50 % EDGE` is a part, no remainder.
        let amount = self.postfixed()?;
        let percent = self.eat_symbol('%');
        let kind = if self.eat_word("EDGE") {
            SampleKind::Edge
        } else {
            self.expect_word("TARGET")?;
            if self.eat_word("PINNED") { SampleKind::TargetPinned } else { SampleKind::Target }
        };
        self.expect_word("WHEN")?;
        Ok(Sample { amount, percent, kind, condition: self.expr()? })
    }

    /// Parses the rest of a clause after `PER`.
    fn per(&mut self) -> Parse<Per> {
        if self.eat_word("MATCH") {
            return Ok(Per::Match);
        }
        self.expect_symbol('(')?;
        let mut aliases = vec![self.query_name("an alias")?];
        while self.eat_symbol(',') {
            aliases.push(self.query_name("an alias")?);
        }
        self.expect_symbol(')')?;
        Ok(Per::Aliases(aliases))
    }

    /// Parses at least one statement.
    pub(super) fn clause_statements(&mut self) -> Parse<Vec<crate::syntax::ast::query::Statement>> {
        let statements = self.statements(Level::Clause)?;
        if statements.is_empty() {
            return Err(self.unexpected("a statement"));
        }
        Ok(statements)
    }

    /// Takes `POST-ACCUM [(alias)]`, and returns the alias and the start.
    fn post_accum_begins(&mut self) -> Parse<Option<(Option<Name>, usize)>> {
        let start = self.position();
        let dashed = self.at_word("POST")
            && self.peek_ahead(1).kind == TokenKind::Symbol('-')
            && self.at_word_ahead(2, "ACCUM");
        if dashed {
            self.bump();
            self.bump();
            self.bump();
        } else if !self.eat_word("POST_ACCUM") {
            return Ok(None);
        }
        let mut alias = None;
        if self.eat_symbol('(') {
            alias = Some(self.query_name("an alias")?);
            self.expect_symbol(')')?;
        }
        Ok(Some((alias, start)))
    }

    /// `LIMIT n`, `LIMIT skip, n`, `LIMIT n OFFSET skip`, `OFFSET skip`
    pub(super) fn limit(&mut self) -> Parse<Limit> {
        let mut limit = Limit::default();
        if self.eat_word("LIMIT") {
            limit.count = Some(self.expr()?);
            if self.eat_symbol(',') {
                limit.skip = limit.count.replace(self.expr()?);
                return Ok(limit);
            }
        }
        if self.eat_word("OFFSET") {
            limit.skip = Some(self.expr()?);
        }
        Ok(limit)
    }
}
