//! Reading the vertices that a filter describes.

use http::Method;

use super::target::type_path;
use super::{Count, DeleteWhere, Vertices};
use crate::body::Selection;
use crate::client::request::{Label, Request};
use crate::client::{Client, Limits, RowStream, Rows, stream_rows};
use crate::error::Result;
use crate::filter::{Filter, IntoOrder};
use crate::operation::operation;
use crate::schema::{ReadVertex, Vertex, View};
use crate::value::{DecodeError, Row};

impl<V: ReadVertex> Vertices<V> {
    /// Finds the vertices for which a filter holds.
    ///
    /// ```
    /// # use tg_runtime::prelude::*;
    /// # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String, weight_kg: f64, fragile: bool }
    /// # async fn example(packages: Vertices<Package>) -> Result<()> {
    /// let heavy = packages
    ///     .find(|p| p.weight_kg.gt(20.0).and(p.fragile.eq(true)))
    ///     .order_by(|p| p.weight_kg.desc())
    ///     .limit(50)
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn find(&self, filter: impl FnOnce(V::Columns) -> Filter<V>) -> Find<V> {
        self.select(Selection::of(filter(V::COLUMNS)))
    }

    /// All vertices of the type.
    ///
    /// Awaited, it takes them all into memory, and the server gives at most its response limit,
    /// 32 MiB unless set otherwise; [`Find::stream`] does neither.
    pub fn all(&self) -> Find<V> {
        self.select(Selection::all())
    }

    /// Every vertex of the type, in constant memory: `all().stream()`.
    pub fn stream(&self) -> RowStream<V>
    where
        V: Send + 'static,
    {
        self.all().stream()
    }

    fn select(&self, selection: Selection<V>) -> Find<V> {
        Find { client: self.client.clone(), selection, read: V::decode, limits: Limits::default() }
    }
}

/// Reads vertices, as `V` or as a smaller view of it: [`Vertices::find`] and [`Vertices::all`].
///
/// Without an order the server gives the rows in any.
///
/// # Errors
///
/// When the request fails, or a vertex does not fit the type it is read into.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Find<V, R = V> {
    client: Client,
    selection: Selection<V>,
    read: fn(&mut Row<'_>) -> Result<R, DecodeError>,
    limits: Limits,
}

impl<V: Vertex, R: Send + 'static> Find<V, R> {
    /// Sorts by a column, or by several in a tuple; called again, by this after that.
    pub fn order_by<O: IntoOrder<V>>(mut self, order: impl FnOnce(V::Columns) -> O) -> Self {
        self.selection.then_by(order(V::COLUMNS).into_order());
        self
    }

    /// Reads at most this many.
    pub fn limit(mut self, rows: u64) -> Self {
        self.selection.limit = Some(rows);
        self
    }

    /// Reads a smaller view of the vertex: only its attributes are asked for.
    pub fn view<W: View<Of = V>>(self) -> Find<V, W> {
        Find {
            client: self.client,
            selection: Selection { select: W::SELECT, ..self.selection },
            read: W::decode,
            limits: self.limits,
        }
    }

    /// Counts the vertices on the server. Order and limit have no meaning for it.
    pub fn count(self) -> Count<V> {
        Count::new(self.client, self.selection.filter, self.limits.timeout)
    }

    /// Reads the rows one by one, in constant memory. The server is asked for the largest answer
    /// that it can give, 2 GB, unless a [`response_limit`](Self::response_limit) is set here. The
    /// timeout bounds the time until the first row arrives, and the server's work.
    pub fn stream(self) -> RowStream<R> {
        if self.selection.is_empty() {
            return RowStream::empty();
        }
        let request = self.request();
        let (client, read) = (self.client, self.read);
        stream_rows(client, request, read)
    }

    async fn run(self) -> Result<Vec<R>> {
        if self.selection.is_empty() {
            return Ok(Vec::new());
        }
        self.client.run(self.request()?, &Rows(self.read)).await
    }

    fn request(&self) -> Result<Request> {
        let label = Label::new("find", V::SPEC.name);
        let query = self.selection.query().map_err(|error| error.during(|| label.to_string()))?;
        let path = type_path::<V>(&self.client);
        Ok(Request::restpp(label, Method::GET, path).query(query).limits(self.limits))
    }
}

impl<V: ReadVertex + Send + 'static> Find<V> {
    /// Deletes the vertices instead of reading them, with all their edges.
    ///
    /// Only what [`find`](Vertices::find) describes can be deleted so; for a whole type there is
    /// [`delete_all`](Vertices::delete_all).
    pub fn delete(self) -> DeleteWhere<V> {
        DeleteWhere::new(self.client, self.selection, self.limits.timeout)
    }

    /// Reads the first vertex; `None` if there is none.
    ///
    /// # Errors
    ///
    /// Those of [`Find`].
    pub async fn first(self) -> Result<Option<V>> {
        Ok(self.limit(1).run().await?.into_iter().next())
    }
}

operation!(impl [V: Vertex + 'static, R: Send + 'static] Find<V, R> => Vec<R>, limits [response_limit]);
