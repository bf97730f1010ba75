//! Counting.

use std::time::Duration;

use http::Method;
use serde::Deserialize;

use super::Vertices;
use super::target::type_path;
use crate::client::Client;
use crate::client::path::Query;
use crate::client::request::{Label, Request};
use crate::error::{Error, ErrorKind, Result};
use crate::filter::Filter;
use crate::operation::operation;
use crate::schema::Vertex;

impl<V: Vertex> Vertices<V> {
    /// Counts the vertices of the type. The server counts exactly, by looking at them all.
    pub fn count(&self) -> Count<V> {
        Count::new(self.client.clone(), None, None)
    }

    /// Counts the vertices for which a filter holds.
    pub fn count_where(&self, filter: impl FnOnce(V::Columns) -> Filter<V>) -> Count<V> {
        Count::new(self.client.clone(), Some(filter(V::COLUMNS)), None)
    }
}

/// Counts vertices: [`Vertices::count`], [`Vertices::count_where`] and `find(..).count()`.
///
/// # Errors
///
/// When the request fails.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Count<V> {
    client: Client,
    filter: Option<Filter<V>>,
    timeout: Option<Duration>,
}

impl<V: Vertex> Count<V> {
    pub(super) fn new(
        client: Client,
        filter: Option<Filter<V>>,
        timeout: Option<Duration>,
    ) -> Self {
        Self { client, filter, timeout }
    }

    async fn run(self) -> Result<u64> {
        #[derive(Deserialize)]
        struct Counted {
            count: u64,
        }

        let label = Label::new("count", V::SPEC.name);
        let mut query = Query::default().with("count_only", true);
        if let Some(filter) = &self.filter {
            let text = filter.text();
            query.push("filter", text.map_err(|e| Error::from(e).during(|| label.to_string()))?);
        }
        let request = Request::restpp(label, Method::GET, type_path::<V>(&self.client))
            .query(query)
            .timeout(self.timeout);
        let counted: Vec<Counted> = self.client.send(request).await?.results()?;
        match counted[..] {
            [Counted { count }] => Ok(count),
            _ => Err(Error::new(ErrorKind::Protocol, "the answer is not one count")),
        }
    }
}

operation!(impl [V: Vertex + 'static] Count<V> => u64);
