//! The declarations of a graph.

use super::Edge;

/// A graph with a handle for vertices of type `V`. Implemented by `#[tigergraph]`.
#[diagnostic::on_unimplemented(
    message = "graph `{Self}` does not declare vertex type `{V}`",
    label = "`{V}` has no handle in the graph: neither it nor an edge that ends there can be used",
    note = "add a field to the graph, such as `pub handle: Vertices<{V}>`"
)]
pub trait Declares<V> {}

/// A graph with a handle for edges of type `E`. Implemented by `#[tigergraph]`.
#[diagnostic::on_unimplemented(
    message = "graph `{Self}` does not declare edge type `{E}`",
    label = "edges of this type have no handle in the graph",
    note = "add a field to the graph, such as `pub handle: Edges<{E}>`"
)]
pub trait DeclaresEdge<E> {}

/// An edge type of which the graph `G` declares both endpoints. Implemented by `#[derive(Edge)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an edge type",
    label = "no TigerGraph edge type is known for this",
    note = "annotate the struct with `#[derive(Edge)]` and `#[tg(from = A, to = B)]`"
)]
pub trait EndpointsIn<G>: Edge {}
