//! The fields of a graph.

use crate::client::Client;
use crate::schema::HandleSpec;

/// A field of the graph `G`, through which the vertices or edges of one type are reached. The ends
/// of edges have handles in the same graph.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handle",
    label = "the fields of a graph are `Vertices<..>` and `Edges<..>`",
    note = "a vertex type `V` is declared by `Vertices<V>`, an edge type `E` by `Edges<E>`"
)]
pub trait Handle<G>: Sized {
    /// What the handle stands for.
    const SPEC: HandleSpec;

    /// A handle that works through this client.
    fn new(client: Client) -> Self;
}
