//! The vertices of one type.

mod delete;
mod find;
mod get;
mod get_many;
mod target;
mod update;
mod upsert;

use std::fmt;
use std::marker::PhantomData;

pub use find::Find;
pub use update::Update;

pub use crate::upsert::{Boolean, Comparable, Numeric, Upsert, UpsertMany};

use crate::__private::Handle;
use crate::client::Client;
use crate::schema::{HandleSpec, Vertex};

/// The vertices of type `V` in one graph: a field of the graph's struct.
///
/// Every method returns an operation: a value with methods that set its options, which does nothing
/// until it is awaited. Operations own their data and can be moved to another task.
pub struct Vertices<V> {
    client: Client,
    types: PhantomData<fn() -> V>,
}

impl<V: Vertex + 'static, G> Handle<G> for Vertices<V> {
    const SPEC: HandleSpec = HandleSpec::Vertices(&V::SPEC);

    fn new(client: Client) -> Self {
        Self { client, types: PhantomData }
    }
}

impl<V> Vertices<V> {
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }
}

impl<V> Clone for Vertices<V> {
    fn clone(&self) -> Self {
        Self { client: self.client.clone(), types: PhantomData }
    }
}

impl<V: Vertex> fmt::Debug for Vertices<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vertices<{}>", V::SPEC.name)
    }
}
