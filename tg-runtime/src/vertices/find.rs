//! Finding and counting the vertices that a filter selects.

use serde::Deserialize;

use super::Vertices;
use super::delete::delete_found;
use super::target::{page_after, type_path};
#[cfg(feature = "arrow-60")]
use crate::body::Columns;
use crate::body::Selection;
#[cfg(feature = "arrow-60")]
use crate::client::RecordBatchStream;
use crate::client::api::data as api;
use crate::client::path::Query;
use crate::client::request::{Label, Request};
use crate::client::{Client, Limits, RowStream, Rows, stream_rows};
use crate::error::{Error, ErrorKind, Result};
use crate::filter::{Filter, IntoOrder};
use crate::operation::{Operation, operation};
use crate::schema::{AsId, ReadVertex, Vertex, View, id_text};
use crate::value::{DecodeError, Row};

impl<V: Vertex + 'static> Vertices<V> {
    /// Counts the vertices of the type. The server counts exactly, by visiting all of them.
    ///
    /// # Errors
    ///
    /// When the request fails.
    pub fn count(&self) -> Operation<u64> {
        count::<V>(self.client.clone(), None)
    }

    /// Counts the vertices for which a filter holds.
    ///
    /// # Errors
    ///
    /// When the request fails.
    pub fn count_where(&self, filter: impl FnOnce(V::Columns) -> Filter<V>) -> Operation<u64> {
        count(self.client.clone(), Some(filter(V::COLUMNS)))
    }
}

fn count<V: Vertex + 'static>(client: Client, filter: Option<Filter<V>>) -> Operation<u64> {
    #[derive(Deserialize)]
    struct Counted {
        count: u64,
    }

    Operation::new(async move |deadline| {
        let label = Label::new("count", V::SPEC.name);
        let mut query = Query::default();
        if let Some(filter) = &filter {
            let text = filter.text();
            let text = text.map_err(|error| Error::from(error).during(|| label.to_string()))?;
            query.push("filter", text);
        }
        let request = api::count(type_path::<V>(&client), query);
        let request = request.labelled(label).timeout(deadline.left());
        let counted: Vec<Counted> = client.send(request).await?.results()?;
        match counted[..] {
            [Counted { count }] => Ok(count),
            _ => Err(Error::new(ErrorKind::Protocol, "the answer is not one count")),
        }
    })
}

impl<V: ReadVertex> Vertices<V> {
    /// Finds the vertices for which a filter holds.
    ///
    /// ```
    /// # use tg_runtime::prelude::*;
    /// # #[derive(Vertex)]
    /// # struct Package { #[tg(primary_id)] id: String, weight_kg: f64, fragile: bool }
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

    /// Finds all vertices of the type.
    ///
    /// Awaited, it reads them all into memory, and the answer may have at most the response limit
    /// of the server, 32 MiB unless set otherwise. [`Find::stream`] has neither restriction.
    pub fn all(&self) -> Find<V> {
        self.select(Selection::all())
    }

    /// Reads every vertex of the type, in constant memory: `all().stream()`.
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
/// Without [`order_by`](Self::order_by) the rows are in no particular order.
///
/// The server has no offset: pages are read [after](Self::after) the last id of the page before.
///
/// # Errors
///
/// When the request fails, or a vertex does not fit the type into which it is read.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Find<V, R = V> {
    client: Client,
    selection: Selection<V>,
    read: fn(&mut Row<'_>) -> Result<R, DecodeError>,
    limits: Limits,
}

impl<V: Vertex + 'static, R: Send + 'static> Find<V, R> {
    /// Sorts by a column, or by several in a tuple; called again, it adds columns.
    pub fn order_by<O: IntoOrder<V>>(mut self, order: impl FnOnce(V::Columns) -> O) -> Self {
        self.selection.then_by(order(V::COLUMNS).into_order());
        self
    }

    /// Limits the number of rows: any integer that is not negative, such as a `usize` or a `u64`.
    pub fn limit(mut self, rows: impl TryInto<u64>) -> Self {
        self.selection.limit_to(rows);
        self
    }

    /// Selects the vertices whose ids come after this one, or all of them for `None`, in the order
    /// of their ids: with a [`limit`](Self::limit), a page. An order that is set before has
    /// precedence, so set none.
    ///
    /// A page costs the same wherever it is, and vertices that are written meanwhile do not move
    /// the others. The server compares attributes, so the id has to be one, as it is by default;
    /// the order of a composite key cannot be expressed.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String }
    /// async fn page(packages: &Vertices<Package>, last: Option<&str>) -> Result<Vec<Package>> {
    ///     packages.all().after(last).limit(100).await
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// The operation fails with [`ErrorKind::Encode`] for a composite key, and for a primary id
    /// that is not an attribute.
    pub fn after(mut self, id: Option<impl AsId<V>>) -> Self {
        match page_after::<V>(id.map(|id| id_text(&id))) {
            Ok((filter, order)) => {
                if let Some(filter) = filter {
                    self.selection.and(filter);
                }
                self.selection.then_by(order);
            }
            Err(error) => self.selection.invalid = Some(error),
        }
        self
    }

    /// Reads a smaller view of the vertex: the server returns only its attributes.
    pub fn view<W: View<Of = V>>(self) -> Find<V, W> {
        Find {
            client: self.client,
            selection: Selection { select: W::SELECT, ..self.selection },
            read: W::decode,
            limits: self.limits,
        }
    }

    /// Counts the vertices on the server, without regard to order and limit.
    ///
    /// # Errors
    ///
    /// When the request fails.
    pub fn count(self) -> Operation<u64> {
        count::<V>(self.client, self.selection.filter).limited(self.limits.timeout)
    }

    /// Reads the rows one by one, in constant memory. The request allows an answer of 2 GB, the
    /// maximum, unless a [`response_limit`](Self::response_limit) is set here. The timeout limits
    /// the time until the first row arrives, and the work of the server.
    pub fn stream(self) -> RowStream<R> {
        if self.selection.is_empty() {
            return RowStream::empty();
        }
        let request = self.request();
        let (client, read) = (self.client, self.read);
        stream_rows(client, request, read)
    }

    /// Reads the rows as Arrow record batches of at most so many rows, in constant memory; those of
    /// a [view](Self::view) have its attributes.
    #[cfg(feature = "arrow-60")]
    pub fn record_batches(self, rows: usize) -> RecordBatchStream {
        let columns = Columns::of_vertices(&V::SPEC, self.selection.select);
        RecordBatchStream::new(columns, rows, |batches| {
            if self.selection.is_empty() {
                return RowStream::empty();
            }
            let request = self.request();
            stream_rows(self.client, request, move |row| batches.add(row, false))
        })
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
        let request = api::read(type_path::<V>(&self.client), query);
        Ok(request.labelled(label).limits(self.limits))
    }
}

impl<V: ReadVertex + Send + 'static> Find<V> {
    /// Deletes the vertices instead of reading them, with all their edges; returns how many there
    /// were.
    ///
    /// It needs the filter of [`find`](Vertices::find); [`delete_all`](Vertices::delete_all)
    /// deletes a whole type.
    ///
    /// # Errors
    ///
    /// When the request fails.
    pub fn delete(self) -> Operation<u64> {
        delete_found(self.client, self.selection).limited(self.limits.timeout)
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

operation! {
    impl [V: Vertex + 'static, R: Send + 'static] Find<V, R> => Vec<R>, limits [response_limit]
}
