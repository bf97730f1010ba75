//! The queries of a graph.

mod describe;
mod finding;
mod install;
mod signature;
mod store;

use std::fmt;

use super::DetachedQuery;
use super::running::{Abort, Running};
use crate::client::Client;
use crate::operation::ConfirmAll;

pub use describe::QueryDescription;
pub use finding::{DraftQuery, QueryFinding};
pub use install::{InstallQueries, Installation, InstallationState};
pub use signature::{
    OutputShape, OutputVertex, QueryInput, QueryOutput, QuerySignature, QueryType,
};
pub use store::{QueryCheck, StoredQuery, StoredState};

/// The queries of one graph: [`Graph::queries`](crate::Graph::queries).
#[derive(Clone)]
pub struct Queries {
    client: Client,
}

impl Queries {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// The detached query with this [id](DetachedQuery::request_id). Nothing is asked yet.
    pub fn detached(&self, request_id: impl Into<String>) -> DetachedQuery {
        DetachedQuery::new(self.client.clone(), request_id.into())
    }

    /// Lists the queries of the graph that run: `GET /showprocesslist/{graph}`.
    pub fn running(&self) -> Running {
        Running::in_graph(self.client.clone())
    }

    /// Lists the queries of all graphs that run: `GET /showprocesslistall`.
    pub fn running_everywhere(&self) -> Running {
        Running::everywhere(self.client.clone())
    }

    /// Lists the queries of all graphs that wait for others to end: `GET /showdelayedlistall`. They
    /// cannot be aborted.
    pub fn delayed(&self) -> Running {
        Running::delayed(self.client.clone())
    }

    /// Aborts queries by their ids: `GET /abortquery/{graph}`.
    pub fn abort<S: Into<String>>(&self, request_ids: impl IntoIterator<Item = S>) -> Abort {
        Abort::ids(self.client.clone(), request_ids.into_iter().map(Into::into))
    }

    /// Aborts all queries of the graph.
    pub fn abort_all(&self, _: ConfirmAll) -> Abort {
        Abort::all(self.client.clone())
    }

    /// Aborts the queries of the graph whose URL begins so and may go on behind `.*`:
    /// `/query/Goods/heavy.*`.
    pub fn abort_matching(&self, url: &str) -> Abort {
        Abort::matching(self.client.clone(), url)
    }
}

impl fmt::Debug for Queries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Queries").field(&self.client).finish()
    }
}
