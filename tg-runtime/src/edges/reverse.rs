//! Edges, followed against their direction.

use std::marker::PhantomData;

use super::ends::End;
use super::record::Direction;
use super::{Edges, List};
use crate::client::Client;
use crate::schema::{AsId, HasTarget, Reversible, Vertex};

impl<E: Reversible> Edges<E> {
    /// The same edges, followed against their direction, by the reverse type that the server keeps
    /// in step.
    pub fn reverse(&self) -> Reverse<E> {
        Reverse { client: self.client.clone(), types: PhantomData }
    }
}

/// Edges of type `E`, followed against their direction: [`Edges::reverse`].
///
/// What is read is the edge itself, its ends in their declared order.
#[derive(Debug, Clone)]
pub struct Reverse<E> {
    client: Client,
    types: PhantomData<fn() -> E>,
}

impl<E: Reversible + 'static> Reverse<E> {
    /// The edges that reach a vertex.
    pub fn of<T>(&self, to: impl AsId<T>) -> List<E>
    where
        T: Vertex,
        E: HasTarget<T>,
    {
        List::new(self.client.clone(), End::new(&to), E::REVERSE, Direction::Backward)
    }
}
