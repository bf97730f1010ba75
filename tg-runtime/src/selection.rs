//! Which rows a request is about, and what of them.

use crate::client::path::Query;
use crate::error::Result;
use crate::filter::{Filter, Order};

/// A filter, an order, a limit and the wanted attributes of rows of `Owner`.
#[derive(Debug)]
pub(crate) struct Selection<Owner> {
    pub(crate) filter: Option<Filter<Owner>>,
    pub(crate) order: Option<Order<Owner>>,
    pub(crate) limit: Option<u64>,
    pub(crate) select: &'static [&'static str],
}

impl<Owner> Selection<Owner> {
    pub(crate) fn all() -> Self {
        Self { filter: None, order: None, limit: None, select: &[] }
    }

    pub(crate) fn of(filter: Filter<Owner>) -> Self {
        Self { filter: Some(filter), ..Self::all() }
    }

    /// Orders by this after what it is ordered by already.
    pub(crate) fn then_by(&mut self, order: Order<Owner>) {
        self.order = Some(match self.order.take() {
            Some(first) => first.then(order),
            None => order,
        });
    }

    /// Whether no row can be meant. The server takes a limit of 0 for none.
    pub(crate) fn is_empty(&self) -> bool {
        self.limit == Some(0)
    }

    /// The part of the query string that says which rows are meant.
    pub(crate) fn query(&self) -> Result<Query> {
        let mut query = Query::default();
        if let Some(filter) = &self.filter {
            query.push("filter", filter.text()?);
        }
        if let Some(order) = self.order.as_ref().filter(|order| !order.text().is_empty()) {
            query.push("sort", order.text());
        }
        if let Some(limit) = self.limit {
            query.push("limit", limit);
        }
        if !self.select.is_empty() {
            query.push("select", self.select.join(","));
        }
        Ok(query)
    }
}
