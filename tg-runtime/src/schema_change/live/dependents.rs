//! Queries and loading jobs: what a change of the schema breaks beside data.

use std::fmt;
use std::time::Duration;

use crate::client::Client;
use crate::error::Result;
use crate::operation::Deadline;
use crate::operation::gsql::Gsql;
use crate::operation::gsql::shell;

/// A query or a loading job of a graph, which may name types.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Dependent {
    /// Which of the two it is.
    pub kind: DependentKind,
    /// Its name.
    pub name: String,
    /// What it was created by, as far as the server tells.
    pub text: String,
    /// Of a query, the state that the server gives, such as `installed v2` or `draft`; otherwise
    /// empty.
    pub state: String,
}

/// What a [`Dependent`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DependentKind {
    /// A query. It becomes invalid when a type or attribute that it uses is dropped.
    Query,
    /// A loading job. The server drops it when a type that it loads is altered or dropped.
    LoadingJob,
}

impl Dependent {
    /// Whether its text has this name of a type or attribute, as a word of its own.
    pub fn mentions(&self, name: &str) -> bool {
        shell::mentions(&self.text, name)
    }
}

impl fmt::Display for Dependent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            DependentKind::Query => write!(f, "query `{}`", self.name),
            DependentKind::LoadingJob => write!(f, "loading job `{}`", self.name),
        }
    }
}

/// All of a graph. Both generations tell them in the shell's words: the jobs with their
/// text, the queries by name.
pub(crate) async fn of_graph(
    client: &Client,
    graph: &str,
    limit: Option<Duration>,
) -> Result<Vec<Dependent>> {
    let deadline = Deadline::after(limit);
    let shell = async |statement: &str| {
        let script = format!("USE GRAPH {graph}\n{statement}");
        Gsql::new(client.clone(), script).limit(deadline.left()).shown().await
    };
    let listing = shell("ls").await?;
    let mut found: Vec<_> = shell::loading_jobs(&listing)
        .into_iter()
        .map(|(name, text)| Dependent {
            kind: DependentKind::LoadingJob,
            name,
            text,
            state: String::new(),
        })
        .collect();
    for (name, state) in shell::queries(&listing) {
        let text = shell(&format!("SHOW QUERY {name}")).await?;
        found.push(Dependent { kind: DependentKind::Query, name, text, state });
    }
    Ok(found)
}
