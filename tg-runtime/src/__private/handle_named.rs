//! Finding the type of a handle by its name on the server, which a macro does not see.

use super::snapshot::same_name;
use crate::schema::HandleSpec;

/// A graph with a handle for the vertex type whose name has this [hash](name_hash).
#[diagnostic::on_unimplemented(
    message = "graph `{Self}` has no handle for a vertex type that the query uses",
    label = "the query uses a vertex type without a handle",
    note = "add a field `Vertices<..>` of the type to the graph, and `queries = []` to its \
            `#[tigergraph]` if it has no key `queries`"
)]
pub trait VertexNamed<const NAME: u128> {
    type Vertex;
}

/// A graph with a handle for the edge type whose name, or that of its reverse, has this
/// [hash](name_hash).
#[diagnostic::on_unimplemented(
    message = "graph `{Self}` has no handle for an edge type that the query uses",
    label = "the query uses an edge type without a handle",
    note = "add a field `Edges<..>` of the type to the graph, and `queries = []` to its \
            `#[tigergraph]` if it has no key `queries`"
)]
pub trait EdgeNamed<const NAME: u128> {
    type Edge;
}

/// Returns a hash of a name (FNV-1a): no two names of a graph have the same one.
pub const fn name_hash(name: &str) -> u128 {
    let mut hash = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128;
    let bytes = name.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u128).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        at += 1;
    }
    hash
}

/// Returns the hash of the name of a handle's type, or of its reverse. A type with mistakes has an
/// empty name, and not every edge has a reverse: a number of its own takes the place of the hash.
pub const fn handle_hash(name: Option<&str>, own: usize) -> u128 {
    match name {
        Some(name) if !name.is_empty() => name_hash(name),
        _ => own as u128,
    }
}

/// Returns `true` if one of the handles is of the type of this name, or of the one whose reverse
/// has it.
pub const fn has_handle_named(handles: &[HandleSpec], name: &str) -> bool {
    let mut at = 0;
    while at < handles.len() {
        let (own, reverse) = match handles[at] {
            HandleSpec::Vertices(vertex) => (vertex.name, None),
            HandleSpec::Edges(edge) => (edge.name, edge.reverse),
        };
        if same_name(own, name) {
            return true;
        }
        if let Some(reverse) = reverse
            && same_name(reverse, name)
        {
            return true;
        }
        at += 1;
    }
    false
}
