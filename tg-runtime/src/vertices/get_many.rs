//! Reading many vertices by their ids.

use std::collections::{HashMap, HashSet};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::Deserialize;
use serde_json::value::RawValue;
use tg_gsql::name::is_identifier;

use super::Vertices;
use super::get::read;
use super::target::Target;
use crate::body::is_of_type;
use crate::client::Client;
use crate::client::api::queries as api;
use crate::client::path::Query;
use crate::client::request::Label;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{CONCURRENCY, Deadline, Operation};
use crate::schema::{AsId, KeySpec, ReadVertex, Vertex};
use crate::value::{Decoder, Key as _};

/// The number of ids from which a query reads them: interpreting one takes a server about as long
/// as the requests for fewer ids, of which 16 are sent at a time.
const MIN_IDS_OF_QUERY: usize = 64;

/// The longest query string that is sent: the server takes URLs of 8 KB.
const MAX_QUERY_BYTES: usize = 7_000;

impl<V: ReadVertex + Send + 'static> Vertices<V> {
    /// Reads the vertices with these ids, in the order of the ids; `None` for one that does not
    /// exist.
    ///
    /// Up to 63 ids, and composite keys, take one request per id, 16 at a time. More are the
    /// parameter of an interpreted query, `INTERPRET QUERY (SET<VERTEX<..>> ids) .. { found =
    /// {ids}; PRINT found; }`, in requests of about 7 KB: a few hundred ids each, one after
    /// another. The user needs the privilege to run queries of the graph, on the GSQL server. Where
    /// the server rejects the query, for this or another reason, each vertex is read by a request
    /// of its own.
    ///
    /// # Errors
    ///
    /// When an id cannot be sent, a request fails, or a vertex does not fit `V`.
    pub fn get_many<I: AsId<V>>(
        &self,
        ids: impl IntoIterator<Item = I>,
    ) -> Operation<Vec<Option<V>>> {
        let client = self.client.clone();
        let targets: Vec<_> = ids.into_iter().map(|id| Target::new(&self.client, &id)).collect();
        Operation::new(async move |deadline| {
            let targets = targets.into_iter().collect::<Result<Vec<_>>>();
            let targets = targets.map_err(|error| error.during(|| label::<V>().to_string()))?;
            let is_composite = matches!(V::SPEC.key, KeySpec::PrimaryKey([_, _, ..]));
            let is_few = targets.len() < MIN_IDS_OF_QUERY;
            if is_few || is_composite || !is_identifier(client.graph()) {
                return one_by_one(&client, targets, deadline).await;
            }
            let mut found = match by_query::<V>(&client, &targets, deadline).await {
                Ok(found) => found,
                // The server does not interpret the query: without the privilege, for example.
                Err(error) if !error.is_retryable() && error.kind() != ErrorKind::Decode => {
                    tracing::debug!(%error, "vertices are read one by one");
                    return one_by_one(&client, targets, deadline).await;
                }
                Err(error) => return Err(error),
            };
            let mut given = HashSet::new();
            let mut vertices = Vec::with_capacity(targets.len());
            for target in targets {
                let key = key::<V>(&target.id)?;
                let vertex = match found.remove(&key) {
                    Some(vertex) => {
                        given.insert(key);
                        Some(vertex)
                    }
                    // An id that is given again: its vertex is read again.
                    None if given.contains(&key) => {
                        read::<V, V>(&client, Ok(target), V::decode, deadline).await?
                    }
                    None => None,
                };
                vertices.push(vertex);
            }
            Ok(vertices)
        })
    }
}

fn label<V: Vertex>() -> Label {
    Label::new("get", V::SPEC.name)
}

fn key<V: Vertex>(id: &str) -> Result<V::Key> {
    V::Key::parse(id).map_err(|error| Error::from(error).during(|| label::<V>().to_string()))
}

async fn one_by_one<V: ReadVertex + Send>(
    client: &Client,
    targets: Vec<Target>,
    deadline: Deadline,
) -> Result<Vec<Option<V>>> {
    let get = |target| read::<V, V>(client, Ok(target), V::decode, deadline);
    stream::iter(targets).map(get).buffered(CONCURRENCY).try_collect().await
}

/// Reads those of the vertices that exist. The server ignores ids in a set that do not.
async fn by_query<V: ReadVertex>(
    client: &Client,
    targets: &[Target],
    deadline: Deadline,
) -> Result<HashMap<V::Key, V>> {
    let (graph, name) = (client.graph(), V::SPEC.name);
    let text = format!(
        "INTERPRET QUERY (SET<VERTEX<{name}>> ids) FOR GRAPH {graph} {{ found = {{ids}}; PRINT \
         found; }}"
    );
    let mut found = HashMap::with_capacity(targets.len());
    let mut query = Query::default();
    for (index, target) in targets.iter().enumerate() {
        query.push("ids", &target.id);
        let is_full = query.as_str().is_some_and(|query| query.len() >= MAX_QUERY_BYTES);
        if is_full || index + 1 == targets.len() {
            let call = api::interpret(&text, std::mem::take(&mut query));
            let request = client.form(call, deadline).await?.request()?.labelled(label::<V>());
            let request = request.idempotent(true).timeout(deadline.left());
            let reply = client.send(request).await?;
            add_printed::<V>(&reply.strict()?, &mut found)
                .map_err(|error| error.during(|| label::<V>().to_string()))?;
        }
    }
    Ok(found)
}

/// Adds the vertices that the query printed.
fn add_printed<V: ReadVertex>(body: &str, found: &mut HashMap<V::Key, V>) -> Result<()> {
    #[derive(Deserialize)]
    struct Whole<'b> {
        #[serde(borrow)]
        results: [Printed<'b>; 1],
    }

    #[derive(Deserialize)]
    struct Printed<'b> {
        #[serde(borrow)]
        found: &'b RawValue,
    }

    let Whole { results: [printed] } = serde_json::from_str(body).map_err(|error| {
        Error::new(ErrorKind::Protocol, format!("it is not the answer of the query: {error}"))
    })?;
    Decoder::new(printed.found.get()).list(|input| {
        input.row(|row| {
            is_of_type::<V>(row)?;
            found.insert(row.key()?, V::decode(row)?);
            Ok(())
        })
    })?;
    Ok(())
}
