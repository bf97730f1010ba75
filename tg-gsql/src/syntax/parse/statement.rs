//! One statement: its first word determines the file of its family.

use super::cursor::{Cursor, Parse, Reported};
use super::recover;
use crate::finding::{Finding, Rule};
use crate::suggest::nearest;
use crate::syntax::ast::{Family, Statement};
use crate::syntax::{Span, TokenKind};

impl Cursor<'_> {
    pub(super) fn statement(&mut self) -> Parse<Statement> {
        let start = self.position();
        if self.at_symbol('@') && self.peek().starts_line {
            self.bump();
            return Ok(self.keep_line(Family::Session));
        }
        let keyword = self.keyword();
        if keyword.is_empty() {
            return Err(self.no_statement());
        }
        let word = self.bump();
        match keyword.as_str() {
            "CREATE" => self.create(start),
            "TYPEDEF" => self.typedef(start),
            "DROP" => self.drop_statement(start),
            "RUN" => self.run(start),
            "USE" => self.use_statement(),
            "SHOW" => self.show(),
            "LS" => Ok(Statement::Ls),
            "HELP" => Ok(self.help()),
            "BEGIN" => Ok(Statement::Begin),
            "END" => Ok(Statement::End),
            "INSTALL" => self.install(start),
            "INTERPRET" => self.interpret(start),
            "CLEAR" => self.clear(),
            "ADD" => Err(self.only_in_a_job(word.span)),
            "ALTER" if !self.alters_outside_a_job() => Err(self.only_in_a_job(word.span)),
            "SET" => Ok(self.keep_parameter()),
            "UPSERT" | "DELETE" | "SELECT" => Ok(self.keep(start, Family::Data)),
            "LET" => Ok(self.keep_let()),
            #[cfg(feature = "loading")]
            "GRANT" | "REVOKE" if self.at_word("DATA_SOURCE") => {
                self.data_source_grant(keyword == "REVOKE").map(Statement::GrantDataSource)
            }
            "ALTER" | "GRANT" | "REVOKE" => Ok(self.keep_grant(start)),
            "ABORT" | "RESUME" if self.at_word("LOADING") => {
                Ok(self.keep(start, Family::LoadingJob))
            }
            "IMPORT" if self.at_word("PACKAGE") => Ok(self.keep(start, Family::Function)),
            "PUT" | "GET" => Ok(self.keep(start, Family::Function)),
            "EXIT" | "QUIT" => Ok(Statement::Opaque(Family::Session)),
            "ABORT" | "EXPORT" | "IMPORT" | "UPDATE" | "RECOMPILE" => {
                Ok(self.keep(start, Family::Session))
            }
            unknown => Err(self.unknown_statement(unknown)),
        }
    }

    /// `ALTER PASSWORD`, `ALTER USER` and row policies are statements of their own.
    fn alters_outside_a_job(&self) -> bool {
        self.at_word("PASSWORD") || self.at_word("USER") || self.at_word_ahead(2, "IN")
    }

    fn only_in_a_job(&mut self, span: Span) -> Reported {
        let message = "a type is changed within a schema change job only";
        let help = "write `CREATE SCHEMA_CHANGE JOB name FOR GRAPH graph { ... }`, then \
                    `RUN SCHEMA_CHANGE JOB name`";
        self.report(Finding::new(Rule::Syntax, span, message).help(help))
    }

    /// Reports a word that does not begin a statement.
    fn unknown_statement(&mut self, word: &str) -> Reported {
        let span = self.last_span();
        let message = format!("no statement begins with `{}`", self.text_of(span));
        let mut finding = Finding::new(Rule::UnknownStatement, span, message);
        if let Some(known) = nearest(word, recover::first_words()) {
            finding = finding.help(format!("did you mean `{known}`?"));
        }
        self.report(finding)
    }

    fn no_statement(&mut self) -> Reported {
        let reported = self.unexpected("a statement");
        if !matches!(self.peek().kind, TokenKind::Symbol('{')) {
            self.bump();
        }
        reported
    }
}
