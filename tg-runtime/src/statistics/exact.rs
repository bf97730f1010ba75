//! Exact counts of all vertex types.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use http::Method;
use serde::Deserialize;

use super::Statistics;
use crate::client::Client;
use crate::client::path::{Path, Query};
use crate::client::request::{Label, Request};
use crate::error::Result;
use crate::operation::{CONCURRENCY, Deadline, operation};

/// Counts the vertices of every type exactly: [`Statistics::exact_vertices`]. Awaited, it gives the
/// count by the name of the type.
///
/// The types come from the engine's own counts; each is then counted by
/// `GET /graph/{graph}/vertices/{type}?count_only=true`, several at a time. Writes between two of these
/// requests are seen by the later one.
///
/// # Errors
///
/// When a request fails.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct ExactVertexCounts {
    client: Client,
    timeout: Option<Duration>,
}

impl ExactVertexCounts {
    pub(super) fn new(client: Client) -> Self {
        Self { client, timeout: None }
    }

    async fn run(self) -> Result<BTreeMap<String, u64>> {
        #[derive(Deserialize)]
        struct Counted {
            count: u64,
        }
        let deadline = Deadline::after(self.timeout);
        let counts = Statistics::new(self.client.clone()).vertices();
        let types = match deadline.left() {
            Some(left) => counts.timeout(left).await?,
            None => counts.await?,
        };
        let count = async |name: String| {
            let path = Path::fixed("/graph").name(self.client.graph()).name("vertices").name(&name);
            let request = Request::restpp(Label::new("count", name.clone()), Method::GET, path)
                .query(Query::default().with("count_only", true))
                .timeout(deadline.left());
            let counted: Vec<Counted> = self.client.send(request).await?.results()?;
            Ok((name, counted.iter().map(|entry| entry.count).sum()))
        };
        stream::iter(types.into_keys()).map(count).buffer_unordered(CONCURRENCY).try_collect().await
    }
}

operation!(impl [] ExactVertexCounts => BTreeMap<String, u64>);
