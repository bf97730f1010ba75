//! Comparing the queries of the server with those of a program.

use std::fmt;

use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use tg_gsql::model::Catalog;
use tg_gsql::query::{self, is_same};
use tg_gsql::syntax::ast::query::Query;

use super::check::context;
use super::signature::compare;
use super::source::{QuerySource, installable};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{CONCURRENCY, Deadline, Operation};
use crate::query::{Queries, StoredQuery, StoredState};
use crate::schema::GraphSpec;

/// The differences between the queries of a graph and those of the program. Its `Display` has a
/// line for each.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct QueryReport {
    /// The graph.
    pub graph: String,
    /// The differences, in the order of the program's queries.
    pub differences: Vec<QueryDifference>,
    /// The names of the queries that the program does not have. They are not a mistake: other
    /// programs may use them.
    pub beyond: Vec<String>,
}

/// A difference between a query of the program and the one of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct QueryDifference {
    /// The name of the query.
    pub query: String,
    /// The file and line of the query, if its text is in a file.
    pub place: String,
    /// The difference.
    pub kind: QueryDifferenceKind,
}

/// The kind of a [`QueryDifference`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueryDifferenceKind {
    /// The server does not have the query.
    Missing,
    /// The server has another text; layout, comments and `OR REPLACE` do not count.
    Text,
    /// The query cannot be run: its state is not [`StoredState::Installed`].
    State(StoredState),
    /// A parameter is of another type, in another position, or not there.
    Parameter {
        /// The name of the parameter.
        name: String,
        /// The type in the file; `None` if only the server has it.
        expected: Option<String>,
        /// The type on the server; `None` if only the file has it.
        found: Option<String>,
    },
    /// The parameters are the same in another order.
    ParameterOrder,
    /// A printed value is of another type, or is not printed.
    Result {
        /// The printed key.
        name: String,
        /// The type in the file, if it is known.
        expected: Option<String>,
        /// The type on the server; `None` if the server's query does not print it.
        found: Option<String>,
    },
}

impl QueryReport {
    /// Returns `true` if each query of the program is installed with its text and signature.
    pub fn fits(&self) -> bool {
        self.differences.is_empty()
    }

    /// Fails if there is a difference.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Schema`]; the message has the differences.
    pub fn require_fit(&self) -> Result<()> {
        if self.fits() {
            return Ok(());
        }
        let lines: Vec<_> = self.differences.iter().map(ToString::to_string).collect();
        let message = format!(
            "the queries of the graph `{}` are not those of the program: {}; `install_queries()` \
             installs them",
            self.graph,
            lines.join("; ")
        );
        Err(Error::new(ErrorKind::Schema, message))
    }
}

impl fmt::Display for QueryReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let graph = &self.graph;
        match self.fits() {
            true => writeln!(f, "The queries of `{graph}` are those of the program.")?,
            false => writeln!(f, "The queries of `{graph}` are not those of the program:")?,
        }
        for difference in &self.differences {
            writeln!(f, "  - {difference}")?;
        }
        match self.beyond.is_empty() {
            true => Ok(()),
            false => writeln!(f, "Only the server has `{}`.", self.beyond.join("`, `")),
        }
    }
}

impl fmt::Display for QueryDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.query)?;
        if !self.place.is_empty() {
            write!(f, " ({})", self.place)?;
        }
        write!(f, ": {}", self.kind)
    }
}

impl fmt::Display for QueryDifferenceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("the server does not have it"),
            Self::Text => f.write_str("the server has another text"),
            Self::State(state) => write!(f, "its state on the server is `{state}`"),
            Self::Parameter { name, expected: Some(expected), found: Some(found) } => write!(
                f,
                "the parameter `{name}` is {expected} in the file and {found} on the server"
            ),
            Self::Parameter { name, found: Some(found), .. } => {
                write!(f, "only the server has the parameter `{name}`, {found}")
            }
            Self::Parameter { name, .. } => {
                write!(f, "the server does not have the parameter `{name}`")
            }
            Self::ParameterOrder => f.write_str("the server has the parameters in another order"),
            Self::Result { name, expected: Some(expected), found: Some(found) } => {
                write!(f, "`{name}` is {expected} in the file and {found} on the server")
            }
            Self::Result { name, found: Some(found), .. } => {
                write!(f, "`{name}` is {found} on the server")
            }
            Self::Result { name, .. } => write!(f, "the server's query does not print `{name}`"),
        }
    }
}

