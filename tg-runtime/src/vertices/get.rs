//! Reading one vertex by its id.

use std::marker::PhantomData;
use std::time::Duration;

use http::Method;

use super::Vertices;
use super::target::Target;
use crate::client::request::Label;
use crate::client::{Client, Rows};
use crate::error::Result;
use crate::operation::operation;
use crate::schema::{AsId, ReadVertex};

impl<V: ReadVertex> Vertices<V> {
    /// Reads the vertex with this id; `None` if there is none.
    pub fn get(&self, id: impl AsId<V>) -> Get<V> {
        let target = Target::new(&self.client, &id);
        Get { client: self.client.clone(), target, timeout: None, types: PhantomData }
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
        let label = Label::new("get", V::SPEC.name);
        let target = self.target.map_err(|error| error.during(|| label.to_string()))?;
        let request = target.request(label, Method::GET).timeout(self.timeout);
        match self.client.run(request, &Rows(V::decode)).await {
            Ok(rows) => Ok(rows.into_iter().next()),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }
}

operation!(impl [V: ReadVertex + Send + 'static] Get<V> => Option<V>);
