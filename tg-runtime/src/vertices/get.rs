//! Reading vertices by their ids.

use std::marker::PhantomData;
use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use http::Method;

use super::Vertices;
use super::target::Target;
use crate::client::request::Label;
use crate::client::{Client, Rows};
use crate::error::Result;
use crate::operation::{CONCURRENCY, Deadline, operation};
use crate::schema::{AsId, ReadVertex, Vertex};
use crate::value::{DecodeError, Row};

impl<V: ReadVertex> Vertices<V> {
    /// Reads the vertex with this id; `None` if there is none.
    pub fn get(&self, id: impl AsId<V>) -> Get<V> {
        let target = Target::new(&self.client, &id);
        Get { client: self.client.clone(), target, timeout: None, types: PhantomData }
    }

    /// Reads the vertices with these ids, several at a time, in the order of the ids; `None` in the
    /// place of one that does not exist.
    pub fn get_many<I: AsId<V>>(&self, ids: impl IntoIterator<Item = I>) -> GetMany<V> {
        let targets = ids.into_iter().map(|id| Target::new(&self.client, &id)).collect();
        GetMany { client: self.client.clone(), targets, timeout: None, types: PhantomData }
    }
}

impl<V: Vertex> Vertices<V> {
    /// Whether there is a vertex with this id.
    pub fn exists(&self, id: impl AsId<V>) -> Exists<V> {
        let target = Target::new(&self.client, &id);
        Exists { client: self.client.clone(), target, timeout: None, types: PhantomData }
    }
}

/// Reads one vertex: [`Vertices::get`].
///
/// # Errors
///
/// When the request fails, or the vertex does not fit `V`.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Get<V> {
    client: Client,
    target: Result<Target>,
    timeout: Option<Duration>,
    types: PhantomData<fn() -> V>,
}

impl<V: ReadVertex + Send + 'static> Get<V> {
    async fn run(self) -> Result<Option<V>> {
        read::<V, V>(&self.client, self.target, V::decode, self.timeout).await
    }
}

operation!(impl [V: ReadVertex + Send + 'static] Get<V> => Option<V>);

/// Reads several vertices: [`Vertices::get_many`].
///
/// # Errors
///
/// When a request fails, or a vertex does not fit `V`.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct GetMany<V> {
    client: Client,
    targets: Vec<Result<Target>>,
    timeout: Option<Duration>,
    types: PhantomData<fn() -> V>,
}

impl<V: ReadVertex + Send + 'static> GetMany<V> {
    async fn run(self) -> Result<Vec<Option<V>>> {
        let deadline = Deadline::after(self.timeout);
        let get = |target| read::<V, V>(&self.client, target, V::decode, deadline.left());
        stream::iter(self.targets).map(get).buffered(CONCURRENCY).try_collect().await
    }
}

operation!(impl [V: ReadVertex + Send + 'static] GetMany<V> => Vec<Option<V>>);

/// Looks whether a vertex exists: [`Vertices::exists`].
///
/// # Errors
///
/// When the request fails.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Exists<V> {
    client: Client,
    target: Result<Target>,
    timeout: Option<Duration>,
    types: PhantomData<fn() -> V>,
}

impl<V: Vertex> Exists<V> {
    async fn run(self) -> Result<bool> {
        let found = read::<V, ()>(&self.client, self.target, |_| Ok(()), self.timeout).await?;
        Ok(found.is_some())
    }
}

operation!(impl [V: Vertex + 'static] Exists<V> => bool);

async fn read<V: Vertex, R: Send>(
    client: &Client,
    target: Result<Target>,
    decode: fn(&mut Row<'_>) -> Result<R, DecodeError>,
    timeout: Option<Duration>,
) -> Result<Option<R>> {
    let label = Label::new("get", V::SPEC.name);
    let target = target.map_err(|error| error.during(|| label.to_string()))?;
    let request = target.request(label, Method::GET).timeout(timeout);
    match client.run(request, &Rows(decode)).await {
        Ok(rows) => Ok(rows.into_iter().next()),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}
