//! What a graph declares.

use super::{Edge, HandleSpec, Vertex};

/// Says that a graph has a handle for vertices of type `V`. Implemented by `#[tigergraph]`.
#[diagnostic::on_unimplemented(
    message = "graph `{Self}` does not declare vertex type `{V}`",
    label = "an edge of this graph ends at `{V}`, which has no handle",
    note = "add a field to the graph, such as `pub handle: Vertices<{V}>`"
)]
pub trait Declares<V: Vertex> {}

/// Says that a graph declares both ends of this edge type. Implemented by `#[derive(Edge)]`.
#[diagnostic::on_unimplemented(
    message = "graph `{G}` does not declare the ends of edge `{Self}`",
    note = "add a `Vertices<..>` field to the graph for each end of `{Self}`"
)]
pub trait EndsIn<G>: Edge {}

/// A field of a graph, through which the vertices or edges of one type are reached.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handle",
    label = "the fields of a graph are `Vertices<..>` and `Edges<..>`",
    note = "a vertex type `V` is declared by `Vertices<V>`, an edge type `E` by `Edges<E>`"
)]
pub trait Handle: Sized {
    /// The connection that the handle works through.
    type Connection;

    /// What the handle stands for.
    const SPEC: HandleSpec;

    /// A handle that works through this connection.
    fn new(connection: Self::Connection) -> Self;
}
