//! The queries of a graph.

mod describe;
mod finding;
mod install;
mod signature;
mod store;
mod stored;

use std::fmt;

use super::DetachedQuery;
use super::running::{QueryStatus, abort, abort_ids, list};
use crate::client::Client;
use crate::client::api::queries as api;
use crate::client::path::Query;
use crate::client::request::Label;
use crate::operation::{ConfirmAll, Operation, WorkState};

pub use describe::QueryDescription;
pub use finding::{DraftQuery, QueryFinding};
pub use install::{InstallQueries, Installation, InstalledQuery};
pub use signature::{QuerySignature, QueryType, QueryValue};
pub use stored::{StoredQuery, StoredState};

/// The queries of one graph: [`Graph::queries`](crate::Graph::queries).
#[derive(Clone)]
pub struct Queries {
    pub(super) client: Client,
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
    ///
    /// # Errors
    ///
    /// When the request fails; with [`ErrorKind::Forbidden`](crate::ErrorKind::Forbidden) when the
    /// credentials do not allow it.
    pub fn running(&self) -> Operation<Vec<QueryStatus>> {
        let label = Label::of_graph("list the queries that run on", &self.client);
        let request = api::running(self.client.graph()).labelled(label);
        list(self.client.clone(), request, WorkState::Running)
    }

    /// Lists the queries of all graphs that run: `GET /showprocesslistall`.
    ///
    /// # Errors
    ///
    /// Those of [`running`](Self::running).
    pub fn running_everywhere(&self) -> Operation<Vec<QueryStatus>> {
        let label = Label::new("list the queries that run on", "all graphs");
        list(self.client.clone(), api::running_everywhere().labelled(label), WorkState::Running)
    }

    /// Lists the queries of all graphs that wait for others to end: `GET /showdelayedlistall`. They
    /// cannot be aborted.
    ///
    /// # Errors
    ///
    /// Those of [`running`](Self::running).
    pub fn delayed(&self) -> Operation<Vec<QueryStatus>> {
        let label = Label::new("list the queries that wait on", "all graphs");
        list(self.client.clone(), api::delayed().labelled(label), WorkState::Waiting)
    }

    /// Aborts queries by their ids, and returns those that were aborted; one that had ended before
    /// is not among them. `GET /abortquery/{graph}`.
    ///
    /// # Errors
    ///
    /// When the request fails; with [`ErrorKind::Forbidden`](crate::ErrorKind::Forbidden) when the
    /// credentials do not allow it; with [`ErrorKind::Encode`](crate::ErrorKind::Encode) when no
    /// query is named, or a text is not an id.
    pub fn abort<S: Into<String>>(
        &self,
        request_ids: impl IntoIterator<Item = S>,
    ) -> Operation<Vec<QueryStatus>> {
        abort_ids(self.client.clone(), request_ids.into_iter().map(Into::into))
    }

    /// Aborts all queries of the graph, and returns them.
    ///
    /// # Errors
    ///
    /// Those of [`abort`](Self::abort).
    pub fn abort_all(&self, _: ConfirmAll) -> Operation<Vec<QueryStatus>> {
        abort(self.client.clone(), Query::default().with("requestid", "all"))
    }

    /// Aborts the queries of the graph whose URL begins like this and may end in `.*`:
    /// `/query/Goods/heavy.*`; returns them.
    ///
    /// # Errors
    ///
    /// Those of [`abort`](Self::abort).
    pub fn abort_matching(&self, url: &str) -> Operation<Vec<QueryStatus>> {
        let mut query = Query::default();
        if !url.is_empty() {
            query.push("url", url);
        }
        abort(self.client.clone(), query)
    }
}

impl fmt::Debug for Queries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Queries").field(&self.client).finish()
    }
}
