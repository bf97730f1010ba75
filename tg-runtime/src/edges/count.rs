//! Counting edges.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use http::Method;
use serde::{Deserialize, Serialize};

use super::Edges;
use super::of::Addressed;
use crate::client::Client;
use crate::client::path::{Path, Query};
use crate::client::request::{Label, Request};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::operation;
use crate::schema::Edge;

impl<E: Edge> Edges<E> {
    /// Counts all edges of the type. The server counts afresh (`realtime`), yet edges that were
    /// written a moment ago may be missing; `of(vertex).count()` is exact.
    pub fn count(&self) -> CountAll<E> {
        CountAll { client: self.client.clone(), timeout: None, types: PhantomData }
    }
}

#[derive(Deserialize)]
struct Counted {
    count: u64,
}

/// Counts the edges of a vertex: `of(vertex).count()`.
///
/// # Errors
///
/// When the request fails. That the vertex does not exist is no error.
#[must_use = "operations do nothing until they are awaited"]
pub struct Count<E> {
    addressed: Result<Addressed<E>>,
    timeout: Option<Duration>,
}

impl<E: Edge> Count<E> {
    pub(super) fn new(addressed: Result<Addressed<E>>, timeout: Option<Duration>) -> Self {
        Self { addressed, timeout }
    }

    async fn run(self) -> Result<u64> {
        let mut addressed = self.addressed?;
        addressed.selection.limit = None;
        addressed.selection.order = None;
        let label = Label::new("count", E::SPEC.name);
        let query =
            addressed.selection.query().map_err(|error| error.during(|| label.to_string()))?;
        let request = Request::restpp(label, Method::GET, addressed.path())
            .query(query.with("count_only", true))
            .timeout(self.timeout);
        match addressed.client.send(request).await {
            Ok(reply) => {
                let counted: Vec<Counted> = reply.results()?;
                Ok(counted.iter().map(|entry| entry.count).sum())
            }
            Err(error) if error.is_not_found() => Ok(0),
            Err(error) => Err(error),
        }
    }
}

operation!(impl [E: Edge + 'static] Count<E> => u64);

impl<E: Edge> fmt::Debug for Count<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Count").field("type", &E::SPEC.name).finish_non_exhaustive()
    }
}

/// Counts all edges of a type: [`Edges::count`].
///
/// # Errors
///
/// When the request fails.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct CountAll<E> {
    client: Client,
    timeout: Option<Duration>,
    types: PhantomData<fn() -> E>,
}

impl<E: Edge> CountAll<E> {
    async fn run(self) -> Result<u64> {
        #[derive(Serialize)]
        struct Function {
            function: &'static str,
            r#type: &'static str,
        }
        let function = Function { function: "stat_edge_number", r#type: E::SPEC.name };
        let body = serde_json::to_vec(&function).map_err(|error| {
            Error::new(ErrorKind::Encode, "the request cannot be written").with_source(error)
        })?;
        let label = Label::new("count", E::SPEC.name);
        let path = Path::fixed("/builtins").name(self.client.graph());
        let request = Request::restpp(label, Method::POST, path)
            .query(Query::default().with("realtime", true))
            .json(body)
            .idempotent(true)
            .timeout(self.timeout);
        let counted: Vec<Counted> = self.client.send(request).await?.results()?;
        Ok(counted.iter().map(|entry| entry.count).sum())
    }
}

operation!(impl [E: Edge + 'static] CountAll<E> => u64);