impl Queries {
    /// Compares the queries of a program with those of the graph: names, texts, states, and the
    /// parameters and printed values of those that have another text.
    /// [`Graph::verify_queries`](crate::Graph::verify_queries) does it for typed queries.
    ///
    /// # Errors
    ///
    /// When the queries cannot be read. Differences are not an error: they are in the report.
    pub fn verify(&self, sources: impl IntoIterator<Item = QuerySource>) -> Operation<QueryReport> {
        verify_sources(self.clone(), sources.into_iter().collect(), None)
    }
}

/// Compares the queries of a graph with those of the server.
pub(crate) fn verify_spec(queries: Queries, spec: GraphSpec) -> Operation<QueryReport> {
    let sources = spec.queries.iter().map(QuerySource::from).collect();
    match spec.catalog() {
        Ok(catalog) => verify_sources(queries, sources, Some(catalog)),
        Err(invalid) => Operation::new(async move |_| {
            let message = format!("the types are not a schema: {invalid}");
            Err(Error::configuration(message).with_source(invalid))
        }),
    }
}

/// Compares queries with those of the server. With a catalog, the signatures of those with the same
/// text are compared, too: a change of the schema changes them.
fn verify_sources(
    queries: Queries,
    sources: Vec<QuerySource>,
    catalog: Option<Catalog>,
) -> Operation<QueryReport> {
    Operation::new(async move |deadline| {
        let sources = installable(sources)?;
        let graph = queries.client.graph().to_owned();
        let stored = match sources.is_empty() {
            true => Vec::new(),
            false => queries.get_all().within(deadline).await?,
        };
        let parsed = sources.iter().filter_map(|it| query::parse(&it.text).query).collect();
        let verify = Verification { queries: &queries, parsed, catalog, deadline };
        let work: Vec<_> = sources
            .iter()
            .map(|source| {
                let known = stored.iter().find(|known| known.name == source.name);
                verify.compare(source, known)
            })
            .collect();
        let found: Vec<Vec<_>> = stream::iter(work).buffered(CONCURRENCY).try_collect().await?;
        let is_own = |query: &StoredQuery| sources.iter().any(|it| it.name == query.name);
        let beyond = stored.iter().filter(|it| !is_own(it)).map(|it| it.name.clone());
        Ok(QueryReport { beyond: beyond.collect(), differences: found.concat(), graph })
    })
}

struct Verification<'a> {
    queries: &'a Queries,
    /// The program's queries, which call each other.
    parsed: Vec<Query>,
    catalog: Option<Catalog>,
    deadline: Deadline,
}

impl Verification<'_> {
    async fn compare(
        &self,
        source: &QuerySource,
        known: Option<&StoredQuery>,
    ) -> Result<Vec<QueryDifference>> {
        let mut kinds = Vec::new();
        let Some(known) = known else {
            return Ok(vec![QueryDifference::of(source, QueryDifferenceKind::Missing)]);
        };
        let is_same = is_same(&source.text, &known.text);
        if !is_same {
            kinds.push(QueryDifferenceKind::Text);
        }
        if known.state != StoredState::Installed {
            kinds.push(QueryDifferenceKind::State(known.state.clone()));
        }
        // A draft has no signature, and the same text has another one only in another schema.
        if known.state != StoredState::Draft && (!is_same || self.catalog.is_some()) {
            kinds.extend(self.compare_signature(source).await?);
        }
        Ok(kinds.into_iter().map(|kind| QueryDifference::of(source, kind)).collect())
    }

    async fn compare_signature(&self, source: &QuerySource) -> Result<Vec<QueryDifferenceKind>> {
        let Some(own) = query::parse(&source.text).query else { return Ok(Vec::new()) };
        let live = self.queries.signature(&source.name).within(self.deadline).await?;
        let schema = self.catalog.as_ref().map(|catalog| (catalog, self.queries.client.graph()));
        let interface = query::interface(&source.text, &own, &context(schema, self.parsed.iter()));
        Ok(compare(&interface, &live))
    }
}

impl QueryDifference {
    fn of(source: &QuerySource, kind: QueryDifferenceKind) -> Self {
        let place = if source.file.is_empty() { String::new() } else { source.place() };
        Self { query: source.name.clone(), place, kind }
    }
}
