//! The edges of one type.

use std::fmt;
use std::marker::PhantomData;

use crate::client::Client;
use crate::schema::{Edge, Handle, HandleSpec};

/// The edges of type `E` in one graph: a field of the graph's struct.
pub struct Edges<E> {
    client: Client,
    types: PhantomData<fn() -> E>,
}

impl<E: Edge + 'static> Handle for Edges<E> {
    type Connection = Client;
    const SPEC: HandleSpec = HandleSpec::Edges(&E::SPEC);

    fn new(client: Client) -> Self {
        Self { client, types: PhantomData }
    }
}

impl<E> Clone for Edges<E> {
    fn clone(&self) -> Self {
        Self { client: self.client.clone(), types: PhantomData }
    }
}

impl<E: Edge> fmt::Debug for Edges<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Edges<{}>", E::SPEC.name)
    }
}
