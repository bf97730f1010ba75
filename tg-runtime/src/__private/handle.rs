//! The fields of a graph.

use crate::client::Client;
use crate::schema::HandleSpec;

/// A field of the graph `G`: [`Vertices`](crate::Vertices) or [`Edges`](crate::Edges) of one type.
/// The endpoints of edges need handles in the same graph.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handle",
    label = "the fields of a graph are `Vertices<..>` and `Edges<..>`",
    note = "a vertex type `V` is declared by `Vertices<V>`, an edge type `E` by `Edges<E>`"
)]
pub trait Handle<G>: Sized {
    /// The description of its type.
    const SPEC: HandleSpec;

    /// Creates the handle on this connection.
    fn new(client: Client) -> Self;
}
