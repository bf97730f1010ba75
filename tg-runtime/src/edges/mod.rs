//! The edges of one type.

mod delete;
mod ends;
mod every;
mod get;
mod list;
mod list_all;
mod record;
mod update;
mod upsert;

use std::fmt;
use std::marker::PhantomData;

pub use list::List;
pub use list_all::ListAll;
pub use record::EdgeRecord;
pub use update::Update;

pub(crate) use every::EveryEdge;

pub use crate::upsert::{Upsert, UpsertMany};

use crate::__private::{Handle, PartialHandle};
use crate::client::Client;
use crate::schema::{Edge, EndpointsIn, HandleSpec};

/// The edges of type `E` in one graph: a field of the graph's struct.
///
/// Ends are given by anything that [identifies](crate::AsId) a vertex: an id, a key, or the vertex
/// itself. Ends that the edge type does not join do not compile. If it joins several vertex types
/// whose keys have one type, a bare key does not name one of them and rustc reports E0283: write
/// `Id::<Package>::from("P-1")`, or pass the vertex.
///
/// [`of`](Self::of) lists the edges that leave a vertex, [`reaching`](Self::reaching) those that
/// reach it. The server has no endpoint that lists all edges of a type; [`all`](Self::all) lists
/// those of each vertex.
pub struct Edges<E> {
    client: Client,
    types: PhantomData<fn() -> E>,
}

impl<E: EndpointsIn<G> + 'static, G> Handle<G> for Edges<E> {
    const SPEC: HandleSpec = HandleSpec::Edges(&E::SPEC);

    fn new(client: Client) -> Self {
        Self { client, types: PhantomData }
    }
}

impl<E: Edge + 'static> PartialHandle for Edges<E> {
    const SPEC: HandleSpec = HandleSpec::Edges(&E::SPEC);

    fn new(client: Client) -> Self {
        Self { client, types: PhantomData }
    }
}

impl<E> Edges<E> {
    pub(crate) fn client(&self) -> &Client {
        &self.client
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
