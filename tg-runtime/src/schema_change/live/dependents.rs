//! Queries and loading jobs, which a change of the schema can break.

use std::fmt;

use crate::client::Client;
use crate::client::api::{queries, schema as api};
use crate::error::Result;
use crate::operation::Deadline;
use crate::operation::gsql::{Scope, shell};

/// A query or a loading job of a graph, which may name types.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Dependent {
    /// The kind.
    pub kind: DependentKind,
    /// Its name.
    pub name: String,
    /// The text that created it, if the server returns it.
    pub text: String,
    /// Of a query, the state that the server gives, such as `installed v2` or `draft`; otherwise
    /// empty.
    pub state: String,
}

/// The kind of a [`Dependent`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DependentKind {
    /// A query. It becomes invalid when a type or attribute that it uses is dropped.
    Query,
    /// A loading job. The server drops it when a type that it loads is altered or dropped.
    LoadingJob,
}

impl Dependent {
    /// Returns `true` if its text has this name of a type or attribute as a whole word.
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

/// The queries and loading jobs of a graph. Both generations print them as text: the jobs with
/// theirs, the queries by name.
pub(crate) async fn of_graph(
    client: &Client,
    graph: &str,
    deadline: Deadline,
) -> Result<Vec<Dependent>> {
    let scope = Scope::of(client, graph, "list the queries and loading jobs of");
    let listing = scope.run(api::listing(), deadline).await?.output()?;
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
        let text = scope.run(queries::text(&name), deadline).await?.output()?;
        found.push(Dependent { kind: DependentKind::Query, name, text, state });
    }
    Ok(found)
}
