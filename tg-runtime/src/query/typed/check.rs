//! Checking queries against a schema, without a server.

use std::fmt;

use tg_gsql::model::Catalog;
use tg_gsql::query::{self, Context, Parsed};
use tg_gsql::report::{self, Position};
use tg_gsql::syntax::ast::query::Query;
use tg_gsql::{Finding, check};

use super::QuerySource;
use crate::error::{Error, ErrorKind, Result};
use crate::schema::{GraphSpec, InvalidSpec};

/// The mistakes of queries: from [`Graph::check_queries`](crate::Graph::check_queries). Its
/// `Display` has each with its file, line, column, the line itself and the remedy.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct QueryCheck {
    /// Errors and warnings, in the order of the queries.
    pub findings: Vec<SourceFinding>,
    /// The reason why the types are not a schema that a server can have, so that no query could be
    /// checked.
    pub invalid_schema: Option<InvalidSpec>,
}

/// A mistake in the text of a query.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SourceFinding {
    /// The name of the query; empty for one that is interpreted.
    pub query: String,
    /// The file; empty if the text is not in a file.
    pub file: String,
    /// The line in the file, counted from 1.
    pub line: usize,
    /// The column in the line, in characters, counted from 1.
    pub column: usize,
    /// The mistake and its remedy. Its span is of the query's text.
    pub finding: Finding,
    rendered: String,
}

impl QueryCheck {
    /// Returns `true` if there is no error. Warnings do not count.
    pub fn is_clean(&self) -> bool {
        self.invalid_schema.is_none() && !self.findings.iter().any(|found| found.finding.is_error())
    }

    /// Fails if there is an error.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Gsql`]; the message has the findings.
    pub fn require_clean(&self) -> Result<()> {
        match self.is_clean() {
            true => Ok(()),
            false => Err(Error::new(ErrorKind::Gsql, self.to_string())),
        }
    }
}

impl fmt::Display for QueryCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(invalid) = &self.invalid_schema {
            return writeln!(f, "The types are not a schema: {invalid}");
        }
        if self.findings.is_empty() {
            return writeln!(f, "The queries have no mistakes.");
        }
        for found in self.findings.iter().take(report::MAX_LISTED) {
            writeln!(f, "{found}")?;
        }
        match report::more(self.findings.len()) {
            Some(more) => writeln!(f, "{more}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for SourceFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rendered)
    }
}

/// Checks the queries of a graph against its types.
pub(crate) fn check_spec(spec: &GraphSpec) -> QueryCheck {
    let sources: Vec<_> = spec.queries.iter().map(QuerySource::from).collect();
    match spec.catalog() {
        Ok(catalog) => check_sources(&sources, &catalog, spec.name, Some(spec.functions)),
        Err(invalid) => QueryCheck { invalid_schema: Some(invalid), ..QueryCheck::default() },
    }
}

/// Checks queries against a graph of a catalog. Without `functions`, those of the user, every
/// function that is not of the language may be one.
pub(crate) fn check_sources(
    sources: &[QuerySource],
    catalog: &Catalog,
    graph: &str,
    functions: Option<&[&str]>,
) -> QueryCheck {
    let functions: Option<Vec<String>> =
        functions.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
    let parsed: Vec<_> = sources.iter().map(|source| query::parse(&source.text)).collect();
    let queries = parsed.iter().filter_map(|parsed| parsed.query.as_ref());
    let context =
        Context { functions: functions.as_deref(), ..context(Some((catalog, graph)), queries) };
    let mut findings = Vec::new();
    for (source, Parsed { query, findings: syntax }) in sources.iter().zip(&parsed) {
        let mut found = syntax.clone();
        if let Some(query) = query {
            found.extend(check::query_in(&source.text, query, &context));
        }
        findings.extend(found.into_iter().map(|finding| SourceFinding::of(source, finding)));
    }
    QueryCheck { findings, invalid_schema: None }
}

/// Returns the surroundings of each query: the schema, and the other queries.
pub(super) fn context<'a>(
    schema: Option<(&'a Catalog, &'a str)>,
    queries: impl Iterator<Item = &'a Query>,
) -> Context<'a> {
    let named = queries.filter_map(|query| Some((query.name.as_ref()?.value.as_str(), query)));
    Context { schema, queries: named.collect(), functions: None }
}

impl SourceFinding {
    fn of(source: &QuerySource, finding: Finding) -> Self {
        let mut position = Position::of(&source.text, finding.span);
        position.line += (source.line as usize).saturating_sub(1);
        let name = match source.file.as_str() {
            "" => &source.name,
            file => file,
        };
        Self {
            query: source.name.clone(),
            file: source.file.clone(),
            line: position.line,
            column: position.column,
            rendered: report::render(name, &position, &finding),
            finding,
        }
    }
}
