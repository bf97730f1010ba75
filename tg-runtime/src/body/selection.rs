//! The rows that a request selects.

use crate::filter::{Filter, Order};
use crate::value::EncodeError;

/// A filter, an order, a limit and a list of attributes, for rows of `Owner`.
#[derive(Debug)]
pub(crate) struct Selection<Owner> {
    pub(crate) filter: Option<Filter<Owner>>,
    pub(crate) order: Option<Order<Owner>>,
    pub(crate) limit: Option<u64>,
    pub(crate) invalid: Option<EncodeError>,
    pub(crate) select: &'static [&'static str],
}

impl<Owner> Selection<Owner> {
    pub(crate) fn all() -> Self {
        Self { filter: None, order: None, limit: None, invalid: None, select: &[] }
    }

    pub(crate) fn of(filter: Filter<Owner>) -> Self {
        Self { filter: Some(filter), ..Self::all() }
    }

    /// Adds a filter that must hold too.
    pub(crate) fn and(&mut self, filter: Filter<Owner>) {
        self.filter = Some(match self.filter.take() {
            Some(first) => first.and(filter),
            None => filter,
        });
    }

    /// Adds an order for rows that are equal in the orders so far.
    pub(crate) fn then_by(&mut self, order: Order<Owner>) {
        self.order = Some(match self.order.take() {
            Some(first) => first.then(order),
            None => order,
        });
    }

    /// Limits the number of rows. A number that is not a limit is an error of
    /// [`parameters`](Self::parameters).
    pub(crate) fn limit_to(&mut self, rows: impl TryInto<u64>) {
        let limit = rows.try_into().ok();
        self.invalid = match limit {
            Some(_) => None,
            None => Some(EncodeError::new("the limit is negative, or more than a `u64` can hold")),
        };
        self.limit = limit.or(Some(u64::MAX));
    }

    /// Returns `true` if no row can be selected. The server takes a limit of 0 as no limit.
    pub(crate) fn is_empty(&self) -> bool {
        self.limit == Some(0)
    }

    /// Returns the parameters of the query string that select the rows.
    pub(crate) fn parameters(&self) -> Result<Vec<(&'static str, String)>, EncodeError> {
        if let Some(error) = &self.invalid {
            return Err(error.clone());
        }
        let mut parameters = Vec::new();
        if let Some(filter) = &self.filter {
            parameters.push(("filter", filter.text()?.to_owned()));
        }
        if let Some(order) = self.order.as_ref().filter(|order| !order.text().is_empty()) {
            parameters.push(("sort", order.text().to_owned()));
        }
        if let Some(limit) = self.limit {
            parameters.push(("limit", limit.to_string()));
        }
        if !self.select.is_empty() {
            parameters.push(("select", self.select.join(",")));
        }
        Ok(parameters)
    }
}
