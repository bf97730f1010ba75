//! What a graph declares.

use super::{Edge, Vertex};

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
