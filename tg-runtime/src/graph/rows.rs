//! The vertices or edges of a type that is named at run time.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use futures_util::StreamExt as _;
use tg_gsql::model::{Catalog, EdgeType, VertexType};
use tg_gsql::suggest::nearest;

use super::AnyGraph;
#[cfg(feature = "arrow-60")]
use crate::body::Columns;
use crate::body::Selection;
#[cfg(feature = "arrow-60")]
use crate::client::RecordBatchStream;
use crate::client::api::data as api;
use crate::client::request::Label;
use crate::client::{Client, RowStream, stream_rows};
use crate::edges::EveryEdge;
use crate::error::{Error, ErrorKind, Result};
use crate::filter::Filter;
use crate::operation::Deadline;
use crate::value::{DecodeError, Row};

impl AnyGraph {
    /// Reads the vertices or the edges of the type of this name in the graph's schema.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # use tg_runtime::AnyGraph;
    /// # async fn example(graph: AnyGraph) -> Result<()> {
    /// let catalog = graph.schema().read().await?;
    /// let packages = graph.rows_of(&catalog, "Package")?;
    /// let mut ids = packages.stream(|row| row.vertex_id().map(|id| id.into_owned()));
    /// while let Some(id) = ids.next().await {
    ///     println!("{}", id?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] when the graph has no such type.
    pub fn rows_of(&self, catalog: &Catalog, name: &str) -> Result<NamedRows> {
        let client = super::Graph::client(self).clone();
        let graph = client.graph();
        let of = if let Some(ty) = catalog.vertex(graph, name) {
            Of::Vertices(ty.clone())
        } else if let Some(ty) = catalog.edge(graph, name) {
            Of::Edges(ty.clone())
        } else {
            return Err(unknown(catalog, graph, name));
        };
        Ok(NamedRows {
            client,
            of,
            selection: Selection::all(),
            #[cfg(feature = "arrow-60")]
            tuples: catalog.tuples.clone(),
        })
    }
}

fn unknown(catalog: &Catalog, graph: &str, name: &str) -> Error {
    let names: Vec<&str> = catalog.vertices_of(graph).map(|it| it.name.as_str()).collect();
    let edges = catalog.edges_of(graph).map(|it| it.name.as_str());
    let names: Vec<&str> = names.into_iter().chain(edges).collect();
    let advice = if let Some(edge) = catalog.edge_by_reverse(graph, name) {
        format!("it is the reverse of `{}`, which has the same edges", edge.name)
    } else if let Some(near) = nearest(name, names.iter().copied()) {
        format!("did you mean `{near}`?")
    } else if names.is_empty() {
        "it has no types".to_owned()
    } else {
        format!("its types are {}", names.join(", "))
    };
    let message = format!("the graph `{graph}` has no vertex or edge type `{name}`; {advice}");
    Error::new(ErrorKind::UnknownName, message)
}

/// Reads the vertices or edges of a type that is named at run time: [`AnyGraph::rows_of`].
///
/// The rows are those of [`Vertices::all`](crate::Vertices::all), or of
/// [`Edges::all`](crate::Edges::all), which takes one request per vertex.
#[must_use = "nothing is sent until the rows are streamed"]
pub struct NamedRows {
    client: Client,
    of: Of,
    selection: Selection<AnyGraph>,
    #[cfg(feature = "arrow-60")]
    tuples: Vec<tg_gsql::model::TupleType>,
}

enum Of {
    Vertices(VertexType),
    Edges(EdgeType),
}

impl NamedRows {
    /// Restricts it to rows for which a filter holds; called again, both must hold.
    pub fn filter(mut self, filter: Filter<AnyGraph>) -> Self {
        self.selection.and(filter);
        self
    }

    /// Limits the number of rows.
    pub fn limit(mut self, rows: impl TryInto<u64>) -> Self {
        self.selection.limit_to(rows);
        self
    }

    /// Reads only these attributes: the server leaves out the others. Ids are always read.
    pub fn select<S: Into<String>>(mut self, attributes: impl IntoIterator<Item = S>) -> Self {
        self.selection.select = kept(attributes.into_iter().map(Into::into).collect());
        self
    }

    /// Reads the rows as Arrow record batches of at most so many rows, in constant memory, with the
    /// columns of these names, or without names with all of the type.
    #[cfg(feature = "arrow-60")]
    pub fn record_batches(self, names: &[&str], rows: usize) -> RecordBatchStream {
        let selected = self.selection.select;
        let all = match &self.of {
            Of::Vertices(ty) => Columns::of_named_vertices(ty, &self.tuples, selected),
            Of::Edges(ty) => Columns::of_named_edges(ty, &self.tuples, selected),
        };
        let columns = if names.is_empty() { all } else { all.only(names) };
        RecordBatchStream::new(columns, rows, |batches| {
            self.stream(move |row| batches.add(row, false))
        })
    }

    /// Reads the rows one by one, in constant memory: each is handed to `read`, and the stream
    /// returns its result. The first error is the last item.
    pub fn stream<R, F>(self, read: F) -> RowStream<R>
    where
        R: Send + 'static,
        F: Fn(&mut Row<'_>) -> Result<R, DecodeError> + Clone + Send + 'static,
    {
        if self.selection.is_empty() {
            return RowStream::empty();
        }
        let Self { client, of, selection, .. } = self;
        let query = selection.query();
        match of {
            Of::Vertices(ty) => {
                let label = Label::new("find", ty.name.clone());
                let path = api::vertices(client.graph(), &ty.name);
                let request = match query {
                    Ok(query) => Ok(api::read(path, query).labelled(label)),
                    Err(error) => Err(error.during(|| label.to_string())),
                };
                stream_rows(client, request, read)
            }
            Of::Edges(ty) => {
                let mut sources: Vec<&'static str> = Vec::new();
                for pair in ty.pairs {
                    if !sources.contains(&pair.from.as_str()) {
                        sources.extend(kept(vec![pair.from]));
                    }
                }
                let name = kept(vec![ty.name]).first().copied().unwrap_or_default();
                let query =
                    query.map_err(|error| error.during(|| Label::new("list", name).to_string()));
                let (directed, deadline) = (ty.directed, Deadline::NONE);
                let every = EveryEdge { client, name, directed, sources, query, deadline };
                let limit = selection.limit.and_then(|rows| usize::try_from(rows).ok());
                RowStream::of(every.rows(read).take(limit.unwrap_or(usize::MAX)))
            }
        }
    }
}

/// Keeps names as long as the process lives, each list once: the types of the program have names
/// that are constants.
fn kept(names: Vec<String>) -> &'static [&'static str] {
    static KEPT: Mutex<Vec<&'static [&'static str]>> = Mutex::new(Vec::new());
    let mut all = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = all.iter().find(|known| **known == names) {
        return known;
    }
    let names: Vec<&'static str> = names.into_iter().map(|name| &*String::leak(name)).collect();
    let names: &'static [&'static str] = names.leak();
    all.push(names);
    names
}

impl fmt::Debug for NamedRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match &self.of {
            Of::Vertices(ty) => &ty.name,
            Of::Edges(ty) => &ty.name,
        };
        f.debug_struct("NamedRows").field("type", name).finish_non_exhaustive()
    }
}
