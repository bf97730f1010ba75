//! The data statements of the shell: `UPSERT`, `SELECT` and `DELETE` outside of queries.

mod attributes;
mod condition;
mod delete;
mod rows;
mod select;
mod target;
mod upsert;
mod value;

use tg_gsql::Finding;
use tg_gsql::query::data_statement;
use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::query::{DataStatement, Query};

use super::session::Session;

impl Session<'_> {
    /// Runs a data statement, which the script's parser keeps as text.
    pub(super) async fn data(&mut self, span: Span) {
        let parsed = data_statement(span.of(self.script));
        let Some(statement) = parsed.statement else {
            let errors = parsed.findings.iter().filter(|finding| finding.is_error());
            let errors: Vec<_> = errors.map(|finding| moved(finding, span.start)).collect();
            self.output.syntax_errors(self.script, &errors);
            self.output.code = super::SYNTAX_ERROR;
            return;
        };
        let (verb, done) = match &statement {
            DataStatement::Upsert(upsert) => ("upsert", self.upsert(upsert)),
            DataStatement::Select(select) => ("select", self.select(select)),
            DataStatement::Delete(rows) => ("delete", self.delete(rows)),
            DataStatement::Block(query) => {
                let text = span.of(self.script);
                let program = self.state.program_of(text, Query::clone(query));
                return self.interpret(text, program).await;
            }
            _ => return self.output.unsupported("the statement about data"),
        };
        match done {
            Ok(answer) => self.output.line(answer),
            Err(rejection) => self.output.rejected(&rejection, format!("Failed to {verb} data.")),
        }
    }
}

/// Moves a finding about a part of a script to its place in the script.
fn moved(finding: &Finding, by: usize) -> Finding {
    let Span { start, end } = finding.span;
    Finding { span: Span { start: start + by, end: end + by }, ..finding.clone() }
}
