//! `CREATE LOADING JOB`, `RUN LOADING JOB` and data sources.

mod delete;
mod destination;
mod expr;
mod run;
mod source;

use super::cursor::{Cursor, Parse};
use crate::finding::{Finding, Rule};
use crate::syntax::ast::{Load, LoadSource, LoadTags, LoadingJob, LoadingStep, OptionDecl};
use crate::syntax::{Name, Spanned, TokenKind};

impl Cursor<'_> {
    /// Parses the rest of a statement after `CREATE`.
    pub(super) fn loading_job(&mut self) -> Parse<LoadingJob> {
        let online_post = self.eat_word("ONLINE_POST");
        if !online_post {
            self.expect_word("LOADING")?;
        }
        self.expect_word("JOB")?;
        let name = self.name("the name of the job")?;
        let graph = self.for_graph()?;
        let steps = self.loading_steps()?;
        Ok(LoadingJob { name, graph, online_post, steps })
    }

    /// `{ {step ;} }`
    fn loading_steps(&mut self) -> Parse<Vec<Spanned<LoadingStep>>> {
        let close = self.closing_brace();
        let opened = self.peek().span;
        if !self.at_symbol('{') {
            return Err(self.unexpected("the job's `{`"));
        }
        let Some(close) = close else {
            let finding = Finding::new(Rule::Unclosed, opened, "this `{` is not closed");
            return Err(self.report(finding.help("put `}` after the last statement of the job")));
        };
        self.bump();
        let mut steps = Vec::new();
        while self.position() < close {
            if self.eat_symbol(';') {
                continue;
            }
            let start = self.position();
            match self.loading_step() {
                Ok(value) => steps.push(Spanned { value, span: self.span_from(start) }),
                Err(_) => self.skip_step(start, close),
            }
            if self.position() < close && !self.at_symbol(';') && !self.begins_step_on_new_line() {
                self.unexpected("`;`");
                self.skip_step(start, close);
            }
        }
        self.jump_past(close);
        Ok(steps)
    }

    /// Moves to the `;` after a broken step, or to the line on which the next one begins.
    fn skip_step(&mut self, start: usize, close: usize) {
        while self.position() < close && !self.at_symbol(';') {
            if self.position() > start && self.begins_step_on_new_line() {
                return;
            }
            self.bump();
        }
    }

    fn begins_step_on_new_line(&self) -> bool {
        self.peek().starts_line && ["DEFINE", "LOAD", "DELETE"].iter().any(|it| self.at_word(it))
    }

    fn loading_step(&mut self) -> Parse<LoadingStep> {
        match self.keyword().as_str() {
            "DEFINE" => {
                self.bump();
                self.define()
            }
            "LOAD" => {
                self.bump();
                self.load().map(LoadingStep::Load)
            }
            "DELETE" => {
                self.bump();
                Ok(LoadingStep::Delete(Box::new(self.load_delete()?)))
            }
            _ => Err(self.unexpected("`DEFINE`, `LOAD` or `DELETE`")),
        }
    }

    fn define(&mut self) -> Parse<LoadingStep> {
        match self.keyword().as_str() {
            "FILENAME" => {
                self.bump();
                let name = self.plain_name("the name of a file variable")?;
                let path = match self.eat_symbol('=') {
                    true => Some(self.string("the path, in quotes")?),
                    false => None,
                };
                Ok(LoadingStep::Filename { name, path })
            }
            "HEADER" => {
                self.bump();
                let name = self.plain_name("the name of the header")?;
                self.expect_symbol('=')?;
                let mut columns = vec![self.string("the name of a column, in quotes")?];
                while self.eat_symbol(',') {
                    columns.push(self.string("the name of a column, in quotes")?);
                }
                Ok(LoadingStep::Header { name, columns })
            }
            "INPUT_LINE_FILTER" => {
                self.bump();
                let name = self.plain_name("the name of the filter")?;
                self.expect_symbol('=')?;
                Ok(LoadingStep::LineFilter { name, condition: self.condition()? })
            }
            _ => Err(self.unexpected("`FILENAME`, `HEADER` or `INPUT_LINE_FILTER`")),
        }
    }

    fn load(&mut self) -> Parse<Load> {
        let source = if self.at_word("TO") { None } else { Some(self.load_source()?) };
        let mut destinations = vec![self.destination()?];
        while self.eat_symbol(',') || (self.at_word("TO") && self.peek().starts_line) {
            destinations.push(self.destination()?);
        }
        let tags = if self.at_word("TAGS") { Some(self.load_tags()?) } else { None };
        Ok(Load { source, destinations, tags, using: self.load_using()? })
    }

    fn load_source(&mut self) -> Parse<LoadSource> {
        if matches!(self.peek().kind, TokenKind::String { .. }) {
            return self.string("a path in quotes").map(LoadSource::Path);
        }
        if self.eat_word("TEMP_TABLE") {
            return self.plain_name("the name of a temporary table").map(LoadSource::TempTable);
        }
        self.plain_name("a file variable, or a path in quotes").map(LoadSource::Variable)
    }

    /// `TAGS (a, b) BY OR`
    fn load_tags(&mut self) -> Parse<LoadTags> {
        let start = self.position();
        self.bump();
        let names = self.in_parentheses(|cursor| cursor.plain_name("a tag"))?;
        self.expect_word("BY")?;
        let by = self.plain_name("`OR` or `OVERWRITE`")?;
        Ok(LoadTags { names, by, span: self.span_from(start) })
    }

    /// `[USING key = value {, key = value}]`
    fn load_using(&mut self) -> Parse<Vec<OptionDecl>> {
        let mut using = Vec::new();
        if self.eat_word("USING") {
            using.push(self.option()?);
            while self.eat_separator() {
                using.push(self.option()?);
            }
        }
        Ok(using)
    }

    /// Parses a name where no statement can begin.
    fn plain_name(&mut self, what: &str) -> Parse<Name> {
        let token = self.peek();
        if token.kind != TokenKind::Word {
            return Err(self.unexpected(what));
        }
        self.bump();
        Ok(Name { value: self.text_of(token.span).to_owned(), span: token.span })
    }

    /// `( item {, item} )`, where no statement can begin.
    fn in_parentheses<T>(&mut self, mut item: impl FnMut(&mut Self) -> Parse<T>) -> Parse<Vec<T>> {
        self.expect_symbol('(')?;
        let mut items = Vec::new();
        while !self.at_symbol(')') {
            items.push(item(self)?);
            if !self.eat_symbol(',') {
                break;
            }
            if self.at_symbol(')') {
                let message = "nothing follows this comma";
                self.report(Finding::new(Rule::TrailingComma, self.last_span(), message));
            }
        }
        self.expect_symbol(')')?;
        Ok(items)
    }
}
