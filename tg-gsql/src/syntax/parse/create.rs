//! `CREATE` and `RUN`.

use super::cursor::{Cursor, Parse, Reported};
use crate::finding::{Finding, Rule};
use crate::suggest::nearest;
use crate::syntax::ast::{Family, Statement};

/// The words that may follow `CREATE`, for suggestions.
const KINDS: &[&str] = &[
    "VERTEX",
    "DIRECTED",
    "UNDIRECTED",
    "GRAPH",
    "SCHEMA_CHANGE",
    "GLOBAL",
    "QUERY",
    "LOADING",
    "DATA_SOURCE",
    "SECRET",
];

impl Cursor<'_> {
    /// Parses the rest of a statement after `CREATE`.
    pub(super) fn create(&mut self, start: usize) -> Parse<Statement> {
        match self.keyword().as_str() {
            "VERTEX" => {
                self.bump();
                self.vertex().map(Statement::CreateVertex)
            }
            "DIRECTED" | "UNDIRECTED" | "EDGE" => self.edge().map(Statement::CreateEdge),
            "GRAPH" => {
                self.bump();
                self.graph().map(Statement::CreateGraph)
            }
            "GLOBAL" | "SCHEMA_CHANGE" => {
                self.schema_change_job().map(Statement::CreateSchemaChangeJob)
            }
            "SECRET" => {
                self.bump();
                Ok(Statement::CreateSecret { alias: self.loose_name() })
            }
            "OR" if self.at_word_ahead(2, "FUNCTION") => Ok(self.keep(start, Family::Function)),
            "OR" | "BATCH" | "DISTRIBUTED" | "OPENCYPHER" | "TEMPLATE" | "QUERY" => self.query(),
            #[cfg(feature = "loading")]
            "LOADING" | "ONLINE_POST" => self.loading_job().map(Statement::CreateLoadingJob),
            #[cfg(not(feature = "loading"))]
            "LOADING" | "ONLINE_POST" => self.keep_job(),
            #[cfg(feature = "loading")]
            "DATA_SOURCE" => self.data_source().map(Statement::CreateDataSource),
            #[cfg(not(feature = "loading"))]
            "DATA_SOURCE" => Ok(self.keep(start, Family::DataSource)),
            "USER" | "ROLE" | "GROUP" => Ok(self.keep(start, Family::Security)),
            "PACKAGE" | "FUNCTION" => Ok(self.keep(start, Family::Function)),
            "TAG" => Ok(self.keep(start, Family::Session)),
            "" => Err(self.unexpected("what to create")),
            _ if self.begins_statement() => Err(self.unexpected("what to create")),
            unknown => Err(self.unknown_kind(unknown)),
        }
    }

    fn unknown_kind(&mut self, word: &str) -> Reported {
        let span = self.peek().span;
        let message = format!("there is no `CREATE {}`", self.text_of(span));
        let mut finding = Finding::new(Rule::UnknownStatement, span, message);
        if let Some(known) = nearest(word, KINDS.iter().copied()) {
            finding = finding.help(format!("did you mean `CREATE {known}`?"));
        }
        self.report(finding)
    }

    /// Parses the rest of a statement after `RUN`.
    pub(super) fn run(&mut self, start: usize) -> Parse<Statement> {
        let global = self.at_word("GLOBAL") && self.at_word_ahead(1, "SCHEMA_CHANGE");
        if global {
            self.bump();
        }
        match self.keyword().as_str() {
            "SCHEMA_CHANGE" => {
                self.bump();
                self.expect_word("JOB")?;
                self.eat_flag("N");
                let name = self.name("the name of a job")?;
                // `-N` keeps the server from reinstalling queries.
                self.eat_flag("N");
                Ok(Statement::RunSchemaChangeJob { name })
            }
            #[cfg(feature = "loading")]
            "LOADING" | "JOB" => self.run_loading_job().map(Statement::RunLoadingJob),
            #[cfg(not(feature = "loading"))]
            "LOADING" | "JOB" => Ok(self.keep(start, Family::LoadingJob)),
            "QUERY" => Ok(self.keep(start, Family::RunQuery)),
            _ => Err(self.unexpected("`SCHEMA_CHANGE JOB`, `LOADING JOB` or `QUERY`")),
        }
    }
}
