//! `RUN LOADING JOB`

use crate::syntax::ast::RunLoadingJob;
use crate::syntax::parse::cursor::{Cursor, Parse};
use crate::syntax::{Name, Spanned, TokenKind};

impl Cursor<'_> {
    /// Parses the rest of a statement after `RUN`: `LOADING JOB` or `JOB`.
    pub(in crate::syntax::parse) fn run_loading_job(&mut self) -> Parse<RunLoadingJob> {
        let legacy = !self.eat_word("LOADING");
        self.expect_word("JOB")?;
        let mut flags = self.run_flags()?;
        let name = self.name("the name of a loading job")?;
        flags.append(&mut self.run_flags()?);
        let mut using = Vec::new();
        if self.eat_word("USING") {
            using.push(self.run_option()?);
            while self.eat_separator() {
                using.push(self.run_option()?);
            }
        }
        flags.append(&mut self.run_flags()?);
        Ok(RunLoadingJob { name, legacy, flags, using })
    }

    /// `{-flag [value]}`: a value is a number, or two, of which the last may be `$`.
    fn run_flags(&mut self) -> Parse<Vec<(Name, Option<Spanned<String>>)>> {
        let mut flags = Vec::new();
        while self.eat_symbol('-') {
            let flag = self.plain_name("a flag, such as `-n`")?;
            let start = self.position();
            let is_value = |cursor: &Self| {
                matches!(cursor.peek().kind, TokenKind::Number | TokenKind::Symbol('$'))
            };
            if is_value(self) {
                self.bump();
                if self.eat_symbol(',') && is_value(self) {
                    self.bump();
                }
                let span = self.span_from(start);
                let value = self.text_of(span).split_whitespace().collect();
                flags.push((flag, Some(Spanned { value, span })));
            } else {
                flags.push((flag, None));
            }
        }
        Ok(flags)
    }

    /// `file`, `file = "path"`, `OPTION = 4`
    fn run_option(&mut self) -> Parse<(Name, Option<Spanned<String>>)> {
        let key = self.plain_name("a file variable or an option")?;
        if !self.eat_symbol('=') {
            return Ok((key, None));
        }
        let token = self.peek();
        if !matches!(token.kind, TokenKind::Word | TokenKind::Number) {
            return Ok((key, Some(self.string("a path in quotes")?)));
        }
        self.bump();
        let value = self.text_of(token.span).to_owned();
        Ok((key, Some(Spanned { value, span: token.span })))
    }
}
