//! The texts of a program's queries.

use crate::error::{Error, ErrorKind, Result};
use crate::schema::QuerySpec;

/// A query of the program: its text, and the file that has it.
///
/// ```
/// use tg_runtime::query::QuerySource;
///
/// let text = "CREATE QUERY next(INT n) FOR GRAPH Goods { PRINT n + 1 AS next; }";
/// let source = QuerySource::new("next", text).at("queries/next.gsql", 3);
/// assert_eq!(source.place(), "queries/next.gsql:3");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct QuerySource {
    /// The name on the server; empty for one that is interpreted.
    pub name: String,
    /// `CREATE QUERY ..` or `INTERPRET QUERY ..`, up to the closing brace.
    pub text: String,
    /// The file, for messages; empty if the text is not in a file.
    pub file: String,
    /// The line of the file on which the text begins, counted from 1.
    pub line: u32,
}

impl QuerySource {
    /// Creates a query that is not in a file.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), file: String::new(), line: 1 }
    }

    /// Sets the file, and the line on which the text begins.
    #[must_use]
    pub fn at(self, file: impl Into<String>, line: u32) -> Self {
        Self { file: file.into(), line, ..self }
    }

    /// Returns the file and line; the name if the text is not in a file.
    pub fn place(&self) -> String {
        self.place_of(1)
    }

    /// Returns the file and a line of the text, counted from 1.
    pub(super) fn place_of(&self, line: u32) -> String {
        let line = self.line.saturating_add(line.saturating_sub(1));
        match self.file.as_str() {
            "" => format!("query `{}`:{line}", self.name),
            file => format!("{file}:{line}"),
        }
    }

    pub(super) fn is_interpreted(&self) -> bool {
        self.name.is_empty()
    }
}

impl From<&QuerySpec> for QuerySource {
    fn from(spec: &QuerySpec) -> Self {
        Self::new(spec.name, spec.text).at(spec.file, spec.line)
    }
}

/// Returns the queries that can be installed.
///
/// # Errors
///
/// When two have the same name.
pub(super) fn installable(sources: Vec<QuerySource>) -> Result<Vec<QuerySource>> {
    let mut kept: Vec<QuerySource> = Vec::with_capacity(sources.len());
    for source in sources.into_iter().filter(|source| !source.is_interpreted()) {
        if let Some(first) = kept.iter().find(|first| first.name == source.name) {
            let message = format!(
                "the query `{}` is in {} and in {}: keep one",
                source.name,
                first.place(),
                source.place()
            );
            return Err(Error::new(ErrorKind::Configuration, message));
        }
        kept.push(source);
    }
    Ok(kept)
}
